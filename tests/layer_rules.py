"""The layer rules that no tool of ours checks, each a function from a source tree to its violations.

``test_layer_rules.py`` applies them to this repository and to copies in which one rule is broken on purpose.
"""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

CHECKS_MAY_IMPORT = ("auditor.model", "auditor.standards", "checks", "msgspec")
"""Everything a check may import besides the standard library: facts, tables of the standards, frozen structs."""

EVERYWHERE = {"msgspec"}
"""Libraries without a file of their own: the structs of the model are msgspec's."""

WHOLE_PACKAGES = {
    "alembic": "migrations are one file each",
    "numpy": "the model of suggested classes is arithmetic throughout",
    "pydantic": "each file that a person writes has a model of its own",
    "rich": "a command prints tables and progress",
    "sklearn": "fitting and measuring are two steps of one method",
    "sqlalchemy": "each part of the store has queries of its own",
    "typer": "a command is a function with typer's options",
}
"""Frameworks whose file in ``pyproject.toml`` may be a whole package, with the reason."""

_FILE = re.compile(r"auditor/[\w/]*(?:\.py|/)")


def modules(root: Path) -> dict[str, Path]:
    """Every module of the product by its dotted name."""
    files = [path for package in ("auditor", "checks") for path in (root / package).rglob("*.py")]
    names = {path: path.relative_to(root).with_suffix("").as_posix().replace("/", ".") for path in files}
    return {name.removesuffix(".__init__"): path for path, name in names.items()}


def imported(path: Path) -> Iterator[str]:
    """Everything a module imports, type-only imports too, as dotted names."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield from (f"{node.module}.{name.name}" for name in node.names)


def arrows(root: Path) -> dict[str, set[str]]:
    """The modules of ours that each module imports."""
    known = modules(root)
    found: dict[str, set[str]] = defaultdict(set)
    for name, path in known.items():
        for target in imported(path):
            nearest = target if target in known else target.rpartition(".")[0]
            if nearest in known and nearest != name:
                found[name].add(nearest)
    return found


def circles(root: Path) -> list[str]:
    """Chains of imports that come back to their first module; a package that gathers its own modules is none."""
    graph = arrows(root)
    found: list[str] = []
    done: set[str] = set()

    def walk(name: str, chain: tuple[str, ...]) -> None:
        if name in chain:
            found.append(" > ".join([*chain[chain.index(name) :], name]))
        if name in chain or name in done:
            return
        for target in sorted(graph.get(name, ())):
            walk(target, (*chain, name))
        done.add(name)

    for name in sorted(graph):
        if not any(other.startswith(f"{name}.") for other in graph):
            walk(name, ())
    return found


def libraries_outside_their_files(root: Path) -> list[str]:
    """Imports of third-party libraries in other files than those that the library's message in pyproject.toml names.

    A library without a message, a message about files that do not import it, and a whole package named without a
    reason in ``WHOLE_PACKAGES`` are violations too.
    """
    rules = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["ruff"]["lint"]
    messages = {name: rule["msg"] for name, rule in rules["flake8-tidy-imports"]["banned-api"].items()}
    users: dict[str, set[str]] = defaultdict(set)
    for path in modules(root).values():
        for target in imported(path):
            users[target.partition(".")[0]].add(path.relative_to(root).as_posix())
    third_party = users.keys() - sys.stdlib_module_names - EVERYWHERE - {"auditor", "checks", "__future__"}
    found = [f"{library} has no message in pyproject.toml" for library in sorted(third_party - messages.keys())]
    for library, message in messages.items():
        named = _FILE.findall(message)
        found += [
            f"{file} imports {library}: {message}"
            for file in sorted(users[library])
            if not any(file == name or (name.endswith("/") and file.startswith(name)) for name in named)
        ]
        found += [
            f"the message of {library} names {name}, which does not import it"
            for name in named
            if not any(file.startswith(name) for file in users[library])
        ]
        found += [
            f"the message of {library} names the package {name} without a reason"
            for name in named
            if name.endswith("/") and library not in WHOLE_PACKAGES
        ]
    return found


def imports_checks_may_not_have(root: Path) -> list[str]:
    """Imports in ``checks/`` of anything but ``CHECKS_MAY_IMPORT`` and the standard library."""
    return [
        f"{path.relative_to(root).as_posix()} imports {target}"
        for path in sorted((root / "checks").rglob("*.py"))
        for target in imported(path)
        if target.partition(".")[0] not in sys.stdlib_module_names
        and not any(target == name or target.startswith(f"{name}.") for name in CHECKS_MAY_IMPORT)
    ]
