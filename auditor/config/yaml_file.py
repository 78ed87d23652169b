"""Reads and writes YAML files. Reports all problems of a file at once: file, line, key, problem, correction."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any, TypeVar
from urllib.parse import urlsplit

import yaml
from pydantic import AfterValidator, BaseModel, ConfigDict, ValidationError


class ConfigurationError(Exception):
    """A file that people write cannot be used."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        """One sentence for each problem, with file, line and correction."""
        super().__init__("\n".join(problems))


def _address(value: str) -> str:
    parts = urlsplit(value)
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
Lines = dict[tuple[Any, ...], int]


class Entry(BaseModel):
    """A mapping of a file; keys that are not declared are refused."""

    model_config = ConfigDict(extra="forbid")


def read_yaml(path: Path, model: type[_Model], prepare: Callable[[Any], Any] = lambda raw: raw) -> tuple[_Model, Lines]:
    """A YAML file as a model, with the line (from 1) of every key path; ``prepare`` may change the raw values first.

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
        lines = dict(_lines(node, ()))
    except (yaml.YAMLError, ValueError, RecursionError) as error:  # also an impossible date, and an alias to itself
        raise ConfigurationError([f"{path}: {_yaml_problem(error)}"]) from error
    try:
        return model.model_validate(prepare(raw)), lines
    except ValidationError as error:
        raise ConfigurationError([_problem(path, lines, fault) for fault in error.errors()]) from error


def parse_yaml(data: str | bytes) -> Any:
    """The values of a YAML text. Raises ``ValueError`` with line and column of what is wrong."""
    try:
        return yaml.safe_load(data)
    except (yaml.YAMLError, RecursionError) as error:
        raise ValueError(_yaml_problem(error)) from error


def write_yaml(values: Any, *, width: int = 80) -> str:
    """Values as YAML text, keys in their order, lines folded at ``width`` columns."""
    return str(yaml.safe_dump(values, allow_unicode=True, sort_keys=False, width=width))


def _problem(path: Path, lines: Lines, fault: Any) -> str:
    where = tuple(fault["loc"])
    line = next((lines[where[:cut]] for cut in range(len(where), -1, -1) if where[:cut] in lines), 1)
    key = ".".join(str(part) for part in where) or "the file"
    return f"{path}:{line}: {key}: {_correction(fault, str(where[-1]) if where else '')}"


def _correction(fault: Any, key: str) -> str:
    match fault["type"]:
        case "missing":
            return f"is missing; add “{key}: …”"
        case "extra_forbidden":
            close = difflib.get_close_matches(key, _keys(), n=1)
            return f"is no key of this file; {f'did you mean “{close[0]}”?' if close else 'remove it'}"
        case "value_error":
            return f"is {fault['input']!r}; {fault['ctx']['error']}"
        case "enum" | "literal_error":
            return f"is {fault['input']!r}; write one of {fault['ctx']['expected']}"
        case _:
            return f"is {fault['input']!r}; {fault['msg'][0].lower()}{fault['msg'][1:]}"


def _keys() -> list[str]:
    entries = [Entry]
    for entry in entries:  # grows during the loop
        entries += entry.__subclasses__()
    return [key for entry in entries for key in entry.model_fields]


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


def _yaml_problem(error: Exception) -> str:
    mark = getattr(error, "problem_mark", None)
    where = f"line {mark.line + 1}, column {mark.column + 1}: " if mark else ""
    return f"{where}{getattr(error, 'problem', None) or error}; correct the indentation or quote the value"
