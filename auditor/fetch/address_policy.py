"""SSRF guard: decides which network addresses are public; all others are fetched only when configured."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

_TRANSLATED = IPv6Network("64:ff9b::/96")  # a gateway turns these into IPv4 (RFC 6052)


class InsideAddress(OSError):  # noqa: N818  # a refusal of ours, not a fault
    """The address, or every address that its name stands for, is not public and not configured to be fetched."""


def is_public(address: str) -> bool:
    """Return whether a numeric address is public.

    Private, loopback, link-local, multicast, reserved and unspecified addresses are not. An IPv6 address that
    wraps an IPv4 address is judged by what it wraps. Raises ``ValueError`` for what is no numeric address.
    """
    ip = _unwrapped(ip_address(address.partition("%")[0]))
    site_local = isinstance(ip, IPv6Address) and ip.is_site_local
    return ip.is_global and not (ip.is_multicast or ip.is_reserved or site_local)


def is_numeric(host: str) -> bool:
    """Return whether a host is a network address and no name; IPv6 without brackets."""
    if ":" not in host and not host[-1:].isdigit():
        return False
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def _unwrapped(ip: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    if isinstance(ip, IPv4Address):
        return ip
    if ip in _TRANSLATED:
        return IPv4Address(int(ip) & 0xFFFF_FFFF)
    return ip.ipv4_mapped or ip.sixtofour or (ip.teredo or (ip, ip))[1]
