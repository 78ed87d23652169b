"""Pages of a folder served on loopback and looked at as ``auditor page`` does, all in one run."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import msgspec

from auditor.audit.look import look_and, settings_for, single
from auditor.model import Politeness, Portfolio, Rendered, Run, SiteEvidence
from auditor.store import Store


class Seen(msgspec.Struct, frozen=True):
    """The run; what was said of every page by its path; and what the browser saw of it, where it was shown."""

    run: Run
    sites: dict[str, SiteEvidence]
    rendered: dict[str, Rendered]


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Where the folder's files lie while this lasts; the address ends with a slash."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()


def looked_at(origin: str, paths: Sequence[str], *, level: str = "AAA") -> Seen:
    """Every page by its path below the address where they are served, with all checks of accessibility."""
    calm = Politeness(delay=0.0, concurrency=8, robots=False)
    sites = single([f"{origin}{path}" for path in paths])
    sites = tuple(msgspec.structs.replace(site, level=level, politeness=calm) for site in sites)
    terms = Portfolio(sites=(), contact="benchmark@example.org", drivers=os.cpu_count() or 1, pictures=False)
    settings = settings_for(sites, ("accessibility",), terms)
    evidence, rendered = look_and(settings, datetime.now(UTC), lambda _: None, _rendered)
    by_path = {site.site.url.removeprefix(origin): site for site in evidence.sites}
    return Seen(evidence.run, by_path, {url.removeprefix(origin): one for url, one in rendered.items()})


def _rendered(store: Store, run: Run) -> dict[str, Rendered]:
    found = {}
    for fetched in store.iter_fetched(run.number, pages_only=True):
        shown = store.page_facts(fetched, store.visited(run.number, fetched.url)).rendered
        if isinstance(shown, Rendered):
            found[fetched.url] = shown
    return found


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def guess_type(self, path: str | os.PathLike[str]) -> str:
        """The media type, with the charset that the sites of these pages send."""
        given = super().guess_type(path)
        return f"{given}; charset=utf-8" if given == "text/html" else given
