"""Certificates that a browser is configured to trust, as the hashes of their public keys."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat


def public_key_hashes(file: Path) -> tuple[str, ...]:
    """The base64 SHA-256 of each certificate's SubjectPublicKeyInfo (RFC 5280, 4.1.2.7) in a PEM file.

    Chromium searches them among the certificates that a server sends: its own and the intermediate ones. A root that
    servers do not send is not found that way. Raises ``ValueError`` when the file holds no certificate.
    """
    try:
        certificates = x509.load_pem_x509_certificates(file.read_bytes())
    except ValueError as error:
        raise ValueError(f"{file} holds no certificate; give a PEM file of certificates to trust") from error
    keys = (
        certificate.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
        for certificate in certificates
    )
    return tuple(b64encode(hashlib.sha256(key).digest()).decode() for key in keys)
