"""Second opinions in whole runs: what only another client or the browser is shown is alive, and bounded."""

from __future__ import annotations

import asyncio

import pytest
from answer_rows import after
from answer_site import CrawledSite, Row, crawl_rows, html
from odd_servers import Script, reset

from auditor.model import ClientName, LinkDetail, LinkState, OpinionPolicy, Outcome
from auditor.report.html.finding_texts import opinions_text
from auditor.report.words import words_in

REFUSED = html("不准", status="403 Forbidden")
CONTENT = html("<h1>公告</h1><p>產業園區的公告。</p>")
FIRST, SECOND, BROWSER = ClientName


def by_head(sign: bytes, then: bytes, otherwise: bytes | Script) -> Script:
    """One answer to requests whose head has a sign, another to all others."""

    async def script(head: bytes, writer: asyncio.StreamWriter) -> None:
        if sign not in head and not isinstance(otherwise, bytes):
            await otherwise(head, writer)
            return
        writer.write(then if sign in head else otherwise)
        await writer.drain()

    return script


def linked(probe: str, state: LinkState, detail: LinkDetail, answer: bytes | Script, hits: int | None) -> Row:
    return Row(probe, f"<a href=/{probe}>{probe}</a>", f"{{o}}/{probe}", state, detail, answers={f"/{probe}": answer},
               hits=hits)  # fmt: skip


SCRIPT = html(
    "<script>document.cookie = 'passed=yes'; setTimeout(() => location.reload(), 50)</script>", status="403 Forbidden"
)
ROWS = (
    linked("browsers", LinkState.OK, LinkDetail.ALIVE, by_head(b"Sec-Fetch-Mode: navigate", CONTENT, REFUSED), 2),
    linked("script", LinkState.OK, LinkDetail.ALIVE, by_head(b"passed=yes", CONTENT, SCRIPT), 4),
    linked("breaks", LinkState.OK, LinkDetail.ALIVE, by_head(b"HeadlessChrome", CONTENT, reset), None),
    linked("nobody", LinkState.BLOCKED, LinkDetail.REFUSES_ROBOTS, REFUSED, 3),
    linked("error", LinkState.SERVER_ERROR, LinkDetail.SERVER_ERROR, html("錯", status="500 Internal Server Error"), 5),
    linked("gone", LinkState.BROKEN, LinkDetail.MISSING, html("無", status="404 Not Found"), 2),
)


def clients(crawled: CrawledSite) -> dict[str, tuple[ClientName, ...]]:
    return {row.probe: tuple(opinion.client for opinion in crawled.targets[crawled.url(row)].opinions) for row in ROWS}


@pytest.mark.browser
def test_who_saw_what_is_weighed_kept_and_told() -> None:
    crawled = crawl_rows(ROWS, {}, seconds=5.0, opinions=OpinionPolicy.BROWSER)
    assert {row.probe: crawled.targets[crawled.url(row)].state for row in ROWS} == {
        row.probe: row.state for row in ROWS
    }
    for row in ROWS:
        assert row.hits in {None, crawled.times(row)}, row.probe
    assert clients(crawled) == {
        "browsers": (FIRST, SECOND), "script": (FIRST, SECOND, BROWSER), "breaks": (FIRST, SECOND, BROWSER),
        "nobody": (FIRST, SECOND, BROWSER), "error": (FIRST, SECOND, BROWSER), "gone": (),
    }  # fmt: skip
    [finding] = [found for found in crawled.findings if found.cause.endswith("/nobody")]
    assert finding.outcome is Outcome.CANT_TELL
    text = opinions_text(words_in("en"), finding.spots[0].data["seen"])
    assert text == "libcurl: HTTP 403; httpx: HTTP 403; Chromium: HTTP 403, “頁”"


def test_the_setting_bounds_who_is_asked() -> None:
    rows = [row for row in ROWS if row.probe in {"browsers", "script", "nobody"}]
    alone = crawl_rows(rows, {}, seconds=5.0, opinions=OpinionPolicy.NONE)
    assert [alone.times(row) for row in rows] == [1, 1, 1]
    assert alone.targets[alone.url(rows[0])].state is LinkState.BLOCKED
    two = crawl_rows(rows, {}, seconds=5.0, opinions=OpinionPolicy.CLIENT)
    assert [two.times(row) for row in rows] == [2, 2, 2]
    assert two.targets[two.url(rows[0])].state is LinkState.OK
    assert two.targets[two.url(rows[1])].state is LinkState.BLOCKED


@pytest.mark.browser
def test_addresses_of_a_silent_host_are_not_all_waited_for() -> None:
    rows = tuple(
        linked(f"slow{number}", LinkState.UNREACHABLE, LinkDetail.TIMEOUT, after(60, CONTENT), 5) for number in range(3)
    )
    crawled = crawl_rows(rows, {}, seconds=0.3, opinions=OpinionPolicy.BROWSER)
    shown = [row for row in rows if crawled.targets[crawled.url(row)].opinions[-1].client is BROWSER]
    assert len(shown) == 1
