"""SARIF: the properties that the 2.1.0 schema requires, and nothing lost or claimed on the way."""

from __future__ import annotations

import json
import re
from typing import Any

import msgspec
import pytest
from report_evidence import CHECKS, evidence

from auditor.model import Evidence, Life, Outcome, Severity
from auditor.report.exports.sarif import FINGERPRINT, SARIF_LEVELS, sarif

MADE = evidence(sites=9, audited=4, findings=30)
URI = re.compile(r"[a-z][a-z0-9+.-]*:[!#$%&'()*+,/:;=?@\[\]~\w.-]*", re.ASCII)


def log(found: Evidence = MADE, language: str = "zh-TW") -> dict[str, Any]:
    """The log as a reader gets it."""
    return json.loads(msgspec.json.encode(sarif(found, CHECKS, language)))


def run(found: Evidence = MADE, language: str = "zh-TW") -> dict[str, Any]:
    return log(found, language)["runs"][0]


def test_the_log_has_what_the_schema_requires() -> None:
    whole = log()
    assert whole["version"] == "2.1.0"
    assert whole["$schema"].endswith("sarif-schema-2.1.0.json")
    driver = whole["runs"][0]["tool"]["driver"]
    assert driver["name"] == "auditor"
    ids = [rule["id"] for rule in driver["rules"]]
    assert len(ids) == len(set(ids)) == len(CHECKS)
    for rule in driver["rules"]:
        assert rule["defaultConfiguration"]["level"] in {"none", "note", "warning", "error"}
        assert rule["shortDescription"]["text"]
        assert rule["help"]["text"]


def test_every_result_is_well_formed() -> None:
    one_run = run()
    rules = one_run["tool"]["driver"]["rules"]
    for result in one_run["results"]:
        assert result["message"]["text"]
        assert result["kind"] in {"fail", "review"}
        assert result["level"] in {"none", "note", "warning", "error"}
        assert (result["level"] == "none") == (result["kind"] == "review")
        assert result["baselineState"] in {"new", "unchanged", "updated", "absent"}
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        for location in result["locations"]:
            physical = location["physicalLocation"]
            assert URI.fullmatch(physical["artifactLocation"]["uri"])
            assert physical["region"]["startLine"] >= 1
            assert physical["region"]["startColumn"] >= 1


def test_every_finding_is_a_result_with_all_its_places_and_its_fingerprint() -> None:
    results = {result["partialFingerprints"][FINGERPRINT]: result for result in run()["results"]}
    found = [finding for site in MADE.sites for finding in site.findings]
    assert len(results) == len(found)
    for finding in found:
        result = results[finding.fingerprint]
        assert result["ruleId"] == finding.check
        assert len(result["locations"]) == len(finding.spots)
        failed = finding.outcome is Outcome.FAILED
        assert result["level"] == (SARIF_LEVELS[finding.severity] if failed else "none")
        assert (result["baselineState"] == "absent") == (finding.life is Life.FIXED)
        assert ("suppressions" in result) == (finding.life is Life.WAIVED)


def test_the_levels_know_every_severity() -> None:
    assert set(SARIF_LEVELS) == set(Severity)


def test_help_is_in_both_languages_and_messages_in_the_one_chosen() -> None:
    for language, title in (("zh-TW", "連結失效"), ("en", "Link broken")):
        one_run = run(language=language)
        rule = next(rule for rule in one_run["tool"]["driver"]["rules"] if rule["id"] == "link-broken")
        assert rule["shortDescription"]["text"] == title
        assert "連結失效" in rule["help"]["text"]
        assert "Link broken" in rule["help"]["text"]
        messages = [result["message"]["text"] for result in one_run["results"] if result["ruleId"] == "link-broken"]
        assert messages
        assert all(text.startswith(title) for text in messages)


def test_what_was_not_looked_at_is_no_success() -> None:
    invocation = run()["invocations"][0]
    assert invocation["executionSuccessful"] is False
    levels = [note["level"] for note in invocation["toolExecutionNotifications"]]
    missed = [site for site in MADE.sites if site.run.state != "audited"]
    assert levels.count("error") == len(missed) > 0
    assert levels.count("note") == sum(len(tally.untested) for site in MADE.sites for tally in site.tallies) > 0


def test_without_an_earlier_run_nothing_is_compared() -> None:
    alone = msgspec.structs.replace(MADE, previous=None)
    assert not any("baselineState" in result for result in run(alone)["results"])


def test_a_place_without_a_line_has_no_region() -> None:
    site = MADE.sites[0]
    first = site.findings[0]
    spot = first.spots[0]
    lost = msgspec.structs.replace(spot, place=msgspec.structs.replace(spot.place, line=0))
    finding = msgspec.structs.replace(first, spots=(lost,))
    changed = msgspec.structs.replace(site, findings=(finding,))
    result = run(msgspec.structs.replace(MADE, sites=(changed,)))["results"][0]
    assert "region" not in result["locations"][0]["physicalLocation"]
    assert result["locations"][0]["logicalLocations"][0]["fullyQualifiedName"] == spot.place.selector


def test_an_unknown_language_is_refused() -> None:
    with pytest.raises(LookupError, match="zh-TW, en"):
        sarif(MADE, CHECKS, "fr")
