"""Layer rules: imports point down, checks import facts and tables only, each library is imported in one file.

The last tests break each rule on purpose in a copy of the sources and expect it to be reported.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import layer_rules
import pytest

REPOSITORY = Path(__file__).resolve().parent.parent
CATCH_ALL_NAMES = {"utils", "helpers", "common", "base", "misc"}
MACHINE_NAMES = ("/" + "root/", "/" + "work/", "py" + "pi.org/simple", "registry." + "npmjs.org", "index" + "-url")


def tracked() -> list[Path]:
    command = ["git", "ls-files", "-co", "--exclude-standard"]
    listed = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=True)
    return [REPOSITORY / name for name in listed.stdout.splitlines() if (REPOSITORY / name).is_file()]


def lint_imports(root: Path) -> tuple[bool, str]:
    """Whether import-linter keeps every contract over the sources of ``root``, and what it prints."""
    program = Path(sys.executable).with_name("lint-imports")
    # the repository's own packages are installed too: those of the copy come first on the path
    environment = {**os.environ, "PYTHONPATH": str(root)}
    ended = subprocess.run(
        [program, "--no-cache"], cwd=root, env=environment, capture_output=True, text=True, timeout=120, check=False
    )
    return ended.returncode == 0, ended.stdout + ended.stderr


def test_imports_keep_every_contract() -> None:
    kept, printed = lint_imports(REPOSITORY)
    assert kept, printed


def test_no_module_imports_itself_by_way_of_others() -> None:
    assert layer_rules.circles(REPOSITORY) == []


def test_each_library_is_imported_in_the_files_that_its_message_names() -> None:
    assert layer_rules.libraries_outside_their_files(REPOSITORY) == []


def test_checks_import_facts_and_tables_only() -> None:
    assert layer_rules.imports_checks_may_not_have(REPOSITORY) == []


def test_no_module_has_a_catch_all_name() -> None:
    assert [path for path in tracked() if {path.stem, path.parent.name} & CATCH_ALL_NAMES] == []


def test_no_file_names_a_machine_or_a_registry() -> None:
    named = [
        f"{path.relative_to(REPOSITORY)}: {name}"
        for path in tracked()
        if path.suffix not in {".npz", ".png", ".bin"}
        for name in MACHINE_NAMES
        if name in path.read_text(encoding="utf-8", errors="replace")
    ]
    assert [line for line in named if not line.startswith("scripts/lock")] == []


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the Python sources and of the configuration, to break rules in."""
    copy = tmp_path_factory.mktemp("sources")
    for package in ("auditor", "checks"):
        shutil.copytree(REPOSITORY / package, copy / package, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(REPOSITORY / "pyproject.toml", copy)
    return copy


BROKEN = {
    "a noun imports the store": ("auditor/model/site.py", "from auditor import store"),
    "the store imports the pipeline": ("auditor/store/store.py", "from auditor.pipeline import resume"),
    "the browser imports the store": ("auditor/browser/proxy.py", "from auditor import store"),
    "the crawl imports the report": ("auditor/crawl/robots.py", "from auditor.report import words"),
    "the product imports the demo network": ("auditor/pipeline/run.py", "from auditor.demo import network"),
    "a package stands on no layer": ("auditor/new_package/__init__.py", "VALUE = 1"),
}
"""What import-linter has to report: the file, and the line that is added to it."""


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_contract_is_reported(name: str, sources: Path) -> None:
    file, line = BROKEN[name]
    with _added(sources / file, line):
        kept, printed = lint_imports(sources)
    assert not kept, printed
    assert any(sign in printed for sign in ("BROKEN", "not listed as layers", "Missing layer")), printed


OUTSIDE: dict[str, tuple[Callable[[Path], list[str]], str, str, str]] = {
    "a check imports the history": (
        layer_rules.imports_checks_may_not_have,
        "checks/links/link_broken.py",
        "from auditor.findings import history",
        "checks/links/link_broken.py imports auditor.findings.history",
    ),
    "a check imports a library": (
        layer_rules.imports_checks_may_not_have,
        "checks/links/link_broken.py",
        "import sqlalchemy",
        "checks/links/link_broken.py imports sqlalchemy",
    ),
    "a library is imported in a second file": (
        layer_rules.libraries_outside_their_files,
        "auditor/crawl/robots.py",
        "import pycurl",
        "auditor/crawl/robots.py imports pycurl",
    ),
    "a library of the command line is imported in the store": (
        layer_rules.libraries_outside_their_files,
        "auditor/store/store.py",
        "import typer",
        "auditor/store/store.py imports typer",
    ),
    "a library has no file": (
        layer_rules.libraries_outside_their_files,
        "auditor/crawl/robots.py",
        "import requests",
        "requests has no message",
    ),
    "two modules import each other": (
        layer_rules.circles,
        "auditor/model/site.py",
        "from auditor.model import configuration",
        "auditor.model.configuration > auditor.model.site > auditor.model.configuration",
    ),
}
"""What the rules of ``layer_rules`` have to report: the rule, the file, the added line, the beginning of the report."""


@pytest.mark.parametrize("name", OUTSIDE)
def test_a_broken_rule_is_reported(name: str, sources: Path) -> None:
    rule, file, line, expected = OUTSIDE[name]
    assert rule(sources) == []
    with _added(sources / file, line):
        found = rule(sources)
    assert any(violation.startswith(expected) for violation in found), found


class _added:  # noqa: N801 - read as a verb
    """A line added at the end of a file, or a new file with it, for as long as the context lasts."""

    def __init__(self, path: Path, line: str) -> None:
        self._path, self._line = path, line
        self._before = path.read_text(encoding="utf-8") if path.exists() else None

    def __enter__(self) -> None:
        self._path.parent.mkdir(exist_ok=True)
        self._path.write_text(f"{self._before or ''}\n{self._line}\n", encoding="utf-8")

    def __exit__(self, *_: object) -> None:
        if self._before is None:
            shutil.rmtree(self._path.parent)
        else:
            self._path.write_text(self._before, encoding="utf-8")
