"""Serves the console over HTTP (Uvicorn): one process, its requests in threads."""

from __future__ import annotations

import uvicorn

from auditor.console.console_words import console_words
from auditor.console.exchange import Console, ConsoleSettings
from auditor.console.latest_report import LatestReport
from auditor.console.static_files import asset_path
from auditor.console.web_app import web_app
from auditor.report.render import Renderer
from auditor.report.words import LANGUAGES
from auditor.store import Store

_SHUTDOWN_SECONDS = 10


def open_console(store: Store, settings: ConsoleSettings) -> Console:
    """Return a console over a store."""
    words = {language: console_words(language) for language in LANGUAGES}
    renderers = {language: Renderer(words[language], __package__) for language in LANGUAGES}
    for renderer in renderers.values():
        renderer.add_globals({"asset": asset_path})
    return Console(store, settings, LatestReport(store), renderers, words)


def serve_console(console: Console, host: str, port: int) -> None:
    """Serve until a signal ends it; requests under way are answered first. Raises ``OSError`` where it cannot listen.

    Which address a request came from is taken from a proxy on this machine only (X-Forwarded-For).
    """
    uvicorn.run(
        web_app(console),
        host=host,
        port=port,
        access_log=False,
        log_config=None,
        server_header=False,
        proxy_headers=True,
        forwarded_allow_ips="127.0.0.1",
        timeout_graceful_shutdown=_SHUTDOWN_SECONDS,
    )
