"""Hashes and verifies passwords (Argon2id, RFC 9106), makes tokens, and measures passwords (NIST SP 800-63B)."""

from __future__ import annotations

import hashlib
import secrets
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

SHORTEST_PASSWORD = 12
"""Characters of a password at least."""

LONGEST_PASSWORD = 256
"""Characters of a password at most, so that hashing one costs what any other does."""

_HASHER = PasswordHasher()


def hash_password(password: str) -> str:
    """Return the hash of a password, with its salt and cost."""
    return _HASHER.hash(password)


def password_fits(password: str, stored: str) -> bool:
    """Return whether a password has this hash. An empty or unreadable hash takes as long and fits none."""
    try:
        return _HASHER.verify(stored or _no_password(), password) and bool(stored)
    except (VerificationError, InvalidHashError):
        return False


def is_guessable(password: str, *names: str) -> bool:
    """Return whether a password is one of few letters, a run of keys, or contains a name of its account."""
    folded = password.casefold()
    named = any(len(name) > 3 and name.casefold() in folded for name in names)
    return len(set(folded)) < 5 or any(folded in row for row in _ROWS) or named


_ROWS = ("01234567890123456789", "abcdefghijklmnopqrstuvwxyz", "qwertyuiopasdfghjklzxcvbnm", "passwordpassword")


def new_token() -> str:
    """Return an unguessable token of 256 bits for an address or a cookie."""
    return secrets.token_urlsafe(32)


def token_digest(token: str) -> str:
    """Return the SHA-256 of a token: what the store keeps of it."""
    return hashlib.sha256(token.encode()).hexdigest()


@cache
def _no_password() -> str:
    return _HASHER.hash(secrets.token_hex(16))
