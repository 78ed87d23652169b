"""States why a site was not audited: what its start address answered, or why it was not requested."""

from __future__ import annotations

import re

from auditor import urls
from auditor.model import QueueKind, Response, Run, Site, StartReason
from auditor.store import Store

_TITLE = re.compile(r"<title[^<>]{0,200}>([^<>]{1,200})</title", re.IGNORECASE)


def reason_not_audited(store: Store, run: Run, site: Site) -> str:
    """Why no page of a site was judged, as ``SiteCoverage.reason``; empty where nothing is known of its start."""
    start = store.facts.fetch_record(run.number, site.url)
    if start is None:
        return _reason_not_requested(store, run, site)
    if not start.target.state.is_alive:
        return start.target.detail.value
    if not isinstance(start.answer, Response) or start.answer.size == 0:
        return StartReason.EMPTY.value
    if start.target.unread:
        return start.target.unread.value
    return f"{StartReason.NO_PAGE} {start.answer.media_type}".rstrip()


def answer_at(store: Store, run: Run, url: str) -> str:
    """What an address answered, for those who run its server: address, status and title."""
    fetched = store.facts.fetch_record(run.number, url)
    if fetched is None or not isinstance(fetched.answer, Response):
        return url
    body = store.blobs.get(fetched.body).decode("utf-8", "replace") if fetched.body else ""
    title = _TITLE.search(body)
    return f"{url} HTTP {fetched.answer.status}" + (f" “{' '.join(title[1].split())}”" if title else "")


def _reason_not_requested(store: Store, run: Run, site: Site) -> str:
    requests = store.queue.requests_for(run.number, site.url)
    reason = next((known.skipped for known in requests if known.kind is QueueKind.FETCH and known.skipped), None)
    if reason is None:
        return ""
    host = urls.host_of(site.url)
    forbidden = any(known.host == host and known.robots == "unreachable" for known in store.runs.hosts(run.number))
    return StartReason.ROBOTS_UNREADABLE.value if forbidden and reason == "robots" else reason.value
