"""Guide bricks (導盲磚) that do not lead to the block they stand for."""

from collections.abc import Iterator

from auditor.model import Document, Link, Severity, Text, Verdict, failed, page_check, passed
from auditor.standards.conventions import says


@page_check(
    id="guide-brick-broken",
    severity=Severity.MINOR,
    manual_codes={"110.07": ("GN1240101E",), "115.11": ("GN1240101E",)},
    title=Text(zh="導盲磚 (:::) 無法使用", en="Guide brick (:::) that does not work"),
    remedy=Text(
        zh='請讓導盲磚連到自己所在的區塊，並寫出區塊名稱，例如 <a href="#C" id="C" accesskey="C" '
        'title="中央內容區塊">:::</a>；不要用圖片，也不要隱藏。這通常要由網站維護廠商修改版型。',
        en='Let the brick lead to its own block and name it: <a href="#C" id="C" accesskey="C" title="Main content">'
        ":::</a>; as text, not hidden. It usually stands in the template, which the site's contractor changes.",
    ),
    effect=Text(
        zh="按下快速鍵「{key}」的民眾到不了這個區塊，或不知道到了哪裡。",
        en="People who press the access key “{key}” do not reach the block, or do not learn which it is.",
    ),
)
def guide_brick_broken(document: Document) -> Iterator[Verdict]:
    """Every link shown as ``:::`` leads to a part of this page, has a title and a key, is text and is not hidden.

    ``faults`` names what is wrong: target, title, key, image, hidden.
    """
    for link in document.links:
        if link.element == "a" and link.attribute == "href" and says("guide_brick", link.text or link.own_text):
            faults = tuple(_faults(link, document))
            key = link.access_key or "?"
            yield failed(link.place, faults=faults, key=key, href=link.raw) if faults else passed(link.place)


def _faults(link: Link, document: Document) -> Iterator[str]:
    address, _, part = link.url.partition("#")
    elsewhere = address != document.url.partition("#")[0] and not link.raw.startswith("#")
    if not part or elsewhere or part not in document.ids:
        yield "target"
    if not (link.title or "").strip() and says("guide_brick", link.text):
        yield "title"
    if not link.access_key.strip():
        yield "key"
    if not says("guide_brick", link.own_text):
        yield "image"
    if link.hidden:
        yield "hidden"
