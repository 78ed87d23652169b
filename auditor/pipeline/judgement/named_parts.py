"""Finds for each target whether it has the parts that links name by a fragment, at the end of its redirects."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from auditor import urls
from auditor.extract.files.file_fragments import file_fragment_found
from auditor.extract.html.fragments import FragmentTargets, fragment_found
from auditor.model import FetchRecord, Fragment, Response
from auditor.store import Store

_AT_ONCE = 500


def find_named_parts(
    store: Store, run: int, wanted: Mapping[str, set[str]], page_of: Callable[[FetchRecord], FragmentTargets | None]
) -> Iterator[tuple[str, tuple[Fragment, ...]]]:
    """The fragments ``wanted`` of each target, found or not; ``page_of`` reads the page that a record keeps."""
    for target, fetched, end in _with_ends(store, run, sorted(wanted)):
        page = page_of(end) if end and not _cut(end) else None
        yield target, tuple(Fragment(name, _found(fetched, end, page, name)) for name in sorted(wanted[target]))


def _found(
    fetched: FetchRecord | None, end: FetchRecord | None, page: FragmentTargets | None, name: str
) -> bool | None:
    """Whether the end of a target's redirects has a part; the last fragment of a Location replaces the link's own."""
    if fetched is None:
        return None
    written = [hop.location.partition("#")[1:] for hop in fetched.answer.chain]
    name = next((fragment for mark, fragment in reversed(written) if mark), name)  # RFC 9110, 10.2.2
    if page is not None:
        return fragment_found(page, name)
    answer = end.answer if end else fetched.answer
    if not isinstance(answer, Response):
        return None
    file = end.target.download if end else None
    return file_fragment_found(answer.media_type, name, file.pages if file and file.whole else 0) if name else True


def _with_ends(
    store: Store, run: int, targets: list[str]
) -> Iterator[tuple[str, FetchRecord | None, FetchRecord | None]]:
    """Each target with its record, and the record that keeps its content: of the page it redirects to, or the same."""
    for start in range(0, len(targets), _AT_ONCE):
        some = targets[start : start + _AT_ONCE]
        found = _records(store, run, some)
        ends = _records(store, run, {_end(fetched) for fetched in found.values() if fetched.answer.chain})
        for url in some:
            fetched = found.get(url)
            moved = fetched is not None and not fetched.page and fetched.answer.chain
            yield url, fetched, (ends.get(_end(fetched)) or fetched) if moved and fetched else fetched


def _records(store: Store, run: int, addresses: Iterable[str]) -> dict[str, FetchRecord]:
    """The records of addresses, read from the store by hundreds: one by one it costs four times as much."""
    wanted = sorted(addresses)
    return {fetched.url: fetched for fetched in store.facts.fetch_records_among(run, wanted)} if wanted else {}


def _end(fetched: FetchRecord) -> str:
    return urls.without_fragment(fetched.answer.final_url)


def _cut(fetched: FetchRecord) -> bool:
    """Whether only the beginning of a body was read: then a fragment may be in the rest."""
    return isinstance(fetched.answer, Response) and fetched.answer.truncated
