"""Commands in the documents exist, the table of commands is the program's, links between documents have targets."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer.main

from auditor.cli.app import app

REPOSITORY = Path(__file__).resolve().parent.parent.parent
DOCUMENTS = [REPOSITORY / "README.md", REPOSITORY / "CONTRIBUTING.md", *sorted((REPOSITORY / "docs").rglob("*.md"))]
PROGRAM = typer.main.get_command(app)


def commands(group: Any = PROGRAM, before: str = "") -> Iterator[tuple[str, Any]]:
    """Every command with its whole name, those of groups too."""
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            if command.invoke_without_command:
                yield f"{before}{name}", command
            yield from commands(command, f"{before}{name} ")
        else:
            yield f"{before}{name}", command


def typed(text: str) -> Iterator[list[str]]:
    """The words of every ``auditor …`` in a code block or between backticks."""
    blocks = re.findall(r"^```console\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    lines = [line.removeprefix("$ ") for block in blocks for line in block.splitlines() if line.startswith("$ ")]
    for line in [*lines, *re.findall(r"`(auditor [^`]+)`", text)]:
        words = shlex.split(line.partition("#")[0].replace("…", "").replace("[", "").replace("]", ""))
        if words[:1] == ["auditor"]:
            yield words[1:]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_commands_of_a_document_exist(document: Path) -> None:
    known = dict(commands())
    for words in typed(document.read_text(encoding="utf-8")):
        name = next((name for name in (" ".join(words[:2]), words[0]) if name in known), None)
        assert name is not None, f"{document.name}: auditor {' '.join(words)}"
        options = {option for parameter in known[name].params for option in parameter.opts} | {"--help"}
        for word in words:
            if word.startswith("--"):
                assert word.partition("=")[0] in options, f"{document.name}: auditor {' '.join(words)}"


def test_the_table_of_commands_is_the_program() -> None:
    text = (REPOSITORY / "README.md").read_text(encoding="utf-8")
    table = text.partition("<!-- commands:")[2].partition("<!-- end of commands -->")[0]
    rows = re.findall(r"^\| `auditor ([\w ]+)` \| (.*) \|$", table, re.MULTILINE)
    summaries = {name: " ".join((command.help or "").partition("\n\n")[0].split()) for name, command in commands()}
    assert dict(rows) == summaries


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_links_between_documents_have_targets(document: Path) -> None:
    for target in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", document.read_text(encoding="utf-8")):
        if "://" not in target:
            assert (document.parent / target).exists(), f"{document.name} links to {target}"
