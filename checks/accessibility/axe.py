"""One check per rule of axe-core: the rules are a table, and this file makes checks of its rows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from auditor.model import (
    CannotJudge,
    Check,
    Declaration,
    EngineResult,
    EngineRule,
    Judge,
    Outcome,
    Place,
    Rendered,
    Scope,
    Severity,
    Text,
    Topic,
    Untested,
    Verdict,
    cant_tell,
    cause_of,
    declare,
    failed,
    passed,
)
from auditor.standards import table

_ENGINE = "axe-core"
_COLOURS = "colours"
_COLOUR = re.compile(r"#([0-9a-f]{6})\b", re.IGNORECASE)
_ANY = Text(
    zh="檢測引擎沒有說明為什麼無法判定。請開啟網頁，查看這個地方是否有「標題」所說的問題。",
    en="The engine does not state why it cannot decide. Open the page: does this place have the fault in the title?",
)
_QUESTIONS = {kind: Text(row["zh"], row["en"]) for row in table("axe_questions") for kind in row["kinds"]}


def _judge_of(rule: str, mends: str) -> Judge:
    def judge(rendered: Rendered) -> Iterator[Verdict]:
        """The results of axe-core's rule, one for each element that it examined on the rendered page."""
        found = _found(rendered, rule)
        page = Place(rendered.final_url)
        for _ in range(found.passed):
            yield passed(page)
        for node in found.nodes:
            mended = node.kind or _mended(mends, node.message)
            cause = f"{node.place.url}|{mended}" if mended else ""
            before = cause_of(node.place) if mended else ""
            if node.outcome is Outcome.FAILED:
                yield failed(node.place, cause=cause, formerly=before, message=node.message)
            else:
                words = {"kind": node.kind, "message": node.message}
                yield cant_tell(node.place, "engine-undecided", cause=cause, formerly=before, **words)

    return judge


def _mended(mends: str, message: str) -> str:
    """What one repair mends, by the row of the table; the two colours that the engine's message names."""
    if mends != _COLOURS:
        return mends
    pair = _COLOUR.findall(message)
    return " / ".join(pair[:2]) if len(pair) > 1 else ""


def _found(rendered: Rendered, rule: str) -> EngineRule:
    """The engine's results of this rule. Raises ``CannotJudge`` when it was not run on the page, or failed."""
    result = next((result for result in rendered.engines if result.engine == _ENGINE), EngineResult(_ENGINE, ""))
    if result.failure is not None:
        raise CannotJudge(result.failure, result.detail)
    found = next((found for found in result.rules if found.rule == rule), None)
    if found is None:
        raise CannotJudge(Untested.NOT_SELECTED, f"{_ENGINE} was run without the rule {rule}")
    return found


def _check(row: dict[str, Any]) -> Check:
    declaration = Declaration(
        id=f"axe-{row['id']}",
        severity=Severity(row["severity"]),
        title=Text(**row["title"]),
        remedy=Text(**row["remedy"]),
        effect=Text(**row["effect"]) if "effect" in row else None,
        question=_ANY,
        questions=_QUESTIONS,
        wcag=tuple(row.get("wcag", ())),
        manual_codes={version: tuple(codes) for version, codes in row.get("manual_codes", {}).items()},
        same_as=row.get("same_as", ""),
        judges_layout=row.get("judges_layout", False),
    )
    return declare(Scope.PAGE, Topic.ACCESSIBILITY, declaration, _judge_of(row["id"], row.get("mends", "")))


CHECKS: tuple[Check, ...] = tuple(_check(row) for row in table("axe_rules"))
