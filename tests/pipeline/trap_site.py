"""A site whose every page is a trap, and beside it a neighbour in a private network that must not be requested."""

from __future__ import annotations

import contextlib
import gzip
import io
import threading
import time
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

FRAME = '<!doctype html><html lang="zh-Hant"><title>{}</title><body><main><h1>{}</h1>{}</main></body></html>'
HTML = "text/html; charset=utf-8"

Answer = Callable[["Handler"], None]


def page(body: str, *, kind: str = HTML) -> Answer:
    return whole(FRAME.format("陷阱", "陷阱", body).encode("utf-8", "surrogatepass"), kind)


def whole(body: bytes, kind: str = HTML, *headers: tuple[str, str], status: int = 200) -> Answer:
    def answer(handler: Handler) -> None:
        handler.begin(kind, *headers, ("Content-Length", str(len(body))), status=status)
        handler.wfile.write(body)

    return answer


def script(source: str) -> Answer:
    return page(f"<p>字</p><script>{source}</script>")


def to(location: str) -> Answer:
    return whole(b"", HTML, ("Location", location), status=302)


def endless(piece: bytes, seconds: float) -> Answer:
    def answer(handler: Handler) -> None:
        handler.begin(HTML)
        until = time.monotonic() + 120
        while time.monotonic() < until:
            handler.wfile.write(piece)
            time.sleep(seconds)

    return answer


def bomb(size: int) -> bytes:
    return gzip.compress(b"<p>" + b"0" * size, 9)


def zip_bomb(name: str, size: int) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        package.writestr(name, b"<" + b"0" * size)
    return file.getvalue()


ENTITIES = '<!DOCTYPE urlset [<!ENTITY a "aaaaaaaaaa">' + "".join(
    f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9)
)
SITEMAP = f"{ENTITIES}]><urlset><url><loc>http://127.0.0.1/&j;</loc></url></urlset>".encode()


def traps(neighbour: str, named: str) -> dict[str, Answer]:
    """By path: ``neighbour`` is an origin inside, ``named`` one whose name stands for a loopback address."""
    inner = f'<img src="{neighbour}/img" alt=""><iframe title="x" src="{neighbour}/frame"></iframe>'
    reach = f"fetch('{neighbour}/fetch').catch(()=>0);new WebSocket('{neighbour.replace('http', 'ws')}/socket');"
    return {
        "endless-body": endless(b"<p>x</p>" * 10_000, 0),
        "slow-drip": endless(b"x", 0.2),
        "gzip-bomb": whole(bomb(500_000_000), HTML, ("Content-Encoding", "gzip")),
        "long-headers": whole(b"x", HTML, *((f"X-{n}", "y" * 7_000) for n in range(15))),
        "to-inside": to(f"{neighbour}/secret"),
        "to-named": to(f"{named}/secret"),
        "to-metadata": to("http://169.254.169.254/latest/meta-data/"),
        "to-file": to("file:///etc/passwd"),
        "inside-parts": page(f"{inner}<script>{reach}</script>"),
        "malformed": whole(b"<table><tr><td><b><i><p <a href='x" * 1_500_000),
        "deep": whole(FRAME.format("深", "深", "<div>" * 100_000).encode()),
        "million-links": whole(FRAME.format("多", "多", '<a href="#x">y</a>' * 1_000_000).encode()),
        "never-ends": script("for(;;);"),
        "never-ends-later": script("setTimeout(()=>{for(;;);},300)"),
        "dialogs": script("alert(1);confirm(2);prompt(3);onbeforeunload=()=>'x';setInterval(()=>alert(4),50)"),
        "popups": script("for(let n=0;n<50;n++)open('/popup'+n);"),
        "download": whole(b"MZ" * 1000, "application/x-msdownload", ("Content-Disposition", "attachment")),
        "script-download": script("let a=document.createElement('a');a.href='/download';a.download='x';a.click()"),
        "moves-itself": script("location='/moves-itself?'+Math.random()"),
        "refreshes": page('<meta http-equiv="refresh" content="0">'),
        "service-worker": script("navigator.serviceWorker.register('/worker.js').catch(()=>0)"),
        "eats-memory": script("let a=[];for(;;)a.push(new Array(1e6).fill(Math.random()))"),
        "grows": script("setInterval(()=>document.body.append(...Array(5000).fill().map(()=>new Image())),1)"),
        "bad-encoding": whole(b"<!doctype html><title>\xff\xfe\x81</title><p>\xa4\xa4\xf9\xd6\x00\xff", HTML),
        "null-bytes": whole(b"<!doctype html>\0<title>a\0b</title><p>\0\0\0<a href='/\0x'>y</a>"),
        "binary-page": whole(bytes(range(256)) * 4000),
        "bomb.odt": whole(zip_bomb("content.xml", 500_000_000), "application/vnd.oasis.opendocument.text"),
        "broken.pdf": whole(b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 1 0 R>>endobj\nxref\n0 9", "application/pdf"),
        "status-nonsense": whole(b"<p>x", HTML, status=299),
        "cuts-off": lambda handler: handler.cut(),
    }


@dataclass
class TrapSite:
    """``asked`` are the paths requested of the site, ``seen`` those of the neighbour."""

    origin: str = ""
    neighbour: str = ""
    named: str = ""
    answers: dict[str, Answer] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    seen: list[str] = field(default_factory=list)

    def home(self) -> Answer:
        links = "".join(f'<li><a href="/{name}">陷阱 {name}</a></li>' for name in self.answers)
        outward = f'<a href="{self.neighbour}/linked">a</a><a href="{self.named}/linked">b</a>'
        return page(f"<ul>{links}</ul>{outward}<a href='http://[::1]:9/'>c</a><a href='http://0x7f.1/'>d</a>")


class Handler(BaseHTTPRequestHandler):
    def begin(self, kind: str, *headers: tuple[str, str], status: int = 200) -> None:
        self.send_response(status)
        for name, value in (("Content-Type", kind), *headers):
            self.send_header(name, value)
        self.end_headers()

    def cut(self) -> None:
        self.begin(HTML, ("Content-Length", "100000"))
        self.wfile.write(b"<p>beg")

    def do_GET(self) -> None:
        site: TrapSite = self.server.site  # type: ignore[attr-defined]
        path = self.path.partition("?")[0]
        if self.server.server_address[1] != int(site.origin.rpartition(":")[2]):
            site.seen.append(path)
            whole(b"secret of the neighbour")(self)
            return
        site.asked.append(path)
        given = {
            "/": site.home(),
            "/robots.txt": whole(f"Sitemap: {site.origin}/sitemap.xml\nCrawl-delay: 1e999\n".encode(), "text/plain"),
            "/sitemap.xml": whole(SITEMAP, "application/xml"),
            "/worker.js": whole(b"onfetch=e=>e.respondWith(new Response('stolen'))", "text/javascript"),
        }
        missing = whole(b"missing", HTML, status=404)
        with contextlib.suppress(OSError):
            (given.get(path) or site.answers.get(path[1:], missing))(self)

    def log_message(self, *_: object) -> None:
        return


@contextlib.contextmanager
def trap_site() -> Iterator[TrapSite]:
    site = TrapSite()
    with contextlib.ExitStack() as stack:
        servers = []
        for _ in range(2):
            server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
            server.daemon_threads = True
            server.site = site  # type: ignore[attr-defined]
            stack.callback(server.server_close)
            stack.callback(server.shutdown)
            servers.append(server)
        ours, other = (server.server_address[1] for server in servers)
        site.origin = f"http://127.0.0.1:{ours}"
        site.neighbour, site.named = f"http://127.0.0.1:{other}", f"http://inside.test:{other}"
        site.answers = traps(site.neighbour, site.named)
        for server in servers:
            threading.Thread(target=server.serve_forever, daemon=True).start()
        yield site
