"""Tells a fault once that two checks see at one element: our own check keeps it, the engine's rule is named beside it.

Both count as having looked; only what people have to read and mend is not doubled. Pure.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec

from auditor.model import Check, Judged, Outcome, Verdict

_TOLD = frozenset({Outcome.FAILED, Outcome.CANT_TELL})
_FROM_BODY = "body > "  # in a rendered page ways begin there, in HTML as delivered below it
_Spot = tuple[Outcome, str]


def deduplicate(page: Iterable[Judged], twins: Mapping[str, str]) -> list[Judged]:
    """What checks said of one page, less the verdicts of a check that its twin gives too, at the same element.

    What its twin fails, a check need not ask about. ``twins`` names for a check's id the id of the one that keeps the
    fault. A verdict that is kept names in ``also`` the checks that say the same. A place without a selector is the
    whole page, as ``html`` is for the engine.
    """
    judged = list(page)
    kept = {one.check: _spots(one) for one in judged if one.check in set(twins.values())}
    said = {one.check: _matched(_spots(one), kept.get(twins[one.check], set())) for one in judged if one.check in twins}
    also: dict[str, dict[_Spot, tuple[str, ...]]] = {}
    for check, spots in sorted(said.items()):
        named = also.setdefault(twins[check], {})
        for spot in sorted(set(spots.values())):
            named[spot] = (*named.get(spot, ()), check)
    return [_less(one, set(said.get(one.check, ())), also.get(one.check, {})) for one in judged]


def criteria_of(checks: Mapping[str, Check], names: Iterable[str]) -> tuple[str, ...]:
    """The success criteria that checks of these ids speak for, each once and in order; unknown ids speak for none."""
    return tuple(sorted({number for name in names if name in checks for number in checks[name].wcag}, key=_parts))


def _parts(number: str) -> list[int]:
    return [int(part) for part in number.split(".")]


def _less(one: Judged, gone: set[_Spot], also: Mapping[_Spot, tuple[str, ...]]) -> Judged:
    if not gone and not also:
        return one
    left = (verdict for verdict in one.verdicts if _spot(verdict) not in gone)
    return msgspec.structs.replace(one, verdicts=tuple(_named(verdict, also) for verdict in left))


def _named(verdict: Verdict, also: Mapping[_Spot, tuple[str, ...]]) -> Verdict:
    names = also.get(_spot(verdict))
    return msgspec.structs.replace(verdict, also=names) if names else verdict


def _matched(spots: set[_Spot], kept: set[_Spot]) -> dict[_Spot, _Spot]:
    """By what a check said, what its twin says of the same element; a failure answers a question too."""
    surely = {spot: (Outcome.FAILED, spot[1]) for spot in spots}
    return {spot: spot if spot in kept else surely[spot] for spot in spots if spot in kept or surely[spot] in kept}


def _spots(one: Judged) -> set[_Spot]:
    return {_spot(verdict) for verdict in one.verdicts if verdict.outcome in _TOLD}


def _spot(verdict: Verdict) -> _Spot:
    return verdict.outcome, verdict.place.selector.removeprefix(_FROM_BODY) or "html"
