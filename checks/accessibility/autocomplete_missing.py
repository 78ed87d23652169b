"""Fields for personal data without autocomplete."""

from collections.abc import Iterator

from auditor.model import Document, Severity, Text, Verdict, cant_tell, page_check, passed
from auditor.standards.conventions import autofill_token

_WRITTEN = frozenset({"text", "email", "tel"})


@page_check(
    id="autocomplete-missing",
    severity=Severity.MINOR,
    wcag=("1.3.5",),
    manual_codes={"110.07": ("HM2130500E",), "115.11": ("HM2130500E",)},
    title=Text(
        zh="填寫個人資料的欄位沒有 autocomplete",
        en="Field for personal data without autocomplete",
    ),
    remedy=Text(
        zh='收集填寫人自己資料的欄位請加上 autocomplete，例如「{label}」用 autocomplete="{token}"。',
        en="Give fields about the person who writes an autocomplete attribute, “{label}” for example "
        'autocomplete="{token}".',
    ),
    effect=Text(
        zh="記憶或打字有困難的民眾，瀏覽器無法幫忙填好。",
        en="The browser cannot fill them in for people who find it hard to remember or to type.",
    ),
    question=Text(
        zh='欄位「{label}」看起來是填寫人自己的資料。是的話請加上 autocomplete="{token}"。',
        en="The field “{label}” looks like data about the person who fills in the form. If so add "
        'autocomplete="{token}"; data about others need none.',
    ),
)
def autocomplete_missing(document: Document) -> Iterator[Verdict]:
    """Fields for the writer's own name, address, telephone or e-mail state it by autocomplete (WCAG 1.3.5).

    Whose data a field takes a person decides: one question for the fields of a page.
    """
    for control in document.controls:
        label = (control.label or control.name or control.title or "").strip()
        token = autofill_token(label)
        if control.hidden or not token or control.element != "input" or control.type not in _WRITTEN:
            continue
        if control.autocomplete.strip():
            yield passed(control.place)
        else:
            yield cant_tell(
                control.place, "own-data-perhaps", cause=f"{document.url}|autofill", label=label, token=token
            )
