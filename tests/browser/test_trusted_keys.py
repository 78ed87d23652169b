from __future__ import annotations

import hashlib
from base64 import b64encode
from pathlib import Path

import pytest
import trustme
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from cryptography.x509 import load_pem_x509_certificates

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


def test_hashes_are_those_of_the_public_keys(bundle: Path) -> None:
    keys = [
        certificate.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
        for certificate in load_pem_x509_certificates(bundle.read_bytes())
    ]
    assert list(public_key_hashes(bundle)) == [b64encode(hashlib.sha256(key).digest()).decode() for key in keys]


def test_a_file_without_certificates_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "empty.pem").write_text("nothing", encoding="ascii")
    with pytest.raises(ValueError, match="holds no certificate"):
        public_key_hashes(tmp_path / "empty.pem")


def test_the_hashes_are_among_the_switches(bundle: Path) -> None:
    chosen = switches(BrowserSettings(trust=str(bundle)), "/profile", "127.0.0.1:3128")
    assert f"ignore-certificate-errors-spki-list={','.join(public_key_hashes(bundle))}" in chosen
    assert "proxy-server=http://127.0.0.1:3128" in chosen
    assert "proxy-bypass-list=<-loopback>" in chosen
