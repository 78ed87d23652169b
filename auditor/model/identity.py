"""Identities of findings, waivers and mails: hashes of joined text parts."""

from __future__ import annotations

import hashlib


def digest(*parts: str, size: int = 8) -> str:
    """Return ``size`` bytes of BLAKE2b over the parts, in hexadecimal. The borders between parts count."""
    return hashlib.blake2b("\x1f".join(parts).encode(), digest_size=size).hexdigest()
