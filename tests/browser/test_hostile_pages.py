"""Pages that leave, hang, grow or send: what was found before stays, the next page is not harmed, nothing is sent."""

from __future__ import annotations

import http.server
import threading
import time
from collections.abc import Iterator

import pytest

from auditor.browser.browser import Browser, BrowserSettings, VisitRequest
from auditor.model import EngineResult, Outcome, Probes, Rendered, Untested, VisitFailure, Walk

pytestmark = pytest.mark.browser

PAGE = '<!doctype html><html lang="zh-Hant"><title>頁</title><body><main><h1>題</h1>{}</main></body></html>'
PALE = '<p style="color:#ddd;background:#fff">淡色文字在這裡</p><a href="/x">連結文字</a>'


class _Site:
    def __init__(self, port: int) -> None:
        self.origin = f"http://127.0.0.1:{port}"
        self.pages: dict[str, str] = {}
        self.headers: dict[str, tuple[str, str]] = {}
        self.asked: list[str] = []


class _Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def answer(self) -> None:
        site: _Site = self.server.site  # type: ignore[attr-defined]
        path = self.path.partition("?")[0]
        site.asked.append(f"{self.command} {self.path}")
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        body = PAGE.format(site.pages.get(path, "<p>甲</p>")).encode()
        name, value = site.headers.get(path, ("X-Nothing", ""))
        self.send_response(401 if name == "WWW-Authenticate" else 200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(b"" if self.command == "HEAD" else body)

    def log_message(self, *_: object) -> None:
        pass


for method in ("GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS"):
    setattr(_Handler, f"do_{method}", _Handler.answer)


@pytest.fixture(scope="module")
def hostile() -> Iterator[_Site]:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    server.site = _Site(server.server_port)  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server.site  # type: ignore[attr-defined]
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="module")
def browser(hostile: _Site) -> Iterator[Browser]:
    settings = BrowserSettings(inside=frozenset({hostile.origin}), page_seconds=8, script_seconds=8, step_seconds=3)
    with Browser(settings) as browser:
        yield browser


def visited(browser: Browser, site: _Site, body: str, **request) -> Rendered:
    site.pages["/page"] = body
    found = browser.visit(f"{site.origin}/page", VisitRequest(**request))
    assert isinstance(found, tuple), found
    return found[0]


def probed(browser: Browser, site: _Site, body: str) -> tuple[EngineResult, Probes]:
    rendered = visited(browser, site, body, probes=True, widths=True)
    assert rendered.final_url == f"{site.origin}/page"
    assert rendered.probes is not None
    return rendered.engines[0], rendered.probes


def failed_rules(engine: EngineResult) -> set[str]:
    return {rule.rule for rule in engine.rules for node in rule.nodes if node.outcome is Outcome.FAILED}


def reasons(probes: Probes) -> dict[str, Untested]:
    """The reasons of the probes that have no result."""
    fields = {name: getattr(probes, name) for name in probes.__struct_fields__}
    return {name: value for name, value in fields.items() if isinstance(value, Untested)}


@pytest.mark.parametrize(
    ("act", "untested"),
    [
        ("addEventListener('resize', () => location = '/other')", {"zoom", "reflow"}),
        ("onresize = () => location.reload()", {"zoom", "reflow"}),
        ("onresize = () => { if (innerWidth < 600) location = '/other' }", {"reflow"}),
        ("onresize = () => setTimeout(() => location = '/other', 20)", set()),
        ("onresize = () => { if (innerWidth < 600) history.pushState({}, '', '/other') }", {"reflow"}),
    ],
)
def test_a_page_that_leaves_keeps_its_own_results(browser: Browser, hostile: _Site, act: str, untested: set) -> None:
    hostile.pages["/other"] = "<button></button>"
    engine, probes = probed(browser, hostile, f"{PALE}<script>{act}</script>")
    assert failed_rules(engine) == {"color-contrast"}
    found = reasons(probes)
    assert untested <= set(found) <= {"zoom", "reflow"}
    assert set(found.values()) <= {Untested.PAGE_LEFT}
    assert isinstance(probes.walk, Walk)
    assert [stop.place.snippet[:3] for stop in probes.walk.stops] == ["<a "]


@pytest.mark.parametrize(
    ("act", "lost"),
    [
        ("addEventListener('resize', () => { if (innerWidth === 640) for (;;); })", "zoom"),
        ("addEventListener('focusin', () => { for (;;); })", "walk"),
    ],
)
def test_a_probe_that_hangs_costs_that_probe(browser: Browser, hostile: _Site, act: str, lost: str) -> None:
    began = time.monotonic()
    engine, probes = probed(browser, hostile, f"{PALE}<script>{act}</script>")
    assert failed_rules(engine) == {"color-contrast"}
    assert reasons(probes) == {lost: Untested.TIMED_OUT}
    assert time.monotonic() - began < 40


def test_a_visit_has_one_deadline(hostile: _Site) -> None:
    settings = BrowserSettings(inside=frozenset({hostile.origin}), step_seconds=3, visit_seconds=6)
    act = "addEventListener('resize', () => { for (;;); })"
    with Browser(settings) as browser:
        began = time.monotonic()
        engine, probes = probed(browser, hostile, f"{PALE}<script>{act}</script>")
    assert failed_rules(engine) == {"color-contrast"}
    assert {"reflow", "walk"} <= set(reasons(probes))
    assert time.monotonic() - began < 12


@pytest.mark.parametrize(
    "grow",
    [
        "grow()",
        "addEventListener('resize', grow)",
    ],
)
def test_a_page_that_takes_too_much_memory_ends_and_is_not_tried_again(hostile: _Site, grow: str) -> None:
    growing = "const a = [], grow = () => setInterval(() => a.push(new Uint8Array(5e7).fill(7)), 20)"
    hostile.pages["/page"] = f"{PALE}<script>{growing}; {grow}</script>"
    settings = BrowserSettings(inside=frozenset({hostile.origin}), memory_bytes=700_000_000)
    with Browser(settings) as browser:
        found = browser.visit(f"{hostile.origin}/page", VisitRequest(probes=True))
        if isinstance(found, VisitFailure):
            assert found.reason is Untested.MEMORY
            assert "700,000,000" in found.detail
        else:
            assert failed_rules(found[0].engines[0]) == {"color-contrast"}
            assert found[0].probes is not None
            assert Untested.MEMORY in reasons(found[0].probes).values()
        assert isinstance(browser.visit(f"{hostile.origin}/other"), tuple)


def test_no_page_keeps_the_next_one_waiting(browser: Browser, hostile: _Site) -> None:
    wait = "const until = Date.now() + 20000; while (Date.now() < until);"
    act = f"""for (const name of ["beforeunload", "unload", "pagehide", "visibilitychange"])
        addEventListener(name, () => {{ {wait} }}); onbeforeunload = () => "no";
        document.addEventListener("visibilitychange", () => {{ {wait} }})"""
    visited(browser, hostile, f"<script>{act}</script>")
    began = time.monotonic()
    visited(browser, hostile, "<p>乙</p>")
    assert time.monotonic() - began < 5


def test_nothing_that_a_page_stores_reaches_the_next(browser: Browser, hostile: _Site) -> None:
    write = """(async () => { window.name = "n"; localStorage.k = 1; sessionStorage.k = 1; document.cookie = "k=1";
        await new Promise((done) => { const open = indexedDB.open("a", 1);
            open.onupgradeneeded = () => open.result.createObjectStore("s"); open.onsuccess = done });
        const cache = await caches.open("c"); await cache.put("/k", new Response("v"));
        const folder = await navigator.storage.getDirectory(); await folder.getFileHandle("f", {create: true}); })()"""
    read = """(async () => { let files = 0;
        for await (const _ of (await navigator.storage.getDirectory()).keys()) files++;
        document.title = [window.name, localStorage.k, sessionStorage.k, document.cookie, files || "",
            (await indexedDB.databases()).length || "", (await caches.keys()).length || ""].join("") || "none" })()"""
    visited(browser, hostile, f"<script>const write = () => {write}; setInterval(() => write(), 20)</script>")
    assert visited(browser, hostile, f"<script>{read}</script>").title == "none"


def test_no_page_is_loaded_ahead(browser: Browser, hostile: _Site) -> None:
    hostile.asked.clear()
    rules = '{"prefetch":[{"source":"list","urls":["/ahead"]}],"prerender":[{"source":"list","urls":["/ahead"]}]}'
    visited(
        browser, hostile, f'<script type="speculationrules">{rules}</script><script>setTimeout(() => 1, 400)</script>'
    )
    assert [request for request in hostile.asked if "ahead" in request] == []


def test_a_part_that_wants_a_password_is_not_waited_for(browser: Browser, hostile: _Site) -> None:
    hostile.headers["/closed"] = ("WWW-Authenticate", 'Basic realm="x"')
    began = time.monotonic()
    visited(browser, hostile, '<img alt="甲" src="/closed"><iframe title="乙" src="/closed"></iframe>')
    assert time.monotonic() - began < 6


def test_a_page_whose_policy_switches_scripts_off_is_named_at_once(browser: Browser, hostile: _Site) -> None:
    hostile.headers["/sandboxed"] = ("Content-Security-Policy", "sandbox")
    began = time.monotonic()
    failure = browser.visit(f"{hostile.origin}/sandboxed")
    assert isinstance(failure, VisitFailure)
    assert failure.reason is Untested.SCRIPTS_OFF
    assert time.monotonic() - began < 4


def test_only_get_and_head_leave_the_browser(browser: Browser, hostile: _Site) -> None:
    hostile.asked.clear()
    act = """for (const method of ["POST", "PUT", "DELETE", "PATCH", "OPTIONS"])
            fetch("/sent-" + method, {method, body: method === "OPTIONS" ? null : "x"}).catch(() => 0);
        navigator.sendBeacon("/sent-beacon", "x");
        const x = new XMLHttpRequest(); x.open("POST", "/sent-xhr"); x.send("x");
        fetch("/got", {method: "HEAD"})"""
    visited(browser, hostile, f"<script>{act}</script>")
    assert {request.partition(" ")[0] for request in hostile.asked} == {"GET", "HEAD"}


@pytest.mark.parametrize("method", ["get", "post"])
def test_forms_are_never_sent_whatever_a_page_does(browser: Browser, hostile: _Site, method: str) -> None:
    hostile.asked.clear()
    body = f"""<form id="f" method="{method}" action="/sent-f"><input name="a"><button>送</button></form>
        <form id="g" method="{method}" action="/sent-g" target="t"><input name="a"><button>送</button></form>
        <iframe name="t" title="t"></iframe><iframe name="u" title="u" src="/plain"></iframe>
        <script>Event.prototype.preventDefault = Event.prototype.stopImmediatePropagation = () => {{}};
        const i = document.createElement("iframe"); i.title = "i"; document.body.append(i);
        try {{ i.contentWindow.HTMLFormElement.prototype.submit.call(g) }} catch {{}}
        try {{ delete HTMLFormElement.prototype.submit; f.submit() }} catch {{}}
        addEventListener("load", () => {{
            try {{ u.contentWindow.HTMLFormElement.prototype.submit.call(g) }} catch {{}}
            const h = u.contentDocument.createElement("form"); h.action = "/sent-h"; h.method = "{method}";
            u.contentDocument.body.append(h); h.submit();
            document.querySelector("#g button").click(); document.querySelector("#f button").click() }})</script>"""
    rendered = visited(browser, hostile, body, probes=True)
    assert rendered.final_url == f"{hostile.origin}/page"
    assert [request for request in hostile.asked if "sent-" in request] == []


def test_parts_that_are_not_examined_are_listed(browser: Browser, hostile: _Site) -> None:
    body = """<div id="a"></div><section id="b"><template shadowrootmode="closed"><img src="/x"></template></section>
        <div id="open"></div><iframe title="甲" sandbox src="/plain"></iframe>
        <script>document.querySelector("#a").attachShadow({mode: "closed"}).innerHTML = "<img src=/x>";
        document.querySelector("#open").attachShadow({mode: "open"}).innerHTML = "<p>乙</p>";
        fetch("/list?tel=0912345678", {method: "POST", body: "x"}).catch(() => 0);
        const x = new XMLHttpRequest(); x.open("post", "/more"); x.send("x");
        fetch(new Request("/third", {method: "PUT", body: "x"})).catch(() => 0);
        fetch("/seen", {method: "POST", body: "x", keepalive: true}).catch(() => 0);
        navigator.sendBeacon("/beacon", "x"); fetch("/plain")</script>"""
    parts = visited(browser, hostile, body).untested_parts
    found = [(part.reason, part.place.selector, part.address) for part in parts]
    origin = hostile.origin
    assert found == [
        (Untested.FRAME_NOT_ENTERED, "body > main > iframe", ""),
        (Untested.CLOSED_SHADOW, "#a", ""),
        (Untested.CLOSED_SHADOW, "#b", ""),
        (Untested.SENT_DATA, "", f"POST {origin}/list?tel=09********"),
        (Untested.SENT_DATA, "", f"POST {origin}/more"),
        (Untested.SENT_DATA, "", f"PUT {origin}/third"),
    ]
    assert visited(browser, hostile, "<p>甲</p><div></div>").untested_parts == ()
