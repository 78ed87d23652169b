"""Reads the case pages ``tests/checks/<topic>/<id>.md``: each is the documentation and the test of one check.

A page has the sections "What it does" and "Why", in Chinese and English, and then ``failing``, ``passing``,
``cannot tell`` and ``inapplicable`` with examples. An example is an optional ``yaml`` block of facts
(``example_facts``), an optional ``html`` block (the page; for a site check the home page), and an ``expect`` block with
one line a verdict (``expected_verdicts``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import yaml

from auditor.judging import registry

FOLDER = Path(__file__).parent
CHECKS = {check.id: check for check in registry.load_checks(packs=False)}
PAGES = {path.stem: path for path in sorted(FOLDER.glob("*/*.md"))}


class Example(msgspec.Struct, frozen=True):
    """One example of a case page."""

    check: str
    """Id of the check, which is the name of the page."""
    kind: str
    """The section that it stands in: failing, passing, cannot tell or inapplicable."""
    line: int
    """Where its ``expect`` block begins in the page."""
    html: str | None
    facts: dict[str, Any]
    expect: tuple[str, ...]


def sections(path: Path) -> Iterator[tuple[str, int, list[str]]]:
    """Heading of the second level, line number of its first line, and its lines."""
    title, start, lines, fenced = "", 1, list[str](), False
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        fenced ^= line.startswith("```")
        if line.startswith("## ") and not fenced:
            yield title, start, lines
            title, start, lines = line[3:].strip(), number + 1, []
        else:
            lines.append(line)
    yield title, start, lines


def _examples(path: Path) -> Iterator[Example]:
    for kind, start, lines in sections(path):
        blocks: dict[str, str] = {}
        for match in re.finditer(r"^```(\w+)\n(.*?)^```$", "\n".join(lines) + "\n", re.MULTILINE | re.DOTALL):
            language, text = match.groups()
            blocks[language] = text
            if language == "expect":
                line = start + "\n".join(lines)[: match.start()].count("\n")
                facts = yaml.safe_load(blocks.get("yaml", "")) or {}
                yield Example(path.stem, kind, line, blocks.get("html"), facts, tuple(text.strip().splitlines()))
                blocks = {}


EXAMPLES = [example for path in PAGES.values() for example in _examples(path)]
