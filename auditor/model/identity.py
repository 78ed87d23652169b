"""Identities made of text parts."""

from __future__ import annotations

import hashlib


def digest(*parts: str, size: int = 8) -> str:
    """``size`` bytes of BLAKE2b over the parts, in hexadecimal. Where a part ends counts."""
    return hashlib.blake2b("\x1f".join(parts).encode(), digest_size=size).hexdigest()
