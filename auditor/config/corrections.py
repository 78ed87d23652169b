"""Words the problems of a file that people write: what is wrong with a value, and what to write instead."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from typing import Any, get_args

from pydantic import BaseModel

_USER_INFO = re.compile(r"(?<=//)[^/\\?#\s\"<>]*@")
_SHOWN_LIMIT = 80

_KINDS = {
    "int": "write a whole number, such as 10",
    "float": "write a number, such as 0.5",
    "finite": "write a number, such as 0.5",
    "bool": "write true or false",
    "string": "write a text; numbers, dates and yes or no are texts in quotation marks",
    "list": "write a list: entries that begin with a dash, or [one, two]",
    "dict": "write keys with values, such as “key: value”",
    "model": "write keys with values, such as “key: value”",
}
"""What to write for a value of the wrong type, by the first word of the error's type."""

_BOUNDS = {
    "greater_than_equal": ("ge", "write {} or more"),
    "greater_than": ("gt", "write more than {}"),
    "less_than_equal": ("le", "write {} or less"),
    "less_than": ("lt", "write less than {}"),
    "too_short": ("min_length", "write at least {} of them"),
    "too_long": ("max_length", "write at most {} of them"),
}
"""What to write for a value out of bounds, by the error's type; with the name of the bound."""


def correction(model: type[BaseModel], fault: Any) -> str:
    """Return what is wrong with a value and what to write, for one of pydantic's errors about a file of this model."""
    key, kind = str(fault["loc"][-1]) if fault["loc"] else "", fault["type"]
    if kind == "missing":
        return f"is missing; add “{key}: …”"
    if kind == "extra_forbidden":
        return f"is no key here; {_other_key(model, tuple(fault['loc'][:-1]), key)}"
    return f"is {_shown(fault['input'])}; {_instead(fault)}"


def _instead(fault: Any) -> str:
    kind, context = fault["type"], fault.get("ctx", {})
    if kind == "value_error":
        return str(context["error"])
    if kind in {"enum", "literal_error"}:
        return f"write one of {context['expected']}"
    if kind == "string_too_short":
        return "write something"
    if kind == "string_pattern_mismatch":
        return "write lower-case letters, digits and dashes, a letter or digit first"
    if kind in _BOUNDS:
        name, words = _BOUNDS[kind]
        bound = context[name]
        return words.format(f"{int(bound) if bound == int(bound) else bound:,}")
    return _KINDS.get(kind.partition("_")[0]) or f"{fault['msg'][0].lower()}{fault['msg'][1:]}"


def _shown(value: Any) -> str:
    """A value as it is written, without passwords; only its beginning where it is long."""
    if value is None:
        return "empty"
    text = _USER_INFO.sub("***@", repr(value))
    return text if len(text) <= _SHOWN_LIMIT else f"{text[:_SHOWN_LIMIT]}…"


def _other_key(model: type[BaseModel], where: tuple[Any, ...], key: str) -> str:
    """What to do with an unknown key: a similar one of the same place, or another place where it belongs."""
    entry = _entry_of(model, "root") or model  # a file may be a list or a mapping of entries
    for part in where:
        entry = _entry_of(entry, str(part)) or entry
    if place := next((place for place, other in _places(model, "") if key in other.model_fields), ""):
        return f"it belongs under “{place}”"
    written = [field.alias or name for name, field in entry.model_fields.items()]
    if close := difflib.get_close_matches(key, [name for name in written if name != key], n=1):
        return f"did you mean “{close[0]}”?"
    return "remove it"


def _places(model: type[BaseModel], place: str) -> Iterator[tuple[str, type[BaseModel]]]:
    """Every place of a file below this one that has keys of its own, by name."""
    for name in model.model_fields:
        if inner := _entry_of(model, name):
            yield f"{place}{name}", inner
            yield from _places(inner, f"{place}{name}.")


def _entry_of(model: type[BaseModel], name: str) -> type[BaseModel] | None:
    """The entry that a key holds, or that each entry of its list or mapping is."""
    field = model.model_fields.get(name)
    pending = [field.annotation] if field else []
    for kind in pending:  # grows during the loop
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            return kind
        pending += get_args(kind)
    return None
