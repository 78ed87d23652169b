"""Judges elements that a page should not have, by their names."""

import re
from collections.abc import Iterable, Iterator

from auditor.model import Document, Place, Verdict, failed, passed

_NAME = re.compile(r"<([^\s/>]+)")


def judge_elements(document: Document, unwanted: Iterable[Place]) -> Iterator[Verdict]:
    """Failed at each of the elements, with its name (``element``); passed once where there is none.

    The cause of an element in a page's content is the page and the name: pasted formatting is cleared page by page,
    not element by element.
    """
    places = tuple(unwanted)
    if not places:
        yield passed(Place(document.url))
    for place in places:
        written = _NAME.match(place.snippet)
        name = written[1].lower() if written else place.selector
        cause = "" if place.region.is_template else f"{place.url}|{name}"
        yield failed(place, cause=cause, element=name)
