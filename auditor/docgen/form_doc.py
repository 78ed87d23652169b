"""Writes ``docs/form.md``, the rows of the form with what has to be proved and the rules that do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from auditor.findings.form_items import How, RowItem, indicator
from auditor.standards import table

FORM_PAGE = "docs/form.md"

_VERIFY = {
    "automatic": ("由程式檢測", "checked by the program", "看過清單，確認沒有誤判", "review the findings"),
    "partly": ("部分由程式檢測", "checked in part", "補上網頁看不出來的部分", "add what no page shows"),
    "manual": (
        "人工填報",
        "filled in by people",
        "寫在 manual.yaml，報告照登",
        "write it into manual.yaml, the report prints it",
    ),
}
_NO_RULE_YET = ("網頁上看得出，尚無規則", "visible on the web, no rule yet", *_VERIFY["manual"][2:])
_INTRODUCTION = """\
# 自行評核表各列 The rows of the form

本表由程式產生，請勿手動修改；要重新產生，請執行 `python -m auditor.docgen`。
每一列說明要證明什麼、由哪些規則檢測、還需要人補什麼。各規則的說明見
[檢查規則](rules.md)。沒有列出規則的項目，報告寫「待人工確認」或「待人工填報」，不會寫成符合。

This page is generated; do not edit it, run `python -m auditor.docgen` instead. For each row: what has to be proved,
by which [rules](rules.md), and what a person has to add. Items without a rule are never reported as met.
"""


def form_page() -> str:
    """The whole page as Markdown, Traditional Chinese first."""
    parts = [_INTRODUCTION]
    for dimension in table("form")["form"]:
        parts.append(f"## {dimension['dimension']} {dimension['dimension_en']}\n")
        parts += ["\n".join(_row(row)) for item in dimension["items"] for row in item["rows"]]
    return "\n".join(parts)


def _row(row: Mapping[str, Any]) -> Iterator[str]:
    names = indicator().rows.get(row["id"], ())
    known = any(indicator().items[name].checks for name in names) or row["verify"] == "manual"
    zh, en, add_zh, add_en = _VERIFY[row["verify"]] if known else _NO_RULE_YET
    yield f"### {row['id']} {row['label']}\n"
    yield f"{row['label_en']}. **{zh}** {en}.\n"
    if proofs := row.get("prove", ()):
        yield "要證明 To prove:\n"
        yield from (f"- {proof['zh']}<br>{proof['en']}" for proof in proofs)
        yield ""
    if names:
        yield "| 項目 Item | 規則 Rules | 判定 Judged |\n|---|---|---|"
        yield from (_item(indicator().items[name]) for name in names)
        yield ""
    yield f"需要人做的 For people: {add_zh}; {add_en}.\n"


def _item(item: RowItem) -> str:
    if not item.checks:
        reason = indicator().reasons[item.reason]
        return f"| {item.zh}<br>{item.en} | – | {reason.zh}<br>{reason.en} |"
    rules = ", ".join(f"`{check}`" for check in item.checks)
    judged = "全部符合才算符合<br>met when nothing failed"
    if item.how is How.SHARE and item.threshold:
        share = f"{item.threshold.value:.0%}"
        judged = f"符合的比率達 {share}（本工具的門檻，可設定）<br>share of at least {share} (ours, configurable)"
    return f"| {item.zh}<br>{item.en} | {rules} | {judged} |"
