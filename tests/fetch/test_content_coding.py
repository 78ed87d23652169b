"""Stacked content codings: whole whatever the pieces, bounded at every stage, as tolerant as Chromium."""

from __future__ import annotations

import contextlib
import gzip
import os
import tracemalloc
import zlib

import brotli
import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from auditor.fetch.content_coding import BodyDecoder, UnreadableBody

PAGE = "<p>首頁內容</p>".encode() * 900


def _zstd(data: bytes) -> bytes:
    return zstandard.ZstdCompressor().compress(data)


PACK = {"gzip": gzip.compress, "x-gzip": gzip.compress, "deflate": zlib.compress, "br": brotli.compress, "zstd": _zstd}


def packed(data: bytes, *names: str) -> bytes:
    for name in names:
        data = PACK[name](data)
    return data


def decoded(coding: str | list[bytes], data: bytes, room: int = 1_000_000, step: int = 10_000) -> bytes:
    decoder = BodyDecoder([coding.encode()] if isinstance(coding, str) else coding)
    found = b""
    for begin in range(0, len(data), step):
        found += decoder.decode(data[begin : begin + step], room - len(found))
    return found


@given(
    st.lists(st.sampled_from(sorted(PACK)), max_size=3),
    st.binary(max_size=3_000),
    st.integers(1, 700),
    st.integers(0, 4_000),
)
def test_pieces_make_the_whole_or_what_there_is_room_for(names: list[str], data: bytes, step: int, room: int) -> None:
    assert decoded(", ".join(names), packed(data, *names), room, step) == data[:room]


@given(st.lists(st.sampled_from(sorted(PACK)), min_size=1, max_size=3), st.binary(max_size=2_000))
def test_rubbish_is_little_data_or_unreadable_and_nothing_else(names: list[str], data: bytes) -> None:
    with contextlib.suppress(UnreadableBody):
        assert len(decoded(",".join(names), data, 4_000)) <= 4_000


@pytest.mark.parametrize(
    "headers",
    [[b"gzip, gzip"], [b"gzip", b"gzip"], [b" GZIP ,, Gzip "], [b"x-gzip", b"identity, gzip"]],
)
def test_codings_are_undone_from_the_last_however_they_are_listed(headers: list[bytes]) -> None:
    assert decoded(headers, packed(PAGE, "gzip", "gzip")) == PAGE
    assert decoded([b"br", b"gzip, zstd"], packed(PAGE, "br", "gzip", "zstd")) == PAGE


@pytest.mark.parametrize("coding", ["", "identity", "UTF-8", "none", "compress", "dcb", "foo, gzip"])
def test_an_unknown_coding_leaves_the_body_as_it_is(coding: str) -> None:
    assert decoded(coding, PAGE) == PAGE


@pytest.mark.parametrize("name", sorted(PACK))
def test_what_is_missing_or_follows_at_the_end_is_no_fault(name: str) -> None:
    noise = os.urandom(60_000) + PAGE
    assert noise.startswith(decoded(name, packed(noise, name)[:-3], step=999))
    for step in (100_000, 7):
        assert decoded(name, packed(PAGE, name) + b"rubbish", step=step) == PAGE


def test_members_and_frames_follow_one_another() -> None:
    for name in ("gzip", "zstd"):
        both = packed(b"one", name) + packed(b"two", name)
        for step in range(1, len(both)):
            assert decoded(name, both, step=step) == b"onetwo", (name, step)


def test_deflate_comes_with_and_without_its_header() -> None:
    assert decoded("deflate", zlib.compress(PAGE)) == decoded("deflate", zlib.compress(PAGE)[2:-4]) == PAGE


@pytest.mark.parametrize("name", ["gzip", "br", "zstd"])
def test_damage_from_the_start_is_unreadable_and_later_damage_ends_the_body(name: str) -> None:
    with pytest.raises(UnreadableBody, match=name):
        decoded(name, b"<p>not coded at all, whatever the header may announce</p>")
    noise = os.urandom(300_000)
    data = bytearray(packed(noise, name))
    data[200_000:200_100] = b"\xff" * 100
    decoder = BodyDecoder([name.encode()])
    found = b"".join(
        decoder.decode(bytes(data[begin : begin + 5_000]), 1_000_000) for begin in range(0, len(data), 5_000)
    )
    assert 100_000 < len(found) <= len(noise)
    assert noise[:150_000] == found[:150_000]


@pytest.mark.parametrize(
    "names", [("gzip",), ("br",), ("zstd",), ("gzip", "gzip"), ("zstd", "br"), ("br", "gzip", "zstd")]
)
def test_a_bomb_unfolds_nowhere_beyond_a_few_pieces(names: tuple[str, ...]) -> None:
    bomb = packed(bytes(100_000_000), *names)
    tracemalloc.start()
    try:
        found = decoded(", ".join(names), bomb, room=200_000, step=len(bomb))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert found == bytes(200_000)
    assert peak < 4_000_000


def test_a_window_larger_than_browsers_allow_is_refused() -> None:
    settings = zstandard.ZstdCompressionParameters(window_log=24)
    data = zstandard.ZstdCompressor(compression_params=settings).compress(os.urandom(9_000_000))
    with pytest.raises(UnreadableBody, match="zstd"):
        decoded("zstd", data, step=len(data))


def test_more_codings_than_anybody_stacks_are_refused() -> None:
    with pytest.raises(UnreadableBody, match="9 content codings"):
        BodyDecoder([b"gzip"] * 9)
