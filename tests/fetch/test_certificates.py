"""Certificates as evidence, and each of their faults told apart."""

from __future__ import annotations

import asyncio
import ssl
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import trustme
import uvloop
from fetching import AGENT, MUCH
from odd_servers import odd_server, reply

from auditor.fetch.certificates import tls_context
from auditor.fetch.client import FetchClient, FetchSettings
from auditor.model import Answer, FailureReason, FetchFailure, Response

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


def reason(answer: Answer) -> FailureReason:
    assert isinstance(answer, FetchFailure), answer
    return answer.reason


class Authority:
    """A certificate authority with servers of its own; ``ask`` asks one of them over TLS."""

    def __init__(self, folder: Path) -> None:
        self._ca = trustme.CA()
        self._chain = folder / "chain.pem"
        self.trust = str(folder / "authority.pem")
        self._ca.cert_pem.write_to_path(self.trust)

    def fetch(
        self, name: str = "agency.test", *, trust: str | None = None, whole: bool = False, **terms: Any
    ) -> Answer:
        """``whole``: the server sends the certificate of the authority along."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        leaf = self._ca.issue_cert(name, organization_name="Bureau", **terms)
        sent = leaf.private_key_and_cert_chain_pem.bytes() + (self._ca.cert_pem.bytes() if whole else b"")
        self._chain.write_bytes(sent)
        context.load_cert_chain(self._chain)

        async def fetched() -> Answer:
            async with odd_server({"*": reply(b"safe")}, tls=context) as server:
                origin = f"https://agency.test:{server.port}"
                client = FetchClient(
                    FetchSettings(
                        AGENT,
                        inside=frozenset({origin}),
                        resolve={"agency.test": "127.0.0.1"},
                        trust=self.trust if trust is None else trust,
                        seconds=5,
                    )
                )
                first, _ = await client.fetch(f"{origin}/", cap=MUCH)
                again, _ = await client.fetch(f"{origin}/", cap=MUCH)
                await client.close()
                assert getattr(first, "certificate", None) == getattr(again, "certificate", None)
                return first

        return uvloop.run(fetched())


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    return Authority(tmp_path)


def test_a_good_certificate_is_evidence(authority: Authority) -> None:
    ends = datetime(2037, 5, 6, 7, 8, 9, tzinfo=UTC)
    answer = authority.fetch(not_after=ends)
    assert isinstance(answer, Response), answer
    certificate = answer.certificate
    assert certificate is not None
    assert certificate.names == ("agency.test",)
    assert certificate.not_after == "2037-05-06T07:08:09+00:00"
    assert datetime.fromisoformat(certificate.not_before) < ends
    assert "Bureau" in certificate.subject
    assert "trustme" in certificate.issuer


def test_each_fault_of_a_certificate_has_its_own_reason(authority: Authority) -> None:
    assert reason(authority.fetch(not_before=LONG_AGO, not_after=LONG_AGO)) is FailureReason.TLS_EXPIRED
    assert reason(authority.fetch("other.test")) is FailureReason.TLS_WRONG_NAME
    assert reason(authority.fetch(trust="")) is FailureReason.TLS_INCOMPLETE


def test_a_chain_that_ends_in_an_unknown_authority_of_its_own_is_untrusted(authority: Authority) -> None:
    assert reason(authority.fetch(trust="", whole=True)) is FailureReason.TLS_UNTRUSTED


def test_a_server_that_speaks_no_tls_is_a_fault_of_tls() -> None:
    async def greet(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 mail.agency.test ESMTP\r\n")
        writer.close()
        await writer.wait_closed()

    async def fetched() -> Answer:
        listening = await asyncio.start_server(greet, "127.0.0.1", 0)
        origin = f"https://127.0.0.1:{listening.sockets[0].getsockname()[1]}"
        client = FetchClient(FetchSettings(AGENT, inside=frozenset({origin}), seconds=5))
        answer, _ = await client.fetch(f"{origin}/", cap=MUCH)
        await client.close()
        listening.close()
        return answer

    assert reason(asyncio.run(fetched())) is FailureReason.TLS_OTHER


def test_a_file_of_authorities_that_holds_none_is_said_at_once(tmp_path: Path) -> None:
    empty = tmp_path / "empty.pem"
    empty.write_text("no certificate")

    async def opening() -> None:
        FetchClient(FetchSettings(AGENT, trust=str(empty)))

    with pytest.raises(OSError, match=r"."):
        asyncio.run(opening())


def test_verification_is_as_strict_as_a_browser_and_no_stricter() -> None:
    context = tls_context()
    assert context.check_hostname
    assert context.verify_mode is ssl.CERT_REQUIRED
    assert not context.verify_flags & ssl.VERIFY_X509_STRICT
