"""`recheck` and the nightly timer, as their user sees them: lives, reasons, and days of repair with their bounds."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from page_server import Pages
from test_dates import auditor, configuration, run

from auditor.cli import options
from auditor.model import Life

DEAD = "<title>首頁</title><a href='/gone'>公告</a>"


@pytest.fixture
def audited(site: Pages, tmp_path: Path) -> Path:
    """A folder with a run of 2 March 2026 that found one dead link."""
    site.pages.clear()
    site.pages["/"] = DEAD
    configuration(tmp_path, f"{site.origin}/")
    assert run(tmp_path, "--today", "2026-03-02").exit_code == 1
    return tmp_path


def night(folder: Path, day: str) -> str:
    done = run(folder, "--once", "--today", day)
    assert done.exit_code == 0, done.output
    return done.output


def test_the_timer_looks_again_around_the_deadline_and_days_read_at_most(site: Pages, audited: Path) -> None:
    assert "is done; nothing to do." in night(audited, "2026-03-02")
    assert "1 finding checked again: 0 fixed, 1 lasting, 0 unexamined." in night(audited, "2026-03-03")
    site.pages["/"] = "<title>首頁</title>"  # mended on the day of the deadline, 3 March
    assert "1 finding checked again: 1 fixed, 0 lasting, 0 unexamined." in night(audited, "2026-03-04")
    assert "is done; nothing to do." in night(audited, "2026-03-05")
    assert run(audited, "--today", "2026-04-01").exit_code == 0
    with options.open_store(audited / ".auditor", "") as store:
        judgement = store.judgements.latest(2)
        assert judgement is not None
        (finding,) = (each for each in store.judgements.findings(judgement) if each.check == "link-broken")
    days = (finding.life, finding.since, finding.last_seen, finding.fixed_on)
    assert days == (Life.FIXED, "2026-03-02", "2026-03-03", "2026-03-04")
    text = (audited / "reports" / "2026-04-simulated-dates" / "index.html").read_text(encoding="utf-8")
    stated = (
        "已修復 1 項，自列出至首次查見已修復，中位數至多 2 天，最長至多 2 天；"
        "最後一次查見未修復至首次查見已修復，最長相隔 1 天，期限內修復 1／1 項"
    )
    assert stated in re.sub(r"<[^>]+>", "", text)


def test_a_recheck_states_why_a_finding_is_unexamined(site: Pages, audited: Path) -> None:
    site.pages["/"] = (503, "text/html", b"<title>503</title>")
    printed = auditor(audited, "recheck", f"{site.origin}/gone", "--today", "2026-03-03").output
    assert re.search(r"unexamined: link-broken \S+/gone \(\d of 1 places examined\)", printed), printed
    assert f"\n  {site.origin}/: The server had an error (5xx)" in printed, printed
    configuration(audited, "")
    printed = auditor(audited, "recheck", f"{site.origin}/gone", "--today", "2026-03-03").output
    assert "a site that its check needs has no address in the configuration any more" in printed, printed
