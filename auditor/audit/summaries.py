"""One page in the eyes of a site check."""

from __future__ import annotations

from auditor.model import Document, Head, Page, PageFacts, PageSummary, Response, Site
from auditor.owners import owner_of

_FIELDS = ("Category.Theme", "Category.Cake", "Category.Service")


def summary(site: Site, facts: PageFacts, document: Document | None) -> PageSummary:
    """What site checks may know of one page of ``site``; ``document`` is None where there is none."""
    head = facts.page.head if isinstance(facts.page, Page) else None
    if document is None:
        return PageSummary(facts.url, _status(facts), depth=facts.depth, start=facts.start)
    theme, policy, service = (_content(head, name) for name in _FIELDS)
    return PageSummary(
        url=facts.url,
        status=_status(facts),
        title=document.title or "",
        heading=next((heading.text for heading in document.headings if heading.level == 1), ""),
        depth=facts.depth,
        start=facts.start,
        template=document.template,
        text_hash=document.text_hash,
        lang=document.lang or "",
        classification=(theme, policy, service),
        metadata_date=_content(head, "DC.Date"),
        updated=max((shown.date for shown in document.dates), default=""),
        owner=owner_of(site, facts.url).unit,
    )


def _status(facts: PageFacts) -> int:
    return facts.answer.status if isinstance(facts.answer, Response) else 0


def _content(head: Head | None, name: str) -> str:
    return next((meta.content or "" for meta in head.named(name)), "") if head else ""
