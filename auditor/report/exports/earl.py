"""Findings of one site as EARL 1.0 in JSON-LD, the W3C's language for results of evaluations.

Terms: https://www.w3.org/TR/EARL10-Schema/ and, for what points into a page, https://www.w3.org/TR/Pointers-in-RDF10/ .
The context is part of the file, so that nobody has to fetch one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import IO
from urllib.parse import quote

import msgspec

from auditor import __version__
from auditor.model import Check, Evidence, Finding, FindingPlace, Life, Outcome, Place, Run, SiteEvidence, SiteTally
from auditor.report.words import Words
from auditor.standards.criteria import understanding
from auditor.standards.personal_numbers import masked_values

CONTEXT: dict[str, object] = {
    "earl": "http://www.w3.org/ns/earl#",
    "dct": "http://purl.org/dc/terms/",
    "doap": "http://usefulinc.com/ns/doap#",
    "ptr": "http://www.w3.org/2009/pointers#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    **{
        name: f"earl:{name}"
        for name in ("Assertion", "Software", "TestSubject", "TestCriterion", "TestRequirement", "TestResult", "info")
    },
    **{
        name: {"@id": f"earl:{name}", "@type": "@id"}
        for name in ("assertedBy", "subject", "test", "result", "outcome", "mode", "pointer")
    },
    **{name: f"dct:{name}" for name in ("title", "description", "identifier")},
    **{name: {"@id": f"dct:{name}", "@type": "@id"} for name in ("isPartOf", "source", "requires")},
    "date": {"@id": "dct:date", "@type": "xsd:date"},
    "name": "doap:name",
    "revision": "doap:revision",
    "release": "doap:release",
    "expression": "ptr:expression",
    "lineNumber": {"@id": "ptr:lineNumber", "@type": "xsd:positiveInteger"},
    "charNumber": {"@id": "ptr:charNumber", "@type": "xsd:positiveInteger"},
}
"""The terms used, in the W3C's namespaces; the short names are those of the properties and classes."""

OUTCOMES = {
    Outcome.PASSED: "earl:passed",
    Outcome.FAILED: "earl:failed",
    Outcome.CANT_TELL: "earl:cantTell",
    Outcome.INAPPLICABLE: "earl:inapplicable",
    Outcome.UNTESTED: "earl:untested",
}
ASSERTOR = "#auditor"
_SAFE = "!#$%&'()*+,/:;=?@[]~"

EarlNode = dict[str, object]
"""An object of the format, ready to be written as JSON."""


def earl(evidence: Evidence, site: SiteEvidence, checks: Mapping[str, Check], words: Words) -> Iterator[EarlNode]:
    """Yield the nodes of one site's graph: the assertor, the checks as tests, and the assertions.

    A fault, and a question for a person, is asserted of its page with a pointer to the element. Places that pass are
    counted, not kept: a check that found nothing at fault anywhere is asserted *passed* (or *inapplicable*, where
    there was nothing to examine) of the site as a whole, and one that also found faults passes nothing. What could not
    be examined is *untested* with the number of pages and the reason.
    """
    named = {check for finding in site.findings for check in finding.checks} | {tally.check for tally in site.tallies}
    yield assertor(evidence.run, evidence.judgement.ruleset)
    yield from (test(checks[name], words) for name in sorted(named & checks.keys()))
    remaining = [finding for finding in site.findings if finding.life is not Life.FIXED]
    for finding in sorted(remaining, key=lambda finding: (finding.check, finding.fingerprint)):
        for place in finding.spots:
            for check in (finding.check, *place.also):
                yield assertion(check, finding, place, evidence.run.day)
    faulty = {check for finding in remaining for check in finding.checks}
    for tally in sorted(site.tallies, key=lambda tally: tally.check):
        yield from _whole(words, site, tally, evidence.run.day, faulty=tally.check in faulty)


def write_earl(nodes: Iterator[EarlNode], stream: IO[bytes]) -> None:
    """Write a graph as one JSON-LD document, one node a line, personal numbers masked."""
    encode = msgspec.json.Encoder(order="deterministic").encode
    stream.write(b'{"@context":' + msgspec.json.encode(CONTEXT) + b',\n"@graph":[')
    for number, node in enumerate(nodes):
        stream.write((b",\n" if number else b"\n") + encode(masked_values(node)))
    stream.write(b"\n]}\n")


def assertor(run: Run, ruleset: str = "") -> EarlNode:
    """Return the auditor with its version, and the engines of the run with theirs."""
    engines = [
        {"@type": "Software", "name": name, "release": {"@type": "doap:Version", "revision": version}}
        for name, version in sorted(run.tools.items())
        if name != "auditor"
    ]
    return {
        "@id": ASSERTOR,
        "@type": "Software",
        "name": "web-convenience-auditor",
        "release": {"@type": "doap:Version", "revision": run.tools.get("auditor", __version__)},
        "requires": engines,
        "description": ruleset,
    }


def test(check: Check, words: Words) -> EarlNode:
    """Return a check as a test criterion, part of the success criteria that it names."""
    return {
        "@id": f"#{check.id}",
        "@type": "TestCriterion",
        "title": words.sentence(check.title, {}),
        "identifier": [check.id, *sorted({code for names in check.taiwan.values() for code in names})],
        "isPartOf": requirements(check.wcag),
    }


def requirements(criteria: Sequence[str]) -> list[EarlNode]:
    """Return success criteria by number as the W3C's test requirements. Raises ``KeyError`` for an unknown number."""
    return [{"@id": understanding(number), "@type": "TestRequirement", "identifier": number} for number in criteria]


def assertion(check: str, finding: Finding, place: FindingPlace, day: str) -> EarlNode:
    """Return the verdict of a check on one place; what was not examined this time is untested."""
    outcome = Outcome.UNTESTED if finding.life is Life.UNEXAMINED else finding.outcome
    result = _result(outcome, day, finding.life.value if finding.life is not Life.NEW else "", place.reason)
    if pointers := list(_pointers(place.place)):
        result["pointer"] = pointers
    return _assertion(check, place.place.url, result)


def _whole(words: Words, site: SiteEvidence, tally: SiteTally, day: str, *, faulty: bool) -> Iterator[EarlNode]:
    address = site.site.url
    if not faulty and not tally.things.failed and not tally.things.cant_tell:
        if tally.things.passed:
            yield _assertion(tally.check, address, _result(Outcome.PASSED, day, f"passed: {tally.things.passed}"))
        elif tally.looked_at:
            yield _assertion(tally.check, address, _result(Outcome.INAPPLICABLE, day))
    for reason, subjects in sorted(tally.untested.items()):
        yield _assertion(
            tally.check, address, _result(Outcome.UNTESTED, day, words.of(reason), f"subjects: {subjects}")
        )


def _assertion(check: str, address: str, result: EarlNode) -> EarlNode:
    """An assertion in the mode *automatic*: no person took part (EARL 1.0 Schema, 2.7)."""
    source = quote(address, safe=_SAFE)
    return {
        "@type": "Assertion",
        "assertedBy": ASSERTOR,
        "mode": "earl:automatic",
        "subject": {"@type": "TestSubject", "source": source},
        "test": f"#{check}",
        "result": result,
    }


def _result(outcome: Outcome, day: str, *notes: str) -> EarlNode:
    info = "; ".join(note for note in notes if note)
    result: EarlNode = {"@type": "TestResult", "outcome": OUTCOMES[outcome], "date": day}
    return result | ({"info": info} if info else {})


def _pointers(place: Place) -> Iterator[EarlNode]:
    if place.selector:
        yield {"@type": "ptr:CSSSelectorPointer", "expression": place.selector}
    if place.line:
        column = {"charNumber": str(place.column)} if place.column else {}
        yield {"@type": "ptr:LineCharPointer", "lineNumber": str(place.line), **column}
