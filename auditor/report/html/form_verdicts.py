"""Verdicts on the eight rows of the indicator: over all sites and on each site, with the items that were proved."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import msgspec

from auditor.model import FormStatus, ItemStatus, RowStatus, SiteEvidence
from auditor.report.html.ages import item_figures
from auditor.report.html.figures import CountedShare, counting
from auditor.report.html.row_status import (
    INDICATOR,
    counted_verdict,
    described,
    indicator_rows,
    item_status,
    row_mark,
    rows_of_form,
    site_row,
    status_counts,
)
from auditor.report.html.table_builder import ReportTable, TableBuilder, TableCell
from auditor.report.html.views import Report, Status
from auditor.report.words import Words

_SHOWN = 3


class FormRow(msgspec.Struct, frozen=True):
    """One row of the form as the evaluator reads it."""

    id: str
    """The row's number in the form, such as ``1.2.2.4``."""

    label: str
    """The row's text in the form."""

    status: Status
    """The mark of its verdict."""

    word: str
    """The verdict in words."""

    sentence: str
    """How many sites have which status; empty for the row of one site."""

    items: ReportTable
    """A row for each item to be proved."""

    counts: dict[Status, int] = {}
    """How many sites have which status; empty for the row of one site."""


def portfolio_rows(report: Report) -> tuple[FormRow, ...]:
    """Return the eight rows over the bureau and its units; met only where every site was audited and meets them."""
    sites = counting(report.evidence.sites)
    return tuple(_portfolio_row(report, row, sites) for row in indicator_rows())


def site_rows(report: Report, site: SiteEvidence) -> tuple[FormRow, ...]:
    """Return the rows of one site, each with its items, in the order of the form."""
    words, known = report.words, {row["id"]: row for row in rows_of_form()}
    figures, rows = item_figures(report, [site]), []
    for judged in sorted(site.rows, key=lambda judged: _order(judged.row)):
        label = words.pick(known.get(judged.row, {"label": judged.row}), "label")
        status = row_mark(judged)
        items = _site_items(words, judged, figures)
        rows.append(FormRow(judged.row, label, status, words.of(status), "", items))
    return tuple(rows)


def rows_sentence(words: Words, rows: Sequence[FormRow]) -> str:
    """Return how many rows are met on every site that they apply to, how many nobody examined, and the least met."""
    judged = [row for row in rows if sum(row.counts.values()) > row.counts.get(Status.UNTESTED, 0)]
    met = sum(row.status is Status.MET for row in judged)
    clauses = [words("verdict.rows", rows=len(rows), met=met)]
    if len(judged) < len(rows):
        clauses.append(words("verdict.rows_untested", n=len(rows) - len(judged)))
    open_rows = [row for row in judged if row.status is Status.NOT_MET]
    if open_rows:
        worst = min(open_rows, key=lambda row: (row.counts.get(Status.MET, 0) / sum(row.counts.values()), row.id))
        counts = {"met": worst.counts.get(Status.MET, 0), "sites": sum(worst.counts.values())}
        clauses.append(words("verdict.worst_row", row=f"{worst.id} {worst.label}", **counts))
    return words.joined(clauses, by="semicolon") + words("punctuation.full_stop")


def site_rows_sentences(words: Words, rows: Sequence[FormRow]) -> Iterator[str]:
    """Yield how many rows of the indicator have which status on one site; nothing where no row was judged."""
    count = Counter(row.status for row in rows if row.id.startswith(INDICATOR))
    if count:
        yield words("verdict.site_rows", rows=count.total(), **{status.value: count[status] for status in Status})


def _portfolio_row(report: Report, row: Mapping[str, Any], sites: Sequence[SiteEvidence]) -> FormRow:
    words, count = report.words, status_counts(sites, row["id"])
    judged = [(words.name(site.site), judged) for site in sites if (judged := site_row(site, row["id"]))]
    items = _items(words, row["id"], judged, len(sites), item_figures(report, sites))
    verdict = counted_verdict(words, count, len(sites))
    label = words.pick(row, "label")
    return FormRow(row["id"], label, verdict.status, verdict.word, verdict.sentence, items, dict(count))


def _items(
    words: Words, row: str, judged: Iterable[tuple[str, RowStatus]], sites: int, figures: Mapping[str, str]
) -> ReportTable:
    """The items of a row with their figures and the names of the sites that do not meet them."""
    items: dict[str, list[tuple[str, ItemStatus]]] = {}
    for site, row_status in judged:
        for item in row_status.items:
            items.setdefault(item.item, []).append((site, item))
    made = TableBuilder(words, f"items-{row}", words("caption.items", row=row)).texts("item")
    made.headed(*(words("column.sites_of", status=words.of(status)) for status in Status), numeric=True)
    made.texts("figures", "sites_not_met")
    for name, found in items.items():
        count = Counter(item_status(item) for _, item in found)
        count[Status.UNTESTED] += sites - len(found)
        failing = words.joined(site for site, item in found if item_status(item) is Status.NOT_MET)
        figure = figures.get(name) or _sum(words, [item for _, item in found])
        counts = (count[status] for status in Status)
        made.row(described(words, name), *counts, figure, failing or words("phrase.none"))
    return made.table()


def _site_items(words: Words, judged: RowStatus, figures: Mapping[str, str]) -> ReportTable:
    caption = words("caption.site_items", row=judged.row)
    made = TableBuilder(words, f"items-{judged.row}", caption).texts("item", "verdict", "figures")
    for item in judged.items:
        status = item_status(item)
        verdict = TableCell(words.of(status), status=status, note=described(words, item.reason))
        shown = TableCell(figures.get(item.item) or _sum(words, [item]), note=_seen(words, item))
        made.row(described(words, item.item), verdict, shown)
    return made.table()


def _seen(words: Words, item: ItemStatus) -> str:
    """What a met item saw: words, address and status of the first things; or how many style sheets were missing."""
    key = "phrase.seen" if item.standing is FormStatus.MET else "phrase.sheets_missing"
    parts = (
        words(
            key, words=seen.words or words("phrase.seen_page"), url=seen.url, status=seen.status or words("phrase.none")
        )
        for seen in item.seen[:_SHOWN]
    )
    return words.joined(parts, by="semicolon")


def _sum(words: Words, items: Sequence[ItemStatus]) -> str:
    """The good and all things of these items by unit, in words."""
    sums: dict[str, CountedShare] = {}
    for item in items:
        if item.total:
            sums[item.unit] = sums.get(item.unit, CountedShare()) + CountedShare(item.good, item.total)
    shares = (_unit_share(words, share, unit) for unit, share in sorted(sums.items()))
    return words.joined(shares, by="semicolon") or words("phrase.no_figure")


def _unit_share(words: Words, share: CountedShare, unit: str) -> str:
    percent = words.percent(share.good, share.total)
    return words("phrase.unit_share", percent=percent, good=share.good, total=share.total, unit=described(words, unit))


def _order(row: str) -> tuple[int, ...]:
    return tuple(int(part) for part in row.split(".") if part.isdigit())
