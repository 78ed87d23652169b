"""Names the thing that a finding is about as a maintainer knows it: link text, label, file name, field, page."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from urllib.parse import unquote, urlsplit

from auditor.model import Finding, FindingPlace, Region
from auditor.report.words import Words

LINE = 100
"""Characters of an address or a subject that fit a line."""

_NAME = 40
"""Characters of the name of one thing."""

_COMPARED = 20
"""Places that are read to learn whether all are of one name."""

_START_TAG = re.compile(r"<([a-zA-Z][\w:-]*)((?:[^>\"']|\"[^\"]*(?:\"|$)|'[^']*(?:'|$))*)>?")
_ATTRIBUTE = re.compile(r"([^\s\"'<>/=]+)(?:\s*=\s*(?:\"([^\"]*)\"?|'([^']*)'?|([^\s\"'>]+)))?")
_TAG = re.compile(r"<[^>]*>?")
_LAST_STEP = re.compile(r"(?:^|[\s>])([a-zA-Z][\w\\:-]*)[^\s>]*$")
_BUTTONS = frozenset({"button", "submit", "reset"})
_HIDDEN_NAMES = frozenset({"html", "head", "body", "title"})
_FIELD_TAGS = frozenset({"meta", "head", ""})
_DECIMAL = re.compile(r"\d+\.\d+")

_SPOKEN = ("text", "label", "alt", "title", "words", "word", "old")
"""Facts of a verdict that hold the words of the element itself."""

_ATTRIBUTES = ("alt", "aria-label", "title", "placeholder", "value", "name")
_FILES = ("src", "href", "data", "action")
_OF_PAGE = ("topic", "name", "network", "old", "number", "word", "text", "title", "code", "value")
"""Facts that name what a verdict on a page or a site is about, the first that is there."""

_ENGLISH = {"topic": "topic_en", "name": "name_en"}
_RESOURCES = {
    "img": "image", "script": "script", "link": "sheet", "iframe": "frame", "frame": "frame", "video": "media",
    "audio": "media", "source": "media", "track": "media", "object": "media", "embed": "media",
}  # fmt: skip
"""Tags whose address the page loads by itself, with the kind of file."""

FILE_KINDS = frozenset(_RESOURCES.values())
"""The kinds of files that pages load by themselves."""


def named_subject(words: Words, finding: Finding) -> str:
    """Return what a finding is about: an address with its link's words, else the element, the field or the page.

    Never a selector, a hash or a key: those stand with the places of the open card.
    """
    spots = finding.spots[:_COMPARED]
    if safe_href(finding.cause):
        names = {name for spot in spots if (name := _spoken(spot))}
        text = words("links.quoted", text=min(names)) + " " if len(names) == 1 else ""
        return f"{text}{finding.cause}"
    things = list(dict.fromkeys(_thing(words, spot) for spot in spots))
    if not things or not things[0]:
        return _pages(words, finding)
    several = len(things) > 1 or len({_region(spot) for spot in spots}) > 1
    thing = words("subject.several", thing=things[0]) if len(things) > 1 else things[0]
    region = _region(spots[0])
    if region.is_template and not several:
        return words("subject.in_region", region=words.of(region), thing=thing)
    is_bare = not any(_name(spot) for spot in spots)
    return words("subject.on_page", thing=thing, page=_pages(words, finding)) if is_bare else thing


def is_of_element(finding: Finding) -> bool:
    """Whether a finding is about an element or a field, not about a page as a whole or a site."""
    return any(spot.place.selector for spot in finding.spots)


def file_kind(finding: Finding) -> str:
    """Return the kind of file that pages load from a finding's address: image, script, sheet, frame or media.

    Empty where some place links to it, where it is no address, and for other elements.
    """
    if not safe_href(finding.cause):
        return ""
    kinds = {_kind_of_file(spot) for spot in finding.spots[:_COMPARED]}
    return kinds.pop() if len(kinds) == 1 else ""


def shortened(text: str) -> str:
    """Return the text, or its beginning and end where it is longer than a line."""
    return text if len(text) <= LINE else f"{text[: LINE - 20]}…{text[-19:]}"


def safe_href(address: str) -> str:
    """Return the address if a reader may follow it (http or https, no blanks or control characters), else nothing."""
    follows = address.lower().startswith(("http://", "https://"))
    return address if follows and address.isprintable() and " " not in address else ""


def _kind_of_file(spot: FindingPlace) -> str:
    tag, attributes, _ = _markup(spot.place.snippet)
    if tag == "link" and "stylesheet" not in attributes.get("rel", "").lower().split():
        return ""
    return _RESOURCES.get(tag or _last_tag(spot.place.selector), "")


def _thing(words: Words, spot: FindingPlace) -> str:
    """The element or field in words, with its name; empty for a page as a whole."""
    data = spot.data
    tag = _markup(spot.place.snippet)[0] or _last_tag(spot.place.selector)
    if (field := str(data.get("field") or "")) and tag in _FIELD_TAGS:
        return words.joined(filter(None, (field, _short(str(data.get("code") or data.get("value") or "")))), by="part")
    if not spot.place.selector or tag in _HIDDEN_NAMES:
        return _of_page(words, data)
    if data.get("element") == tag and tag not in _RESOURCES:
        return words("subject.named", kind=words("element.tag"), name=tag)
    kind, name = _kind(tag, spot), _name(spot)
    kind = words.named("element", kind if words.has(f"element.{kind}") else "other")
    return words("subject.named", kind=kind, name=name) if name else kind


def _of_page(words: Words, data: Mapping[str, object]) -> str:
    for key in _OF_PAGE:
        chosen = _ENGLISH.get(key, key) if words.language == "en" and data.get(_ENGLISH.get(key, key)) else key
        if isinstance(value := data.get(chosen), str) and value.strip():
            return words("links.quoted", text=_short(value))
    return ""


def _pages(words: Words, finding: Finding) -> str:
    """The page of a finding, or the first of its pages with their number."""
    url = finding.spots[0].place.url if finding.spots else ""
    return words("subject.pages", page=url, pages=finding.pages) if url and finding.pages > 1 else url


def _kind(tag: str, spot: FindingPlace) -> str:
    kind = str(_markup(spot.place.snippet)[1].get("type") or spot.data.get("type") or "").lower()
    if tag == "input":
        return "button" if kind in _BUTTONS else "image_button" if kind == "image" else "input"
    return "heading" if re.fullmatch(r"h[1-6]", tag) else tag


def _name(spot: FindingPlace) -> str:
    """What people call the element: its own words, else those of its attributes, else the name of its file."""
    tag, attributes, text = _markup(spot.place.snippet)
    spoken = _spoken(spot) or next((attributes[each] for each in _ATTRIBUTES if attributes.get(each, "").strip()), "")
    if spoken or text:
        return _short(spoken or text)
    addresses = (str(spot.data.get(key) or attributes.get(key) or "") for key in _FILES)
    return _short(_file_name(next(filter(None, addresses), ""))) if tag != "form" else ""


def _spoken(spot: FindingPlace) -> str:
    values = (value for key in _SPOKEN if isinstance(value := spot.data.get(key), str))
    return _short(next((value for value in values if value.strip() and not _DECIMAL.fullmatch(value)), ""))


def _region(spot: FindingPlace) -> Region:
    return spot.place.region


def _file_name(address: str) -> str:
    """The last part of an address that names something: the file, else its query, else the host."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    return unquote(parts.path.rstrip("/").rpartition("/")[2]) or parts.netloc


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _NAME else f"{text[: _NAME - 1]}…"


def _last_tag(selector: str) -> str:
    found = _LAST_STEP.search(selector)
    return found[1].replace("\\", "").lower() if found else ""


@lru_cache(100_000)
def _markup(snippet: str) -> tuple[str, dict[str, str], str]:
    """Tag, attributes and text of the element that a snippet begins with; the text may be cut."""
    found = _START_TAG.match(snippet)
    if found is None:
        return "", {}, ""
    attributes = {name.lower(): html.unescape(one or two or bare) for name, one, two, bare in _attributes(found[2])}
    return found[1].lower(), attributes, html.unescape(_TAG.sub(" ", snippet[found.end() :])).strip()


def _attributes(source: str) -> Iterator[tuple[str, str, str, str]]:
    yield from _ATTRIBUTE.findall(source)
