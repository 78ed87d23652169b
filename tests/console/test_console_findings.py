"""The list of findings and their pages: filters, scope, what people do, each done once, each logged."""

from __future__ import annotations

import re
from collections.abc import Callable

import msgspec
import pytest
from console_store import save_account
from starlette.testclient import TestClient

from auditor.console.exchange import Console
from auditor.console.finding_index import IndexedFinding, finding_index
from auditor.model import (
    ActionKind,
    ActionState,
    GrantScope,
    Life,
    LogEntry,
    Outcome,
    Recheck,
    Role,
    RoleGrant,
    StepKind,
)
from auditor.report.html.figures import faults

Browser = Callable[..., TestClient]
Token = Callable[[TestClient], str]


def every(console: Console) -> tuple[IndexedFinding, ...]:
    report = console.latest.get(console.words["zh-TW"])
    assert report is not None
    return console.latest.derived(report, finding_index).ordered


def an_open(console: Console, number: int = 0) -> IndexedFinding:
    chosen = [each for each in every(console) if each.finding.life is Life.LASTING and each.finding.site == "site-1"]
    return chosen[number]


def links(text: str) -> list[str]:
    return re.findall(r'href="/findings/([fq]-[0-9a-f]+)"', text)


def send(client: TestClient, token: Token, path: str, **data: str) -> str:
    answer = client.post(path, data={"csrf": token(client), "once": "1", **data})
    assert answer.status_code == 303, (answer.status_code, re.findall(r"<h1>.*", answer.text))
    return answer.headers["location"]


def test_the_list_counts_as_the_report_counts(browser: Browser, console: Console) -> None:
    report = console.latest.get(console.words["zh-TW"])
    assert report is not None
    counted = sum(len(faults(site.findings)) for site in report.evidence.sites)
    suspected = sum(each.life is Life.SUSPECTED and each.outcome is Outcome.FAILED
                    for site in report.evidence.sites for each in site.findings)  # fmt: skip
    text = browser("viewer").get("/findings?kind=failed").text
    assert f"符合條件的有 {counted - suspected} 項" in text


def test_the_list_leads_to_every_finding_page_by_page(browser: Browser, console: Console) -> None:
    client, found = browser("viewer"), set()
    for page in range(1, 20):
        here = set(links(client.get(f"/findings?state=any&page={page}").text))
        if here <= found:
            break
        found |= here
    assert found == {each.key for each in every(console)}


@pytest.mark.parametrize(
    ("query", "holds"),
    [
        ("severity=serious", lambda each: each.finding.severity.value == "serious"),
        ("topic=links", lambda each: each.topic == "links"),
        ("site=site-2", lambda each: each.finding.site == "site-2"),
        ("check=image-alt-missing", lambda each: each.finding.check == "image-alt-missing"),
        ("unit=%E8%B3%87%E8%A8%8A%E5%AE%A4", lambda each: each.unit == "資訊室"),
        ("since=2026-11-01", lambda each: each.finding.first_seen >= "2026-11-01"),
        ("age=20", lambda each: each.finding.since == "2026-10-23"),
        ("q=dead/13", lambda each: "dead/13" in each.finding.cause),
        ("state=waived", lambda each: each.finding.life is Life.WAIVED),
        ("state=confirmed", lambda each: each.finding.life is Life.FIXED),
    ],
)
def test_each_filter_leaves_what_it_names(
    query: str, holds: Callable[[IndexedFinding], bool], browser: Browser, console: Console
) -> None:
    known = {each.key: each for each in every(console)}
    shown = [known[key] for key in links(browser("viewer").get(f"/findings?{query}").text)]
    assert shown
    assert all(holds(each) for each in shown)


def test_odd_filters_show_an_empty_list(browser: Browser) -> None:
    client = browser("viewer")
    for query in (
        "page=999999",
        "page=-1",
        "age=x",
        "since=nonsense",
        "state=none",
        "q=%00%1b%5b31m",
        "page=%E2%85%A7",
    ):
        assert client.get(f"/findings?{query}").status_code == 200, query


def test_who_reaches_a_site_or_unit_sees_nothing_else(browser: Browser, console: Console) -> None:
    save_account(console.store, "one-site", RoleGrant(Role.MAINTAINER, GrantScope.SITE, "site-1"))
    save_account(console.store, "one-unit", RoleGrant(Role.OWNER, GrantScope.UNIT, "綜合規劃組"))
    known = {each.key: each for each in every(console)}
    seen = {}
    for name in ("one-site", "one-unit"):
        client = browser(name)
        seen[name] = {key for page in range(1, 9) for key in links(client.get(f"/findings?state=any&page={page}").text)}
        for key in known:
            mine = key in seen[name]
            assert client.get(f"/findings/{key}").status_code == (200 if mine else 404), (name, key)
    assert {known[key].finding.site for key in seen["one-site"]} == {"site-1"}
    assert {known[key].unit for key in seen["one-unit"]} == {"綜合規劃組"}


def test_a_role_on_one_site_gives_nothing_on_another(browser: Browser, console: Console, token: Token) -> None:
    grants = (RoleGrant(Role.VIEWER), RoleGrant(Role.MAINTAINER, GrantScope.SITE, "site-2"))
    save_account(console.store, "mixed", *grants)
    client, each = browser("mixed"), an_open(console)
    for act in ("recheck", "comment", "mended", "waiver"):
        answer = client.post(f"/findings/{each.key}/{act}", data={"csrf": token(client), "once": act, "comment": "x"})
        assert answer.status_code == 403, act
    assert console.store.activity.entries(most=1)[0].after == "out_of_scope"
    assert console.store.actions.newest(9) == []


def test_a_recheck_is_queued_once_however_often_it_is_sent(browser: Browser, console: Console, token: Token) -> None:
    client, each = browser("maintainer"), an_open(console)
    places = {send(client, token, f"/findings/{each.key}/recheck", once=once) for once in ("1", "1", "2")}
    (request,) = console.store.actions.newest(9)
    assert places == {f"/actions/{request.id}"}
    assert (request.kind, request.state, request.findings) == (
        ActionKind.RECHECK,
        ActionState.QUEUED,
        (each.finding.fingerprint,),
    )
    assert "排隊中" in client.get(f"/actions/{request.id}").text
    assert client.get(f"/actions/{request.id}/state").json()["final"] is False
    assert "排隊中" in client.get(f"/findings/{each.key}").text


def test_stating_as_mended_is_a_claim_until_something_was_seen(
    browser: Browser, console: Console, token: Token
) -> None:
    client, each = browser("maintainer"), an_open(console)
    day = {"day": "2026-11-24"}
    early = {"csrf": token(client), "once": "1", "day": "2020-01-01"}
    assert client.post(f"/findings/{each.key}/mended", data=early).status_code == 400
    send(client, token, f"/findings/{each.key}/mended", **day)
    send(client, token, f"/findings/{each.key}/mended", **day)
    (step,) = console.store.work.steps()[each.finding.fingerprint]
    assert (step.kind, step.detail, step.author) == (StepKind.MENDED, "2026-11-24", "maintainer")
    assert "聲明已改善，待確認" in client.get(f"/findings/{each.key}").text
    assert [request.kind for request in console.store.actions.newest(9)] == [ActionKind.RECHECK]
    for life, state in ((Life.UNEXAMINED, "尚未能確認"), (Life.LASTING, "但仍存在"), (Life.FIXED, "已確認改善")):
        moment = f"2099-01-01T0{len(state) % 7}:00:00+00:00"
        moment = {"尚未能確認": "2099-01-01", "但仍存在": "2099-01-02", "已確認改善": "2099-01-03"}[state] + moment[10:]
        run = console.store.runs.all()[-1].number
        made = Recheck(each.finding.fingerprint, moment, run, "site-1", life, 1, each.finding.places, "r1")
        console.store.rechecks.save([made])
        assert state in client.get(f"/findings/{each.key}").text
    assert each.key not in links(client.get("/findings?site=site-1").text)
    assert client.post(f"/findings/{each.key}/recheck", data={"csrf": token(client), "once": "9"}).status_code == 409


def test_a_waiver_needs_another_person(browser: Browser, console: Console, token: Token) -> None:
    save_account(console.store, "both", RoleGrant(Role.MAINTAINER), RoleGrant(Role.APPROVER))
    client, each = browser("both"), an_open(console)
    sent = {"reason": "false-alarm", "until": "2099-01-31", "note": "這是程式誤判"}
    wrong = client.post(f"/findings/{each.key}/waiver", data=sent | {"csrf": token(client), "once": "1"})
    assert wrong.status_code == 400
    place = send(client, token, f"/findings/{each.key}/waiver", **sent | {"until": _soon()})
    assert "等候另一人核准" in client.get(place).text
    own = client.post(f"{place}/decision", data={"csrf": token(client), "decision": "approve"})
    assert own.status_code == 403
    assert "申請不處理，待核准" in client.get(f"/findings/{each.key}").text
    again = client.post(
        f"/findings/{each.key}/waiver", data=sent | {"until": _soon(), "csrf": token(client), "once": "2"}
    )
    assert again.status_code == 409
    other = browser("approver")
    assert place in other.get("/actions").text
    assert other.post(f"{place}/decision", data={"csrf": token(other), "decision": "decline"}).status_code == 400
    assert send(other, token, f"{place}/decision", decision="approve") == place
    (request,) = console.store.actions.in_state(ActionState.QUEUED)
    assert (request.requested_by, request.decided_by, request.terms["reason"]) == ("both", "approver", "false-alarm")
    assert other.post(f"{place}/decision", data={"csrf": token(other), "decision": "approve"}).status_code == 409
    what = [entry.what for entry in console.store.activity.entries(most=50)]
    assert {"waiver-proposed", "action-approved", "refused"} <= set(what)


def test_a_declined_waiver_leaves_the_finding_open(browser: Browser, console: Console, token: Token) -> None:
    client, other, each = browser("owner"), browser("approver"), an_open(console)
    sent = {"reason": "planned", "until": _soon(), "note": "改版中"}
    place = send(client, token, f"/findings/{each.key}/waiver", **sent)
    send(other, token, f"{place}/decision", decision="decline", reason="請先修正首頁")
    assert "沒有核准" in client.get(place).text
    assert each.key in links(client.get(f"/findings?site=site-1&q={each.finding.fingerprint}").text)


def test_assigning_needs_somebody_who_can_mend_it(browser: Browser, console: Console, token: Token) -> None:
    save_account(console.store, "elsewhere", RoleGrant(Role.MAINTAINER, GrantScope.SITE, "site-2"))
    client, each = browser("owner"), an_open(console)
    for name in ("elsewhere", "viewer", "nobody"):
        answer = client.post(
            f"/findings/{each.key}/assign", data={"csrf": token(client), "once": name, "account": name}
        )
        assert answer.status_code == 400, name
    send(client, token, f"/findings/{each.key}/assign", account="maintainer")
    assert [each.key] == links(client.get("/findings?assigned=maintainer").text)
    send(client, token, f"/findings/{each.key}/assign", once="2", account="")
    assert console.store.work.steps()[each.finding.fingerprint][-1].kind is StepKind.RELEASED
    assert "已分派給" not in browser("viewer").get(f"/findings/{each.key}").text


def test_comments_are_shown_as_text(browser: Browser, console: Console, token: Token) -> None:
    client, each = browser("maintainer"), an_open(console)
    hostile = '<script>alert(1)</script>"><img src=x onerror=alert(1)> A123456789'
    for _ in range(2):
        send(client, token, f"/findings/{each.key}/comment", comment=hostile)
    text = client.get(f"/findings/{each.key}").text
    assert text.count("&lt;script&gt;alert(1)&lt;/script&gt;") == 1
    assert "<script>alert" not in text
    assert "A123456789" not in text
    (comment,) = console.store.work.comments(each.finding.fingerprint)
    assert comment.text == hostile


def test_every_page_of_a_finding_holds_what_mends_it(browser: Browser, console: Console) -> None:
    client = browser("viewer")
    for each in every(console)[::7]:
        text = client.get(f"/findings/{each.key}").text
        assert "程式下一次自動查看" in text
        assert each.finding.check in text
        assert '<form method="post" action="/findings' not in text
        assert len(text.encode()) < 200_000


def test_saved_lists_are_ones_own(browser: Browser, console: Console, token: Token) -> None:
    client, other = browser("maintainer"), browser("owner")
    place = send(client, token, "/views", name="逾期的 <b>", site="site-1", late="1", state="open")
    assert place == "/findings?site=site-1&late=1"
    assert "逾期的 &lt;b&gt;" in client.get("/findings").text
    assert "逾期的 &lt;b&gt;" not in other.get("/findings").text
    send(other, token, "/views/delete", name="逾期的 <b>")
    assert "逾期的 &lt;b&gt;" in client.get("/findings").text
    send(client, token, "/views/delete", name="逾期的 <b>")
    assert "逾期的 &lt;b&gt;" not in client.get("/findings").text


def test_a_newer_judgement_is_read_without_a_restart(browser: Browser, console: Console) -> None:
    client, before = browser("viewer"), every(console)
    judgement = console.store.judgements.create(console.store.runs.all()[-1].number, ruleset="r2", checks=(), made="x")
    console.store.judgements.save_findings(judgement, [msgspec.structs.replace(before[0].finding)])
    assert links(client.get("/findings?state=any").text) == [before[0].key]


def test_who_asks_for_another_persons_request_needs_its_site(browser: Browser, console: Console, token: Token) -> None:
    save_account(console.store, "far", RoleGrant(Role.VIEWER, GrantScope.SITE, "site-2"))
    client = browser("maintainer")
    place = send(client, token, f"/findings/{an_open(console).key}/recheck")
    far = browser("far")
    assert far.get(place).status_code == far.get(f"{place}/state").status_code == 404
    assert place not in far.get("/actions").text
    assert browser("viewer").get(place).status_code == 200


def _soon() -> str:
    from datetime import UTC, datetime, timedelta

    return (datetime.now(UTC) + timedelta(60)).date().isoformat()


def test_entries_of_the_log_name_who_did_what(browser: Browser, console: Console, token: Token) -> None:
    client, each = browser("maintainer"), an_open(console)
    send(client, token, f"/findings/{each.key}/comment", comment="已通知廠商")
    entry = console.store.activity.entries(most=1)[0]
    assert isinstance(entry, LogEntry)
    assert (entry.who, entry.what, entry.subject) == ("maintainer", "comment-added", each.finding.fingerprint)


def test_the_first_screen_shows_each_role_what_waits_for_it(browser: Browser, console: Console, token: Token) -> None:
    each = an_open(console)
    owner, approver = browser("owner"), browser("approver")
    send(owner, token, f"/findings/{each.key}/assign", account="maintainer")
    place = send(
        owner, token, f"/findings/{an_open(console, 1).key}/waiver", reason="planned", until=_soon(), note="改版"
    )
    text = browser("maintainer").get("/").text
    assert "分派給您的：1 項" in text
    assert each.key in text.partition("已逾期")[0]
    report = console.latest.get(console.words["zh-TW"])
    assert report is not None
    assert place in approver.get("/").text
    assert "等候您核准" not in text
    assert "等候執行的要求" in browser("operator").get("/").text
    assert "等候您處理的" not in browser("viewer").get("/").text


def test_the_first_screen_counts_as_the_report_does(browser: Browser, console: Console) -> None:
    from auditor.report.html import form_verdicts, summary

    report = console.latest.get(console.words["zh-TW"])
    assert report is not None
    text = browser("viewer").get("/").text
    for sentence in summary.portfolio_verdict(report, form_verdicts.portfolio_rows(report)):
        assert sentence in text


def test_who_reaches_one_site_sees_figures_of_that_site_only(browser: Browser, console: Console) -> None:
    save_account(console.store, "one", RoleGrant(Role.VIEWER, GrantScope.SITE, "site-1"))
    save_account(console.store, "none", RoleGrant(Role.VIEWER, GrantScope.SITE, "no-such-site"))
    assert "53 個網站" not in browser("one").get("/").text
    assert "還沒有可以查看的網站" in browser("none").get("/").text


def test_every_link_of_the_first_screen_leads_somewhere(browser: Browser) -> None:
    for role in ("viewer", "maintainer", "approver", "operator"):
        client = browser(role)
        paths = set(re.findall(r'href="(/[^"#]*)', client.get("/").text))
        assert len(paths) > 3
        for path in sorted(paths)[:40]:
            assert client.get(path.replace("&amp;", "&")).status_code == 200, path
        assert not re.findall(r'href="(?!/|#)[^"]*"', client.get("/").text)
