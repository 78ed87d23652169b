"""Findings as SARIF 2.1.0, the format in which code hosts and editors read results of checkers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from urllib.parse import quote

from auditor import __version__
from auditor.model import Check, Evidence, Finding, Life, Outcome, Place, Severity, SiteEvidence, SiteState
from auditor.report.exports.findings_json import in_order
from auditor.report.html.finding_texts import finding_subject, finding_title, link_detail_text, remedy_text
from auditor.report.html.summary import site_reason
from auditor.report.words import Words, words_in
from auditor.standards.personal_numbers import masked_values

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
    """Return everything that was found as one SARIF log with one run: a result for each finding, with all its places.

    What a machine cannot decide has the kind ``review``, and so no level (SARIF, 3.27.9 and 3.27.10). What was not
    examined is listed in the run's notifications: no result there proves nothing. Raises ``LookupError`` for a
    language that is not there.
    """
    words, known = words_in(language), {check.id: check for check in checks}
    findings = list(in_order(evidence))
    rules = [known[name] for name in sorted({finding.check for finding in findings} & known.keys())]
    indexes = {rule.id: number for number, rule in enumerate(rules)}
    compared = evidence.previous is not None
    run: SarifNode = {
        "tool": {"driver": _driver(words, rules)},
        "language": words.language,
        "columnKind": "unicodeCodePoints",
        "invocations": [_invocation(words, evidence)],
        "results": [
            _result(words, known.get(finding.check), finding, indexes, compared=compared) for finding in findings
        ],
    }
    return {"$schema": SARIF_SCHEMA, "version": SARIF_VERSION, "runs": [masked_values(run)]}


def _driver(words: Words, rules: Sequence[Check]) -> SarifNode:
    return {
        "name": "auditor",
        "fullName": f"web-convenience-auditor {__version__}",
        "version": __version__,
        "language": words.language,
        "rules": [_rule(words, rule) for rule in rules],
    }


def _rule(words: Words, rule: Check) -> SarifNode:
    """A rule; its help is in both languages, since its reader need not be who ran the audit."""
    codes = [f"{version} {code}" for version, names in sorted(rule.taiwan.items()) for code in names]
    texts = [text for text in (rule.title, rule.effect, rule.remedy) if text]
    help_ = (*(text.zh for text in texts), "", *(text.en for text in texts))
    return {
        "id": rule.id,
        "shortDescription": {"text": words.sentence(rule.title, {})},
        "fullDescription": {"text": words.text(rule.effect or rule.title)},
        "help": {"text": "\n".join(help_)},
        "defaultConfiguration": {"level": SARIF_LEVELS[rule.severity]},
        "properties": {"tags": [rule.topic.value, *rule.wcag, *codes], "severity": rule.severity.value},
    }


def _invocation(words: Words, evidence: Evidence) -> SarifNode:
    """How the run went: what was not examined, site by site, is no success."""
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
    for tally in sorted(site.tallies, key=lambda tally: tally.check):
        for reason, subjects in sorted(tally.untested.items()):
            because = words("phrase.untested_because", reason=words.of(reason))
            yield f"{words.name(site.site)}: {tally.check}: {because} ({words.number(subjects)})"


def _result(
    words: Words, check: Check | None, finding: Finding, indexes: dict[str, int], *, compared: bool
) -> SarifNode:
    failed = finding.outcome is Outcome.FAILED
    result: SarifNode = {
        "ruleId": finding.check,
        "kind": "fail" if failed else "review",
        "level": SARIF_LEVELS[finding.severity] if failed else "none",
        "message": {"text": message(words, check, finding)},
        "locations": [_location(place.place) for place in finding.spots],
        "partialFingerprints": {FINGERPRINT: finding.fingerprint},
        "properties": {
            "site": finding.site,
            "cause": finding.cause,
            "severity": finding.severity.value,
            "places": finding.places,
            "pages": finding.pages,
        },
    }
    if finding.check in indexes:
        result["ruleIndex"] = indexes[finding.check]
    if compared:
        result["baselineState"] = _STATES[finding.life]
    if finding.life is Life.WAIVED:
        result["suppressions"] = [{"kind": "external"}]
    return result


def message(words: Words, check: Check | None, finding: Finding) -> str:
    """Return a finding in words: what is at fault, where, what happened there, how to mend it or decide it."""
    place = finding.spots[0] if finding.spots else None
    data = place.data if place else {}
    question = check.question_on(data) if check and finding.outcome is Outcome.CANT_TELL else None
    parts = (
        finding_title(words, check, finding),
        finding_subject(words, finding),
        link_detail_text(words, str(data.get("detail", ""))),
        words.sentence(question, data) if question else remedy_text(words, check, finding, place),
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
