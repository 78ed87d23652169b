"""ARIA names on elements that take none."""

from collections.abc import Iterator

from auditor.model import Document, Severity, Text, Verdict, failed, page_check, passed


@page_check(
    id="aria-name-prohibited",
    severity=Severity.MINOR,
    wcag=("1.3.1",),
    manual_codes={"110.07": ("GN1410200E",), "115.11": ("GN1410200E",)},
    title=Text(zh="不能命名的元件寫了報讀名稱", en="ARIA name on an element that takes none"),
    remedy=Text(
        zh="{attribute} 不能用在這種元件（角色 {role}）：請把要說的寫成文字，或先給元件合適的 role，例如 region；"
        "不需要時請移除。",
        en="{attribute} may not stand on this element (role {role}): write the name as text, give it "
        "a role that takes a name, such as region or group, or remove it.",
    ),
    effect=Text(
        zh="寫在屬性裡的話，多數螢幕報讀器不會唸出來；有的會唸，並且蓋掉畫面上的文字。",
        en="Most screen readers do not read what is written there; some do, instead of the words shown.",
    ),
)
def aria_name_prohibited(document: Document) -> Iterator[Verdict]:
    """No ARIA name stands on div, span, p and other elements, or roles, that cannot be named (WAI-ARIA 1.2, 5.2.8.6).

    Role descriptions are prohibited on elements without a role of their own. Hidden elements are left out.
    """
    for naming in document.namings:
        if naming.attribute:
            yield failed(naming.place, role=naming.role, attribute=naming.attribute)
        else:
            yield passed(naming.place)
