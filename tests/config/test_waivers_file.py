"""The file of waivers: read with all its problems at once, and added to without changing its text."""

from __future__ import annotations

from pathlib import Path

import pytest

from auditor.config import waivers as waiverfile
from auditor.config.yaml_file import ConfigurationError
from auditor.findings import waivers
from auditor.model import Finding, FindingPlace, Outcome, Place, Severity, WaiverReason, WaiverScope

PAGES = ("http://a/1", "http://a/2")


def found() -> Finding:
    spots = tuple(FindingPlace(Place(page, "p > a")) for page in PAGES)
    return Finding("f1", "link-broken", "a", "http://b/gone", Outcome.FAILED, Severity.SERIOUS, spots, 2, 2)


def terms(**more: object) -> waivers.WaiverTerms:
    values: dict[str, object] = {
        "reason": WaiverReason.FALSE_ALARM,
        "owner": "資訊室 林小姐",
        "approver": "王科長",
        "granted": "2026-02-01",
        "until": "2026-04-30",
    }
    return waivers.WaiverTerms(**values | more)  # type: ignore[arg-type]


def test_what_is_added_is_read_back(tmp_path: Path) -> None:
    file = tmp_path / "waivers.yaml"
    assert waiverfile.load_waivers(file) == ()
    first = waivers.new_waiver(found(), terms(note="以瀏覽器開啟正常: 是"))
    second = waivers.new_waiver(found(), terms(scope=WaiverScope.PLACE, pages=PAGES[:1]))
    third = waivers.new_waiver(found(), terms(scope=WaiverScope.SITE))
    waiverfile.add_waivers(file, [first])
    file.write_text(file.read_text(encoding="utf-8") + "# 科務會議通過\n", encoding="utf-8")
    waiverfile.add_waivers(file, [second, third])
    assert waiverfile.load_waivers(file) == (first, second, third)
    assert (first.known, second.known, third.known) == (2, 1, 2)
    assert (first.places, second.places, third.places) == (PAGES, PAGES[:1], ())
    assert "# 科務會議通過" in file.read_text(encoding="utf-8")
    assert [path.name for path in tmp_path.iterdir()] == ["waivers.yaml"]


def test_an_addition_with_a_problem_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    file = tmp_path / "waivers.yaml"
    waiverfile.add_waivers(file, [waivers.new_waiver(found(), terms())])
    before = file.read_bytes()
    with pytest.raises(ConfigurationError, match=r"1\.until"):
        waiverfile.add_waivers(file, [waivers.new_waiver(found(), terms(until="soon"))])
    assert file.read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["waivers.yaml"]


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ({"until": "2026-02-01"}, "ends after the day"),
        ({"approver": "資訊室 林小姐"}, "cannot approve"),
        ({"pages": PAGES}, "go together"),
        ({"scope": WaiverScope.PLACE}, "go together"),
        ({"scope": WaiverScope.PLACE, "pages": ("http://a/9",)}, "not on this page"),
    ],
)
def test_terms_that_approve_nothing_are_refused(more: dict[str, object], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        waivers.new_waiver(found(), terms(**more))


def test_all_problems_are_reported_with_their_lines(tmp_path: Path) -> None:
    file = tmp_path / "waivers.yaml"
    file.write_text(
        "- {check: link-broken, site: a, reason: because, owner: x, approver: y, granted: '2026-01-01', until: soon}\n"
        "- {check: link-broken, site: a, reason: planned, owner: x, approver: x, granted: '2026-01-01',\n"
        "   until: '2026-02-01', cause: c, places: [p]}\n"
        "- {check: link-broken, site: a, reason: planned, owner: x, aprover: y, granted: '2026-01-01',\n"
        "   until: '2026-02-01', scope: site}\n",
        encoding="utf-8",
    )
    with pytest.raises(ConfigurationError) as caught:
        waiverfile.load_waivers(file)
    problems = "\n".join(caught.value.problems)
    assert f"{file}:1: 0.reason" in problems
    assert "false-alarm" in problems
    assert f"{file}:1: 0.until" in problems
    assert "two persons" in problems
    assert "did you mean “approver”?" in problems
