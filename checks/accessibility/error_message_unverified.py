"""Messages of errors in forms: whether they help is for a person to decide."""

from collections.abc import Iterator

from auditor.model import Document, PassageKind, Severity, Text, Verdict, cant_tell, page_check


@page_check(
    id="error-message-unverified",
    severity=Severity.MODERATE,
    wcag=("3.3.1",),
    manual_codes={"110.07": ("GN1330101E",), "115.11": ("GN1330101E",)},
    title=Text(zh="表單的錯誤訊息是否清楚待確認", en="Error message of a form to be confirmed"),
    remedy=Text(
        zh="錯誤訊息請寫出是哪一個欄位、錯在哪裡、怎麼改，例如「電話：請填數字」，並以 aria-describedby 連到欄位。",
        en="Name the field, what is wrong and how to mend it, as in “Telephone: figures only”, and point the "
        "field at it with aria-describedby.",
    ),
    effect=Text(
        zh="看不出是哪一欄錯，民眾無法完成表單。",
        en="Who does not know which field is wrong cannot finish the form.",
    ),
    question=Text(
        zh="表單上有一則錯誤訊息：「{text}」。它說得出是哪一個欄位、錯在哪裡嗎？",
        en="The form shows an error message: “{text}”. Does it name the field that is meant and what is wrong with it?",
    ),
)
def error_message_unverified(document: Document) -> Iterator[Verdict]:
    """A message that a form shows in an element named as an error is read by a person (WCAG 3.3.1)."""
    for passage in document.passages:
        if passage.kind is PassageKind.ERROR:
            yield cant_tell(passage.place, "error-shown", text=passage.text)
