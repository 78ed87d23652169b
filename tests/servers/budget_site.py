"""Three sites on one loopback server, with more pages than their budgets, pictures, downloads and redirects."""

from __future__ import annotations

import http.server
import threading
from collections.abc import Iterator

from auditor.model import Budget, Name, Politeness, Portfolio, Site, SiteKind

SECTIONS = 8
PAGES = 10
PICTURES = 6
NAMES = ("one", "two", "three")
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


class BudgetSites:
    """The answers of the sites, and how many were given. ``seed`` chooses how long each address takes to answer."""

    def __init__(self, port: int) -> None:
        self.origin = f"http://127.0.0.1:{port}"
        self.answers = 0
        self.requested: list[str] = []
        self.seed = 0

    def portfolio(self, pages: int, visits: int = 500, sites: int = len(NAMES)) -> Portfolio:
        """The first ``sites`` sites, with a budget of pages and visits each."""
        polite = Politeness(delay=0.0, concurrency=4)
        made = (
            Site(
                name, (Name(name),), SiteKind.SERVICE_CENTER, url=f"{self.origin}/{name}/", prefix=f"/{name}/",
                budget=Budget(pages=pages, visits=visits), politeness=polite,
            )
            for name in NAMES[:sites]
        )  # fmt: skip
        return Portfolio(tuple(made), others=polite, inside=(self.origin,))


def _page(path: str) -> str:
    """A page of the tree home, section, page; each names the other sites' pages too."""
    _, name, *rest = path.split("/")
    tail = rest[0] if rest else ""
    links = [f"/{name}/"]
    if not tail:
        links += [f"/{name}/s{number}" for number in range(SECTIONS)]
    elif tail[0] == "s":
        links += [f"/{name}/p{tail[1:]}-{number}" for number in range(PAGES)]
        links += [f"/{name}/moved{tail[1:]}", f"/{name}/list?page=1"]
    else:
        other = NAMES[(NAMES.index(name) + 1) % len(NAMES)]
        links += [f"/{other}/{tail.replace('p', 'x')}", f"/{name}/file{tail}.pdf", f"/{name}/gone{tail}"]
    pictures = (f"/{name}/{tail or 'home'}-{number}.png" for number in range(PICTURES))
    anchors = "".join(f'<li><a href="{link}">連到 {link}</a></li>' for link in links)
    images = "".join(f'<img src="{picture}" alt="圖">' for picture in pictures)
    return f'<!doctype html><html lang="zh-Hant"><title>{path}</title><main><ul>{anchors}</ul>{images}</main></html>'


def _list_page(path: str) -> str:
    """A page of a list of three pages that goes on linking to the next one after its end."""
    name, number = path.split("/")[1], int(path.rpartition("=")[2])
    text = f"第 {number} 頁" if number <= 3 else "沒有資料"
    link = f"/{name}/list?page={number + 1}"
    return f'<!doctype html><html lang="zh-Hant"><title>列表</title><main>{text}<a href="{link}">次頁</a></main></html>'


class _Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        sites: BudgetSites = self.server.sites  # type: ignore[attr-defined]
        sites.answers += 1
        sites.requested.append(self.path)
        threading.Event().wait(hash((sites.seed, self.path)) % 12 / 1000)
        status, kind, body, where = self._answer()
        self.send_response(status)
        if where:
            self.send_header("Location", where)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _answer(self) -> tuple[int, str, bytes, str]:
        _, name, tail, *more = (*self.path.split("/"), "", "")
        if name not in NAMES or tail.startswith("gone") or any(more):
            return 404, "text/html", b"missing", ""
        if tail.endswith(".png"):
            return 200, "image/png", b"\x89PNG\r\n\x1a\n" + self.path.encode(), ""
        if tail.endswith(".pdf"):
            return 200, "application/pdf", PDF, ""
        if tail.startswith("moved"):
            return 301, "text/html", b"", f"/{name}/p{tail[5:]}-3"
        body = _list_page(self.path) if tail.startswith("list") else _page(self.path)
        return 200, "text/html; charset=utf-8", body.encode(), ""

    def log_message(self, *_: object) -> None:
        pass


def serve() -> Iterator[BudgetSites]:
    """Serve the sites on a free port."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    server.daemon_threads = True
    server.sites = BudgetSites(server.server_port)  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server.sites  # type: ignore[attr-defined]
    server.shutdown()
    thread.join()
    server.server_close()
