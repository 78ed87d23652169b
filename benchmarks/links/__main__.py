"""Our link audit against lychee, linkinator and LinkChecker: alternating runs, one table.

    AUDITOR_BENCH=… python -m benchmarks.links [--rounds 3] [--corpora ONE,SYN,REAL] [--folder DIR]

ONE is a site of 2,000 pages with 60 links each, BIG one of 99,000 small pages (run where ``--corpora`` names it). SYN
(53 sites, 10,600 pages, every fault planted) and REAL (eleven sets of Debian documentation, 9,000 pages) are made by
``links/gen_corpus.py`` of the folder that AUDITOR_BENCH names; without it ONE and BIG can be run. The other tools are
installed into DIR, nginx and the documentation are fetched by apt-get and unpacked there; nothing is installed on the
machine. All requests stay on loopback. lychee is given the list of all pages, for it does not crawl; we and the others
find them. Memory is looked at in runs of its own, for looking takes time. linkinator and LinkChecker run once, without
that, and are stopped after ``--limit`` seconds. What we report on REAL, of which no truth is known, is asked a second
way. Nothing is asserted.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import tempfile
from pathlib import Path

from benchmarks.links import corpora, tools
from benchmarks.links.measuring import Cost, measured
from benchmarks.links.second import SecondWay

HEAD = (
    "| pages | tool | wall s | CPU s | peak MB | requests | connections | dead found | false | remarks |\n"
    "|---|---|---|---|---|---|---|---|---|---|"
)


def main() -> None:
    """Prepare, run, print."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--corpora", default="ONE,SYN,REAL")
    options.add_argument("--others", default="linkinator,linkchecker", help="also run these, once; empty for none")
    options.add_argument("--limit", type=float, default=300.0, help="seconds after which a run is stopped")
    options.add_argument("--folder", type=Path, help="where everything is made; kept, so that a second call is quick")
    chosen = options.parse_args()
    folder = (chosen.folder or Path(tempfile.mkdtemp(prefix="links-"))).resolve()
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o755)  # as root, LinkChecker and nginx's workers become nobody
    bench = Path(os.environ["AUDITOR_BENCH"]) if os.environ.get("AUDITOR_BENCH") else None
    made = corpora.prepare(folder, bench)
    corpora.serve(folder)
    try:
        wanted = [made[name] for name in chosen.corpora.split(",") if name in made]
        for corpus in wanted:
            corpora.fill(corpus)
        _run(wanted, chosen, folder)
    finally:
        corpora.stop(folder)


def _run(wanted: list[corpora.Corpus], chosen: argparse.Namespace, folder: Path) -> None:
    auditor, rival = tools.ours(), tools.lychee(folder)
    others = [getattr(tools, name)(folder) for name in chosen.others.split(",") if name]
    for tool in (auditor, rival, *others):
        print(f"{tool.name} {tool.version}: {tool.flags}")
    print(HEAD, flush=True)
    for corpus in wanted:
        costs: dict[str, list[Cost]] = {auditor.name: [], "again": [], rival.name: []}
        for number in range(chosen.rounds):
            first, second = _twice(corpus, auditor, folder / "run", chosen.limit)
            costs[auditor.name].append(first)
            costs["again"].append(second)
            costs[rival.name].append(_once(corpus, rival, folder / "run", chosen.limit))
            ratio = first.wall / costs[rival.name][-1].wall
            print(f"<!-- {corpus.name}, round {number + 1}: {ratio:.2f} of lychee's wall -->", flush=True)
        *peaks, lychees = _peaks(corpus, auditor, rival, chosen.limit, folder / "run")
        _row(corpus, auditor, costs[auditor.name], peaks[0], _stages(costs[auditor.name][-1]))
        if not corpus.dead:
            print(f"<!-- {corpus.name}: {_asked_anew(costs[auditor.name][-1])} -->")
        _row(corpus, auditor, costs["again"], peaks[1], f"the next month; {_stages(costs['again'][-1])}")
        _row(corpus, rival, costs[rival.name], lychees, "page list given")
        for tool in others:
            _row(corpus, tool, [_once(corpus, tool, folder / "run", chosen.limit)], 0, "one run")


def _once(corpus: corpora.Corpus, tool: tools.Tool, run: Path, limit: float, *, watched: bool = False) -> Cost:
    return measured(tool.command(corpus, _fresh(run)), limit, run, watched=watched)


def _twice(
    corpus: corpora.Corpus, tool: tools.Tool, run: Path, limit: float, *, watched: bool = False
) -> tuple[Cost, Cost]:
    """A first run, and one of the next month over the same store, where pages answer that they are unchanged."""
    command = tool.command(corpus, _fresh(run))
    first = measured(command, limit, run, watched=watched)
    return first, measured([*command[:-1], "2026-02"], limit, run, watched=watched)


def _peaks(corpus: corpora.Corpus, auditor: tools.Tool, rival: tools.Tool, limit: float, run: Path) -> list[int]:
    """The peak memory of our first and second run, and of the rival's, in runs whose time does not count."""
    ours = _twice(corpus, auditor, run, limit, watched=True)
    return [cost.peak for cost in (*ours, _once(corpus, rival, run, limit, watched=True))]


def _fresh(run: Path) -> Path:
    shutil.rmtree(run, ignore_errors=True)
    run.mkdir(mode=0o755)
    return run


def _stages(cost: Cost) -> str:
    told = tools.told(cost.output)
    if "gather" not in told:
        return "not finished"
    return f"gathering {told['gather']:.1f} s, judging {told['judge']:.1f} s, {told['pages']} pages"


def _asked_anew(cost: Cost) -> str:
    """How many of the addresses and fragments that we report are dead by a second way of asking too."""
    told, second = tools.told(cost.output), SecondWay()
    reported = [*told["at_fault"], *told.get("fragments", ())]
    otherwise = [url for url in reported if not second.is_dead(url)]
    return f"{len(reported) - len(otherwise)} of {len(reported)} confirmed a second way; not: {otherwise[:5]}"


def _row(corpus: corpora.Corpus, tool: tools.Tool, costs: list[Cost], peak: int, remarks: str) -> None:
    def middle(name: str) -> float:
        return statistics.median(getattr(cost, name) for cost in costs)

    last = costs[-1]
    found = tool.found(last.output) if last.finished else set()
    dead = corpus.dead
    seen = f"{len(found & dead)}/{len(dead)} | {len(found - dead)}" if dead else f"{len(found)} | ?"
    seen = seen if last.finished else "– | –"
    stopped = "" if last.finished else "stopped before its end; "
    held = f"{peak / 1e6:.0f}" if peak else "–"
    print(
        f"| {corpus.name} | {tool.name} | {middle('wall'):.1f} | {middle('cpu'):.1f} | {held} "
        f"| {middle('requests'):.0f} | {middle('connections'):.0f} | {seen} | {stopped}{remarks} |",
        flush=True,
    )


if __name__ == "__main__":
    main()
