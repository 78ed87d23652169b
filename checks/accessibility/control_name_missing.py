"""Buttons without a name."""

from collections.abc import Iterator

from auditor.model import Control, Document, Severity, Text, Verdict, failed, page_check, passed

_FIELDS = frozenset({"input", "select", "textarea"})
_NAMED_BY_BROWSER = frozenset({"submit", "reset"})


@page_check(
    id="control-name-missing",
    severity=Severity.SERIOUS,
    # Asks for more than WCAG, which a control named by its label passes; the engine speaks of WCAG.
    taiwan={"110.07": ("HM1410200C",), "115.11": ("HM1410200C",)},
    title=Text(zh="按鈕沒有名稱", en="Button without a name"),
    remedy=Text(
        zh="請在按鈕內寫上文字，例如「查詢」；只有圖示的按鈕請加上 title 或 aria-label，按鈕裡的圖片請填替代文字。",
        en="Write words into the button, for example “Search”; give a button with only an icon a title or an "
        "aria-label, and an image inside it an alternative text.",
    ),
    effect=Text(
        zh="使用螢幕報讀器的民眾只聽到「按鈕」，不知道按下去會發生什麼事。",
        en="People who use a screen reader hear only “button”, not what it does.",
    ),
)
def control_name_missing(document: Document) -> Iterator[Verdict]:
    """Every button has text, a value, a title, a label or an ARIA name; links are judged by link-text-missing."""
    for control in document.controls:
        if control.hidden or not _is_button(control):
            continue
        yield passed(control.place) if _is_named(control) else failed(control.place, type=control.type)


def _is_button(control: Control) -> bool:
    return control.element not in _FIELDS or (
        control.element == "input" and control.type in {"button", *_NAMED_BY_BROWSER}
    )


def _is_named(control: Control) -> bool:
    words = (control.text, control.name, control.label, control.title or "")
    given = control.element == "input" and control.type in _NAMED_BY_BROWSER
    return given or any(word.strip() for word in words)
