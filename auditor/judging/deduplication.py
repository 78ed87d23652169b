"""Drops verdicts that a preferred check already gives at the same element and lists the dropped checks in ``also``.

Both checks count as having judged the element; only what people have to read and mend is not doubled. Pure.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec

from auditor.model import Check, Judged, Outcome, Verdict

_REPORTED = frozenset({Outcome.FAILED, Outcome.CANT_TELL})
_ABOVE = ("html > ", "body > ")  # selectors of a rendered page begin there, those of HTML as delivered below it

_Element = tuple[Outcome, str]
"""What is reported of an element: the outcome and the element's selector below ``body``."""


def deduplicate(page: Iterable[Judged], preferred: Mapping[str, str]) -> list[Judged]:
    """The results of one page without the verdicts that the preferred check gives at the same element too.

    ``preferred`` maps a check's id to the id of the check that keeps the fault (``Check.same_as``). A verdict that is
    kept names in ``also`` the checks whose verdicts were dropped for it. Where the preferred check fails an element,
    a question of the other check at that element is answered. A place without a selector is the whole page, as
    ``html`` is for axe-core.
    """
    judged = list(page)
    kept = {result.check: _elements(result) for result in judged if result.check in set(preferred.values())}
    matches = {
        result.check: _matched(_elements(result), kept.get(preferred[result.check], set()))
        for result in judged
        if result.check in preferred
    }
    also: dict[str, dict[_Element, tuple[str, ...]]] = {}
    for check, elements in sorted(matches.items()):
        dropped = also.setdefault(preferred[check], {})
        for element in sorted(set(elements.values())):
            dropped[element] = (*dropped.get(element, ()), check)
    return [_without(result, set(matches.get(result.check, ())), also.get(result.check, {})) for result in judged]


def criteria_of(checks: Mapping[str, Check], names: Iterable[str]) -> tuple[str, ...]:
    """The success criteria of the checks with these ids, each once and in order; unknown ids have none."""
    return tuple(sorted({number for name in names if name in checks for number in checks[name].wcag}, key=_parts))


def _parts(number: str) -> list[int]:
    return [int(part) for part in number.split(".")]


def _without(result: Judged, dropped: set[_Element], also: Mapping[_Element, tuple[str, ...]]) -> Judged:
    if not dropped and not also:
        return result
    left = (verdict for verdict in result.verdicts if _element(verdict) not in dropped)
    return msgspec.structs.replace(result, verdicts=tuple(_with_also(verdict, also) for verdict in left))


def _with_also(verdict: Verdict, also: Mapping[_Element, tuple[str, ...]]) -> Verdict:
    names = also.get(_element(verdict))
    return msgspec.structs.replace(verdict, also=names) if names else verdict


def _matched(elements: set[_Element], kept: set[_Element]) -> dict[_Element, _Element]:
    """Maps what a check reports to what the preferred check reports of that element; a failure answers a question."""
    failed = {element: (Outcome.FAILED, element[1]) for element in elements}
    return {
        element: element if element in kept else failed[element]
        for element in elements
        if element in kept or failed[element] in kept
    }


def _elements(result: Judged) -> set[_Element]:
    return {_element(verdict) for verdict in result.verdicts if verdict.outcome in _REPORTED}


def _element(verdict: Verdict) -> _Element:
    return verdict.outcome, selector_in_body(verdict.place.selector)


def selector_in_body(selector: str) -> str:
    """Return a selector as pages as delivered have it, from below ``body``; ``html`` for the page as a whole."""
    for step in _ABOVE:
        selector = selector.removeprefix(step)
    return selector or "html"
