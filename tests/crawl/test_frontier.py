"""Which addresses are requested: each once, in its site's scope, within the budgets."""

from __future__ import annotations

from logged_events import Events

from auditor.crawl.frontier import Frontier
from auditor.model import Budget, CrawlRequest, LinkKind, Name, QueueKind, Site, SiteKind, System, Untested

HOST = "zones.example:80"


def site(name: str = "one", prefix: str = "/iphw/one/", excluded: tuple[str, ...] = (), **budget: int) -> Site:
    return Site(
        name, (Name("站"),), SiteKind.SERVICE_CENTER, url=f"http://zones.example{prefix}", prefix=prefix,
        budget=Budget(**budget), excluded=excluded,
    )  # fmt: skip


def source(depth: int = 0, name: str = "one") -> CrawlRequest:
    return CrawlRequest("http://zones.example/iphw/one/", QueueKind.FETCH, HOST, site=name, depth=depth, start=True)


def test_a_run_begins_with_every_configured_start() -> None:
    starts = Frontier([site(), site("two", "/iphw/two/"), Site("none", (Name("無"),), SiteKind.PORT_GROUP)]).starts()
    assert [(request.site, request.start, request.depth) for request in starts] == [("one", True, 0), ("two", True, 0)]


def test_an_address_is_admitted_once_for_the_site_whose_page_it_is() -> None:
    frontier = Frontier([site(), site("two", "/iphw/two/")])
    first = frontier.admit("http://zones.example/iphw/two/index.do?id=1", LinkKind.PAGE, source())
    assert first is not None
    assert (first.site, first.depth, first.found_on) == ("two", 1, source().url)
    assert frontier.admit(first.url, LinkKind.PAGE, source()) is None
    outside = frontier.admit("http://zones.example/iphw/three/", LinkKind.PAGE, source())
    assert outside is not None
    assert outside.site == ""


def test_the_longest_prefix_owns_the_page() -> None:
    frontier = Frontier([site("all", "/"), site()])
    found = frontier.site_of("http://zones.example/iphw/one/x")
    assert found is not None
    assert found.id == "one"
    home = frontier.site_of("http://zones.example/iphw/one")
    assert home is not None
    assert home.id == "one"


def test_what_is_no_web_address_or_outside_is_not_requested() -> None:
    frontier = Frontier([site()], follow_out=False)
    assert frontier.admit("mailto:a@b.example", LinkKind.MAIL, source()) is None
    assert frontier.admit("http://elsewhere.example/", LinkKind.PAGE, source()) is None


def test_exclusions_and_budgets_are_noted_not_dropped() -> None:
    frontier = Frontier([site(excluded=("*/secret/*",), pages=2)])
    secret = frontier.admit("http://zones.example/iphw/one/secret/a", LinkKind.PAGE, source())
    assert secret is not None
    assert secret.skipped is Untested.EXCLUDED
    for number in (2, 0, 1):
        waiting = frontier.admit(f"http://zones.example/iphw/one/{number}", LinkKind.PAGE, source())
        assert waiting is not None
        assert waiting.skipped is Untested.BUDGET
    admitted = frontier.admit_due()
    assert [(request.url[-1], request.skipped) for request in admitted] == [("0", None), ("1", None)]
    assert frontier.admit_due(foreign=True) == []
    picture = frontier.admit("http://zones.example/iphw/one/a.png", LinkKind.RESOURCE, source())
    assert picture is not None
    assert picture.skipped is None


def test_beyond_the_depth_a_page_is_only_a_link_target() -> None:
    frontier = Frontier([site(depth=1)])
    frontier.admit("http://zones.example/iphw/one/deep", LinkKind.PAGE, source(depth=1))
    (deep,) = frontier.admit_due()
    assert (deep.site, deep.skipped) == ("", None)


def test_traps_are_left_alone() -> None:
    frontier = Frontier([site(pages=10)])
    requests = [
        frontier.admit(f"http://zones.example/iphw/one/cal?day={day}&month=1", LinkKind.RESOURCE, source())
        for day in range(3)
    ]
    assert all(request and request.skipped is None for request in requests)
    looping = frontier.admit("http://zones.example/iphw/one/a/a/a/a/a", LinkKind.PAGE, source())
    endless = frontier.admit("http://zones.example/iphw/one/" + "x" * 3000, LinkKind.PAGE, source())
    assert looping is not None
    assert endless is not None
    assert looping.skipped is endless.skipped is Untested.TRAP


def test_a_selection_requests_nothing_else() -> None:
    wanted = "http://elsewhere.example/a"
    frontier = Frontier([site()], only=frozenset({wanted}))
    assert frontier.admit("http://elsewhere.example/b", LinkKind.PAGE, source()) is None
    assert frontier.admit(wanted, LinkKind.PAGE, source()) is not None


def test_a_continued_run_remembers_what_was_planned() -> None:
    frontier = Frontier([site(pages=2, visits=1)])
    planned = CrawlRequest("http://zones.example/iphw/one/a", QueueKind.FETCH, HOST, site="one", is_page=True)
    frontier.remember(planned)
    visit = CrawlRequest(planned.url, QueueKind.VISIT, HOST, site="one")
    frontier.remember(visit)
    assert frontier.admit(planned.url, LinkKind.PAGE, source()) is None
    assert frontier.visit(visit).skipped is Untested.BUDGET
    assert not frontier.claim(planned.url)
    assert frontier.claim("http://zones.example/iphw/one/new")


def test_files_of_an_earlier_process_do_not_count_as_pages() -> None:
    frontier = Frontier([site(pages=2)])
    for number in range(9):
        picture = f"http://zones.example/iphw/one/{number}.png"
        frontier.remember(CrawlRequest(picture, QueueKind.FETCH, HOST, site="one"))
    frontier.admit("http://zones.example/iphw/one/a", LinkKind.PAGE, source())
    assert [request.skipped for request in frontier.admit_due()] == [None]


def test_a_page_has_its_turn_when_its_site_has_nothing_left_to_answer() -> None:
    frontier = Frontier([site(), site("two", "/iphw/two/")])
    one, _ = frontier.starts()
    for name in ("b", "a"):
        frontier.admit(f"http://zones.example/iphw/one/{name}", LinkKind.PAGE, one)
    frontier.admit("http://zones.example/iphw/two/x", LinkKind.PAGE, one)
    assert frontier.admit_due() == []
    frontier.end(one)
    assert [request.url[-1] for request in frontier.admit_due()] == ["a", "b"]
    assert [request.url[-1] for request in frontier.admit_due(foreign=True)] == ["x"]


def test_a_file_needs_no_turn_though_a_page_waits_at_its_address() -> None:
    frontier = Frontier([site()])
    address = "http://zones.example/iphw/one/a"
    frontier.admit(address, LinkKind.PAGE, source())
    file = frontier.admit(address, LinkKind.RESOURCE, source())
    assert file is not None
    assert (file.skipped, file.is_page) == (None, False)
    assert frontier.admit_due(foreign=True) == []


def test_what_one_site_excludes_another_may_lead_to() -> None:
    frontier = Frontier([site(excluded=("*elsewhere*",)), site("two", "/iphw/two/")])
    address = "http://elsewhere.example/"
    refused = frontier.admit(address, LinkKind.PAGE, source())
    allowed = frontier.admit(address, LinkKind.PAGE, source(name="two"))
    assert refused is not None
    assert allowed is not None
    assert (refused.skipped, allowed.skipped) == (Untested.EXCLUDED, None)


def test_systems_are_requested_once_for_no_site() -> None:
    systems = [
        System("a", "甲", "probe", "http://mail.example/#top"),
        System("b", "乙", "probe", "http://mail.example/"),
        System("c", "丙", "internal", "http://inside.example/"),
        System("d", "丁", "probe"),
    ]
    (request,) = Frontier([site()]).systems(systems)
    assert (request.url, request.site, request.start) == ("http://mail.example/", "", True)


def test_what_is_out_of_bounds_is_logged_with_its_reason(events: Events) -> None:
    frontier = Frontier([site(excluded=("*/secret/*",))])
    secret = "http://zones.example/iphw/one/secret/a"
    frontier.admit(secret, LinkKind.PAGE, source())
    frontier.admit("http://zones.example/iphw/one/b", LinkKind.PAGE, source())
    assert events("skipped") == [{"url": secret, "reason": "excluded", "site": "one"}]
