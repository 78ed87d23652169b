"""Labels of fields that do not show what to enter."""

from collections.abc import Iterator

from auditor.model import Control, Document, Severity, Text, Verdict, cant_tell, page_check, passed
from auditor.standards.conventions import is_no_label

_NO_FIELDS = frozenset({"submit", "button", "reset", "image", "hidden", "checkbox", "radio"})


@page_check(
    id="label-uninformative",
    severity=Severity.MINOR,
    wcag=("2.4.6",),
    manual_codes={"110.07": ("GN2240601E",), "115.11": ("GN2240601E",)},
    title=Text(zh="欄位的標籤沒有說明要填什麼", en="Label that does not show what to enter"),
    remedy=Text(
        zh="請讓標籤寫出要填的資料，例如把「請輸入」改為「聯絡電話」。",
        en="Name what is to be written: “Telephone” rather than “Input”.",
    ),
    effect=Text(
        zh="使用螢幕報讀器的民眾只聽到「{text}」，不知道要填什麼。",
        en="People who use a screen reader hear only “{text}” and do not know what to write.",
    ),
    question=Text(
        zh="欄位的標籤是「{text}」，與同一表單中其他欄位分得清楚嗎？民眾看得出要填什麼嗎？",
        en="The label of the field is “{text}”. Does it differ from the other fields' labels, and name what to write?",
    ),
)
def label_uninformative(document: Document) -> Iterator[Verdict]:
    """A field's label names what to write, and no other field in the same group has the same one (WCAG 2.4.6).

    Labels that only name the thing (Menu, 請輸入), or are another field's too, are for a person.
    """
    fields = [(control, name) for control in document.controls if (name := _name(control))]
    names = [(name, control.groups) for control, name in fields]
    for control, name in fields:
        if is_no_label(name):
            yield cant_tell(control.place, "names-no-subject", text=name)
        elif names.count((name, control.groups)) > 1 and not control.place.region.is_template:
            yield cant_tell(control.place, "told-twice", cause=f"{document.url}|{name}", text=name)
        else:
            yield passed(control.place)


def _name(control: Control) -> str:
    if control.hidden or control.element == "button" or control.type in _NO_FIELDS:
        return ""
    return (control.name or control.label).strip()
