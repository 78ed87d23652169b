"""Whole audits of the demo network in a process of their own, so that they can be killed; and what they found."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import msgspec

from auditor.store import Store

SCRIPT = """
import json
import sys
from datetime import datetime, timezone
from pathlib import Path
import msgspec
from auditor.pipeline.resume import open_run
from auditor.pipeline.run import Destination, run_audit
from auditor.demo.network import build
from auditor.model import Settings
from auditor.store import Store

if __name__ == "__main__":
    told = json.loads(sys.argv[1])
    portfolio = build(zones=told["zones"], port=told["port"]).portfolio
    portfolio = msgspec.structs.replace(portfolio, cluster=told["cluster"], browsers=tuple(told["browsers"]))
    settings = Settings(portfolio, topics=tuple(told["topics"].split(",")), source="test")
    folder = Path(told["folder"])
    with Store.open(told["store"] or f"sqlite:///{folder / 'store.sqlite'}", folder / "blobs") as store:
        run = open_run(store, settings, datetime(2026, 11, 23, 9, 0, tzinfo=timezone.utc), "2026-11")
        done = run_audit(store, run, Destination(folder / "reports"), watch=lambda _: None)
    print("done" if done else "stopped", flush=True)
"""


class Apart(msgspec.Struct, frozen=True):
    """An audit in a folder; ``store``, ``cluster`` and ``browsers`` where they are not those of this machine."""

    folder: str
    zones: int
    port: int
    topics: str
    store: str = ""
    cluster: str = ""
    browsers: tuple[str, ...] = ()

    def start(self) -> subprocess.Popen[str]:
        Path(self.folder).mkdir(exist_ok=True)
        script = Path(self.folder) / "run.py"
        script.write_text(SCRIPT, encoding="utf-8")
        command = [sys.executable, str(script), json.dumps(msgspec.to_builtins(self))]
        return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)

    def complete(self, seconds: float = 300) -> None:
        process = self.start()
        try:
            assert process.communicate(timeout=seconds)[0] == "done\n"
        finally:
            process.kill()

    def findings(self) -> list[tuple[object, ...]]:
        folder = Path(self.folder)
        with Store.open(self.store or f"sqlite:///{folder / 'store.sqlite'}", folder / "blobs") as store:
            assert len(store.runs.all()) == 1
            judgement = store.judgements.latest(1)
            assert judgement is not None
            rows = [
                (one.site, one.check, one.cause, one.outcome, one.places, one.pages)
                for one in store.judgements.findings(judgement)
            ]
        return sorted(rows)

    def unseen(self) -> dict[str, str]:
        """The pages that a browser could not see, each with the reason."""
        folder = Path(self.folder)
        with Store.open(self.store or f"sqlite:///{folder / 'store.sqlite'}", folder / "blobs") as store:
            sites = store.runs.find(1).settings.portfolio.sites
            visits = [visit for site in sites for visit in store.facts.visit_records(1, site.id).values()]
        return {one.url: f"{one.failure.reason}: {one.failure.detail}" for one in visits if one.failure}

    def reports(self) -> set[str]:
        """The files of the report; which of like elements is pictured depends on which browser saw one first."""
        folder = Path(self.folder) / "reports"
        files = (path.relative_to(folder) for path in folder.rglob("*") if path.is_file())
        return {file.as_posix() for file in files if "pictures" not in file.parts}
