"""The compliance report of a span: the form's rows in its order, with everything that stands behind them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import msgspec

from auditor.findings.history import History
from auditor.report.compliance import period_form, samples, sentences, trend
from auditor.report.html import breakdown, form_pages, summary, table_builder, waiver_list
from auditor.report.html.figures import counting, untested
from auditor.report.html.views import Report
from auditor.report.render import Renderer
from auditor.report.words import Words

SECTIONS = (("compliance", "index.html"), ("sample", "sample.html"))


class ComplianceInput(msgspec.Struct, frozen=True):
    """What a compliance report is made of besides the report of the last run of its span.

    ``manual`` holds people's texts by row, ``sample`` the items drawn with ``seed``. ``home`` is where the report of
    that run stands, as seen from this one, such as ``../../2026-06/``. ``printed``: a PDF stands beside the pages.
    """

    history: History
    manual: Mapping[str, str]
    sample: Sequence[samples.SampledPage]
    seed: str
    home: str = ""
    printed: bool = False


def compliance_pages(report: Report, period: ComplianceInput) -> Iterator[tuple[str, str]]:
    """The pages as (path in the report's folder, HTML)."""
    renderer, words = Renderer(report.words), report.words
    title = words("page.compliance", when=words.span(period.history.span))
    place = {
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
    sample = {"title": words("page.sample"), "seed": period.seed, "grid": samples.sample_table(report, period.sample)}
    yield "sample.html", renderer.page("sample", place | sample)
    yield "index.html", renderer.page("compliance", place | _content(report, period))


def _content(report: Report, period: ComplianceInput) -> dict[str, object]:
    words, history, sites = report.words, period.history, report.evidence.sites
    return {
        "home": period.home,
        "printed": period.printed,
        "verdict": period_verdict(report, history),
        "sentences": sentences.sentences(report, history),
        "dimensions": period_form.parts(report, period.manual),
        "missing": missing(report, period),
        "rows": form_pages.portfolio_rows(report),
        "kinds": breakdown.links_by_kind(report, counting(sites)),
        "rules": breakdown.accessibility_by_rule(report, counting(sites)),
        "months": trend.months(report, history),
        "rounds": trend.rounds(report, history),
        "charts": trend.charts(report, history),
        "ledger": trend.repair_figures(report, history),
        "by_site": trend.by_site(report, history),
        "matrix": form_pages.matrix(report, counting(sites), "matrix"),
        "commissioned": form_pages.commissioned_matrix(report),
        "waived": waiver_list.waiver_figures(report, sites),
        "waivers": waiver_list.waivers_table(report, sites),
        "not_audited": table_builder.not_audited(report),
        "reasons": table_builder.unseen_reasons(sites),
        "unjudged_count": sum(untested(sites).values()),
        "coverage": table_builder.coverage_table(report),
        "tools": table_builder.tools_table(report),
        "terms": table_builder.settings_table(report),
        "conduct": table_builder.conduct_table(report),
        "questions": words("compliance.questions", n=sentences.open_questions(report)),
    }


def period_verdict(report: Report, history: History) -> tuple[str, ...]:
    """What the span comes to: how often it was looked, what was found, and what cannot be compared."""
    words = report.words
    last = words("compliance.last", day=words.day(report.evidence.run.day))
    said = [words("compliance.runs", when=words.span(history.span), n=len(history.rounds)), last]
    if history.today:
        said.append(words("compliance.unfinished", day=words.day(history.today), n=len(history.months)))
    said += summary.portfolio_verdict(report)
    if len(history.rulesets) > 1:
        said.append(words("compliance.rulesets", n=len(history.rulesets)))
    return tuple(said)


def missing(report: Report, period: ComplianceInput) -> str:
    """How many rows still wait for a person's text."""
    rows = period_form.every_row(report, period.manual)
    waiting = sum(row.result.endswith((report.words("status.manual"), report.words("form.to_write"))) for row in rows)
    return report.words("compliance.missing", n=waiting, of=len(rows))


def dated(words: Words, history: History) -> str:
    """The days on which it was looked, in one line."""
    days = words("say.comma").join(words.day(one.day) for one in history.rounds)
    return words("compliance.days", days=days)
