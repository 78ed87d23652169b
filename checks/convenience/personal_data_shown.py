"""Numbers of people that stand on a page for everybody to read."""

from collections.abc import Iterator

from auditor.model import Document, PassageKind, Severity, Text, Verdict, cant_tell, failed, page_check


@page_check(
    id="personal-data-shown",
    severity=Severity.SERIOUS,
    title=Text(zh="網頁上有個人資料", en="Personal data on a page"),
    remedy=Text(
        zh="請立即遮蔽或移除 {shown}，並向搜尋引擎申請移除快取；必要時依個人資料保護法通知當事人。",
        en="Mask or remove {shown} at once, have copies removed from search engines, and inform the person where the "
        "law asks for it.",
    ),
    effect=Text(
        zh="任何人都看得到民眾的身分證字號，可能被冒用。",
        en="Everybody can read somebody's identity number and misuse it.",
    ),
    question=Text(
        zh="網頁上有行動電話 {shown}。請確認是公務電話，而不是民眾的。",
        en="The page shows the mobile number {shown}. Is it an office's, and not a private person's?",
    ),
)
def personal_data_shown(document: Document) -> Iterator[Verdict]:
    """No identity number with a right check digit stands in the text; mobile numbers are for a person.

    Source: 臺北市政府各機關網站服務作業原則 (no personal data on the web); 個人資料保護法. Numbers are masked
    before they are kept.
    """
    for passage in document.passages:
        if passage.kind is PassageKind.PERSONAL and passage.mark == "identity":
            yield failed(passage.place, shown=passage.text)
        elif passage.kind is PassageKind.PERSONAL:
            yield cant_tell(passage.place, "office-number-perhaps", shown=passage.text)
