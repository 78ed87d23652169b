"""The first screen: how things stand, and what waits for this person, as far as the roles reach."""

from __future__ import annotations

from datetime import date, timedelta
from urllib.parse import quote

import msgspec

from auditor.console.action_pages import actions_table, waiting_for
from auditor.console.bureau_day import bureau_day
from auditor.console.exchange import Exchange, WebReply
from auditor.console.finding_index import CLOSED, FindingRow, rows_in_reach
from auditor.console.finding_list_pages import findings_table
from auditor.console.permissions import Permission
from auditor.console.scoped_report import scoped_report
from auditor.model import ActionState, Outcome
from auditor.report.html import form_tables, form_verdicts, summary
from auditor.report.html.figures import counting
from auditor.report.html.heat_map import HeatMap, heat_map
from auditor.report.html.table_builder import ReportTable
from auditor.report.html.views import Report

_MOST = 10
"""Findings that each table of the first screen shows."""

_SOON_DAYS = 7


def start(exchange: Exchange) -> WebReply:
    """Return the first screen: figures for all, then a part for each role that the person has."""
    report, words = exchange.report, exchange.words
    mine = scoped_report(report, exchange.reach(Permission.VIEW)) if report else None
    values: dict[str, object] = {"title": words("console.start"), "crumbs": (), "report": mine}
    if mine and mine.evidence.sites:
        values |= {
            "verdict": summary.portfolio_verdict(mine, form_verdicts.portfolio_rows(mine)),
            "figures": summary.headline_figures(mine, counting(mine.evidence.sites)),
            "map": _map(mine),
            "matrix": _matrix(mine),
        }
    else:
        values |= {"verdict": (), "figures": ()}
    values["work"] = _work_tables(exchange, report) if report and exchange.may(Permission.STATE_MENDED) else ()
    proposed = waiting_for(exchange) if exchange.may(Permission.APPROVE) else []
    values["proposed"] = actions_table(exchange, proposed, "waiting") if exchange.may(Permission.APPROVE) else None
    queue = exchange.store.actions.in_state(ActionState.RUNNING, ActionState.QUEUED)
    values["queue"] = actions_table(exchange, queue, "queue") if exchange.may(Permission.OPERATE) else None
    return exchange.page("start", values)


def _map(report: Report) -> HeatMap:
    """The report's map of sites by rows; its cells lead to the findings of their site."""
    drawn = heat_map(report, counting(report.evidence.sites))
    cells = tuple(msgspec.structs.replace(cell, href=_findings_of(cell.href)) for cell in drawn.cells)
    return msgspec.structs.replace(drawn, cells=cells)


def _matrix(report: Report) -> ReportTable:
    """The same as a table, for those who do not see the map."""
    table = form_tables.matrix(report, counting(report.evidence.sites), "matrix")
    heads = (msgspec.structs.replace(row.header, href=_findings_of(row.header.href)) for row in table.rows)
    rows = tuple(
        msgspec.structs.replace(
            row, header=head, cells=tuple(msgspec.structs.replace(cell, href="") for cell in row.cells)
        )
        for row, head in zip(table.rows, heads, strict=True)
    )
    return msgspec.structs.replace(table, rows=rows)


def _findings_of(href: str) -> str:
    """The list of findings of the site whose page in the report has this path."""
    site = href.removeprefix("sites/").partition(".html")[0]
    return f"/findings?site={quote(site)}"


def _work_tables(exchange: Exchange, report: Report) -> tuple[ReportTable, ...]:
    """Open faults in reach: assigned to this person, overdue, due within a week, there again after being mended."""
    today = bureau_day(report)
    soon = (date.fromisoformat(today) + timedelta(_SOON_DAYS)).isoformat()
    rows = [
        row
        for row in rows_in_reach(exchange, Permission.STATE_MENDED)
        if row.state not in CLOSED and row.indexed.finding.outcome is Outcome.FAILED
    ]
    parts: dict[str, list[FindingRow]] = {
        "mine": [row for row in rows if row.assigned == exchange.who.name],
        "late": sorted((row for row in rows if row.late), key=lambda row: -row.late),
        "soon": [row for row in rows if not row.late and today <= row.indexed.due <= soon],
        "returned": [row for row in rows if row.life.value == "returned"],
    }
    return tuple(
        findings_table(
            exchange.words, report, chosen[:_MOST], key,
            exchange.words(f"console.part_{key}", n=len(chosen), shown=min(len(chosen), _MOST)),
        )
        for key, chosen in parts.items()
    )  # fmt: skip
