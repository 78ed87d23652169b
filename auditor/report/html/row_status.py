"""Status of a row of the form over sites, and of its items: mark, word and sentence with the counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from auditor.findings.form_items import describe
from auditor.findings.form_rows import BUREAU_ONLY
from auditor.model import FormStatus, ItemStatus, RowStatus, SiteEvidence, SiteState, Untested
from auditor.report.html.figures import audited, is_audited
from auditor.report.html.views import Report, Status
from auditor.report.words import Words
from auditor.standards import table

INDICATOR = "1.2.2."
"""The beginning of the row ids of 提高網站使用便利性."""

STATUS_MARKS = {
    FormStatus.MET: Status.MET,
    FormStatus.NOT_MET: Status.NOT_MET,
    FormStatus.CANT_TELL: Status.CANT_TELL,
    FormStatus.NOT_ASKED: Status.UNTESTED,
}
"""The mark of each status of a row or an item."""

_WORST_FIRST = (Status.NOT_MET, Status.CANT_TELL, Status.UNTESTED, Status.MET)


class RowVerdict(msgspec.Struct, frozen=True):
    """The verdict on a row of the form over several sites."""

    status: Status
    """The worst status of all sites; untested where there is no site."""

    word: str
    """The status in words."""

    sentence: str
    """How many sites have which status, or why nothing is known."""


def rows_of_form() -> tuple[Mapping[str, Any], ...]:
    """Return all rows of the form in its order."""
    return tuple(row for dimension in table("form")["form"] for item in dimension["items"] for row in item["rows"])


def indicator_rows() -> tuple[Mapping[str, Any], ...]:
    """Return the eight rows of the indicator that the audit exists for."""
    return tuple(row for row in rows_of_form() if row["id"].startswith(INDICATOR))


def row_verdict(report: Report, row: Mapping[str, Any], sites: Sequence[SiteEvidence]) -> RowVerdict:
    """Return the verdict on a row of the form over these sites; a manual row waits for a person."""
    words = report.words
    if row["verify"] == "manual":
        return RowVerdict(Status.CANT_TELL, words("status.manual"), words("row.manual"))
    count = status_counts(sites, row["id"])
    if count[Status.UNTESTED] == count.total():
        sentence = words("row.no_evidence" if audited(sites) else "row.nothing_audited")
        return RowVerdict(Status.UNTESTED, words.of(Status.UNTESTED), sentence)
    return counted_verdict(words, count, len(sites))


def counted_verdict(words: Words, count: Counter[Status], sites: int) -> RowVerdict:
    """Return the verdict that these counts make together; to the rest of ``sites`` the row does not apply."""
    status = next((status for status in _WORST_FIRST if count[status]), Status.UNTESTED)
    partly = status is Status.UNTESTED and count[Status.MET]
    sentence = words("row.sentence", sites=count.total(), **{status.value: count[status] for status in Status})
    if rest := sites - count.total():
        sentence += words("row.not_applicable", n=rest)
    return RowVerdict(status, words("status.partly") if partly else words.of(status), sentence)


def status_counts(sites: Sequence[SiteEvidence], row: str) -> Counter[Status]:
    """Return how many of the sites that a row applies to have which status of it."""
    return Counter(row_mark(site_row(site, row)) for site in sites if _applies(site, row))


def row_mark(judged: RowStatus | None) -> Status:
    """Return the mark of a row on one site: untested where no item was examined, or the site was not audited."""
    if judged is None or {item_status(item) for item in judged.items} == {Status.UNTESTED}:
        return Status.UNTESTED
    return STATUS_MARKS[judged.standing]


def _applies(site: SiteEvidence, row: str) -> bool:
    """Whether a row applies to a site: one that asks for systems alone applies to the bureau only."""
    items = next((judged.items for judged in site.rows if judged.row == row), ())
    return not items or any(item.reason != BUREAU_ONLY for item in items)


def site_row(site: SiteEvidence, row: str) -> RowStatus | None:
    """Return the status of a row on one site; None where the site was not audited or the row not judged."""
    return next((judged for judged in site.rows if judged.row == row), None) if is_audited(site) else None


def item_status(item: ItemStatus) -> Status:
    """Return the status of an item; one that could not be examined is untested, which no person can decide."""
    not_examined = item.reason in set(Untested) | set(SiteState)
    undecided = item.standing is FormStatus.CANT_TELL
    return Status.UNTESTED if undecided and not_examined else STATUS_MARKS[item.standing]


def described(words: Words, key: str) -> str:
    """Return the words for an item, a unit or a reason; the key itself where no table has it."""
    try:
        return words.text(describe(key))
    except KeyError:
        known = (f"{kind}.{key}" for kind in ("untested", "sitestate", "reason") if words.has(f"{kind}.{key}"))
        return words(name) if (name := next(known, "")) else key
