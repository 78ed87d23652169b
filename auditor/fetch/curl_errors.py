"""Turns libcurl's error numbers into exceptions that ``failure_reasons`` classifies, as if Python had raised them."""

from __future__ import annotations

import os
import socket
import ssl

import pycurl

from auditor.fetch.failure_reasons import failure_reason
from auditor.fetch.reply_head import MalformedReply
from auditor.model import FailureReason

_WRONG_NAME = 62  # X509_V_ERR_HOSTNAME_MISMATCH; libcurl compares the name itself and reports a general result
_NO_RESULT = frozenset({0, 1})
_TLS_FAULTS = frozenset(
    {
        pycurl.E_SSL_CONNECT_ERROR, pycurl.E_SSL_CERTPROBLEM, pycurl.E_SSL_CIPHER, pycurl.E_SSL_ISSUER_ERROR,
        pycurl.E_SSL_INVALIDCERTSTATUS, pycurl.E_USE_SSL_FAILED, pycurl.E_SSL_CACERT_BADFILE,
    }
)  # fmt: skip
_BROKEN_OFF = frozenset(
    {
        pycurl.E_GOT_NOTHING,
        pycurl.E_PARTIAL_FILE,
        pycurl.E_SEND_ERROR,
        pycurl.E_RECV_ERROR,
        pycurl.E_ABORTED_BY_CALLBACK,
    }
)
_TLS_END = "unexpected eof"
_BROKEN_OFF_SIGNS = (_TLS_END, "ssl_error_syscall", "connection reset", "connection closed")
_ONLY_PYTHON = "legacy renegotiation"  # ssl.OP_LEGACY_SERVER_CONNECT cannot be set through libcurl


class UnusableAddressError(UnicodeError):
    """libcurl cannot request the address."""


class TlsEndError(ConnectionResetError):
    """The server ended a TLS connection without the alert that announces it, as many do (RFC 8446, 6.1)."""


class LibraryLimit(MalformedReply):
    """libcurl does not read this reply, or not from this server; another reader may."""


def curl_error(number: int, message: str, system_error: int, verify_result: int) -> Exception:
    """Return the exception for a failed transfer.

    ``number`` and ``message`` are libcurl's (CURLcode), ``system_error`` its OS_ERRNO, ``verify_result`` the result of
    OpenSSL's verification (X509_V_ERR_...). ``LibraryLimit`` is everything that a more tolerant reader may read.
    """
    text = message.lower()
    if number == pycurl.E_PEER_FAILED_VERIFICATION:
        return _verification_error(message, verify_result)
    if number in _TLS_FAULTS:
        if _ONLY_PYTHON in text:
            return LibraryLimit(message)
        broken = system_error or any(sign in text for sign in _BROKEN_OFF_SIGNS)
        return ConnectionResetError(message) if broken else ssl.SSLError(1, message)
    if number == pycurl.E_COULDNT_CONNECT:
        return _connect_error(system_error, message)
    if number == pycurl.E_COULDNT_RESOLVE_HOST:
        return socket.gaierror(socket.EAI_NONAME, message)
    if number in (pycurl.E_OPERATION_TIMEDOUT, pycurl.E_URL_MALFORMAT):
        return TimeoutError(message) if number == pycurl.E_OPERATION_TIMEDOUT else UnusableAddressError(message)
    if number in _BROKEN_OFF and (number != pycurl.E_RECV_ERROR or _is_network(system_error, text)):
        return TlsEndError(message) if _TLS_END in text else ConnectionResetError(message)
    return LibraryLimit(message)


def _is_network(system_error: int, text: str) -> bool:
    """Return whether a fault of receiving is one of the network: chunks that are none are reported alike."""
    return bool(system_error) or any(sign in text for sign in _BROKEN_OFF_SIGNS)


def _connect_error(system_error: int, message: str) -> OSError:
    found = OSError(system_error, os.strerror(system_error)) if system_error else ConnectionRefusedError(message)
    is_known = isinstance(found, ConnectionError) or failure_reason(found) is not FailureReason.RESET
    return found if is_known else ConnectionRefusedError(system_error, message)


def _verification_error(message: str, verify_result: int) -> ssl.SSLCertVerificationError:
    error = ssl.SSLCertVerificationError(1, message)
    error.verify_code = _WRONG_NAME if verify_result in _NO_RESULT else verify_result
    error.verify_message = message
    return error
