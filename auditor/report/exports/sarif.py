"""Findings as SARIF 2.1.0, the format that code hosts and editors read results of checkers in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from urllib.parse import quote

from auditor import __version__
from auditor.model import Check, Evidence, Finding, Life, Outcome, Place, Severity, SiteEvidence, SiteState
from auditor.report.exports.findings_json import in_order
from auditor.report.html.cards import card_title, cause_words, remedy, what_happened
from auditor.report.html.summary import site_reason
from auditor.report.words import Words, words_in

SARIF_VERSION = "2.1.0"
SARIF_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
FINGERPRINT = "auditorCause/v1"
"""The name of our fingerprint: check, site and cause, never message, line or severity (SARIF, 3.27.17)."""

SARIF_LEVELS = {
    Severity.BLOCKER: "error",
    Severity.SERIOUS: "error",
    Severity.MODERATE: "warning",
    Severity.MINOR: "note",
    Severity.NOTICE: "note",
}
_STATES = {
    Life.NEW: "new",
    Life.SUSPECTED: "new",
    Life.RETURNED: "new",
    Life.LASTING: "unchanged",
    Life.WAIVED: "unchanged",
    Life.UNEXAMINED: "unchanged",
    Life.FIXED: "absent",
}
_SAFE = "!#$%&'()*+,/:;=?@[]~"

SarifNode = dict[str, object]
"""An object of the format, ready to be written as JSON."""


def sarif(evidence: Evidence, checks: Sequence[Check], language: str = "zh-TW") -> SarifNode:
    """Everything that was found as one SARIF log with one run: a result for each finding, with all its places.

    What a machine cannot tell has the kind ``review``, and so no level (SARIF, 3.27.9 and 3.27.10). What was not
    looked at is told in the run's notifications: no result there means nothing. Raises ``LookupError`` for a language
    that is not there.
    """
    words, known = words_in(language), {check.id: check for check in checks}
    found = list(in_order(evidence))
    rules = [known[name] for name in sorted({one.check for one in found} & known.keys())]
    places = {rule.id: number for number, rule in enumerate(rules)}
    compared = evidence.previous is not None
    run: SarifNode = {
        "tool": {"driver": _driver(words, rules)},
        "language": words.language,
        "columnKind": "unicodeCodePoints",
        "invocations": [_invocation(words, evidence)],
        "results": [_result(words, known.get(one.check), one, places, compared=compared) for one in found],
    }
    return {"$schema": SARIF_SCHEMA, "version": SARIF_VERSION, "runs": [run]}


def _driver(words: Words, rules: Sequence[Check]) -> SarifNode:
    return {
        "name": "auditor",
        "fullName": f"web-convenience-auditor {__version__}",
        "version": __version__,
        "language": words.language,
        "rules": [_rule(words, rule) for rule in rules],
    }


def _rule(words: Words, rule: Check) -> SarifNode:
    """A rule; its help is in both languages, for whoever reads it need not be who ran the audit."""
    codes = [f"{version} {code}" for version, names in sorted(rule.taiwan.items()) for code in names]
    help_ = [text for one in (rule.title, rule.effect, rule.remedy) if one for text in (one.zh, one.en)]
    return {
        "id": rule.id,
        "shortDescription": {"text": words.sentence(rule.title, {})},
        "fullDescription": {"text": words.text(rule.effect or rule.title)},
        "help": {"text": "\n".join((*help_[::2], "", *help_[1::2]))},
        "defaultConfiguration": {"level": SARIF_LEVELS[rule.severity]},
        "properties": {"tags": [rule.topic.value, *rule.wcag, *codes], "severity": rule.severity.value},
    }


def _invocation(words: Words, evidence: Evidence) -> SarifNode:
    """How the run went: what was not looked at, site by site, is no success."""
    missed = [site for site in evidence.sites if site.run.state is not SiteState.AUDITED]
    notes = [_note("error", f"{words.name(site.site)}: {site_reason(words, site)}") for site in missed]
    notes += [_note("note", text) for site in evidence.sites for text in _untested(words, site)]
    return {
        "executionSuccessful": not missed,
        "toolExecutionNotifications": notes,
        "properties": {"day": evidence.run.day, "run": evidence.run.number, "ruleset": evidence.judgement.ruleset},
    }


def _note(level: str, text: str) -> SarifNode:
    return {"level": level, "message": {"text": text}}


def _untested(words: Words, site: SiteEvidence) -> Iterator[str]:
    for tally in sorted(site.tallies, key=lambda one: one.check):
        for reason, subjects in sorted(tally.untested.items()):
            because = words("say.untested_because", reason=words.of(reason))
            yield f"{words.name(site.site)}: {tally.check}: {because} ({words.number(subjects)})"


def _result(words: Words, check: Check | None, found: Finding, places: dict[str, int], *, compared: bool) -> SarifNode:
    failed = found.outcome is Outcome.FAILED
    result: SarifNode = {
        "ruleId": found.check,
        "kind": "fail" if failed else "review",
        "level": SARIF_LEVELS[found.severity] if failed else "none",
        "message": {"text": message(words, check, found)},
        "locations": [_location(spot.place) for spot in found.spots],
        "partialFingerprints": {FINGERPRINT: found.fingerprint},
        "properties": {
            "site": found.site,
            "cause": found.cause,
            "severity": found.severity.value,
            "places": found.places,
            "pages": found.pages,
        },
    }
    if found.check in places:
        result["ruleIndex"] = places[found.check]
    if compared:
        result["baselineState"] = _STATES[found.life]
    if found.life is Life.WAIVED:
        result["suppressions"] = [{"kind": "external"}]
    return result


def message(words: Words, check: Check | None, found: Finding) -> str:
    """A finding in words: what is at fault, what has to be mended, what happened there, how to mend it or find out."""
    data = found.spots[0].data if found.spots else {}
    question = check.question if check and found.outcome is Outcome.CANT_TELL else None
    parts = (
        card_title(words, check, found),
        cause_words(words, found),
        what_happened(words, str(data.get("detail", ""))),
        words.sentence(question, data) if question else remedy(words, check, data),
    )
    return "\n".join(part for part in parts if part)


def _location(place: Place) -> SarifNode:
    physical: SarifNode = {"artifactLocation": {"uri": quote(place.url, safe=_SAFE)}}
    if place.line:
        physical["region"] = _region(place)
    location: SarifNode = {"physicalLocation": physical}
    if place.selector:
        location["logicalLocations"] = [{"fullyQualifiedName": place.selector, "kind": "element"}]
    return location


def _region(place: Place) -> SarifNode:
    region: SarifNode = {"startLine": place.line}
    if place.column:
        region["startColumn"] = place.column
    if place.snippet:
        region["snippet"] = {"text": place.snippet}
    return region
