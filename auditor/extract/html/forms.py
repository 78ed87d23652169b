"""Reads forms, their controls, and the groups of controls and options."""

from __future__ import annotations

from functools import cache

from msgspec.structs import replace

from auditor.extract.html.accessible_names import accessible_text
from auditor.extract.html.dom import Element
from auditor.extract.html.page_reader import ElementContext, PageReader
from auditor.extract.html.source_links import form_method, read_form_action
from auditor.model import Control, Form, LabelledGroup, Place

_TYPES = {"input": "text", "button": "submit"}


class OpenForm:
    """A form whose fields are still being read."""

    def __init__(self, place: Place, action: str, method: str, role: str) -> None:
        self.place, self.action, self.method, self.role = place, action, method, role
        self.fields: list[tuple[str, str]] = []

    def finish(self) -> Form:
        """The form as a fact."""
        return Form(self.place, self.action, self.method, self.role, tuple(self.fields))


def open_form(reader: PageReader, element: Element, context: ElementContext) -> OpenForm:
    """Open a form: its action is a link, its fields follow."""
    method = form_method(element.attr("method"))
    read_form_action(reader, element, context, method)
    action = reader.resolve(element.attr("action") or "")
    form = OpenForm(reader.place(element, context), action, method, element.attr("role") or "")
    reader.add("forms", form)
    return form


def read_control(reader: PageReader, element: Element, context: ElementContext) -> None:
    """Read a control or button. Its labels may follow later in the page: ``with_labels`` adds them."""
    tag = element.tag
    kind = (element.attr("type") or _TYPES.get(tag, "")).strip().lower()
    field = element.attr("name") or ""
    if context.form is not None and tag in {"input", "select", "textarea", "button"}:
        context.form.fields.append((field, kind or tag))
    text = element.attr("value") or "" if tag == "input" else ""
    if tag not in {"input", "select", "textarea"} and not context.deep:
        text = accessible_text(element)
    control = Control(
        reader.place(element, context), tag, kind, field,
        title=element.attr("title"),
        name=reader.aria_name(element),
        text=reader.masked(text) if kind in {"submit", "button", "reset", "image"} or tag != "input" else "",
        hidden=context.hidden or kind == "hidden",
        groups=context.legends,
        autocomplete=element.attr("autocomplete") or "",
    )  # fmt: skip
    reader.add("controls", (control, element.attr("id"), context.label))


def with_labels(controls: list[tuple[Control, str | None, Element | None]], reader: PageReader) -> tuple[Control, ...]:
    """The controls with the text of the labels that point to them (``for``), or else of the label around them."""
    pointing: dict[str, list[str]] = {}
    for label in reader.tree.select("label[for]") if controls else ():
        pointing.setdefault(label.attr("for") or "", []).append(accessible_text(label))
    text_of = cache(accessible_text)
    done = []
    for control, id_, enclosing in controls:
        labels = pointing.pop(id_, []) if id_ else []  # of several elements with one id the first alone is labelled
        if not labels and enclosing is not None and enclosing.attr("for") is None:
            labels = [text_of(enclosing)]
        text = reader.masked(" ".join(label for label in labels if label))
        done.append(replace(control, label=text) if text else control)
    return tuple(done)


def read_option_group(reader: PageReader, element: Element, context: ElementContext) -> None:
    """Read an optgroup with its label, None when it has none."""
    if not context.hidden:
        size = len(element.find_all("option"))
        reader.add("groups", LabelledGroup(reader.place(element, context), "optgroup", element.attr("label"), size))


def read_fieldset(reader: PageReader, element: Element, context: ElementContext) -> tuple[str, ...]:
    """Read a fieldset as a group; returns the names of all fieldsets around its content."""
    legend = next((child for child in element.children if isinstance(child, Element) and child.tag == "legend"), None)
    text = accessible_text(legend) if legend is not None and not context.deep else ""
    name = text or reader.aria_name(element) or None
    if not context.hidden:
        size = len(element.select("input,select,textarea")) if not context.deep else 0
        reader.add("groups", LabelledGroup(reader.place(element, context), "fieldset", name, size))
    return (*context.legends, name) if name else context.legends
