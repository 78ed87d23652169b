"""The rows of the form: what each site, and all sites together, can show for them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from auditor.findings import form_items
from auditor.findings.form_items import describe
from auditor.model import FormStatus, ItemStatus, RowStatus, SiteEvidence, SiteState, Topic, Untested
from auditor.report.html.ages import item_figures
from auditor.report.html.figures import Share, audited, commissioned, counting, things, valid_links_share
from auditor.report.html.table_builder import absent, seen, share_cell, site_cell
from auditor.report.html.views import Column, FormRow, Grid, Report, Row, Status, TableCell
from auditor.report.words import Words
from auditor.standards import table

INDICATOR = "1.2.2."
"""The beginning of the row ids of 提高網站使用便利性."""

_STATUS = {
    FormStatus.MET: Status.MET,
    FormStatus.NOT_MET: Status.NOT_MET,
    FormStatus.CANT_TELL: Status.CANT_TELL,
    FormStatus.NOT_ASKED: Status.UNTESTED,
}
_BY_WEIGHT = (Status.NOT_MET, Status.CANT_TELL, Status.UNTESTED)


def portfolio_rows(report: Report) -> tuple[FormRow, ...]:
    """The eight rows over the bureau and its units; met only where every one of them was looked at and meets it."""
    sites = counting(report.evidence.sites)
    return tuple(_portfolio_row(report, row, sites) for row in eight())


def rows_at_a_glance(report: Report, rows: Sequence[FormRow]) -> Grid:
    """The eight rows at a glance: the verdict over all sites, and how many sites stand where."""
    words = report.words
    columns = [Column(words("column.row")), Column(words("column.verdict"))]
    columns += [Column(words("column.sites_of", status=words.of(status)), numeric=True) for status in Status]
    body = []
    for row in rows:
        header = TableCell(f"{row.id} {row.label}", href=f"#r-{row.id}")
        counts = (TableCell(words.number(row.counts.get(status, 0))) for status in Status)
        body.append(Row(header, (TableCell(row.word, status=row.status), *counts)))
    return Grid("rows", words("caption.rows"), tuple(columns), tuple(body))


def site_rows(report: Report, site: SiteEvidence) -> tuple[FormRow, ...]:
    """The rows of one site, each with its items, in the order of the form."""
    known, rows = {row["id"]: row for row in rows_of_form()}, []
    known_figures = item_figures(report, [site])
    for standing in sorted(site.rows, key=lambda standing: _order(standing.row)):
        row = known.get(standing.row, {"id": standing.row, "label": standing.row})
        status = _STATUS[standing.standing]
        items = Grid(
            f"items-{standing.row}",
            report.words("caption.site_items", row=standing.row),
            tuple(Column(report.words(f"column.{key}")) for key in ("item", "verdict", "figures")),
            tuple(_site_item(report.words, item, known_figures) for item in standing.items),
        )
        rows.append(FormRow(row["id"], _label(report.words, row), status, report.words.of(status), "", items))
    return tuple(rows)


def matrix(report: Report, sites: Sequence[SiteEvidence], key: str) -> Grid:
    """Sites by rows, with the figures of links, accessibility and metadata at the end."""
    words, rows = report.words, eight()
    columns = [Column(words("column.site")), *(Column(f"{row['id']} {_label(words, row)}") for row in rows)]
    columns += [Column(words(f"column.{name}"), numeric=True) for name in ("links", "accessibility", "metadata")]
    body = []
    for site in sites:
        cells = _standings(report, site, rows) if seen(site) else (absent(words, site, len(columns) - 1),)
        body.append(Row(site_cell(words, site), cells))
    return Grid(key, words(f"caption.{key}"), tuple(columns), tuple(body))


def whole_form(report: Report) -> tuple[Grid, ...]:
    """Every row of the form by dimension: what a machine can say, and what a person has to write."""
    words = report.words
    columns = tuple(Column(words(f"column.{key}")) for key in ("row", "verify", "verdict", "sentence"))
    sites, grids = counting(report.evidence.sites), []
    for number, dimension in enumerate(table("form")["form"], start=1):
        rows = []
        for row in (row for item in dimension["items"] for row in item["rows"]):
            status, word, sentence = standing_of_form_row(report, row, sites)
            verify = TableCell(words(f"verify.{row['verify']}"))
            header = TableCell(f"{row['id']} {_label(words, row)}")
            rows.append(Row(header, (verify, TableCell(word, status=status), TableCell(sentence))))
        caption = words("caption.dimension", name=words.pick(dimension, "dimension"))
        grids.append(Grid(f"dimension-{number}", caption, columns, tuple(rows)))
    return tuple(grids)


def rows_of_form() -> tuple[Mapping[str, Any], ...]:
    """All rows of the form in its order."""
    return tuple(row for dimension in table("form")["form"] for item in dimension["items"] for row in item["rows"])


def eight() -> tuple[Mapping[str, Any], ...]:
    """The rows of the indicator that the audit exists for."""
    return tuple(row for row in rows_of_form() if row["id"].startswith(INDICATOR))


def commissioned_matrix(report: Report) -> Grid | None:
    """The same table for commissioned sites, which are counted apart; None where there are none."""
    sites = commissioned(report.evidence.sites)
    return matrix(report, sites, "commissioned") if sites else None


def thresholds_table(report: Report) -> Grid:
    """The thresholds that no rule gives: what they are, and whether the bureau chose them."""
    words, chosen = report.words, report.evidence.run.settings.portfolio.thresholds
    rows = []
    for name, value in form_items.effective_thresholds(chosen).items():
        label = words("caption.coverage_threshold") if name == "coverage" else _described(words, name)
        origin = words("method.chosen" if name in chosen else "method.shipped")
        rows.append(Row(TableCell(label), (TableCell(f"{value:.0%}"), TableCell(origin))))
    columns = (
        Column(words("column.item")),
        Column(words("column.threshold"), numeric=True),
        Column(words("column.origin")),
    )
    return Grid("thresholds", words("caption.thresholds"), columns, tuple(rows))


def _portfolio_row(report: Report, row: Mapping[str, Any], sites: Sequence[SiteEvidence]) -> FormRow:
    words, count = report.words, _counted(sites, row["id"])
    standings = [standing for site in sites if (standing := _standing(site, row["id"]))]
    items = _items(words, row["id"], standings, len(sites), item_figures(report, sites))
    said = (_word(words, count), _sentence(words, count))
    return FormRow(row["id"], _label(words, row), _together(count), *said, items, dict(count))


def _together(count: Counter[Status]) -> Status:
    """The worst of them; of no site at all nothing is known."""
    return next((status for status in (*_BY_WEIGHT, Status.MET) if count[status]), Status.UNTESTED)


def _items(words: Words, row: str, standings: Iterable[RowStatus], sites: int, figures: Mapping[str, str]) -> Grid:
    items: dict[str, list[ItemStatus]] = {}
    for standing in standings:
        for item in standing.items:
            items.setdefault(item.item, []).append(item)
    columns = [Column(words("column.item"))]
    columns += [Column(words("column.sites_of", status=words.of(status)), numeric=True) for status in Status]
    columns.append(Column(words("column.figures")))
    body = []
    for name, found in items.items():
        count = Counter(_status(item) for item in found)
        count[Status.UNTESTED] += sites - len(found)
        cells = [TableCell(words.number(count[status])) for status in Status]
        body.append(
            Row(TableCell(_described(words, name)), (*cells, TableCell(figures.get(name) or _summed(words, found))))
        )
    return Grid(f"items-{row}", words("caption.items", row=row), tuple(columns), tuple(body))


def _summed(words: Words, items: Sequence[ItemStatus]) -> str:
    sums: dict[str, Share] = {}
    for item in items:
        if item.total:
            sums[item.unit] = sums.get(item.unit, Share()) + Share(item.good, item.total)
    figures = [_figure(words, share, unit) for unit, share in sorted(sums.items())]
    return words("say.semicolon").join(figures) or words("say.no_figure")


def _figure(words: Words, share: Share, unit: str) -> str:
    percent = words.percent(share.good, share.total)
    return words("say.unit_share", percent=percent, good=share.good, total=share.total, unit=_described(words, unit))


def _site_item(words: Words, item: ItemStatus, figures: Mapping[str, str]) -> Row:
    status = _status(item)
    figure = figures.get(item.item) or _summed(words, [item])
    return Row(
        TableCell(_described(words, item.item)),
        (TableCell(words.of(status), status=status, note=_described(words, item.reason)), TableCell(figure)),
    )


def _status(item: ItemStatus) -> Status:
    """Where an item stands; one that nobody looked at is not tested, which a person's look alone cannot mend."""
    unseen = item.reason in set(Untested) | set(SiteState)
    return Status.UNTESTED if item.standing is FormStatus.CANT_TELL and unseen else _STATUS[item.standing]


def _standings(report: Report, site: SiteEvidence, rows: Sequence[Mapping[str, Any]]) -> tuple[TableCell, ...]:
    cells = []
    for row in rows:
        standing = _standing(site, row["id"])
        cells.append(_standing_cell(report.words, standing))
    shares = (
        valid_links_share(site),
        *(things(site, topic, report.checks) for topic in (Topic.ACCESSIBILITY, Topic.METADATA)),
    )
    return (*cells, *(share_cell(report.words, share) for share in shares))


def _standing_cell(words: Words, standing: RowStatus | None) -> TableCell:
    status = _STATUS[standing.standing] if standing else Status.UNTESTED
    if status is not Status.UNTESTED:
        return TableCell(words.of(status), status=status)
    reasons = [_described(words, item.reason) for item in standing.items if item.reason] if standing else []
    return TableCell(words.of(status), status=status, note=reasons[0] if reasons else words("row.no_reason"))


def _standing(site: SiteEvidence, row: str) -> RowStatus | None:
    return next((standing for standing in site.rows if standing.row == row), None) if seen(site) else None


def standing_of_form_row(
    report: Report, row: Mapping[str, Any], sites: Sequence[SiteEvidence]
) -> tuple[Status, str, str]:
    """Where a row of the form stands over these sites: its status, the word for it, and a sentence with the counts."""
    words = report.words
    if row["verify"] == "manual":
        return Status.CANT_TELL, words("status.manual"), words("row.manual")
    count = _counted(sites, row["id"])
    if count[Status.UNTESTED] == len(sites):
        sentence = words("row.no_evidence" if audited(sites) else "row.nothing_audited")
        return Status.UNTESTED, words.of(Status.UNTESTED), sentence
    return _together(count), _word(words, count), _sentence(words, count)


def _counted(sites: Sequence[SiteEvidence], row: str) -> Counter[Status]:
    standings = (_standing(site, row) for site in sites)
    return Counter(_STATUS[standing.standing] if standing else Status.UNTESTED for standing in standings)


def _sentence(words: Words, count: Counter[Status]) -> str:
    return words("row.sentence", sites=count.total(), **{status.value: count[status] for status in Status})


def _word(words: Words, count: Counter[Status]) -> str:
    status = _together(count)
    return words("status.partly") if status is Status.UNTESTED and count[Status.MET] else words.of(status)


def _label(words: Words, row: Mapping[str, Any]) -> str:
    return words.pick(row, "label")


def _described(words: Words, key: str) -> str:
    """The words for an item, a unit or a reason; the key itself where no table knows it."""
    try:
        return words.text(describe(key))
    except KeyError:
        known = (f"{kind}.{key}" for kind in ("untested", "sitestate", "reason") if words.has(f"{kind}.{key}"))
        return words(name) if (name := next(known, "")) else key


def _order(row: str) -> tuple[int, ...]:
    return tuple(int(part) for part in row.split(".") if part.isdigit())
