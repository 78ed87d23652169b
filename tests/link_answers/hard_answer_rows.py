"""The cases that link checkers' own tests leave out: charsets, TLS, broken transfers, modules that answer anything."""

from __future__ import annotations

import gzip
import ssl
from datetime import UTC, datetime, timedelta
from pathlib import Path

import trustme
from answer_rows import BLOCKED, BROKEN, FINE, PERMANENT, a, cause, status
from answer_site import Answers, Row, html
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from odd_servers import Script, drip, moved, once, reply, reset

from auditor.model import LinkDetail, LinkState, Notice, Outcome

DEAD = cause("link-unreachable", Outcome.FAILED)
UNSURE = cause("link-broken", Outcome.CANT_TELL)
SAFE = "safe.test"
_TEXT = "中文許功蓋"  # the second bytes of 許 and 功 are a vertical bar and a backslash in Big5


def _page(name: str, codec: str, *, header: str = "", meta: str = "", mark: bytes = b"") -> tuple[str, bytes]:
    """A page whose one link has a query in its own charset: its path, and the answer."""
    declared = f"<meta charset={meta}>" if meta else ""
    text = f"<!doctype html>{declared}<title>頁面</title><p>中文的內容在這裡。</p><a href='/q/{name}?k={_TEXT}'>x</a>"
    kind = "Content-Type: text/html" + (f"; charset={header}" if header else "")
    return f"/page/{name}", reply(mark + text.encode(codec, "replace"), kind)


def _escaped(codec: str, text: str = _TEXT) -> str:
    """Percent-encoding after encoding, by hand: plain bytes but those of the query set stay (URL Standard, 1.3)."""
    keep = set(range(0x21, 0x7F)) - set(b"\"#<>'")
    return "".join(
        "".join(chr(byte) if byte in keep else f"%{byte:02X}" for byte in character.encode(codec))
        if _can(character, codec) else f"%26%23{ord(character)}%3B" for character in text
    )  # fmt: skip


def _can(character: str, codec: str) -> bool:
    try:
        character.encode(codec)
    except UnicodeEncodeError:
        return False
    return True


_CHARSETS: tuple[tuple[str, str, dict[str, str | bytes], str], ...] = (
    ("big5-header", "big5", {"header": "Big5"}, _escaped("big5")),
    ("big5-meta", "big5", {"meta": "big5"}, _escaped("big5")),
    ("big5-undeclared", "big5", {}, _escaped("big5")),
    ("gbk-header", "gbk", {"header": "gb2312"}, _escaped("gbk")),
    ("gbk-meta", "gbk", {"meta": "gbk"}, _escaped("gbk")),
    ("shift-jis-meta", "shift_jis", {"meta": "shift_jis"}, _escaped("shift_jis")),
    ("utf-8-mark-beats-header", "utf-8", {"header": "big5", "mark": b"\xef\xbb\xbf"}, _escaped("utf-8")),
    ("utf-8-header-beats-meta", "utf-8", {"header": "utf-8", "meta": "big5"}, _escaped("utf-8")),
    ("utf-8-undeclared", "utf-8", {}, _escaped("utf-8")),
)


def _charset_rows() -> list[Row]:
    rows = []
    for name, codec, terms, query in _CHARSETS:
        path, answer = _page(name, codec, **terms)  # type: ignore[arg-type]
        target = f"/q/{name}?k={query}"
        rows.append(Row(f"query of {name}", a(path), f"{{o}}{target}", answers={path: answer, target: FINE}, hits=1))
    return rows


def _fault(name: str, path: str, answer: bytes | Script, detail: LinkDetail) -> Row:
    return Row(
        name, a(f"{{own}}{path}"), f"{{own}}{path}", LinkState.UNREACHABLE, detail, findings=DEAD, own={path: answer}
    )


def _fine(name: str, path: str, answer: bytes | Script) -> Row:
    return Row(name, a(path), f"{{o}}{path}", answers={path: answer}, hits=1)


_CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
_BOMB = gzip.compress(bytes(100_000_000), 9)

_TRANSFERS = (
    _fault("a body that drips", "/drip", drip(b"HTTP/1.1 200 OK\r\n\r\n", b"x", 0.05), LinkDetail.TIMEOUT),
    _fault("a header that drips", "/drip", drip(b"HTTP/1.1 200 OK\r\nX: ", b"x", 0.05), LinkDetail.TIMEOUT),
    _fault("silence", "/", drip(b"", b"", 0.05), LinkDetail.TIMEOUT),
    _fine("a chunk cut in the middle", "/cut", once(_CHUNKED + b"8\r\npage")),  # browsers show what came
    _fine("less than announced", "/less", once(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nx")),
    _fault("a connection broken off", "/", reset, LinkDetail.RESET),
    _fine(
        "a body without end", "/endless", drip(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n", b"x" * 99_999, 0)
    ),
    _fine("a bomb", "/bomb", reply(_BOMB, "Content-Type: text/html", "Content-Encoding: gzip")),
    _fine("a header of 100 KB", "/header", reply(b"x", "X-Long: " + "x" * 100_000)),
    _fine("HTTP/1.0", "/old", once(b"HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\nold")),
    _fine("early hints", "/hints", b"HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n" + FINE),
    _fine("chunks", "/chunks", once(_CHUNKED + b"4\r\npage\r\n0\r\n\r\n")),
    _fine("a tag that changes each time", "/tag", reply(b"x", 'ETag: "a"')),
)

_REDIRECTS = (
    Row("more redirects than browsers follow", a("/far/0"), "{o}/far/0", LinkState.BROKEN,
        LinkDetail.TOO_MANY_REDIRECTS, findings=BROKEN,
        answers={f"/far/{n}": moved(f"/far/{n + 1}") for n in range(30)}),
    Row("two that forward to each other", a("/to"), "{o}/to", LinkState.BROKEN, LinkDetail.REDIRECT_LOOP,
        findings=BROKEN, answers={"/to": moved("/fro"), "/fro": moved("/to")}, hits=1),
    Row("to the home page", a("/old/article"), "{o}/old/article", LinkState.REDIRECTED, LinkDetail.REDIRECT_TO_HOME,
        findings=UNSURE, answers={"/old/article": moved("/")}, hits=1),
    Row("to a login", a("/members"), "{o}/members", LinkState.REDIRECTED, LinkDetail.REDIRECT_TO_LOGIN, findings=UNSURE,
        answers={"/members": moved("/login.aspx"), "/login.aspx": html("<h1>登入</h1>")}, hits=1),
    Row("to a page that is gone", a("/chain"), "{o}/chain", LinkState.BROKEN, LinkDetail.MISSING, findings=BROKEN,
        answers={"/chain": moved("/nowhere")}, hits=2),  # once more as a browser
    Row("to another scheme", a("/to-ftp"), "{o}/to-ftp", LinkState.BLOCKED, LinkDetail.OPENS_APP, findings=BLOCKED,
        answers={"/to-ftp": moved("ftp://agency.test/x")}, hits=1),
    Row("a redirect without an address", a("/nowhither"), "{o}/nowhither", LinkState.OK, LinkDetail.ALIVE,
        answers={"/nowhither": status("302 Found")}, hits=1),
    Row("308 for good", a("/308"), "{o}/308", LinkState.REDIRECTED, LinkDetail.MOVED, PERMANENT,
        cause("link-redirected-permanently", Outcome.FAILED),
        answers={"/308": moved("/308-end", status="308 Permanent Redirect"), "/308-end": FINE}, hits=1),
)  # fmt: skip

_ERROR_PAGE = html("<title>錯誤</title><p>檔案不存在</p>")
_FIREWALL = reply(
    b"<html><head><title>Request Rejected</title></head><body>The requested URL was rejected.</body></html>",
    "Content-Type: text/html",
)
_BLOCKED = (
    ("a firewall's page with 200", "/fw", _FIREWALL, LinkDetail.CHALLENGE),
    ("a firewall's page for a file", "/fw/report.pdf", _FIREWALL, LinkDetail.CHALLENGE),
    ("202 with nothing", "/202", reply(b"", status="202 Accepted"), LinkDetail.CHALLENGE),
    ("a header that asks for a person", "/waf", status("405 X", "x-amzn-waf-action: captcha"), LinkDetail.CHALLENGE),
    ("401", "/401", status("401 Unauthorized"), LinkDetail.LOGIN_NEEDED),
    ("429 for ever", "/429", status("429 Too Many Requests"), LinkDetail.RATE_LIMITED),
    ("451", "/451", status("451 Unavailable For Legal Reasons"), LinkDetail.REFUSES_ROBOTS),
)

_FILES = (
    Row("a PDF that is a page", a("/f/page.pdf"), "{o}/f/page.pdf", LinkState.BROKEN, LinkDetail.DEAD_DOWNLOAD,
        findings=BROKEN, answers={"/f/page.pdf": _ERROR_PAGE}, hits=1),
    Row("a PDF of no bytes", a("/f/empty.pdf"), "{o}/f/empty.pdf", LinkState.BROKEN, LinkDetail.DEAD_DOWNLOAD,
        findings=BROKEN, answers={"/f/empty.pdf": reply(b"", "Content-Type: application/pdf")}, hits=1),
)  # fmt: skip

_OTHERS = (
    Row("4xx of another kind", a("/418"), "{o}/418", LinkState.BLOCKED, LinkDetail.CLIENT_ERROR, findings=BLOCKED,
        answers={"/418": status("418 Teapot")}, hits=1),
    Row("an inside address that nobody configured", a("http://10.0.0.1/"), "http://10.0.0.1/", LinkState.NOT_CHECKED,
        LinkDetail.INSIDE_ADDRESS),
    Row("the same page by two queries", a("/cp.aspx?n=1") + a("/cp.aspx?n=2"), "{o}/cp.aspx?n=2",
        answers={"/cp.aspx?n=1": html("一"), "/cp.aspx?n=2": html("二")}, hits=1),
    Row("the other of them", "", "{o}/cp.aspx?n=1", hits=1),
    Row("a script that posts back", "<a href=\"javascript:__doPostBack('ctl00$x','')\">下一頁</a>",
        "javascript:__doPostBack('ctl00$x','')", None),
    Row("ftp", a("ftp://agency.test/x"), "ftp://agency.test/x", None),
    Row("a comment is no link", "<!-- -- > <a href=/comment.html>x</a> -->", "{o}/comment.html", None, hits=0),
    # an id is matched code point by code point (HTML Standard, 7.4.6.4): NFC and NFD are two names
    Row("a page of composed letters", a("/nfc.html"), "{o}/nfc.html", answers={
        "/nfc.html": html("<p id='caf\u00e9'>x</p>")}, hits=1),
    Row("composed", a("/nfc.html#caf\u00e9"), "{o}/nfc.html#caf%C3%A9", None),
    Row("decomposed", a("/nfc.html#cafe\u0301"), "{o}/nfc.html#cafe%CC%81", None,
        findings=cause("link-fragment-missing", Outcome.FAILED)),
    Row("a page that a script builds", a("/app.html#part"), "{o}/app.html#part", None,
        findings=cause("link-fragment-missing", Outcome.CANT_TELL),
        answers={"/app.html": html("<div id=app></div><script src=/app.js></script>"), "/app.js": FINE}),
)  # fmt: skip


def _modules() -> list[Row]:
    """Two folders side by side, an honest one and one that answers 200; a third shows one page for anything."""
    real = {n: html(f"<h1>第 {n} 則</h1><p>內容 {n}</p>") for n in range(1, 5)}
    rows = [
        Row(f"{folder} {n}", a(f"/{folder}/{n}.html"), f"{{o}}/{folder}/{n}.html",
            answers={f"/{folder}/{n}.html": page}, hits=1)
        for folder in ("soft", "honest") for n, page in real.items()
    ]  # fmt: skip
    sorry = "<h1>很抱歉</h1><p>請回上一頁</p>"
    return [
        *rows,
        Row("missing, in the folder that answers 200", a("/soft/9.html"), "{o}/soft/9.html", LinkState.BROKEN,
            LinkDetail.SOFT_MISSING, findings=BROKEN, answers={"/soft/*": html(sorry)}, hits=1),
        Row("the same words, in the honest folder", a("/honest/9.html"), "{o}/honest/9.html",
            answers={"/honest/9.html": html(sorry)}, hits=1),
        Row("maintenance in the text of a real page", a("/honest/8.html"), "{o}/honest/8.html",
            answers={"/honest/8.html": html("<p>網站維護中</p><h1>簡介</h1><p>找不到網頁時請來電。</p>")}, hits=1),
        *(Row(f"one page for anything, {n}", a(f"/any/{n}"), f"{{o}}/any/{n}", LinkState.OK, LinkDetail.LIKE_MISSING,
              findings=UNSURE, answers={"/any/*": html("<h1>園區地圖</h1><p>請選擇園區</p>")}, hits=1)
          for n in (1, 2, 3)),
        *(Row(f"not found for anything, {n}", a(f"/none/{n}"), f"{{o}}/none/{n}", LinkState.BROKEN,
              LinkDetail.SOFT_MISSING, findings=BROKEN, answers={"/none/*": html("<h1>查無此頁</h1>")}, hits=1)
          for n in (1, 2)),
    ]  # fmt: skip


def rows(folder: Path) -> tuple[tuple[Row, ...], str]:
    """All rows, and the file of the authority to trust."""
    blocked = [Row(name, a(f"{{own}}{path}"), f"{{own}}{path}", LinkState.BLOCKED, detail, findings=BLOCKED,
                   own={path: answer}) for name, path, answer, detail in _BLOCKED]  # fmt: skip
    tls, trust = _tls(folder)
    return (*_charset_rows(), *_TRANSFERS, *_REDIRECTS, *blocked, *_FILES, *_OTHERS, *_modules(), *tls), trust


def _tls(folder: Path) -> tuple[list[Row], str]:
    """A server for each fault of a certificate, all of them called ``SAFE``."""
    now = datetime.now(UTC)
    authority, stranger = trustme.CA(), trustme.CA()
    between = authority.create_child_ca()
    trust = folder / "authority.pem"
    authority.cert_pem.write_to_path(trust)
    expired = authority.issue_cert(SAFE, not_before=now - timedelta(90), not_after=now - timedelta(1))
    ending = authority.issue_cert(SAFE, not_after=now + timedelta(9))
    served: Answers = {"/": FINE}
    faulty = {
        "an expired certificate": (_context(expired), LinkDetail.TLS_EXPIRED),
        "a certificate for another name": (_context(authority.issue_cert("other.test")), LinkDetail.TLS_WRONG_NAME),
        "a certificate signed by itself": (_self_signed(folder), LinkDetail.TLS_UNTRUSTED),
    }
    unknown = {
        "an authority that browsers perhaps know": _context(stranger.issue_cert(SAFE)),
        "no intermediate certificate": _alone(between.issue_cert(SAFE), folder),
    }
    rows = [
        Row(
            name,
            a("{own}/"),
            "{own}/",
            LinkState.UNREACHABLE,
            detail,
            findings=DEAD,
            own=served,
            tls=context,
            name=SAFE,
        )
        for name, (context, detail) in faulty.items()
    ]
    rows += [
        Row(name, a("{own}/"), "{own}/", LinkState.UNREACHABLE, LinkDetail.TLS_INCOMPLETE,
            (Notice.INCOMPLETE_CHAIN,), cause("link-unreachable", Outcome.CANT_TELL), own=served, tls=context,
            name=SAFE)
        for name, context in unknown.items()
    ]  # fmt: skip
    good = {"a good certificate": authority.issue_cert(SAFE), "one with its intermediate": between.issue_cert(SAFE)}
    rows += [Row(name, a("{own}/"), "{own}/", own=served, tls=_context(leaf), name=SAFE) for name, leaf in good.items()]
    soon = (Notice.CERTIFICATE_ENDING,)
    rows.append(
        Row("a certificate that ends in nine days", a("{own}/"), "{own}/", notices=soon, own=served,
            tls=_context(ending), name=SAFE)
    )  # fmt: skip
    return rows, str(trust)


def _context(leaf: trustme.LeafCert) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    leaf.configure_cert(context)
    return context


def _alone(leaf: trustme.LeafCert, folder: Path) -> ssl.SSLContext:
    """The certificate without those between it and its authority."""
    file = folder / "alone.pem"
    file.write_bytes(leaf.private_key_pem.bytes() + leaf.cert_chain_pems[0].bytes())
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    return context


def _self_signed(folder: Path) -> ssl.SSLContext:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, SAFE)])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(1).not_valid_before(now - timedelta(1)).not_valid_after(now + timedelta(90))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(SAFE)]), critical=False).sign(key, hashes.SHA256())
    )  # fmt: skip
    file = folder / "self.pem"
    pem = serialization.Encoding.PEM
    plain = (serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    file.write_bytes(key.private_bytes(pem, *plain) + certificate.public_bytes(pem))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    return context
