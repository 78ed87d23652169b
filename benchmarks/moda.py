"""Pages with one planted fault per machine code: what our checks find, and what a11y-moda finds.

    python -m benchmarks.moda --tool …/bin/a11y-moda [--standard 110.07]

The pages are the failing and passing examples of the case pages of every check that carries a code of the standard
that software tests, as far as they are HTML alone; a fragment is put into a page that has what every page needs. A
fault is found where the tool fails the page under one of the check's codes (of either standard in force, for codes
were renumbered); the same on a passing example is a false alarm. The rival runs as ``lint``, without a browser; ours
judges the same delivered page. Nothing is asserted.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import msgspec

from auditor.extract.html.document import read_document
from auditor.judging import registry
from auditor.judging.run_checks import judge_page
from auditor.model import (
    Check,
    Context,
    Judged,
    Name,
    Outcome,
    Page,
    PageFacts,
    Response,
    Scope,
    Site,
    SiteKind,
    Untested,
)
from auditor.standards import taiwan

PAGES = Path(__file__).resolve().parents[1] / "tests" / "checks" / "accessibility"
_BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_SECTION = re.compile(r"^## (failing|passing)\n(.*?)(?=^## |\Z)", re.MULTILINE | re.DOTALL)


class Example(msgspec.Struct, frozen=True):
    """One page: the check it was written for, its file, and whether the check's fault is planted in it."""

    check: Check
    file: Path
    planted: bool


class Score(msgspec.Struct):
    """Of so many pages with the fault and without it: found, only asked about, and wrongly failed."""

    found: int = 0
    asked: int = 0
    false: int = 0

    def take(self, outcome: Outcome, *, planted: bool) -> None:
        """Count one page."""
        self.found += planted and outcome is Outcome.FAILED
        self.asked += planted and outcome is Outcome.CANT_TELL
        self.false += not planted and outcome is Outcome.FAILED


def main() -> None:
    """Write the pages, let both look, print a row for each check."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--tool", required=True, help="the program a11y-moda")
    options.add_argument("--standard", default=taiwan.VERSIONS[-2], choices=taiwan.VERSIONS)
    chosen = options.parse_args()
    codes = set(taiwan.machine_codes(chosen.standard))
    checks = [one for one in registry.load_checks(packs=False) if codes & set(one.taiwan.get(chosen.standard, ()))]
    with tempfile.TemporaryDirectory() as place:
        examples = [example for check in checks for example in _examples(check, Path(place))]
        theirs = _linted(chosen.tool, Path(place))
        _table(examples, theirs, chosen.standard)
    shown = {code for one in examples if one.planted for code in one.check.taiwan[chosen.standard]}
    print(f"\nMachine codes of {chosen.standard} with a page: {len(codes & shown)} of {len(codes)};")
    print(f"without: {', '.join(sorted(codes - shown)) or 'none'}.")


def _table(examples: list[Example], theirs: dict[str, dict[str, Outcome]], standard: str) -> None:
    print("| check | codes | planted | sound | ours found | ours false | a11y-moda found | asked | false |")
    print("|---|---|---|---|---|---|---|---|---|")
    totals = [0, 0, Score(), Score()]
    for check in dict.fromkeys(one.check.id for one in examples):
        of_it = [one for one in examples if one.check.id == check]
        ours, rival = Score(), Score()
        for one in of_it:
            for scores, outcome in (((ours, totals[2]), _judged(one)), ((rival, totals[3]), _rival(one, theirs))):
                for score in scores:
                    score.take(outcome, planted=one.planted)
        planted = sum(one.planted for one in of_it)
        totals[0] += planted
        totals[1] += len(of_it) - planted
        _row(check, ", ".join(of_it[0].check.taiwan[standard]), planted, len(of_it) - planted, ours, rival)
    _row("all", "", *totals)


def _row(check: str, codes: str, planted: int, sound: int, ours: Score, rival: Score) -> None:  # noqa: PLR0913
    counts = (planted, sound, ours.found, ours.false, rival.found, rival.asked, rival.false)
    print(f"| {check} | {codes} | {' | '.join(map(str, counts))} |")


def _examples(check: Check, folder: Path) -> Iterator[Example]:
    path = PAGES / f"{check.id}.md"
    if check.scope is not Scope.PAGE or not path.is_file():
        return
    for kind, text in _SECTION.findall(path.read_text(encoding="utf-8")):
        blocks: dict[str, str] = {}
        for number, (language, block) in enumerate(_BLOCK.findall(text)):
            blocks[language] = block
            if language != "expect":
                continue
            if blocks.keys() == {"html", "expect"}:
                file = folder / f"{check.id}-{kind}-{number}.html"
                file.write_text(_whole(blocks["html"]), encoding="utf-8")
                yield Example(check, file, kind == "failing")
            blocks = {}


def _whole(html: str) -> str:
    if re.search(r"<(!doctype|html|head|body|frameset)\b", html, re.IGNORECASE):
        return html
    head = '<!DOCTYPE html>\n<html lang="zh-Hant-TW"><head><meta charset="utf-8"><title>範例工業區</title></head>'
    return f"{head}<body>\n{html}</body></html>\n"


def _judged(example: Example) -> Outcome:
    url = f"https://zone.example.gov.tw/{example.file.name}"
    page = Page(document=read_document(example.file.read_bytes(), url))
    facts = PageFacts(url, "zone", Response(url, url, 200, media_type="text/html"), page, Untested.NOT_VISITED)
    site = Site("zone", (Name("範例工業區"),), SiteKind.SERVICE_CENTER, url="https://zone.example.gov.tw/", level="AAA")
    (judged,) = judge_page([example.check], facts, Context(site, "2026-11-23"))
    if not isinstance(judged, Judged):
        return Outcome.UNTESTED
    return _worst({verdict.outcome for verdict in judged.verdicts})


def _rival(example: Example, said: dict[str, dict[str, Outcome]]) -> Outcome:
    codes = {code for version in taiwan.VERSIONS[-2:] for code in example.check.taiwan.get(version, ())}
    return _worst({outcome for code, outcome in said.get(example.file.name, {}).items() if code in codes})


def _worst(outcomes: set[Outcome]) -> Outcome:
    return next((one for one in (Outcome.FAILED, Outcome.CANT_TELL) if one in outcomes), Outcome.PASSED)


def _linted(tool: str, folder: Path) -> dict[str, dict[str, Outcome]]:
    """What the rival says by file name and code; its caveats and advice count as questions."""
    command = [tool, "lint", "--level", "AAA", "--format", "json", "--no-gitignore", str(folder)]
    told = subprocess.run(command, capture_output=True, check=True, text=True)
    found: dict[str, dict[str, Outcome]] = {}
    for file in json.loads(told.stdout)["files"]:
        codes = found.setdefault(Path(file["path"]).name, {})
        for issue in file["issues"]:
            outcome = Outcome.FAILED if issue["status"] == "fail" else Outcome.CANT_TELL
            codes[issue["rule_id"]] = _worst({outcome, codes.get(issue["rule_id"], Outcome.PASSED)})
    return found


if __name__ == "__main__":
    main()
