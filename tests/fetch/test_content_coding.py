"""Content codings: whole whatever the pieces, never more than there is room for."""

from __future__ import annotations

import contextlib
import gzip
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.fetch.content_coding import Decoder, UnreadableBody

_PACK = {"gzip": gzip.compress, "deflate": zlib.compress, "": bytes}


@given(st.sampled_from(sorted(_PACK)), st.binary(max_size=5_000), st.integers(1, 700), st.integers(0, 6_000))
def test_pieces_make_the_whole_or_what_there_is_room_for(coding: str, data: bytes, step: int, room: int) -> None:
    packed = _PACK[coding](data)
    decoder, found = Decoder(coding), b""
    for begin in range(0, len(packed), step):
        found += decoder.decode(packed[begin : begin + step], room - len(found))
    assert found == data[:room]


@given(st.sampled_from(["gzip", "deflate"]), st.binary(max_size=2_000))
def test_rubbish_is_little_data_or_unreadable_and_nothing_else(coding: str, data: bytes) -> None:
    with contextlib.suppress(UnreadableBody):
        assert len(Decoder(coding).decode(data, 4_000)) <= 4_000


@pytest.mark.parametrize("coding", ["br", "zstd", "GZIP, br", "compress"])
def test_a_coding_that_was_not_offered_is_named(coding: str) -> None:
    with pytest.raises(UnreadableBody, match=coding):
        Decoder(coding)


def test_members_of_gzip_follow_one_another_over_pieces() -> None:
    packed = gzip.compress(b"one") + gzip.compress(b"two")
    for step in range(1, len(packed)):
        decoder = Decoder("gzip")
        found = decoder.decode(packed[:step], 100) + decoder.decode(packed[step:], 100)
        assert found == b"onetwo", step
