"""Judges whether the home page has a block, as far as its HTML shows."""

from collections.abc import Iterable, Iterator

from auditor.model import Document, Place, Verdict, cant_tell, failed, passed


def judge_presence(document: Document, places: Iterable[Place]) -> Iterator[Verdict]:
    """Passed at the first of the places; without any, a page that scripts build is for a person, any other failed."""
    place = next(iter(places), None)
    if place is not None:
        yield passed(place)
    elif document.script_built:
        yield cant_tell(Place(document.url), "built-by-script")
    else:
        yield failed(Place(document.url))
