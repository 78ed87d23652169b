"""Runs in a worker process: parses a batch of bodies, compresses what is kept of them and writes it as blobs."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from auditor.blobs.compression import Packed, pack
from auditor.blobs.sqlite_files import blob_files
from auditor.extract.parse_batch import ParseJob, ParseResult, parse_batch, parse_stored


class UnchangedPage(msgspec.Struct, frozen=True):
    """A page that its server calls unchanged: its links are read from what was parsed then."""

    page: bytes
    """The ``Page`` of the earlier run as msgpack."""

    followed: bool = False
    """Whether every address that it links to is taken up."""


class ParsedBody(msgspec.Struct, frozen=True):
    """One parsed body, with the blobs made of it."""

    result: ParseResult
    """What was parsed; its own ``page`` is empty, for that is the blob below."""

    page: Packed | None = None
    """The blob of the ``Page``; without data where the worker has written it."""

    body: Packed | None = None
    """The blob of the body, where it is kept; without data where the worker has written it."""


_ENCODER, _DECODER = msgspec.msgpack.Encoder(), msgspec.msgpack.Decoder(list[ParsedBody])


class WorkerRun(msgspec.Struct, frozen=True):
    """What the workers of this machine do themselves in one run, so that less is sent between processes."""

    folder: str
    """The folder of the store's blobs, into which a worker writes what it compresses."""

    run: str
    """A name of its own for the run: within it a worker reports each address of followed pages once."""


class _ReportedLinks:
    """The addresses that this process has reported in a run."""

    def __init__(self) -> None:
        self._run = ""
        self._reported: set[tuple[str, str]] = set()

    def only_new(self, result: ParseResult, worker_run: WorkerRun | None, *, followed: bool) -> ParseResult:
        """The result without the addresses that were reported before: most are in a menu that every page has.

        Addresses of what is not followed (an answer from outside, the end of a redirect) are reported and not
        remembered: they may be dropped.
        """
        if worker_run is None or not followed:
            return result
        if worker_run.run != self._run:
            self._run, self._reported = worker_run.run, set()
        found = tuple(address for address in result.found if (address.url, address.kind) not in self._reported)
        self._reported.update((address.url, address.kind) for address in found)
        return msgspec.structs.replace(result, found=found)


_REPORTED = _ReportedLinks()


def run_parse_jobs(
    jobs: Sequence[ParseJob | UnchangedPage], kept: Sequence[bool], worker_run: WorkerRun | None = None
) -> bytes:
    """Parse every body of a batch, in order; ``kept`` marks those that are kept themselves too.

    ``worker_run`` is None where the caller is on another machine. Returns what ``decode_parsed`` reads: a list of
    ``ParsedBody``, in a form that costs less than pickled objects. Raises ``sqlite3.Error`` where the folder of blobs
    cannot be written.
    """
    parsed = [_parsed(job, keep, worker_run) for job, keep in zip(jobs, kept, strict=True)]
    if worker_run is not None:
        blob_files(worker_run.folder).write(blob for body in parsed for blob in (body.page, body.body) if blob)
        parsed = [msgspec.structs.replace(body, page=_named(body.page), body=_named(body.body)) for body in parsed]
    return _ENCODER.encode(parsed)


def decode_parsed(batch: bytes) -> list[ParsedBody]:
    """What ``run_parse_jobs`` returned."""
    return _DECODER.decode(batch)


def _parsed(job: ParseJob | UnchangedPage, keep: bool, worker_run: WorkerRun | None) -> ParsedBody:
    if isinstance(job, UnchangedPage):
        return ParsedBody(_REPORTED.only_new(parse_stored(job.page), worker_run, followed=job.followed))
    (result,) = parse_batch([job])
    page = pack(result.page) if result.page else None
    body = pack(job.body) if keep else None
    result = msgspec.structs.replace(result, page=b"")
    return ParsedBody(_REPORTED.only_new(result, worker_run, followed=job.followed), page, body)


def _named(packed: Packed | None) -> Packed | None:
    return packed and Packed(packed.name, b"")
