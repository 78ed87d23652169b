"""One page stands for its template, and a finding gets the picture of one of its places."""

from __future__ import annotations

from pathlib import Path

import msgspec

from auditor.model import (
    FaultPicture,
    Finding,
    FindingPlace,
    Outcome,
    PageFacts,
    Place,
    ProbePolicy,
    Probes,
    Rendered,
    Severity,
    Untested,
    VisitRecord,
    sampling_key,
)
from auditor.pipeline.judgement.finding_screenshots import (
    QUESTION_SCREENSHOTS,
    SCREENSHOTS_PER_SITE,
    screenshots_of,
    with_screenshots,
)
from auditor.pipeline.judgement.probe_representatives import Representatives
from auditor.store import Store


def rendered(url: str, *, driven: bool, pictures: tuple[FaultPicture, ...] = ()) -> Rendered:
    return Rendered(url, url, "Chrome", probes=Probes() if driven else None, pictures=pictures)


def facts(seen: Rendered, *, start: bool = False) -> PageFacts:
    return PageFacts(seen.url, "a", Untested.NOT_VISITED, Untested.NOT_VISITED, seen, start=start)


def test_of_the_driven_pages_of_a_template_one_is_judged(tmp_path: Path) -> None:
    pages = [rendered(f"http://a/{number}", driven=number < 4) for number in range(6)]
    templates = {page.url: "t" for page in pages}
    with Store.open(f"sqlite:///{tmp_path / 's.sqlite'}", tmp_path / "blobs") as store:
        visits = [VisitRecord(page.url, "a", store.blobs.put(msgspec.msgpack.encode(page))) for page in pages]
        sample = Representatives(store, ProbePolicy.SAMPLE, visits, templates)
        kept = [page.url for page in pages if sample.only(facts(page)).rendered.probes is not None]  # type: ignore[union-attr]
        assert kept == [min((page.url for page in pages[:4]), key=sampling_key)]
        assert sample.only(facts(pages[3], start=True)).rendered == pages[3]
        every = Representatives(store, ProbePolicy.ALL, visits, templates)
        assert every.only(facts(pages[3])).rendered == pages[3]


def finding(site: str, cause: str, severity: Severity, outcome: Outcome = Outcome.FAILED) -> Finding:
    spots = tuple(FindingPlace(Place(f"http://{site}/{page}", cause)) for page in (1, 2))
    return Finding(cause, "check", site, cause, outcome, severity, spots, places=2, pages=2)


def test_a_finding_gets_the_picture_of_a_place_and_the_worst_come_first() -> None:
    many = [f"#p{number}" for number in range(SCREENSHOTS_PER_SITE + 5)]
    pictures = tuple(FaultPicture(selector, 10, 10, selector.encode()) for selector in many)
    shots = dict(screenshots_of(facts(rendered("http://a/2", driven=False, pictures=pictures))))
    findings = [finding("a", selector, Severity.MINOR) for selector in many[:-1]]
    findings.append(finding("a", many[-1], Severity.BLOCKER))
    findings.append(finding("a", many[0], Severity.BLOCKER, Outcome.CANT_TELL))
    findings.append(finding("b", many[0], Severity.BLOCKER))
    kept = with_screenshots(findings, shots)
    assert [one.cause for one in kept] == [one.cause for one in findings]
    assert sum(one.shot is not None for one in kept if one.outcome is Outcome.FAILED) == SCREENSHOTS_PER_SITE
    questions = [finding("a", selector, Severity.MINOR, Outcome.CANT_TELL) for selector in many]
    assert sum(one.shot is not None for one in with_screenshots(questions, shots)) == QUESTION_SCREENSHOTS
    assert kept[SCREENSHOTS_PER_SITE + 4].shot is not None
    assert kept[-1].shot is None
    assert kept[0].shot is not None
    assert (kept[0].shot.url, kept[0].shot.selector) == ("http://a/2", "#p0")
