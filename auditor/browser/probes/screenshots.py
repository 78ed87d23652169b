"""Small screenshots of elements at fault: cropped, compressed, few, and none where personal numbers are in the clip."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Iterator

import msgspec

from auditor.browser.tab import Clip, Tab
from auditor.model import EngineResult, FaultPicture, LayoutStress, Outcome, Place, Probes, Walk
from auditor.standards import personal_numbers

SCREENSHOT_BYTES_LIMIT = 20_000
"""A screenshot that is larger at the lowest quality is dropped."""

FaultKey = tuple[str, str, str]
"""Site, rule and selector of a fault: of each at most one screenshot is taken."""

_QUALITIES = (60, 25)
_FRAME_SEPARATOR = " >>> "


class _TextClip(Clip):
    """A clip with the text in and around it."""

    text: str


def take_screenshots(
    tab: Tab, faults: Iterable[tuple[str, str, Place]], captured: set[FaultKey], limit: int
) -> Iterator[FaultPicture]:
    """Yield screenshots of at most ``limit`` of the faults (site, rule, place).

    ``captured`` holds the faults of this page and earlier ones that are not captured again; it is extended.
    """
    for site, rule, place in faults:
        if limit <= 0:
            return
        if _FRAME_SEPARATOR in place.selector or not place.selector or (site, rule, place.selector) in captured:
            continue
        captured.add((site, rule, place.selector))
        screenshot = _screenshot(tab, place.selector)
        if screenshot is not None:
            limit -= 1
            yield screenshot


def places_at_fault(results: Iterable[EngineResult], probes: Probes | None) -> Iterator[tuple[str, Place]]:
    """Yield (rule, place) of every fault, the first of each rule before the second of any; questions after them.

    Of those the first of each kind comes first: a person decides it by what is shown.
    """
    rules = [rule for result in results for rule in result.rules]
    faults = [[(rule.rule, node.place) for node in rule.nodes if node.outcome is Outcome.FAILED] for rule in rules]
    faults += _probe_faults(probes) if probes else []
    questions: dict[str, list[tuple[str, Place]]] = {}
    for rule in rules:
        for node in rule.nodes:
            if node.outcome is Outcome.CANT_TELL:
                questions.setdefault(f"{rule.rule} {node.kind}", []).append((rule.rule, node.place))
    for groups in (faults, list(questions.values())):
        for index in range(max(map(len, groups), default=0)):
            yield from (places[index] for places in groups if len(places) > index)


def _probe_faults(probes: Probes) -> Iterator[list[tuple[str, Place]]]:
    stresses = (stress for stress in (probes.spacing, probes.zoom) if isinstance(stress, LayoutStress))
    yield from ([("lost", lost.place) for lost in stress.lost] for stress in stresses)
    yield [("mouse", control.place) for control in probes.mouse]
    if isinstance(probes.walk, Walk):
        yield [("focus", stop.place) for stop in probes.walk.stops if stop.marked is False]


def _screenshot(tab: Tab, selector: str) -> FaultPicture | None:
    located = tab.evaluate(f"auditor.screenshots.clipOf({msgspec.json.encode(selector).decode()})")
    clip = msgspec.json.decode(located, type=_TextClip | None)
    if clip is None or personal_numbers.masked(clip.text) != clip.text:
        return None
    for quality in _QUALITIES:
        data = base64.b64decode(tab.capture(clip, quality))
        if len(data) <= SCREENSHOT_BYTES_LIMIT:
            return FaultPicture(selector, clip.width, clip.height, data)
    return None
