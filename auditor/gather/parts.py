"""The parts of a page that checks look at: images, controls, headings, tables, frames, groups."""

from __future__ import annotations

from auditor.gather.dom import Node, Seen, attribute, place_of, text_of
from auditor.model.document import (
    Cell,
    Control,
    Embedded,
    Form,
    Frame,
    Group,
    Heading,
    Image,
    Table,
)  # fmt: skip

_BUTTONS = frozenset({"submit", "reset", "button"})


class Names:
    """Looks up what names an element: ARIA labels and label elements, by the ids of one page."""

    def __init__(self, root: Node) -> None:
        self._by_id: dict[str, Node] = {}
        self._labels: dict[str, list[str]] = {}
        for element in root.select("[id]"):
            self._by_id.setdefault(attribute(element, "id") or "", element)
        for label in root.select("label[for]"):
            self._labels.setdefault(attribute(label, "for") or "", []).append(_label_text(label))

    def aria(self, element: Node) -> str:
        """The name that aria-labelledby or aria-label gives."""
        ids = (attribute(element, "aria-labelledby") or "").split()
        parts = [text_of(self._by_id[name]) for name in ids if name in self._by_id]
        return " ".join(filter(None, parts)) or (attribute(element, "aria-label") or "").strip()

    def label(self, element: Node) -> str:
        """The text of the label elements of a control, those around it included."""
        named = self._labels.get(attribute(element, "id") or "\0", [])
        around = element.closest("label")
        return " ".join(filter(None, (*named, _label_text(around) if around else ""))).strip()


def image(seen: Seen, url: str, names: Names) -> Image:
    """An image of any kind."""
    element = seen.element
    inner = element.find("title") if element.tag == "svg" else None
    return Image(
        place_of(seen, url),
        element.tag,
        src=attribute(element, "src") or attribute(element, "href") or "",
        alt=attribute(element, "alt"),
        title=attribute(element, "title"),
        name=names.aria(element) or (text_of(inner) if inner else ""),
        linked=seen.link is not None and element.tag != "area",
        hidden=seen.hidden,
        width=attribute(element, "width") or "",
        height=attribute(element, "height") or "",
    )


def control(seen: Seen, url: str, names: Names) -> Control:
    """A form control or a button."""
    element = seen.element
    kind = (attribute(element, "type") or ("submit" if element.tag == "button" else "text")).lower()
    value = attribute(element, "value") or "" if kind in _BUTTONS and element.tag == "input" else ""
    return Control(
        place_of(seen, url),
        element.tag,
        kind if element.tag in {"input", "button"} else element.tag,
        field=attribute(element, "name") or "",
        label=names.label(element),
        title=attribute(element, "title"),
        name=names.aria(element),
        text=value or (_with_alternatives(element) if element.tag == "button" else ""),
        hidden=seen.hidden or kind == "hidden",
    )


def heading(seen: Seen, url: str) -> Heading:
    """A heading; the level of a role is its aria-level (0: none given)."""
    element = seen.element
    level = attribute(element, "aria-level") or ""
    own = int(element.tag[1]) if element.tag in {"h1", "h2", "h3", "h4", "h5", "h6"} else 0
    return Heading(
        place_of(seen, url), int(level) if level.isdigit() else own, _with_alternatives(element), hidden=seen.hidden
    )


def table(seen: Seen, url: str) -> Table:
    """A table with its header cells; cells of tables inside it are not its own."""
    element = seen.element
    rows = [row for row in element.select("tr") if row.closest("table") is element]
    headers = [cell for row in rows for cell in row.select("th") if cell.closest("table") is element]
    caption = element.find("caption")
    cells = [cell for row in rows for cell in row.select("[headers]") if cell.closest("table") is element]
    return Table(
        place_of(seen, url),
        caption=text_of(caption) if caption else None,
        summary=attribute(element, "summary"),
        role=attribute(element, "role") or "",
        header_cells=tuple(_cell(cell, seen, url) for cell in headers),
        rows=len(rows),
        columns=max((len(row.select("th, td")) for row in rows), default=0),
        header_rows=sum(1 for row in rows if row.find("th") is not None),
        headers_used=tuple(name for cell in cells for name in (attribute(cell, "headers") or "").split()),
    )


def frame(seen: Seen, url: str) -> Frame:
    """A frame or iframe."""
    element = seen.element
    return Frame(
        place_of(seen, url), element.tag, attribute(element, "src") or "", attribute(element, "title"), seen.hidden
    )


def embedded(seen: Seen, url: str, names: Names) -> Embedded:
    """An object, embed, applet, audio or video, with the words that stand for it."""
    element = seen.element
    text = names.aria(element) or attribute(element, "alt") or _with_alternatives(element)
    source = attribute(element, "data") or attribute(element, "src") or attribute(element, "code") or ""
    return Embedded(place_of(seen, url), element.tag, source, text, attribute(element, "title"), seen.hidden)


def group(seen: Seen, url: str) -> Group:
    """A fieldset with its legend, or an optgroup with its label."""
    element = seen.element
    if element.tag == "fieldset":
        legend = element.find("legend")
        return Group(place_of(seen, url), "fieldset", text_of(legend) if legend else None, len(element.select("input")))
    label = attribute(element, "label")
    return Group(place_of(seen, url), "optgroup", label, len(element.select("option")))


def form(seen: Seen, url: str) -> Form:
    """A form with the names and types of its fields."""
    element = seen.element
    fields = tuple(
        (attribute(field, "name") or "", (attribute(field, "type") or field.tag).lower())
        for field in element.select("input, select, textarea, button")
    )
    return Form(
        place_of(seen, url),
        attribute(element, "action") or "",
        (attribute(element, "method") or "get").lower(),
        attribute(element, "role") or "",
        fields,
    )


def _cell(cell: Node, seen: Seen, url: str) -> Cell:
    inner = Seen(cell, seen.region, seen.hidden, None, seen.sectioned, seen.depth + 1)
    return Cell(place_of(inner, url), text_of(cell), attribute(cell, "scope"), attribute(cell, "id") or "")


def _label_text(label: Node) -> str:
    return _with_alternatives(label)


def _with_alternatives(element: Node) -> str:
    """Visible words and the alternative texts of pictures among them."""
    alts = [
        attribute(image, "alt") or attribute(image, "aria-label") or "" for image in element.select("img, [role=img]")
    ]
    svgs = [text_of(title) for title in element.select("svg title")]
    return " ".join(filter(None, (text_of(element), *(alt.strip() for alt in alts), *svgs)))
