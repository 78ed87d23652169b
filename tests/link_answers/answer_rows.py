"""The probe site: one row for each habit of real pages and servers that link checkers are known to get wrong."""

from __future__ import annotations

import asyncio
import time

from answer_site import Row, html
from odd_servers import Script, moved, reply, reset

from auditor.model import LinkDetail, LinkState, Notice, Outcome

BROKEN = frozenset({("link-broken", Outcome.FAILED)})
MISSING = (LinkState.BROKEN, LinkDetail.MISSING)
FINE = html("<p id=one>內容</p>hello world")
PICTURE = reply(b"\x89PNG\r\n\x1a\n" + bytes(60), "Content-Type: image/png")

PERMANENT = (Notice.PERMANENT_REDIRECT,)


def only_get(refusal: bytes | None) -> Script:
    """A server that answers HEAD with a refusal (None: breaks off) and GET as it should."""

    async def script(head: bytes, writer: asyncio.StreamWriter) -> None:
        if head.startswith(b"GET "):
            writer.write(FINE)
            await writer.drain()
        elif refusal is None:
            await reset(head, writer)
        else:
            writer.write(refusal)

    return script


def first_then(first: bytes, then: bytes, *, apart: float = 0.0) -> Script:
    """One answer at first; another for whoever comes again, provided that he waited so many seconds."""
    came: list[float] = []

    async def script(_: bytes, writer: asyncio.StreamWriter) -> None:
        now = time.monotonic()
        patient = bool(came) and now - came[-1] >= apart
        came.append(now)
        writer.write(then if patient else first)
        await writer.drain()

    return script


def after(seconds: float, answer: bytes) -> Script:
    async def script(_: bytes, writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(seconds)
        writer.write(answer)
        await writer.drain()

    return script


def status(line: str, *headers: str) -> bytes:
    return html("答覆", *headers, status=line)


def a(path: str) -> str:
    return f'<a href="{path}">連結 {path.strip().rpartition("/")[2]}</a>'


def cause(check: str, outcome: Outcome) -> frozenset[tuple[str, Outcome]]:
    return frozenset({(check, outcome)})


BASE = {
    "/robots.txt": b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 33\r\n\r\n"
    b"User-agent: *\nDisallow: /private\n",
    "/big5.html": html(
        "", charset=""
    ).partition(b"\r\n\r\n")[0]
    + b"\r\n\r\n"
    + "<!doctype html><meta charset=big5><title>網頁</title><h2 id=章節>章節</h2><!--rows-->".encode("big5"),
    "/page.html": html("<h2 id=章節>章節</h2><p>hello there</p>"),
    "/based/page.html": html("<base href='/deep/er/'><!--rows-->"),
    "/%E8%B7%AF%E5%BE%91.html": FINE,
}  # fmt: skip

_PLAIN: tuple[tuple[str, str, str], ...] = (
    ("two slashes are not folded", a("/dbl//slash.html"), "/dbl//slash.html"),
    ("a plus is not turned into %20", a("/plus?q=a+b"), "/plus?q=a+b"),
    ("an escaped tilde stays escaped", a("/tilde/%7Ex"), "/tilde/%7Ex"),
    ("spaces around the address", a(" /lead.html "), "/lead.html"),
    ("meta refresh", "<meta http-equiv=refresh content='600; url=/refreshed.html'>", "/refreshed.html"),
    ("nofollow", "<a rel=nofollow href=/nofollow.html>x</a>", "/nofollow.html"),
    ("nofollow noopener", "<a rel='nofollow noopener' href=/noopener.html>x</a>", "/noopener.html"),
    ("noscript", "<noscript><a href=/noscript.html>x</a></noscript>", "/noscript.html"),
    ("preformatted", "<pre>$ see <a href=/pre.html>x</a></pre>", "/pre.html"),
    ("srcset, first", "<img alt='' src=/i.png srcset='/s1.png 1x, /s2.png 2x'>", "/s1.png"),
    ("srcset, second", "", "/s2.png"),
    ("style attribute", "<p style=\"background: url('/attr.png')\">x</p>", "/attr.png"),
    ("style element", "<style>p { background: url(/elem.png) }</style>", "/elem.png"),
    ("import", '<style>@import "/x.css";</style>', "/x.css"),
    ("picture of an imported sheet", "", "/deep/imported.png"),
    ("og:image", "<meta property=og:image content='/og.png'>", "/og.png"),
    ("JSON-LD", '<script type="application/ld+json">{"@type": "Organization", "url": "/ld.html"}</script>', "/ld.html"),
    ("HTTP 204", a("/204"), "/204"),
    ("answer after three seconds", a("/slow"), "/slow"),
    ("the second picture's first", "<img alt='' src=/i.png>", "/i.png"),
)
_SPECIAL = {
    "/x.css": b"HTTP/1.1 200 OK\r\nContent-Type: text/css\r\nContent-Length: 42\r\n\r\n"
    b"p { background: url(deep/imported.png) }  ",
    "/204": b"HTTP/1.1 204 No Content\r\n\r\n",
    "/slow": after(3.0, FINE),
}
_HEADS: tuple[tuple[str, bytes | None], ...] = (
    ("403 Forbidden", status("403 Forbidden")),
    ("404 Not Found", status("404 Not Found")),
    ("405 Method Not Allowed", status("405 Method Not Allowed")),
    ("500 Internal Server Error", status("500 Internal Server Error")),
    ("dropped", None),
)

BLOCKED = cause("link-blocked", Outcome.CANT_TELL)
_Blocked = tuple[str, bytes, LinkDetail]
_BLOCKED: tuple[_Blocked, ...] = (
    ("/403", status("403 Forbidden"), LinkDetail.REFUSES_ROBOTS),
    ("/403-challenge", status("403 Forbidden", "cf-mitigated: challenge"), LinkDetail.CHALLENGE),
    ("/999", status("999 Request denied"), LinkDetail.REFUSES_ROBOTS),
)

ROWS: tuple[Row, ...] = (
    *(Row(name, markup, f"{{o}}{path}", hits=1,
          answers={path: _SPECIAL.get(path, PICTURE if path.endswith(".png") else FINE)})
      for name, markup, path in _PLAIN),
    *(Row(f"HEAD {name}, GET 200", a(f"/head-{name[:3]}"), f"{{o}}/head-{name[:3]}",
          answers={f"/head-{name[:3]}": only_get(answer)}, hits=1) for name, answer in _HEADS),
    *(Row(path, a(path), f"{{o}}{path}", LinkState.BLOCKED, detail, findings=BLOCKED, answers={path: answer}, hits=1)
      for path, answer, detail in _BLOCKED),
    # the page in Big5
    Row("the page in Big5 itself", a("/big5.html"), "{o}/big5.html", hits=1),
    Row("query in the page's charset", a("/q?k=中文"), "{o}/q?k=%A4%A4%A4%E5", page="/big5.html",
        answers={"/q?k=%A4%A4%A4%E5": FINE}, hits=1),
    Row("path in UTF-8 from a page in Big5", a("/路徑.html"), "{o}/%E8%B7%AF%E5%BE%91.html", page="/big5.html",
        hits=1),
    Row("fragment of a page in Big5", a("#章節"), "{o}/big5.html#%E7%AB%A0%E7%AF%80", None, page="/big5.html"),
    # fragments
    Row("the page of the fragments", a("/page.html"), "{o}/page.html", hits=1),
    Row("#top without such an id", a("/page.html#top"), "{o}/page.html#top", None),
    Row("a part that is missing", a("/page.html#missing"), "{o}/page.html#missing", None,
        findings=cause("link-fragment-missing", Outcome.FAILED)),
    Row("an escaped part", a("/page.html#%E7%AB%A0%E7%AF%80"), "{o}/page.html#%E7%AB%A0%E7%AF%80", None),
    Row("a text directive that fits", a("/page.html#:~:text=hello"), "{o}/page.html#:~:text=hello", None),
    # the base element
    Row("the page with a base", a("/based/page.html"), "{o}/based/page.html", hits=1),
    Row("relative to the base", a("y.html"), "{o}/deep/er/y.html", page="/based/page.html",
        answers={"/deep/er/y.html": FINE}, hits=1),
    Row("never relative to the page", "", "{o}/based/y.html", None, hits=0),
    Row("the base itself is no link", "", "{o}/deep/er/", None, hits=0),
    # never requested
    Row("a form that posts", "<form method=post action=/post><button>送出</button></form>", "{o}/post", None, hits=0),
    Row("forbidden by robots.txt", a("/private/x.html"), "{o}/private/x.html", LinkState.NOT_CHECKED,
        LinkDetail.ROBOTS, hits=0),
    Row("a wrong mail address", a("mailto:bad@@x"), "mailto:bad@@x", None,
        findings=cause("link-address-malformed", Outcome.FAILED)),
    # for the moment only
    Row("429 with Retry-After", a("/429"), "{o}/429", hits=2, answers={
        "/429": first_then(status("429 Too Many Requests", "Retry-After: 1"), FINE, apart=0.95)}),
    Row("429 without", a("/429-bare"), "{o}/429-bare", hits=2, answers={
        "/429-bare": first_then(status("429 Too Many Requests"), FINE)}),
    Row("503 at first", a("/503"), "{o}/503", hits=2, answers={
        "/503": first_then(status("503 Service Unavailable"), FINE)}),
    # redirects
    Row("redirect to itself", a("/loop"), "{o}/loop", LinkState.BROKEN, LinkDetail.REDIRECT_LOOP, findings=BROKEN,
        answers={"/loop": moved("/loop")}, hits=1),
    Row("301 to 200", a("/301"), "{o}/301", LinkState.REDIRECTED, LinkDetail.MOVED, PERMANENT,
        cause("link-redirected-permanently", Outcome.FAILED),
        answers={
            "/301": moved("/new/1.html", status="301 Moved Permanently"), "/new/1.html": FINE}, hits=1),
    Row("302 to 200", a("/302"), "{o}/302", LinkState.REDIRECTED, LinkDetail.MOVED,
        answers={
            "/302": moved("/new/2.html"), "/new/2.html": FINE}, hits=1),
    # gone
    Row("410", a("/410"), "{o}/410", LinkState.BROKEN, LinkDetail.GONE, findings=BROKEN,
        answers={"/410": status("410 Gone")}, hits=1),
    # once more as a browser
    Row("404", a("/404"), "{o}/404", *MISSING, findings=BROKEN, hits=2),
    Row("500", a("/500"), "{o}/500", LinkState.SERVER_ERROR, LinkDetail.SERVER_ERROR, hits=3,
        findings=cause("link-server-error", Outcome.CANT_TELL), answers={"/500": status("500 Internal Server Error")}),
    Row("a port where nobody listens", a("http://127.0.0.1:9/x"), "http://127.0.0.1:9/x", LinkState.UNREACHABLE,
        LinkDetail.REFUSED, findings=cause("link-unreachable", Outcome.FAILED)),
    Row("a name that does not exist", a("http://no-such-host.invalid/"), "http://no-such-host.invalid/",
        LinkState.UNREACHABLE, LinkDetail.DNS, findings=cause("link-unreachable", Outcome.FAILED)),
    # a module that answers 200 for what it does not have
    *(Row(f"news item {n}", a(f"/news/{n}.html"), f"{{o}}/news/{n}.html",
          answers={f"/news/{n}.html": html(f"<h1>消息 {n}</h1><p>第 {n} 則消息的內容。</p>")}, hits=1)
      for n in range(1, 5)),
    Row("200 Page not found", a("/news/9.html"), "{o}/news/9.html", LinkState.BROKEN, LinkDetail.SOFT_MISSING,
        findings=BROKEN, answers={"/news/*": html("<h1>Page not found</h1>")}, hits=1),
)  # fmt: skip
