"""``auditor serve``: the web console."""

from __future__ import annotations

import ipaddress
from typing import Annotated
from urllib.parse import urlsplit

import typer

from auditor.cli import options
from auditor.cli.messages import localized
from auditor.cli.terminal import Exit, out, stop
from auditor.console.exchange import ConsoleSettings
from auditor.console.sign_in_pages import first_operator_link
from auditor.console.web_server import open_console, serve_console


def serve_command(  # noqa: PLR0913 - every parameter is an option of the command
    host: Annotated[str, typer.Option("--host", help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", help="Port to listen on.", min=1, max=65535)] = 8080,
    public_url: Annotated[
        str, typer.Option("--public-url", help="The console's address as browsers see it. Default: host and port.")
    ] = "",
    identity_header: Annotated[
        str,
        typer.Option("--identity-header", help="Header in which a proxy on this machine names who is signed in."),
    ] = "",
    language: options.Language = "zh-TW",
    data: options.Data = options.DATA,
    database: options.Database = "",
) -> None:
    """Serve the web console: findings, re-checks, people, operations, in a browser.

    The first start prints a link that works once, for the first operator. What people request is carried out by
    `auditor work`, which runs beside it. Outside this machine the console is served through a proxy with TLS.
    """
    url = public_url.rstrip("/") or f"http://{f'[{host}]' if ':' in host else host}:{port}"
    _require_tls(url)
    with options.open_store(data, database) as store:
        console = open_console(store, ConsoleSettings(url, language, identity_header, data))
        out.print(localized("terminal.console_at", url=url))
        if link := first_operator_link(console):
            out.print(localized("terminal.console_first", link=link))
        serve_console(console, host, port)


def _require_tls(url: str) -> None:
    """Exit 3 for an address that passwords would be sent to in the clear, or that is none."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    if parts.scheme not in {"http", "https"} or not host or parts.path:
        raise stop(Exit.CONFIGURATION, localized("terminal.console_url", url=url))
    if parts.scheme == "http" and not _is_this_machine(host):
        raise stop(Exit.CONFIGURATION, localized("terminal.console_tls", url=url))


def _is_this_machine(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
