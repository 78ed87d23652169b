"""Older stores open, are copied before they are changed, and are changed wholly or not at all."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import msgspec
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from kept_facts import DOWN, GONE, HOME, SETTINGS, answered, ask, finding, page_blob, unanswered
from make_golden import GOLDEN, WU, make

from auditor.model import (
    ActionState,
    Document,
    Image,
    Life,
    Page,
    Place,
    Rendered,
    RunState,
    Untested,
    Waiver,
    WaiverReason,
    WaiverScope,
)
from auditor.pipeline.judgement.judge_run import judge_run
from auditor.store import Store, StoreError, schema, upgrade

REVISIONS = sorted(folder.name for folder in GOLDEN.iterdir())


def restore(revision: str, folder: Path) -> Path:
    """A golden store as it lay on a user's disk; returns its database file."""
    shutil.copytree(GOLDEN / revision / "blobs", folder / "blobs")
    with closing(sqlite3.connect(folder / "store.sqlite")) as connection:
        connection.executescript((GOLDEN / revision / "store.sql").read_text(encoding="utf-8"))
    return folder / "store.sqlite"


def tables(file: Path) -> dict[str, object]:
    """Every table with its columns, and every index with its own."""
    with closing(sqlite3.connect(file)) as connection:
        names = connection.execute("SELECT type, name FROM sqlite_master").fetchall()
        pragma = {"table": "table_info", "index": "index_info"}
        found: dict[str, object] = {}
        for kind, name in names:
            rows = connection.execute(f"PRAGMA {pragma[kind]}({name})").fetchall()
            found[name] = sorted(row[1:] for row in rows) if kind == "table" else [row[2] for row in rows]
    return found


@pytest.mark.parametrize("revision", REVISIONS)
def test_an_older_store_opens_with_everything_in_it(revision: str, tmp_path: Path) -> None:
    with Store.open(f"sqlite:///{restore(revision, tmp_path)}", tmp_path / "blobs") as store:
        first, second = store.runs.all()
        assert (first.state, second.state, first.settings) == (RunState.REPORTED, RunState.GATHERING, SETTINGS)
        fetched = store.facts.fetch_record(1, HOME)
        assert fetched is not None
        assert fetched.answer == answered(HOME).answer
        assert [one.url for one in store.facts.fetch_records(1)] == [DOWN, HOME, GONE]
        assert store.facts.fetch_record(1, DOWN) == unanswered(DOWN)
        facts = store.facts.page_facts(fetched, store.facts.visit_record(1, HOME))
        assert isinstance(facts.page, Page)
        assert isinstance(facts.rendered, Rendered)
        assert store.blobs.get(fetched.page) == page_blob(HOME)
        evidence = store.evidence(1)
        assert evidence.sites[0].findings == (finding(first_run=1, first_seen="2026-10-01", last_seen="2026-10-01"),)
        assert [one.reason for one in evidence.sites[0].skipped] == [Untested.ROBOTS]
        assert store.judgements.page_judged(evidence.judgement, HOME, "image-alt-missing")
        assert store.queue.pending(2) == [ask(HOME, start=True, is_page=True)]
        assert store.judgements.previous(2) == evidence.judgement


@pytest.mark.parametrize("revision", [revision for revision in REVISIONS if revision >= "0008"])
def test_an_older_store_keeps_what_people_left_in_the_console(revision: str, tmp_path: Path) -> None:
    with Store.open(f"sqlite:///{restore(revision, tmp_path)}", tmp_path / "blobs") as store:
        assert store.accounts.all() == [WU]
        assert [step.detail for step in store.work.steps()[finding().fingerprint]] == ["wu"]
        assert [comment.text for comment in store.work.comments(finding().fingerprint)] == ["下週上線"]
        assert [request.id for request in store.actions.in_state(ActionState.QUEUED)] == ["r1"]
        assert len(store.activity.entries(most=9)) == 4


def test_recheck_rows_of_earlier_programs_prove_no_repair(tmp_path: Path) -> None:
    file = restore("0004", tmp_path)
    with closing(sqlite3.connect(file)) as connection, connection:
        row = ("f", "2026-10-02T09:00:00+08:00", 1, "a", "fixed", 1, 1)
        columns = "fingerprint, moment, run, site, life, looked, places"
        connection.execute(f"INSERT INTO rechecks ({columns}) VALUES (?, ?, ?, ?, ?, ?, ?)", row)
    with Store.open(f"sqlite:///{file}", tmp_path / "blobs") as store:
        assert [made.proved_life for made in store.rechecks.of_finding("f")] == [Life.UNEXAMINED]


def test_an_upgraded_store_has_the_tables_of_a_new_one(tmp_path: Path) -> None:
    old = restore(REVISIONS[0], tmp_path)
    new = tmp_path / "new.sqlite"
    for file in (old, new):
        Store.open(f"sqlite:///{file}", tmp_path / "blobs").close()
    assert tables(old) == tables(new)


def test_the_steps_lead_to_the_schema_that_the_code_uses(store: Store) -> None:
    with store._database.reading("test") as connection:
        assert compare_metadata(MigrationContext.configure(connection), schema.metadata) == []


def test_a_copy_is_made_before_an_upgrade_and_only_then(tmp_path: Path) -> None:
    file = restore("0001", tmp_path)
    before = tables(file)
    for _ in range(2):
        Store.open(f"sqlite:///{file}", tmp_path / "blobs").close()
    (copy,) = tmp_path.glob("*.before-*")
    assert tables(copy) == before
    with closing(sqlite3.connect(copy)) as connection:
        assert connection.execute("SELECT version_num FROM alembic_version").fetchall() == [("0001",)]
        assert connection.execute("SELECT count(*) FROM asks").fetchone() == (6,)


def test_a_new_store_needs_no_copy(tmp_path: Path) -> None:
    Store.open(f"sqlite:///{tmp_path}/store.sqlite", tmp_path / "blobs").close()
    assert list(tmp_path.glob("*.before-*")) == []


def test_an_upgrade_that_breaks_off_leaves_the_old_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = restore("0001", tmp_path)
    steps = tmp_path / "steps"
    shutil.copytree(upgrade._STEPS, steps, ignore=shutil.ignore_patterns("__pycache__"))
    last = steps / "versions" / "0002_finished_judgements.py"
    last.write_text(last.read_text(encoding="utf-8") + "    raise RuntimeError('the power went off here')\n")
    before = tables(file)
    with monkeypatch.context() as patch:
        patch.setattr(upgrade, "_STEPS", steps)
        with pytest.raises(RuntimeError, match="power"):
            Store.open(f"sqlite:///{file}", tmp_path / "blobs")
    assert tables(file) == before
    with Store.open(f"sqlite:///{file}", tmp_path / "blobs") as store:
        assert len(store.runs.all()) == 2


def test_a_store_of_a_newer_version_is_left_alone(tmp_path: Path) -> None:
    file = restore("0001", tmp_path)
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(StoreError, match=r"store\.sqlite: a newer version .* update the auditor"):
        Store.open(f"sqlite:///{file}", tmp_path / "blobs")


def test_the_golden_store_of_these_tables_can_be_made(tmp_path: Path) -> None:
    (tmp_path / "made").mkdir()
    make(tmp_path / "made")
    made = (tmp_path / "made" / "store.sql").read_text(encoding="utf-8")
    assert HOME in made
    assert "CREATE TABLE findings" in made


@pytest.mark.parametrize("revision", REVISIONS)
def test_a_lasting_fault_of_an_older_store_is_neither_fixed_nor_new(revision: str, tmp_path: Path) -> None:
    """Causes are named otherwise since; the waiver over the old one covers the place as before."""
    with Store.open(f"sqlite:///{restore(revision, tmp_path)}", tmp_path / "blobs") as store:
        before = store.evidence(1).sites[0].findings[0]
        image = Image(Place(HOME, "img", 3, 5, "<img>"), "img", "a.png", None)
        page = store.blobs.put(msgspec.msgpack.encode(Page(Document(HOME, title="首頁", images=(image,)))))
        store.queue.record(2, fetched=[answered(HOME, page=page)])
        waiver = Waiver(
            before.check, "a", WaiverScope.CAUSE, WaiverReason.PLANNED, "甲", "乙", "2026-10-05", "2027-10-05",
            before.cause, (HOME,), 1,
        )  # fmt: skip
        judgement = judge_run(store, store.runs.find(2), made="2026-11-01T03:00:00+08:00", waivers=(waiver,))
        after = [one for one in store.judgements.findings(judgement) if one.check == before.check]
        assert [(one.life, one.first_seen, one.continues) for one in after] == [
            (Life.WAIVED, "2026-10-01", (before.fingerprint,))
        ]
        again = judge_run(store, store.runs.find(2), made="2026-11-01T04:00:00+08:00")
        (after, *more) = [one for one in store.judgements.findings(again) if one.check == before.check]
        assert (after.life, more) == (Life.LASTING, [])
