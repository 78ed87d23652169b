"""Visibility of the keyboard focus by pixels: each stop is captured with the focus and without it.

Measured are the changed area and the contrast between the two states, as WCAG 2.2, 2.4.13 defines them. Elements whose
styles change alike are measured by two of them.
"""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from auditor.browser.tab import Clip, Tab
from auditor.model import FocusStop

_OF_A_KIND = 2
_STOPS_LIMIT = 16
"""So many stops of a page are measured at most."""

_LEAST_AREA = 8
"""Fewer changed pixels are no sign of the focus."""


class _StopClip(Clip):
    """The part of the document around a stop."""

    perimeter: int
    """The perimeter of the stop's box, in CSS pixels."""


class _Change(msgspec.Struct):
    area: int
    """Pixels whose colour changes so that it can be perceived."""

    contrast: float
    """The contrast that the change has over a line along half of the perimeter."""


def measure_focus(tab: Tab, stops: tuple[FocusStop, ...], is_in_time: Callable[[], bool]) -> tuple[FocusStop, ...]:
    """Return the stops of a walk with whether the focus on them can be seen, measured where styles alone may mislead.

    A stop whose styles do not change, and that was not measured either, is not judged.
    """
    keys = dict(tab.evaluate_as("auditor.keyboardWalk.measurable()", list[tuple[int, str]]))
    alike: dict[str, list[int]] = {}
    for index, key in keys.items():
        alike.setdefault(key, []).append(index)
    chosen = [index for indexes in alike.values() for index in indexes[:_OF_A_KIND]]
    changes: dict[int, _Change] = {}
    tab.emulate_focus(True)  # the walk may have ended outside of the page, which then has no focus to show
    for index in sorted(chosen)[:_STOPS_LIMIT]:
        if is_in_time() and (change := _measure(tab, index)) is not None:
            changes[index] = change
    tab.emulate_focus(False)
    judged = list(stops)
    for indexes in alike.values():
        measured = [changes[index] for index in indexes if index in changes]
        for index in indexes:
            judged[index] = _judged(stops[index], [changes[index]] if index in changes else measured)
    return tuple(judged)


def _judged(stop: FocusStop, changes: list[_Change]) -> FocusStop:
    """The stop with what was measured on it, or on those whose styles change alike; these have to agree."""
    seen = {change.area >= _LEAST_AREA for change in changes}
    if len(seen) != 1:
        return msgspec.structs.replace(stop, marked=stop.marked or None)
    change = min(changes, key=lambda change: change.contrast)
    return msgspec.structs.replace(stop, marked=seen.pop(), area=change.area, contrast=round(change.contrast, 2))


def _measure(tab: Tab, index: int) -> _Change | None:
    """What changes at a stop with the focus; None where it does not take the focus as it did by Tab."""
    located = tab.evaluate(f"auditor.keyboardWalk.focusStop({index})")
    clip = msgspec.json.decode(located, type=_StopClip | None)
    if clip is None:
        return None
    with_focus = tab.capture(clip)
    tab.evaluate(f"auditor.keyboardWalk.blurStop({index})")
    pictures = msgspec.json.encode([with_focus, tab.capture(clip), clip.perimeter]).decode()
    return tab.evaluate_as(f"auditor.keyboardWalk.changedPixels(...{pictures})", _Change)
