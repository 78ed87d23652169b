"""Resolves host names to network addresses; the guarded resolver drops addresses that are not public (SSRF guard)."""

from __future__ import annotations

import asyncio
import functools
import socket
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor

from auditor.fetch.address_policy import InsideAddress, is_public

LOOKUP_LIMIT = 64
"""How many names are looked up at the same time."""

_ROOT_SERVER = "a.root-servers.net"
_NO_DATA = getattr(socket, "EAI_NODATA", socket.EAI_NONAME - 3)
"""The name exists and has no network address; systems without this error report ``EAI_NONAME``."""


class GuardedResolver:
    """Resolves names: configured ones (``named``) first, then by the system.

    ``guarded`` drops addresses that are not public. ``tried`` is shared: it holds the address last chosen for a host.
    """

    def __init__(self, named: Mapping[str, str], tried: dict[str, str], *, guarded: bool) -> None:
        self._named = named
        self._tried = tried
        self._guarded = guarded
        # threads of its own: a name server that does not answer holds each for long, and the loop has few
        self._lookups = ThreadPoolExecutor(LOOKUP_LIMIT, thread_name_prefix="lookup")

    async def addresses(self, host: str, port: int, family: socket.AddressFamily) -> list[str]:
        """Return the usable network addresses of a host, at least one.

        Raises ``InsideAddress`` when all of them are private, ``OSError`` when the name cannot be resolved.
        """
        named = self._named.get(host.lower().rstrip("."))
        found = [named] if named else await self._look_up(host, port, family)
        usable = [address for address in found if not self._guarded or is_public(address)]
        self._tried[host] = (usable or found)[0]
        if not usable:
            raise InsideAddress(f"{host} stands for inside addresses only; configure its origin if it is to be fetched")
        return usable

    async def _look_up(self, host: str, port: int, family: socket.AddressFamily) -> list[str]:
        find = functools.partial(socket.getaddrinfo, type=socket.SOCK_STREAM, flags=socket.AI_ADDRCONFIG)
        found = await asyncio.get_running_loop().run_in_executor(self._lookups, find, host, port, family)
        return [str(address[0]) for *_, address in found]

    def close(self) -> None:
        """Stop the lookups that have not begun."""
        self._lookups.shutdown(wait=False, cancel_futures=True)


def is_unregistered(name: str, suffix: str) -> bool:
    """Return whether no name server knows a registrable name, so that nobody has registered it (RFC 8020). Blocks.

    True only where another lookup proves that name servers can be asked from here: that of the ``suffix`` above it, or
    of a root server. A name without a network address exists all the same.
    """
    return _exists(name) is False and any(_exists(known) for known in (suffix, _ROOT_SERVER) if known)


def _exists(name: str) -> bool | None:
    """Whether a name exists; None where the lookup failed. The stop keeps the system from completing the name."""
    try:
        socket.getaddrinfo(f"{name}.", None, type=socket.SOCK_STREAM)
    except socket.gaierror as error:
        return {socket.EAI_NONAME: False, _NO_DATA: True}.get(error.errno or 0)
    except (OSError, UnicodeError):
        return None
    return True
