"""Sites without forms to download, and forms that do not open."""

from collections.abc import Iterator

from auditor.model import (
    Document,
    LinkState,
    Place,
    Severity,
    SiteFacts,
    Text,
    Verdict,
    cant_tell,
    failed,
    passed,
    site_check,
)
from auditor.standards.topics import topics_of


@site_check(
    id="form-unavailable",
    severity=Severity.SERIOUS,
    title=Text(zh="表單找不到或打不開", en="Forms that are missing or do not open"),
    remedy=Text(
        zh="請修復表單「{name}」的下載；網站上沒有表單時，請新增表單下載頁。",
        en="Mend the download of “{name}”; where the site has no forms, add a page for them.",
    ),
    effect=Text(
        zh="民眾拿不到表單「{name}」，無法在家先填好再來辦理。",
        en="People cannot get “{name}” and cannot fill it in before they come.",
    ),
    question=Text(
        zh="無法自動確認「{name}」是否可以下載（{href}）。請開啟確認。",
        en="A robot could not confirm that “{name}” can be downloaded ({href}). Please open it.",
    ),
)
def form_unavailable(site: SiteFacts, document: Document) -> Iterator[Verdict]:
    """The site leads to forms (PDF, ODF or Office files that are called so), and each of them opens.

    Source: 自行評核表 1.2.1.6 and 2.1.4.4. What the form asks for, and whether it is the present one, is not judged.
    """
    forms = {file.url: (page.url, file.name) for page in site.pages for file in page.files if _is_form(file.name)}
    home = Place(document.url)
    for url, (page, name) in forms.items():
        target = site.file_targets.get(url)
        state = target.state if target else LinkState.NOT_CHECKED
        if state.is_alive:
            yield passed(Place(page), href=url, words=name)
        elif state.is_dead or state is LinkState.SERVER_ERROR:
            yield failed(Place(page), cause=url, name=name, href=url)
        else:
            yield cant_tell(Place(page), "not-confirmed", cause=url, name=name, href=url)
    if not forms and site.gap:
        yield cant_tell(home, site.gap, cause="表單下載", name="表單下載", href=document.url)
    elif not forms:
        yield failed(home, cause="表單下載", name="表單下載", href=document.url)


def _is_form(name: str) -> bool:
    return "forms" in topics_of(name)
