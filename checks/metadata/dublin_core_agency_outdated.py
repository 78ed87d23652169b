"""Metadata with a name that the agency, or what it belonged to, no longer has."""

from collections.abc import Iterator

from auditor.model import Context, Head, Meta, Severity, Text, Verdict, cant_tell, failed, page_check
from auditor.standards.agencies import Naming, NamingKind, names_in
from auditor.standards.dublin_core import AGENCY_FIELDS, content, date_form, filled, known_tags


@page_check(
    id="dublin-core-agency-outdated",
    severity=Severity.MINOR,
    title=Text(zh="詮釋資料寫的是機關的舊名稱", en="Metadata has a former name of the agency"),
    remedy=Text(
        zh="{field} 的「{value}」裡，「{old}」只用到 {until}，請改為「{now}」。",
        en="In “{value}” of {field}, “{old}” ended on {until}; replace it by “{now}”.",
    ),
    effect=Text(
        zh="以現在的機關名稱查詢時，找不到這一頁。",
        en="A search for the agency by its present name does not find the page.",
    ),
    question=Text(
        zh="{field} 的「{value}」是「{old}」（只用到 {until}）時期的網頁嗎？不是的話請改為現在的機關名稱。",
        en="Is the page with “{value}” in {field} of the time of “{old}”, which ended on {until}? If not, write the "
        "present name.",
    ),
)
def dublin_core_agency_outdated(head: Head, context: Context) -> Iterator[Verdict]:
    """Creator, publisher and the like have no name of former times, of the site or of an agency.

    On a page that is dated before the name ended, and where no source gives the present name, a person has to decide.
    Source: 經濟部新聞 113661 (the agencies of 2023-09-26).
    """
    dates = [
        content(meta) for name, meta in known_tags(head) if name == "DC.Date" and date_form(content(meta)) == "iso"
    ]
    for field, meta in known_tags(head):
        if field not in AGENCY_FIELDS or not filled(meta):
            continue
        found = names_in(content(meta), context.site, context.today)
        former = [naming for naming in found if naming.kind is NamingKind.FORMER]
        if former:
            yield _outdated(field, meta, former[-1], dates)


def _outdated(field: str, meta: Meta, old: Naming, dates: list[str]) -> Verdict:
    data = {"field": field, "value": content(meta), "old": old.name, "until": old.until}
    if not old.now:
        return cant_tell(meta.place, "present-name-unknown", cause=old.name, **data)
    if any(date <= old.until for date in dates):
        return cant_tell(meta.place, "dated-before", cause=old.name, **data)
    return failed(meta.place, cause=old.name, now=old.now, **data)
