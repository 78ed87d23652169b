"""Metadata that names another agency: left over from copied code."""

import re
from collections.abc import Iterator

from auditor.model import Context, Head, Meta, Severity, Text, Verdict, cant_tell, failed, page_check, passed
from auditor.standards.dublin_core import content, filled, known_tags
from auditor.standards.metadata_words import contains_metadata_words, is_superior

_NAMING = frozenset({"DC.Creator", "DC.Publisher", "DC.Contributor", "DC.Source", "DC.Rights"})


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
    names = tuple(name.zh for name in context.site.names if not name.zh.startswith("http"))
    for field, meta in known_tags(head):
        if not filled(meta):
            continue
        if field == "DC.Relation" and contains_metadata_words("copied", content(meta)):
            yield failed(meta.place, cause=f"{field}|{content(meta)}", **_told(field, meta, context))
        elif field == "DC.Relation" and _elsewhere(content(meta), head.url):
            yield cant_tell(
                meta.place, "other-host", cause=f"{field}|{_agency(content(meta))}", **_told(field, meta, context)
            )
        elif field in _NAMING and names:
            yield _named(field, meta, context, names)


def _named(field: str, meta: Meta, context: Context, names: tuple[str, ...]) -> Verdict:
    value = content(meta)
    ours = any(value in name or name in value or value[:_UNIT] == name[:_UNIT] for name in names)
    if ours or is_superior(value) or not contains_metadata_words("agency", value):
        return passed(meta.place)
    return cant_tell(meta.place, "other-agency", cause=value, **_told(field, meta, context))


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
