"""Titles in metadata that are not the page's."""

import re
from collections.abc import Iterator

from auditor.model import Document, Head, Severity, Text, Verdict, cant_tell, failed, page_check, passed
from auditor.standards.dublin_core import content, filled, known_tags
from auditor.standards.folded_text import folded_name
from auditor.standards.metadata_words import contains_metadata_words

_CHINESE = re.compile(r"[一-鿿]")
_MARKS = re.compile(r"[\W_]+")
_ENOUGH = 2


@page_check(
    id="dublin-core-title-foreign",
    severity=Severity.MINOR,
    title=Text(zh="DC.Title 不是這一頁的標題", en="DC.Title is not the page's title"),
    remedy=Text(
        zh="請把 DC.Title 的「{value}」改為這一頁的標題（「{title}」）。",
        en="Replace “{value}” in DC.Title by the page's own title (“{title}”).",
    ),
    effect=Text(
        zh="檢索結果列出的標題與網頁內容不符，民眾不知道該不該點進去。",
        en="The list of results shows a title that is not the page's, so people do not know whether to open it.",
    ),
    question=Text(
        zh="「{value}」與「{title}」指的是同一頁嗎？",
        en="Do “{value}” and “{title}” name the same page?",
    ),
)
def dublin_core_title_foreign(head: Head, document: Document) -> Iterator[Verdict]:
    """DC.Title shares words with the page's title or a heading, and does not begin or end with a bare separator.

    A title without a word in common, or in another language, may still be meant so: a person has to decide.
    """
    headings = [heading.text for heading in document.headings if heading.level in {1, 2}]
    shown = head.title or document.title or ""
    real = "".join(map(_plain, (shown, *headings)))
    for name, meta in known_tags(head):
        if name != "DC.Title" or not filled(meta):
            continue
        value = content(meta)
        if contains_metadata_words("dangling", value):
            yield failed(meta.place, cause=f"dangling|{value}", value=value, title=shown)
        elif len(_plain(value)) < _ENOUGH or len(real) < _ENOUGH or _shares(_plain(value), real):
            yield passed(meta.place)
        else:
            reason = "another-title" if _is_chinese(value) == _is_chinese(real) else "another-language"
            yield cant_tell(meta.place, reason, cause=value, value=value, title=shown)


def _shares(value: str, real: str) -> bool:
    """Whether two neighbouring characters of the title stand in the page's own words (four letters of Latin ones)."""
    size = _ENOUGH if _is_chinese(value) else min(4, len(value))
    return any(value[at : at + size] in real for at in range(len(value) - size + 1))


def _is_chinese(text: str) -> bool:
    return _CHINESE.search(text) is not None


def _plain(text: str) -> str:
    return _MARKS.sub("", folded_name(text))
