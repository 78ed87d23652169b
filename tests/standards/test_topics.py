"""What a site offers is recognised by the words that the table gives, and by no others."""

from __future__ import annotations

import msgspec
import pytest

from auditor.model import (
    LinkDetail,
    LinkState,
    LinkTarget,
    Offer,
    Outcome,
    PageSummary,
    Place,
    Site,
    SiteFacts,
    SiteKind,
)
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
        PageSummary("https://b/", 200, offers=(Offer("forms", "表單下載"),)),
        PageSummary("https://a/", 200, start=True, offers=(Offer("forms", "書表下載"),)),
    )
    (verdict,) = offered(site(*pages), HOME, "forms")
    assert (verdict.outcome, verdict.place.url) == (Outcome.PASSED, "https://a/")
    assert verdict.data == {"href": "https://a/", "words": "書表下載", "status": 200}


@pytest.mark.parametrize(
    ("state", "outcome", "reason"),
    [
        (LinkState.OK, Outcome.PASSED, ""),
        (LinkState.REDIRECTED, Outcome.PASSED, ""),
        (LinkState.BROKEN, Outcome.FAILED, ""),
        (LinkState.UNREACHABLE, Outcome.FAILED, ""),
        (LinkState.BLOCKED, Outcome.CANT_TELL, "target-not-confirmed"),
        (LinkState.SERVER_ERROR, Outcome.CANT_TELL, "target-not-confirmed"),
        (None, Outcome.CANT_TELL, "target-not-confirmed"),
    ],
)
def test_a_link_shows_a_topic_only_where_its_target_answers(
    state: LinkState | None, outcome: Outcome, reason: str
) -> None:
    policy = "https://a/privacy"
    targets = {policy: LinkTarget(policy, state, LinkDetail.ALIVE)} if state else {}
    page = PageSummary("https://a/", 200, offers=(Offer("privacy", "隱私權政策", policy),))
    (verdict,) = offered(msgspec.structs.replace(site(page), offer_targets=targets), HOME, "privacy")
    assert (verdict.outcome, verdict.reason) == (outcome, reason)


def test_the_text_of_a_link_is_no_rating() -> None:
    link = Offer("rating", "網頁滿意度", "https://a/survey")
    targets = {link.url: LinkTarget(link.url, LinkState.OK, LinkDetail.ALIVE)}
    page = PageSummary("https://a/", 200, offers=(link,))
    (verdict,) = offered(msgspec.structs.replace(site(page), offer_targets=targets), HOME, "rating")
    assert verdict.outcome is Outcome.FAILED


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
