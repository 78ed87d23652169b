"""Small runs for the tests of the audit's steps: pages, answers and visits put into a store without asking anybody."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from auditor.model import (
    CrawlRequest,
    Document,
    FailureReason,
    FetchFailure,
    FetchRecord,
    Head,
    Image,
    Link,
    LinkDetail,
    LinkKind,
    LinkState,
    LinkTarget,
    Meta,
    Name,
    Page,
    Place,
    Portfolio,
    QueueKind,
    Region,
    Rendered,
    Response,
    Run,
    Settings,
    Site,
    SiteKind,
    Untested,
    VisitRecord,
)
from auditor.store import Store

ROOT = "http://zones.example/iphw/"


def site(name: str) -> Site:
    return Site(name, (Name(name),), SiteKind.SERVICE_CENTER, url=f"{ROOT}{name}/", prefix=f"/iphw/{name}/")


def begin(store: Store, *names: str, topics: Sequence[str] = ("links",)) -> Run:
    settings = Settings(Portfolio(tuple(map(site, names))), topics=tuple(topics))
    number = len(store.runs.all()) + 1
    day = f"2026-{number:02}-01"
    return store.runs.create(day[:7], day, settings, {}, f"{day}T02:00:00+08:00")


def link(page: str, url: str, *, line: int = 7) -> Link:
    """A link of a page; one without line was put there by a script."""
    place = Place(page, f'a[href="{url}"]', line, 3 if line else 0, region=Region.MAIN)
    return Link(place, "a", "href", url, url, LinkKind.PAGE, text="連結", own_text="連結", from_script=not line)


def image(page: str, alt: str | None = None) -> Image:
    return Image(Place(page, "main > img", 9, 5, region=Region.MAIN), "img", "a.png", alt)


def head(url: str, classes: Sequence[str]) -> Head:
    """A head with a theme, a policy and a service."""
    names = ("Category.Theme", "Category.Cake", "Category.Service")
    metas = tuple(Meta(Place(url, "head > meta", 3, 1), *pair) for pair in zip(names, classes, strict=False))
    return Head(url, Place(url, "head", 2, 1), "頁", "zh-Hant", metas)


def page(
    store: Store, url: str, *links: str, text: str = "", classes: Sequence[str] = (), **more: object
) -> FetchRecord:
    """A page that was read, with these links in its HTML; ``text`` is what makes it differ from other pages."""
    whole = Document(
        url, title="頁", links=tuple(link(url, one) for one in links), text_hash=text or url,
        **more,  # type: ignore[arg-type]
    )  # fmt: skip
    body = store.blobs.put(msgspec.msgpack.encode(Page(whole, head(url, classes))))
    answer = Response(url, url, 200, media_type="text/html", body_hash=text or url)
    owner = url.removeprefix(ROOT).partition("/")[0] if url.startswith(ROOT) else ""
    start = url == f"{ROOT}{owner}/"
    return FetchRecord(url, owner, 0, start, False, answer, _target(url, LinkState.OK, answer), body, body)


def answer(url: str, state: LinkState, *, probe: bool = False, media_type: str = "application/pdf") -> FetchRecord:
    """An address that gave no page."""
    status = {LinkState.OK: 200, LinkState.BROKEN: 404, LinkState.SERVER_ERROR: 500, LinkState.BLOCKED: 403}
    got = (
        Response(url, url, status[state], media_type=media_type)
        if state in status
        else FetchFailure(url, url, FailureReason.DNS)
    )
    return FetchRecord(url, "", 1, False, probe, got, _target(url, state, got))


def visit(store: Store, one: FetchRecord, *links: str, carried_from: int = 0) -> VisitRecord:
    """A browser's visit of a page, with the links that scripts put into it."""
    seen = Rendered(one.url, one.url, "Chromium 140", links=tuple(link(one.url, url, line=0) for url in links))
    return VisitRecord(one.url, one.site, store.blobs.put(msgspec.msgpack.encode(seen)), carried_from=carried_from)


def skip(store: Store, run: Run, url: str, reason: Untested) -> None:
    store.queue.plan(run.number, [CrawlRequest(url, QueueKind.FETCH, "other.example:80", skipped=reason)])


def _target(url: str, state: LinkState, got: Response | FetchFailure) -> LinkTarget:
    details = {
        LinkState.OK: LinkDetail.ALIVE,
        LinkState.BROKEN: LinkDetail.MISSING,
        LinkState.UNREACHABLE: LinkDetail.DNS,
        LinkState.SERVER_ERROR: LinkDetail.SERVER_ERROR,
        LinkState.BLOCKED: LinkDetail.REFUSES_ROBOTS,
    }
    return LinkTarget(url, state, details[state], answer=got, attempts=2, confirmed=True)
