"""Writes ``docs/rules.md``, the public list of rules."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from auditor.judging.registry import ListedRule, listing
from auditor.model import Check, Severity, Topic
from auditor.standards import table

RULES_PAGE = "docs/rules.md"

_TOPICS = {
    Topic.LINKS: "連結（links）",
    Topic.METADATA: "詮釋資料與分類（metadata）",
    Topic.ACCESSIBILITY: "無障礙（accessibility）",
    Topic.CONVENIENCE: "便捷服務（convenience）",
}
_SEVERITIES = {
    Severity.BLOCKER: "阻斷",
    Severity.SERIOUS: "嚴重",
    Severity.MODERATE: "中等",
    Severity.MINOR: "輕微",
    Severity.NOTICE: "提醒",
}
_INTRODUCTION = """\
# 檢查規則 Rules

本表由程式產生，請勿手動修改；要重新產生，請執行 `python -m auditor.docgen`。
每條規則的說明與範例在 `tests/checks/<主題>/<規則>.md`。「嚴重度」說的是對民眾的影響，不是標準的等級。
「檢測碼」是《網站無障礙規範》由軟體檢測的代碼；「供人工參考」是由人評量的代碼，程式的結果只是提示，不代表官方結論。

This list is generated; do not edit it, run `python -m auditor.docgen` instead. Each rule is explained with examples
in `tests/checks/<topic>/<rule>.md`. Severity states the effect of a fault on visitors, not the level of a standard.
Codes are those of the Taiwanese specification that software tests; codes given as hints are judged by people, and a
result here is only a hint for them.
"""
_HEAD = "| 規則 Rule | 名稱 Title | 嚴重度 Severity | WCAG | 檢測碼 Codes | 供人工參考 Hints | 依據 Reads |"


def rules_page(checks: Iterable[Check]) -> str:
    """The whole list as Markdown, Traditional Chinese first; the same checks give the same text."""
    rows = listing(checks)
    total = sum(map(len, rows.values()))
    parts = [_INTRODUCTION, f"共 {total} 條規則。{total} rules in all.\n"]
    parts += ["\n".join(_section(topic, listed)) for topic, listed in rows.items() if listed]
    return "\n".join(parts)


def _section(topic: Topic, listed: tuple[ListedRule, ...]) -> Iterator[str]:
    yield f"## {_TOPICS[topic]}\n"
    yield _HEAD
    yield "|---" * _HEAD.count(" | ") + "|---|"
    for row in listed:
        check = row.check
        cells = (
            f"`{check.id}`",
            f"{check.title.zh}<br>{check.title.en}",
            f"{_SEVERITIES[check.severity]} {check.severity}",
            "<br>".join(f"{number} {_level(number)}" for number in check.wcag) or "–",
            _codes(check.taiwan),
            _codes(check.manual_codes),
            "、".join(row.needs),
        )
        yield "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"
    yield ""


def _codes(versions: dict[str, tuple[str, ...]]) -> str:
    return "<br>".join(f"{version}: {', '.join(codes)}" for version, codes in sorted(versions.items())) or "–"


def _level(number: str) -> str:
    return str(table("wcag")["criteria"][number]["level"])
