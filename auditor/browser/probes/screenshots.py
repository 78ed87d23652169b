"""Small pictures of elements at fault: cropped, compressed, few, and none where personal numbers stand beside them."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Iterator
from typing import Protocol

import msgspec

from auditor.model import EngineResult, FaultPicture, Outcome, Place, Probes
from auditor.standards import personal_numbers

PICTURE_BYTES_LIMIT = 20_000
_QUALITIES = (60, 25)
_INSIDE = " >>> "


class Stage(Protocol):
    """What taking pictures needs of a tab."""

    def evaluate(self, expression: str) -> str:
        """The text that an expression comes to in our world of the page."""

    def capture(self, clip: dict[str, int], quality: int) -> str:
        """A WebP picture of this part of the document, in base64."""


class _Clip(msgspec.Struct):
    x: int
    y: int
    width: int
    height: int
    text: str


def pictures(
    stage: Stage, faults: Iterable[tuple[str, str, Place]], taken: set[tuple[str, str, str]], most: int
) -> Iterator[FaultPicture]:
    """Pictures of at most so many of the faults (site, rule, place); ``taken`` remembers those of earlier pages."""
    for site, rule, place in faults:
        if most <= 0:
            return
        if _INSIDE in place.selector or not place.selector or (site, rule, place.selector) in taken:
            continue
        taken.add((site, rule, place.selector))
        picture = _picture(stage, place.selector)
        if picture is not None:
            most -= 1
            yield picture


def places_at_fault(results: Iterable[EngineResult], driven: Probes | None) -> Iterator[tuple[str, Place]]:
    """The places that something is wrong with, the first of each rule before the second of any."""
    by_rule = [
        [(rule.rule, node.place) for node in rule.nodes if node.outcome is Outcome.FAILED]
        for result in results
        for rule in result.rules
    ]
    by_rule += _driven(driven) if driven else []
    for turn in range(max(map(len, by_rule), default=0)):
        yield from (places[turn] for places in by_rule if len(places) > turn)


def _driven(found: Probes) -> Iterator[list[tuple[str, Place]]]:
    strains = (part for part in (found.spacing, found.zoom) if part is not None)
    yield from ([("lost", lost.place) for lost in strain.lost] for strain in strains)
    yield [("mouse", one.place) for one in found.mouse]
    if found.walk is not None:
        yield [("focus", stop.place) for stop in found.walk.stops if stop.marked is False]


def _picture(stage: Stage, selector: str) -> FaultPicture | None:
    answer = stage.evaluate(f"auditor.picture.aim({msgspec.json.encode(selector).decode()})")
    clip = msgspec.json.decode(answer, type=_Clip | None)
    if clip is None or personal_numbers.masked(clip.text) != clip.text:
        return None
    area = {"x": clip.x, "y": clip.y, "width": clip.width, "height": clip.height, "scale": 1}
    for quality in _QUALITIES:
        data = base64.b64decode(stage.capture(area, quality))
        if len(data) <= PICTURE_BYTES_LIMIT:
            return FaultPicture(selector, clip.width, clip.height, data)
    return None
