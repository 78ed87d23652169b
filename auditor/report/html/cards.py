"""One finding as a card: closed what it is and how far it reaches, open everything needed to mend it."""

from __future__ import annotations

from collections.abc import Mapping

from auditor.findings.grouping import COMPONENT
from auditor.findings.headline_figures import INVALID_LINK_CHECKS
from auditor.judging.deduplication import criteria_of
from auditor.model import Check, Finding, FindingPlace, Outcome, Region, SiteEvidence, Text, Value
from auditor.report.html import ages, waiver_list
from auditor.report.html.views import Anchor, Card, Report, ReportImage, Spotted, Status
from auditor.report.words import Words
from auditor.standards import table

PLACES_SHOWN_FIRST = 3
"""Places shown before a reader unfolds all."""

PLACES_KEPT = 20
"""Places that stand in the card itself; beyond, a page of its own lists every one."""

PICTURES_PER_CARD = "pictures"
"""The folder of a report that holds its pictures."""

LINE = 100
"""Characters of an address or a cause that fit a line."""

_REGIONS = frozenset(Region)
_ARCHIVE = "https://web.archive.org/web/*/"

_OTHER_NAME = {"zh-TW": "name_en", "en": "name"}
"""Where a verdict names a thing in both languages, the name in the other one is left out."""


def card(report: Report, site: SiteEvidence, found: Finding) -> Card:
    """The card of a finding on its site."""
    words, check = report.words, report.checks.get(found.check)
    data = found.spots[0].data if found.spots else {}
    kept = found.spots[:PLACES_KEPT] if len(found.spots) > PLACES_KEPT else found.spots
    spotted = tuple(spot_view(words, check, spot) for spot in kept)
    cause = cause_words(words, found)
    return Card(
        id=anchor(found),
        status=Status.NOT_MET if found.outcome is Outcome.FAILED else Status.CANT_TELL,
        severity=found.severity.value,
        severity_word=words.of(found.severity),
        title=card_title(words, check, found),
        subject=subject(words, found),
        cause=cause,
        cause_href=safe_href(cause),
        reach=_reach(words, found),
        owner=_owner(words, site, found),
        age=ages.deadline_state(report, found),
        effect=_optional(words, check.effect if check else None, data),
        question=_optional(words, check.question if check else None, data) if _unsure(found) else "",
        remedy=remedy(words, check, data),
        first=spotted[:PLACES_SHOWN_FIRST],
        rest=spotted[PLACES_SHOWN_FIRST:],
        more=_more(words, found),
        cut=_cut(words, found),
        history=(
            *_history(words, found),
            *ages.deadline_history(report, found),
            *waiver_list.waiver_history(report, found),
        ),
        codes=tuple(_codes(report, found)),
        check=found.check,
        topic=check.topic.value if check else "",
        life=found.life.value,
        archive=_archive(found),
        picture=_picture(report, found),
    )


def _reach(words: Words, found: Finding) -> str:
    """How far a fault goes; where all its places are one part of the template, that it is mended once there."""
    regions = {spot.place.region for spot in found.spots}
    whole = found.pages > 1 and len(found.spots) == found.places and len(regions) == 1
    region = next(iter(regions)) if whole else Region.BODY
    key = "card.reach_template" if region.is_template else "card.reach"
    return words(key, places=found.places, pages=found.pages, region=words.of(region))


def _picture(report: Report, found: Finding) -> ReportImage | None:
    shot = found.shot
    if shot is None or shot.name not in report.evidence.pictures:
        return None
    alt = report.words("card.picture", selector=shot.selector)
    return ReportImage(f"{PICTURES_PER_CARD}/{shot.name}.webp", alt, shot.width, shot.height)


def anchor(found: Finding) -> str:
    """The id of a finding's card; a fault and a question may share a cause, and so a fingerprint."""
    return f"{'q' if _unsure(found) else 'f'}-{found.fingerprint}"


def places_stem(found: Finding) -> str:
    """The path, without its ending, of the page that lists all places of a finding."""
    return f"places/{found.site}/{anchor(found)}"


def card_title(words: Words, check: Check | None, found: Finding) -> str:
    """What is at fault, in the check's words; its id where the check is no longer there."""
    if check is None:
        return found.check
    return words.sentence(check.title, found.spots[0].data if found.spots else {})


def spot_view(words: Words, check: Check | None, spot: FindingPlace) -> Spotted:
    """One place with what was found there."""
    place = spot.place
    where = words("card.line", line=place.line, column=place.column) if place.line else ""
    region = words.of(place.region) if place.region not in {Region.BODY, Region.MAIN} else ""
    question = _optional(words, check.question if check else None, spot.data) if spot.reason else ""
    return Spotted(
        url=place.url,
        href=safe_href(place.url),
        where=words("say.stop").join(part for part in (region, where) if part),
        selector=place.selector,
        snippet=place.snippet,
        facts=tuple(_facts(words, spot)),
        question=question,
    )


def cause_words(words: Words, found: Finding) -> str:
    """What has to be mended: an address as it is, a template region in words, nothing where it is the place itself."""
    head, _, rest = found.cause.partition("|")
    if head in _REGIONS:
        return words("card.template", region=words.of(Region(head)), selector=rest)
    if head == COMPONENT:
        family, _, shape = rest.partition("|")
        key = "card.component" if shape else "card.family"
        return words(key, family=family, shape=shape) if found.places > 1 else ""
    if found.spots and head == found.spots[0].place.url:
        return ""
    if safe_href(found.cause) or not rest:
        return found.cause
    return rest if safe_href(rest) else found.cause.replace("|", " ")


def subject(words: Words, found: Finding) -> str:
    """What the fault is on, short enough for one line: the cause, or the page where it stands."""
    place = found.spots[0].place.url if found.spots else ""
    return shortened(cause_words(words, found) or place)


def shortened(text: str) -> str:
    """The text, or its beginning and end where it is longer than a line."""
    return text if len(text) <= LINE else f"{text[: LINE - 20]}…{text[-19:]}"


def safe_href(address: str) -> str:
    """The address if a reader may follow it (http or https, without blanks or control characters), else nothing."""
    follows = address.lower().startswith(("http://", "https://"))
    return address if follows and address.isprintable() and " " not in address else ""


def what_happened(words: Words, detail: str) -> str:
    """What became of an address, in a sentence without its full stop; nothing for a detail the table does not know."""
    return words.pick(_link_detail({"detail": detail}).get("what", {})).rstrip("。.")


def _archive(found: Finding) -> str:
    """Where copies of a dead address may be kept, for people to look; it is never fetched by us."""
    address = safe_href(found.cause)
    return f"{_ARCHIVE}{address}" if address and found.check in INVALID_LINK_CHECKS and not _unsure(found) else ""


def _unsure(found: Finding) -> bool:
    return found.outcome is Outcome.CANT_TELL


def _owner(words: Words, site: SiteEvidence, found: Finding) -> str:
    if found.owner:
        return found.owner
    return site.site.default_owner.unit if site.site.default_owner else words("card.no_owner")


def _optional(words: Words, text: Text | None, data: Mapping[str, Value]) -> str:
    return words.sentence(text, data) if text else ""


def remedy(words: Words, check: Check | None, data: Mapping[str, Value]) -> str:
    """How to mend it: the remedy for the link's own state where the tables know one, else the check's."""
    known = words.pick(_link_detail(data).get("remedy", {}))
    return known or _optional(words, check.remedy if check else None, data)


def _facts(words: Words, spot: FindingPlace) -> list[tuple[str, str]]:
    in_both = {"name", "name_en"} <= set(spot.data)
    left_out = _OTHER_NAME[words.language] if in_both else ""
    facts = [(_label(words, name), _told(words, spot, name)) for name in sorted(spot.data) if name != left_out]
    if spot.reason:
        facts.append((words("data.reason"), _reason(words, spot.reason)))
    return [(label, text) for label, text in facts if text]


def _label(words: Words, name: str) -> str:
    return words(f"data.{name}") if words.has(f"data.{name}") else name


def _told(words: Words, spot: FindingPlace, name: str) -> str:
    value = spot.data[name]
    if name == "detail" and (happened := what_happened(words, str(value))):
        return happened
    return words.told(name, value)


def _reason(words: Words, reason: str) -> str:
    return words(f"reason.{reason}") if words.has(f"reason.{reason}") else reason


def _link_detail(data: Mapping[str, Value]) -> Mapping[str, Mapping[str, str]]:
    details: Mapping[str, Mapping[str, Mapping[str, str]]] = table("link_details")
    return details.get(str(data.get("detail", "")), {})


def _more(words: Words, found: Finding) -> Anchor | None:
    if len(found.spots) <= PLACES_KEPT:
        return None
    text = words("card.all_places", n=len(found.spots))
    return Anchor(text, f"{places_stem(found)}.html")


def _cut(words: Words, found: Finding) -> str:
    return words("card.cut", kept=len(found.spots), places=found.places) if len(found.spots) < found.places else ""


def _history(words: Words, found: Finding) -> list[tuple[str, str]]:
    number = (words("history.number"), words("history.recheck", number=found.fingerprint))
    days = (
        ("history.first_seen", found.first_seen),
        ("history.last_seen", found.last_seen),
        ("history.last_good", found.last_good),
        ("history.fixed_on", found.fixed_on),
    )
    life = (words("history.life"), words.of(found.life))
    return [number, life, *((words(key), words.day(day)) for key, day in days if day)]


def _codes(report: Report, found: Finding) -> list[tuple[str, str]]:
    words, check = report.words, report.checks.get(found.check)
    if check is None:
        return []
    named, others = criteria_of(report.checks, found.checks), found.checks[1:]
    codes = [("WCAG", words("say.comma").join(named))] if named else []
    codes += [(words("card.also"), words("say.comma").join(others))] if others else []
    for version, names in sorted(check.taiwan.items()):
        codes.append((words("card.taiwan", version=version), words("say.comma").join(names)))
    for version, names in sorted(check.manual_codes.items()):
        codes.append((words("card.hint", version=version), words("say.comma").join(names)))
    return codes
