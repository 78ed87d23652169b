"""The house keeps its walls: arrows down, one door a library, no lumber rooms, nothing of anybody's machine in it."""

from __future__ import annotations

import ast
import subprocess
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent
FLOORS = (
    ("auditor.model",),
    ("auditor.standards", "auditor.urls"),
    ("auditor.crawl", "auditor.report"),
    ("auditor.audit",),
    ("auditor.cli", "auditor.__main__"),
)
"""From the ground up; whatever is not named stands on the second floor, between the tables and the wings."""

LUMBER = {"utils", "helpers", "common", "base", "misc"}
NEEDLES = ("/" + "root/", "/" + "work/", "py" + "pi.org/simple", "registry." + "npmjs.org", "index" + "-url")


def tracked() -> list[Path]:
    command = ["git", "ls-files", "-co", "--exclude-standard"]
    listed = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=True)
    return [REPOSITORY / name for name in listed.stdout.splitlines() if (REPOSITORY / name).is_file()]


def modules() -> dict[str, Path]:
    files = [path for room in ("auditor", "checks") for path in (REPOSITORY / room).rglob("*.py")]
    names = {path: path.relative_to(REPOSITORY).with_suffix("").as_posix().replace("/", ".") for path in files}
    return {name.removesuffix(".__init__"): path for path, name in names.items()}


def imported(path: Path) -> Iterator[str]:
    """Everything a module imports, type-only imports too."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield from (f"{node.module}.{name.name}" for name in node.names)


def arrows() -> dict[str, set[str]]:
    known = modules()
    found: dict[str, set[str]] = defaultdict(set)
    for name, path in known.items():
        for target in imported(path):
            nearest = target if target in known else target.rpartition(".")[0]
            if nearest in known and nearest != name:
                found[name].add(nearest)
    return found


def floor(module: str) -> float:
    for height, rooms in enumerate(FLOORS):
        if any(module == room or module.startswith(f"{room}.") for room in rooms):
            return height
    return 1.5


def test_arrows_point_down() -> None:
    upward = [
        f"{name} imports {target}"
        for name, targets in arrows().items()
        for target in targets
        if floor(target) > floor(name) and not name.startswith("auditor.demo")
    ]
    assert upward == []


def test_the_two_wings_never_see_each_other() -> None:
    crossing = [
        (name, target)
        for name, targets in arrows().items()
        for target in targets
        if {name.split(".")[1:2][0] if "." in name else "", target.split(".")[1:2][0] if "." in target else ""}
        == {"crawl", "report"}
    ]
    assert crossing == []


def test_no_module_imports_itself_by_way_of_others() -> None:
    graph = arrows()
    done: set[str] = set()
    way: list[str] = []

    def walk(name: str) -> None:
        assert name not in way, " > ".join([*way[way.index(name) :], name])
        if name in done:
            return
        way.append(name)
        for target in sorted(graph.get(name, ())):
            walk(target)
        done.add(way.pop())

    for name in sorted(graph):
        if not any(f"{name}." in other for other in graph):  # a package gathers its own modules
            walk(name)


def test_each_library_has_its_door() -> None:
    settings = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["ruff"]["lint"]
    banned = settings["flake8-tidy-imports"]["banned-api"]
    doors = [name for name, rules in settings["per-file-ignores"].items() if "TID251" in rules]
    users: dict[str, set[str]] = defaultdict(set)
    for path in modules().values():
        for target in imported(path):
            users[target.partition(".")[0]].add(path.relative_to(REPOSITORY).as_posix())
    for library in banned:
        assert users[library], f"{library} is banned and nobody uses it"
        strangers = [file for file in users[library] if not any(fnmatch(file, door) for door in doors)]
        assert strangers == [], f"{library} comes in by {strangers}"


def test_no_room_is_a_lumber_room() -> None:
    assert [path for path in tracked() if {path.stem, path.parent.name} & LUMBER] == []


def test_nothing_names_a_machine_or_a_registry() -> None:
    named = [
        f"{path.relative_to(REPOSITORY)}: {needle}"
        for path in tracked()
        if path.suffix not in {".npz", ".png", ".bin"}
        for needle in NEEDLES
        if needle in path.read_text(encoding="utf-8", errors="replace")
    ]
    assert [line for line in named if not line.startswith("scripts/lock")] == []
