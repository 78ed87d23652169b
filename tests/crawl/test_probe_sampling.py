"""Which pages get the probes: start pages, and one of each template whatever the order of the crawl."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from auditor.crawl.probe_sampling import ProbeSample
from auditor.model import CrawlRequest, ProbePolicy, QueueKind, sampling_key


def request(url: str, site: str = "a", start: bool = False) -> CrawlRequest:
    return CrawlRequest(url, QueueKind.VISIT, "host", site, start=start)


@given(st.permutations([f"http://a/{number}" for number in range(30)]))
def test_the_page_with_the_least_key_is_selected_in_every_order(order: list[str]) -> None:
    sample = ProbeSample()
    selected = {url for url in order if sample.selects(request(url), "t")}
    assert min(order, key=sampling_key) in selected
    assert selected == {
        url for index, url in enumerate(order) if sampling_key(url) == min(map(sampling_key, order[: index + 1]))
    }


def test_every_template_of_every_site_has_its_page() -> None:
    sample = ProbeSample()
    assert all(
        sample.selects(request(f"http://{site}/{template}", site), template) for site in "ab" for template in "tu"
    )
    worst = max((f"http://a/x{number}" for number in range(50)), key=sampling_key)
    assert not sample.selects(request(worst), "t")
    assert sample.selects(request(worst, start=True), "t")


def test_the_policies_all_and_none() -> None:
    worst = max((f"http://a/{number}" for number in range(50)), key=sampling_key)
    for probing, selects in ((ProbePolicy.ALL, True), (ProbePolicy.NONE, False)):
        sample = ProbeSample(probing)
        assert [sample.selects(request(url, start=True), "t") for url in ("http://a/", worst, worst)] == [selects] * 3
