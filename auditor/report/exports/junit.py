"""Findings as JUnit XML, the format in which build servers read test results."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from xml.etree import ElementTree as Xml

from auditor.model import Check, Evidence, Finding, FindingPlace, Life, Outcome, SiteEvidence, SiteState, SiteTally
from auditor.report.exports.findings_json import in_order
from auditor.report.exports.sarif import message
from auditor.report.html.finding_texts import finding_subject, finding_title
from auditor.report.html.summary import site_reason
from auditor.report.words import Words, words_in
from auditor.standards.personal_numbers import masked

_UNWRITABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 (2.2, Char) cannot hold, not even escaped."""

_ENDED = frozenset({Life.FIXED, Life.WAIVED})


def junit(evidence: Evidence, checks: Sequence[Check], language: str = "zh-TW") -> bytes:
    """Return everything that was found as one XML document (UTF-8): a suite a site, a case for each check and cause.

    A fault is a failure. What a person has to decide, and what a check could not examine, is skipped with the reason:
    it did not pass. A site that was not audited is an error. Raises ``LookupError`` for a language that is not there.
    """
    words, known = words_in(language), {check.id: check for check in checks}
    remaining = (finding for finding in in_order(evidence) if finding.life not in _ENDED)
    by_site = {site: list(findings) for site, findings in groupby(remaining, key=lambda finding: finding.site)}
    root = Xml.Element("testsuites", name="auditor")
    for site in evidence.sites:
        root.append(_suite(words, known, site, by_site.get(site.site.id, ())))
    for count in ("tests", "failures", "errors", "skipped"):
        root.set(count, str(sum(int(suite.get(count, 0)) for suite in root)))
    Xml.indent(root)
    text: bytes = Xml.tostring(root, encoding="utf-8", xml_declaration=True)
    return text + b"\n"


def _suite(words: Words, checks: dict[str, Check], site: SiteEvidence, findings: Sequence[Finding]) -> Xml.Element:
    suite = Xml.Element("testsuite", name=_clean(words.name(site.site)), id=site.site.id)
    if site.run.state is SiteState.AUDITED:
        suite.extend(_finding(words, checks.get(finding.check), finding) for finding in findings)
        failed = {finding.check for finding in findings if finding.outcome is Outcome.FAILED}
        suite.extend(case for tally in site.tallies for case in _tally(words, checks, tally, failed))
    else:
        case = Xml.SubElement(suite, "testcase", classname="site", name=_clean(words.name(site.site)))
        Xml.SubElement(case, "error", type=site.run.state.value, message=_clean(site_reason(words, site)))
    counts = {"failures": "failure", "errors": "error", "skipped": "skipped"}
    suite.set("tests", str(len(suite)))
    for name, tag in counts.items():
        suite.set(name, str(len(suite.findall(f"testcase/{tag}"))))
    return suite


def _finding(words: Words, check: Check | None, finding: Finding) -> Xml.Element:
    """A case that failed, or that a person has to decide."""
    case = Xml.Element("testcase", classname=finding.check, name=_clean(f"{finding.check}: {finding.cause}"))
    headline = ": ".join(
        part for part in (finding_title(words, check, finding), finding_subject(words, finding)) if part
    )
    text = "\n".join((message(words, check, finding), *map(_line, finding.spots)))
    if finding.outcome is Outcome.FAILED:
        Xml.SubElement(case, "failure", type=finding.severity.value, message=_clean(headline)).text = _clean(text)
    else:
        Xml.SubElement(case, "skipped", message=_clean(f"{words.of(finding.outcome)}: {headline}")).text = _clean(text)
    return case


def _tally(words: Words, checks: dict[str, Check], tally: SiteTally, failed: set[str]) -> Iterator[Xml.Element]:
    """The cases of a check that examined things and found no fault, and of what it could not examine."""
    check = checks.get(tally.check)
    name = f"{tally.check}: {words.sentence(check.title, {})}" if check else tally.check
    if tally.things.passed and tally.check not in failed:
        yield Xml.Element("testcase", classname=tally.check, name=f"{name} ({words.number(tally.things.passed)})")
    for reason, subjects in sorted(tally.untested.items()):
        case = Xml.Element("testcase", classname=tally.check, name=f"{name} [{reason.value}]")
        because = words("phrase.untested_because", reason=words.of(reason))
        Xml.SubElement(case, "skipped", message=f"{because} ({words.number(subjects)})")
        yield case


def _line(finding_place: FindingPlace) -> str:
    """One place as compilers write it, for editors that jump there."""
    place = finding_place.place
    return f"{place.url}:{place.line}:{place.column}" if place.line else f"{place.url} {place.selector}".rstrip()


def _clean(text: str) -> str:
    return _UNWRITABLE.sub("\ufffd", masked(text))
