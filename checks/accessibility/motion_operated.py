"""Pages that are operated by moving the device."""

from collections.abc import Iterator

from auditor.model import Place, Rendered, Severity, Text, Verdict, cant_tell, page_check


@page_check(
    id="motion-operated",
    severity=Severity.MODERATE,
    wcag=("2.5.4",),
    manual_codes={"110.07": ("GN1250400E", "FA1250401E"), "115.11": ("GN1250400E", "FA1250401E")},
    title=Text(zh="網頁以搖動或傾斜裝置操作", en="Page is operated by moving the device"),
    remedy=Text(
        zh="請讓同樣的功能也能以按鈕等一般元件操作，並提供關閉動作感應的方法。",
        en="Offer the same functions by ordinary controls such as buttons, and a way to switch the sensing off.",
    ),
    effect=Text(
        zh="裝置固定在輪椅上的民眾無法搖動它，手會顫抖的民眾則會誤觸。",
        en="People whose device is fixed to a wheelchair cannot move it; people whose hands tremble set it off.",
    ),
    question=Text(
        zh="網頁的程式會讀取裝置的動作（{events}）。這些功能是否也能用按鈕操作？動作感應能不能關閉？",
        en="Scripts read the motion of the device ({events}). Can the functions be operated by buttons too, and "
        "can the sensing be switched off?",
    ),
)
def motion_operated(rendered: Rendered) -> Iterator[Verdict]:
    """Where scripts wait for the motion of the device, a person tries the ways round it (WCAG 2.5.4)."""
    motions = rendered.driven.motions
    if motions:
        yield cant_tell(Place(rendered.final_url, selector="html"), "sensed", events=", ".join(motions))
