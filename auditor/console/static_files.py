"""The style sheet and the scripts of the console, under addresses that change with their content."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.resources import files

from auditor.console.exchange import Exchange, RefusedError, WebReply
from auditor.report.render import style

_FOREVER = {"Cache-Control": "public, max-age=31536000, immutable"}
_KINDS = {"css": "text/css; charset=utf-8", "js": "text/javascript; charset=utf-8"}


@cache
def assets() -> dict[str, bytes]:
    """Return the files by name; the style sheet is the report's, with what only the console shows."""
    folder = files(__package__) / "assets"
    own = (folder / "console.css").read_text(encoding="utf-8")
    return {"console.css": (style() + own).encode(), "live.js": (folder / "live.js").read_bytes()}


@cache
def asset_path(name: str) -> str:
    """Return the address of a file: it changes with the content, so that browsers may keep it."""
    stem, _, kind = name.partition(".")
    return f"/assets/{stem}-{hashlib.sha256(assets()[name]).hexdigest()[:12]}.{kind}"


def served_asset(exchange: Exchange) -> WebReply:
    """Return a file of the console."""
    named = next((name for name in assets() if asset_path(name) == exchange.request.path), "")
    if not named:
        raise RefusedError("not_found", 404)
    return WebReply(assets()[named], media_type=_KINDS[named.partition(".")[2]], headers=_FOREVER)
