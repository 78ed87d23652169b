"""Contrast measured on the screen, for texts that an engine leaves undecided: before pictures, gradients, layers.

A text is pictured with its ink and without it. The ink's colour is known from the style, so the pixels below it are
its ground, as a visitor sees them. Source: WCAG 2.2, 1.4.3 and 1.4.6; contrast and luminance as its glossary has them.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

import msgspec

from auditor.model import EngineNode, EngineResult, EngineRule, Outcome

_RULE = "color-contrast"
_NEEDED = {_RULE: (4.5, 3.0), "color-contrast-enhanced": (7.0, 4.5)}
"""By rule: the contrast that text needs, and that large text needs."""

_MOST = 12
"""So many elements of a page are measured; the others stay undecided."""

_ROUNDING = 0.05
_INSIDE = " >>> "


class Stage(Protocol):
    """What measuring needs of a tab."""

    def evaluate(self, expression: str) -> str:
        """The text that an expression comes to in our world of the page."""

    def capture(self, clip: dict[str, int], quality: int | None) -> str:
        """A picture of this part of the document, in base64; without a quality, a PNG of every pixel."""


class _Clip(msgspec.Struct):
    x: int
    y: int
    width: int
    height: int


class _Measured(msgspec.Struct):
    """``worst`` is the contrast of the worst character, ``lowest`` that of any pixel; ``whole``: all were seen."""

    large: bool
    whole: bool
    worst: float
    lowest: float
    ink: str


def settled(stage: Stage, result: EngineResult) -> EngineResult:
    """The engine's result, its undecided contrasts decided where the pixels do. The page is left as it was.

    What the engine leaves undecided for level AA it calls passed for AAA: those are looked at again too.
    """
    nodes = [node for rule in result.rules if rule.rule == _RULE for node in rule.nodes if _measurable(node)][:_MOST]
    if not nodes:
        return result
    seen = {node.place.selector: _measured(stage, node.place.selector) for node in nodes}
    stage.evaluate("auditor.contrast.end()")
    known = [(node, found) for node in nodes if (found := seen[node.place.selector]) is not None]
    rules = tuple(_settled(rule, known) if rule.rule in _NEEDED else rule for rule in result.rules)
    return msgspec.structs.replace(result, rules=rules)


def _measurable(node: EngineNode) -> bool:
    return node.outcome is Outcome.CANT_TELL and bool(node.place.selector) and _INSIDE not in node.place.selector


def _settled(rule: EngineRule, known: Iterable[tuple[EngineNode, _Measured]]) -> EngineRule:
    nodes = {node.place.selector: node for node in rule.nodes}
    passed = rule.passed
    for node, found in known:
        decided = _decided(rule.rule, node, found)
        if decided is None:
            passed += nodes.pop(node.place.selector, None) is not None
        elif decided.outcome is Outcome.FAILED:
            nodes[node.place.selector] = decided
    return msgspec.structs.replace(rule, passed=passed, nodes=tuple(nodes.values()))


def _decided(rule: str, node: EngineNode, found: _Measured) -> EngineNode | None:
    """The element failed, or as it was; None where it passes. What fails at AA is not told again at AAA."""
    needed = _NEEDED[rule][found.large]
    told_already = rule != _RULE and found.worst < _NEEDED[_RULE][found.large] - _ROUNDING
    if found.worst < needed - _ROUNDING and not told_already:
        told = f"量測畫面像素：文字 {found.ink} 與背景的對比為 {found.worst:.2f}:1，低於 {needed:g}:1"
        return EngineNode(node.place, Outcome.FAILED, told)
    return None if found.whole and found.lowest >= needed else node


def _measured(stage: Stage, selector: str) -> _Measured | None:
    """What the pixels say of an element's own text; None where they say nothing, or where it moves."""
    answer = stage.evaluate(f"auditor.contrast.aim({msgspec.json.encode(selector).decode()})")
    clip = msgspec.json.decode(answer, type=_Clip | None)
    if clip is None:
        return None
    area = {**msgspec.structs.asdict(clip), "scale": 1}
    before = stage.capture(area, None)
    stage.evaluate("auditor.contrast.hide()")
    without = stage.capture(area, None)
    stage.evaluate("auditor.contrast.show()")
    if stage.capture(area, None) != before:
        return None
    pictures = msgspec.json.encode([before, without]).decode()
    found = msgspec.json.decode(stage.evaluate(f"auditor.contrast.judge(...{pictures})"), type=_Measured)
    return found if found.worst else None
