"""Judges whether the home page has a block, as far as its HTML shows."""

from collections.abc import Iterable, Iterator

from auditor.model import Document, ListItem, Place, Verdict, cant_tell, failed, passed


def judge_presence(document: Document, found: Iterable[Place | ListItem]) -> Iterator[Verdict]:
    """Passed at the first thing found; where none is, a page that scripts build is for a person, any other failed."""
    first = next(iter(found), None)
    if isinstance(first, ListItem):
        yield passed(first.place, href=first.url, words=first.text)
    elif first is not None:
        yield passed(first)
    elif document.script_built:
        yield cant_tell(Place(document.url), "built-by-script")
    else:
        yield failed(Place(document.url))
