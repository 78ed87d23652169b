"""Texts about one finding: title, cause, subject, remedy, and the ids and addresses that lead to its card."""

from __future__ import annotations

from collections.abc import Mapping

from auditor.findings.grouping import COMPONENT
from auditor.model import Check, Finding, Outcome, Region, Value
from auditor.report.words import Words
from auditor.standards import table

LINE = 100
"""Characters of an address or a cause that fit a line."""

_REGIONS = frozenset(Region)


def anchor(finding: Finding) -> str:
    """Return the id of a finding's card; a fault and a question may share a cause, and so a fingerprint."""
    return f"{'q' if finding.outcome is Outcome.CANT_TELL else 'f'}-{finding.fingerprint}"


def places_stem(finding: Finding) -> str:
    """Return the path, without its ending, of the page that lists all places of a finding."""
    return f"places/{finding.site}/{anchor(finding)}"


def finding_title(words: Words, check: Check | None, finding: Finding) -> str:
    """Return what is at fault, in the check's words; the check's id where it is not installed."""
    if check is None:
        return finding.check
    return words.sentence(check.title, finding.spots[0].data if finding.spots else {})


def cause_text(words: Words, finding: Finding) -> str:
    """Return what has to be mended: an address as it is, a template region in words, nothing for the place itself."""
    head, _, rest = finding.cause.partition("|")
    if head in _REGIONS:
        return words("card.template", region=words.of(Region(head)), selector=rest)
    if head == COMPONENT:
        family, _, shape = rest.partition("|")
        key = "card.component" if shape else "card.family"
        return words(key, family=family, shape=shape) if finding.places > 1 else ""
    if finding.spots and head == finding.spots[0].place.url:
        return ""
    if safe_href(finding.cause) or not rest:
        return finding.cause
    return rest if safe_href(rest) else finding.cause.replace("|", " ")


def finding_subject(words: Words, finding: Finding) -> str:
    """Return what the finding is about, short enough for one line: the cause, or the page where it stands."""
    place = finding.spots[0].place.url if finding.spots else ""
    return shortened(cause_text(words, finding) or place)


def shortened(text: str) -> str:
    """Return the text, or its beginning and end where it is longer than a line."""
    return text if len(text) <= LINE else f"{text[: LINE - 20]}…{text[-19:]}"


def safe_href(address: str) -> str:
    """Return the address if a reader may follow it (http or https, no blanks or control characters), else nothing."""
    follows = address.lower().startswith(("http://", "https://"))
    return address if follows and address.isprintable() and " " not in address else ""


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


def remedy_text(words: Words, check: Check | None, data: Mapping[str, Value]) -> str:
    """Return how to mend it: the remedy for the link's own state where the tables have one, else the check's."""
    known = words.pick(_link_detail(data).get("remedy", {}))
    return known or words.sentence(check.remedy if check else None, data)


def _link_detail(data: Mapping[str, Value]) -> Mapping[str, Mapping[str, str]]:
    details: Mapping[str, Mapping[str, Mapping[str, str]]] = table("link_details")
    return details.get(str(data.get("detail", "")), {})
