"""Findings as JUnit XML, the format that build servers read test results in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from xml.etree import ElementTree as Xml

from auditor.model import Check, Evidence, Finding, FindingPlace, Life, Outcome, SiteEvidence, SiteState, SiteTally
from auditor.report.exports.findings_json import in_order
from auditor.report.exports.sarif import message
from auditor.report.html.cards import card_title, cause_words
from auditor.report.html.summary import site_reason
from auditor.report.words import Words, words_in

_UNWRITABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 (2.2, Char) cannot hold, not even escaped."""

_ENDED = frozenset({Life.FIXED, Life.WAIVED})


def junit(evidence: Evidence, checks: Sequence[Check], language: str = "zh-TW") -> bytes:
    """Everything that was found as one XML document (UTF-8): a suite for each site, a case for each check and cause.

    A fault is a failure. What a person has to look at, and what a check could not look at, is skipped with the reason:
    it did not pass. A site that was not audited is an error. Raises ``LookupError`` for a language that is not there.
    """
    words, known = words_in(language), {check.id: check for check in checks}
    found = {site: list(members) for site, members in groupby(in_order(evidence), key=lambda one: one.site)}
    root = Xml.Element("testsuites", name="auditor")
    for site in evidence.sites:
        root.append(_suite(words, known, site, [one for one in found.get(site.site.id, ()) if one.life not in _ENDED]))
    for count in ("tests", "failures", "errors", "skipped"):
        root.set(count, str(sum(int(suite.get(count, 0)) for suite in root)))
    Xml.indent(root)
    text: bytes = Xml.tostring(root, encoding="utf-8", xml_declaration=True)
    return text + b"\n"


def _suite(words: Words, checks: dict[str, Check], site: SiteEvidence, found: Sequence[Finding]) -> Xml.Element:
    suite = Xml.Element("testsuite", name=_clean(words.name(site.site)), id=site.site.id)
    if site.run.state is SiteState.AUDITED:
        suite.extend(_finding(words, checks.get(one.check), one) for one in found)
        failed = {one.check for one in found if one.outcome is Outcome.FAILED}
        suite.extend(case for tally in site.tallies for case in _tally(words, checks, tally, failed))
    else:
        case = Xml.SubElement(suite, "testcase", classname="site", name=_clean(words.name(site.site)))
        Xml.SubElement(case, "error", type=site.run.state.value, message=_clean(site_reason(words, site)))
    counts = {"failures": "failure", "errors": "error", "skipped": "skipped"}
    suite.set("tests", str(len(suite)))
    for name, tag in counts.items():
        suite.set(name, str(len(suite.findall(f"testcase/{tag}"))))
    return suite


def _finding(words: Words, check: Check | None, found: Finding) -> Xml.Element:
    """A case that failed, or that a person has to decide."""
    case = Xml.Element("testcase", classname=found.check, name=_clean(f"{found.check}: {found.cause}"))
    headline = ": ".join(part for part in (card_title(words, check, found), cause_words(words, found)) if part)
    text = "\n".join((message(words, check, found), *map(_line, found.spots)))
    if found.outcome is Outcome.FAILED:
        Xml.SubElement(case, "failure", type=found.severity.value, message=_clean(headline)).text = _clean(text)
    else:
        Xml.SubElement(case, "skipped", message=_clean(f"{words.of(found.outcome)}: {headline}")).text = _clean(text)
    return case


def _tally(words: Words, checks: dict[str, Check], tally: SiteTally, failed: set[str]) -> Iterator[Xml.Element]:
    """The cases of a check that found nothing at fault where it looked, and of where it could not look."""
    check = checks.get(tally.check)
    name = f"{tally.check}: {words.sentence(check.title, {})}" if check else tally.check
    if tally.things.passed and tally.check not in failed:
        yield Xml.Element("testcase", classname=tally.check, name=f"{name} ({words.number(tally.things.passed)})")
    for reason, subjects in sorted(tally.untested.items()):
        case = Xml.Element("testcase", classname=tally.check, name=f"{name} [{reason.value}]")
        because = words("say.untested_because", reason=words.of(reason))
        Xml.SubElement(case, "skipped", message=f"{because} ({words.number(subjects)})")
        yield case


def _line(spot: FindingPlace) -> str:
    """One place as compilers write it, for editors that jump there."""
    place = spot.place
    return f"{place.url}:{place.line}:{place.column}" if place.line else f"{place.url} {place.selector}".rstrip()


def _clean(text: str) -> str:
    return _UNWRITABLE.sub("\ufffd", text)
