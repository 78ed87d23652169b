"""Many machines find what one machine finds: same job code, whoever runs it, and whoever of them dies."""

from __future__ import annotations

import time
from pathlib import Path

import machines
import pytest
from separate_runs import Apart

from auditor.demo.network import build
from auditor.demo.server import running
from auditor.jobs.dask_cluster import ClusterError, ClusterExecutor

PORT = 28_380
QUICK = "links,metadata"
ALL = "links,metadata,accessibility,convenience"


def test_a_cluster_that_nobody_started_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("distributed")
    monkeypatch.setattr("auditor.jobs.dask_cluster.CONNECT_SECONDS", 0.5)
    with pytest.raises(ClusterError, match=r"no scheduler answers there"):
        ClusterExecutor(f"tcp://127.0.0.1:{machines.free_port()}")


@pytest.mark.slow
def test_two_workers_of_a_cluster_read_what_this_machine_reads(tmp_path: Path) -> None:
    here = Apart(str(tmp_path / "here"), 1, PORT, QUICK)
    with running(build(zones=1, port=PORT)), machines.cluster(2) as (address, workers):
        here.complete()
        there = Apart(str(tmp_path / "there"), 1, PORT, QUICK, cluster=address)
        there.complete()
        assert [worker.poll() for worker in workers] == [None, None]
    assert there.findings() == here.findings()
    assert len(here.findings()) > 10


@pytest.mark.slow
@pytest.mark.browser
def test_scheduler_workers_nodes_and_postgres_find_what_this_machine_finds(tmp_path: Path) -> None:
    """One worker is killed in the middle; the node's browsers are closed at the end."""
    here = Apart(str(tmp_path / "here"), 4, PORT, ALL)
    with (
        running(build(zones=4, port=PORT)),
        machines.cluster(2) as (address, workers),
        machines.browser_nodes(2) as nodes,
        machines.postgres() as store,
    ):
        here.complete(400)
        there = Apart(str(tmp_path / "there"), 4, PORT, ALL, store, address, nodes)
        process = there.start()
        time.sleep(6)
        assert process.poll() is None
        workers[0].kill()
        assert process.communicate(timeout=400)[0] == "done\n"
        assert there.findings() == here.findings()
        assert [machines.sessions(node).count('"id"') for node in nodes] == [0, 0]
    assert there.reports() == here.reports()
    assert len(here.findings()) > 50
