"""W3C Secure Contexts: which addresses can be neither read nor changed in transit."""

from __future__ import annotations

from urllib.parse import urlsplit


def is_trustworthy(url: str) -> bool:
    """Return whether what is sent there can be neither read nor changed in transit: https, or the machine itself.

    Source: W3C Secure Contexts, 3.1 (potentially trustworthy origins).
    """
    try:
        parts = urlsplit(url)
        name = parts.hostname or ""
    except ValueError:
        return False
    on_this_machine = name in {"localhost", "::1"} or name.endswith(".localhost") or name.startswith("127.")
    return parts.scheme == "https" or on_this_machine
