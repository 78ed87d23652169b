"""Forms that send what people type without encryption."""

from collections.abc import Iterator

from auditor.model import Document, Form, Severity, Text, Verdict, failed, page_check, passed
from auditor.standards.secure_contexts import is_trustworthy

_TYPED = frozenset({"text", "search", "email", "tel", "password", "number", "date", "file", "textarea", "url"})


@page_check(
    id="form-unencrypted",
    severity=Severity.SERIOUS,
    title=Text(zh="表單未加密傳送", en="Form sent without encryption"),
    remedy=Text(
        zh="請把表單送往 https 的網址（目前是 {action}）。",
        en="Let the form send to an https address (now {action}).",
    ),
    effect=Text(
        zh="民眾填寫的資料在網路上可能被別人看到或竄改。",
        en="What people type can be read or changed on its way.",
    ),
)
def form_unencrypted(document: Document) -> Iterator[Verdict]:
    """Every form with fields to type into sends them over https.

    Source: 自行評核表 2.1.4.5. Http addresses of the machine itself are not judged: nobody can read what is sent there
    (W3C Secure Contexts, 3.1), and it is not https all the same.
    """
    for form in document.forms:
        address = form.action or document.url
        if _asks(form) and address.startswith(("http:", "https:")):
            if address.startswith("https:"):
                yield passed(form.place, href=address)
            elif not is_trustworthy(address):
                yield failed(form.place, cause=address, action=address)


def _asks(form: Form) -> bool:
    return any(kind in _TYPED for _, kind in form.fields)
