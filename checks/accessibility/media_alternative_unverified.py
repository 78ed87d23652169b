"""Video and audio: whether everybody can follow them is for a person to decide."""

import re
from collections.abc import Iterator

from auditor.model import Document, Link, Severity, Text, Verdict, cant_tell, page_check

_MEDIA = frozenset({"video", "audio"})
_ADDRESSES = frozenset({("video", "src"), ("audio", "src"), ("source", "src")})
_SOUND = re.compile(r"\.(?:mp3|m4a|oga|ogg|opus|wav|flac|aac)$", re.IGNORECASE)


@page_check(
    id="media-alternative-unverified",
    severity=Severity.SERIOUS,
    wcag=("1.2.1", "1.2.2", "1.2.3", "1.2.5"),
    title=Text(zh="影音是否有字幕與文字稿待確認", en="Captions and transcript of video or audio to be confirmed"),
    remedy=Text(
        zh="影片請提供同步字幕，聲音檔請提供文字稿；畫面上重要而旁白沒有說的，請以口述影像或文字補上。",
        en="Give videos captions and sound a transcript; what is seen and not spoken needs a description or a text.",
    ),
    effect=Text(
        zh="聽不到的民眾沒有字幕就不知道內容，看不到的民眾不知道畫面上發生什麼事。",
        en="Without captions people who do not hear, without a description people who do not see, miss the content.",
    ),
    question=Text(
        zh="請播放這段影音（{element}）：有同步字幕或文字稿嗎？畫面上重要的內容，聽得到嗎？",
        en="Please play this {element}: are there captions or a transcript? Can what is shown be heard?",
    ),
)
def media_alternative_unverified(document: Document) -> Iterator[Verdict]:
    """Every video and audio element is for a person; a track of captions alone does not prove that it fits.

    Source: WCAG 1.2.1, 1.2.2, 1.2.3, 1.2.5.
    """
    kinds = {owner: kind for link in document.links if (kind := _kind(link)) and (owner := _owner(link))}
    captioned = {_owner(link) for link in document.links if link.element == "track"}
    seen = set[str]()
    for link in document.links:
        owner = _owner(link)
        if _kind(link) and owner not in seen:
            seen.add(owner)
            yield cant_tell(link.place, "not-played", element=kinds[owner], track=owner in captioned)


def _kind(link: Link) -> str:
    """Video or audio where the address is such an element's; the sources of pictures have another attribute."""
    if link.hidden or (link.element, link.attribute) not in _ADDRESSES:
        return ""
    if link.element in _MEDIA:
        return link.element
    return "audio" if _SOUND.search(link.url.partition("?")[0]) else "video"


def _owner(link: Link) -> str:
    """The selector of the element that plays: of a source or a track the one around it."""
    selector = link.place.selector
    return selector if link.element in _MEDIA else selector.rpartition(" > ")[0]
