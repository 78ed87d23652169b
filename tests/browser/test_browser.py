from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from auditor.browser.browser import Browser, BrowserSettings, VisitRequest
from auditor.browser.visit_batch import VisitJob, close_visitor, open_visitor, visit_batch
from auditor.model import LinkKind, Outcome, Region, Rendered, Untested, VisitFailure

pytestmark = pytest.mark.browser

PAGE = '<!doctype html><html lang="zh-Hant"><title>頁</title><body><header><h1>題</h1></header><main>{}</main></body>'


@pytest.fixture(scope="module")
def browser(site: object) -> Iterator[Browser]:
    origin = site.origin  # type: ignore[attr-defined]
    settings = BrowserSettings(agent="Auditor-Test/1", inside=frozenset({origin}), page_seconds=3, script_seconds=2)
    with Browser(settings) as browser:
        yield browser


def examined(browser: Browser, site, body: str, **request) -> tuple[Rendered, str]:
    site.pages["/page"] = PAGE.format(body)
    found = browser.visit(f"{site.origin}/page", VisitRequest(**request))
    assert isinstance(found, tuple), found
    return found


def broken_rules(rendered: Rendered) -> dict[str, list[str]]:
    rules = rendered.engines[0].rules
    return {
        rule.rule: [node.place.selector for node in rule.nodes if node.outcome is Outcome.FAILED]
        for rule in rules
        if any(node.outcome is Outcome.FAILED for node in rule.nodes)
    }


def test_a_visit_returns_what_the_engine_found_and_where(browser: Browser, site) -> None:
    rendered, html = examined(
        browser, site, '<p>A123456789 0912-345-678<img src="/x.png"></p><img alt="" src="/y.png">'
    )
    assert (rendered.title, rendered.final_url, rendered.engines[0].version) == ("頁", f"{site.origin}/page", "4.14.1")
    assert rendered.browser.startswith("Chrome ")
    assert html.startswith("<!DOCTYPE html>")
    rule = next(rule for rule in rendered.engines[0].rules if rule.rule == "image-alt")
    assert rule.passed == 1
    place = rule.nodes[0].place
    assert (place.selector, place.region, place.snippet) == ("body > main > p > img", Region.MAIN, '<img src="/x.png">')


def test_personal_numbers_are_masked(browser: Browser, site) -> None:
    rendered, _ = examined(browser, site, '<a href="/x" style="color:#eee">A123456789 與 0912-345-678</a>')
    snippet = rendered.links[0].place.snippet
    assert "A********* 與 09**-***-***" in snippet
    assert (
        "345" not in msgspec.json.encode([node for rule in rendered.engines[0].rules for node in rule.nodes]).decode()
    )


def test_links_added_by_scripts_are_separated(browser: Browser, site) -> None:
    body = """<h2>消息</h2><a href="/known#a">舊</a><script>
        const link = document.createElement("a");
        link.href = "/born?x=1"; link.textContent = "新"; link.target = "_blank"; link.title = "新視窗";
        document.querySelector("main").append(link);
        const frame = document.createElement("iframe"); frame.src = "/frame"; frame.title = "t";
        document.body.append(frame);</script>"""
    rendered, _ = examined(browser, site, body, known=frozenset({f"{site.origin}/known#b"}))
    link, frame = rendered.links
    assert (link.url, link.text, link.heading, link.kind) == (f"{site.origin}/born?x=1", "新", "消息", LinkKind.PAGE)
    assert (link.opens_window, link.from_script, link.title) == (True, True, "新視窗")
    assert frame.kind is LinkKind.FRAME


def test_widths_name_what_sticks_out_and_leave_the_engine_alone(browser: Browser, site) -> None:
    body = '<div style="width:900px">寬</div><div style="overflow:auto"><p style="width:3000px">可捲</p></div>'
    rendered, _ = examined(browser, site, body, widths=True)
    assert [(width.window, width.scrolls_sideways) for width in rendered.widths] == [
        (320, True),
        (768, True),
        (1280, False),
    ]
    assert rendered.widths[0].overflow == "body > main > div:nth-of-type(1)"
    inner, _ = examined(browser, site, "<script>document.title = innerWidth + 'x' + innerHeight</script>")
    assert inner.title == "1280x1024"


def test_page_scripts_cannot_change_what_is_examined(browser: Browser, site) -> None:
    body = """<img src="/x.png"><script>
        JSON.stringify = () => "{}"; Array.prototype.toJSON = () => 1; window.axe = {run: () => ({})};
        Promise.prototype.then = null; Element.prototype.matches = () => { throw 1 };</script>"""
    assert "image-alt" in broken_rules(examined(browser, site, body)[0])


def test_nothing_waits_for_a_person(browser: Browser, site) -> None:
    body = """<script>alert(1); confirm(2); prompt(3); print(); open("/popup"); close();
        const link = document.createElement("a"); link.href = "/popup"; link.target = "_blank"; link.click();
        addEventListener("beforeunload", (event) => event.preventDefault());</script><p>到</p>"""
    for _ in range(2):
        rendered, html = examined(browser, site, body)
        assert "到" in html
        assert rendered.engines[0].failure is None


def test_no_form_is_sent_by_scripts_either(browser: Browser, site) -> None:
    body = """<form id=a action="/sent-a"><input name=q value=1></form>
        <form id=b action="/sent-b"><button>送</button></form>
        <script>a.submit(); b.requestSubmit(); b.querySelector("button").click();</script>"""
    rendered, _ = examined(browser, site, body)
    assert rendered.final_url == f"{site.origin}/page"
    assert not [path for path in site.asked if path.startswith("/sent-")]


def test_what_comes_shortly_after_loading_is_waited_for(browser: Browser, site) -> None:
    body = """<script>const late = () => document.querySelector("main").append(document.createElement("img"));
        setTimeout(late, 90)</script>"""
    assert "image-alt" in broken_rules(examined(browser, site, body)[0])


def test_a_page_that_never_rests_is_taken_after_a_while(browser: Browser, site) -> None:
    rendered, _ = examined(
        browser, site, "<i></i><script>setInterval(() => document.querySelector('i').append('.'), 20)</script>"
    )
    assert rendered.elapsed_ms < 4000


def test_one_page_leaves_nothing_for_the_next(browser: Browser, site) -> None:
    body = """<script>document.title = [document.cookie, localStorage.k, sessionStorage.k].filter(Boolean).join("+");
        document.cookie = "k=1"; localStorage.k = 1; sessionStorage.k = 1;</script>"""
    assert [examined(browser, site, body)[0].title for _ in range(2)] == ["", ""]


def test_a_page_that_navigates_once_is_examined_where_it_went(browser: Browser, site) -> None:
    site.pages["/moves"] = PAGE.format("<script>setTimeout(() => location = '/there', 60)</script>")
    site.pages["/there"] = PAGE.format("<img src=/q>")
    found = browser.visit(f"{site.origin}/moves")
    assert isinstance(found, tuple)
    assert found[0].final_url == f"{site.origin}/there"
    assert {node.place.url for rule in found[0].engines[0].rules for node in rule.nodes} == {f"{site.origin}/there"}


def test_a_page_that_keeps_navigating_is_a_failure_and_affects_no_other(browser: Browser, site) -> None:
    site.pages["/loop"] = PAGE.format("<script>setTimeout(() => location = '/loop?' + Math.random(), 60)</script>")
    failure = browser.visit(f"{site.origin}/loop")
    assert isinstance(failure, VisitFailure)
    assert failure.reason is Untested.TIMED_OUT
    assert examined(browser, site, "<p>好</p>")[0].final_url == f"{site.origin}/page"


@pytest.mark.parametrize("body", ["<script>for (;;);</script>", "<script>setTimeout(() => {for (;;);}, 30)</script>"])
def test_a_script_that_never_returns_costs_one_page(
    browser: Browser, site, caplog: pytest.LogCaptureFixture, body: str
) -> None:
    site.pages["/endless"] = PAGE.format(body)
    failure = browser.visit(f"{site.origin}/endless")
    assert isinstance(failure, VisitFailure)
    assert failure.reason is Untested.TIMED_OUT
    # once more in a fresh browser where another page was there before: it might be that one which hangs
    records = [record for record in caplog.records if record.message == "browser renewed"]
    assert len(records) in (1, 2)
    assert {(record.url, record.reason) for record in records} == {(failure.url, "timed_out")}  # type: ignore[attr-defined]
    assert examined(browser, site, "<p>好</p>")


@pytest.mark.parametrize(
    ("page", "reason"),
    [
        ((404, "text/html", b"<p>no"), Untested.FETCH_FAILED),
        ((403, "text/html", b"<p>no"), Untested.BLOCKED),
        ((200, "application/pdf", b"%PDF-1.7"), Untested.NOT_HTML),
        ((200, "application/octet-stream", b"x"), Untested.NOT_HTML),
        ((200, "text/plain", b"x"), Untested.NOT_HTML),
    ],
)
def test_what_is_not_the_page_is_not_judged(browser: Browser, site, page: tuple, reason: Untested) -> None:
    examined(browser, site, "<p>before</p>")
    site.pages["/other"] = page
    failure = browser.visit(f"{site.origin}/other")
    assert isinstance(failure, VisitFailure)
    assert failure.reason is reason


def test_only_web_addresses_are_visited(browser: Browser) -> None:
    failure = browser.visit("file:///etc/hostname")
    assert isinstance(failure, VisitFailure)
    assert failure.reason is Untested.NOT_HTML


def test_no_page_makes_the_browser_request_internal_addresses(browser: Browser, site, neighbour) -> None:
    other = neighbour.origin
    name = other.replace("127.0.0.1", "localhost")
    body = f"""<iframe title="f" src="{other}/frame"></iframe><img alt="" src="{name}/image">
        <script>fetch("{other}/fetch", {{mode: "no-cors"}}).catch(() => 0); navigator.sendBeacon("{other}/beacon");
        new WebSocket("{other.replace("http", "ws")}/socket");</script>"""
    examined(browser, site, body)
    failure = browser.visit(f"{other}/page")
    assert isinstance(failure, VisitFailure)
    assert (failure.reason, failure.detail) == (Untested.FETCH_FAILED, "inside address")
    assert neighbour.asked == []


@pytest.mark.parametrize("trusted", [True, False])
def test_an_authority_is_trusted_where_the_settings_name_it(secure, trusted: bool) -> None:
    site, authority = secure
    site.pages["/"] = PAGE.format("<p>安全</p>")
    origin = site.origin
    settings = BrowserSettings(
        inside=frozenset({origin}), resolve={"zone.test": "127.0.0.1"}, trust=str(authority) if trusted else ""
    )
    with Browser(settings) as browser:
        found = browser.visit(f"{origin}/")
    if trusted:
        assert isinstance(found, tuple)
    else:
        assert isinstance(found, VisitFailure)
        assert found.reason is Untested.FETCH_FAILED


def test_the_user_agent_names_us(browser: Browser, site) -> None:
    rendered, _ = examined(browser, site, "<script>document.title = navigator.userAgent</script>")
    assert rendered.title.startswith("Mozilla/5.0")
    assert rendered.title.endswith(" Auditor-Test/1")


@pytest.fixture
def visitor(site) -> Iterator[None]:
    open_visitor(BrowserSettings(inside=frozenset({site.origin}), page_seconds=4, script_seconds=4, pages=2))
    yield
    close_visitor()


def test_a_batch_loses_no_item_when_the_browser_dies(visitor: None, site, caplog: pytest.LogCaptureFixture) -> None:
    from auditor.browser import visit_batch as visit

    site.pages["/one"] = PAGE.format("<img src=/a>")
    items = [VisitJob(f"{site.origin}/one", "s"), VisitJob(f"{site.origin}/none", "s")]
    others = set(descendants(os.getpid()))
    assert [done.failure for done in visit_batch(items[:1])] == [None]
    running = visit._Visitor.browser._running  # type: ignore[union-attr]
    group = os.getpgid(next(process for process in descendants(os.getpid()) if process not in others))
    assert group != os.getpgid(0), "a browser has a group of its own"
    os.killpg(group, signal.SIGKILL)
    done = visit_batch([items[0], items[1], items[0], items[0]])
    assert [item.failure.reason if item.failure else None for item in done] == [
        None,
        Untested.FETCH_FAILED,
        None,
        None,
    ]
    assert running is not visit._Visitor.browser._running  # type: ignore[union-attr]
    renewed = [record for record in caplog.records if record.message == "browser renewed"]
    assert [(record.url, record.reason) for record in renewed] == [(items[0].url, "engine_crashed")]  # type: ignore[attr-defined]
    assert msgspec.msgpack.decode(done[0].rendered, type=Rendered).url == items[0].url
    assert "<main>" in done[0].html.decode()


def test_a_browser_that_cannot_start_fails_each_item_with_the_reason() -> None:
    open_visitor(BrowserSettings(browser="/nowhere/chromium", driver="/nowhere/chromedriver"))
    try:
        failures = [done.failure for done in visit_batch([VisitJob("http://127.0.0.1:9/", "s")])]
    finally:
        close_visitor()
    assert failures[0] is not None
    assert failures[0].reason is Untested.ENGINE_CRASHED
    assert "/nowhere/" in failures[0].detail


def descendants(pid: int) -> list[int]:
    """The living processes that come from this one, first ones first."""
    children: dict[int, list[int]] = {}
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, parent = status.read_text().rpartition(")")[2].split()[:2]
        except OSError:
            continue
        if state != "Z":
            children.setdefault(int(parent), []).append(int(status.parent.name))
    found = list(children.get(pid, []))
    for child in found:
        found.extend(children.get(child, []))
    return found


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


OWNER = """
import sys, time
from auditor.browser.browser import Browser, BrowserSettings
browser = Browser(BrowserSettings(inside=frozenset({sys.argv[1]})))
print(browser.visit(sys.argv[1] + "/one"), flush=True)
time.sleep(60)
"""


def test_no_browser_outlives_its_owner(site) -> None:
    site.pages["/one"] = PAGE.format("<p>一</p>")
    with subprocess.Popen([sys.executable, "-c", OWNER, site.origin], stdout=subprocess.PIPE, text=True) as owner:
        assert owner.stdout is not None
        assert "Rendered(" in owner.stdout.readline()
        processes = descendants(owner.pid)
        assert len(processes) >= 3
        owner.send_signal(signal.SIGKILL)
    deadline = time.monotonic() + 5
    while any(map(alive, processes)) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert [pid for pid in processes if alive(pid)] == []


def test_a_killed_browser_leaves_nothing_behind(site, monkeypatch: pytest.MonkeyPatch) -> None:
    with tempfile.TemporaryDirectory() as folder:  # a short path: the browser puts a socket below it
        monkeypatch.setattr(tempfile, "tempdir", folder)
        open_visitor(BrowserSettings(inside=frozenset({site.origin})))
        try:
            assert [done.failure for done in visit_batch([VisitJob(f"{site.origin}/page", "s")])] == [None]
        finally:
            close_visitor()
        assert list(Path(folder).iterdir()) == []
