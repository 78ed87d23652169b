"""Every error of libcurl means what the same fault of Python's own network would."""

from __future__ import annotations

import errno

import pycurl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.fetch.curl_errors import LibraryLimit, curl_error
from auditor.fetch.failure_reasons import failure_reason
from auditor.model import FailureReason


@pytest.mark.parametrize(
    ("number", "message", "system_error", "verified", "reason"),
    [
        (pycurl.E_COULDNT_CONNECT, "", errno.ECONNREFUSED, 0, FailureReason.REFUSED),
        (pycurl.E_COULDNT_CONNECT, "", errno.EHOSTUNREACH, 0, FailureReason.REFUSED),
        (pycurl.E_COULDNT_CONNECT, "", 0, 0, FailureReason.REFUSED),
        (pycurl.E_COULDNT_CONNECT, "", errno.ETIMEDOUT, 0, FailureReason.TIMEOUT),
        (pycurl.E_COULDNT_CONNECT, "", errno.ECONNRESET, 0, FailureReason.RESET),
        (pycurl.E_COULDNT_CONNECT, "", errno.ENETUNREACH, 0, FailureReason.OWN_NETWORK),
        (pycurl.E_COULDNT_CONNECT, "", errno.EADDRNOTAVAIL, 0, FailureReason.OWN_NETWORK),
        (pycurl.E_COULDNT_CONNECT, "", errno.EMFILE, 0, FailureReason.OWN_NETWORK),
        (pycurl.E_OPERATION_TIMEDOUT, "", 0, 0, FailureReason.TIMEOUT),
        (pycurl.E_COULDNT_RESOLVE_HOST, "", 0, 0, FailureReason.DNS),
        (pycurl.E_URL_MALFORMAT, "", 0, 0, FailureReason.BAD_ADDRESS),
        (pycurl.E_GOT_NOTHING, "", 0, 0, FailureReason.RESET),
        (pycurl.E_SEND_ERROR, "", 0, 0, FailureReason.RESET),
        (pycurl.E_RECV_ERROR, "Recv failure", errno.ECONNRESET, 0, FailureReason.RESET),
        (pycurl.E_RECV_ERROR, "SSL_read: unexpected eof while reading", 0, 0, FailureReason.RESET),
        (pycurl.E_PARTIAL_FILE, "", 0, 0, FailureReason.RESET),
        (pycurl.E_PEER_FAILED_VERIFICATION, "", 0, 10, FailureReason.TLS_EXPIRED),
        (pycurl.E_PEER_FAILED_VERIFICATION, "", 0, 18, FailureReason.TLS_UNTRUSTED),
        (pycurl.E_PEER_FAILED_VERIFICATION, "", 0, 19, FailureReason.TLS_UNTRUSTED),
        (pycurl.E_PEER_FAILED_VERIFICATION, "", 0, 20, FailureReason.TLS_INCOMPLETE),
        (pycurl.E_PEER_FAILED_VERIFICATION, "", 0, 23, FailureReason.TLS_OTHER),
        (pycurl.E_PEER_FAILED_VERIFICATION, "no alternative subject name", 0, 1, FailureReason.TLS_WRONG_NAME),
        (pycurl.E_SSL_CONNECT_ERROR, "wrong version number", 0, 0, FailureReason.TLS_OTHER),
        (pycurl.E_SSL_CONNECT_ERROR, "unexpected eof while reading", 0, 0, FailureReason.RESET),
        (pycurl.E_RECV_ERROR, "bad chunk", 0, 0, FailureReason.BAD_ANSWER),
        (pycurl.E_FTP_WEIRD_SERVER_REPLY, "", 0, 0, FailureReason.BAD_ANSWER),
    ],
)
def test_every_error_of_libcurl_has_its_reason(
    number: int, message: str, system_error: int, verified: int, reason: FailureReason
) -> None:
    assert failure_reason(curl_error(number, message, system_error, verified)) is reason


@given(st.integers(1, 110), st.text(max_size=20), st.integers(0, 140), st.integers(0, 90))
def test_any_error_of_libcurl_has_a_reason(number: int, message: str, system_error: int, verified: int) -> None:
    assert failure_reason(curl_error(number, message, system_error, verified)) in FailureReason


def test_servers_without_secure_renegotiation_are_left_to_the_second_reader() -> None:
    message = "TLS connect error: error:0A000152:SSL routines::unsafe legacy renegotiation disabled"
    assert isinstance(curl_error(pycurl.E_SSL_CONNECT_ERROR, message, 0, 0), LibraryLimit)
