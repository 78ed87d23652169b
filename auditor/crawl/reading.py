"""What a worker process does with a batch of bodies: read them, and pack what shall be kept of them."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from auditor.gather.digest import Digested, Undigested, digest_batch, digest_known
from auditor.packing import Packed, pack


class Known(msgspec.Struct, frozen=True):
    """A page that its server calls unchanged, with what was read of it then: a ``Page`` as msgpack."""

    page: bytes


class Read(msgspec.Struct, frozen=True):
    """One body read. The digest's own ``page`` is empty: it is packed already, as is the body where it is kept."""

    digest: Digested
    page: Packed | None = None
    body: Packed | None = None


def read_batch(items: Sequence[Undigested | Known], kept: Sequence[bool]) -> list[Read]:
    """Read every body of a batch, in order; ``kept`` says of which the body itself is kept too."""
    return [_read(item, keep) for item, keep in zip(items, kept, strict=True)]


def _read(item: Undigested | Known, keep: bool) -> Read:
    if isinstance(item, Known):
        return Read(digest_known(item.page))
    (digest,) = digest_batch([item])
    page = pack(digest.page) if digest.page else None
    return Read(msgspec.structs.replace(digest, page=b""), page, pack(item.body) if keep else None)
