"""Writes ``docs/settings.md``."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator, Mapping
from importlib.resources import files
from typing import Any

from auditor.config.sites import sites_schema

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
    "system": "systems 的每一項 Each of systems",
}
_INTRODUCTION = """\
# 設定 Settings

本表由程式產生，請勿手動修改；要重新產生，請執行 `python -m auditor.docgen`。設定檔是 `sites.yaml`；寫錯時，
`auditor sites` 會一次列出所有問題，附上行號與改法。密碼不寫在設定檔裡。

This reference is generated; do not edit it, run `python -m auditor.docgen` instead. The file is `sites.yaml`;
where it is wrong, `auditor sites` tells every problem at once, with its line and the mend. No secret belongs into it.
"""


def settings_page() -> str:
    """The whole reference as Markdown. Raises ``KeyError`` for a key without meaning and a meaning without key."""
    meanings = tomllib.loads((files("auditor.config") / "settings.toml").read_text(encoding="utf-8"))
    shapes = _shapes(sites_schema())
    parts = [_INTRODUCTION]
    for name, title in _SECTIONS.items():
        parts.append("\n".join(_section(title, shapes[name], meanings[name])))
    parts.append("\n".join(_environment(meanings["environment"])))
    return "\n".join(parts)


def _shapes(whole: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    """The properties of every section; what a site shares with the defaults is told once."""
    shapes = {name.removeprefix("_").lower(): one for name, one in whole["$defs"].items()}
    shared = shapes["terms"]["properties"]
    own = {key: value for key, value in shapes["site"]["properties"].items() if key not in shared}
    return shapes | {"file": whole, "site": {**shapes["site"], "properties": own}}


def _section(title: str, shape: Mapping[str, Any], meanings: Mapping[str, list[str]]) -> Iterator[str]:
    yield f"## {title}\n"
    yield "| 鍵 Key | 值 Value | 預設 Default | 意思 Meaning |\n|---|---|---|---|"
    required = shape.get("required", ())
    extra = meanings.keys() - shape["properties"].keys()
    if extra:
        raise KeyError(f"settings.toml tells of keys that {title} does not have: {', '.join(sorted(extra))}")
    for key, value in shape["properties"].items():
        default = "必填 required" if key in required else _default(value)
        yield f"| `{key}` | {_kind(value)} | {default} | {'<br>'.join(meanings[key])} |"
    yield ""


def _kind(value: Mapping[str, Any]) -> str:
    if "anyOf" in value:
        return " / ".join(_kind(one) for one in value["anyOf"] if one.get("type") != "null")
    if "$ref" in value:
        return f"`{value['$ref'].rpartition('/')[2].removeprefix('_').lower()}`"
    if "enum" in value:
        return ", ".join(f"`{one}`" for one in value["enum"] if one != "")
    if value.get("type") == "array":
        return f"清單 list: {_kind(value['items'])}"
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
    for name, told in meanings.items():
        yield f"| `{name}` | {'<br>'.join(told)} |"
    yield ""
