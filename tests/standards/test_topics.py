"""What a site offers is recognised by the words that the table gives, and by no others."""

from __future__ import annotations

import pytest

from auditor.model import Outcome, PageSummary, Place, Site, SiteFacts, SiteKind
from auditor.standards import table
from auditor.standards.topics import called, disclosed, offered, topics_of

ROWS = table("topics")
HOME = Place("https://zone.example.gov.tw/")


@pytest.mark.parametrize("name", [name for name, row in ROWS.items() if "pattern" in row])
def test_every_pattern_has_examples_and_keeps_to_them(name: str) -> None:
    row = ROWS[name]
    assert row["fits"]
    assert row["fits_not"]
    assert [text for text in row["fits"] if name not in topics_of(text)] == []
    assert [text for text in row["fits_not"] if name in topics_of(text)] == []


def test_every_topic_has_a_name_in_both_languages_and_nine_are_to_be_disclosed() -> None:
    assert all(called(name).zh and called(name).en for name in ROWS)
    assert len(disclosed()) == 9


def site(*pages: PageSummary, not_asked: int = 0) -> SiteFacts:
    return SiteFacts(Site("zone", (), SiteKind.SERVICE_CENTER), "2026-11-23", pages, not_asked=not_asked)


def test_a_topic_is_shown_by_the_start_page_before_others() -> None:
    pages = (
        PageSummary("https://b/", 200, topics=("forms",)),
        PageSummary("https://a/", 200, start=True, topics=("forms",)),
    )
    (verdict,) = offered(site(*pages), HOME, "forms")
    assert (verdict.outcome, verdict.place.url) == (Outcome.PASSED, "https://a/")


def test_what_no_page_shows_is_missing_only_where_the_whole_site_was_read() -> None:
    (verdict,) = offered(site(), HOME, "privacy")
    assert (verdict.outcome, verdict.cause, verdict.data["topic_en"]) == (
        Outcome.FAILED,
        "隱私權政策",
        "Privacy policy",
    )
    (verdict,) = offered(site(not_asked=3), HOME, "privacy")
    assert (verdict.outcome, verdict.reason) == (Outcome.CANT_TELL, "pages-not-asked")
    scripts = PageSummary("https://a/", 200, start=True, script_built=True)
    (verdict,) = offered(site(scripts), HOME, "privacy")
    assert (verdict.outcome, verdict.reason) == (Outcome.CANT_TELL, "built-by-script")
