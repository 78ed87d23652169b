"""The wire: names, inside addresses, certificates, and the reason of every failure."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import socket
import ssl
from collections.abc import Iterator
from typing import Any

import pytest
from fetching import AGENT, MUCH
from hypothesis import given, settings
from hypothesis import strategies as st
from odd_servers import moved, odd_server, reply

from auditor.fetch import curl_exchange, name_cache, resolver
from auditor.fetch.address_policy import InsideAddress
from auditor.fetch.client import FetchClient, FetchSettings
from auditor.fetch.content_coding import UnreadableBody
from auditor.fetch.failure_reasons import TRANSPORT_ERRORS, failure_reason
from auditor.model import Answer, FailureReason, FetchFailure, Response


@pytest.fixture(autouse=True, scope="module")
def loopback_only() -> Iterator[None]:
    """No test here may connect to anything but loopback, whatever the guard under test lets through."""
    connect = socket.socket.connect
    open_socket = curl_exchange.CurlExchange._open_socket

    def guarded(self: socket.socket, address: Any) -> None:
        assert address[0] in {"127.0.0.1", "::1"}, f"a test left loopback for {address}"
        connect(self, address)

    def guarded_opening(self: curl_exchange.CurlExchange, purpose: int, address: Any) -> socket.socket | int:
        opened = open_socket(self, purpose, address)
        if isinstance(opened, int) or address[3][0] in {"127.0.0.1", "::1"}:
            return opened
        self._refusal = AssertionError(f"a test left loopback for {address[3]}")  # type: ignore[assignment]
        return -1  # SOCKET_BAD: nothing raised here would get through libcurl

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", guarded)
        patch.setattr(curl_exchange.CurlExchange, "_open_socket", guarded_opening)
        yield


@pytest.fixture
def names(monkeypatch: pytest.MonkeyPatch) -> dict[str, list[str] | OSError]:
    """What the system's resolver says; it must never be asked in earnest."""
    known: dict[str, list[str] | OSError] = {}

    def getaddrinfo(host: str, port: int, *_: object, **__: object) -> list[tuple[Any, ...]]:
        found = known[host]
        if isinstance(found, OSError):
            raise found
        families = [(address, socket.AF_INET6 if ":" in address else socket.AF_INET) for address in found]
        return [(family, socket.SOCK_STREAM, 6, "", (address, port)) for address, family in families]

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    return known


def fetch(url: str, terms: FetchSettings | None = None) -> Answer:
    async def fetched() -> Answer:
        client = FetchClient(terms or FetchSettings(AGENT, seconds=5))
        try:
            return (await client.fetch(url, cap=MUCH))[0]
        finally:
            await client.close()

    return asyncio.run(fetched())


def reason(answer: Answer) -> FailureReason:
    assert isinstance(answer, FetchFailure), answer
    return answer.reason


@contextlib.contextmanager
def free_port() -> Iterator[int]:
    """A port on which nobody listens."""
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        yield holder.getsockname()[1]


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "127.1", "2130706433", "0x7f.1", "017700000001", "0", "[::1]", "[::ffff:127.0.0.1]", "10.0.0.1",
     "169.254.169.254", "192.168.0.1", "[fe80::1]", "224.0.0.1", "127.0.0.1."],
)  # fmt: skip
def test_inside_addresses_are_not_fetched_however_written(host: str) -> None:
    answer = fetch(f"http://{host}:9/x")
    assert reason(answer) is FailureReason.INSIDE_ADDRESS
    assert answer.ip


@pytest.mark.parametrize("addresses", [["127.0.0.1"], ["10.0.0.1", "::1"]])
def test_a_name_that_stands_for_inside_addresses_is_not_fetched(
    addresses: list[str], names: dict[str, list[str] | OSError]
) -> None:
    names["rebound.test"] = addresses
    answer = fetch("http://rebound.test:9/")
    assert reason(answer) is FailureReason.INSIDE_ADDRESS
    assert answer.ip == addresses[0]


def test_names_of_ours_are_no_way_inside_unless_configured() -> None:
    async def fetched() -> list[Answer]:
        async with odd_server({"*": reply(b"")}) as server:
            origin = f"http://zone.test:{server.port}"
            answers = []
            for inside in (frozenset[str](), frozenset({origin})):
                client = FetchClient(FetchSettings(AGENT, inside=inside, resolve={"Zone.test": "127.0.0.1"}))
                answers.append((await client.fetch(f"{origin}/", cap=MUCH))[0])
                await client.close()
            assert len(server.heads) == 1
            assert f"Host: zone.test:{server.port}".encode() in server.heads[0]
            return answers

    refused, asked = asyncio.run(fetched())
    assert reason(refused) is FailureReason.INSIDE_ADDRESS
    assert isinstance(asked, Response)
    assert asked.ip == "127.0.0.1"


def test_a_redirect_leads_inside_only_where_configured() -> None:
    async def fetched() -> tuple[Answer, int]:
        async with odd_server({"*": reply(b"secret")}) as hidden:
            async with odd_server({"/": moved(f"{hidden.origin}/admin")}) as server:
                client = FetchClient(FetchSettings(AGENT, inside=frozenset({server.origin})))
                answer, _ = await client.fetch(f"{server.origin}/", cap=MUCH)
                await client.close()
            return answer, len(hidden.heads)

    answer, asked = asyncio.run(fetched())
    assert reason(answer) is FailureReason.INSIDE_ADDRESS
    assert asked == 0
    assert [hop.status for hop in answer.chain] == [302]
    assert isinstance(answer, FetchFailure)
    assert answer.final_url.endswith("/admin")


def test_the_configured_origin_is_a_port_too() -> None:
    with free_port() as port:
        answer = fetch(
            f"http://127.0.0.1:{port}/", FetchSettings(AGENT, inside=frozenset({f"https://127.0.0.1:{port}"}))
        )
    assert reason(answer) is FailureReason.INSIDE_ADDRESS


def test_the_net_under_these_tests_holds() -> None:
    with pytest.raises(AssertionError, match="left loopback"):
        fetch("http://192.88.98.1:9/")


def test_nobody_listening_is_refused() -> None:
    with free_port() as port:
        origin = f"http://127.0.0.1:{port}"
        answer = fetch(f"{origin}/", FetchSettings(AGENT, inside=frozenset({origin})))
    assert reason(answer) is FailureReason.REFUSED
    assert answer.ip == "127.0.0.1"


def test_a_name_that_nobody_has_is_a_dns_failure(names: dict[str, list[str] | OSError]) -> None:
    names["gone.test"] = socket.gaierror(socket.EAI_NONAME, "Name or service not known")
    assert reason(fetch("http://gone.test/")) is FailureReason.DNS


def test_one_dead_address_of_a_name_is_no_fault(names: dict[str, list[str] | OSError]) -> None:
    names["half.test"] = ["::1", "127.0.0.1"]
    names["127.0.0.1"] = ["127.0.0.1"]

    async def fetched() -> Answer:
        async with odd_server({"*": reply(b"alive")}) as server:
            origin = f"http://half.test:{server.port}"
            client = FetchClient(FetchSettings(AGENT, inside=frozenset({origin}), seconds=5))
            answer, _ = await client.fetch(f"{origin}/", cap=MUCH)
            await client.close()
            return answer

    answer = asyncio.run(fetched())
    assert isinstance(answer, Response), answer
    assert answer.ip == "127.0.0.1"


def _caused(outer: BaseException, cause: BaseException) -> BaseException:
    outer.__cause__ = cause
    return outer


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (InsideAddress("x"), FailureReason.INSIDE_ADDRESS),
        (_caused(OSError("x"), InsideAddress("x")), FailureReason.INSIDE_ADDRESS),
        (OSError(errno.ENETUNREACH, "no route"), FailureReason.OWN_NETWORK),
        (OSError(errno.EMFILE, "too many files"), FailureReason.OWN_NETWORK),
        (_caused(OSError("x"), OSError(errno.ENETDOWN, "down")), FailureReason.OWN_NETWORK),
        (ConnectionRefusedError(), FailureReason.REFUSED),
        (OSError(errno.ETIMEDOUT, "slow"), FailureReason.TIMEOUT),
        (BrokenPipeError(), FailureReason.RESET),
        (OSError("something else"), FailureReason.RESET),
        (socket.gaierror(socket.EAI_AGAIN, "later"), FailureReason.DNS),
        (UnicodeError("label too long"), FailureReason.BAD_ADDRESS),
        (ssl.SSLError("handshake"), FailureReason.TLS_OTHER),
        (ssl.SSLEOFError("broken off"), FailureReason.RESET),
        (UnreadableBody("odd"), FailureReason.BAD_ANSWER),
    ],
)
def test_every_failure_has_its_reason(error: BaseException, expected: FailureReason) -> None:
    assert isinstance(error, TRANSPORT_ERRORS)
    assert failure_reason(error) is expected


@given(st.integers(0, 200))
def test_every_error_number_has_a_reason(number: int) -> None:
    assert failure_reason(OSError(number, "x")) in FailureReason


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=60) | st.text(alphabet="htps:/@[]%.0x1a?# ", max_size=25).map("http://".__add__))
def test_no_address_however_odd_raises(text: str) -> None:
    answer = fetch_from_nobody(text)
    assert isinstance(answer, FetchFailure)
    assert answer.url == text


def fetch_from_nobody(url: str) -> Answer:
    """Fetch while every address counts as inside, numeric ones too, so that nothing is looked up or connected to."""
    with pytest.MonkeyPatch.context() as patch:
        for module in (name_cache, resolver):
            patch.setattr(module, "is_public", lambda _: False)
        patch.setattr(resolver.GuardedResolver, "_look_up", _loopback)
        return fetch(url, FetchSettings(AGENT, seconds=2))


async def _loopback(*_: object) -> list[str]:
    return ["127.0.0.1"]
