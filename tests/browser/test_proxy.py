from __future__ import annotations

import contextlib
import http.client
import http.server
import socket
import threading
from collections.abc import Iterator

import pytest

from auditor.browser.proxy import Proxy, request_origin
from auditor.fetch.address_policy import is_public


class _Page(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self.server.requested.append((self.path, dict(self.headers)))  # type: ignore[attr-defined]
        body = b"here"
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Connection", "keep-alive")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


for method in ("POST", "PUT", "DELETE", "PATCH", "OPTIONS", "PROPFIND"):
    setattr(_Page, f"do_{method}", _Page.do_GET)


@pytest.fixture
def server() -> Iterator[http.server.ThreadingHTTPServer]:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Page)
    server.requested = []  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def fetch(proxy: Proxy, url: str, method: str = "GET", body: bytes | None = None) -> tuple[int, bytes, str]:
    connection = http.client.HTTPConnection("127.0.0.1", proxy.port, timeout=5)
    try:
        connection.request(method, url, body=body, headers={"Proxy-Connection": "keep-alive"})
        response = connection.getresponse()
        return response.status, response.read(), response.getheader("Connection", "")
    finally:
        connection.close()


def tunnel(proxy: Proxy, target: str, payload: bytes) -> bytes:
    with socket.create_connection(("127.0.0.1", proxy.port), timeout=5) as line:
        line.sendall(f"CONNECT {target} HTTP/1.1\r\nHost: {target}\r\n\r\n".encode())
        head = line.recv(4096)
        if b" 200 " not in head:
            return head
        line.sendall(payload)
        return line.recv(4096)


def test_an_inside_origin_that_is_configured_is_requested(server: http.server.ThreadingHTTPServer) -> None:
    origin = f"http://127.0.0.1:{server.server_port}"
    with Proxy([origin]) as proxy:
        assert fetch(proxy, f"{origin}/a?b=c") == (200, b"here", "close")
    path, headers = server.requested[0]  # type: ignore[attr-defined]
    assert path == "/a?b=c"
    assert "Proxy-Connection" not in headers


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "PROPFIND"])
def test_only_get_and_head_leave_the_browser(server: http.server.ThreadingHTTPServer, method: str) -> None:
    origin = f"http://127.0.0.1:{server.server_port}"
    with Proxy([origin]) as proxy:
        assert fetch(proxy, f"{origin}/", method, b"word")[0] == 405
    assert server.requested == []  # type: ignore[attr-defined]


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::ffff:127.0.0.1]", "0.0.0.0", "169.254.169.254"])
def test_any_other_inside_address_is_refused_before_it_is_reached(
    server: http.server.ThreadingHTTPServer, host: str
) -> None:
    with Proxy(["http://127.0.0.1:1"]) as proxy:
        status, body, _ = fetch(proxy, f"http://{host}:{server.server_port}/")
        assert (status, proxy.marker in body.decode()) == (403, True)
        assert b" 403 " in tunnel(proxy, f"{host}:{server.server_port}", b"")
    assert server.requested == []  # type: ignore[attr-defined]


def test_the_scheme_belongs_to_the_origin(server: http.server.ThreadingHTTPServer) -> None:
    with Proxy([f"http://127.0.0.1:{server.server_port}"]) as proxy:
        assert b" 403 " in tunnel(proxy, f"127.0.0.1:{server.server_port}", b"")


def test_a_tunnel_relays_bytes_in_both_directions(server: http.server.ThreadingHTTPServer) -> None:
    with Proxy([f"https://127.0.0.1:{server.server_port}"]) as proxy:
        received = tunnel(proxy, f"127.0.0.1:{server.server_port}", b"GET /t HTTP/1.1\r\nHost: x\r\n\r\n")
    assert received.startswith(b"HTTP/1.1 200")


def test_a_name_that_stands_for_an_address_is_judged_like_any_other(server: http.server.ThreadingHTTPServer) -> None:
    port = server.server_port
    with Proxy([f"http://zone.test:{port}"], {"Zone.test": "127.0.0.1", "trap.test": "127.0.0.1"}) as proxy:
        assert fetch(proxy, f"http://zone.test:{port}/")[0] == 200
        assert fetch(proxy, f"http://trap.test:{port}/")[0] == 403


def test_services_of_the_browser_itself_are_refused() -> None:
    with Proxy() as proxy:
        assert b" 403 " in tunnel(proxy, "update.googleapis.com:443", b"")


def test_the_error_page_of_an_unreachable_server_has_the_marker() -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
    with Proxy([f"http://127.0.0.1:{port}"]) as proxy:
        status, body, _ = fetch(proxy, f"http://127.0.0.1:{port}/")
    assert (status, proxy.marker in body.decode()) == (502, True)


@pytest.mark.parametrize("words", [b"\r\n\r\n", b"GET\r\n\r\n", b"GET ftp://x/ HTTP/1.1\r\n\r\n", b"x" * 270_000])
def test_nonsense_ends_the_connection_and_nothing_else(words: bytes) -> None:
    with Proxy() as proxy:
        with socket.create_connection(("127.0.0.1", proxy.port), timeout=5) as line:
            line.sendall(words)
            with contextlib.suppress(ConnectionResetError):
                assert line.recv(4096) == b""
        assert b" 403 " in tunnel(proxy, "127.0.0.1:9", b"")


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("192.0.2.1", False),
        ("10.1.2.3", False),
        ("100.64.0.1", False),
        ("224.0.0.1", False),
        ("8.8.8.8", True),
        ("2001:4860:4860::8888", True),
        ("::1", False),
        ("fe80::1%eth0", False),
        ("::ffff:10.0.0.1", False),
        ("2002:7f00:1::", False),
        ("64:ff9b::7f00:1", False),
        ("64:ff9b::808:808", True),
    ],
)
def test_public_addresses(address: str, public: bool) -> None:
    assert is_public(address) is public


def test_an_origin_is_scheme_host_and_port() -> None:
    assert request_origin("HTTPS://Example.TW/x") == ("https", "example.tw", 443)
    with pytest.raises(ValueError, match="no origin"):
        request_origin("127.0.0.1:80")
