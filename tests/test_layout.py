"""The layout: what a newcomer looks for stands in the file that its name suggests, and names stand once."""

from __future__ import annotations

import ast
import re
from collections import Counter, defaultdict
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[1]
PRODUCT = REPOSITORY / "auditor"

WHERE = {
    "frontier": "crawl/frontier",
    "scheduler": "crawl/scheduler",
    "politeness": "crawl/politeness",
    "robots.txt": "crawl/robots",
    "sitemap": "crawl/sitemaps",
    "crawler trap": "crawl/traps",
    "soft 404": "crawl/soft_404",
    "link state": "crawl/link_state",
    "redirect merging": "crawl/redirect_merging",
    "crash retry": "crawl/worker_calls",
    "result pipeline": "crawl/result_pipeline",
    "HTTP client": "fetch/client",
    "redirect chain": "fetch/redirect_chain",
    "SSRF guard": "fetch/address_policy",
    "content coding": "fetch/content_coding",
    "certificate facts": "fetch/certificates",
    "charset": "extract/charset",
    "PDF": "extract/files/pdf",
    "Office files": "extract/files/office",
    "language detection": "extract/text/languages",
    "landmarks": "extract/html/landmarks",
    "keyboard walk": "browser/probes/keyboard_walk",
    "single-key shortcuts": "browser/probes/shortcuts",
    "contrast by pixels": "browser/probes/contrast",
    "browser proxy": "browser/proxy",
    "axe-core": "browser/axe",
    "rule registry": "judging/registry",
    "de-duplication": "judging/deduplication",
    "life of a finding": "findings/lifecycle",
    "grouping": "findings/grouping",
    "period of a report": "findings/periods",
    "waivers": "findings/waivers",
    "blob files": "blobs/sqlite_files",
    "SMTP": "notify/smtp",
}
"""Thirty-four things that people look for, and the module that each stands in."""

TWICE = {
    "document": "the struct of a parsed page (model), and the parser that fills it (extract/html)",
    "link_index": "the struct of a page's links (model), and the parser that fills it (extract/html)",
    "run": "the struct of a run (model), and the use case that carries one out (pipeline)",
    "waivers": "the file that people write (config), and what a waiver covers (findings)",
}
"""File names that stand in two packages with one meaning, and why; at most eight."""

DEFINED_TWICE = {
    "main": "the start of a program: the command line, docgen",
}
"""Public names that two modules define, and why."""

MOST_LINES = 250
MOST_PACKAGES = 20
MOST_TWICE = 8
DIALECT = re.compile(r"\b(?:told|tells?|said|says?)\b")
MOST_DIALECT = 60


def sources() -> list[Path]:
    """Every module of the product."""
    return [path for package in ("auditor", "checks") for path in sorted((REPOSITORY / package).rglob("*.py"))]


@pytest.mark.parametrize(("word", "module"), WHERE.items())
def test_what_is_looked_for_stands_where_its_name_suggests(word: str, module: str) -> None:
    path = PRODUCT / f"{module}.py"
    assert path.is_file(), f"{word}: {path} is missing; move it back, or change the list together with the glossary"
    assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))), f"{word}: {path} does not describe itself"


def test_no_module_is_loose_and_packages_are_few() -> None:
    loose = {path.name for path in PRODUCT.glob("*.py")} - {"__init__.py", "__main__.py", "urls.py"}
    packages = [path for path in PRODUCT.iterdir() if path.is_dir() and list(path.rglob("*.py"))]
    assert loose == set()
    assert len(packages) <= MOST_PACKAGES


def test_a_file_name_stands_once() -> None:
    names = Counter(path.stem for path in PRODUCT.rglob("*.py") if not path.stem.startswith("__"))
    twice = {name for name, count in names.items() if count > 1}
    assert twice == TWICE.keys(), "rename one, or give the reason here"
    assert len(TWICE) <= MOST_TWICE


def test_a_public_name_is_defined_once() -> None:
    homes: dict[str, set[str]] = defaultdict(set)
    for path in sources():
        if "migrations" in path.parts:
            continue
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            for name in _defined(node):
                if not name.startswith("_"):
                    homes[name].add(path.relative_to(REPOSITORY).as_posix())
    twice = {name: sorted(files) for name, files in homes.items() if len(files) > 1 and name not in DEFINED_TWICE}
    assert twice == {}, "rename one, or give the reason here"


def _defined(node: ast.stmt) -> list[str]:
    match node:
        case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
            return [node.name]
        case ast.Assign():
            return [target.id for target in node.targets if isinstance(target, ast.Name)]
        case ast.AnnAssign(target=ast.Name(id=name)):
            return [name]
    return []


def test_no_file_is_long() -> None:
    lengths = {
        path.relative_to(REPOSITORY).as_posix(): path.read_text(encoding="utf-8").count("\n") for path in sources()
    }
    assert {name: lines for name, lines in lengths.items() if lines > MOST_LINES} == {}


def test_names_are_the_fields_own() -> None:
    text = "\n".join(path.read_text(encoding="utf-8") for path in sources())
    assert text.count("for one in") == 0, "the variable of a loop is the singular of its list"
    assert len(DIALECT.findall(text)) < MOST_DIALECT, "results are reported, returned or stated (docs/glossary.md)"
