"""Names the cause of a fault by its element: in a landmark, in a site's template, or in one family of pages. Pure."""

from __future__ import annotations

import re
from functools import lru_cache

from auditor import urls
from auditor.model import Place, Region, Verdict, cause_of
from auditor.standards.class_names import lasting_classes

COMPONENT = "component"
"""The beginning of a cause that names a component: ``component|/news.do?method=info|div > p > a``."""

TEMPLATE = Region.TEMPLATE.value
"""The beginning of a cause that names a fragment of a learned template: ``template|#menu > li > a.more``."""

_POSITION = re.compile(r":nth-(?:of-type|child)\(\d+\)")
_NUMBERS_AND_IDS = re.compile(rf"{_POSITION.pattern}|#(?:\\.|[^\s>:.\[\\])+")
_DIGITS = re.compile(r"\d+")
_TAG = re.compile(r"[a-z][\w-]*", re.IGNORECASE)
_WRAPPERS = frozenset({
    "html", "body", "div", "span", "section", "article", "main", "form", "font", "b", "i", "u", "em", "strong", "small",
    "big", "center", "tbody", "thead", "tfoot", "blockquote",
})  # fmt: skip
"""Tags around an element that do not change what it is."""

_GLYPHS = re.compile(r"(?:icon|fa|fas|far|fab|glyphicon|bi|mdi|ti)[-_]")
"""Beginnings of class names that choose the glyph of an icon font, which makes no other kind of element."""

_MOST_AROUND, _MOST_CLASSES = 3, 2
_TEMPLATES = frozenset(region.value for region in Region if region.is_template)
_START_TAG = re.compile(r"<([a-z][\w-]*)((?:[^>\"']|\"[^\"]*(?:\"|$)|'[^']*(?:'|$))*)", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"([^\s\"'<>/=]+)(?:\s*=\s*(?:\"([^\"]*)\"?|'([^']*)'?|([^\s\"'>]+)))?")
_IDENTIFYING = frozenset({"id", "href", "src", "alt", "title", "name", "value", "aria-label", "accesskey", "action"})


def counted_cause(place: Place, named: str) -> str:
    """The cause that a fault is counted to by itself: its component, in a landmark or in a family of pages.

    ``named`` is the cause that the check names, empty for the element itself. Causes that are no element of the page
    stay as they are.
    """
    cause = cause_of(place, named)
    head, bar, selector = cause.partition("|")
    if bar and head in _TEMPLATES:
        return f"{head}|{_shape(selector)}"
    return f"{COMPONENT}|{_family(place.url)}|{_shape(selector)}" if bar and head == place.url else cause


def component_cause(place: Place, part: str, *, whole_site: bool) -> str:
    """The cause of a fault outside the learned template: its kind of element, or the habit (``part``) the check names.

    It is that of a landmark or of a family of pages. With ``whole_site`` a habit is that of the site, and an element
    with classes is named by them alone, for they come from a template or a style sheet.
    """
    kind = _kind(place.selector, place.snippet)
    if place.region.is_template:
        return f"{place.region.value}|{part or kind}"
    if whole_site and (part or "." in kind):
        return f"{COMPONENT}|{part or kind.rpartition(' > ')[2]}"
    return f"{COMPONENT}|{_family(place.url)}|{part or (kind if place.selector else '')}"


def template_cause(place: Place, part: str) -> str:
    """The cause of a fault in the learned template: the habit, or the element's kind below the nearest id."""
    if part:
        return f"{TEMPLATE}|{part}"
    first = _POSITION.sub("", _in_body(place.selector)).split(" > ")[0]
    inside = f"{_DIGITS.sub('', first)} > " if first.startswith("#") and " > " in place.selector else ""
    return f"{TEMPLATE}|{inside}{_kind(place.selector, place.snippet)}"


def element_causes(place: Place, part: str) -> frozenset[str]:
    """All causes that a fault of an element can have: which, depends on the site's other pages and on its units."""
    components = (component_cause(place, part, whole_site=whole_site) for whole_site in (False, True))
    return frozenset((template_cause(place, part), *components))


def is_element(cause: str) -> bool:
    """Whether a cause names an element of pages, not an address or a value."""
    return cause.partition("|")[0] in {COMPONENT, *_TEMPLATES}


def own_part(verdict: Verdict, family: str) -> str | None:
    """What a cause adds to the page or its template that it names; None for a cause that is neither.

    ``family`` is the hash of the page's frame. An address with a fragment of the page itself is its own too.
    """
    named, url = verdict.cause, verdict.place.url
    if not named:
        return ""
    if named.startswith(f"{url}#"):
        return named[len(url) :]
    if named.startswith(f"{url}|"):
        part = named[len(url) + 1 :]
        return _kind(part.partition("|")[0], "") if " > " in part else _shape(part)
    return named.removesuffix(f"|{family}") if family and named.endswith(f"|{family}") else None


@lru_cache(100_000)
def _shape(selector: str) -> str:
    """A selector without numbers and ids, which differ between like elements; a bare id becomes any element."""
    steps = [step.strip() or "*" for step in _NUMBERS_AND_IDS.sub("", selector).split(">")]
    return " > ".join(steps) if selector else ""


@lru_cache(100_000)
def element_keys(selector: str, snippet: str) -> tuple[str, ...]:
    """The keys by which an element is recognised on another page: the same markup at the same place.

    The first is its whole selector with tag, names of attributes and classes; the second, where an attribute identifies
    it, its place without numbers with the start tag as it is, for blocks that content before them moves down.
    """
    tag, classes, attributes = markup_of(snippet)
    kinds = " ".join(name for name in lasting_classes(classes) if not _DIGITS.search(name))
    path = _in_body(selector)
    keys = (f"{path}|{tag}|{kinds}|{' '.join(sorted(attributes))}",)
    if not any(value for name, value in attributes.items() if name in _IDENTIFYING):
        return keys
    return (*keys, f"{_POSITION.sub('', path)}|{tag}|{sorted(attributes.items())}")


@lru_cache(100_000)
def markup_of(snippet: str) -> tuple[str, tuple[str, ...], dict[str, str]]:
    """Tag, classes and attributes (lower case, with their values) of the start tag that a snippet begins with."""
    found = _START_TAG.match(snippet)
    if found is None:
        return "", (), {}
    attributes = {name.lower(): one or two or bare for name, one, two, bare in _ATTRIBUTE.findall(found[2])}
    return found[1].lower(), tuple(attributes.get("class", "").split()), attributes


@lru_cache(100_000)
def _kind(selector: str, snippet: str) -> str:
    """Tag and classes of an element below the last three tags around it that mean something; ``html`` for the page.

    Nesting does not count: of lists in lists, or tables in tables, the innermost.
    """
    tag, classes, _ = markup_of(snippet)
    tags = [found[0] if (found := _TAG.match(step.strip())) else "" for step in selector.split(">")]
    around = [each for each in tags[:-1] if each and each not in _WRAPPERS]
    last = dict.fromkeys(reversed(around))
    names = dict.fromkeys(
        _DIGITS.sub("", name).strip("-_") for name in lasting_classes(classes) if not _GLYPHS.match(name)
    )
    chosen = [name for name in names if name][:_MOST_CLASSES]
    kind = (tag or tags[-1] or "*") + "".join(f".{name}" for name in chosen)
    return " > ".join((*reversed([*last][:_MOST_AROUND]), kind)) if selector else "html"


def _in_body(selector: str) -> str:
    """The selector below ``body``, as it is written of a page as delivered."""
    return selector.removeprefix("html > ").removeprefix("body > ")


@lru_cache(100_000)
def _family(page: str) -> str:
    """The page's module without scheme and host: a site that moves to https keeps its history."""
    return "/" + urls.module_of(page).split("/", 3)[-1]
