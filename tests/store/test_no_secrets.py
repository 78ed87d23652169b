"""A password never leaves the URL that it came in: not into messages, not into the store, not into its files."""

from __future__ import annotations

from pathlib import Path

import pytest

from auditor.model import Portfolio, Settings
from auditor.store import Store, StoreError

SECRET = "s3cret-of-the-database"


@pytest.mark.parametrize("server", ["127.0.0.1:1", "no-such-host.invalid:5432"])
def test_a_server_that_does_not_answer_is_named_without_its_password(server: str, tmp_path: Path) -> None:
    with pytest.raises(StoreError) as caught:
        Store.open(f"postgresql://auditor:{SECRET}@{server}/audits?connect_timeout=1", tmp_path / "blobs")
    assert "auditor" in str(caught.value)
    assert SECRET not in str(caught.value)


@pytest.mark.parametrize("url", [f"nonsense://a:{SECRET}@h/x", f"postgresql+nothing://a:{SECRET}@h/x"])
def test_a_wrong_url_is_told_without_its_password(url: str, tmp_path: Path) -> None:
    with pytest.raises(StoreError) as caught:
        Store.open(url, tmp_path / "blobs")
    assert SECRET not in str(caught.value)


def test_the_environment_does_not_enter_the_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("AUDITOR_STORE", "AUDITOR_SMTP_PASSWORD"):
        monkeypatch.setenv(name, SECRET)
    with Store.open(f"sqlite:///{tmp_path / 'store.sqlite'}", tmp_path / "blobs") as store:
        store.runs.create("2026-11", "2026-11-01", Settings(Portfolio(())), {}, "2026-11-01T02:00:00+08:00")
    kept = b"".join(file.read_bytes() for file in tmp_path.rglob("*") if file.is_file())
    assert len(kept) > 1000
    assert SECRET.encode() not in kept
