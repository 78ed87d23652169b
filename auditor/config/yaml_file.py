"""Reads and writes YAML files. Reports all problems of a file at once: file, line, key, problem, correction."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Annotated, Any, TypeVar
from urllib.parse import urlsplit

import yaml
from pydantic import AfterValidator, BaseModel, ConfigDict, ValidationError

from auditor.config.corrections import correction


class ConfigurationError(Exception):
    """A file that people write cannot be used."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        """One sentence for each problem, with file, line and correction."""
        super().__init__("\n".join(problems))


def without_password(value: str) -> str:
    """Return the value. Raises ``ValueError`` where it is an address with user name or password."""
    if _USER_INFO.search(value):
        raise ValueError("write the address without user name and password: this file is no place for secrets")
    return value


def _address(value: str) -> str:
    parts = urlsplit(without_password(value))
    if value and (parts.scheme not in {"http", "https"} or not parts.hostname or parts.port == 0):
        raise ValueError('write a whole address such as "https://www.example.gov.tw/", or leave it empty')
    return value


def _email(value: str) -> str:
    if value and not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", value):
        raise ValueError("write an e-mail address such as unit@example.gov.tw")
    return value


def _day(value: str) -> str:
    if value and not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        raise ValueError('write a date as "2026-11-30", in quotation marks')
    return value


WebAddress = Annotated[str, AfterValidator(_address)]
Email = Annotated[str, AfterValidator(_email)]
Day = Annotated[str, AfterValidator(_day)]
_Model = TypeVar("_Model", bound=BaseModel)
KeyPath = tuple[Any, ...]
"""Keys and numbers of list entries that lead to a value."""

Lines = dict[KeyPath, int]
"""The line (from 1) of every key path."""

_USER_INFO = re.compile(r"(?<=//)[^/\\?#\s\"<>]*@")


class Entry(BaseModel):
    """A mapping of a file; keys that are not declared are refused."""

    model_config = ConfigDict(extra="forbid")


def read_yaml(path: Path, model: type[_Model], prepare: Callable[[Any], Any] = lambda raw: raw) -> tuple[_Model, Lines]:
    """A YAML file as a model, with the line (from 1) of every key path; ``prepare`` may change the valid raw values.

    Raises ``ConfigurationError`` with every problem of the file at once.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigurationError(
            [f"{path}: cannot be read ({error}); write it in UTF-8 and check its place"]
        ) from error
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
        raw = yaml.safe_load(text)
        lines, repeated = dict(_lines(node, ())), list(_repeated_keys(node, ()))
    except (yaml.YAMLError, ValueError, RecursionError) as error:  # also an impossible date, and an alias to itself
        raise ConfigurationError([f"{path}: {_yaml_problem(error)}"]) from error
    problems = [
        f"{path}:{line}: {_name(key)}: is already given at line {first}; keep one" for key, line, first in repeated
    ]
    try:
        model.model_validate(raw)  # as written: what is wrong under defaults is reported once, not for every site
        valid = model.model_validate(prepare(raw))
    except ValidationError as error:
        problems += [_problem(path, lines, model, fault) for fault in error.errors()]
    if problems:
        raise ConfigurationError(problems)
    return valid, lines


def parse_yaml(data: str | bytes) -> Any:
    """The values of a YAML text. Raises ``ValueError`` with line and column of what is wrong, a repeated key too."""
    try:
        repeated = list(_repeated_keys(yaml.compose(data, Loader=yaml.SafeLoader), ()))
        values = yaml.safe_load(data)
    except (yaml.YAMLError, RecursionError) as error:
        raise ValueError(_yaml_problem(error)) from error
    for key, line, first in repeated:
        raise ValueError(f"line {line}: {_name(key)} is already given at line {first}; keep one")
    return values


def write_yaml(values: Any, *, width: int = 80) -> str:
    """Values as YAML text, keys in their order, lines folded at ``width`` columns."""
    return str(yaml.safe_dump(values, allow_unicode=True, sort_keys=False, width=width))


def _problem(path: Path, lines: Lines, model: type[BaseModel], fault: Any) -> str:
    where = tuple(fault["loc"])
    line = next((lines[where[:cut]] for cut in range(len(where), -1, -1) if where[:cut] in lines), 1)
    return f"{path}:{line}: {_name(where)}: {correction(model, fault)}"


def _name(where: KeyPath) -> str:
    return ".".join(str(part) for part in where) or "the file"


def _lines(node: Any, path: tuple[Any, ...]) -> list[tuple[tuple[Any, ...], int]]:
    """The line (from 1) of every key path of a composed YAML file."""
    if node is None:
        return []
    found = [(path, node.start_mark.line + 1)]
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            inner = (*path, key.value)
            found += [*_lines(value, inner), (inner, key.start_mark.line + 1)]
    elif isinstance(node, yaml.SequenceNode):
        for number, value in enumerate(node.value):
            found += _lines(value, (*path, number))
    return found


def _repeated_keys(node: Any, path: KeyPath) -> Iterator[tuple[KeyPath, int, int]]:
    """Yield each key that a mapping has twice, with its line and that of the first; YAML itself keeps the last."""
    if isinstance(node, yaml.MappingNode):
        first: dict[str, int] = {}
        for key, value in node.value:
            line = key.start_mark.line + 1
            if str(key.value) in first:
                yield (*path, key.value), line, first[str(key.value)]
            first.setdefault(str(key.value), line)
            yield from _repeated_keys(value, (*path, key.value))
    elif isinstance(node, yaml.SequenceNode):
        for number, value in enumerate(node.value):
            yield from _repeated_keys(value, (*path, number))


def _yaml_problem(error: Exception) -> str:
    mark = getattr(error, "problem_mark", None)
    where = f"line {mark.line + 1}, column {mark.column + 1}: " if mark else ""
    return f"{where}{getattr(error, 'problem', None) or error}; correct the indentation or quote the value"
