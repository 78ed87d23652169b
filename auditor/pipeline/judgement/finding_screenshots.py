"""Attaches screenshots to findings: one each, of the first place that has one; worst faults first, then questions."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator

import msgspec

from auditor.model import Finding, Outcome, PageFacts, Rendered, Screenshot

SCREENSHOTS_PER_SITE = 20
"""Findings of a site that have a screenshot."""

Screenshots = dict[tuple[str, str], Screenshot]
"""By the page's address and the selector."""


def screenshots_of(facts: PageFacts) -> Iterator[tuple[tuple[str, str], Screenshot]]:
    """The screenshots of a page."""
    for picture in facts.rendered.pictures if isinstance(facts.rendered, Rendered) else ():
        name = hashlib.blake2b(picture.data, digest_size=16).hexdigest()
        yield (
            (facts.url, picture.selector),
            Screenshot(facts.url, picture.selector, name, picture.width, picture.height),
        )


def with_screenshots(findings: Iterable[Finding], screenshots: Screenshots) -> list[Finding]:
    """The findings in their order, some of them with a screenshot; questions after faults."""
    listed, count = list(findings), Counter[str]()
    worst = sorted(enumerate(listed), key=lambda item: (item[1].outcome is not Outcome.FAILED, item[1].severity.rank))
    for index, finding in worst:
        if count[finding.site] >= SCREENSHOTS_PER_SITE:
            continue
        found = (screenshots.get((spot.place.url, spot.place.selector)) for spot in finding.spots)
        screenshot = next((screenshot for screenshot in found if screenshot), None)
        if screenshot is not None:
            count[finding.site] += 1
            listed[index] = msgspec.structs.replace(finding, shot=screenshot)
    return listed
