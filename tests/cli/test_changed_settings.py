"""An unfinished run keeps its settings: what has been changed since is named, and how to begin anew."""

from __future__ import annotations

from pathlib import Path

import pytest
from page_server import Pages
from test_dates import auditor, configuration, run

from auditor.cli import options
from auditor.model import RunState


@pytest.fixture
def unfinished(site: Pages, tmp_path: Path) -> Path:
    """A folder whose run of the month was stopped after it began."""
    site.pages.clear()
    site.pages["/"] = "<title>首頁</title>"
    configuration(tmp_path, f"{site.origin}/")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("auditor.cli.locked_run.run_audit", lambda *_, **__: None)
        assert run(tmp_path).exit_code == 130
    return tmp_path


def test_the_changed_keys_are_named_and_the_run_keeps_its_own(unfinished: Path, site: Pages) -> None:
    more = "deadlines: {serious: 7}\ndrivers: 1\n"
    configuration(unfinished, f"{site.origin}/", more)
    text = (unfinished / "sites.yaml").read_text(encoding="utf-8")
    (unfinished / "sites.yaml").write_text(text.replace("kind:", "budget: {pages: 9}, kind:"), encoding="utf-8")
    finished = auditor(unfinished, "run", "--checks", "links,metadata")
    assert finished.exit_code == 0
    kept = "Changed since, and not used in it: --checks, deadlines.serious, sites.zone.budget.pages."
    assert kept in finished.output
    assert "To leave it unfinished and begin anew with the present settings: auditor run --anew" in finished.output
    with options.open_store(unfinished / ".auditor", "") as store:
        (only,) = store.runs.all()
    assert (only.state, only.settings.portfolio.sites[0].budget.pages) == (RunState.REPORTED, 500)
    assert "Changed since" not in run(unfinished, "--period", "again").output


def test_a_run_begun_anew_uses_the_present_settings_and_nothing_resumes_the_old_one(
    unfinished: Path, site: Pages
) -> None:
    configuration(unfinished, f"{site.origin}/", "deadlines: {serious: 7}\n")
    begun = run(unfinished, "--anew")
    assert (begun.exit_code, "Changed since" in begun.output) == (0, False)
    assert "is done" in run(unfinished, "--once").output
    with options.open_store(unfinished / ".auditor", "") as store:
        old, new = store.runs.all()
        assert store.judgements.previous(new.number) is None
    assert (old.state, new.state) == (RunState.ABANDONED, RunState.REPORTED)
    assert new.settings.portfolio.deadlines.serious == 7


def test_a_rejudgement_states_which_report_is_valid(unfinished: Path) -> None:
    assert run(unfinished).exit_code == 0
    again = auditor(unfinished, "rejudge").output
    assert "This report is now the valid one of run 1" in again
    assert "follow judgement 2. Reports of its earlier judgements stay as they were published." in again
