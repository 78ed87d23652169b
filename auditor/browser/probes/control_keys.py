"""Keys on controls that scripts have made (WCAG 2.1.1): what a click does, Enter or Space does too.

While they are tried no navigation begins and nothing but GET and HEAD leaves the browser; what looks as if it logged
out, deleted, paid or sent is left alone. Every try is logged.
"""

from __future__ import annotations

import logging
from collections.abc import Callable

from msgspec.structs import replace

from auditor.browser import page_state
from auditor.browser.tab import Tab
from auditor.model import MouseOnlyControl, Place, Region, TriedControl
from auditor.standards.personal_numbers import masked_plain

_log = logging.getLogger(__name__)

_KEYS = ("Enter", "Space")

_Control = tuple[bool, str, Region, str, str]
"""Whether keys are tried on a control, its place, and the beginning of its text."""

_DECISIVE = frozenset({"shows", "leaves"})
"""Effects of a click that no visitor can do without: hidden content is shown, another page is opened."""


def try_controls(
    tab: Tab, url: str, is_in_time: Callable[[], bool]
) -> tuple[tuple[TriedControl, ...], tuple[MouseOnlyControl, ...]]:
    """Try the controls of the page at ``url`` that are no native ones, while there is time.

    Returns those that take the focus, with what keys and clicks did, and those that only a mouse can use. Controls may
    have changed the page afterwards. Raises ``PageMoved`` when the page navigates all the same.
    """
    found = tab.evaluate_as("auditor.controlKeys.begin()", list[_Control])
    tried, for_mouse = list[TriedControl](), list[MouseOnlyControl]()
    if found:
        tab.emulate_focus(True)
        for index, (is_keyed, selector, region, snippet, text) in enumerate(found):
            if not is_in_time():
                break
            place = page_state.rendered_place(url, selector, region, snippet)
            if is_keyed:
                tried += _try_keys(tab, index, TriedControl(place, masked_plain(text)))
            elif effect := _click(tab, index, place):
                for_mouse.append(MouseOnlyControl(place, "click", way_round=effect not in _DECISIVE))
        tab.emulate_focus(False)
    tab.evaluate("auditor.controlKeys.end()")
    return tuple(tried), tuple(for_mouse)


def _try_keys(tab: Tab, index: int, control: TriedControl) -> list[TriedControl]:
    """What Enter, else Space, else a click does; nothing where the control does not take the focus."""
    for key in _KEYS:
        if not tab.evaluate_as(f"auditor.controlKeys.focusControl({index})", bool):
            return []
        tab.press(key)
        effect = tab.evaluate_as("auditor.controlKeys.effectOfKey()", str)
        _log_try(control.place, key, effect)
        if effect:
            return [replace(control, by_key=effect)]
    return [replace(control, by_click=_click(tab, index, control.place))]


def _click(tab: Tab, index: int, place: Place) -> str:
    effect = tab.evaluate_as(f"auditor.controlKeys.effectOfClick({index})", str)
    _log_try(place, "click", effect)
    return effect


def _log_try(place: Place, key: str, effect: str) -> None:
    fields = {"url": place.url, "selector": place.selector, "key": key, "effect": effect}
    _log.info("control tried", extra=fields)
