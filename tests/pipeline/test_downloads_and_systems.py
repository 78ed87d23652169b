"""What a site's files, style sheets and sitemaps link to, what files lack, and the systems, over whole judged runs."""

from __future__ import annotations

import msgspec
from small_runs import ROOT, answer, begin, page

from auditor.model import (
    CrawlRequest,
    Download,
    FetchRecord,
    FileFormat,
    Finding,
    Life,
    LinkState,
    Opens,
    Page,
    QueueKind,
    Run,
    SheetAddress,
    StyleSheet,
    System,
)
from auditor.pipeline.judgement.judge_run import judge_run
from auditor.pipeline.judgement.systems import systems_of
from auditor.store import Store

HOME = f"{ROOT}a/"
FILE = f"{ROOT}a/download/form.pdf"
SHEET = f"{ROOT}a/style.css"
MAP = f"{ROOT}map.txt"
GONE = "http://other.example/gone"
SYSTEM = System("mailbox", "首長信箱", "probe", "http://mail.example/", ("信箱",))


def file(**facts: object) -> FetchRecord:
    """A download of site a."""
    whole = Download(FileFormat.PDF, Opens.YES, FileFormat.PDF, 900, title="表", lang="zh-TW", pages=1, text=True)
    one = answer(FILE, LinkState.OK)
    target = msgspec.structs.replace(one.target, download=msgspec.structs.replace(whole, **facts))
    return msgspec.structs.replace(one, site="a", target=target)


def judged(store: Store, *fetched: FetchRecord, run: Run | None = None) -> dict[tuple[str, str], Finding]:
    run = run or begin(store, "a", topics=("links", "accessibility"))
    store.queue.record(run.number, fetched=fetched)
    judgement = judge_run(store, store.runs.find(run.number), made="2026-11-23T09:00:00+08:00")
    return {(one.site, one.check): one for one in store.judgements.findings(judgement)}


def test_what_a_file_lacks_is_reported_where_it_is_linked(store: Store) -> None:
    found = judged(store, page(store, HOME, FILE), file(tagged=False))
    fault = found["a", "pdf-untagged"]
    assert (fault.cause, [spot.place.url for spot in fault.spots]) == (FILE, [HOME])
    mended = judged(store, page(store, HOME, FILE), file(tagged=True))
    assert mended["a", "pdf-untagged"].life is Life.FIXED


def test_a_dead_link_in_a_file_is_reported_at_the_file_and_mended_with_it(store: Store) -> None:
    home, gone = page(store, HOME, FILE), answer(GONE, LinkState.BROKEN)
    fault = judged(store, home, file(tagged=True, links=(GONE,)), gone)["a", "link-broken"]
    assert (fault.cause, [spot.place.url for spot in fault.spots]) == (GONE, [FILE])
    assert judged(store, home, file(tagged=True), gone)["a", "link-broken"].life is Life.FIXED


def sheet(*addresses: str) -> FetchRecord:
    """A style sheet of site a that loads these addresses, one a line."""
    loaded = tuple(SheetAddress(line, url, url) for line, url in enumerate(addresses, 1))
    one = answer(SHEET, LinkState.OK)
    return msgspec.structs.replace(
        one, site="a", target=msgspec.structs.replace(one.target, sheet=StyleSheet((), True, loaded))
    )


def test_what_a_style_sheet_loads_is_reported_at_its_line_and_mended_with_it(store: Store) -> None:
    home, gone = page(store, HOME), answer(GONE, LinkState.BROKEN)
    fault = judged(store, home, sheet("http://other.example/alive", GONE), gone)["a", "link-broken"]
    assert (fault.cause, [(spot.place.url, spot.place.line) for spot in fault.spots]) == (GONE, [(SHEET, 2)])
    assert judged(store, home, sheet(), gone)["a", "link-broken"].life is Life.FIXED


def sitemap(store: Store, run: Run, *addresses: str) -> FetchRecord:
    """A sitemap that robots.txt of site a's host names, a line an address."""
    robots = f"{MAP.partition('/iphw')[0]}/robots.txt"
    store.queue.plan(run.number, [CrawlRequest(MAP, QueueKind.FETCH, "zones.example:80", found_on=robots)])
    body = store.blobs.put("\n".join(addresses).encode())
    return msgspec.structs.replace(answer(MAP, LinkState.OK), body=body)


def test_what_a_sitemap_lists_is_reported_at_its_line_and_mended_with_it(store: Store) -> None:
    home, gone = page(store, HOME), answer(f"{HOME}gone", LinkState.BROKEN)
    run = begin(store, "a", topics=("links",))
    fault = judged(store, home, sitemap(store, run, HOME, gone.url), gone, run=run)["a", "link-broken"]
    assert (fault.cause, [(spot.place.url, spot.place.line) for spot in fault.spots]) == (gone.url, [(MAP, 2)])
    again = begin(store, "a", topics=("links",))
    assert judged(store, home, sitemap(store, again, HOME), gone, run=again)["a", "link-broken"].life is Life.FIXED


def test_a_sitemap_that_is_gone_is_reported_at_robots_txt(store: Store) -> None:
    run = begin(store, "a", topics=("links",))
    lost = msgspec.structs.replace(sitemap(store, run), target=answer(MAP, LinkState.BROKEN).target, body="")
    fault = judged(store, page(store, HOME), lost, run=run)["a", "link-broken"]
    assert [(spot.place.url, spot.place.line) for spot in fault.spots] == [("http://zones.example/robots.txt", 0)]


def with_system(store: Store, system: System = SYSTEM) -> Run:
    run = begin(store, "a", topics=("links",))
    portfolio = msgspec.structs.replace(run.settings.portfolio, systems=(system,))
    settings = msgspec.structs.replace(run.settings, portfolio=portfolio)
    return store.runs.create(f"{run.period}-again", run.day, settings, {}, "2026-01-01T02:00:00+08:00")


def first_page(store: Store, words: str, state: LinkState = LinkState.OK) -> FetchRecord:
    one = answer(SYSTEM.url, state)
    body = store.blobs.put(f"<!DOCTYPE html><title>{words}</title>".encode()) if words else ""
    return msgspec.structs.replace(one, start=True, body=body)


def test_a_system_that_was_closed_is_a_fault_of_the_portfolio_until_it_is_back(store: Store) -> None:
    found = judged(store, first_page(store, "", LinkState.BROKEN), run=with_system(store))
    fault = found["portfolio", "system-unavailable"]
    assert (fault.cause, fault.life, fault.spots[0].data["name"]) == ("mailbox", Life.NEW, "首長信箱")
    back = judged(store, first_page(store, "首長&#x4FE1;箱"), run=with_system(store))
    assert back["portfolio", "system-unavailable"].life is Life.FIXED


def test_a_system_that_shows_another_page_lacks_its_words(store: Store) -> None:
    run = with_system(store)
    store.queue.record(run.number, fetched=[first_page(store, "系統維護中")])
    (facts,) = systems_of(store, run, reached=True)
    assert facts.missing == ("信箱",)


def test_missing_words_are_a_fact_of_the_parsed_page(store: Store) -> None:
    run = with_system(store)
    page_bytes = msgspec.msgpack.encode(Page(missing_words=("信箱", "another system's")))
    read = msgspec.structs.replace(first_page(store, ""), page=store.blobs.put(page_bytes))
    store.queue.record(run.number, fetched=[read])
    (facts,) = systems_of(store, run, reached=True)
    assert facts.missing == ("信箱",)


def test_a_page_of_an_earlier_program_has_its_words_searched_for_in_the_body(store: Store) -> None:
    run = with_system(store)
    read = first_page(store, "系統維護中")
    read = msgspec.structs.replace(read, page=store.blobs.put(msgspec.msgpack.encode(Page())))
    store.queue.record(run.number, fetched=[read])
    (facts,) = systems_of(store, run, reached=True)
    assert facts.missing == ("信箱",)


def test_a_system_that_was_not_requested_is_not_judged(store: Store) -> None:
    run = with_system(store)
    assert list(systems_of(store, run, reached=True)) == []
    assert ("portfolio", "system-unavailable") not in judged(store, page(store, HOME), run=run)
    internal = msgspec.structs.replace(SYSTEM, how="internal")
    assert list(systems_of(store, with_system(store, internal), reached=True)) == []
