"""Host names are looked up once for some minutes, failures anew."""

from __future__ import annotations

import asyncio
import socket

import pytest
import uvloop

from auditor.fetch.name_cache import NameCache


def test_names_are_looked_up_once_and_failures_again(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def getaddrinfo(host: str, port: int, *_: object, **__: object) -> list[tuple[object, ...]]:
        asked.append(host)
        if host == "gone.test":
            raise socket.gaierror(socket.EAI_NONAME, "unknown")
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("93.184.216.34", port))]

    async def run() -> None:
        names = NameCache({}, {}, guarded=True)
        found = await asyncio.gather(*(names.addresses("known.test", 80) for _ in range(20)))
        assert found == [["93.184.216.34"]] * 20
        assert await names.addresses("known.test", 80) == ["93.184.216.34"]
        for _ in range(2):
            with pytest.raises(socket.gaierror):
                await names.addresses("gone.test", 80)
        given_up = asyncio.create_task(names.addresses("gone.test", 80))
        await asyncio.sleep(0)
        given_up.cancel()
        names.close()

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    uvloop.run(run())
    assert asked[:3] == ["known.test", "gone.test", "gone.test"]
