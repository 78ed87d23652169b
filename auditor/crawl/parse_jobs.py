"""What a worker process does with a batch of bodies: read them, pack what shall be kept of them, and write it."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from auditor.blobs.compression import Packed, pack
from auditor.blobs.sqlite_files import blob_files
from auditor.extract.parse_batch import ParseJob, ParseResult, parse_batch, parse_stored


class UnchangedPage(msgspec.Struct, frozen=True):
    """A page that its server calls unchanged, with what was read of it then: a ``Page`` as msgpack."""

    page: bytes
    followed: bool = False


class ParsedBody(msgspec.Struct, frozen=True):
    """One body read. The digest's own ``page`` is empty: it is packed already, as is the body where it is kept.

    The data of what is packed are empty where the worker has written them.
    """

    digest: ParseResult
    page: Packed | None = None
    body: Packed | None = None


_ENCODER, _DECODER = msgspec.msgpack.Encoder(), msgspec.msgpack.Decoder(list[ParsedBody])


class WorkerRun(msgspec.Struct, frozen=True):
    """Between the asking process and its own workers on the same machine, for one run: what they need not hand over.

    ``folder`` is that of the store's blobs, into which a worker writes what it packs. ``run`` is any name that no other
    run of the same workers has: an address that a worker told once in a run, from a page that was followed, is not
    told again by it.
    """

    folder: str
    run: str


class _ReportedLinks:
    """The addresses that this process has told in a run."""

    def __init__(self) -> None:
        self._run = ""
        self._known: set[tuple[str, str]] = set()

    def new(self, digest: ParseResult, way: WorkerRun | None, *, followed: bool) -> ParseResult:
        """The digest with those addresses only that were not told yet: most are in a menu that every page has.

        Addresses of what is not followed (an answer from outside, the end of a redirect) are told and not remembered:
        they may be dropped.
        """
        if way is None or not followed:
            return digest
        run = way.run
        if run != self._run:
            self._run, self._known = run, set()
        found = tuple(one for one in digest.found if (one.url, one.kind) not in self._known)
        self._known.update((one.url, one.kind) for one in found)
        return msgspec.structs.replace(digest, found=found)


_TOLD = _ReportedLinks()


def read_batch(items: Sequence[ParseJob | UnchangedPage], kept: Sequence[bool], way: WorkerRun | None = None) -> bytes:
    """Read every body of a batch, in order; ``kept`` says of which the body itself is kept too.

    ``way`` is None where the asking process is on another machine. Returns what ``unpacked`` reads: a list of
    ``ParsedBody``, in a form that costs less than pickled objects. Raises ``sqlite3.Error`` where the folder of
    blobs cannot be written.
    """
    read = [_read(item, keep, way) for item, keep in zip(items, kept, strict=True)]
    if way is not None:
        blob_files(way.folder).write(packed for one in read for packed in (one.page, one.body) if packed)
        read = [msgspec.structs.replace(one, page=_named(one.page), body=_named(one.body)) for one in read]
    return _ENCODER.encode(read)


def unpacked(batch: bytes) -> list[ParsedBody]:
    """What ``read_batch`` returned."""
    return _DECODER.decode(batch)


def _read(item: ParseJob | UnchangedPage, keep: bool, way: WorkerRun | None) -> ParsedBody:
    if isinstance(item, UnchangedPage):
        return ParsedBody(_TOLD.new(parse_stored(item.page), way, followed=item.followed))
    (digest,) = parse_batch([item])
    page = pack(digest.page) if digest.page else None
    body = pack(item.body) if keep else None
    digest = msgspec.structs.replace(digest, page=b"")
    return ParsedBody(_TOLD.new(digest, way, followed=item.followed), page, body)


def _named(packed: Packed | None) -> Packed | None:
    return packed and Packed(packed.name, b"")
