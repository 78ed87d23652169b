"""Contrast of texts while the pointer is on them: the colours that style sheets give them in that state.

The browser shows the state without a pointer, so nothing of the page is triggered. Grounds that are not one plain
colour are left out. Source: WCAG 2.2, 1.4.3.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from auditor.browser.page_state import PlaceParts, rendered_place
from auditor.browser.tab import Tab
from auditor.model import EngineNode, EngineResult, Outcome

_RULE = "color-contrast"
_LEAST = (4.5, 3.0)
"""The contrast that text needs, and that large text needs."""

_ROUNDING = 0.05


class _State(msgspec.Struct):
    """A text in the state."""

    was: float
    """Its contrast without the pointer."""

    contrast: float
    """Its contrast with it."""

    large: bool
    """It is large text in the sense of WCAG."""

    place: PlaceParts


def add_hover_contrasts(tab: Tab, result: EngineResult, url: str) -> EngineResult:
    """Return the engine's result of the page at ``url`` with texts that lose their contrast under the pointer."""
    known = next((rule for rule in result.rules if rule.rule == _RULE), None)
    if known is None or not (count := int(tab.evaluate("auditor.hoverStyles.collect()"))):
        return result
    reported = {node.place.selector for node in known.nodes}
    found = tuple(node for node in _faint(tab, count, url) if node.place.selector not in reported)
    extended = msgspec.structs.replace(known, nodes=(*known.nodes, *found))
    rules = tuple(extended if rule is known else rule for rule in result.rules)
    return msgspec.structs.replace(result, rules=rules)


def _faint(tab: Tab, count: int, url: str) -> Iterator[EngineNode]:
    for index in range(count):
        tab.evaluate(f"auditor.hoverStyles.prepare({index})")
        with tab.hovered(f"auditor.hoverStyles.holder({index})"):
            state = msgspec.json.decode(tab.evaluate(f"auditor.hoverStyles.measure({index})"), type=_State | None)
        tab.evaluate(f"auditor.hoverStyles.restore({index})")
        if state is None:
            continue
        least = _LEAST[state.large]
        if state.contrast < least - _ROUNDING <= state.was:
            message = f"滑鼠移到上面時，文字與背景的對比為 {state.contrast:.2f}:1，低於 {least:g}:1"
            yield EngineNode(rendered_place(url, *state.place), Outcome.FAILED, message)
