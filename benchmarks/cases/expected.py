"""What the tests of axe-core and of HTML_CodeSniffer expect, read from their files, and pages to show them in."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import msgspec

from auditor.model import Outcome

_LISTS = {"violations": Outcome.FAILED, "incomplete": Outcome.CANT_TELL, "passes": Outcome.PASSED}
_ID = re.compile(r"#[\w-]+")
_ASSERT = re.compile(r"^\s*Assert: *Error +(?:\*\.)?(\S+) on #(\S+)", re.MULTILINE)


class Expected(msgspec.Struct, frozen=True):
    """One element of one page, by its id, and what the rule must say of it."""

    path: str
    rule: str
    element: str
    outcome: Outcome

    def allows(self, said: Outcome) -> bool:
        """Whether this may be said of it: what is expected, and of a pass also that a person has to look."""
        return said in ((Outcome.PASSED, Outcome.CANT_TELL) if self.outcome is Outcome.PASSED else (self.outcome,))


def of_axe(folder: Path) -> tuple[list[Expected], int]:
    """The expectations of axe-core's rule tests that name an element by its id, and how many name it otherwise."""
    named, otherwise = [], 0
    for file in sorted(folder.glob("rules/*/*.json")):
        document = json.loads(file.read_text(encoding="utf-8"))
        path = file.relative_to(folder).with_suffix(".html").as_posix()
        for key, outcome in _LISTS.items():
            for target in document.get(key, ()):
                if len(target) == 1 and isinstance(target[0], str) and _ID.fullmatch(target[0]):
                    named.append(Expected(path, document["rule"], target[0][1:], outcome))
                else:
                    otherwise += 1
    return named, otherwise


def of_codesniffer(folder: Path) -> Iterator[Expected]:
    """Every assertion of an error; ``rule`` is the technique with the success criterion that the file names."""
    for file in sorted(folder.glob("Tests/WCAG2/*.html")):
        criterion = ".".join(file.stem.split("_")[:3])
        for technique, element in _ASSERT.findall(file.read_text(encoding="utf-8")):
            yield Expected(file.relative_to(folder).as_posix(), f"{criterion} {technique}", element, Outcome.FAILED)


def pages_of_axe(folder: Path, place: Path, fragments: set[str]) -> None:
    """Lay the tests out where their own addresses expect them: fragments put into pages, frames as they are."""
    for source in sorted(folder.glob("rules/**/*.html")):
        path = source.relative_to(folder).as_posix()
        target = place / "integration" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        text = source.read_text(encoding="utf-8")
        target.write_text(_page(source.stem, text) if path in fragments else text, encoding="utf-8")


def _page(title: str, fragment: str) -> str:
    """A fragment in the body of a page, as the engine's own tests put it."""
    head = f'<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>{title}</title></head>'
    return f"{head}<body>\n{fragment}\n</body></html>\n"
