"""The permanent page of a finding: what visitors experience, places, remedy, history, comments, what can be done."""

from __future__ import annotations

from datetime import date, timedelta

from auditor.console.action_texts import action_sentence
from auditor.console.bureau_day import bureau_day
from auditor.console.exchange import Exchange, RefusedError, WebReply
from auditor.console.finding_history import finding_history
from auditor.console.finding_index import FindingRow, row_of
from auditor.console.permissions import Permission, reach
from auditor.console.web_forms import CommentForm, MendedForm, WaiverForm
from auditor.findings.work_states import WorkState
from auditor.model import Account, AccountState, ActionKind, Life, Recheck
from auditor.pipeline.nightly_rechecks import faults_due, suspects_due
from auditor.report.html.cards import card, place_view
from auditor.report.html.views import Anchor, Report

_DAYS_AHEAD = 62
"""How far the next automatic examination is looked for."""

_MOST_PLACES = 200
"""Places that the page lists."""


def finding_page(exchange: Exchange) -> WebReply:
    """Return the page of a finding."""
    return show_finding(exchange, row_of(exchange, exchange.request.params["key"]))


def show_finding(
    exchange: Exchange, row: FindingRow, form: CommentForm | MendedForm | WaiverForm | None = None
) -> WebReply:
    """Return the page of a finding; ``form`` is one that was sent with errors."""
    report, words = exchange.report, exchange.words
    if report is None:
        raise RefusedError("nothing_judged", 404)
    each, finding = row.indexed, row.indexed.finding
    shown, check = card(report, each.site, finding), report.checks.get(finding.check)
    requests = exchange.store.actions.of_subject(finding.fingerprint)
    rechecks = exchange.store.rechecks.of_finding(finding.fingerprint)
    latest = next((made for made in requests if made.kind is ActionKind.RECHECK), None)
    waiver = next((made for made in requests if made.kind is ActionKind.WAIVER), None)
    today = bureau_day(report)
    day = (date.fromisoformat(today) + timedelta(180)).isoformat()
    forms = (CommentForm(), MendedForm(day=today), WaiverForm(until=day))
    comment, mended, proposal = (form if type(form) is type(fresh) else fresh for fresh in forms)
    values = {
        "title": shown.title,
        "crumbs": (Anchor(words("console.findings"), "/findings"),),
        "card": shown,
        "row": row,
        "site_name": words.name(each.site.site),
        "unit": each.unit or words("card.no_owner"),
        "state": words.of(row.state),
        "life": words.of(row.life),
        "due": words.day(each.due) if each.due else "",
        "places": [place_view(words, check, spot) for spot in finding.spots[:_MOST_PLACES]],
        "places_left": max(0, finding.places - _MOST_PLACES),
        "history": finding_history(exchange, row, requests, rechecks),
        "next_look": _next_look(report, row, rechecks, today),
        "latest": latest,
        "latest_sentence": action_sentence(words, latest) if latest else "",
        "waiver": waiver,
        "waiver_sentence": action_sentence(words, waiver) if waiver else "",
        "can": _can(exchange, row),
        "people": _people(exchange, row, report),
        "comment_form": comment,
        "mended_form": mended,
        "waiver_form": proposal,
        "form": form,
    }
    return exchange.page("finding", values, status=400 if form else 200)


def _can(exchange: Exchange, row: FindingRow) -> dict[str, bool]:
    """What who is signed in may do with this finding, in its present state."""
    site, unit = row.indexed.finding.site, row.indexed.unit
    may = {each: exchange.reach(each).covers(site, unit) for each in Permission}
    is_open = row.state not in {WorkState.WAIVED, WorkState.CONFIRMED}
    return {
        "recheck": may[Permission.RECHECK] and is_open,
        "comment": may[Permission.COMMENT],
        "mended": may[Permission.STATE_MENDED] and is_open,
        "assign": may[Permission.ASSIGN] and is_open,
        "waive": may[Permission.PROPOSE_WAIVER] and is_open and row.state is not WorkState.WAIVER_PROPOSED,
    }


def _people(exchange: Exchange, row: FindingRow, report: Report) -> list[Account]:
    """Those who can mend the finding: their role states so, and reaches it."""
    sites = tuple(site.site for site in report.evidence.sites)
    active = (each for each in exchange.store.accounts.all() if each.state is AccountState.ACTIVE)
    site, unit, day = row.indexed.finding.site, row.indexed.unit, report.evidence.run.day
    return [each for each in active if reach(each, Permission.STATE_MENDED, sites, day).covers(site, unit)]


def _next_look(report: Report, row: FindingRow, rechecks: list[Recheck], today: str) -> str:
    """When the nightly timer looks at the finding again, by the rule that it follows; else the next month's run."""
    run, finding, words = report.evidence.run, row.indexed.finding, report.words
    if row.life in {Life.FIXED, Life.WAIVED}:
        return words("console.next_run")
    since = [made for made in rechecks if made.run == run.number]
    for ahead in range(1, _DAYS_AHEAD):
        day = (date.fromisoformat(today) + timedelta(ahead)).isoformat()
        terms = run.settings.portfolio.deadlines
        if suspects_due([finding], since, run.day, day) or faults_due([finding], since, terms, run.day, day):
            return words("console.next_look", day=words.day(day))
    return words("console.next_run")
