"""JUnit: parsed back, it has what was found; what was not examined never passes."""

from __future__ import annotations

from xml.etree import ElementTree as Xml

from report_evidence import CHECKS, HOSTILE, evidence

from auditor.model import Finding, Life, Outcome, SiteEvidence, SiteState
from auditor.report.exports.junit import junit

MADE = evidence(sites=9, audited=4, findings=30)


def suites(language: str = "zh-TW") -> dict[str, Xml.Element]:
    root = Xml.fromstring(junit(MADE, CHECKS, language))
    assert root.tag == "testsuites"
    return {suite.get("id", ""): suite for suite in root}


def still_there(site: SiteEvidence) -> list[Finding]:
    return [found for found in site.findings if found.life not in {Life.FIXED, Life.WAIVED}]


def test_there_is_a_suite_for_every_site_with_its_own_counts() -> None:
    made = suites()
    assert list(made) == [site.site.id for site in MADE.sites]
    root = Xml.fromstring(junit(MADE, CHECKS))
    for counter, tag in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
        for suite in made.values():
            assert int(suite.get(counter, "")) == len(suite.findall(f"testcase/{tag}"))
            assert int(suite.get("tests", "")) == len(suite.findall("testcase"))
        assert int(root.get(counter, "")) == sum(int(suite.get(counter, "")) for suite in made.values()) > 0


def test_every_cause_is_a_case_with_all_its_places() -> None:
    made = suites()
    for site in MADE.sites:
        failures = made[site.site.id].findall("testcase/failure")
        failed = [found for found in still_there(site) if found.outcome is Outcome.FAILED]
        assert len(failures) == len(failed)
        lines = sum((failure.text or "").count(":14:4") + (failure.text or "").count(":10:4") for failure in failures)
        assert lines == sum(spot.place.line in {10, 14} for found in failed for spot in found.spots)


def test_what_a_person_has_to_decide_is_skipped_and_not_passed() -> None:
    for site in MADE.sites:
        unsure = {found.check for found in still_there(site) if found.outcome is Outcome.CANT_TELL}
        cases = suites()[site.site.id].findall("testcase")
        skipped = {case.get("classname") for case in cases if case.find("skipped") is not None}
        assert unsure <= skipped


def test_a_check_passes_only_where_it_examined_things_and_found_nothing_at_fault() -> None:
    for site in MADE.sites:
        cases = suites()[site.site.id].findall("testcase")
        passed = {case.get("classname") for case in cases if not len(case)}
        failed = {case.get("classname") for case in cases if case.find("failure") is not None}
        assert not passed & failed
        examined = {tally.check for tally in site.tallies if tally.things.passed}
        assert passed == (examined - failed if site.run.state is SiteState.AUDITED else set())


def test_a_site_that_was_not_audited_is_an_error() -> None:
    made = suites("en")
    for site in MADE.sites:
        errors = made[site.site.id].findall("testcase/error")
        assert len(errors) == (site.run.state is not SiteState.AUDITED)
        assert all(error.get("message") for error in errors)


def test_what_xml_cannot_hold_is_marked_and_what_is_markup_is_text() -> None:
    site = next(site for site in MADE.sites if still_there(site))
    text = junit(MADE, CHECKS).decode()
    assert "\x00" not in text
    assert "<script>alert(1)</script>" not in text
    snippets = [place.place.snippet for finding in site.findings for place in finding.spots]
    assert any(hostile in snippet for hostile in HOSTILE for snippet in snippets)
