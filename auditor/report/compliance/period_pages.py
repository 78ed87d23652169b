"""Pages of the compliance report of a period: the form's rows in its order, with the evidence for each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import msgspec

from auditor.findings.history import History
from auditor.report.compliance import month_lines, period_form, samples, sentences, trend
from auditor.report.html import (
    breakdown,
    coverage_tables,
    form_tables,
    form_verdicts,
    run_tables,
    summary,
    waiver_list,
)
from auditor.report.html.figures import counting
from auditor.report.html.heat_map import heat_map
from auditor.report.html.report_corrections import correction_sentences
from auditor.report.html.views import Report
from auditor.report.render import Renderer
from auditor.report.words import Words

SECTIONS = (("compliance", "index.html"), ("sample", "sample.html"))
"""The pages in the navigation, as (key of the name, path)."""


class ComplianceInput(msgspec.Struct, frozen=True):
    """What a compliance report is made from, besides the report of the last run of its period."""

    history: History
    """The figures of all runs of the period."""

    manual: Mapping[str, str]
    """People's texts by row of the form."""

    sample: Sequence[samples.SampledPage]
    """The pages drawn for checking by hand."""

    seed: str
    """The seed with which they were drawn."""

    home: str = ""
    """Path of the last run's report from this one, such as ``../../2026-06/``."""

    day: str = ""
    """The day on which it is written (ISO), for the corrections that it makes; empty: that of the last run."""

    printed: bool = False
    """Whether a PDF lies beside the pages."""


def compliance_pages(report: Report, period: ComplianceInput) -> Iterator[tuple[str, str]]:
    """Yield the pages as (path in the report's folder, HTML)."""
    renderer, words = Renderer(report.words), report.words
    title = words("page.compliance", when=words.span(period.history.span))
    frame = {
        "root": "",
        "title": title,
        "number": 1,
        "crumbs": (),
        "run": report.evidence.run,
        "period": words.span(period.history.span),
        "sections": SECTIONS,
        "heading": title,
        "dated": dated(words, period.history),
    }
    sample = {"title": words("page.sample"), "seed": period.seed, "table": samples.sample_table(report, period.sample)}
    yield "sample.html", renderer.page("sample", frame | sample)
    yield "index.html", renderer.page("compliance", frame | _content(report, period))


def _content(report: Report, period: ComplianceInput) -> dict[str, object]:
    words, history, sites = report.words, period.history, report.evidence.sites
    return {
        "home": period.home,
        "printed": period.printed,
        "verdict": period_verdict(report, history),
        "corrections": correction_sentences(report, period.day or report.evidence.run.day),
        "sentences": sentences.form_sentences(report, history),
        "dimensions": period_form.form_parts(report, period.manual),
        "missing": missing(report, period),
        "rows": form_verdicts.portfolio_rows(report),
        "kinds": breakdown.links_by_kind(report, counting(sites)),
        "rules": breakdown.accessibility_by_rule(report, counting(sites)),
        "months": trend.months_table(report, history),
        "rounds": trend.rounds_table(report, history),
        "lines": month_lines.month_lines(report, history),
        "charts": trend.trend_charts(report, history),
        "ledger": trend.repair_figures(report, history),
        "by_site": trend.repairs_by_site(report, history),
        "matrix": form_tables.matrix(report, counting(sites), "matrix"),
        "commissioned": form_tables.commissioned_matrix(report),
        "waived": waiver_list.waiver_figures(report, sites),
        "waivers": waiver_list.waivers_table(report, sites),
        "map": heat_map(report, counting(sites)),
        "not_audited": coverage_tables.not_audited(report),
        "reasons": coverage_tables.skipped_by_reason(sites),
        "coverage": coverage_tables.coverage_table(report),
        "tools": run_tables.tools_table(report),
        "settings": run_tables.settings_table(report),
        "conduct": run_tables.conduct_table(report),
        "questions": words("compliance.questions", n=sentences.open_questions(report)),
    }


def period_verdict(report: Report, history: History) -> tuple[str, ...]:
    """Return the verdict on the period: rows, how often it was audited, what was found, what cannot be compared."""
    words = report.words
    first, *rest = summary.portfolio_verdict(report, form_verdicts.portfolio_rows(report))
    lines = [
        first,
        words("compliance.runs", when=words.span(history.span), n=len(history.rounds)),
        words("compliance.last", day=words.day(report.evidence.run.day)),
    ]
    if history.today:
        lines.append(words("compliance.unfinished", day=words.day(history.today), n=len(history.months)))
    lines += rest
    if len(history.rulesets) > 1:
        lines.append(words("compliance.rulesets", n=len(history.rulesets)))
    return tuple(lines)


def missing(report: Report, period: ComplianceInput) -> str:
    """Return how many rows still wait for a person's text, as a sentence."""
    rows = period_form.completed_rows(report, period.manual)
    return report.words("compliance.missing", n=sum(row.waiting for row in rows), of=len(rows))


def dated(words: Words, history: History) -> str:
    """Return the days of the runs in one line."""
    return words("compliance.days", days=words.joined(words.day(run.day) for run in history.rounds))
