"""Hashes of the public keys of certificates, by which Chromium is made to trust them."""

from __future__ import annotations

import hashlib
import re
import ssl
from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path

_PEM = re.compile(r"-----BEGIN CERTIFICATE-----.+?-----END CERTIFICATE-----", re.DOTALL)
_VERSION_TAG = 0xA0
_FIELDS_BEFORE_KEY = 5  # serial number, signature algorithm, issuer, validity, subject (RFC 5280, 4.1)


def public_key_hashes(file: Path) -> tuple[str, ...]:
    """Return the base64 SHA-256 of each certificate's SubjectPublicKeyInfo (RFC 5280, 4.1.2.7) in a PEM file.

    Chromium compares them with the certificates that a server sends: its own, and the intermediate ones. A root that
    servers do not send is not found that way. Raises ``ValueError`` when the file holds no certificate.
    """
    found = _PEM.findall(file.read_text(encoding="ascii"))
    if not found:
        raise ValueError(f"{file} holds no certificate; give a PEM file of certificates to trust")
    return tuple(
        b64encode(hashlib.sha256(_public_key(ssl.PEM_cert_to_DER_cert(pem))).digest()).decode() for pem in found
    )


def _public_key(certificate: bytes) -> bytes:
    signed = next(_elements(_content(certificate)))
    fields = [element for element in _elements(_content(signed)) if element[0] != _VERSION_TAG]
    return fields[_FIELDS_BEFORE_KEY]


def _content(element: bytes) -> bytes:
    return element[_head_size(element) :]


def _elements(content: bytes) -> Iterator[bytes]:
    """Yield the consecutive DER elements of ``content``."""
    while content:
        size = _head_size(content) + _length(content)
        yield content[:size]
        content = content[size:]


def _head_size(element: bytes) -> int:
    return 2 + (element[1] & 0x7F if element[1] & 0x80 else 0)


def _length(element: bytes) -> int:
    return int.from_bytes(element[2 : _head_size(element)]) if element[1] & 0x80 else element[1]
