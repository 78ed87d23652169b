"""Our audit held against the expectations of axe-core's and HTML_CodeSniffer's own tests.

    AUDITOR_CASES=… python -m benchmarks.cases [axe-core-rules] [html-codesniffer]

Shows every page as ``auditor page`` does, at level AAA. Of axe-core: an expected violation has to be failed, what is
expected "incomplete" undecided, and a pass not failed, by our check of the same rule; beside it stands what the engine
says alone, in a plain browser on the same pages. Of HTML_CodeSniffer: an element of which an error is
asserted has to be failed by any check of ours. An element is found by its id. Nothing is asserted.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path

import msgspec

from auditor.browser import axe_release
from auditor.judging import registry
from auditor.model import Outcome, Place, SiteEvidence
from benchmarks.cases.alone import said_alone
from benchmarks.cases.expected import Expected, of_axe, of_codesniffer, pages_of_axe
from benchmarks.shown import looked_at, served

SETS = ("axe-core-rules", "html-codesniffer")


class Beside(msgspec.Struct, frozen=True):
    """What is expected of an element, what our audit says of it, and what the engine says alone."""

    expected: Expected
    ours: Outcome
    alone: Outcome


def main() -> None:
    """Read what is expected, look, and print."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("sets", nargs="*", choices=[*SETS, []], help="all unless named")
    cases = Path(os.environ.get("AUDITOR_CASES", ""))
    if not all((cases / name).is_dir() for name in SETS):
        sys.exit("Name the folder of cases with known answers in AUDITOR_CASES; it has to hold " + " and ".join(SETS))
    for name in options.parse_args().sets or SETS:
        if name == "axe-core-rules":
            _axe(cases / name)
        else:
            _codesniffer(cases / name)


def _axe(folder: Path) -> None:
    expected, otherwise = of_axe(folder)
    known = {check.id for check in registry.load_checks()}
    judged = [one for one in expected if f"axe-{one.rule}" in known]
    with tempfile.TemporaryDirectory() as place:
        paths = sorted({one.path for one in judged})
        pages_of_axe(folder, Path(place), set(paths))
        # frames of the tests load the engine themselves; ours reaches them without
        shutil.copy(axe_release.engine_folder() / "axe.min.js", Path(place) / "axe.js")
        with served(Path(place)) as origin:
            seen = looked_at(f"{origin}integration/", paths)
            alone = said_alone(f"{origin}integration/", judged)
    print(f"axe-core's rules: {len(expected)} expectations by id, {otherwise} of elements in frames or shadow trees.")
    off = Counter(one.rule for one in expected if f"axe-{one.rule}" not in known)
    print(f"{off.total()} of {len(off)} rules that are off (experimental, deprecated, AAA): {', '.join(sorted(off))}")
    _beside_axe(
        Beside(
            one,
            _said(seen.sites[one.path], one.element, (f"axe-{one.rule}",)),
            alone.get((one.path, one.rule, one.element), Outcome.PASSED),
        )
        for one in judged
    )


def _beside_axe(rows: Iterable[Beside]) -> None:
    """How many of each rule are as expected, here and by the engine alone, and all that one of both has otherwise."""
    rules: dict[str, Counter[str]] = defaultdict(Counter)
    differing = []
    for row in rows:
        ours, alone = row.expected.allows(row.ours), row.expected.allows(row.alone)
        rules[row.expected.rule].update(all=1, ours=int(ours), alone=int(alone), worse=int(alone and not ours))
        if not (ours and alone):
            differing.append(row)
    print("\n| rule | expectations | ours as expected | axe-core alone | it alone, not ours |\n|---|---|---|---|---|")
    total = sum(rules.values(), Counter[str]())
    for rule, count in [*sorted(rules.items()), (f"all {len(rules)}", total)]:
        print(f"| {rule} | {count['all']} | {count['ours']} | {count['alone']} | {count['worse']} |")
    print("\n| rule | element | expected | ours | axe-core alone |\n|---|---|---|---|---|")
    for row in differing:
        one = row.expected
        print(f"| {one.rule} | #{one.element} | {one.outcome.value} | {row.ours.value} | {row.alone.value} |")


def _codesniffer(folder: Path) -> None:
    expected = list(of_codesniffer(folder))
    with served(folder) as origin:
        seen = looked_at(origin, sorted({one.path for one in expected}))
    print("\n| assertion of HTML_CodeSniffer | element | ours | by |\n|---|---|---|---|")
    for one in expected:
        site = seen.sites[one.path]
        by = sorted({found.check for found in site.findings if _touches(one.element, (s.place for s in found.spots))})
        print(f"| {one.rule} | #{one.element} | {_said(site, one.element).value} | {', '.join(by)} |")


def _said(site: SiteEvidence, element: str, checks: Sequence[str] = ()) -> Outcome:
    """The worst that was said of an element by these checks (all, unless named); passed where nothing was."""
    if not site.run.pages:
        return Outcome.UNTESTED
    found = {
        one.outcome
        for one in site.findings
        for spot in one.spots
        if (not checks or {one.check, *spot.also} & set(checks)) and _touches(element, [spot.place])
    }
    return next((worst for worst in (Outcome.FAILED, Outcome.CANT_TELL) if worst in found), Outcome.PASSED)


def _touches(element: str, places: Iterable[Place]) -> bool:
    """Whether a place is the element: by the last part of its selector, or the opening tag of its snippet."""
    tag = re.compile(rf"""^\s*<[^>]*\bid=["']?{re.escape(element)}["'\s>/]""")
    return any(place.selector.split(" ")[-1].endswith(f"#{element}") or tag.match(place.snippet) for place in places)


if __name__ == "__main__":
    main()
