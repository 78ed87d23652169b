"""Requests of actions: the list, one request with its live result, approving and declining."""

from __future__ import annotations

import msgspec

from auditor.console.action_texts import action_sentence, recheck_results
from auditor.console.bureau_day import bureau_day
from auditor.console.exchange import Exchange, RefusedError, WebReply, redirect_to, utc_now
from auditor.console.finding_index import finding_index
from auditor.console.permissions import Permission
from auditor.model import ActionKind, ActionRequest, ActionState
from auditor.report.html.finding_texts import finding_title
from auditor.report.html.table_builder import ReportTable, TableBuilder, TableCell
from auditor.report.html.views import Anchor

_DECIDED = {"approve": "action-approved", "decline": "action-declined"}
_MOST = 200
"""Requests that the list shows."""


def action_list(exchange: Exchange) -> WebReply:
    """Return the requests in reach: first those that wait for this person's approval, then all, newest first."""
    seen = [request for request in exchange.store.actions.newest(_MOST) if _is_visible(exchange, request)]
    waiting = waiting_for(exchange)
    values = {
        "title": exchange.words("console.actions"),
        "crumbs": (),
        "waiting": actions_table(exchange, waiting, "waiting"),
        "approves": exchange.may(Permission.APPROVE),
        "table": actions_table(exchange, seen, "actions"),
    }
    return exchange.page("actions", values)


def action_page(exchange: Exchange) -> WebReply:
    """Return the page of a request."""
    request, words = _found(exchange), exchange.words
    account = exchange.store.accounts.find(request.requested_by)
    values = {
        "title": words("console.action_title", kind=words.of(request.kind), subject=subject_of(exchange, request)),
        "crumbs": (Anchor(words("console.actions"), "/actions"),),
        "action": request,
        "requester": account.display if account else request.requested_by,
        "moment": words.moment(request.moment),
        "sentence": action_sentence(words, request),
        "results": recheck_results(words, request),
        "finding": f"/findings/{key}" if (key := _finding_key(exchange, request)) else "",
        "until": words.day(request.terms["until"]) if "until" in request.terms else "",
        "decides": _may_decide(exchange, request),
        "decided_by": request.decided_by,
    }
    return exchange.page("action", values)


def action_state(exchange: Exchange) -> WebReply:
    """Return the state of a request as JSON, for the script that shows it without a reload."""
    request = _found(exchange)
    state = {
        "state": request.state.value,
        "sentence": action_sentence(exchange.words, request),
        "final": request.state.is_final,
    }
    return WebReply(
        msgspec.json.encode(state), media_type="application/json", headers={"Cache-Control": "no-store"}
    )  # fmt: skip


def decide_action(exchange: Exchange) -> WebReply:
    """Approve what somebody else proposed, which queues it, or decline it with a reason."""
    request, report = _found(exchange), exchange.report
    if request.state is not ActionState.PROPOSED:
        raise RefusedError("decided_already", 409)
    if request.requested_by == exchange.who.name:
        raise RefusedError("own_proposal")
    if not _may_decide(exchange, request) or report is None:
        raise RefusedError("out_of_scope")
    decision, reason = exchange.request.sent("decision"), exchange.request.sent("reason")
    if decision not in _DECIDED or (decision == "decline" and not reason):
        raise RefusedError("form_incomplete", 400)
    if decision == "approve":
        terms = request.terms | {"granted": bureau_day(report)}
        decided = msgspec.structs.replace(request, state=ActionState.QUEUED, terms=terms)
    else:
        decided = msgspec.structs.replace(request, state=ActionState.DECLINED, outcome=reason[:1000], ended=utc_now())
    decided = msgspec.structs.replace(decided, decided_by=exchange.who.name)
    entry = exchange.entry(_DECIDED[decision], request.subject, request.state.value, decided.state.value)
    if not exchange.store.actions.move(decided, ActionState.PROPOSED, entry):
        raise RefusedError("decided_already", 409)
    return redirect_to(f"/actions/{request.id}")


def waiting_for(exchange: Exchange) -> list[ActionRequest]:
    """Return the proposals that this person may approve or decline, oldest first."""
    proposed = exchange.store.actions.in_state(ActionState.PROPOSED)
    return [request for request in proposed if _may_decide(exchange, request)]


def actions_table(exchange: Exchange, requests: list[ActionRequest], key: str) -> ReportTable:
    """Return a table of requests, each with the link to its page."""
    words, names = exchange.words, {each.name: each.display for each in exchange.store.accounts.all()}
    made = TableBuilder(words, key, words(f"console.caption_{key}"))
    made.texts("console.column_action", "console.state", "console.column_who", "console.column_when")
    for request in requests:
        title = words("console.action_title", kind=words.of(request.kind), subject=subject_of(exchange, request))
        made.row(
            TableCell(title, href=f"/actions/{request.id}"),
            TableCell(words.of(request.state), note=action_sentence(words, request)),
            names.get(request.requested_by, request.requested_by),
            words.moment(request.moment),
        )
    return made.table()


def subject_of(exchange: Exchange, request: ActionRequest) -> str:
    """Return what a request is about, in words."""
    report, words = exchange.report, exchange.words
    key = _finding_key(exchange, request)
    if report and key:
        finding = exchange.console.latest.derived(report, finding_index).by_key[key].finding
        return finding_title(words, report.checks.get(finding.check), finding)
    return request.unit or request.subject or words("console.everything")


def _found(exchange: Exchange) -> ActionRequest:
    request = exchange.store.actions.find(exchange.request.params["id"])
    if request is None or not _is_visible(exchange, request):
        raise RefusedError("not_found", 404)
    return request


def _is_visible(exchange: Exchange, request: ActionRequest) -> bool:
    if exchange.may(Permission.OPERATE) or request.requested_by == exchange.who.name:
        return True
    return request.kind is not ActionKind.RUN and exchange.reach(Permission.VIEW).covers(request.site, request.unit)


def _may_decide(exchange: Exchange, request: ActionRequest) -> bool:
    """Whether a person may approve a proposal: it is somebody else's, and within the scope of the role."""
    if request.state is not ActionState.PROPOSED or request.requested_by == exchange.who.name:
        return False
    return exchange.reach(Permission.APPROVE).covers(request.site, request.unit)


def _finding_key(exchange: Exchange, request: ActionRequest) -> str:
    report = exchange.report
    if report is None or len(request.findings) != 1:
        return ""
    known = exchange.console.latest.derived(report, finding_index).by_key
    return next((f"{kind}-{request.findings[0]}" for kind in "fq" if f"{kind}-{request.findings[0]}" in known), "")
