"""Office files offered without an open format beside them."""

import re
from collections.abc import Iterator

import msgspec

from auditor.model import DeadLinks, Document, Link, Severity, Text, Verdict, failed, page_check, passed

_OFFICE = frozenset({"doc", "docx", "xls", "xlsx", "ppt", "pptx"})
_OPEN = frozenset({"odt", "ods", "odp", "odb", "odg", "pdf", "html", "htm"})
_EXTENSION = r"docx?|xlsx?|pptx?|od[tspbg]|pdf|html?"
_FILE = re.compile(rf"(?<![^/=&?#])([^/=&?#]*)\.({_EXTENSION})(?=[&#?]|$)", re.IGNORECASE)
_NAMED_FILE = re.compile(rf"\.({_EXTENSION})(?![a-z0-9])", re.IGNORECASE)
_BESIDES = re.compile(
    rf"[(（\[【〔][^)）\]】〕]{{0,300}}[)）\]】〕]|(?<![a-z0-9])(?:{_EXTENSION}|word|excel|powerpoint|odf)(?![a-z0-9])|格式|檔案|檔|下載|\W|_",
    re.IGNORECASE,
)


@page_check(
    id="open-format-missing",
    severity=Severity.MODERATE,
    # The specification puts it under 3.2.2; WCAG has no such demand.
    taiwan={"110.07": ("ME1320200C",), "115.11": ("ME1320200C",)},
    title=Text(zh="Office 檔案沒有提供開放格式", en="Office file without an open format"),
    remedy=Text(
        zh="請在同一頁另外提供開放格式：可編輯的檔案轉存為 ODF（.odt、.ods、.odp），不需編輯的轉存為 PDF，"
        "檔名或連結文字與原檔相同。",
        en="Offer an open format on the same page: ODF (.odt, .ods, .odp) for files to be filled in, PDF for others, "
        "with the same file name or link text.",
    ),
    effect=Text(
        zh="沒有付費文書軟體的民眾打不開「{text}」。",
        en="Visitors without commercial office software cannot open “{text}”.",
    ),
)
def open_format_missing(document: Document, dead: DeadLinks) -> Iterator[Verdict]:
    """Every link to a Word, Excel or PowerPoint file has an ODF, PDF or HTML version on the page.

    Both have the same file name, the same link text apart from the format, or stand side by side where one is named
    by its format alone. A version that does not open is none; link-broken reports it.
    """
    files = [file for link in document.links if (file := _file(link)) is not None]
    opening = [file for file in files if file.extension in _OPEN]
    versions = frozenset(key for file in opening for key in _keys(file))
    living = frozenset(key for file in opening if file.link.url not in dead for key in _keys(file))
    for file in files:
        if file.extension in _OFFICE:
            place, link = file.link.place, file.link
            if any(key in living for key in _keys(file)):
                yield passed(place)
            elif not any(key in versions for key in _keys(file)):
                yield failed(place, text=link.own_text or link.text, href=link.url)


class _File(msgspec.Struct, frozen=True):
    """A link to a file: its extension, its name without it, and its link text without format words."""

    link: Link
    extension: str
    stem: str
    text: str


def _file(link: Link) -> _File | None:
    if link.element != "a" or link.hidden:
        return None
    words = link.own_text or link.text
    in_address = _FILE.search(link.url)
    in_words = _NAMED_FILE.search(words)
    named = in_address[2] if in_address else in_words[1] if in_words else ""
    if not named:
        return None
    stem = in_address[1].casefold() if in_address else ""
    return _File(link, named.lower(), stem, _BESIDES.sub("", words.casefold()))


def _keys(file: _File) -> Iterator[tuple[str, str]]:
    """What an open file offers and an Office file looks for; both share the name or the text.

    Links in the same parent belong together where one of the two is named by its format alone (「申請表 DOC ODT」).
    """
    if file.stem:
        yield "stem", file.stem
    if file.text:
        yield "text", file.text
    parent = file.link.place.selector.rpartition(">")[0].strip()
    if not parent:
        return
    if file.extension in _OPEN or not file.text:
        yield "beside", parent
    if (file.extension in _OPEN) == (not file.text):
        yield "bare", parent
