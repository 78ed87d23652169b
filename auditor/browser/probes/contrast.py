"""Contrast by layers and pixels: of texts that axe-core leaves undecided, and of those that a filter or blend changes.

A text is scrolled to, and the colours of all that lies below it are laid over each other. Where styles do not state
one colour, pixels decide.

The window is captured with the ink of its texts and without it. The ink's colour is known from the style, or where a
filter changes it from the pixels that it covers most, so the pixels below it are its background, as a visitor sees
them. Source: WCAG 2.2, 1.4.3 and 1.4.6; contrast ratio and relative luminance as its glossary defines them.
"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from auditor.browser.page_state import PlaceParts, rendered_place
from auditor.browser.tab import Clip, Tab
from auditor.model import EngineNode, EngineResult, EngineRule, Outcome

_RULE = "color-contrast"
_REQUIRED = {_RULE: (4.5, 3.0), "color-contrast-enhanced": (7.0, 4.5)}
"""By rule: the contrast that text needs, and that large text needs."""

_LAYERS_LIMIT = 400
"""So many elements of a page are examined by layers."""

_ELEMENTS_LIMIT = 60
_TILES_LIMIT = 8
"""So many elements of a page, and windows full of them, are measured; the others stay undecided."""

_ROUNDING = 0.05
_FRAME_SEPARATOR = " >>> "


class _Tile(msgspec.Struct):
    """A window full of texts."""

    clip: Clip
    """The part of the document that the window shows."""

    held: list[str]
    """The selectors of the texts that are measured there."""

    lost: list[str]
    """The selectors of texts that cannot be measured."""


class _Contrast(msgspec.Struct):
    """The contrast of an element's own text, measured on its pixels."""

    large: bool
    """It is large text in the sense of WCAG."""

    whole: bool
    """Every character was measured."""

    worst: float
    """The contrast of the worst character; 0 when none could be measured."""

    lowest: float
    """The contrast with the worst pixel of the background."""

    ink: str
    """The text's colour, as ``#rrggbb``."""

    ground: str = ""
    """The background's colour, as ``#rrggbb``; empty where pixels were measured."""


def decide_contrasts(tab: Tab, result: EngineResult, url: str) -> EngineResult:
    """Return the result of the page at ``url`` with its contrasts decided where pixels allow; leave the page unchanged.

    What axe-core leaves undecided for level AA it reports as passed for AAA: that rule is decided again too.
    """
    nodes = [node for rule in result.rules if rule.rule == _RULE for node in rule.nodes if _is_measurable(node)]
    nodes += _tinted_nodes(tab, result, url)
    if not nodes:
        return result
    measured = _by_layers(tab, [node.place.selector for node in nodes[:_LAYERS_LIMIT]])
    left = [node.place.selector for node in nodes if node.place.selector not in measured]
    measured |= _measure(tab, left[:_ELEMENTS_LIMIT])
    tab.evaluate("auditor.contrast.end()")
    contrasts = [(node, found) for node in nodes if (found := measured.get(node.place.selector)) is not None]
    rules = tuple(_decide_rule(rule, contrasts) if rule.rule in _REQUIRED else rule for rule in result.rules)
    return msgspec.structs.replace(result, rules=rules)


def _tinted_nodes(tab: Tab, result: EngineResult, url: str) -> list[EngineNode]:
    """Texts whose ink a filter or a blend mode changes and that the engine does not report, as undecided nodes."""
    known = {node.place.selector for rule in result.rules if rule.rule == _RULE for node in rule.nodes}
    places = tab.evaluate_as("auditor.contrast.tinted()", list[PlaceParts])
    found = [rendered_place(url, *parts) for parts in places]
    return [
        EngineNode(place, Outcome.CANT_TELL, "", f"{_RULE}/default") for place in found if place.selector not in known
    ]


def _is_measurable(node: EngineNode) -> bool:
    selector = node.place.selector
    return node.outcome is Outcome.CANT_TELL and bool(selector) and _FRAME_SEPARATOR not in selector


def _decide_rule(rule: EngineRule, contrasts: Iterable[tuple[EngineNode, _Contrast]]) -> EngineRule:
    nodes = {node.place.selector: node for node in rule.nodes}
    passed = rule.passed
    for node, contrast in contrasts:
        decided = _decide(rule.rule, node, contrast)
        if decided is None:
            passed += nodes.pop(node.place.selector, None) is not None
        elif decided.outcome is Outcome.FAILED:
            nodes[node.place.selector] = decided
    return msgspec.structs.replace(rule, passed=passed, nodes=tuple(nodes.values()))


def _decide(rule: str, node: EngineNode, contrast: _Contrast) -> EngineNode | None:
    """The element as failed, or unchanged; None where it passes. What fails at AA does not fail again at AAA."""
    required = _REQUIRED[rule][contrast.large]
    fails_at_aa = rule != _RULE and contrast.worst < _REQUIRED[_RULE][contrast.large] - _ROUNDING
    if contrast.worst < required - _ROUNDING and not fails_at_aa:
        how, ground = ("逐層計算", f" {contrast.ground} ") if contrast.ground else ("量測畫面像素", "")
        message = f"{how}：文字 {contrast.ink} 與背景{ground}的對比為 {contrast.worst:.2f}:1，低於 {required:g}:1"
        return EngineNode(node.place, Outcome.FAILED, message)
    return None if contrast.whole and contrast.lowest >= required else node


def _by_layers(tab: Tab, selectors: list[str]) -> dict[str, _Contrast]:
    """The contrasts by selector, as far as the styles of what lies below the texts determine them."""
    listed = msgspec.json.encode(selectors).decode()
    found = tab.evaluate_as(f"auditor.contrastLayers.measure({listed})", list[_Contrast | None])
    return {selector: contrast for selector, contrast in zip(selectors, found, strict=True) if contrast}


def _measure(tab: Tab, selectors: list[str]) -> dict[str, _Contrast]:
    """The contrast of the elements' own texts, by selector; without those that pixels do not show, or that move."""
    found: dict[str, _Contrast] = {}
    for _ in range(_TILES_LIMIT):
        if not selectors:
            break
        tile = tab.evaluate_as(f"auditor.contrast.tile({msgspec.json.encode(selectors).decode()})", _Tile)
        if tile.held:
            with_text = tab.capture(tile.clip)
            tab.evaluate("auditor.contrast.hideText()")
            without_text = tab.capture(tile.clip)
            tab.evaluate("auditor.contrast.showText()")
            screenshots = msgspec.json.encode([with_text, without_text, tab.capture(tile.clip)]).decode()
            contrasts = tab.evaluate_as(f"auditor.contrast.measure(...{screenshots})", list[_Contrast | None])
            found |= {name: contrast for name, contrast in zip(tile.held, contrasts, strict=True) if contrast}
        done = {*tile.held, *tile.lost}
        selectors = [selector for selector in selectors if selector not in done]
    return found
