"""Synthetic evidence for the report's tests: 53 sites, a few audited, with the worst a page can put into a report."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

import msgspec

from auditor.model import (
    Check,
    Evidence,
    Finding,
    FindingPlace,
    FormStatus,
    HostFigures,
    ItemStatus,
    Judgement,
    Life,
    Name,
    Outcome,
    Owner,
    Place,
    Portfolio,
    Region,
    RowStatus,
    Run,
    RunState,
    Scope,
    Settings,
    Severity,
    Site,
    SiteCoverage,
    SiteEvidence,
    SiteKind,
    SiteState,
    SiteTally,
    SkippedAddresses,
    Tally,
    Text,
    Topic,
    Untested,
    Verdict,
    Waiver,
    WaiverReason,
    WaiverScope,
    fingerprint,
)
from auditor.standards import table

HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    '=HYPERLINK("http://evil.example","點我")',
    "\u202e反轉的文字\u202d",
    "{{ 7 * 7 }}",
    "\x00\x1b[31m控制字元",
    "字" * 400,
)
ADDRESSES = (
    "javascript:alert(document.cookie)",
    "data:text/html,<script>alert(1)</script>",
    "https://www.example.gov.tw/" + "very-long-path/" * 120,
    "https://www.example.gov.tw/查詢?a=1&b=<b>",
)


def _judge(document: object) -> Iterator[Verdict]:
    raise NotImplementedError


def check(name: str, topic: Topic, severity: Severity, title: str, **labels: object) -> Check:
    return Check(
        id=name,
        scope=Scope.PAGE,
        topic=topic,
        severity=severity,
        title=Text(zh=title, en=name.replace("-", " ").capitalize()),
        remedy=Text(zh="請修正「{src}」，並再次檢測。", en="Mend “{src}” and check again."),
        judge=_judge,
        needs={},
        summary="",
        **{"effect": Text(zh="使用螢幕報讀器的民眾聽不到這張圖的內容。", en="Screen reader users hear nothing.")}
        | labels,
    )


CHECKS = (
    check("link-broken", Topic.LINKS, Severity.SERIOUS, "連結失效"),
    check("link-unreachable", Topic.LINKS, Severity.SERIOUS, "連結目標無法連上"),
    check(
        "link-blocked",
        Topic.LINKS,
        Severity.NOTICE,
        "連結無法由程式確認",
        question=Text(zh="請以瀏覽器開啟，看看內容是否還在。", en="Open it in a browser: is the content there?"),
    ),
    check(
        "image-alt-missing",
        Topic.ACCESSIBILITY,
        Severity.SERIOUS,
        "圖片缺少替代文字 (alt)",
        wcag=("1.1.1",),
        taiwan={"110.07": ("HM1110100C",), "115.11": ("HM1110100C",)},
        manual_codes={"2.0": ("H101001",)},
    ),
    check("heading-order-broken", Topic.ACCESSIBILITY, Severity.MODERATE, "標題層級跳號", wcag=("1.3.1",)),
    check("dublin-core-missing", Topic.METADATA, Severity.MODERATE, "缺少詮釋資料欄位"),
    check("search-box-missing", Topic.CONVENIENCE, Severity.BLOCKER, "首頁沒有查詢框"),
)
REASONS = {FormStatus.NOT_ASKED: "no-check-yet", FormStatus.CANT_TELL: "needs-person"}
ITEMS = {row: items[0] for row, items in table("indicator")["rows"].items()}
ROWS = tuple(f"1.2.2.{number}" for number in range(1, 9))
KINDS = (SiteKind.BUREAU, *[SiteKind.MANAGEMENT_OFFICE] * 3, *[SiteKind.SERVICE_CENTER] * 46)
KINDS += (SiteKind.ENVIRONMENT_CENTER, *[SiteKind.PORT_GROUP] * 2)


def site(number: int, kind: SiteKind = SiteKind.SERVICE_CENTER, *, url: str = "") -> Site:
    name = "經濟部工業局" if kind is SiteKind.BUREAU else f"第{number}工業區（兼臨海、彰濱與雲林離島）服務中心"
    english = "Industrial Development Bureau" if kind is SiteKind.BUREAU else f"Zone {number} Service Center"
    owner = Owner("資訊室", "it@example.gov.tw") if number % 2 else None
    return Site(id=f"site-{number}", names=(Name(name, english),), kind=kind, url=url, default_owner=owner)


def finding(where: Site, number: int, random: Random, **changes: object) -> Finding:
    chosen = CHECKS[number % len(CHECKS)]
    unsure = chosen.question is not None
    shared = number % 9 == 0
    cause = f"navigation|nav > ul > li:nth-child({number})" if shared else f"https://www.example.gov.tw/dead/{number}"
    spots = changes.pop("spots", None) or tuple(spot(where, number, each, random) for each in range(1 + number % 7))
    life = (Life.NEW, Life.LASTING, Life.RETURNED, Life.FIXED, Life.WAIVED, Life.SUSPECTED)[number % 6]
    values: dict[str, object] = {
        "fingerprint": fingerprint(chosen.id, where.id, cause),
        "check": chosen.id,
        "site": where.id,
        "cause": cause,
        "outcome": Outcome.CANT_TELL if unsure else Outcome.FAILED,
        "severity": chosen.severity,
        "spots": spots,
        "places": len(spots),
        "pages": len(spots),
        "shared": fingerprint(chosen.id, "", cause) if shared else "",
        "life": life,
        "first_seen": "2026-10-23" if life is not Life.NEW else "2026-11-23",
        "last_seen": "2026-11-23",
        "last_good": "2026-09-23",
        "fixed_on": "2026-11-23" if life is Life.FIXED else "",
        "owner": "綜合規劃組" if number % 4 == 0 else "",
        "since": "" if life is Life.SUSPECTED else "2026-10-23" if life is not Life.NEW else "2026-11-23",
    }
    made = Finding(**values | changes)  # type: ignore[arg-type]
    if made.life is not Life.WAIVED:
        return made
    return msgspec.structs.replace(made, waiver=waiver(made).id, waived_places=made.places)


def waiver(found: Finding) -> Waiver:
    """An approval over a finding that ends soon, with the worst a person can write."""
    return Waiver(
        found.check, found.site, WaiverScope.CAUSE, WaiverReason.FALSE_ALARM, "資訊室", HOSTILE[1], "2026-10-23",
        "2026-12-01", found.cause, ("https://www.example.gov.tw/",), 1, HOSTILE[0],
    )  # fmt: skip


def spot(where: Site, number: int, each: int, random: Random) -> FindingPlace:
    hostile = random.random() < 0.15
    url = random.choice(ADDRESSES) if hostile else f"{where.url}page/{number}/{each}.html"
    is_link = "link" in CHECKS[number % len(CHECKS)].id
    shown = f'<a href="/dead/{number}">' if is_link else f'<img src="/images/banner-{each}.png" class="figure">'
    snippet = random.choice(HOSTILE) if hostile else shown
    place = Place(
        url,
        f"main > p:nth-child({each}) > {'a' if is_link else 'img'}",
        10 + each,
        4,
        snippet,
        random.choice(list(Region)),
    )
    data = {
        "src": random.choice(HOSTILE) if hostile else f"/images/banner-{each}.png",
        "detail": "missing",
        "status": 404,
    }
    return FindingPlace(place, data, "refuses-robots" if number % len(CHECKS) == 2 else "")


def rows(random: Random) -> tuple[RowStatus, ...]:
    made = []
    for row in ROWS:
        standing = random.choice(list(FormStatus))
        item = ItemStatus(
            ITEMS[row],
            standing,
            good=38,
            total=40,
            unit="things",
            checks=("image-alt-missing",),
            reason=REASONS.get(standing, ""),
        )
        made.append(RowStatus(row, standing, (item,)))
    return tuple(made)


def tallies(random: Random) -> tuple[SiteTally, ...]:
    made = []
    for each in CHECKS:
        failed = random.randrange(30)
        things = Tally(passed=random.randrange(300, 4000), failed=failed, cant_tell=9 if each.question else 0)
        made.append(SiteTally(each.id, things, 400, failed, {Untested.BLOCKED: 3, Untested.TIMED_OUT: 1}))
    return tuple(made)


def audited_site(number: int, findings: int, random: Random) -> SiteEvidence:
    kind = KINDS[number] if number < len(KINDS) else SiteKind.COMMISSIONED
    where = site(number, kind, url=f"https://www.example.gov.tw/iphw/site{number}/")
    run = SiteCoverage(where.id, SiteState.AUDITED, "", 412, 3, 20 * (number % 3), 4103, 400, 2, 5)
    skipped = (
        SkippedAddresses(where.id, "fetch", Untested.ROBOTS, 17, where.url + "private/"),
        SkippedAddresses(where.id, "visit", Untested.BUDGET, 1200, "javascript:void(0)"),
    )
    found = tuple(finding(where, each, random) for each in range(findings))
    return SiteEvidence(where, run, tallies(random), found, skipped, rows(random))


def evidence(sites: int = 53, audited: int = 7, findings: int = 60, *, seed: int = 1) -> Evidence:
    """Evidence of so many sites, so many audited with so many findings each; a commissioned one comes last."""
    random = Random(seed)
    made = [audited_site(number, findings, random) for number in range(audited)]
    for number in range(audited, sites):
        where = site(number, KINDS[number])
        state = SiteState.NOT_REACHED if number == audited else SiteState.NOT_CONFIGURED
        made.append(SiteEvidence(where, SiteCoverage(where.id, state, "timeout" if number == audited else "")))
    made.append(audited_site(60, findings, random))
    portfolio = Portfolio(
        tuple(each.site for each in made), agent="auditor/1.0 (+https://example.gov.tw)", contact="it@example.gov.tw"
    )
    run = Run(
        number=12,
        period="2026-11",
        day="2026-11-23",
        state=RunState.JUDGED,
        settings=Settings(portfolio),
        started="2026-11-22T14:00:00+00:00",
        ended="2026-11-23T01:30:05+00:00",
        tools={"axe-core": "4.14.1", "chromium": "149.0", "auditor": "1.0"},
    )
    waived = [found for each in made for found in each.findings if found.life is Life.WAIVED]
    judgement = Judgement(
        12, 1, "3f2a9c", tuple(each.id for each in CHECKS), "2026-11-23T01:31:00+00:00", tuple(map(waiver, waived))
    )
    previous = Judgement(11, 1, "3f2a9c", judgement.checks, "2026-10-23T01:31:00+00:00")
    hosts = (HostFigures("www.example.gov.tw", 12000, 1.0, "read", 2.0, 180, 1),)
    return Evidence(run, judgement, tuple(made), previous, hosts)
