"""``auditor links`` against a small site on loopback: what it prints, in every format, and its exit codes."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from xml.etree import ElementTree as Xml

import pytest
from click.testing import Result
from typer.testing import CliRunner

from auditor.cli.app import app
from auditor.pipeline.ad_hoc import sites_below, sites_of_single_pages

PAGES = {
    "/docs/": '<a href="a.html#there">好</a> <a href="dead.html">不見了</a> <a href="a.html#nowhere">缺段落</a>',
    "/docs/a.html": '<p id="there">有</p><a href="dead.html">又一次</a> <a href="deep/b.html">深</a>',
    "/docs/deep/b.html": '<a href="/outside.html">外</a> <a href="gone.html">深處失效</a>',
    "/outside.html": '<a href="/never-read.html">不該讀</a>',
    "/logged/": '<a href="/blocked/x">擋</a> <a href="/docs/a.html?who=A123456789">人</a>',
    "/whole/": '<a href="/docs/a.html">全好</a>',
}


FILES = {
    "/files/a.pdf": ("application/pdf", b"%PDF-1.4\n%%EOF", "a PDF file"),
    "/files/a.png": ("image/png", b"\x89PNG\r\n\x1a\n", "an image"),
    "/files/a.json": ("application/json", b"{}", "JSON data"),
    "/files/a.txt": ("text/plain", b"x", "a plain text file"),
    "/files/a.xml": ("application/xml", b"<rss/>", "XML data"),
    "/files/a.bin": ("application/x-own", b"x", "a file of the type application/x-own"),
    "/files/empty": ("text/html", b"", "the answer is empty (0 bytes)"),
}
"""Addresses that answer with something else than a page: media type, body, what is stated of it."""

ROBOTS = b"User-agent: *\nDisallow: /blocked/\n"


class Small(BaseHTTPRequestHandler):
    """Answers from ``PAGES``, redirects /moved, and records the requests."""

    requested: list[str]

    def do_GET(self) -> None:
        self.requested.append(self.path)
        if self.path == "/moved":
            self.send_response(301)
            self.send_header("Location", "/docs/")
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        if self.path in FILES:
            self._send_file(*FILES[self.path][:2])
            return
        body = PAGES.get(self.path.partition("?")[0], "")
        if self.path.startswith("/endless/"):
            time.sleep(0.05)
            body = "".join(f'<a href="{self.path}{number}/">{number}</a>' for number in range(5))
            body += f'<a href="/none{self.path}">不見了</a>'
        is_robots = self.path == "/robots.txt"
        page = ROBOTS if is_robots else f"<!doctype html><title>頁</title>{body}".encode()
        self.send_response(200 if body or is_robots else 404)
        self.send_header("Content-Type", f"text/{'plain' if is_robots else 'html'}; charset=utf-8")
        self.send_header("Content-Length", str(len(page)))
        self.end_headers()
        self.wfile.write(page)

    def _send_file(self, media_type: str, content: bytes) -> None:
        self.send_response(200)
        self.send_header("Content-Type", media_type)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """Log nothing."""


@pytest.fixture(scope="module")
def origin() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Small)
    Small.requested = []
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def command(*words: str) -> Result:
    return CliRunner().invoke(app, ["links", *words, "--language", "en"])


def test_a_page_is_listed_by_cause_with_its_totals(origin: str) -> None:
    result = command(f"{origin}/docs/")
    lines = result.output.splitlines()
    assert result.exit_code == 1
    assert lines[0] == f"✕ {origin}/docs/dead.html"
    assert "404" in lines[1]
    assert lines[2].startswith(f"    {origin}/docs/  line 1, column ")
    assert "“不見了”" in lines[2]
    assert f"✕ {origin}/docs/a.html#nowhere" in lines
    assert "1 page was read; its links lead to 2 distinct addresses." in lines
    assert "2 links could be judged, 1 of them broken (50.0%, 1/2)." in lines
    assert result.stderr == ""


def test_a_site_is_read_once_and_its_dead_target_listed_once(origin: str) -> None:
    Small.requested.clear()
    result = command(f"{origin}/docs/", "--site", "--sarif")
    log = json.loads(result.stdout)
    broken = [result for result in log["runs"][0]["results"] if result["ruleId"] == "link-broken"]
    found = {result["properties"]["cause"]: len(result["locations"]) for result in broken}
    assert found == {f"{origin}/docs/dead.html": 2, f"{origin}/docs/deep/gone.html": 1}
    assert result.exit_code == 1
    # a dead address is requested once more with a browser's headers
    twice = Counter(Small.requested) - Counter(set(Small.requested))
    assert twice == Counter(["/docs/dead.html", "/docs/deep/gone.html"])
    assert "/outside.html" in Small.requested
    assert "/never-read.html" not in Small.requested


def test_depth_ends_the_crawl_and_junit_shows_it(origin: str) -> None:
    result = command(f"{origin}/docs/", "--depth", "1", "--junit")
    suite = Xml.fromstring(result.stdout.encode())[0]
    failures = [case.get("name") for case in suite if case.find("failure") is not None]
    assert f"link-broken: {origin}/docs/dead.html" in failures
    assert not any("deep/gone" in str(name) for name in failures)
    assert suite.get("errors") == "0"


def test_a_site_without_faults_ends_with_0_in_json(origin: str) -> None:
    result = command(f"{origin}/whole/", "--json")
    document = json.loads(result.stdout)
    assert result.exit_code == 0
    assert document["findings"] == []
    assert document["sites"][0]["state"] == "audited"
    assert document["sites"][0]["targets"] == 1


def test_an_address_that_forwards_elsewhere_is_followed(origin: str) -> None:
    result = command(f"{origin}/moved")
    assert result.exit_code == 1
    assert f"✕ {origin}/docs/dead.html" in result.output


def test_a_run_logs_its_events(origin: str) -> None:
    events = [json.loads(line) for line in logged(origin, "--log-format", "json").splitlines()]
    fetched = [event for event in events if event["event"] == "fetched" and event["purpose"] != "robots"]
    assert (fetched[0]["url"], fetched[0]["status"]) == (f"{origin}/logged/", 200)
    assert f"{origin}/docs/a.html?who=A*********" in [event["url"] for event in fetched]
    assert not any("A123456789" in event["url"] for event in events if "url" in event)
    (skipped,) = (event for event in events if event["event"] == "skipped")
    assert (skipped["url"], skipped["reason"]) == (f"{origin}/blocked/x", "robots")
    assert sum(event["rows"] for event in events if event["event"] == "committed") > 0
    assert [event["pages"] for event in events if event["event"] == "judged"] == [1]
    assert {line.split()[2] for line in logged(origin).splitlines()} == {event["event"] for event in events}


def logged(origin: str, *options: str) -> str:
    command = [sys.executable, "-m", "auditor", "--verbose", "links", f"{origin}/logged/", *options]
    return subprocess.run(command, capture_output=True, text=True, check=False).stderr


def test_a_missing_page_is_not_examined(origin: str) -> None:
    result = command(f"{origin}/docs/dead.html")
    assert result.exit_code == 2
    assert (
        f"Not examined: {origin}/docs/dead.html\n    The server says that there is no such page (404)." in result.output
    )
    assert "0 pages were read" in result.output
    assert "No link could be judged." in result.output


@pytest.mark.parametrize("path", FILES)
def test_a_start_address_that_is_no_page_is_named_for_what_it_is(path: str, origin: str) -> None:
    result = command(f"{origin}{path}")
    assert result.exit_code == 2
    assert FILES[path][2] in result.output
    assert "could not be read" not in result.output
    page = CliRunner().invoke(app, ["page", f"{origin}{path}", "--checks", "links", "--language", "en"])
    assert (page.exit_code, FILES[path][2] in page.output) == (2, True)


@pytest.mark.parametrize(("status", "stated"), [(500, "forbids everything"), (200, "robots.txt")])
def test_a_start_address_behind_robots(status: int, stated: str) -> None:
    class Behind(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = b"User-agent: *\nDisallow: /" if self.path == "/robots.txt" else b"<title>x</title>"
            self.send_response(status if self.path == "/robots.txt" else 200)
            self.send_header("Content-Type", "text/plain" if self.path == "/robots.txt" else "text/html")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Log nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Behind)
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    result = command(f"http://127.0.0.1:{server.server_port}/")
    server.shutdown()
    server.server_close()
    assert (result.exit_code, stated in result.output) == (2, True), result.output


@pytest.mark.parametrize(("options", "is_json"), [((), False), (("--json",), True)])
def test_a_stopped_check_prints_what_it_found_as_partial(origin: str, options: tuple[str, ...], is_json: bool) -> None:
    words = [sys.executable, "-m", "auditor", "links", f"{origin}/endless/", "--site", "--language", "en", *options]
    Small.requested.clear()
    process = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True)
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and sum(path.startswith("/none/") for path in Small.requested) < 5:
        time.sleep(0.1)
    os.killpg(process.pid, signal.SIGINT)
    output, error = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "these results are partial" in error
    if is_json:
        document = json.loads(output)
        assert document["sites"][0]["reason"] == "stopped"
        assert document["findings"]
    else:
        assert "these results are partial" in output
        assert f"✕ {origin}/none/endless/" in output


def test_shares_are_of_what_the_sentence_names(origin: str) -> None:
    chinese = CliRunner().invoke(app, ["links", f"{origin}/docs/"])
    assert "能判定的連結 2 條，其中 1 條失效（50.0%，1／2）。" in chinese.output
    whole = CliRunner().invoke(app, ["links", f"{origin}/whole/"])
    assert "能判定的連結 1 條，其中 0 條失效（0.0%，0／1）。" in whole.output


@pytest.mark.parametrize(
    ("words", "message"),
    [(["www.example.gov.tw"], "http"), (["http://127.0.0.1/", "--json", "--sarif"], "exclude each other")],
)
def test_impossible_arguments_are_refused(words: list[str], message: str) -> None:
    result = command(*words)
    assert result.exit_code == 3
    assert message in result.output


def test_addresses_of_one_folder_are_one_site() -> None:
    sites = sites_below(["http://a.test/docs/x.html", "http://a.test/docs/", "http://a.test/y"], depth=3, pages=7)
    assert [(site.url, site.prefix, site.starts) for site in sites] == [
        ("http://a.test/docs/x.html", "/docs/", ("http://a.test/docs/",)),
        ("http://a.test/y", "/", ()),
    ]
    assert {(site.budget.depth, site.budget.pages) for site in sites} == {(3, 7)}


def test_a_single_address_is_a_site_of_one_page() -> None:
    (site,) = sites_of_single_pages(["http://a.test/docs/x.html#part", "http://a.test/docs/x.html#part"])
    assert (site.url, site.prefix, site.budget.pages) == ("http://a.test/docs/x.html", "/docs/x.html", 1)
