"""Cards: one finding, closed what it is and how far it reaches, open everything needed to mend it."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.findings.headline_figures import INVALID_LINK_CHECKS
from auditor.judging.deduplication import criteria_of
from auditor.model import Check, Finding, FindingPlace, Outcome, Place, Region, SiteEvidence
from auditor.report.html import ages, waiver_list
from auditor.report.html.card_views import Card, PlaceView, ReportImage
from auditor.report.html.finding_subjects import safe_href
from auditor.report.html.finding_texts import (
    anchor,
    cause_text,
    effect_text,
    finding_subject,
    finding_title,
    link_detail_text,
    opinions_text,
    places_stem,
    remedy_text,
)
from auditor.report.html.standard_changes import version_effect
from auditor.report.html.views import Anchor, Report, Status
from auditor.report.words import Words

PLACES_SHOWN_FIRST = 3
"""Places shown before a reader unfolds all."""

PLACES_KEPT = 20
"""Places that stand in the card itself; beyond, a page of its own lists every one."""

PICTURES_FOLDER = "pictures"
"""The folder of a report that holds its pictures."""

_ARCHIVE = "https://web.archive.org/web/*/"

_IN_BOTH = ("name", "topic")
"""Facts that a verdict may state in both languages; the one in the other language is left out."""

_NOT_MEASURED = ("amount", 0)


def card(report: Report, site: SiteEvidence, finding: Finding, annex: str = "") -> Card:
    """Return the card of a finding on its site; ``annex`` is the page that lists its places for print."""
    words, check = report.words, report.checks.get(finding.check)
    data = finding.spots[0].data if finding.spots else {}
    places = tuple(place_view(words, check, place) for place in finding.spots[:PLACES_KEPT])
    cause, unsure = cause_text(words, finding), finding.outcome is Outcome.CANT_TELL
    return Card(
        id=anchor(finding),
        status=Status.NOT_MET if finding.outcome is Outcome.FAILED else Status.CANT_TELL,
        severity=finding.severity.value,
        severity_word=words.of(finding.severity),
        title=finding_title(words, check, finding),
        subject=finding_subject(words, finding),
        cause=cause,
        cause_href=safe_href(cause),
        reach=_reach(words, finding),
        owner=_owner(words, site, finding),
        age=ages.deadline_state(report, finding),
        effect=effect_text(words, check, finding),
        question=words.sentence(check.question_on(data) if check and unsure else None, data),
        remedy=remedy_text(words, check, finding, finding.spots[0] if finding.spots else None),
        first=places[:PLACES_SHOWN_FIRST],
        rest=places[PLACES_SHOWN_FIRST:],
        more=_more(words, finding),
        cut=_cut(words, finding),
        history=(
            *_history(words, finding),
            *ages.deadline_history(report, finding),
            *waiver_list.waiver_history(report, finding),
        ),
        codes=tuple(_codes(report, site, finding)),
        check=finding.check,
        topic=check.topic.value if check else "",
        life=finding.life.value,
        wrong=f"auditor waive {finding.fingerprint} --reason false-alarm" if finding.life.is_open else "",
        archive=_archive(finding),
        annex=annex,
        picture=_picture(report, finding),
    )


def place_view(words: Words, check: Check | None, place: FindingPlace) -> PlaceView:
    """Return one place of a finding with what the check stated there."""
    at = place.place
    return PlaceView(
        url=at.url,
        href=safe_href(at.url),
        position=position_text(words, at),
        selector=at.selector,
        snippet=at.snippet,
        facts=tuple(_facts(words, place)),
        question=words.sentence(check.question_on(place.data) if check and place.reason else None, place.data),
    )


def position_text(words: Words, place: Place) -> str:
    """Return the part of the page and the line in its source; nothing where both are unknown."""
    line = words("card.line", line=place.line, column=place.column) if place.line else ""
    region = words.of(place.region) if place.region not in {Region.BODY, Region.MAIN} else ""
    return words.joined(filter(None, (region, line)), by="part")


def _reach(words: Words, finding: Finding) -> str:
    """How far a fault goes; where all its places are one part of the template, that it is mended once there."""
    regions = {place.place.region for place in finding.spots}
    whole = finding.pages > 1 and len(finding.spots) == finding.places and len(regions) == 1
    region = next(iter(regions)) if whole else Region.BODY
    key = "card.reach_template" if region.is_template else "card.reach"
    return words(key, places=finding.places, pages=finding.pages, region=words.of(region))


def _picture(report: Report, finding: Finding) -> ReportImage | None:
    shot = finding.shot
    if shot is None or shot.name not in report.evidence.pictures:
        return None
    alt = report.words("card.picture", selector=shot.selector)
    return ReportImage(f"{PICTURES_FOLDER}/{shot.name}.webp", alt, shot.width, shot.height)


def _archive(finding: Finding) -> str:
    """Where copies of a dead address may be kept, for people to open; the program never fetches it."""
    dead = finding.check in INVALID_LINK_CHECKS and finding.outcome is not Outcome.CANT_TELL
    address = safe_href(finding.cause) if dead else ""
    return f"{_ARCHIVE}{address}" if address else ""


def _owner(words: Words, site: SiteEvidence, finding: Finding) -> str:
    if finding.owner:
        return finding.owner
    return site.site.default_owner.unit if site.site.default_owner else words("card.no_owner")


def _facts(words: Words, place: FindingPlace) -> Iterator[tuple[str, str]]:
    in_both = [name for name in _IN_BOTH if {name, f"{name}_en"} <= set(place.data)]
    left_out = {name if words.language == "en" else f"{name}_en" for name in in_both}
    for name in sorted(place.data):
        text = _fact(words, place, name)
        if name not in left_out | {"kind"} and text and (name, place.data[name]) != _NOT_MEASURED:
            yield words.named("data", name), text
    if place.reason:
        yield words("data.reason"), words.named("reason", place.reason)


def _fact(words: Words, place: FindingPlace, name: str) -> str:
    value = place.data[name]
    if name == "detail" and (happened := link_detail_text(words, str(value))):
        return happened
    return opinions_text(words, value) if name == "seen" else words.data_value(name, value)


def _more(words: Words, finding: Finding) -> Anchor | None:
    if len(finding.spots) <= PLACES_KEPT:
        return None
    return Anchor(words("card.all_places", n=len(finding.spots)), f"{places_stem(finding)}.html")


def _cut(words: Words, finding: Finding) -> str:
    kept = len(finding.spots)
    return words("card.cut", kept=kept, places=finding.places) if kept < finding.places else ""


def _history(words: Words, finding: Finding) -> list[tuple[str, str]]:
    number = (words("history.number"), words("history.recheck", number=finding.fingerprint))
    days = (
        ("history.first_seen", finding.first_seen),
        ("history.last_seen", finding.last_seen),
        ("history.last_good", finding.last_good),
        ("history.fixed_on", finding.fixed_on),
    )
    life = (words("history.life"), words.of(finding.life))
    return [number, life, *((words(key), words.day(day)) for key, day in days if day)]


def _codes(report: Report, site: SiteEvidence, finding: Finding) -> Iterator[tuple[str, str]]:
    words, check = report.words, report.checks.get(finding.check)
    if check is None:
        return
    if criteria := criteria_of(report.checks, finding.checks):
        yield "WCAG", words.joined(criteria)
    if others := finding.checks[1:]:
        yield words("card.also"), words.joined(others)
    for version, codes in sorted(check.taiwan.items()):
        yield words("card.taiwan", version=version), words.joined(codes)
    for version, codes in sorted(check.manual_codes.items()):
        yield words("card.hint", version=version), words.joined(codes)
    yield words("change.effect"), version_effect(words, check, site.site.level)
