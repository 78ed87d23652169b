"""Items of the form are met by what was seen alone: everything that the demo network links to is turned dead."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import msgspec
import pytest

from auditor import urls
from auditor.demo.network import build
from auditor.demo.server import running
from auditor.model import (
    FetchRecord,
    FormStatus,
    ItemStatus,
    LinkDetail,
    LinkState,
    LinkTarget,
    Response,
    Run,
    Settings,
)
from auditor.pipeline.crawl_run import crawl_run
from auditor.pipeline.judgement.judge_run import judge_run
from auditor.pipeline.reports import evidence_of
from auditor.pipeline.resume import open_run
from auditor.store import Store, read_facts

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
PORT = 28_480
BY_PAGES_THEMSELVES = {
    "accessible-by-machine", "classification-plausible", "contact-shown", "https-used", "names-current",
    "names-unchanged", "newest-item", "nothing-expired", "nothing-personal", "pages-classified", "pages-owned",
    "titles-fit", "toll-free-shown", "update-dates",
}  # fmt: skip
"""What the start page shows by its own text, or by its own answer, without following a link."""
ELSEWHERE = {"badge-valid", "social-links"}
"""What the start page links to outside of the demo network, or the configuration states."""
LINKED = [
    ("28480/images/badge.png", {"badge-present", "badge-shown"}),
    ("28480/ctlr?PRO=policy.PolicyView&id=2628", {"policies-linked", "open-data"}),
    ("28480/ctlr?PRO=govsearch.rwdSearchList", {"classification-area", "three-ways", "ways-return-pages"}),
    ("28480/ctlr?PRO=search.rwdSearch", {"cross-site-search", "search-modes"}),
    ("28480/ctlr?PRO=about.AboutView&id=1", {"content-rated"}),
    ("28480/ctlr?PRO=download.FormList", {"filling-examples", "applications-offered", "open-formats"}),
    ("28481/images/badge.png", {"badge-present", "badge-shown"}),
    ("28481/iphw/mo-north/index.do?id=95", {"policies-linked", "open-data"}),
    ("28481/iphw/mo-north/classify.do?id=1", {"classification-area"}),
    ("28481/iphw/mo-north/download.do?method=list", {"forms-alive", "filling-examples", "applications-offered"}),
]
"""Addresses of the demo network with the items of their site that rest on them alone."""


class Crawled(msgspec.Struct, frozen=True):
    store: Store
    run: Run
    linked: tuple[str, ...]
    """Every address that was requested, but for the start pages of sites."""
    starts: frozenset[str]


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crawled]:
    """A bureau and a zone, crawled without a browser."""
    folder = tmp_path_factory.mktemp("met")
    network = build(zones=1, port=PORT, today=NOW.date())
    with running(network), Store.open(f"sqlite:///{folder / 'store.sqlite'}", folder / "blobs") as store:
        run = open_run(store, Settings(network.portfolio, source="test"), NOW, "2026-11")
        assert crawl_run(run, store, lambda _: None, browser=False)
        records = list(store.facts.fetch_records(run.number))
        starts = frozenset(record.url for record in records if record.start)
        yield Crawled(store, run, tuple(record.url for record in records if record.url not in starts), starts)


class Dead:
    """Addresses that answer 404 from now on, as the store reads them."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.urls: frozenset[str] = frozenset()
        read_target, read_record = read_facts._target, read_facts._fetched

        def target(row: object) -> LinkTarget:
            return self._turned(read_target(row))  # type: ignore[arg-type]

        def record(row: object) -> FetchRecord:
            found = read_record(row)  # type: ignore[arg-type]
            if found.url not in self.urls:
                return found
            gone = self._turned(found.target)
            return msgspec.structs.replace(found, answer=gone.answer, target=gone, page="", body="")

        monkeypatch.setattr(read_facts, "_target", target)
        monkeypatch.setattr(read_facts, "_fetched", record)

    def _turned(self, target: LinkTarget) -> LinkTarget:
        if target.url not in self.urls:
            return target
        answer = Response(target.url, target.url, 404, media_type="text/html")
        return LinkTarget(target.url, LinkState.BROKEN, LinkDetail.MISSING, answer=answer, confirmed=True)


def met(crawled: Crawled) -> dict[tuple[str, str], ItemStatus]:
    """The items that are met, by site and item."""
    judgement = judge_run(crawled.store, crawled.run, made=NOW.isoformat())
    evidence = evidence_of(crawled.store, crawled.run, judgement)
    return {
        (site.site.id, item.item): item
        for site in evidence.sites
        for row in site.rows
        for item in row.items
        if item.standing is FormStatus.MET
    }


def test_each_met_item_shows_what_it_saw(crawled: Crawled) -> None:
    items = met(crawled)
    hosts = set(map(urls.host_of, crawled.starts))
    assert len({item for _, item in items}) > 20
    assert [key for key, item in items.items() if not item.seen and not item.item.endswith("-answer")] == []
    for item in items.values():
        requested = [seen for seen in item.seen if urls.host_of(seen.url) in hosts]
        assert [seen for seen in requested if not 200 <= seen.status < 400] == [], item.item


def test_no_item_stays_met_by_an_address_that_died(crawled: Crawled, monkeypatch: pytest.MonkeyPatch) -> None:
    """One at a time: each address that a met item saw."""
    before, dead = met(crawled), Dead(monkeypatch)
    shown = {seen.url for item in before.values() for seen in item.seen} - crawled.starts
    assert len(shown) > 10
    for url in sorted(shown & set(crawled.linked)):
        dead.urls = frozenset({url})
        assert [key for key, item in met(crawled).items() if url in {seen.url for seen in item.seen}] == [], url


@pytest.mark.parametrize(("address", "items"), LINKED)
def test_an_item_is_not_met_without_the_address_it_rests_on(
    crawled: Crawled, monkeypatch: pytest.MonkeyPatch, address: str, items: set[str]
) -> None:
    url = f"http://127.0.0.1:{address}"
    assert url in crawled.linked
    site = next(site for site, item in met(crawled) if address.startswith("28480") == (site == "idb"))
    assert items <= {item for found, item in met(crawled) if found == site}
    dead = Dead(monkeypatch)
    dead.urls = frozenset({url})
    assert {item for found, item in met(crawled) if found == site} & items == set()


@pytest.mark.slow
def test_no_item_stays_met_by_any_linked_thing(crawled: Crawled, monkeypatch: pytest.MonkeyPatch) -> None:
    """One at a time: everything that was requested."""
    dead = Dead(monkeypatch)
    for url in crawled.linked:
        dead.urls = frozenset({url})
        assert [key for key, item in met(crawled).items() if url in {seen.url for seen in item.seen}] == [], url


def test_start_pages_alone_prove_only_what_stands_on_them(crawled: Crawled, monkeypatch: pytest.MonkeyPatch) -> None:
    dead = Dead(monkeypatch)
    dead.urls = frozenset(crawled.linked)
    assert {item for _, item in met(crawled)} - BY_PAGES_THEMSELVES - ELSEWHERE == set()
