"""Keeps the network addresses of host names for some minutes; requests that need the same name share one lookup."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Iterable, Mapping

from auditor import urls
from auditor.fetch.address_policy import InsideAddress, is_numeric, is_public
from auditor.fetch.exact_request import ExactRequest
from auditor.fetch.resolver import GuardedResolver

_SECONDS = 300.0
_MOST_NAMES = 65_536


class NameCache:
    """A guarded resolver that remembers. Failures are not kept."""

    def __init__(self, named: Mapping[str, str], tried: dict[str, str], *, guarded: bool) -> None:
        self._resolver = GuardedResolver(named, tried, guarded=guarded)
        self._known: dict[tuple[str, int], tuple[float, list[str]]] = {}
        self._lookups: dict[tuple[str, int], asyncio.Task[list[str]]] = {}

    async def addresses(self, host: str, port: int) -> list[str]:
        """Return the usable network addresses of a host; see ``GuardedResolver.addresses``."""
        key = (host, port)
        known = self._known.get(key)
        if known is not None and known[0] > asyncio.get_running_loop().time():
            return known[1]
        task = self._lookups.get(key)
        if task is None:
            task = self._lookups[key] = asyncio.create_task(self._look_up(key))
            task.add_done_callback(_retrieve)
        return await asyncio.shield(task)  # others may wait for it still when this request is given up

    async def _look_up(self, key: tuple[str, int]) -> list[str]:
        try:
            found = await self._resolver.addresses(*key, socket.AF_UNSPEC)
        finally:
            del self._lookups[key]
        if len(self._known) >= _MOST_NAMES:
            self._known.clear()
        self._known[key] = (asyncio.get_running_loop().time() + _SECONDS, found)
        return found

    def close(self) -> None:
        """Stop the lookups under way."""
        for task in self._lookups.values():
            task.cancel()
        self._resolver.close()


def _retrieve(task: asyncio.Task[list[str]]) -> None:
    """Retrieve the result of a lookup that nobody may wait for any more."""
    if not task.cancelled():
        task.exception()


class CheckedAddresses:
    """Network addresses that requests may go to: public ones, and any of an origin in ``inside``.

    ``resolve`` maps names to network addresses.
    """

    def __init__(self, inside: Iterable[str], resolve: Mapping[str, str]) -> None:
        named = {name.lower(): address for name, address in resolve.items()}
        self._inside = frozenset(urls.origin_of(origin) for origin in inside)
        self._tried: dict[str, str] = {}
        self._names = {guarded: NameCache(named, self._tried, guarded=guarded) for guarded in (True, False)}

    def is_guarded(self, request: ExactRequest) -> bool:
        """Return whether only public addresses may be connected to."""
        return request.origin not in self._inside

    async def of(self, request: ExactRequest) -> list[str]:
        """Return the addresses of a request's host; see ``GuardedResolver.addresses``."""
        guarded = self.is_guarded(request)
        if not is_numeric(request.host):
            return await self._names[guarded].addresses(request.host, request.port)
        if guarded and not is_public(request.host):
            raise InsideAddress(f"{request.host} is an inside address; configure its origin if it is to be fetched")
        return [request.host]

    def tried(self, url: str) -> str:
        """Return the network address last tried; see ``HttpTransport.tried``."""
        try:
            host = ExactRequest.of(url, {}).host
        except UnicodeError:
            return ""
        return host if is_numeric(host) else self._tried.get(host, "")

    def close(self) -> None:
        """Stop the lookups under way."""
        for names in self._names.values():
            names.close()
