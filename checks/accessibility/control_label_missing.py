"""Form fields without a label."""

from collections.abc import Iterator

from auditor.model import Document, Severity, Text, Verdict, failed, page_check, passed

_FIELDS = frozenset({"input", "select", "textarea"})
_NO_FIELDS = frozenset({"hidden", "submit", "button", "reset", "image"})


@page_check(
    id="control-label-missing",
    severity=Severity.SERIOUS,
    # Asks for more than WCAG, which a control named by ARIA passes; the engine speaks of WCAG.
    # The official tool reports a field without a label, and a title that repeats a link, under HM3330500C as well.
    taiwan={"110.07": ("HM1130104C", "HM3330500C"), "115.11": ("HM1130104C",)},
    title=Text(zh="表單欄位缺少標籤", en="Form field without a label"),
    remedy=Text(
        zh='請用標籤 (label) 對應這個欄位：<label for="欄位的 id">欄位名稱</label>，或在欄位加上標題 (title)，例如 '
        'title="關鍵字"；只有欄內的提示文字 (placeholder) 並不足夠。',
        en='Tie a label to the field, <label for="id of the field">name</label>, or give it a title such as '
        'title="Keyword"; a placeholder alone is not enough.',
    ),
    effect=Text(
        zh="使用螢幕報讀器的民眾不知道這個欄位要填什麼。",
        en="People who use a screen reader do not know what to enter.",
    ),
)
def control_label_missing(document: Document) -> Iterator[Verdict]:
    """Every visible input, select and textarea has a label, a title or an ARIA name that is not blank."""
    for control in document.controls:
        if control.element not in _FIELDS or control.type in _NO_FIELDS or control.hidden:
            continue
        named = control.label.strip() or (control.title or "").strip() or control.name.strip()
        yield passed(control.place) if named else failed(control.place, field=control.field, type=control.type)
