"""Our audit on pairs of pages, one with a fault and one without: what is found, what is asked, what is wrong.

    AUDITOR_CASES=… python -m benchmarks.pairs [--only PART-OF-ID] [--each]

Serves ``accessibility-pairs/pages`` of AUDITOR_CASES on loopback and examines both pages of every pair as ``auditor
page`` does, in one run. Of a pair only verdicts of the checks that its row names (``rel``, parts of check ids) count:
on the page with the fault a failed verdict is a find and an undecided one a question; on its sound twin they are a
false alarm and a needless question. Nothing is asserted of the figures.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterable
from pathlib import Path

import msgspec

from auditor.model import Finding, Outcome
from benchmarks.shown import looked_at, served


class Pair(msgspec.Struct, frozen=True):
    """One row of ``cases.json``."""

    id: str
    sc: str
    say: str
    rel: tuple[str, ...]


def main() -> None:
    """Serve, examine, count, print."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--only", default="", help="a part of the ids of the pairs to examine")
    options.add_argument("--each", action="store_true", help="a row for every pair")
    chosen = options.parse_args()
    folder = Path(os.environ.get("AUDITOR_CASES", "")) / "accessibility-pairs"
    if not (folder / "cases.json").is_file():
        sys.exit(
            "Name the folder of cases with known answers in AUDITOR_CASES; accessibility-pairs/cases.json is not there."
        )
    pairs = msgspec.json.decode((folder / "cases.json").read_bytes(), type=list[Pair])
    pairs = [pair for pair in pairs if chosen.only in pair.id]
    with served(folder / "pages") as root:
        seen = looked_at(root, [f"{pair.id}.{side}.html" for pair in pairs for side in ("bad", "good")])
    found, asked, false, needless = 0, 0, 0, 0
    for pair in pairs:
        bad, good = (_verdicts(pair, seen.sites[f"{pair.id}.{side}.html"].findings) for side in ("bad", "good"))
        worst, twin = _worst(bad), _worst(good)
        found += worst is Outcome.FAILED
        asked += worst is Outcome.CANT_TELL
        false += twin is Outcome.FAILED
        needless += twin is Outcome.CANT_TELL
        if chosen.each:
            print(f"{pair.id} ({pair.sc}): {_words(worst, bad)} | sound: {_words(twin, good)}")
    whole = len(pairs) or 1
    print(
        f"\n{len(pairs)} pairs: found {found} ({found / whole:.0%}), found or asked {found + asked} "
        f"({(found + asked) / whole:.0%}); on sound twins: false {false}, asked {needless} ({needless / whole:.0%})"
    )


def _verdicts(pair: Pair, findings: Iterable[Finding]) -> set[tuple[Outcome, str]]:
    """The outcomes of the checks that the pair is about, with their ids."""
    said = ((finding.outcome, name) for finding in findings for name in finding.checks)
    return {(outcome, name) for outcome, name in said if any(part in name for part in pair.rel)}


def _worst(verdicts: set[tuple[Outcome, str]]) -> Outcome | None:
    outcomes = {outcome for outcome, _ in verdicts}
    return next((outcome for outcome in (Outcome.FAILED, Outcome.CANT_TELL) if outcome in outcomes), None)


def _words(worst: Outcome | None, verdicts: set[tuple[Outcome, str]]) -> str:
    return f"{worst.value} ({', '.join(sorted(name for _, name in verdicts))})" if worst else "nothing"


if __name__ == "__main__":
    main()
