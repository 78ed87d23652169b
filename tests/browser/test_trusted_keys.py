from __future__ import annotations

from pathlib import Path

import pytest
import trustme

from auditor.browser.chromium import BrowserSettings, switches
from auditor.browser.trusted_keys import public_key_hashes


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    file = tmp_path / "trusted.pem"
    authority = trustme.CA()
    leaf = authority.issue_cert("zone.test")
    parts = [authority.cert_pem, *leaf.cert_chain_pems]
    file.write_bytes(b"# ours\n" + b"".join(part.bytes() for part in parts))
    return file


CERTIFICATE = """\
-----BEGIN CERTIFICATE-----
MIIByTCCAW+gAwIBAgIUMqSTOgBRfyQxAsB4xylbHpJTHLEwCgYIKoZIzj0EAwIw
QDEXMBUGA1UECgwOdHJ1c3RtZSB2MS4yLjExJTAjBgNVBAsMHFRlc3RpbmcgQ0Eg
IzBncFVtMmxqUHpWUjlFV20wIBcNMDAwMTAxMDAwMDAwWhgPMzAwMDAxMDEwMDAw
MDBaMEAxFzAVBgNVBAoMDnRydXN0bWUgdjEuMi4xMSUwIwYDVQQLDBxUZXN0aW5n
IENBICMwZ3BVbTJsalB6VlI5RVdtMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE
N5lUbD8UyoUo/puGoAsEdwvU+GNy3aJd1XlVKz99HitaHrBsW8A86ipvPxh8rtEL
jmDsJ7TOhkajcWo55G3+86NFMEMwHQYDVR0OBBYEFOlNxZ81abOvaLClWH22eAHt
ovHUMBIGA1UdEwEB/wQIMAYBAf8CAQkwDgYDVR0PAQH/BAQDAgGGMAoGCCqGSM49
BAMCA0gAMEUCIQDttQmY8ND+qSQnFp9LUawxNjIk82OVaDTq04Sh9eEkvQIgIctW
uU4j4gDsqH54Sw/VUZmVtjSOMR8zO3PvfwjJxeM=
-----END CERTIFICATE-----
"""
"""A made-up authority."""

PUBLIC_KEY_HASH = "ykPHVYASoNJ60rWYTJgNpHNWgG4NCxEpLRKcXRhvbhA="
"""Of its key: openssl x509 -pubkey -noout | openssl pkey -pubin -outform der | openssl dgst -sha256 -binary."""


def test_hashes_are_those_of_the_public_keys(tmp_path: Path, bundle: Path) -> None:
    (tmp_path / "one.pem").write_text(CERTIFICATE, encoding="ascii")
    assert public_key_hashes(tmp_path / "one.pem") == (PUBLIC_KEY_HASH,)
    assert len(set(public_key_hashes(bundle))) == 2


def test_a_file_without_certificates_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "empty.pem").write_text("nothing", encoding="ascii")
    with pytest.raises(ValueError, match="holds no certificate"):
        public_key_hashes(tmp_path / "empty.pem")


def test_the_hashes_are_among_the_switches(bundle: Path) -> None:
    chosen = switches(BrowserSettings(trust=str(bundle)), "/profile", "127.0.0.1:3128")
    assert f"ignore-certificate-errors-spki-list={','.join(public_key_hashes(bundle))}" in chosen
    assert "proxy-server=http://127.0.0.1:3128" in chosen
    assert "proxy-bypass-list=<-loopback>" in chosen
