"""Classifies everything that a request can raise into a failure reason, in one table."""

from __future__ import annotations

import errno
import socket
import ssl
from collections.abc import Iterator

from auditor.fetch.address_policy import InsideAddress
from auditor.fetch.certificates import certificate_failure
from auditor.fetch.content_coding import UnreadableBody
from auditor.model import FailureReason

TRANSPORT_ERRORS: tuple[type[Exception], ...] = (OSError, UnicodeError, UnreadableBody)
"""Everything that a request can raise (``TimeoutError`` and TLS errors are ``OSError``)."""

_Kinds = type[BaseException] | tuple[type[BaseException], ...]

_REASONS: tuple[tuple[_Kinds, FailureReason], ...] = (
    (InsideAddress, FailureReason.INSIDE_ADDRESS),
    (UnicodeError, FailureReason.BAD_ADDRESS),  # a label that no name server can be queried for
    (socket.gaierror, FailureReason.DNS),
    ((ssl.SSLZeroReturnError, ssl.SSLEOFError), FailureReason.RESET),
    (ssl.SSLError, FailureReason.TLS_OTHER),
    (TimeoutError, FailureReason.TIMEOUT),
    (ConnectionRefusedError, FailureReason.REFUSED),
    (ConnectionError, FailureReason.RESET),
)
"""The first row that fits the error or one of its causes decides."""

_OTHERWISE: tuple[tuple[_Kinds, FailureReason], ...] = (
    (OSError, FailureReason.RESET),
    (BaseException, FailureReason.BAD_ANSWER),
)
"""Where no row of ``_REASONS`` fits, the first row here that fits the error itself decides."""

_OWN_FAULTS = frozenset(
    {errno.ENETUNREACH, errno.ENETDOWN, errno.EADDRNOTAVAIL, errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM}
)
"""Faults of this machine, which reveal nothing about the other one."""


def failure_reason(error: BaseException) -> FailureReason:
    """Return what an exception of ``TRANSPORT_ERRORS`` means, judged by what caused it."""
    causes = tuple(_causes(error))
    for cause in causes:
        if isinstance(cause, ssl.SSLCertVerificationError) and hasattr(cause, "verify_code"):
            return certificate_failure(cause)
    for kinds, reason in _REASONS:
        if any(isinstance(cause, kinds) for cause in causes):
            return reason
    if any(isinstance(cause, OSError) and cause.errno in _OWN_FAULTS for cause in causes):
        return FailureReason.OWN_NETWORK
    return next(reason for kinds, reason in _OTHERWISE if isinstance(error, kinds))


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__
