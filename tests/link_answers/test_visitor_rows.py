"""What a visitor meets decides: error pages behind redirects, 404s for programs alone, content that is another."""

from __future__ import annotations

import asyncio

import pytest
from answer_rows import BLOCKED, BROKEN, FINE, PICTURE, a, cause
from answer_site import CrawledSite, Row, crawl_rows, html
from odd_servers import Script, moved, reply
from test_answer_matrix import difference

from auditor.crawl import second_requests
from auditor.model import LinkDetail, LinkState, Outcome

UNSURE = cause("link-broken", Outcome.CANT_TELL)
FAILED_PART = cause("link-fragment-missing", Outcome.FAILED)
UNSURE_PART = cause("link-fragment-missing", Outcome.CANT_TELL)
MOVED = (LinkState.REDIRECTED, LinkDetail.MOVED)
SOFT = (LinkState.BROKEN, LinkDetail.SOFT_MISSING)
WRONG = (LinkState.BROKEN, LinkDetail.WRONG_CONTENT)
NO_PAGE = reply(b"", "Content-Type: text/html", status="404 Not Found")


def redirecting(end: str) -> Script:
    """A module that forwards whatever it does not have to an error page, which repeats the address."""

    async def script(head: bytes, writer: asyncio.StreamWriter) -> None:
        writer.write(moved(end.replace("{path}", head.split(b" ")[1].decode())))
        await writer.drain()

    return script


def for_browsers(content: bytes, *, refusal: bytes = NO_PAGE) -> Script:
    """A server that answers programs with 404."""

    async def script(head: bytes, writer: asyncio.StreamWriter) -> None:
        writer.write(content if b"Mozilla/5.0 (" in head else refusal)
        await writer.drain()

    return script


def module(folder: str, end: str, page: bytes, *, name: str = "gone.aspx") -> tuple[Row, ...]:
    """Three pages that are there, and one that its module forwards to the end."""
    there = {f"{folder}{n}.aspx": html(f"<h1>消息 {n}</h1><p>第 {n} 則的內容。</p>") for n in range(3)}
    error, _, _ = end.partition("?")
    answers = {**there, f"{folder}*": redirecting(end), error: page, f"{error}*": page}
    links = "".join(a(path) for path in there)
    return (
        Row(f"{folder} to {error}", links + a(f"{folder}{name}"), f"{{o}}{folder}{name}", *SOFT, findings=BROKEN,
            answers=answers),
    )  # fmt: skip


ROWS = (
    # the same end as that of an address that cannot exist
    *module("/asp/", "/GenericError.htm?aspxerrorpath={path}", html("<h1>系統忙碌</h1>")),
    *module("/spring/", "/oops.jsp?from={path}&t=1764500000", html("<h1>請稍候</h1>")),
    *module("/php/", "/index2.php?route=common/lost&from={path}", html("<h1>Lost</h1>")),
    # an end that shows by its name what it is
    Row("to a page of that name", a("/o/1"), "{o}/o/1", *SOFT, findings=BROKEN,
        answers={"/o/1": moved("/zh-tw/error/404.html"), "/zh-tw/error/404.html": FINE}),
    Row("to a page for all errors", a("/q?n=a"), "{o}/q?n=a", LinkState.REDIRECTED, LinkDetail.REDIRECT_TO_ERROR,
        findings=UNSURE, answers={"/q?n=a": moved("/error.jsp"), "/error.jsp": FINE}),
    Row("to a page whose name only holds a login", a("/bl"), "{o}/bl", *MOVED,
        answers={"/bl": moved("/Blogindex.php"), "/Blogindex.php": FINE}),
    Row("to a login as a word of the name", a("/ml"), "{o}/ml", LinkState.REDIRECTED, LinkDetail.REDIRECT_TO_LOGIN,
        findings=UNSURE, answers={"/ml": moved("/MemberLogin.aspx"), "/MemberLogin.aspx": FINE}),
    # titles outside the site
    Row("a title of a missing page outside", '<a href="{own}/n">n</a>', "{own}/n", LinkState.OK,
        LinkDetail.STATES_MISSING, findings=UNSURE,
        own={"/n": reply("<title>查無此頁 - 某某公司</title><p>x".encode(), "Content-Type: text/html; charset=utf-8")}),
    # 404 for programs alone: every further 404 of that host is requested as a browser too
    Row("404 for programs", '<a href="{own}/1">1</a>', "{own}/1", LinkState.BLOCKED, LinkDetail.MISSING_FOR_ROBOTS,
        findings=BLOCKED, own={"/1": for_browsers(FINE), **{f"/{n}": NO_PAGE for n in range(2, 9)}}, hits=2),
    # content in the place of another
    Row("a page where an image is loaded", "<img alt=圖 src=/img.php>", "{o}/img.php", *WRONG, findings=BROKEN,
        answers={"/img.php": FINE}),
    Row("an image where an image is loaded", "<img alt=圖 src=/img2.php>", "{o}/img2.php",
        answers={"/img2.php": PICTURE}),
    Row("a page about an image", a("/photo/File:a.png"), "{o}/photo/File:a.png", answers={"/photo/File:a.png": FINE}),
    Row("an empty image", a("/empty.gif"), "{o}/empty.gif", *WRONG, findings=BROKEN,
        answers={"/empty.gif": reply(b"", "Content-Type: image/gif")}),
    Row("a page where a sheet is loaded", "<link rel=stylesheet href=/s.css>", "{o}/s.css", *WRONG, findings=BROKEN,
        answers={"/s.css": FINE}),
    Row("a background of another kind", "<p style='background:url(/bg.png)'>x</p>", "{o}/bg.png", *WRONG,
        findings=BROKEN, answers={"/bg.png": FINE}),
    Row("a page about a file", a("/wiki/File:a.pdf"), "{o}/wiki/File:a.pdf", LinkState.OK, LinkDetail.PAGE_FOR_FILE,
        findings=UNSURE, answers={"/wiki/File:a.pdf": html("<h1>檔案</h1>" + "<p>說明</p>" * 20)}),
    # parts
    Row("the redirect's own part", a("/old#gone"), "{o}/old#gone", None, answers={"/old": moved("/parts#one")}),
    Row("a part that is missing behind a redirect", a("/old2#gone"), "{o}/old2#gone", None, findings=FAILED_PART,
        answers={"/old2": moved("/parts"), "/parts": html("<p id=one>x</p>")}),
    Row("a part kept behind a redirect", a("/old3#one"), "{o}/old3#one", None, answers={"/old3": moved("/parts")}),
    Row("a state that a script reads", a("/app#tab=2"), "{o}/app#tab=2", None, findings=UNSURE_PART,
        answers={"/app": html("<h1>應用</h1><script>onhashchange = show</script>" + "<p>文字內容</p>" * 40)}),
    Row("a state without any script", a("/flat#tab=2"), "{o}/flat#tab=2", None, findings=FAILED_PART,
        answers={"/flat": html("<h1>靜態</h1>" + "<p>文字內容</p>" * 40)}),
    # a Refresh header
    Row("a refresh header to a missing page", a("/rh"), "{o}/rh", LinkState.BROKEN, LinkDetail.MISSING, findings=BROKEN,
        answers={"/rh": html("x", "Refresh: 0; url=/no-such-thing")}),
    Row("a page with a refresh header", a("/later/page"), "{o}/later/page",
        answers={"/later/page": html("<h1>稍候</h1>", "Refresh: 5; url=/later/none")}),
    Row("where a refresh header leads later", "", "{o}/later/none", LinkState.BROKEN, LinkDetail.MISSING,
        findings=BROKEN, answers={"/later/none": NO_PAGE}),
    # statuses
    Row("408 at first", a("/408"), "{o}/408", LinkState.BLOCKED, LinkDetail.TEMPORARY, findings=BLOCKED, hits=3,
        answers={"/408": html("x", status="408 Request Timeout")}),
    Row("511", a("/511"), "{o}/511", LinkState.NOT_CHECKED, LinkDetail.OWN_NETWORK, hits=1,
        answers={"/511": html("x", status="511 Network Authentication Required")}),
)  # fmt: skip


@pytest.fixture(scope="module")
def crawled() -> CrawledSite:
    return crawl_rows(ROWS, {}, seconds=5.0)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.probe)
def test_row(crawled: CrawledSite, row: Row) -> None:
    assert difference(crawled, row) == []


def test_further_404s_of_a_host_that_distinguishes_are_requested_as_a_browser_too() -> None:
    gone = {f"/{n}": NO_PAGE for n in range(2, 9)}
    links = "".join(f'<a href="{{own}}/{n}">{n}</a>' for n in range(1, 9))
    row = Row("1", links, "{own}/1", own={"/1": for_browsers(FINE), **gone})
    found = crawl_rows([row], {}, seconds=5.0)
    own = found.own["1"]
    states = {found.targets[f"{own}/{n}"].state for n in range(2, 9)}
    assert found.targets[f"{own}/1"].detail is LinkDetail.MISSING_FOR_ROBOTS
    assert states == {LinkState.BROKEN}
    assert all(found.requests[own].count(f"/{n}") == 2 for n in range(1, 9))


def test_a_host_that_answers_all_alike_gets_few_second_requests(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(second_requests, "FIRST_OF_A_HOST", 3)
    links = "".join(f'<a href="{{own}}/{n}">{n}</a>' for n in range(8))
    found = crawl_rows([Row("1", links, "{own}/1", own={"*": NO_PAGE})], {}, seconds=5.0)
    own = found.own["1"]
    assert sum(found.requests[own].count(f"/{n}") for n in range(8)) == 8 + 3
