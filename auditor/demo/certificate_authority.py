"""Makes the certificates of the demo's two HTTPS hosts: its own authority, a valid and an expired certificate."""

from __future__ import annotations

import os
import shutil
import ssl
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import trustme

AUTHORITY = "authority.pem"
_LEAVES = {"good": timedelta(days=365), "expired": timedelta(days=-30)}
_KEEP = timedelta(days=90)


class NoFolder(Exception):  # noqa: N818  # names what is missing
    """The folder for certificates cannot be written; the message names it, and how to choose another."""


def folder() -> Path:
    """The folder of the certificates, made when they are missing or old. Raises ``NoFolder``.

    They are kept between runs, in the user's cache, so that a later re-check trusts the same authority.
    """
    cache = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    wanted = Path(cache) / "web-convenience-auditor" / "demo-certificates"
    authority = wanted / AUTHORITY
    try:
        if not authority.is_file() or time.time() - authority.stat().st_mtime > _KEEP.total_seconds():
            _make(wanted)
    except OSError as error:
        raise NoFolder(
            f"The demo's certificates cannot be written to {wanted} ({error.strerror}); "
            "name a folder that can be written in the environment as XDG_CACHE_HOME."
        ) from error
    return wanted


def context(name: str, within: Path) -> ssl.SSLContext:
    """The TLS context of a server with the certificate ``good`` or ``expired`` of a folder."""
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    made.load_cert_chain(within / f"{name}.pem")
    return made


def _make(wanted: Path) -> None:
    """Write everything into a temporary folder and rename it, so that no process reads half of it."""
    wanted.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(dir=wanted.parent))
    authority = trustme.CA(organization_name="auditor demo", key_type=trustme.KeyType.ECDSA)
    authority.cert_pem.write_to_path(str(fresh / AUTHORITY))
    for name, life in _LEAVES.items():
        leaf = authority.issue_cert("127.0.0.1", "localhost", not_after=datetime.now(UTC) + life)
        # with the authority in the chain: a browser looks for the trusted key among the certificates that are sent
        pems = (leaf.private_key_pem, *leaf.cert_chain_pems, authority.cert_pem)
        (fresh / f"{name}.pem").write_bytes(b"".join(pem.bytes() for pem in pems))
    shutil.rmtree(wanted, ignore_errors=True)
    try:
        fresh.rename(wanted)
    except OSError:
        if not (wanted / AUTHORITY).is_file():
            raise
        shutil.rmtree(fresh)  # another process was first
