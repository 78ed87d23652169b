"""Certificates through libcurl: the authorities a server is checked against, and the facts of OPT_CERTINFO."""

from __future__ import annotations

import re
import ssl
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

import pycurl

from auditor.fetch.certificates import certificate_facts
from auditor.model import Certificate

_MOST_CONNECTIONS = 4096
_NAME_PART = re.compile(r'(?:^|, | \+ )([\w.]+) = ("(?:[^"\\]|\\.)*"|(?:[^,+"\\]|\\.)*)')
_ESCAPE = re.compile(r"\\(?:([0-9A-Fa-f]{2})|(.))", re.DOTALL)
_LONG_NAMES = {"CN": "commonName", "O": "organizationName"}


class Authorities:
    """The system's authorities and those of the PEM file ``trust``, as files for libcurl.

    Raises ``OSError`` when ``trust`` cannot be read or holds no certificate.
    """

    def __init__(self, trust: str = "") -> None:
        paths = ssl.get_default_verify_paths()
        self._file = trust or paths.cafile or ""
        self._folder = "" if paths.cafile else paths.capath or ""
        self._joined: tempfile._TemporaryFileWrapper[bytes] | None = None
        if trust:
            ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_verify_locations(cafile=trust)
        if trust and paths.cafile:
            # one file and no folder: only such a store is parsed once and kept by libcurl
            self._joined = tempfile.NamedTemporaryFile(prefix="authorities-", suffix=".pem")  # noqa: SIM115 - kept open
            self._joined.write(Path(paths.cafile).read_bytes() + b"\n" + Path(trust).read_bytes())
            self._joined.flush()
            self._file = self._joined.name

    def set_on(self, easy: pycurl.Curl) -> None:
        """Set the authorities of an easy handle."""
        if self._file:
            easy.setopt(pycurl.CAINFO, self._file)
        if self._folder:
            easy.setopt(pycurl.CAPATH, self._folder)

    def close(self) -> None:
        """Remove the file made for libcurl."""
        if self._joined is not None:
            self._joined.close()


class ConnectionCertificates:
    """The certificates of open connections: libcurl gives the facts to the request that opened the connection only."""

    def __init__(self) -> None:
        self._known: dict[int, Certificate] = {}

    def of(self, easy: pycurl.Curl) -> Certificate | None:
        """Return the certificate of the connection that a request over TLS went through."""
        connection = easy.getinfo(pycurl.CONN_ID)
        known = self._known.pop(connection, None)
        if chain := easy.getinfo(pycurl.INFO_CERTINFO):
            known = certificate_of(chain[0])
        if known is not None:
            self._known[connection] = known  # at the end: what is used stays longest
            if len(self._known) > _MOST_CONNECTIONS:
                del self._known[next(iter(self._known))]
        return known


def certificate_of(facts: Iterable[tuple[str, str]]) -> Certificate | None:
    """Return the facts of a certificate from a list of OPT_CERTINFO; None where it holds no dates."""
    known = dict(facts)
    if "Start date" not in known or "Expire date" not in known:
        return None
    names = known.get("X509v3 Subject Alternative Name", "").split(", ")
    return certificate_facts(
        {
            "subject": tuple((pair,) for pair in _name(known.get("Subject", ""))),
            "issuer": tuple((pair,) for pair in _name(known.get("Issuer", ""))),
            "subjectAltName": tuple(tuple(name.split(":", 1)) for name in names if ":" in name),
            "notBefore": known["Start date"],
            "notAfter": known["Expire date"],
        }
    )


def _name(text: str) -> Iterator[tuple[str, str]]:
    """Yield the parts of a name as OpenSSL prints it on one line (XN_FLAG_ONELINE, RFC 2253 escapes)."""
    for found in _NAME_PART.finditer(text):
        value = found[2].removeprefix('"').removesuffix('"') if found[2].startswith('"') else found[2]
        raw = _ESCAPE.sub(lambda escape: chr(int(escape[1], 16)) if escape[1] else escape[2], value)
        yield _LONG_NAMES.get(found[1], found[1]), raw.encode("latin-1", "replace").decode("utf-8", "replace")
