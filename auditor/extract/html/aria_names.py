"""Reads ARIA names of elements whose role takes none."""

from __future__ import annotations

from auditor.extract.html.dom import Element, is_html
from auditor.extract.html.page_reader import ElementContext, PageReader
from auditor.model import AriaName

NAMING = frozenset({"aria-label", "aria-labelledby", "aria-braillelabel"})
"""Attributes that name an element."""

DESCRIBING = frozenset({"aria-roledescription", "aria-brailleroledescription"})
"""Attributes that describe an element's role."""

_NAMELESS = frozenset({
    "caption", "code", "deletion", "emphasis", "generic", "insertion", "none", "paragraph", "presentation", "strong",
    "subscript", "superscript",
})  # fmt: skip
"""WAI-ARIA 1.2, 5.2.8.6: roles which cannot be named."""

_UNDESCRIBED = frozenset({"generic", "none", "presentation"})

_BY_TAG = {
    **dict.fromkeys(("div", "span", "b", "bdi", "bdo", "data", "i", "q", "u", "small", "samp", "pre"), "generic"),
    "p": "paragraph", "em": "emphasis", "strong": "strong", "code": "code", "caption": "caption",
    "s": "deletion", "del": "deletion", "ins": "insertion", "sub": "subscript", "sup": "superscript",
}  # fmt: skip
"""HTML-AAM 1.0: implicit roles of elements, as far as they cannot be named."""


def read_aria_name(reader: PageReader, element: Element, context: ElementContext) -> None:
    """A div, span or the like with an ARIA name or role description; what is hidden has none."""
    if context.hidden or not is_html(element):
        return
    tag = element.tag
    own = "generic" if tag == "a" and element.attr("href") is None else _BY_TAG.get(tag, "")
    role = ((element.attr("role") or "").split() or [own])[0].lower()
    if role not in _NAMELESS and not own:
        return
    if role not in _NAMELESS:
        reader.add("namings", AriaName(reader.place(element, context), role))
        return
    given = [name for name in sorted(NAMING) if (element.attr(name) or "").strip()]
    if role in _UNDESCRIBED:
        given += [name for name in sorted(DESCRIBING) if (element.attr(name) or "").strip()]
    if given:
        reader.add("namings", AriaName(reader.place(element, context), role, given[0]))
