"""Which pages are driven: start pages, and one of each template whatever the order of the crawl."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from auditor.crawl.probe_sampling import ProbeSample
from auditor.model import CrawlRequest, ProbePolicy, QueueKind, sampling_key


def ask(url: str, site: str = "a", start: bool = False) -> CrawlRequest:
    return CrawlRequest(url, QueueKind.VISIT, "host", site, start=start)


@given(st.permutations([f"http://a/{number}" for number in range(30)]))
def test_the_page_with_the_least_lot_is_driven_in_every_order(order: list[str]) -> None:
    sample = ProbeSample()
    driven = {url for url in order if sample.takes(ask(url), "t")}
    assert min(order, key=sampling_key) in driven
    assert driven == {
        url for index, url in enumerate(order) if sampling_key(url) == min(map(sampling_key, order[: index + 1]))
    }


def test_every_template_of_every_site_has_its_page() -> None:
    sample = ProbeSample()
    assert all(sample.takes(ask(f"http://{site}/{template}", site), template) for site in "ab" for template in "tu")
    worst = max((f"http://a/x{number}" for number in range(50)), key=sampling_key)
    assert not sample.takes(ask(worst), "t")
    assert sample.takes(ask(worst, start=True), "t")


def test_all_or_none_when_told_so() -> None:
    worst = max((f"http://a/{number}" for number in range(50)), key=sampling_key)
    for probing, takes in ((ProbePolicy.ALL, True), (ProbePolicy.NONE, False)):
        sample = ProbeSample(probing)
        assert [sample.takes(ask(url, start=True), "t") for url in ("http://a/", worst, worst)] == [takes] * 3
