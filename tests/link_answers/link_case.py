"""A link with what its address answers and the verdict of a visitor; makers of odd answers."""

from __future__ import annotations

import asyncio
from typing import NamedTuple

from odd_servers import Script, moved, once, reply

PAGE = "<!doctype html><html lang=zh-Hant><title>公告</title><h1 id=one>公告</h1><p>內容".encode()
HTML = "Content-Type: text/html; charset=utf-8"
MISSING = reply(b"<!doctype html><title>x</title>none", HTML, status="404 Not Found")
PNG = b"\x89PNG\r\n\x1a\n" + bytes(60)


class Case(NamedTuple):
    """A link: its markup (``{u}``: its path), what the path answers, and what is expected."""

    name: str
    answer: bytes | Script | None
    expected: str
    why: str
    markup: str = "<a href='{u}'>{n}</a>"
    path: str = ""

    @property
    def address(self) -> str:
        """The path (with query and fragment) that the link leads to."""
        return self.path or f"/{self.name}"

    def html(self) -> str:
        return self.markup.replace("{u}", self.address).replace("{n}", self.name)


def page(*headers: str, status: str = "200 OK", body: bytes = PAGE, kind: str = HTML) -> bytes:
    return reply(body, *filter(None, (kind, *headers)), status=status)


def raw(head: str, body: bytes = PAGE) -> Script:
    return once(head.replace("\n", "\r\n").encode() + b"\r\n\r\n" + body)


def gated(set_cookie: str, wanted: bytes, path: str) -> Script:
    """Redirects to itself with a cookie until that comes back."""

    async def script(head: bytes, writer: asyncio.StreamWriter) -> None:
        writer.write(page() if wanted in head else moved(path, f"Set-Cookie: {set_cookie}"))
        await writer.drain()

    return script


def counted(name: str, turns: int) -> Script:
    """Redirects to itself, counting in a cookie, so many times."""

    async def script(head: bytes, writer: asyncio.StreamWriter) -> None:
        turn = next((n for n in range(turns, 0, -1) if f"n={n}".encode() in head), 0)
        writer.write(page() if turn == turns else moved(f"/{name}", f"Set-Cookie: n={turn + 1}"))
        await writer.drain()

    return script


def coded(coding: str, body: bytes) -> bytes:
    return page(f"Content-Encoding: {coding}", body=body)
