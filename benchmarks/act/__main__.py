"""Our audit on the test cases of the ACT rules: what is flagged, what is flagged wrongly, rule by rule.

    AUDITOR_CASES=… python -m benchmarks.act [--only RULE] [--rules] [--rivals FOLDER] [--earl FILE]

Serves the folder ``act-rules`` of AUDITOR_CASES on loopback and looks at every case as ``auditor page`` does, in one
run, at level AAA. A case counts as flagged when a verdict of ours carries a success criterion that its rule names:
failed, or cannot tell. The same run is counted three times: with axe-core's rules alone, with our own checks alone,
and with both. With ``--rivals`` other engines are held against the same pages (see ``rivals.py``). Cases that are no
HTML page, or whose rule names no success criterion, are counted apart. ``--earl`` writes one assertion for each
case, to be handed in at W3C. Nothing is asserted of the figures.
"""

from __future__ import annotations

import argparse
import os
import re
import sys
import time
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

import msgspec

from auditor.judging import registry
from auditor.model import Finding, Outcome
from auditor.report.exports.earl import write_earl
from benchmarks.act import rivals
from benchmarks.act.earl import nodes
from benchmarks.shown import looked_at, served

COUNTED = {
    "axe-core alone": lambda check: check.startswith("axe-"),
    "our checks alone": lambda check: not check.startswith("axe-"),
    "both": bool,
}
PREFIX = "WAI/content-assets/wcag-act-rules/"


class Case(msgspec.Struct, frozen=True, rename="camel"):
    """One test case, as W3C's list tells it."""

    rule_id: str
    rule_name: str
    expected: str
    url: str
    relative_path: str
    rule_accessibility_requirements: dict[str, dict[str, object]] | None = None

    @property
    def criteria(self) -> frozenset[str]:
        """The success criteria that the rule names."""
        return frozenset(re.findall(r"wcag2\d:(\d\.\d\.\d+)", " ".join(self.rule_accessibility_requirements or ())))


class Score(msgspec.Struct):
    """Of failed cases, and of all others: how many were flagged failed, how many only as cannot tell."""

    failed: int = 0
    found: int = 0
    unsure: int = 0
    others: int = 0
    false: int = 0
    asked: int = 0

    def take(self, case: Case, outcomes: set[Outcome]) -> None:
        """Count one case."""
        flagged, asked = Outcome.FAILED in outcomes, bool(outcomes) and Outcome.FAILED not in outcomes
        if case.expected == "failed":
            self.failed, self.found, self.unsure = self.failed + 1, self.found + flagged, self.unsure + asked
        else:
            self.others, self.false, self.asked = self.others + 1, self.false + flagged, self.asked + asked


def main() -> None:
    """Serve, look, count, print."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--only", default="", help="one rule's id")
    options.add_argument("--rules", action="store_true", help="a row for every rule")
    options.add_argument("--rivals", type=Path, help="a folder with the other engines' npm packages")
    options.add_argument("--earl", type=Path, help="write the results as EARL (JSON-LD) into this file")
    chosen = options.parse_args()
    folder = Path(os.environ.get("AUDITOR_CASES", "")) / "act-rules"
    if not (folder / "testcases.json").is_file():
        sys.exit("Name the folder of cases with known answers in AUDITOR_CASES; act-rules/testcases.json is not there.")
    cases = [case for case in _cases(folder) if chosen.only in ("", case.rule_id)]
    began = time.monotonic()
    with served(folder) as root:
        seen = looked_at(root, [f"{PREFIX}{case.relative_path}" for case in cases])
        sites = {path.removeprefix(PREFIX): site for path, site in seen.sites.items()}
        outcomes = {path: list(site.findings) for path, site in sites.items()}
        seconds = time.monotonic() - began
        _totals(cases, outcomes)
        if chosen.rivals:
            _others(cases, rivals.ask(chosen.rivals, f"{root}{PREFIX}", [case.relative_path for case in cases]))
    unread = sum(not site.run.pages for site in sites.values())
    print(f"\n{len(cases)} cases in {seconds:.0f} s; {unread} could not be read as a page.")
    if chosen.rules or chosen.only:
        _by_rule(cases, outcomes)
    if chosen.earl:
        with chosen.earl.open("wb") as stream:
            write_earl(nodes(seen.run, cases, sites, {check.id: check for check in registry.load_checks()}), stream)


def _cases(folder: Path) -> list[Case]:
    document = msgspec.json.decode((folder / "testcases.json").read_bytes())
    return msgspec.convert(document["testcases"], list[Case])


def _said(case: Case, findings: Iterable[Finding], which: str) -> set[Outcome]:
    criteria = {check.id: frozenset(check.wcag) for check in registry.load_checks()}
    counts = COUNTED[which]
    said = ((one.outcome, name) for one in findings for name in one.checks)
    return {outcome for outcome, name in said if counts(name) and criteria[name] & case.criteria}


def _totals(cases: list[Case], outcomes: dict[str, list[Finding]]) -> None:
    print("| engine | failed cases | found | found or asked | other cases | false alarms | asked |")
    print("|---|---|---|---|---|---|---|")
    for which in COUNTED:
        score = Score()
        for case in cases:
            if case.criteria:
                score.take(case, _said(case, outcomes.get(case.relative_path, ()), which))
        print(_row(which, score))


def _others(cases: list[Case], said: dict[str, rivals.Said]) -> None:
    """A row for each of the other engines, and one for all of them together."""
    for name, chosen in {**{name: [one] for name, one in said.items()}, "their union": [*said.values()]}.items():
        score = Score()
        for case in cases:
            if case.criteria:
                score.take(case, set().union(*(one.outcomes(case.relative_path, case.criteria) for one in chosen)))
        print(_row(name, score))
    print("\n| engine | seconds a page | pages it failed on |\n|---|---|---|")
    for name, one in said.items():
        print(f"| {name} | {one.seconds / max(len(one.found), 1):.3f} | {one.failures} |")


def _row(name: str, score: Score) -> str:
    share = [_share(part, score.failed) for part in (score.found, score.found + score.unsure)]
    wrong = [_share(part, score.others) for part in (score.false, score.asked)]
    return f"| {name} | {score.failed} | {' | '.join(share)} | {score.others} | {' | '.join(wrong)} |"


def _by_rule(cases: list[Case], outcomes: dict[str, list[Finding]]) -> None:
    scores: dict[str, Score] = defaultdict(Score)
    names: dict[str, str] = {}
    checks: dict[str, set[str]] = defaultdict(set)
    for case in cases:
        found = outcomes.get(case.relative_path, ())
        said = _said(case, found, "both")
        scores[case.rule_id].take(case, said)
        names[case.rule_id] = f"{case.rule_name} ({', '.join(sorted(case.criteria)) or 'no criterion'})"
        if case.expected != "failed" and Outcome.FAILED in said:
            checks[case.rule_id] |= {one.check for one in found if one.outcome is Outcome.FAILED}
    print("\n| rule | name | failed | found | unsure | others | false | asked | false by |")
    print("|---|---|---|---|---|---|---|---|---|")
    for rule, one in sorted(scores.items()):
        row = (one.failed, one.found, one.unsure, one.others, one.false, one.asked, ", ".join(sorted(checks[rule])))
        print(f"| {rule} | {names[rule]} | {' | '.join(map(str, row))} |")


def _share(part: int, whole: int) -> str:
    return f"{part} ({part / whole:.0%})" if whole else "0"


if __name__ == "__main__":
    main()
