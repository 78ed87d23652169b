"""Rule registry: finds built-in checks and those of installed packs, and refuses checks with faulty declarations."""

from __future__ import annotations

import hashlib
import importlib
import inspect
import pkgutil
import re
import sys
from collections.abc import Iterable, Iterator
from importlib.metadata import entry_points
from types import ModuleType

import msgspec

import checks
from auditor.judging import run_checks
from auditor.model import Check, Topic
from auditor.standards import names, table, table_bytes, taiwan
from auditor.standards.criteria import LEVELS

GROUP = "auditor.checks"
"""Entry-point group in which an installed pack names a module of checks, or a callable that returns checks."""


_STANDARDS = "auditor.standards."

_KEBAB = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")


class RegistryError(ValueError):
    """One or more checks cannot be used; the message has one line a fault, with the check and what to change."""


def load_checks(*, packs: bool = True) -> tuple[Check, ...]:
    """Load all checks, sorted by topic and id; ``packs`` adds those of the entry-point group ``auditor.checks``.

    Raises ``RegistryError`` that names every fault found.
    """
    found = [*_built_in_checks(), *(_pack_checks() if packs else ())]
    faults = list(registry_faults([check for check, _ in found])) + _misnamed(found)
    if faults:
        raise RegistryError("\n".join(faults))
    order = list(Topic)
    return tuple(sorted((check for check, _ in found), key=lambda check: (order.index(check.topic), check.id)))


def select(
    checks: Iterable[Check], *, topics: Iterable[str] = (), ids: Iterable[str] = (), level: str = "AAA"
) -> tuple[Check, ...]:
    """Select checks by topics and ids (empty: all), without those whose criteria and codes are all above ``level``.

    Raises ``LookupError`` for an id, topic or level that does not exist.
    """
    pool = tuple(checks)
    wanted_topics, wanted_ids = frozenset(topics) or frozenset(Topic), frozenset(ids)
    unknown = (wanted_ids - {check.id for check in pool}) | (wanted_topics - frozenset(Topic)) | ({level} - {*LEVELS})
    if unknown:
        raise LookupError(f"no such check, topic or level: {', '.join(sorted(unknown))}; docs/rules.md lists them")
    return tuple(
        check
        for check in pool
        if check.topic in wanted_topics and (check.id in wanted_ids or not wanted_ids) and _is_in_level(check, level)
    )


def ruleset_version(checks: Iterable[Check]) -> str:
    """Hash of ids, severities, codes, judging code and all tables (12 hex digits): changes whenever a verdict may."""
    digest = hashlib.blake2b(digest_size=6)
    for check in sorted(checks, key=lambda check: check.id):
        labels = (check.id, check.scope, check.severity, check.wcag, sorted(check.taiwan.items()))
        digest.update(repr((*labels, sorted(check.manual_codes.items()))).encode())
    for text in sorted({source for check in checks for source in _sources_of(check)}):
        digest.update(text.encode())
    for name in names():
        digest.update(table_bytes(name))
    return digest.hexdigest()


class ListedRule(msgspec.Struct, frozen=True):
    """One row of the public list of rules."""

    check: Check
    levels: tuple[str, ...]
    """The WCAG levels of its criteria, sorted."""
    needs: tuple[str, ...]
    """The types of facts that it reads."""


def listing(checks: Iterable[Check]) -> dict[Topic, tuple[ListedRule, ...]]:
    """The rules of the public list by topic, worst severity first, then by id."""
    criteria = table("wcag")["criteria"]
    rows: dict[Topic, list[ListedRule]] = {topic: [] for topic in Topic}
    for check in sorted(checks, key=lambda check: (check.severity.rank, check.id)):
        levels = tuple(sorted({criteria[number]["level"] for number in check.wcag}))
        needs = tuple(kind.__name__ for kind in check.needs.values())
        rows[check.topic].append(ListedRule(check, levels, needs))
    return {topic: tuple(listed) for topic, listed in rows.items()}


def registry_faults(checks: Iterable[Check]) -> Iterator[str]:
    """What is wrong with the declarations of these checks, one line a fault; nothing when all can be used."""
    seen: set[str] = set()
    for check in checks:
        if check.id in seen:
            yield f"check {check.id}: two checks have this id; rename one"
        seen.add(check.id)
        yield from (f"check {check.id}: {fault}" for fault in _faults(check))


def _faults(check: Check) -> Iterator[str]:
    if not _KEBAB.fullmatch(check.id):
        yield "the id is not kebab-case; write small letters, digits and single hyphens"
    if not check.summary:
        yield "the judging function has no docstring; state in one line what it examines"
    yield from _wordless(check)
    yield from _needless(check)
    yield from _codeless(check)


def _wordless(check: Check) -> Iterator[str]:
    if "{" in check.title.zh + check.title.en:
        yield "the title has a placeholder, but heads many verdicts; move it to the remedy"
    texts = {part: getattr(check, part) for part in ("title", "remedy", "effect", "question")}
    texts |= {f"question {kind}": text for kind, text in check.questions.items()}
    for part, text in texts.items():
        for language in ("zh", "en"):
            if text is not None and not getattr(text, language).strip():
                yield f"{part} has no words in {language}; write them"


def _needless(check: Check) -> Iterator[str]:
    known = run_checks.KNOWN[check.scope]
    if not check.needs:
        yield "the judging function takes nothing; name at least one fact it reads"
    for name, kind in check.needs.items():
        if kind not in known:
            choices = ", ".join(sorted(fact.__name__ for fact in known))
            got = getattr(kind, "__name__", kind)
            yield f"parameter {name} needs {got}, which a {check.scope} check cannot have; choose one of {choices}"


def _codeless(check: Check) -> Iterator[str]:
    criteria, codes = table("wcag")["criteria"], table("taiwan_codes")
    for criterion in check.wcag:
        if criterion not in criteria:
            yield f"WCAG has no criterion {criterion}; see wcag.yaml"
    for field in ("taiwan", "manual_codes"):
        kind = "machine" if field == "taiwan" else "people"
        for version, named in getattr(check, field).items():
            if version not in codes[kind]:
                yield f"{field} names version {version!r}; there are {', '.join(codes[kind])}"
                continue
            for code in named:
                if code not in codes[kind][version]:
                    yield f"version {version} has no code {code} that {kind} judge; see taiwan_codes.yaml"


def _misnamed(found: Iterable[tuple[Check, str]]) -> list[str]:
    return [
        f"check {check.id}: its file is {module}.py; name the file {check.id.replace('-', '_')}.py"
        for check, module in found
        if module and check.id.replace("-", "_") != module
    ]


def _built_in_checks() -> Iterator[tuple[Check, str]]:
    for topic in Topic:
        package = importlib.import_module(f"{checks.__name__}.{topic}")
        for entry in pkgutil.iter_modules(package.__path__):
            if not entry.name.startswith("_"):
                yield from _of_module(importlib.import_module(f"{package.__name__}.{entry.name}"))


def _of_module(module: ModuleType) -> Iterator[tuple[Check, str]]:
    """The checks of a module, each with the file name it must have; those of a table ``CHECKS`` may have any."""
    rows = getattr(module, "CHECKS", ())
    yield from ((check, "") for check in rows)
    name = module.__name__.rpartition(".")[2]
    single = (value for value in vars(module).values() if isinstance(value, Check) and value not in rows)
    yield from ((check, name) for check in single)


def _pack_checks() -> Iterator[tuple[Check, str]]:
    for entry in entry_points(group=GROUP):
        loaded = entry.load()
        given = (check for check, _ in _of_module(loaded)) if isinstance(loaded, ModuleType) else loaded()
        for check in given:
            if not isinstance(check, Check):
                raise RegistryError(f"pack {entry.name} ({entry.value}) gives {type(check).__name__}, not a Check")
            yield check, ""


def _is_in_level(check: Check, level: str) -> bool:
    """Whether a criterion or a code of the check belongs to ``level``; a check without criteria always does."""
    criteria = table("wcag")["criteria"]
    levels = [criteria[number]["level"] for number in check.wcag]
    named = (
        (version, code) for codes in (check.taiwan, check.manual_codes) for version in codes for code in codes[version]
    )
    levels += [taiwan.level_of(version, code) for version, code in named] if levels else []
    return not levels or min(map(LEVELS.index, levels)) <= LEVELS.index(level)


def _sources_of(check: Check) -> Iterator[str]:
    """The source of the check's module, and of the modules of its package and of the standards that it takes from."""
    module = inspect.getmodule(check.judge)
    if module is None:
        yield check.id
        return
    package = module.__name__.partition(".")[0]
    used = {getattr(value, "__module__", None) or "" for value in vars(module).values()}
    shared = {name for name in used if name in sys.modules and f"{name}.".startswith((f"{package}.", _STANDARDS))}
    yield from (inspect.getsource(sys.modules[name]) for name in sorted({module.__name__, *shared}))
