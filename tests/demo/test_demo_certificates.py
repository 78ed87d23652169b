"""Certificates are made once, kept, and made anew when they are old."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from auditor.demo import certificate_authority


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    return tmp_path


def test_they_are_kept_between_runs(cache: Path) -> None:
    first = (certificate_authority.folder() / certificate_authority.AUTHORITY).read_bytes()
    assert (certificate_authority.folder() / certificate_authority.AUTHORITY).read_bytes() == first
    assert certificate_authority.folder().is_relative_to(cache)


def test_old_ones_are_made_anew(cache: Path) -> None:
    authority = certificate_authority.folder() / certificate_authority.AUTHORITY
    first = authority.read_bytes()
    old = time.time() - 200 * 24 * 3600
    os.utime(authority, (old, old))
    assert (certificate_authority.folder() / certificate_authority.AUTHORITY).read_bytes() != first
    assert [path.name for path in (cache / "web-convenience-auditor").iterdir()] == ["demo-certificates"]


def test_keys_are_for_their_owner_only(cache: Path) -> None:
    assert cache.exists()
    assert certificate_authority.folder().stat().st_mode & 0o077 == 0


def test_a_cache_that_cannot_be_written_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("no folder")
    monkeypatch.setenv("XDG_CACHE_HOME", str(blocked))
    with pytest.raises(certificate_authority.NoFolder, match="XDG_CACHE_HOME"):
        certificate_authority.folder()
