"""``auditor page``: addresses that differ by their queries, error pages, both languages, the HTML file."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from auditor.cli.app import app

ANSWERS = {
    "/ctlr?PRO=about.AboutView&id=1": (
        200,
        '<p id="one">甲</p><a href="/ctlr?PRO=about.AboutView&amp;id=2">下一筆</a>',
    ),
    "/ctlr?PRO=about.AboutView&id=2": (200, '<p id="two">乙</p><a href="/lost">遺失</a>'),
    "/ctlr?PRO=download.FormList": (200, '<table><tr><td></td></tr></table><a href="javascript:;"></a>'),
    "/broken": (500, "系統發生錯誤"),
    "/refused": (403, "拒絕"),
}
"""Status and body by path and query; everything else is a page that does not exist (404)."""


class Controller(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        status, body = ANSWERS.get(self.path, (404, "查無此頁"))
        page = f'<!DOCTYPE html><html lang="zh-Hant-TW"><title>測試</title><body>{body}</body></html>'.encode()
        self.send_response(status)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(page)))
        self.end_headers()
        self.wfile.write(page)

    def log_message(self, *_: object) -> None:
        """Log nothing."""


@pytest.fixture(scope="module")
def origin() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Controller)
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def page(*words: str) -> Result:
    return CliRunner().invoke(app, ["page", *words, "--checks", "links"])


def sections(output: str, origin: str) -> dict[str, str]:
    """What was printed of each page, by its path."""
    parts = output.split(f"\n{origin}")[1:]
    return {part.partition("\n")[0]: part.partition("\n")[2] for part in parts}


def test_pages_of_one_path_are_each_examined(origin: str) -> None:
    paths = [path for path, (status, _) in ANSWERS.items() if status == 200]
    result = page(*(f"{origin}{path}" for path in paths), "--language", "en")
    seen = sections(result.output, origin)
    assert list(seen) == paths
    assert [("link-broken" in part, "examined by" in part) for part in seen.values()] == [
        (False, True),
        (True, True),
        (False, True),
    ]
    assert result.exit_code == 1


@pytest.mark.parametrize(
    ("path", "chinese", "english"),
    [
        (
            "/nowhere",
            "未檢測：伺服器回覆查無此頁（404）",
            "not examined: The server says that there is no such page",
        ),
        ("/broken", "未檢測：伺服器發生錯誤（5xx）", "not examined: The server had an error (5xx)"),
        ("/refused", "未檢測：", "not examined: not auditable"),
    ],
)
def test_a_page_that_answers_with_an_error_is_not_examined(origin: str, path: str, chinese: str, english: str) -> None:
    result = page(f"{origin}{path}")
    assert (result.exit_code, chinese in result.output) == (2, True), result.output
    assert english in page(f"{origin}{path}", "--language", "en").output


def test_findings_have_remedy_code_and_snippet_in_the_language(origin: str) -> None:
    address = f"{origin}/ctlr?PRO=about.AboutView&id=2"
    chinese = page(address).output
    assert "✕ 連結失效 · 嚴重 · link-broken" in chinese
    assert "怎麼改：請改連到現在的網址" in chinese
    assert f"連結目標：{origin}/lost" in chinese
    assert '      <a href="/lost">' in chinese
    assert "項檢測看了" in chinese
    english = page(address, "--language", "en").output
    assert "✕ Broken link · serious · link-broken" in english
    assert "How to mend it: Link to the present address" in english


def test_the_html_file_holds_every_page(origin: str, tmp_path: Path) -> None:
    file = tmp_path / "pages.html"
    paths = ["/ctlr?PRO=about.AboutView&id=2", "/ctlr?PRO=download.FormList", "/nowhere"]
    result = page(*(f"{origin}{path}" for path in paths), "--html", str(file), "--json")
    html = file.read_text("utf-8")
    assert result.output.startswith("{")
    assert html.count("<h2") == len(paths)
    assert html.count("連結失效") == 1
    assert "未檢測：伺服器回覆查無此頁（404）" in html
    assert "&lt;a href=&#34;/lost&#34;&gt;" in html


def test_a_file_that_cannot_be_written_stops_before_anything_is_requested(origin: str, tmp_path: Path) -> None:
    result = page(f"{origin}/nowhere", "--html", str(tmp_path / "none" / "pages.html"))
    assert result.exit_code == 3
    assert "not examined" not in result.output
    assert "未檢測" not in result.output
