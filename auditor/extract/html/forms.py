"""Forms, their controls, and the groups that controls and options stand in."""

from __future__ import annotations

from functools import cache

from msgspec.structs import replace

from auditor.extract.html.accessible_names import spoken_text
from auditor.extract.html.dom import Element
from auditor.extract.html.links import read_form_action
from auditor.extract.html.page_reader import ElementContext, PageReader
from auditor.model import Control, Form, LabelledGroup, Place

_TYPES = {"input": "text", "button": "submit"}


class OpenForm:
    """A form whose fields are still being read."""

    def __init__(self, place: Place, action: str, method: str, role: str) -> None:
        self.place, self.action, self.method, self.role = place, action, method, role
        self.fields: list[tuple[str, str]] = []

    def closed(self) -> Form:
        """The form as a fact."""
        return Form(self.place, self.action, self.method, self.role, tuple(self.fields))


def open_form(reading: PageReader, element: Element, around: ElementContext) -> OpenForm:
    """A form begins: its action is a link, its fields follow."""
    method = (element.attr("method") or "get").strip().lower()
    method = method if method in {"post", "dialog"} else "get"
    read_form_action(reading, element, around, method)
    action = reading.resolve(element.attr("action") or "")
    form = OpenForm(reading.place(element, around), action, method, element.attr("role") or "")
    reading.add("forms", form)
    return form


def read_control(reading: PageReader, element: Element, around: ElementContext) -> None:
    """A control or button. Its labels may follow later in the page: ``labelled`` puts them in."""
    tag = element.tag
    kind = (element.attr("type") or _TYPES.get(tag, "")).strip().lower()
    field = element.attr("name") or ""
    if around.form is not None and tag in {"input", "select", "textarea", "button"}:
        around.form.fields.append((field, kind or tag))
    words = element.attr("value") or "" if tag == "input" else ""
    if tag not in {"input", "select", "textarea"} and not around.deep:
        words = spoken_text(element)
    control = Control(
        reading.place(element, around), tag, kind, field,
        title=element.attr("title"),
        name=reading.named(element),
        text=reading.masked(words) if kind in {"submit", "button", "reset", "image"} or tag != "input" else "",
        hidden=around.hidden or kind == "hidden",
        groups=around.legends,
    )  # fmt: skip
    reading.add("controls", (control, element.attr("id"), around.label))


def labelled(controls: list[tuple[Control, str | None, Element | None]], reading: PageReader) -> tuple[Control, ...]:
    """The controls with the text of the labels that point to them (``for``), or else of the label around them."""
    pointing: dict[str, list[str]] = {}
    for label in reading.tree.select("label[for]") if controls else ():
        pointing.setdefault(label.attr("for") or "", []).append(spoken_text(label))
    words_of = cache(spoken_text)
    done = []
    for control, id_, around in controls:
        words = pointing.get(id_, []) if id_ else []
        if not words and around is not None and around.attr("for") is None:
            words = [words_of(around)]
        text = reading.masked(" ".join(word for word in words if word))
        done.append(replace(control, label=text) if text else control)
    return tuple(done)


def read_option_group(reading: PageReader, element: Element, around: ElementContext) -> None:
    """An optgroup with its label; None when it has none."""
    if not around.hidden:
        size = len(element.find_all("option"))
        reading.add("groups", LabelledGroup(reading.place(element, around), "optgroup", element.attr("label"), size))


def read_fieldset(reading: PageReader, element: Element, around: ElementContext) -> tuple[str, ...]:
    """A fieldset as a group; returns the names of all fieldsets around what is inside."""
    legend = next((child for child in element.children if isinstance(child, Element) and child.tag == "legend"), None)
    words = spoken_text(legend) if legend is not None and not around.deep else ""
    name = words or reading.named(element) or None
    if not around.hidden:
        size = len(element.select("input,select,textarea")) if not around.deep else 0
        reading.add("groups", LabelledGroup(reading.place(element, around), "fieldset", name, size))
    return (*around.legends, name) if name else around.legends
