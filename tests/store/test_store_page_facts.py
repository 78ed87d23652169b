"""A page's facts: what was read, and for each part that is missing the reason."""

from __future__ import annotations

import msgspec
import pytest
from kept_facts import HOME, answered, page_blob, rendered_blob, unanswered, visit

from auditor.model import FailureReason, FetchRecord, LinkState, Page, Rendered, Untested, VisitFailure
from auditor.store import Store


def test_page_and_visit_are_read_from_their_blobs(file_store: Store) -> None:
    fetched = answered(HOME, page=file_store.blobs.put(page_blob(HOME)))
    carried = msgspec.structs.replace(visit(HOME, file_store.blobs.put(rendered_blob(HOME))), carried_from=3)
    facts = file_store.facts.page_facts(fetched, carried)
    assert isinstance(facts.page, Page)
    assert facts.page.document is not None
    assert (facts.page.document.title, facts.page.document.ids) == ("首頁", frozenset({"top"}))
    assert isinstance(facts.rendered, Rendered)
    assert (facts.url, facts.site, facts.start, facts.carried_from) == (HOME, "a", True, 3)
    assert facts.answer == fetched.answer


def test_a_missing_visit_and_a_failed_one_are_told_apart(file_store: Store) -> None:
    failure = VisitFailure(HOME, Untested.TIMED_OUT)
    assert file_store.facts.page_facts(answered(HOME), None).rendered is Untested.NOT_VISITED
    failed = msgspec.structs.replace(visit(HOME), failure=failure)
    assert file_store.facts.page_facts(answered(HOME), failed).rendered == failure


BLOCKED = answered(HOME, status=403)
BLOCKED = msgspec.structs.replace(BLOCKED, target=msgspec.structs.replace(BLOCKED.target, state=LinkState.BLOCKED))


@pytest.mark.parametrize(
    ("fetched", "reason"),
    [
        (answered(HOME), Untested.NOT_HTML),
        (answered(HOME, status=404), Untested.FETCH_FAILED),
        (BLOCKED, Untested.BLOCKED),
        (unanswered(HOME), Untested.FETCH_FAILED),
        (unanswered(HOME, FailureReason.TIMEOUT), Untested.TIMED_OUT),
        (unanswered(HOME, FailureReason.OWN_NETWORK), Untested.OWN_NETWORK),
    ],
)
def test_an_answer_without_page_says_why(file_store: Store, fetched: FetchRecord, reason: Untested) -> None:
    assert file_store.facts.page_facts(fetched, None).page is reason
