"""Texts about one finding: title, cause, subject, remedy, and the ids and addresses that lead to its card."""

from __future__ import annotations

from collections.abc import Mapping

from auditor.model import Check, Finding, FindingPlace, Outcome, Region, Value
from auditor.report.html.finding_subjects import file_kind, is_of_element, named_subject, safe_href, shortened
from auditor.report.words import Words
from auditor.standards import table

FILE_CHECKS = frozenset({
    "link-broken", "link-unreachable", "link-server-error", "link-blocked", "link-redirected-permanently", "link-slow",
})  # fmt: skip
"""Checks of link targets whose titles name the file where pages load it themselves (``file_fault``)."""

_MISSING_FILE = frozenset({"link-broken", "link-unreachable", "link-server-error"})
"""Those of them in which the file does not arrive."""


def anchor(finding: Finding) -> str:
    """Return the id of a finding's card; a fault and a question may share a cause, and so a fingerprint."""
    return f"{'q' if finding.outcome is Outcome.CANT_TELL else 'f'}-{finding.fingerprint}"


def places_stem(finding: Finding) -> str:
    """Return the path, without its ending, of the page that lists all places of a finding."""
    return f"places/{finding.site}/{anchor(finding)}"


def finding_title(words: Words, check: Check | None, finding: Finding, place: FindingPlace | None = None) -> str:
    """Return what is at fault, in the check's words, by the kind of file where pages load one from a link target.

    The check's id where it is not installed. Facts in the title are those of the place, the first one unless named.
    """
    if check is None:
        return finding.check
    if check.id in FILE_CHECKS and (kind := file_kind(finding)):
        return words(f"file_fault.{check.id}", file=words(f"file.{kind}"))
    shown = place or next(iter(finding.spots), None)
    return words.sentence(check.title, shown.data if shown else {})


def effect_text(words: Words, check: Check | None, finding: Finding) -> str:
    """Return what a visitor experiences: by the kind of file where pages load one that does not arrive."""
    missing = finding.check in _MISSING_FILE and finding.outcome is Outcome.FAILED
    if missing and (kind := file_kind(finding)):
        return words(f"file_effect.{kind}")
    return words.sentence(check.effect if check else None, finding.spots[0].data if finding.spots else {})


def cause_text(words: Words, finding: Finding) -> str:
    """Return what has to be mended: an address as it is, the template, or the same thing on many pages, in words.

    Nothing where it is the place itself.
    """
    if finding.spots and finding.cause.partition("|")[0] == finding.spots[0].place.url:
        return ""
    if safe_href(finding.cause):
        return finding.cause
    last = finding.cause.rpartition("|")[2]
    if safe_href(last):
        return last
    regions = {spot.place.region for spot in finding.spots}
    region = next(iter(regions)) if len(regions) == 1 else Region.BODY
    if not is_of_element(finding):
        return ""
    thing = finding_subject(words, finding)
    if region.is_template:
        return words("card.template", thing=thing)
    return words("card.kind", thing=thing) if finding.pages > 1 else ""


def finding_subject(words: Words, finding: Finding) -> str:
    """Return what the finding is about, short enough for one line."""
    return shortened(named_subject(words, finding))


def link_detail_text(words: Words, detail: str) -> str:
    """Return what became of an address, without its full stop; nothing for a detail that the table does not have."""
    return words.pick(_link_detail({"detail": detail}).get("what", {})).rstrip("。.")


def opinions_text(words: Words, seen: Value) -> str:
    """Return who saw what of an address, one client after the other; ``seen`` as ``LinkTarget.seen_data`` has it."""
    opinions = seen if isinstance(seen, tuple) else ()
    return words.joined((_opinion_text(words, opinion) for opinion in opinions), by="semicolon")


def _opinion_text(words: Words, opinion: str) -> str:
    client, _, detail, status, nothing, title = opinion.split("|", 5)
    parts = (
        words("opinion.status", status=status) if int(status) else "",
        words(f"opinion.{nothing}") if nothing else "",
        words("links.quoted", text=title) if title else "",
    )
    what = words.joined(filter(None, parts), by="part") or link_detail_text(words, detail)
    return words("opinion.client", client=client, what=what)


def remedy_text(words: Words, check: Check | None, finding: Finding, place: FindingPlace | None) -> str:
    """Return how to mend it at a place of a finding.

    By the kind of file where pages load one that does not arrive, else for the link's own state where the tables have
    a remedy, else the check's. Without a place: the check's.
    """
    data = place.data if place else {}
    missing = finding.check in _MISSING_FILE and finding.outcome is Outcome.FAILED
    if missing and (kind := file_kind(finding)):
        return words(f"file_remedy.{kind}")
    known = words.pick(_link_detail(data).get("remedy", {}))
    return known or words.sentence(check.remedy if check else None, data)


def _link_detail(data: Mapping[str, Value]) -> Mapping[str, Mapping[str, str]]:
    details: Mapping[str, Mapping[str, Mapping[str, str]]] = table("link_details")
    return details.get(str(data.get("detail", "")), {})
