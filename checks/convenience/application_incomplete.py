"""Applications without a page on how to apply, or without a form."""

from collections.abc import Iterator

from auditor.model import (
    CannotJudge,
    Document,
    Place,
    Severity,
    SiteFacts,
    Text,
    Untested,
    Verdict,
    cant_tell,
    failed,
    passed,
    site_check,
)


@site_check(
    id="application-incomplete",
    setting="applications",
    severity=Severity.MODERATE,
    title=Text(zh="申辦業務缺少流程或表單", en="Application without a procedure or a form"),
    remedy=Text(
        zh="請為「{name}」補上作業流程頁面與表單下載，標題要寫出業務名稱（缺：{missing}）。",
        en="Give “{name}” a page with the procedure and a form to download, both named by it (missing: {missing}).",
    ),
    effect=Text(
        zh="民眾在網站上找不到「{name}」的辦理方式或表單。",
        en="People do not find how to apply for “{name}”, or the form for it.",
    ),
    question=Text(
        zh="sites.yaml 沒有列出這個網站的申辦業務（applications），或網站沒有全部讀完。請補上清單，或人工核對。",
        en="sites.yaml lists no applications for this site, or it was not read as a whole. Add the list, or look.",
    ),
)
def application_incomplete(site: SiteFacts, document: Document) -> Iterator[Verdict]:
    """Every application that ``sites.yaml`` lists has a page on how to apply and a form, both named by it.

    Source: 自行評核表 1.1.1.1 and 2.1.4.1. Whether the procedure is the official one is for a person to decide.
    """
    home = Place(document.url)
    if not site.site.applications:
        raise CannotJudge(Untested.SETTING_MISSING, "applications")
    for name in site.site.applications:
        lacking = {"作業流程": _procedure(site, name), "表單": _form(site, name)}
        missing = tuple(what for what, page in lacking.items() if not page)
        if not missing:
            yield passed(Place(lacking["作業流程"]))
        elif any(_is_unverified(site, name, what) for what in missing):
            yield cant_tell(home, "target-not-confirmed", cause=name, name=name, missing=missing)
        elif site.gap:
            yield cant_tell(home, site.gap, cause=name, name=name, missing=missing)
        else:
            yield failed(home, cause=name, name=name, missing=missing)


def _procedure(site: SiteFacts, name: str) -> str:
    shown = (page.url for page, offer in site.offered("procedures") if name in offer.words and site.is_shown(offer))
    return next(shown, "")


def _form(site: SiteFacts, name: str) -> str:
    named = ((page.url, file.url) for page in site.pages for file in page.files if name in file.name)
    return next((page for page, url in named if _opens(site, url)), "")


def _opens(site: SiteFacts, url: str) -> bool:
    return (target := site.file_targets.get(url)) is not None and target.state.is_alive


def _is_unverified(site: SiteFacts, name: str, what: str) -> bool:
    """Whether something named so is linked whose target could not be verified."""
    if what == "作業流程":
        return any(name in offer.words and site.is_shown(offer) is None for _, offer in site.offered("procedures"))
    urls = {file.url for page in site.pages for file in page.files if name in file.name}
    states = [target.state if (target := site.file_targets.get(url)) else None for url in urls]
    return any(state is None or not (state.is_alive or state.is_dead) for state in states)
