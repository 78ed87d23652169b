"""No pattern takes quadratic time on what a page may hold: each is timed over long texts made to mislead it.

Every compiled pattern of ``auditor`` and ``checks`` is found, those of the YAML tables too, and is used as the module
uses it: patterns that are only ever matched from the start of a text are, all others search it from end to end.
"""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
import signal
import time
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path
from re import _parser as parser  # type: ignore[attr-defined]
from types import FrameType, ModuleType
from typing import Any

import pytest

LENGTHS = (4_000, 20_000, 100_000)
"""Characters of the texts, each five times as long as the one before: so many times as long takes linear time."""

LINEAR = 10.0
"""A text may take so many times as long as one of a fifth: linear time makes 5 of it, quadratic time 25."""

MEASURABLE = 0.02
"""Seconds of processor time below which a ratio states nothing; over the longest text quadratic time takes seconds."""

GIVEN_UP = 10.0
"""Seconds after which a pattern is stopped; its ratio is great enough by then."""

REPEATS = 3
"""A great ratio is measured again and the least one counts: other programs slow this one down, never speed it up."""

UNITS = ("a", "1", " ", "<", "\n", "-", ".", "/", "中", "a ", "a@", "&#1;", "<a ", "0 ", "- ", "(", "a.", "%30", "{{")
ANCHORED = {"match", "fullmatch"}
METHODS = ANCHORED | {"search", "sub", "subn", "split", "findall", "finditer"}


class TooLongError(Exception):
    """The time is up."""


def stop(_number: int, _frame: FrameType | None) -> None:
    raise TooLongError


def modules() -> Iterator[ModuleType]:
    for name in ("auditor", "checks"):
        package = importlib.import_module(name)
        for info in pkgutil.walk_packages(package.__path__, f"{name}."):
            if not re.search(r"__main__|\.demo|\.migrations", info.name):
                yield importlib.import_module(info.name)


def patterns_in(value: Any, depth: int = 0) -> Iterator[re.Pattern[Any]]:
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, dict) and depth < 3:
        for member in (*value, *value.values()):
            yield from patterns_in(member, depth + 1)
    elif isinstance(value, list | tuple | set | frozenset) and depth < 3:
        for member in value:
            yield from patterns_in(member, depth + 1)


@cache
def tree_of(module: ModuleType) -> ast.Module:
    return ast.parse(Path(str(module.__file__)).read_text(encoding="utf-8"))


def calls(module: ModuleType) -> Iterator[tuple[str, str, ast.expr | None]]:
    """What a module calls patterns by: name of the value, method, first argument."""
    for node in ast.walk(tree_of(module)):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and isinstance(node.func.value, ast.Name)
        ):
            yield node.func.value.id, node.func.attr, node.args[0] if node.args else None


@cache
def used_patterns() -> dict[tuple[Any, int, bool], str]:
    """Every pattern with its flags, and whether it is only matched at the start; with the module that has it."""
    found: dict[tuple[Any, int, bool], str] = {}
    for module in modules():
        called = list(calls(module))
        for name, value in vars(module).items():
            methods = {method for owner, method, _ in called if owner == name and method in METHODS}
            anchored = isinstance(value, re.Pattern) and bool(methods) and methods <= ANCHORED
            for pattern in patterns_in(value):
                found.setdefault((pattern.pattern, pattern.flags, anchored), module.__name__)
        for owner, method, argument in called:
            if owner == "re" and method in METHODS and isinstance(argument, ast.Constant):
                pattern = re.compile(argument.value)
                found.setdefault((pattern.pattern, pattern.flags, method in ANCHORED), module.__name__)
    return found


def sample(parsed: Any) -> str:
    """A short text that a parsed pattern matches, roughly: enough to lead it into its own middle."""
    return "".join(_sample(str(operation), argument) for operation, argument in parsed)


def _sample(operation: str, argument: Any) -> str:
    match operation:
        case "LITERAL":
            return chr(argument)
        case "IN":
            kind, value = argument[0]
            first = {"LITERAL": value, "RANGE": value[0] if isinstance(value, tuple) else 0}.get(str(kind))
            return chr(first) if first else {"CATEGORY_DIGIT": "1", "CATEGORY_SPACE": " "}.get(str(value), "x")
        case "MAX_REPEAT" | "MIN_REPEAT":
            return sample(argument[2]) * max(argument[0], 1)
        case "SUBPATTERN":
            return sample(argument[3])
        case "BRANCH":
            return sample(argument[1][0])
        case "ANY" | "NOT_LITERAL":
            return "x"
    return ""


def texts(pattern: re.Pattern[Any], length: int) -> Iterator[str]:
    """Long texts of several shapes: one unit repeated, beginnings of a match repeated, a beginning and then a run."""
    source = pattern.pattern if isinstance(pattern.pattern, str) else pattern.pattern.decode("latin-1")
    matched = sample(parser.parse(source, pattern.flags & re.VERBOSE))[:60]
    for unit in dict.fromkeys((*UNITS, *matched, *(matched[:end] for end in range(2, len(matched) + 1)))):
        yield (unit * (length // len(unit) + 1))[:length]
    for end in range(1, min(len(matched), 8) + 1):
        for letter in dict.fromkeys((" ", "a", "1", *matched)):
            yield matched[:end] + letter * length


def seconds(pattern: re.Pattern[Any], text: str, *, anchored: bool) -> float:
    searched = text if isinstance(pattern.pattern, str) else text.encode()
    start = time.process_time()
    signal.setitimer(signal.ITIMER_REAL, GIVEN_UP)
    try:
        if anchored:
            pattern.match(searched)
            pattern.fullmatch(searched)
        else:
            pattern.sub("" if isinstance(searched, str) else b"", searched)
    except TooLongError:
        pass
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
    return time.process_time() - start


def growth(pattern: re.Pattern[Any], sizes: Sequence[str], *, anchored: bool) -> float:
    """How many times as long one text takes as the one of a fifth before it; 0 where none takes a measurable time."""
    most = 0.0
    for short, long in pairwise(sizes):
        ratios = []
        for _ in range(REPEATS):
            if (took := seconds(pattern, long, anchored=anchored)) < MEASURABLE:
                break
            ratios.append(took / max(seconds(pattern, short, anchored=anchored), 1e-6))
            if ratios[-1] <= LINEAR:
                break
        most = max(most, min(ratios, default=0.0))
        if most > LINEAR:  # the longest text would only take longer still
            break
    return most


def sized_texts(pattern: re.Pattern[Any], lengths: Sequence[int] = LENGTHS) -> Iterator[tuple[str, ...]]:
    """Texts of each shape in all lengths."""
    return zip(*(texts(pattern, length) for length in lengths), strict=True)


@pytest.mark.parametrize("lengths", [LENGTHS[:2], pytest.param(LENGTHS, marks=pytest.mark.slow)], ids=["two", "all"])
def test_no_pattern_takes_quadratic_time(lengths: tuple[int, ...]) -> None:
    found = used_patterns()
    assert len(found) > 200
    before = signal.signal(signal.SIGALRM, stop)
    slow = []
    try:
        for (source, flags, anchored), module in found.items():
            pattern = re.compile(source, flags)
            for sizes in sized_texts(pattern, lengths):
                if (times := growth(pattern, sizes, anchored=anchored)) > LINEAR:
                    slow.append(f"{module}: {source[:120]!r} takes {times:.0f} times as long over {sizes[0][:20]!r}…")
                    break
    finally:
        signal.signal(signal.SIGALRM, before)
    assert not slow, "\n".join(slow)


@pytest.mark.parametrize("source", [r"\s+x", r"(?:a|b)*c$", r"[(][^)]*[)]"])
def test_a_quadratic_pattern_is_found(source: str) -> None:
    pattern, before = re.compile(source), signal.signal(signal.SIGALRM, stop)
    try:
        assert any(growth(pattern, sizes, anchored=False) > LINEAR for sizes in sized_texts(pattern))
    finally:
        signal.signal(signal.SIGALRM, before)


@pytest.mark.parametrize("source", [r"\s{1,9}x", r"[a-z0-9]+", r"<[^<>]*>"])
def test_a_linear_pattern_is_none(source: str) -> None:
    pattern = re.compile(source)
    assert max(growth(pattern, sizes, anchored=False) for sizes in sized_texts(pattern)) <= LINEAR
