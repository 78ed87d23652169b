"""Names of elements: those of HTML, obsolete ones, and unknown ones."""

from __future__ import annotations

from auditor.extract.html.dom import Element, is_html

OBSOLETE = frozenset({
    "applet", "acronym", "bgsound", "dir", "frame", "frameset", "noframes", "isindex", "keygen", "listing",
    "menuitem", "nextid", "noembed", "param", "plaintext", "rb", "rtc", "strike", "xmp", "basefont", "big",
    "blink", "center", "font", "marquee", "multicol", "nobr", "spacer", "tt",
})  # fmt: skip
"""HTML Standard, 16.2: elements that are entirely obsolete."""

_CURRENT = frozenset({
    "a", "abbr", "address", "area", "article", "aside", "audio", "b", "base", "bdi", "bdo", "blockquote", "body", "br",
    "button", "canvas", "caption", "cite", "code", "col", "colgroup", "data", "datalist", "dd", "del", "details", "dfn",
    "dialog", "div", "dl", "dt", "em", "embed", "fencedframe", "fieldset", "figcaption", "figure", "footer", "form",
    "h1", "h2", "h3", "h4", "h5", "h6", "head", "header", "hgroup", "hr", "html", "i", "iframe", "img", "input", "ins",
    "kbd", "label", "legend", "li", "link", "main", "map", "mark", "math", "menu", "meta", "meter", "nav", "noscript",
    "object", "ol", "optgroup", "option", "output", "p", "picture", "pre", "progress", "q", "rp", "rt", "ruby", "s",
    "samp", "script", "search", "section", "select", "selectedcontent", "slot", "small", "source", "span", "strong",
    "style", "sub", "summary", "sup", "svg", "table", "tbody", "td", "template", "textarea", "tfoot", "th", "thead",
    "time", "title", "tr", "track", "u", "ul", "var", "video", "wbr",
})  # fmt: skip
"""HTML Standard, 4: the elements of HTML, and the two roots of other languages inside it."""

NAMES = _CURRENT | OBSOLETE
"""Every name that HTML has or had."""


def is_unknown(element: Element) -> bool:
    """Whether neither HTML nor a script of the page defines this element; names with a hyphen are custom elements."""
    tag = element.tag
    return tag not in NAMES and "-" not in tag and is_html(element)
