"""Dependencies: direct ones are explained, the licences of installed ones listed, tools stay out of production."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
PRODUCTION = sorted((ROOT / "requirements").glob("run-*.txt"))


def pinned(file: Path) -> set[str]:
    return set(re.findall(r"^([\w.-]+)(?:\[[^\]]*\])?==", file.read_text(encoding="utf-8"), re.MULTILINE))


def declared() -> set[str]:
    extras = (PROJECT["optional-dependencies"][name] for name in PROJECT["optional-dependencies"] if name != "dev")
    named = [*PROJECT["dependencies"], *(each for extra in extras for each in extra)]
    return {re.split(r"[\[<>=!~ ;]", each)[0] for each in named}


def test_the_table_explains_every_direct_dependency_and_no_other() -> None:
    rows = re.findall(r"^\| ([\w-]+)(?: \(extra [^)]*\))? \| .+ \| .+ \|$", read("docs/dependencies.md"), re.MULTILINE)
    assert set(rows) - {"package"} == declared()
    assert len(rows) == len(set(rows))


def test_the_notice_lists_the_licence_of_everything_that_production_installs() -> None:
    listed = dict(re.findall(r"^- ([\w.-]+): (.+)$", read("NOTICE"), re.MULTILINE))
    assert set(listed) == pinned(ROOT / "requirements" / "run-3.11.txt"), "run scripts/licences"
    assert "not stated" not in listed.values()


def test_production_installs_no_tool_of_development() -> None:
    tools = {
        "pytest",
        "mypy",
        "ruff",
        "coverage",
        "hypothesis",
        "deptry",
        "import-linter",
        "pluggy",
        "openpyxl",
        "aiosmtpd",
    }
    assert PRODUCTION
    for file in PRODUCTION:
        assert pinned(file) & tools == set()
        assert {name for name in declared() if name in pinned(file)} >= {"httpx", "selenium", "jinja2", "pycurl"}


def test_requirements_name_no_address_and_every_package_has_a_hash() -> None:
    for file in (ROOT / "requirements").glob("*.txt"):
        text = file.read_text(encoding="utf-8")
        assert "://" not in text
        assert len(re.findall(r"==\S+ \\\n    --hash=sha256:", text)) == len(pinned(file))


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")
