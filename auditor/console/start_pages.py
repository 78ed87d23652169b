"""The first screen: how things stand, as far as a person's roles reach."""

from __future__ import annotations

from auditor.console.exchange import Exchange, WebReply
from auditor.console.permissions import Permission
from auditor.console.scoped_report import scoped_report
from auditor.report.html import form_verdicts, summary
from auditor.report.html.figures import counting


def start(exchange: Exchange) -> WebReply:
    """Return the first screen."""
    report = exchange.report
    mine = scoped_report(report, exchange.reach(Permission.VIEW)) if report else None
    values: dict[str, object] = {"title": exchange.words("console.start"), "crumbs": (), "report": mine}
    if mine and mine.evidence.sites:
        values |= {
            "verdict": summary.portfolio_verdict(mine, form_verdicts.portfolio_rows(mine)),
            "figures": summary.headline_figures(mine, counting(mine.evidence.sites)),
            "lives": summary.life_figures(mine),
        }
    return exchange.page("start", values)
