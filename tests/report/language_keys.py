"""Keys of the language files as sources and templates use them: written out, or begun by an f-string."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path

import auditor
import checks
from auditor import model
from auditor.browser.page_state import NothingShown
from auditor.findings.published_figures import FIGURES
from auditor.pipeline.judgement.name_inventory import ENDED_REASONS
from auditor.pipeline.nightly_outcome import HealthState
from auditor.report.compliance.period_pages import SECTIONS
from auditor.report.html.criteria_pages import CriterionResult
from auditor.report.html.finding_subjects import FILE_KINDS
from auditor.report.html.finding_texts import FILE_CHECKS
from auditor.report.html.site_pages import FILTERS
from auditor.report.html.views import Status
from auditor.report.published_files import DeviationKind
from auditor.standards import table

PACKAGE = Path(auditor.__file__).parent
CHECKS = Path(checks.__file__).parent
TEMPLATES = PACKAGE / "report" / "templates"
ENUMS = (
    *(kind for kind in vars(model).values() if isinstance(kind, type)),
    *(CriterionResult, DeviationKind, HealthState, Status),
)

OPEN_GROUPS = {
    "element": "tags of HTML, as pages write them, and groups of them",
    "data": "names of the facts that checks state",
    "media": "media types, or what stands before their slash, as answers state them",
    "reason": "reasons that checks give where they cannot decide",
    "value": "known values of the facts that checks state",
    "robots": "what became of a host's robots.txt, as stored",
}
"""Groups whose keys follow names that checks give or runs store, each with where the names come from."""

RESTS = {
    "only": set(FILTERS),
    "page": {"portfolio", "run", "waivers", "form"},
    "section": {"home", "portfolio", "form", "run", *(name for name, _ in SECTIONS)},
    "start": {reason.value for reason in model.StartReason},
    "topic": {topic.value for topic in model.Topic},
    "figure": {topic.value for topic in model.Topic},
    "verdict": {state.value for state in model.SiteState},
    "verify": {row["verify"] for part in table("form")["form"] for item in part["items"] for row in item["rows"]},
    "period": {"h1", "h2"},
    "opinion": {nothing.value for nothing in NothingShown},
    "caption": {"matrix", "commissioned"},
    "name_ended": set(ENDED_REASONS),
    "file": set(FILE_KINDS),
    "file_effect": set(FILE_KINDS),
    "file_remedy": set(FILE_KINDS),
    "file_fault": set(FILE_CHECKS),
    "corrected": set(FIGURES),
}
"""Ends of keys whose beginnings stand in an f-string, where they are no string of the same module."""


def _is_words(call: ast.Call) -> bool:
    name = call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")
    return name in {"words", "self"}


def _constants(node: ast.AST) -> Iterator[str]:
    """The strings that an expression can be: itself, or both sides of a condition."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from (*_constants(node.body), *_constants(node.orelse))
    elif isinstance(node, ast.Starred) and not isinstance(node.value, ast.GeneratorExp):
        yield from (
            child.value for child in ast.walk(node) if isinstance(child, ast.Constant) and isinstance(child.value, str)
        )


class Uses:
    """Keys that one Python module uses."""

    def __init__(self, source: str) -> None:
        self.named: set[str] = set()
        """Keys in calls that fetch a sentence: they have to exist."""

        self.strings: set[str] = set()
        """Every string of the module."""

        self.groups: set[str] = set()
        """Groups of which an f-string, or a call of ``named``, builds keys."""

        self.begun: set[str] = set()
        """Beginnings of keys within a group, such as ``terminal.life_``, that f-strings complete."""

        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                self.strings.add(node.value)
            elif isinstance(node, ast.JoinedStr) and node.values:
                first = next(_constants(node.values[0]), "")
                self.groups |= {first.removesuffix(".")} if re.fullmatch(r"[a-z_]+\.", first) else set()
                self.begun |= {first} if re.fullmatch(r"[a-z_]+\.[a-z_]+_", first) else set()
            elif isinstance(node, ast.Call) and (node.args or node.keywords):
                self._call(node)

    def _call(self, call: ast.Call) -> None:
        name = getattr(call.func, "attr", getattr(call.func, "id", ""))
        texts = [text for argument in call.args for text in _constants(argument)]
        if name in {"texts", "numbers"}:
            self.groups |= {"column"} if any(isinstance(argument, ast.Starred) for argument in call.args) else set()
            self.named |= {text if "." in text else f"column.{text}" for text in texts}
        elif name == "TableBuilder" and len(call.args) == 2:
            self.named |= {f"caption.{text.replace('-', '_')}" for text in texts}
        elif name == "joined":
            marks = [text for keyword in call.keywords for text in _constants(keyword.value)]
            self.named |= {f"punctuation.{mark}" for mark in marks or ["comma"]}
        elif name == "named" and texts:
            self.groups.add(texts[0])
        elif _is_words(call) and call.args:
            self.named |= {text for text in _constants(call.args[0]) if "." in text}

    def uses(self, key: str) -> bool:
        group, _, rest = key.partition(".")
        if key in self.named or key in self.strings:
            return True
        return group in self.groups and (rest in self.strings or rest in RESTS.get(group, ()))


def is_used(key: str, uses: list[Uses]) -> bool:
    """Whether a module uses the key; the end of one that an f-string completes is a string of some module."""
    ends = {key.removeprefix(start) for module in uses for start in module.begun if key.startswith(start)}
    return any(module.uses(key) or ends & module.strings for module in uses)


def uses_in_sources() -> list[Uses]:
    """The uses of every module of the program but those of the console, which has language files of its own."""
    files = (path for path in sorted(PACKAGE.rglob("*.py")) if path.relative_to(PACKAGE).parts[0] != "console")
    return [Uses(path.read_text(encoding="utf-8")) for path in files]


def keys_in_templates() -> set[str]:
    """The keys that templates write out; of ``w("group." ~ name)`` those with the ends in ``RESTS``."""
    text = "\n".join(path.read_text(encoding="utf-8") for path in sorted(TEMPLATES.glob("*.j2")))
    written = set(re.findall(r'\bw\(\s*"([\w.-]+\w)"', text))
    begun = re.findall(r'\bw\(\s*"(\w+)\." ~', text)
    return written | {f"{group}.{rest}" for group in begun for rest in RESTS[group]}


def keys_of_enums() -> set[str]:
    """The keys of the members of all enums."""
    members = (member for kind in ENUMS if issubclass(kind, StrEnum) for member in kind)
    return {f"{type(member).__name__.lower()}.{member.value}" for member in members}


def names_in_sources() -> set[str]:
    """Every word of the sources and tables that check ids, facts and reasons are written in; hyphens as underscores."""
    sources = (path for root in (PACKAGE, CHECKS) for path in root.rglob("*") if path.suffix in {".py", ".yaml", ".js"})
    text = "\n".join(path.read_text(encoding="utf-8") for path in sources)
    return {name.replace("-", "_") for name in re.findall(r"[A-Za-z][\w-]*", text)}
