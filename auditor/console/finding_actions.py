"""What people do with a finding: request a re-check, comment, assign, state it as mended, propose a waiver."""

from __future__ import annotations

from datetime import date

from auditor.console.bureau_day import bureau_day
from auditor.console.exchange import Exchange, RefusedError, WebReply, redirect_to, utc_now
from auditor.console.finding_index import CLOSED, FindingRow, row_of
from auditor.console.finding_pages import show_finding
from auditor.console.permissions import Permission, reach
from auditor.console.web_forms import CommentForm, MendedForm, WaiverForm
from auditor.findings.work_states import WorkState
from auditor.model import (
    AccountState,
    ActionKind,
    ActionRequest,
    ActionState,
    FindingComment,
    StepKind,
    WorkStep,
)
from auditor.model.identity import digest

LONGEST_WAIVER_DAYS = 730
"""A waiver ends after so many days at most; then it is proposed anew."""


def recheck_finding(exchange: Exchange) -> WebReply:
    """Queue a re-check of the finding; one that waits or runs already is not queued twice."""
    row = _open_row(exchange, Permission.RECHECK)
    return redirect_to(f"/actions/{queue_recheck(exchange, row)}")


def queue_recheck(exchange: Exchange, row: FindingRow) -> str:
    """Queue a re-check of a finding and return the request's id; that of the one that waits already, if any."""
    finding = row.indexed.finding
    for known in exchange.store.actions.of_subject(finding.fingerprint):
        if known.kind is ActionKind.RECHECK and known.state is ActionState.QUEUED:
            return known.id
    request = ActionRequest(
        id=digest(exchange.form_id(), "recheck"),
        kind=ActionKind.RECHECK,
        state=ActionState.QUEUED,
        requested_by=exchange.who.name,
        moment=utc_now(),
        subject=finding.fingerprint,
        findings=(finding.fingerprint,),
        site=finding.site,
    )
    exchange.store.actions.add(request, exchange.entry("recheck-requested", finding.fingerprint, after=request.id))
    return request.id


def comment_finding(exchange: Exchange) -> WebReply:
    """Add a comment."""
    row, form = row_of(exchange, exchange.request.params["key"], Permission.COMMENT), CommentForm(exchange.request.form)
    if not form.validate():
        return show_finding(exchange, row, form)
    name = row.indexed.finding.fingerprint
    comment = FindingComment(exchange.form_id(), name, utc_now(), exchange.who.name, form.text("comment"))
    exchange.store.work.add_comment(comment, exchange.entry("comment-added", name, after=comment.id))
    return _back(row, "history")


def assign_finding(exchange: Exchange) -> WebReply:
    """Assign the finding to somebody who can mend it; to nobody in particular where no account is named."""
    row, chosen = _open_row(exchange, Permission.ASSIGN), exchange.request.sent("account")
    report, finding = exchange.report, row.indexed.finding
    account = exchange.store.accounts.find(chosen) if chosen else None
    if chosen and report:
        sites = tuple(site.site for site in report.evidence.sites)
        fits = account is not None and account.state is AccountState.ACTIVE
        mends = reach(account, Permission.STATE_MENDED, sites, report.evidence.run.day) if account and fits else None
        if mends is None or not mends.covers(finding.site, row.indexed.unit):
            raise RefusedError("not_assignable", 400)
    kind = StepKind.ASSIGNED if chosen else StepKind.RELEASED
    step = WorkStep(exchange.form_id(), finding.fingerprint, utc_now(), exchange.who.name, kind, chosen)
    exchange.store.work.add_step(step, exchange.entry("finding-assigned", finding.fingerprint, row.assigned, chosen))
    return _back(row, "work")


def state_mended(exchange: Exchange) -> WebReply:
    """Note that somebody states the finding as mended, and queue the re-check that confirms or refutes it."""
    row, form = _open_row(exchange, Permission.STATE_MENDED), MendedForm(exchange.request.form)
    report, finding = exchange.report, row.indexed.finding
    valid = form.validate()
    if valid and report and not finding.first_seen <= form.text("day") <= bureau_day(report):
        form.reject("day", "day_mended")
        valid = False
    if not valid:
        return show_finding(exchange, row, form)
    step = WorkStep(
        exchange.form_id(), finding.fingerprint, utc_now(), exchange.who.name, StepKind.MENDED, form.text("day")
    )  # fmt: skip
    entry = exchange.entry("finding-mended", finding.fingerprint, row.state.value, WorkState.MENDED.value)
    exchange.store.work.add_step(step, entry)
    return redirect_to(f"/actions/{queue_recheck(exchange, row)}")


def propose_waiver(exchange: Exchange) -> WebReply:
    """Propose that the finding may stay until a day; another person approves or declines."""
    row, form = _open_row(exchange, Permission.PROPOSE_WAIVER), WaiverForm(exchange.request.form)
    report, finding = exchange.report, row.indexed.finding
    valid = form.validate()
    if valid and report:
        days = (date.fromisoformat(form.text("until")) - date.fromisoformat(bureau_day(report))).days
        if not 0 < days <= LONGEST_WAIVER_DAYS:
            form.reject("until", "day_waiver")
            valid = False
    if not valid:
        return show_finding(exchange, row, form)
    if row.state is WorkState.WAIVER_PROPOSED:
        raise RefusedError("proposed_already", 409)
    request = ActionRequest(
        id=digest(exchange.form_id(), "waiver"),
        kind=ActionKind.WAIVER,
        state=ActionState.PROPOSED,
        requested_by=exchange.who.name,
        moment=utc_now(),
        subject=finding.fingerprint,
        findings=(finding.fingerprint,),
        site=finding.site,
        unit=row.indexed.unit,
        terms={name: form.text(name) for name in ("reason", "until", "note")},
    )
    exchange.store.actions.add(request, exchange.entry("waiver-proposed", finding.fingerprint, after=request.id))
    return redirect_to(f"/actions/{request.id}")


def picture(exchange: Exchange) -> WebReply:
    """Return the picture of a finding."""
    row, report = row_of(exchange, exchange.request.params["key"]), exchange.report
    shot = row.indexed.finding.shot
    content = report.evidence.pictures.get(shot.name) if report and shot else None
    if content is None:
        raise RefusedError("not_found", 404)
    return WebReply(content, media_type="image/webp", headers={"Cache-Control": "private, max-age=3600"})


def _open_row(exchange: Exchange, permission: Permission) -> FindingRow:
    """The finding of the address, where there is still something to do. Raises ``RefusedError``."""
    row = row_of(exchange, exchange.request.params["key"], permission)
    if row.state in CLOSED:
        raise RefusedError("closed", 409)
    return row


def _back(row: FindingRow, part: str) -> WebReply:
    return redirect_to(f"/findings/{row.indexed.key}#{part}")
