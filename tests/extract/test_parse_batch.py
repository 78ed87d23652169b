from __future__ import annotations

import pickle
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditor.demo.documents import docx, pdf_file
from auditor.extract.parse_batch import FoundAddress, ParseJob, ParseResult, is_page, parse_batch
from auditor.model import FileFormat, LinkKind, Page, ResourceUse

URL = "https://zone.gov.tw/iphw/x/index.do?id=0"
HTML = """<!DOCTYPE html><html lang="zh-Hant"><head><title>新竹</title><meta name="DC.Title" content="新竹"></head>
<body><h2>最新消息</h2><ul><li>2026-11-20 <a href="news.do?id=1#top">停水</a></li></ul>
<iframe src="news.do?id=1"></iframe>
<a href="#c">內容</a><a href="mailto:a@b.tw">信箱</a><a href="javascript:void(0)">列印</a><a href="tel:1">電話</a>
<form action="/s"><input name="q"></form><form action="/post" method="post"></form><img src="/i.png"></body></html>"""


def parse(body: bytes, media_type: str = "text/html", charset: str = "", *, start: bool = False) -> ParseResult:
    (done,) = parse_batch([ParseJob(URL, body, media_type, charset, start)])
    return done


def page_of(done: ParseResult) -> Page:
    return msgspec.msgpack.decode(done.page, type=Page)


def test_a_page_and_where_it_leads() -> None:
    done = parse(HTML.encode())
    assert done.found == (
        FoundAddress("https://zone.gov.tw/iphw/x/news.do?id=1", LinkKind.PAGE),
        FoundAddress(URL, LinkKind.PAGE),
        FoundAddress("https://zone.gov.tw/s", LinkKind.FORM),
        FoundAddress("https://zone.gov.tw/i.png", LinkKind.RESOURCE, ResourceUse.IMAGE),
    )
    page = page_of(done)
    assert page.document is not None
    assert page.head is not None
    assert (done.title, done.lang, done.text_hash) == ("新竹", "zh-Hant", page.document.text_hash)
    assert [meta.name for meta in page.head.metas] == ["DC.Title"]
    assert page.blocks is None


def test_blocks_are_read_on_start_pages_only() -> None:
    blocks = page_of(parse(HTML.encode(), start=True)).blocks
    assert blocks is not None
    assert [item.date for item in blocks.news] == ["2026-11-20"]
    assert blocks.search[0].action == "https://zone.gov.tw/s"


def test_the_opening_is_kept_only_where_it_is_wanted() -> None:
    job = ParseJob(URL, HTML.encode(), "text/html", "", start=False)
    for wanted, opening in ((True, "最新消息 2026-11-20 停水 內容 信箱 列印 電話"), (False, None)):
        (done,) = parse_batch([msgspec.structs.replace(job, opening=wanted)])
        assert page_of(done).opening == opening


@pytest.mark.parametrize("links_only", [False, True])
def test_expected_words_are_searched_for_in_the_whole_source(links_only: bool) -> None:
    body = "<!DOCTYPE html><title>首長&#x4FE1;箱</title><input value=查詢>".encode("big5")
    job = ParseJob(URL, body, "text/html", "big5", start=True, links_only=links_only)
    for words, missing in ((("信箱", "查詢", "陳情"), ("陳情",)), ((), ()), (None, None)):
        (done,) = parse_batch([msgspec.structs.replace(job, words=words)])
        assert page_of(done).missing_words == missing


def test_charset_and_its_source() -> None:
    body = HTML.replace("news.do?id=1#top", "/q?k=中").encode("big5")
    by_header = page_of(parse(body, charset="big5")).document
    by_bytes = page_of(parse(body)).document
    assert by_header is not None
    assert by_bytes is not None
    assert (by_header.charset, by_header.charset_source) == ("big5", "header")
    assert (by_bytes.charset, by_bytes.charset_source) == ("big5", "detected")
    assert by_bytes.links[0].url == "https://zone.gov.tw/q?k=%A4%A4"


@pytest.mark.parametrize(
    ("media_type", "body", "expected"),
    [
        ("text/html", b"", True),
        ("application/xhtml+xml", b"x", True),
        ("", b"\xef\xbb\xbf \n<!DOCTYPE HTML>", True),
        ("application/octet-stream", b"<html>", True),
        ("", b"%PDF-1.7", False),
        ("text/plain", b"<html>", False),
        ("application/pdf", b"<html>", False),
    ],
)
def test_what_is_a_page(media_type: str, body: bytes, expected: bool) -> None:
    assert is_page(media_type, body) is expected
    assert bool(parse(body, media_type).page) is expected


def test_style_sheets_lead_on() -> None:
    done = parse(b"@charset 'utf-8'; @import 'b.css';\n a{background:url(/i.png?x#y)}", "text/css")
    assert done.page == b""
    assert [found.url for found in done.found] == ["https://zone.gov.tw/iphw/x/b.css", "https://zone.gov.tw/i.png?x"]
    assert done.found[0] == FoundAddress("https://zone.gov.tw/iphw/x/b.css", LinkKind.RESOURCE, ResourceUse.SHEET)
    assert done.sheet
    assert [(loaded.line, loaded.raw) for loaded in done.sheet.addresses] == [(1, "b.css"), (2, "/i.png?x#y")]


def test_a_batch_in_another_process() -> None:
    batch = [ParseJob(URL, HTML.encode(), "text/html", "", False)] * 2
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        assert pool.submit(parse_batch, batch).result() == parse_batch(batch)
    assert pickle.loads(pickle.dumps(batch)) == batch


@settings(max_examples=60)
@given(st.binary(max_size=120), st.sampled_from(["text/html", "text/css", "", "image/png"]), st.text(max_size=8))
def test_nothing_raises(body: bytes, media_type: str, charset: str) -> None:
    done = parse(body, media_type, charset, start=True)
    assert not done.page or page_of(done).document is not None


@pytest.mark.parametrize(
    ("media_type", "path"), [("application/pdf", "get"), ("application/octet-stream", "a.pdf"), ("", "a.pdf")]
)
def test_a_download_is_read_and_leads_on(media_type: str, path: str) -> None:
    whole = docx("題", "文") if path == "get" else pdf_file("題", "文")
    (done,) = parse_batch([ParseJob(f"http://a.example/{path}", whole, media_type, "", False)])
    assert done.page == b""
    assert done.download is not None
    assert (done.download.title, done.download.claimed) == ("題", FileFormat.PDF)


def test_a_script_is_no_download() -> None:
    assert parse(b"function f() {}", "text/javascript").download is None


def test_an_old_charset_declaration_is_plain_text() -> None:
    body = b'<meta http-equiv="Content-Type" content="text/html; charset=UTF-8"><meta charset="utf-8"><title>x</title>'
    head = page_of(parse(body)).head
    assert head is not None
    assert [(meta.name, type(meta.content)) for meta in head.metas][:1] == [("Content-Type", str)]


def test_xhtml_sent_as_html_warns_nobody() -> None:
    body = (
        b'<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><head><title>x</title></head><body/></html>'
    )
    assert page_of(parse(body, start=True)).head is not None
