"""Verification of TLS connections, and the facts of a server's certificate."""

from __future__ import annotations

import ssl
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from auditor.model import Certificate, FailureReason

_LEGACY_CONNECT = 0x4  # ssl.OP_LEGACY_SERVER_CONNECT, which Python names from 3.12 on

_REASONS = {
    10: FailureReason.TLS_EXPIRED,
    18: FailureReason.TLS_UNTRUSTED,  # self-signed
    19: FailureReason.TLS_UNTRUSTED,  # self-signed authority in the chain
    20: FailureReason.TLS_INCOMPLETE,  # issuer unknown, or an intermediate certificate is missing
    21: FailureReason.TLS_INCOMPLETE,  # as 20, for the first certificate
    62: FailureReason.TLS_WRONG_NAME,
    64: FailureReason.TLS_WRONG_NAME,  # an address instead of a name
}
"""OpenSSL's verification results (X509_V_ERR_*)."""


def tls_context(trust: str = "") -> ssl.SSLContext:
    """Build the verification that browsers do, by the system's authorities and those in the PEM file ``trust``.

    RFC 5280's strict mode (Python 3.13's default) stays off: it rejects the TWCA root that many Taiwanese sites chain
    to, which browsers accept. So does the ban on servers without secure renegotiation. Raises ``OSError`` when
    ``trust`` cannot be read or holds no certificate.
    """
    context = ssl.create_default_context()
    context.verify_flags &= ~ssl.VERIFY_X509_STRICT
    context.options |= _LEGACY_CONNECT
    if trust:
        context.load_verify_locations(cafile=trust)
    return context


def certificate_failure(error: ssl.SSLCertVerificationError) -> FailureReason:
    """Return why a certificate was not accepted."""
    return _REASONS.get(error.verify_code, FailureReason.TLS_OTHER)


def certificate_facts(verified: Mapping[str, Any]) -> Certificate:
    """Return the facts of a verified certificate, from the mapping of ``ssl.SSLSocket.getpeercert``."""
    return Certificate(
        subject=_name(verified.get("subject", ())),
        issuer=_name(verified.get("issuer", ())),
        names=tuple(value for kind, value in verified.get("subjectAltName", ()) if kind in {"DNS", "IP Address"}),
        not_before=_moment(verified["notBefore"]),
        not_after=_moment(verified["notAfter"]),
    )


def _name(parts: tuple[tuple[tuple[str, str], ...], ...]) -> str:
    """Common name and organisation, as far as there are any."""
    known = dict(pair for part in parts for pair in part)
    return ", ".join(known[key] for key in ("commonName", "organizationName") if key in known)


def _moment(text: str) -> str:
    return datetime.fromtimestamp(ssl.cert_time_to_seconds(text), UTC).isoformat()
