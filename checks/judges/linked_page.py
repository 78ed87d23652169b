"""Judges whether the home page links to a page of its own kind that can be opened."""

from collections.abc import Iterator

from auditor.model import ListItem, Place, SiteFacts, Verdict, cant_tell, failed, passed


def judge_linked_page(site: SiteFacts, home: str, links: tuple[ListItem, ...]) -> Iterator[Verdict]:
    """One verdict on the first of the links, by the state of its target; failed at the home page where there is none.

    A target that was not checked, or refuses robots, is for a person (``href``, ``state``).
    """
    if not links:
        yield failed(Place(home))
        return
    link = links[0]
    target = site.home_targets.get(link.url.partition("#")[0])
    if target is None:
        yield cant_tell(link.place, "target-not-asked", href=link.url)
    elif target.state.is_alive:
        yield passed(link.place, href=link.url, words=link.text)
    elif target.state.is_dead:
        yield failed(link.place, href=link.url, state=target.state.value)
    else:
        yield cant_tell(link.place, "target-not-confirmed", href=link.url, state=target.state.value)
