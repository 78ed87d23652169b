"""Small facts for the tests of the store: a portfolio, a run's answers, visits and findings."""

from __future__ import annotations

import msgspec

from auditor.model import (
    CrawlRequest,
    Document,
    FailureReason,
    FetchFailure,
    FetchRecord,
    Finding,
    FindingPlace,
    LinkDetail,
    LinkState,
    LinkTarget,
    Name,
    Outcome,
    Page,
    Place,
    Portfolio,
    QueueKind,
    Rendered,
    Response,
    Settings,
    Severity,
    Site,
    SiteKind,
    VisitRecord,
    fingerprint,
)

HOME = "http://zone.test/iphw/a/index.html"
GONE = "http://zone.test/iphw/a/沒有.html"
DOWN = "http://down.test/"
SITE = Site("a", (Name("甲工業區"),), SiteKind.SERVICE_CENTER, url=HOME, standard="110.07")
SETTINGS = Settings(Portfolio((SITE,)))


def ask(url: str, kind: QueueKind = QueueKind.FETCH, **rest: object) -> CrawlRequest:
    return CrawlRequest(url, kind, "zone.test:80", **{"site": "a"} | rest)  # type: ignore[arg-type]


def answered(url: str, *, site: str = "a", status: int = 200, page: str = "", body: str = "") -> FetchRecord:
    answer = Response(url, url, status, headers=(("etag", '"1"'),), media_type="text/html", first_bytes=b"<!doc")
    state, detail = (LinkState.OK, LinkDetail.ALIVE) if status < 400 else (LinkState.BROKEN, LinkDetail.MISSING)
    target = LinkTarget(url, state, detail, answer=answer)
    return FetchRecord(url, site, 0, url == HOME, False, answer, target, page, body)


def unanswered(url: str, reason: FailureReason = FailureReason.DNS) -> FetchRecord:
    answer = FetchFailure(url, url, reason)
    target = LinkTarget(url, LinkState.UNREACHABLE, LinkDetail.DNS, answer=answer)
    return FetchRecord(url, "", 1, False, False, answer, target)


def page_blob(url: str) -> bytes:
    return msgspec.msgpack.encode(Page(Document(url, title="首頁", ids=frozenset({"top"}))))


def rendered_blob(url: str) -> bytes:
    return msgspec.msgpack.encode(Rendered(url, url, "Chromium 140"))


def visit(url: str, blob: str = "") -> VisitRecord:
    return VisitRecord(url, "a", blob)


def finding(check: str = "image-alt-missing", cause: str = f"{HOME}|img", **rest: object) -> Finding:
    spots = (FindingPlace(Place(HOME, "img", 3, 5, "<img>"), {"src": "a.png"}),)
    values: dict[str, object] = {"site": "a", "outcome": Outcome.FAILED, "severity": Severity.SERIOUS, "spots": spots}
    values |= {"places": 1, "pages": 1} | rest
    return Finding(fingerprint(check, str(values["site"]), cause), check, cause=cause, **values)  # type: ignore[arg-type]
