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

from auditor.model import Politeness, Portfolio, Run, SiteEvidence
from auditor.pipeline.ad_hoc import audit_ad_hoc, sites_of_single_pages


class Seen(msgspec.Struct, frozen=True):
    """The run, and what was said of every page by its path."""

    run: Run
    sites: dict[str, SiteEvidence]


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
    sites = sites_of_single_pages([f"{origin}{path}" for path in paths])
    sites = tuple(msgspec.structs.replace(site, level=level, politeness=calm) for site in sites)
    terms = Portfolio(sites=(), contact="benchmark@example.org", drivers=os.cpu_count() or 1, pictures=False)
    evidence, _ = audit_ad_hoc(sites, ("accessibility",), terms, datetime.now(UTC), lambda _: None)
    return Seen(evidence.run, {site.site.url.removeprefix(origin): site for site in evidence.sites})


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def guess_type(self, path: str | os.PathLike[str]) -> str:
        """The media type, with the charset that the sites of these pages send."""
        given = super().guess_type(path)
        return f"{given}; charset=utf-8" if given == "text/html" else given
