"""What fuzzing found in configurations and robots.txt: told or read, never another error."""

from __future__ import annotations

import math
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditor.config import sites
from auditor.config.yaml_file import ConfigurationError
from auditor.crawl.robots import rules_from
from auditor.model import Response

LINES = st.sampled_from(
    [
        "User-agent: *", "Disallow: /", "Allow: /*?a=$", "Disallow: /%ZZ%00", "Crawl-delay: 1e999", "Crawl-delay: nan",
        "Crawl-delay: -3", "Sitemap: //[", "Request-rate: 1/0", "Visit-time: 9999-1", "Host:", ":", "\0", "\ufeff",
    ]
)  # fmt: skip


@settings(deadline=None, max_examples=50)
@given(st.lists(st.one_of(LINES, st.text(max_size=30)), max_size=30).map("\n".join), st.binary(max_size=50))
def test_any_robots_file_gives_rules(text: str, rubbish: bytes) -> None:
    url = "http://zone.test/robots.txt"
    rules = rules_from(Response(url, url, 200, media_type="text/plain"), text.encode() + rubbish)
    assert rules.allowed("http://zone.test/a?b=c", "web-convenience-auditor/1") in {True, False}
    delay = rules.crawl_delay("web-convenience-auditor/1")
    assert math.isfinite(delay)
    assert delay >= 0


SITE = "sites:\n- {id: a, names: [{zh: 甲}], kind: bureau, url: '%s'}"


@pytest.mark.parametrize(
    "text",
    [
        "a: &a [*a]", "sites: &a\n- *a", "? [a]\n: b", "? {a: b}\n: c", "[" * 2_000, "a: 2026-13-45", "\x07", "", "- 1",
        SITE % "http://[", SITE % "http://a:99999/", SITE % "http://a:0/", SITE % "//a",
    ],
)  # fmt: skip
def test_a_configuration_that_cannot_be_is_told(text: str, tmp_path: Path) -> None:
    path = tmp_path / "sites.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigurationError) as caught:
        sites.load_portfolio(path)
    assert caught.value.problems
    assert all(problem.startswith(str(path)) for problem in caught.value.problems)
