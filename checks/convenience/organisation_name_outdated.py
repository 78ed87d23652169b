"""Pages that still carry a name which their agency, or what it belonged to, no longer has."""

from collections.abc import Iterator

from auditor.model import (
    Context,
    Document,
    PassageKind,
    Place,
    Region,
    Severity,
    Text,
    Verdict,
    cant_tell,
    failed,
    page_check,
    passed,
)
from auditor.standards.agencies import Naming, NamingKind, names_in


@page_check(
    id="organisation-name-outdated",
    severity=Severity.MODERATE,
    title=Text(zh="還寫著機關的舊名稱", en="A name that the agency no longer has"),
    remedy=Text(
        zh="「{old}」只用到 {until}，現在是「{now}」。請修改網頁標題、頁首與頁尾；歷史新聞的內文不必改。",
        en="“{old}” ended on {until}; now it is “{now}”. Correct title, header and footer; old news may stay.",
    ),
    effect=Text(
        zh="民眾看到已經不存在的機關名稱「{old}」，不確定這是不是官方網站。",
        en="Visitors read the name of an agency that is gone, “{old}”, and doubt whether the site is official.",
    ),
    question=Text(
        zh="這裡寫的「{old}」是本網站（{site}）現在的名稱或所屬機關嗎？",
        en="Is “{old}” the present name of this site ({site}), or the agency that it belongs to?",
    ),
)
def organisation_name_outdated(document: Document, context: Context) -> Iterator[Verdict]:
    """No title, link of header or footer, or line of copyright has a former name of the site or of its agency.

    Names and their last days are those of ``sites.yaml`` and ``agencies.yaml``. An agency that the site does not belong
    to, in a title or as holder of the copyright, is for a person, and so is a former name where no source gives the
    present one. Source: 自行評核表 1.2.2.3; 經濟部新聞 113661.
    """
    for place, text, holder in _labels(document):
        found = names_in(text, context.site, context.today)
        kinds = {naming.kind for naming in found}
        if old := _worst(found):
            yield _outdated(place, old, context)
        elif doubtful := next((naming for naming in found if naming.kind in _DOUBTFUL), None):
            if holder or NamingKind.OWN in kinds:
                reason = "agency-without-unit" if doubtful.kind is NamingKind.NOT_ABOVE else "agency-unlisted"
                yield cant_tell(place, reason, cause=doubtful.name, old=doubtful.name, site=context.site.name)
        elif NamingKind.OWN in kinds:
            yield passed(place)


_DOUBTFUL = (NamingKind.NOT_ABOVE, NamingKind.UNLISTED)


def _worst(found: tuple[Naming, ...]) -> Naming | None:
    """The former name to report: the site's own before that of its agency, which stands in front of it."""
    former = [naming for naming in found if naming.kind is NamingKind.FORMER]
    return former[-1] if former else None


def _outdated(place: Place, old: Naming, context: Context) -> Verdict:
    if not old.now:
        return cant_tell(place, "present-name-unknown", cause=old.name, old=old.name, site=context.site.name)
    return failed(place, cause=old.name, old=old.name, now=old.now, until=old.until)


def _labels(document: Document) -> Iterator[tuple[Place, str, bool]]:
    """What a page is called by: its title, the words of its frame; whether it names who the page belongs to."""
    yield Place(document.url, selector="head > title", region=Region.HEAD), document.title or "", True
    for link in document.links:
        if link.place.region in {Region.HEADER, Region.FOOTER} and link.element == "a" and not link.hidden:
            yield link.place, link.text, False
    for passage in document.passages:
        if passage.kind is PassageKind.COPYRIGHT:
            yield passage.place, passage.text, True
