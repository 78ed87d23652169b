"""Parses the ``.htm`` report of Freego, the official checker: its settings, and each fault with page and code.

The layout is that of the builds Sep 27 2024 and Dec 19 2025, which test version 110.07 of the 網站無障礙規範. The
version of a report is the one it states, else the one its codes stand in alone, else that of the build's time.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import datetime

import msgspec

from auditor.extract.charset import read_text
from auditor.extract.html.dom import Element, Tree, parse
from auditor.standards import taiwan

_TITLE = "無障礙網頁檢測報告"
_PAGE = re.compile(r"^\s*\d+\.\s*檢測網址\s*(\S+)", re.DOTALL)
_CODE = re.compile(r"^\s*(?P<code>[A-Z]{2}\d{7}C(?:_\d)?|[A-Z]{2}\d{7})\s*[:：]")
_STATED = re.compile(r"(?<![\d.])(1\d\d\.(?:0[1-9]|1[0-2]))(?![\d.])|規範[(（\s]{0,3}(?:第\s?)?(2\.0)(?!\d)")
_BUILD = re.compile(r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) {1,2}\d{1,2} {1,2}20\d\d")
_BUILDS_OF_110 = ("2021-07-01", "2026-05-28")
"""Days between which a build tests version 110.07: the next one was published on 2026-05-29."""
_LEVEL = re.compile(r"A{1,3}")
_OFFICIAL = re.compile(r"/Download/Detail/(\d+)")
_PAGES = re.compile(r"共\s*(\d+)\s*個網頁")


class NotFreego(ValueError):  # noqa: N818  # it is what the file is, not an error in us
    """The file is no report of Freego; the message names what was missing and what to do."""


class FreegoFault(msgspec.Struct, frozen=True):
    """One fault that the report lists."""

    url: str
    """Address of the page."""

    code: str
    """Code of the official rule, such as ``HM1010100C``."""

    level: str
    """Conformance level of the rule: A, AA, AAA or empty."""

    page: int
    """Number of the official page that the rule links to, 0 where it links to none."""

    advice: str
    """Freego's own sentence."""

    snippet: str = ""
    """The beginning of the element's HTML, empty for a fault of the whole page."""


class FreegoReport(msgspec.Struct, frozen=True):
    """A whole report."""

    address: str
    """Address that the test began with."""

    tool: str
    """Name and version of Freego."""

    tested: str
    """Time of the test, as written."""

    level: str
    """Conformance level tested for."""

    scripts: str
    """Whether the pages' scripts ran, as written (usually 停用)."""

    pages: int
    """Pages tested."""

    failing: tuple[str, ...]
    """Addresses of the pages that failed."""

    late: tuple[str, ...]
    """Addresses of the pages that took too long."""

    faults: tuple[FreegoFault, ...]
    """All faults, in the order of the report."""

    version: str = ""
    """Version of the 網站無障礙規範 that it was made by; empty where nothing in it shows which."""

    version_from: str = ""
    """What the version was read from: ``stated``, ``codes`` or ``build``; empty where it is not known."""


def read_freego(body: bytes) -> FreegoReport:
    """Parse a report. Raises ``NotFreego`` for anything else, such as the ``.cat`` file that Freego saves with it."""
    tree = parse(read_text(body, "utf-8")[0])
    heading = tree.select_one("h1")
    if heading is None or _TITLE not in heading.text:
        raise NotFreego(f"no heading 「{_TITLE}」 in it; save the report in Freego as .htm and name that file")
    terms = dict(_terms(tree))
    pages = list(_pages(tree))
    count = _PAGES.search(terms.get("受測網頁", ""))
    level = _LEVEL.search(terms.get("檢測等級", ""))
    faults = tuple(fault for url, listed in pages for fault in _faults(url, listed))
    version, version_from = _version(tree, terms.get("檢測工具", ""), (fault.code for fault in faults))
    return FreegoReport(
        address=terms.get("受測網址", ""),
        tool=terms.get("檢測工具", "").removesuffix("無障礙檢測工具"),
        tested=terms.get("檢測時間", ""),
        level=level[0] if level else "AAA",
        scripts=_after(tree, "Javascript狀態"),
        pages=int(count[1]) if count else 0,
        failing=tuple(url for url, _ in pages),
        late=tuple(_late(tree)),
        faults=faults,
        version=version,
        version_from=version_from,
    )


def _version(tree: Tree, tool: str, codes: Iterable[str]) -> tuple[str, str]:
    """The version of the specification, and what shows it."""
    heads = " ".join(element.text for name in ("title", "header") for element in tree.select(name))
    if stated := _STATED.search(heads):
        return stated[1] or stated[2], "stated"
    named = set(codes)
    fitting = [version for version in taiwan.VERSIONS if named <= set(taiwan.machine_codes(version))]
    if named and len(fitting) == 1:
        return fitting[0], "codes"
    if found := _BUILD.search(tool):
        day = datetime.strptime(found[0], "%b %d %Y").date().isoformat()
        if _BUILDS_OF_110[0] <= day <= _BUILDS_OF_110[1]:
            return "110.07", "build"
    return "", ""


def _terms(tree: Tree) -> Iterator[tuple[str, str]]:
    for label in tree.select("header li > strong"):
        if label.parent is not None:
            words = _plain(label.parent.text)
            yield _plain(label.text), words.removeprefix(_plain(label.text)).lstrip("：: ")


def _pages(tree: Tree) -> Iterator[tuple[str, Element | None]]:
    """Each failing page with the list of its faults, which follows it."""
    for item in tree.select("li.url"):
        if found := _PAGE.match(item.text):
            listed = next((after for after in item.next_siblings if isinstance(after, Element)), None)
            yield found[1], listed if listed is not None and listed.tag == "ol" else None


def _faults(url: str, listed: Element | None) -> Iterator[FreegoFault]:
    named: tuple[str, str, int] | None = None
    for child in listed.children if listed is not None else ():
        if not isinstance(child, Element):
            continue
        if child.tag == "li":
            named = _named(child)
        elif child.tag == "ul" and named is not None:
            code, level, page = named
            for line in child.select("li"):
                advice, _, snippet = line.inner_html.partition("<br>")
                yield FreegoFault(url, code, level, page, _text(advice), _text(snippet))


def _named(item: Element) -> tuple[str, str, int] | None:
    link = item.select_one("a")
    found = _CODE.match(link.text) if link is not None else None
    if link is None or found is None:
        return None
    official = _OFFICIAL.search(link.attr("href") or "")
    level = _LEVEL.search(item.text.rpartition("(")[2])
    return found["code"], level[0] if level else "", int(official[1]) if official else 0


def _late(tree: Tree) -> Iterator[str]:
    heading = next((title for title in tree.select("h2") if "頁面載入逾時" in title.text), None)
    for after in heading.next_siblings if heading is not None else ():
        if isinstance(after, Element):
            if after.tag == "h2":
                return
            if after.tag == "a" and after.attr("href"):
                yield after.attr("href") or ""


def _after(tree: Tree, title: str) -> str:
    """The text of the element after a heading of the third level."""
    heading = next((element for element in tree.select("h3") if title in element.text), None)
    siblings = heading.next_siblings if heading is not None else ()
    return next((_plain(after.text) for after in siblings if isinstance(after, Element)), "")


def _text(html: str) -> str:
    """The text of a piece of escaped HTML; line breaks become spaces."""
    body = parse(html.replace("<br>", " ")).find("body")
    return _plain(body.text) if body is not None else ""


def _plain(text: str) -> str:
    return " ".join(text.split())
