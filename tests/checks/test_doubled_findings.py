"""No element of a page has two findings of one success criterion, unless they are declared to be two repairs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from itertools import combinations
from pathlib import Path

import msgspec
import pytest
from case_pages import CHECKS, EXAMPLES
from example_facts import page_of_example
from page_server import Pages

from auditor.judging.deduplication import deduplicate, selector_in_body
from auditor.judging.run_checks import judge_page
from auditor.model import Judged, Outcome, Politeness, Portfolio, Scope, SiteEvidence, Verdict
from auditor.pipeline.ad_hoc import audit_ad_hoc, sites_of_single_pages

DIFFERENT: dict[frozenset[str], str] = {}
"""Checks that may both report one element under one criterion, with the reason: each has a repair of its own."""

DOUBLED = {
    "image": '<a href="/"><img src="a.png" alt="首頁">首頁</a>',
    "list": '<ul><div role="listitem">甲</div></ul><div role="list"><p>乙</p></div><li>丙</li>',
    "button": '<button role="presentation"><a href="/">送出</a></button><a href="/" role="none">首頁</a>',
    "landmarks": "<main><main>甲</main></main><main>乙</main><footer>丙</footer><footer>丁</footer>",
    "form": '<h1></h1><h4>丙</h4><label for="a"></label><input id="a"><iframe src="/x"></iframe>',
}
"""Bodies of pages whose faults several checks see."""


def doubled(verdicts: Iterable[tuple[str, Verdict]]) -> set[tuple[frozenset[str], str]]:
    """Pairs of checks that report one element of one page under one criterion, with the element's selector."""
    reported: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    for check, verdict in verdicts:
        place = verdict.place
        for criterion in CHECKS[check].wcag if verdict.outcome is not Outcome.PASSED else ():
            reported[place.url, selector_in_body(place.selector), criterion].add(check)
    return {
        (frozenset(pair), selector)
        for (_, selector, _), checks in reported.items()
        for pair in combinations(sorted(checks), 2)
        if frozenset(pair) not in DIFFERENT
    }


def test_no_element_of_a_case_page_is_reported_twice() -> None:
    checks = [check for check in CHECKS.values() if check.scope is Scope.PAGE]
    preferred = {check.id: check.same_as for check in checks if check.same_as}
    found, examined = {}, 0
    for example in EXAMPLES:
        if CHECKS[example.check].scope is Scope.PAGE:
            results = judge_page(checks, *page_of_example(example))
            kept = deduplicate([result for result in results if isinstance(result, Judged)], preferred)
            verdicts = [(result.check, verdict) for result in kept for verdict in result.verdicts]
            examined += len(verdicts)
            if pairs := doubled(verdicts):
                found[f"{example.check}:{example.line}"] = pairs
    assert examined > 10_000
    assert found == {}


@pytest.mark.browser
def test_no_element_of_a_visited_page_is_reported_twice(site: Pages) -> None:
    for name, body in DOUBLED.items():
        site.pages[f"/{name}"] = (
            f'<!DOCTYPE html><html lang="zh-TW"><title>丙頁 {name}</title><body>{body}</body></html>'
        )
    seen = _audited([f"{site.origin}/{name}" for name in DOUBLED])
    assert sum(len(each.findings) for each in seen) > len(DOUBLED)
    assert doubled(_reported(seen)) == set()


@pytest.mark.browser
@pytest.mark.cases
def test_no_element_of_a_real_page_is_reported_twice(site: Pages, cases: Path) -> None:
    paths = sorted((cases / "real-pages").glob("*/*.html"))
    for path in paths:
        site.pages[f"/{path.parent.name}/{path.name}"] = path.read_text(encoding="utf-8")
    seen = _audited([f"{site.origin}/{path.parent.name}/{path.name}" for path in paths])
    assert doubled(_reported(seen)) == set()
    (four,) = [each for each in seen if "/twin/" in each.site.url]
    faults = {finding.check for finding in four.findings if finding.outcome is Outcome.FAILED}
    wanted = {"heading-order-broken", "control-label-missing", "link-text-missing", "image-alt-missing"}
    assert faults & wanted == wanted
    assert {name for name in faults - wanted if set(CHECKS[name].wcag) & set(_criteria(wanted))} == set()


def _audited(addresses: list[str]) -> tuple[SiteEvidence, ...]:
    calm = Politeness(delay=0.0, concurrency=8, robots=False)
    pages = tuple(msgspec.structs.replace(each, politeness=calm) for each in sites_of_single_pages(addresses))
    terms = Portfolio(sites=(), contact="test@example.org", drivers=1, pictures=False, inside=(_origin(addresses[0]),))
    evidence, _ = audit_ad_hoc(pages, ("accessibility",), terms, datetime.now(UTC), lambda _: None)
    return evidence.sites


def _reported(seen: Iterable[SiteEvidence]) -> Iterator[tuple[str, Verdict]]:
    for each in seen:
        for finding in each.findings:
            for spot in finding.spots:
                yield finding.check, Verdict(finding.outcome, spot.place)


def _criteria(checks: Iterable[str]) -> Iterator[str]:
    for check in checks:
        yield from CHECKS[check].wcag


def _origin(address: str) -> str:
    return "/".join(address.split("/")[:3])
