"""The configuration of the demo network, as ``sites.yaml`` is that of the real sites."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path

import msgspec

from auditor.demo.draft import Setting, SiteDraft
from auditor.demo.page_template import badge_number
from auditor.demo.vocabulary import vocabulary
from auditor.model import Badge, Budget, Name, Owner, Politeness, Portfolio, Site, Superior, System

_EXCLUDED = (
    "https://accessibility.moda.gov.tw/*",
    "https://accessibility.ncc.gov.tw/*",
    "*://www.handicap-free.nat.gov.tw/*",
    "https://www.facebook.com/*",
    "https://www.youtube.com/*",
)
"""Real hosts that the pages link to as real pages do; the demo requests none of them."""

_SOURCE = "demo network"
_VALID = timedelta(days=3 * 365)


def portfolio_of(setting: Setting, sites: Sequence[SiteDraft], trust: Path) -> Portfolio:
    """All sites with owners, badges and politeness; only the network's own origins may be requested."""
    known = setting.addresses
    return Portfolio(
        sites=tuple(_site(setting, site) for site in sites),
        systems=tuple(_systems(setting, sites[0].systems)),
        agent="web-convenience-auditor",
        contact="demo@auditor.demo",
        inside=tuple(getattr(known, name) for name in known.__struct_fields__),
        trust=str(trust),
        resolve={"www.old-bureau.demo": "127.0.0.1"},
    )


def _site(setting: Setting, draft: SiteDraft) -> Site:
    unit, is_bureau = draft.unit, draft.number == 0
    number = badge_number(setting, draft)
    expires = date.fromisoformat(f"{number[:4]}-{number[4:6]}-{number[6:8]}") + _VALID
    site = Site(
        id=unit.id,
        names=(*[Name(unit.former, until="2023-09-25")] * bool(unit.former), Name(unit.zh, unit.en, source=_SOURCE)),
        kind=unit.kind,
        url=draft.base,
        city=unit.city,
        region=unit.region,
        prefix="/" if is_bureau else f"/iphw/{unit.id}/",
        starts=(draft.home,) if is_bureau else (),
        excluded=_EXCLUDED,
        agency_code=draft.agency_code,
        badge=Badge("110.07", "AA", number, expires.isoformat()),
        owners=tuple(_owners(draft)),
        default_owner=_owner(draft, "總務課", "general"),
        budget=Budget(seconds=15.0),
        politeness=Politeness(delay=0.0, concurrency=8),
        search_probe=f"{draft.urls['search-none']}{{word}}",
        search_word=vocabulary().keywords[0][0],
        branch=(Superior(unit.branch, since="2023-09-26", source=_SOURCE),) if unit.branch else None,
        applications=tuple(form.name for form in vocabulary().forms),
    )
    return msgspec.structs.replace(site, **draft.terms)


def _owners(draft: SiteDraft) -> list[Owner]:
    """Announcements belong to the planning section, forms to the service section (內容認養)."""
    news, forms = draft.urls["news"].partition("List")[0], draft.urls["forms"]
    return [
        _owner(draft, "企劃課", "planning", (f"{news.partition('?method')[0]}*", draft.urls["about"])),
        _owner(draft, "服務課", "service", (f"{forms.partition('?method')[0]}*", f"{draft.base}download/*")),
    ]


def _owner(draft: SiteDraft, unit: str, mailbox: str, patterns: tuple[str, ...] = ()) -> Owner:
    return Owner(unit, f"{mailbox}@{draft.unit.id}.demo", patterns)


def _systems(setting: Setting, planted: dict[str, str]) -> Iterator[System]:
    for row in vocabulary().systems:
        path = planted.get(row.id, row.path)
        url = f"{setting.addresses.outer}/{path}" if path else ""
        yield System(row.id, row.name, row.how, url, ("活動報報",) if path == "activities/" else ())
