"""The store of all runs: one object a kind of data, over one database and one folder of blobs."""

from __future__ import annotations

from pathlib import Path
from typing import Self

from auditor.model import Evidence, Judgement
from auditor.store.accounts import Accounts
from auditor.store.action_requests import ActionRequests
from auditor.store.activity_log import ActivityLog
from auditor.store.content_store import Blobs
from auditor.store.database import StoreDatabase
from auditor.store.finding_work import FindingWork
from auditor.store.judgements import JudgementTables
from auditor.store.leases import Leases
from auditor.store.maintenance import Maintenance
from auditor.store.names import OutsideNames
from auditor.store.queue import Queue
from auditor.store.read_facts import FactReader
from auditor.store.rechecks import Rechecks
from auditor.store.run_evidence import EvidenceReader
from auditor.store.runs import Runs
from auditor.store.sent_letters import SentLetters
from auditor.store.web_sessions import WebSessions


class Store:
    """Everything stored of all runs. Use as a context manager, or call ``close``. Only a run's coordinator writes runs.

    ``runs``, ``leases``, ``queue``, ``facts``, ``judgements``, ``rechecks``, ``letters``, ``names`` and ``maintenance``
    read and write the tables of the database; ``blobs`` holds bodies and large facts. ``accounts``, ``sessions``,
    ``actions``, ``work`` and ``activity`` are those of the web console and its worker.
    """

    def __init__(self, database: StoreDatabase, blobs: Blobs) -> None:
        self._database = database
        self.blobs = blobs
        self.runs = Runs(database)
        self.leases = Leases(database)
        self.queue = Queue(database)
        self.facts = FactReader(database, blobs)
        self.judgements = JudgementTables(database)
        self.rechecks = Rechecks(database)
        self.letters = SentLetters(database)
        self.names = OutsideNames(database)
        self.maintenance = Maintenance(database)
        self.accounts = Accounts(database)
        self.sessions = WebSessions(database)
        self.actions = ActionRequests(database)
        self.work = FindingWork(database)
        self.activity = ActivityLog(database)

    @classmethod
    def open(cls, url: str, folder: Path) -> Self:
        """Open a store, created or migrated where needed: a database URL and the folder of its blobs.

        Raises ``StoreError`` when either cannot be used.
        """
        return cls(StoreDatabase(url, folder), Blobs(folder))

    def close(self) -> None:
        """Close the connections to database and blobs; the next use opens them again."""
        self._database.close()
        self.blobs.close()

    @property
    def is_persistent(self) -> bool:
        """Whether other processes can read the store: not one in memory."""
        return self._database.is_persistent

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def evidence(self, run: int, judgement: Judgement | None = None) -> Evidence:
        """Return everything a report needs, without the rows of the form. Raises ``KeyError`` for a run not judged."""
        return EvidenceReader(self.runs, self.queue, self.facts, self.judgements).of_run(run, judgement)
