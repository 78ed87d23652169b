"""Turns rules that people often call false alarms into questions: they report no fault until they are right again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from auditor.findings.field_precision import LEAST_PRECISION, is_doubted
from auditor.model import FIELD_PRECISION, Check, FieldPrecision, Judge, Outcome, Verdict


def ask_where_doubted(checks: Iterable[Check], precision: Iterable[FieldPrecision]) -> tuple[Check, ...]:
    """Return the checks in their order; those whose precision in the field is too low only ask questions."""
    doubted = {found.check: found for found in precision if is_doubted(found)}
    return tuple(_asking(check, doubted[check.id]) if check.id in doubted else check for check in checks)


def _asking(check: Check, precision: FieldPrecision) -> Check:
    return msgspec.structs.replace(check, judge=_questions_of(check.judge, precision))


def _questions_of(judge: Judge, precision: FieldPrecision) -> Judge:
    stated = {
        "kind": FIELD_PRECISION,
        "judged": precision.judged,
        "false_alarms": precision.false_alarms,
        "percent": round(LEAST_PRECISION * 100),
    }

    def ask(**needs: object) -> Iterator[Verdict]:
        for verdict in judge(**needs):
            if verdict.outcome is Outcome.FAILED:
                yield msgspec.structs.replace(
                    verdict, outcome=Outcome.CANT_TELL, reason=FIELD_PRECISION, data={**verdict.data, **stated}
                )
            else:
                yield verdict

    return ask
