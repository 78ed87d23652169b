"""Blobs: written once, whole or not at all, and told when damaged."""

from __future__ import annotations

import os
import resource
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditor.store import StoreError
from auditor.store.blobs import Blobs


def files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


@pytest.fixture(scope="module")
def blobs(tmp_path_factory: pytest.TempPathFactory) -> Blobs:
    return Blobs(tmp_path_factory.mktemp("blobs"))


@given(data=st.binary(max_size=2_000))
@settings(max_examples=50, deadline=None)
def test_whatever_is_put_comes_back(blobs: Blobs, data: bytes) -> None:
    assert blobs.get(blobs.put(data)) == data


def test_the_same_content_is_written_once_into_one_of_256_folders(tmp_path: Path) -> None:
    blobs = Blobs(tmp_path)
    name = blobs.put(b"page " * 100)
    (written,) = files(tmp_path)
    assert written.relative_to(tmp_path).parts == (name[:2], name)
    assert written.stat().st_size < 100
    before = written.stat().st_mtime_ns
    assert blobs.put(b"page " * 100) == name
    assert [path.stat().st_mtime_ns for path in files(tmp_path)] == [before]


def test_a_blob_of_an_early_store_is_found_where_it_was_kept(tmp_path: Path) -> None:
    blobs = Blobs(tmp_path)
    name = blobs.put(b"page")
    (written,) = files(tmp_path)
    (tmp_path / name[:2] / name[2:4]).mkdir()
    written.rename(tmp_path / name[:2] / name[2:4] / name)
    assert blobs.has(name)
    assert blobs.get(name) == b"page"
    assert blobs.sweep({name}) == (0, 0)
    assert blobs.sweep(set())[0] == 1
    assert not blobs.has(name)


def test_an_empty_file_left_by_a_loss_of_power_is_written_again(tmp_path: Path) -> None:
    blobs = Blobs(tmp_path)
    name = blobs.put(b"page")
    files(tmp_path)[0].write_bytes(b"")
    assert blobs.put(b"page") == name
    assert blobs.get(name) == b"page"


@pytest.mark.parametrize("damage", ["missing", "cut", "changed", "foreign"])
def test_a_damaged_blob_is_told_with_its_place(tmp_path: Path, damage: str) -> None:
    blobs = Blobs(tmp_path)
    name = blobs.put(os.urandom(400))
    (place,) = files(tmp_path)
    data = place.read_bytes()
    if damage == "missing":
        place.unlink()
    else:
        changed = data[:200] + bytes([data[200] ^ 1]) + data[201:]
        place.write_bytes({"cut": data[:100], "changed": changed, "foreign": b"GIF89a"}[damage])
    with pytest.raises(StoreError, match=f"{name}: missing or damaged .* restore the folder from a backup"):
        blobs.get(name)


def test_a_full_disk_leaves_no_half_blob(tmp_path: Path) -> None:
    blobs = Blobs(tmp_path)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1_000, hard))
    try:
        with pytest.raises(StoreError, match=r"cannot be written .* free some space"):
            blobs.put(os.urandom(50_000))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert files(tmp_path) == []


def test_a_place_that_is_no_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "blobs").write_text("a file")
    with pytest.raises(StoreError, match="mend the rights"):
        Blobs(tmp_path / "blobs")
