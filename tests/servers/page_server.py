"""A small site on loopback whose pages a test writes as it likes."""

from __future__ import annotations

import http.server
import ssl
import threading
from collections.abc import Iterator


class Pages:
    """``pages`` maps paths to HTML, or to (status, media type, body); ``asked`` lists the paths asked for."""

    def __init__(self, port: int) -> None:
        self.origin = f"http://127.0.0.1:{port}"
        self.pages: dict[str, str | tuple[int, str, bytes]] = {}
        self.asked: list[str] = []

    def answer(self, path: str) -> tuple[int, str, bytes]:
        self.asked.append(path)
        page = self.pages.get(path.partition("?")[0], (404, "text/html", b"missing"))
        return (200, "text/html; charset=utf-8", page.encode()) if isinstance(page, str) else page


class _Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        status, media_type, body = self.server.site.answer(self.path)  # type: ignore[attr-defined]
        self.send_response(status)
        self.send_header("Content-Type", media_type)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


def serve(context: ssl.SSLContext | None = None) -> Iterator[Pages]:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    if context:
        server.socket = context.wrap_socket(server.socket, server_side=True)
    server.site = Pages(server.server_port)  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server.site  # type: ignore[attr-defined]
    server.shutdown()
    thread.join()
    server.server_close()
