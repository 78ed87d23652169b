"""Writes ``docs/settings.md``, the reference of sites.yaml and of environment variables."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator, Mapping
from importlib.resources import files
from typing import Any

from auditor.config.sites_schema import sites_schema

SETTINGS_PAGE = "docs/settings.md"

_SECTIONS = {
    "file": "最上層 The file",
    "deadlines": "deadlines",
    "terms": "defaults，也可寫在各網站 defaults, or with a site",
    "site": "sites 的每一項 Each of sites",
    "budget": "budget",
    "politeness": "politeness",
    "owner": "owners 的每一項，與 default_owner Each of owners, and default_owner",
    "badge": "badge",
    "name": "names 的每一項 Each of names",
    "superior": "agency、branch、parent 的每一項 Each of agency, branch, parent",
    "system": "systems 的每一項 Each of systems",
}
_INTRODUCTION = """\
# 設定 Settings

本表由程式產生，請勿手動修改；要重新產生，請執行 `python -m auditor.docgen`。設定檔是 `sites.yaml`；寫錯時，
`auditor sites` 會一次列出所有問題，附上行號與改法。密碼不寫在設定檔裡。

This reference is generated; do not edit it, run `python -m auditor.docgen` instead. The file is `sites.yaml`;
`auditor sites` reports every problem of it at once, with its line and the correction. Write no passwords into it.
"""


def settings_page() -> str:
    """The whole page as Markdown. Raises ``KeyError`` for a key without meaning and a meaning without key."""
    meanings = tomllib.loads((files("auditor.config") / "settings.toml").read_text(encoding="utf-8"))
    shapes, choices = _shapes(sites_schema()), _choices(sites_schema())
    parts = [_INTRODUCTION]
    for name, title in _SECTIONS.items():
        parts.append("\n".join(_section(title, shapes[name], meanings[name], choices)))
    parts.append("\n".join(_environment(meanings["environment"])))
    return "\n".join(parts)


def _shapes(whole: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    """The properties of every section; those that a site shares with the defaults are listed once."""
    shapes = {_section_name(name): shape for name, shape in whole["$defs"].items()}
    shared = shapes["terms"]["properties"]
    own = {key: value for key, value in shapes["site"]["properties"].items() if key not in shared}
    return shapes | {"file": whole, "site": {**shapes["site"], "properties": own}}


def _choices(whole: Mapping[str, Any]) -> dict[str, str]:
    """What is written for a value that is of a type of its own: the values of a choice, else the section's name."""
    return {
        f"#/$defs/{name}": _kind(shape, {}) if "enum" in shape else f"`{_section_name(name)}`"
        for name, shape in whole["$defs"].items()
    }


def _section_name(type_name: str) -> str:
    return type_name.removeprefix("_").lower()


def _section(
    title: str, shape: Mapping[str, Any], meanings: Mapping[str, list[str]], choices: Mapping[str, str]
) -> Iterator[str]:
    yield f"## {title}\n"
    yield "| 鍵 Key | 值 Value | 預設 Default | 意思 Meaning |\n|---|---|---|---|"
    required = shape.get("required", ())
    extra = meanings.keys() - shape["properties"].keys()
    if extra:
        raise KeyError(f"settings.toml describes keys that {title} does not have: {', '.join(sorted(extra))}")
    for key, value in shape["properties"].items():
        default = "必填 required" if key in required else _default(value)
        yield f"| `{key}` | {_kind(value, choices)} | {default} | {'<br>'.join(meanings[key])} |"
    yield ""


def _kind(value: Mapping[str, Any], choices: Mapping[str, str]) -> str:
    if "anyOf" in value:
        return " / ".join(_kind(kind, choices) for kind in value["anyOf"] if kind.get("type") != "null")
    if "$ref" in value:
        return choices[value["$ref"]]
    if "enum" in value:
        return ", ".join(f"`{choice}`" for choice in value["enum"] if choice != "")
    if value.get("type") == "array":
        return f"清單 list: {_kind(value['items'], choices)}"
    bounds = [str(value[name]) for name in ("minimum", "maximum") if name in value]
    return f"{value.get('type', 'object')} {'–'.join(bounds)}".strip()


def _default(value: Mapping[str, Any]) -> str:
    default = value.get("default")
    if default in ("", [], {}, None) or isinstance(default, dict):
        return "" if not isinstance(default, dict) or not default else "見下 see below"
    return f"`{json.dumps(default, ensure_ascii=False)}`"


def _environment(meanings: Mapping[str, list[str]]) -> Iterator[str]:
    yield "## 環境變數 Environment\n"
    yield "| 變數 Variable | 意思 Meaning |\n|---|---|"
    for name, meaning in meanings.items():
        yield f"| `{name}` | {'<br>'.join(meaning)} |"
    yield ""
