"""Pictures of findings: one each, of the first place that has one; so many a site, the worst faults first."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator

import msgspec

from auditor.model import Finding, Outcome, PageFacts, Rendered, Screenshot

PICTURES_PER_FINDING = 20
"""Findings of a site that have a picture."""

Shots = dict[tuple[str, str], Screenshot]
"""By the page's address and the selector."""


def screenshots_of(facts: PageFacts) -> Iterator[tuple[tuple[str, str], Screenshot]]:
    """The pictures of a page."""
    for picture in facts.rendered.pictures if isinstance(facts.rendered, Rendered) else ():
        name = hashlib.blake2b(picture.data, digest_size=16).hexdigest()
        yield (
            (facts.url, picture.selector),
            Screenshot(facts.url, picture.selector, name, picture.width, picture.height),
        )


def with_screenshots(findings: Iterable[Finding], shots: Shots) -> list[Finding]:
    """The findings in their order, some of them with a picture."""
    listed, left = list(findings), Counter[str]()
    for index, one in sorted(enumerate(listed), key=lambda item: (item[1].severity.rank, item[0])):
        if one.outcome is not Outcome.FAILED or left[one.site] >= PICTURES_PER_FINDING:
            continue
        found = (shots.get((spot.place.url, spot.place.selector)) for spot in one.spots)
        shot = next((shot for shot in found if shot), None)
        if shot is not None:
            left[one.site] += 1
            listed[index] = msgspec.structs.replace(one, shot=shot)
    return listed
