"""Makes the golden store of the present tables: ``python tests/store/make_golden.py 0006`` writes ``golden/0006``.

A golden store is never made again once its revision has been released: it stands for what users have on their disks.
"""

from __future__ import annotations

import sqlite3
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from auditor.model import (
    Account,
    ActionKind,
    ActionRequest,
    ActionState,
    FindingComment,
    HostFigures,
    Life,
    LogEntry,
    PageTally,
    QueueKind,
    Recheck,
    Role,
    RoleGrant,
    RunState,
    SiteCoverage,
    SiteState,
    SiteTally,
    StepKind,
    Tally,
    Untested,
    WorkStep,
)
from auditor.store import Store

sys.path.insert(0, str(Path(__file__).parent))
from kept_facts import DOWN, GONE, HOME, SETTINGS, answered, ask, finding, page_blob, rendered_blob, unanswered, visit

GOLDEN = Path(__file__).parent / "golden"
WU = Account("wu", "吳先生", grants=(RoleGrant(Role.OWNER),))


def fill(store: Store) -> None:
    """One reported run with a judgement, and one that was stopped while it gathered."""
    run = store.runs.create(
        "2026-10", "2026-10-01", SETTINGS, {"axe-core": "4.14.0"}, "2026-10-01T02:00:00+08:00"
    ).number
    page, body = store.blobs.put(page_blob(HOME)), store.blobs.put("<!doctype html><title>首頁</title>".encode())
    rendered = store.blobs.put(rendered_blob(HOME))
    store.queue.plan(
        run, [ask(HOME, start=True), ask(GONE, depth=1), ask(DOWN, site="", depth=1), ask(HOME, QueueKind.VISIT)]
    )
    store.queue.plan(run, [ask("http://zone.test/iphw/a/cgi", depth=1)])
    store.queue.skip(run, QueueKind.FETCH, "http://zone.test/iphw/a/cgi", Untested.ROBOTS)
    fetched = [answered(HOME, page=page, body=body), answered(GONE, status=404), unanswered(DOWN)]
    store.queue.record(run, fetched=fetched, visited=[visit(HOME, rendered)])
    store.runs.save_hosts(run, [HostFigures("zone.test:80", 3, 1.0, "found")])
    judgement = store.judgements.create(run, ruleset="r1", checks=("image-alt-missing",), made="2026-10-01T03:00:00")
    counts = {"image-alt-missing": Tally(4, 1)}
    store.judgements.save_page_tallies(judgement, [PageTally(HOME, "a", counts)])
    store.judgements.save_site_tallies(judgement, "a", [SiteTally("image-alt-missing", Tally(4, 1), 1, 1)])
    store.runs.save_site_coverage(run, [SiteCoverage("a", SiteState.AUDITED, pages=1, targets=3, visits=1)])
    store.judgements.save_findings(judgement, [finding(first_run=1, first_seen="2026-10-01", last_seen="2026-10-01")])
    moment = "2026-10-02T09:00:00+08:00"
    store.rechecks.save([Recheck(finding().fingerprint, moment, run, "a", Life.FIXED, 1, 1, "r1")])
    store.runs.set_state(run, RunState.REPORTED, ended="2026-10-01T03:00:05")
    later = store.runs.create("2026-11", "2026-11-01", SETTINGS, {}, "2026-11-01T02:00:00+08:00").number
    store.queue.plan(later, [ask(HOME, start=True, is_page=True)])


def fill_console(store: Store) -> None:
    """What people left in the web console (since 0008)."""
    moment = "2026-10-03T01:00:00+00:00"
    entry = LogEntry(moment, "lin", "account-added", "wu", "", "owner")
    store.accounts.add(WU, entry)
    store.work.add_step(WorkStep("s1", finding().fingerprint, moment, "lin", StepKind.ASSIGNED, "wu"), entry)
    store.work.add_comment(FindingComment("c1", finding().fingerprint, moment, "wu", "下週上線"), entry)
    store.actions.add(ActionRequest("r1", ActionKind.RECHECK, ActionState.QUEUED, "wu", moment), entry)


def make(folder: Path) -> None:
    """Write the golden store: the database as SQL text, the blobs as files."""
    with TemporaryDirectory() as place:
        file = Path(place) / "store.sqlite"
        with Store.open(f"sqlite:///{file}", folder / "blobs") as store:
            fill(store)
            fill_console(store)
        with sqlite3.connect(file) as connection:
            (folder / "store.sql").write_text("\n".join(connection.iterdump()) + "\n", encoding="utf-8")
        connection.close()


if __name__ == "__main__":
    make(GOLDEN / sys.argv[1])
