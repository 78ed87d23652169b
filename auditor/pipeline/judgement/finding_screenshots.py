"""Attaches screenshots to findings: one each, of the first place that has one; worst ones first."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator

import msgspec

from auditor.model import Finding, Outcome, PageFacts, Rendered, Screenshot

SCREENSHOTS_PER_SITE = 20
"""Faults of a site that have a screenshot."""

QUESTION_SCREENSHOTS = 10
"""Questions of a site that have one."""

_LIMITS = {Outcome.FAILED: SCREENSHOTS_PER_SITE, Outcome.CANT_TELL: QUESTION_SCREENSHOTS}

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
    """The findings in their order, some of them with a screenshot: the worst faults and questions of a site."""
    listed, count = list(findings), Counter[tuple[str, Outcome]]()
    for index, finding in sorted(enumerate(listed), key=lambda item: (item[1].severity.rank, item[0])):
        kind = (finding.site, finding.outcome)
        if count[kind] >= _LIMITS[finding.outcome]:
            continue
        found = (screenshots.get((spot.place.url, spot.place.selector)) for spot in finding.spots)
        screenshot = next((screenshot for screenshot in found if screenshot), None)
        if screenshot is not None:
            count[kind] += 1
            listed[index] = msgspec.structs.replace(finding, shot=screenshot)
    return listed
