"""Metadata that names another agency: left over from copied code."""

import re
from collections.abc import Iterator

from auditor.model import Context, Head, Meta, Severity, Text, Verdict, cant_tell, failed, page_check, passed
from auditor.standards.agencies import NamingKind, left_over, names_in, reads_as_agency
from auditor.standards.dublin_core import AGENCY_FIELDS, content, filled, known_tags
from auditor.standards.folded_text import folded_name
from auditor.standards.metadata_words import contains_metadata_words


@page_check(
    id="dublin-core-agency-foreign",
    severity=Severity.MODERATE,
    title=Text(zh="詮釋資料寫的是其他機關", en="Metadata names another agency"),
    remedy=Text(
        zh="請把 {field} 的「{value}」改為本機關的資料；這是複製其他機關程式時留下的內容。",
        en="Replace “{value}” in {field} by this agency's own; it was left from code copied from another agency.",
    ),
    effect=Text(
        zh="這一頁會被歸到其他機關名下。",
        en="The page is filed under another agency.",
    ),
    question=Text(
        zh="{field} 的「{value}」是本網站（{site}）的上級或合作機關，還是複製程式時留下的？",
        en="Is “{value}” in {field} an agency that this site ({site}) belongs to, or left from copied code?",
    ),
)
def dublin_core_agency_foreign(head: Head, context: Context) -> Iterator[Verdict]:
    """Creator, publisher and the like name the site's agency, one above it or one of its units; no sample is left over.

    Where the site has no configured Chinese name, only values of known sample code are judged.
    """
    names = tuple(folded_name(name.zh) for name in context.site.names if not name.zh.startswith("http"))
    for field, meta in known_tags(head):
        if not filled(meta):
            continue
        if field == "DC.Relation" and contains_metadata_words("copied", content(meta)):
            yield failed(meta.place, cause=f"{field}|{content(meta)}", **_told(field, meta, context))
        elif field == "DC.Relation" and _elsewhere(content(meta), head.url):
            yield cant_tell(
                meta.place, "other-host", cause=f"{field}|{_agency(content(meta))}", **_told(field, meta, context)
            )
        elif field in AGENCY_FIELDS and names:
            yield from _named(field, meta, context, names)


def _named(field: str, meta: Meta, context: Context, names: tuple[str, ...]) -> Iterator[Verdict]:
    """The verdict on the agency that a tag names; former names are those of ``dublin-core-agency-outdated``."""
    value, site, today = content(meta), context.site, context.today
    kinds = {naming.kind for naming in names_in(value, site, today)}
    if NamingKind.FORMER in kinds:
        return
    reason = ""
    if NamingKind.NOT_ABOVE in kinds:
        reason = "agency-without-unit"
    elif not _is_ours(value, context, names) and NamingKind.OWN not in kinds:
        rest = left_over(value, site, today)
        strange = reads_as_agency(rest) if NamingKind.ABOVE in kinds else contains_metadata_words("agency", value)
        reason = "other-agency" if strange else ""
    yield cant_tell(meta.place, reason, cause=value, **_told(field, meta, context)) if reason else passed(meta.place)


def _is_ours(value: str, context: Context, names: tuple[str, ...]) -> bool:
    """Whether a value is a part of the site's name or begins as it does, what both belong to aside."""
    own, folded = left_over(value, context.site, context.today), folded_name(value)
    begins = {left_over(name, context.site, context.today)[:_UNIT] for name in names}
    return any(folded in name or name in folded for name in names) or (len(own) >= _UNIT and own[:_UNIT] in begins)


def _elsewhere(value: str, url: str) -> bool:
    """Whether a value is an address of another agency's than the page's."""
    return bool(_agency(value)) and bool(_agency(url)) and _agency(value) != _agency(url)


def _agency(url: str) -> str:
    """What an agency's hosts have in common: ``cypd.gov.tw``; empty for hosts that are no government's."""
    found = _GOVERNMENT.match(url)
    return found["agency"].lower() if found else ""


_GOVERNMENT = re.compile(r"https?://(?:[\w.-]+\.)?(?P<agency>[\w-]+\.gov\.tw)(?=[:/?#]|$)", re.IGNORECASE)
_UNIT = 3  # 臺南市政府警察局 and 臺南市政府警察局資訊室 begin alike


def _told(field: str, meta: Meta, context: Context) -> dict[str, str]:
    return {"field": field, "value": content(meta), "site": context.site.name}
