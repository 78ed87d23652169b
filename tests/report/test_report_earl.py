"""EARL: every term belongs to a vocabulary of the W3C, everything asserted is in the evidence, no more."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import msgspec
import pytest
from report_evidence import CHECKS, evidence

from auditor.model import Life, Outcome, SiteEvidence, SiteState, SiteTally, Tally, Untested
from auditor.report.exports.earl import CONTEXT, OUTCOMES, earl
from auditor.report.words import words_in
from auditor.standards import table
from auditor.standards.criteria import criteria_up_to, understanding

MADE = evidence(sites=3, audited=2, findings=30)
KNOWN = {check.id: check for check in CHECKS}


def graph(site: SiteEvidence) -> list[dict[str, Any]]:
    return [json.loads(json.dumps(node)) for node in earl(MADE, site, KNOWN, words_in("en"))]


def assertions(site: SiteEvidence) -> list[dict[str, Any]]:
    return [node for node in graph(site) if node["@type"] == "Assertion"]


def _terms(node: object) -> set[str]:
    """Every key and every type that stands in a document."""
    if isinstance(node, list):
        return set().union(*map(_terms, node))
    if not isinstance(node, dict):
        return set()
    return {*node, *filter(None, [node.get("@type")])}.union(*map(_terms, node.values())) - {"@id", "@type"}


def test_every_audited_site_has_a_file_whose_terms_its_own_context_explains(folder: Path) -> None:
    files = sorted((folder / "earl").iterdir())
    audited = [site for site in evidence().sites if site.run.state is SiteState.AUDITED]
    assert {file.stem for file in files} == {site.site.id for site in audited}
    for file in files:
        document = json.loads(file.read_text(encoding="utf-8"))
        assert set(document) == {"@context", "@graph"}
        prefixes = {name for name, iri in document["@context"].items() if str(iri).startswith("http")}
        for term in _terms(document["@graph"]):
            assert term in document["@context"] or term.split(":")[0] in prefixes, term
        manifest = (folder / "manifest.json").read_text(encoding="utf-8")
        assert f"earl/{file.name}" in manifest


def test_every_term_of_the_context_leads_into_a_vocabulary() -> None:
    for name, meaning in CONTEXT.items():
        iri = meaning["@id"] if isinstance(meaning, dict) else meaning
        assert isinstance(iri, str)
        assert iri.startswith("http://") or iri.split(":")[0] in CONTEXT, name


def test_every_place_that_is_not_mended_is_asserted_once_with_its_page_and_pointer() -> None:
    site = MADE.sites[0]
    pointed = [node for node in assertions(site) if "pointer" in node["result"]]
    spots = [spot for found in site.findings if found.life is not Life.FIXED for spot in found.spots]
    assert len(pointed) == len(spots)
    for node in pointed:
        assert node["assertedBy"] == "#auditor"
        assert node["mode"] == "earl:automatic"
        assert node["subject"]["source"].isascii()
        kinds = [pointer["@type"] for pointer in node["result"]["pointer"]]
        assert kinds == ["ptr:CSSSelectorPointer", "ptr:LineCharPointer"]


def test_every_test_named_is_in_the_graph_with_its_criteria() -> None:
    nodes = graph(MADE.sites[0])
    tests = {node["@id"]: node for node in nodes if node["@type"] == "TestCriterion"}
    assert {node["test"] for node in nodes if node["@type"] == "Assertion"} <= tests.keys()
    image = tests["#image-alt-missing"]
    assert image["identifier"] == ["image-alt-missing", "HM1110100C"]
    assert [part["@id"] for part in image["isPartOf"]] == ["https://www.w3.org/TR/WCAG22/#non-text-content"]


def test_the_assertor_names_every_engine_with_its_version() -> None:
    first = graph(MADE.sites[0])[0]
    assert first["release"]["revision"] == "1.0"
    assert {engine["name"]: engine["release"]["revision"] for engine in first["requires"]} == {
        "axe-core": "4.14.1",
        "chromium": "149.0",
    }


@pytest.mark.parametrize(
    ("things", "looked_at", "untested", "outcomes"),
    [
        (Tally(passed=7), 3, {}, ["earl:passed"]),
        (Tally(), 3, {}, ["earl:inapplicable"]),
        (Tally(), 0, {Untested.BLOCKED: 2}, ["earl:untested"]),
        (Tally(passed=7), 3, {Untested.BLOCKED: 2}, ["earl:passed", "earl:untested"]),
        (Tally(passed=7, failed=1), 3, {}, []),
        (Tally(passed=7, cant_tell=1), 3, {}, []),
    ],
)
def test_a_site_passes_only_where_nothing_was_at_fault(
    things: Tally, looked_at: int, untested: dict[Untested, int], outcomes: list[str]
) -> None:
    bare = MADE.sites[0]
    tally = SiteTally("link-broken", things, looked_at, things.failed, untested)
    site = SiteEvidence(bare.site, bare.run, (tally,))
    assert [node["result"]["outcome"] for node in assertions(site)] == outcomes


def test_a_place_where_two_checks_fail_is_asserted_for_both_and_neither_passes() -> None:
    found = next(
        finding for finding in MADE.sites[0].findings if finding.check == "link-broken" and finding.life is Life.NEW
    )
    spot = msgspec.structs.replace(found.spots[0], also=("image-alt-missing",))
    other = SiteTally("image-alt-missing", Tally(passed=4), 3, 0)
    changed = msgspec.structs.replace(found, spots=(spot,))
    made = assertions(SiteEvidence(MADE.sites[0].site, MADE.sites[0].run, (other,), (changed,)))
    assert {node["test"]: node["result"]["outcome"] for node in made} == {
        "#link-broken": "earl:failed",
        "#image-alt-missing": "earl:failed",
    }


def test_what_was_not_examined_again_is_untested() -> None:
    found = msgspec.structs.replace(MADE.sites[0].findings[0], life=Life.UNEXAMINED)
    site = SiteEvidence(MADE.sites[0].site, MADE.sites[0].run, (), (found,))
    assert {node["result"]["outcome"] for node in assertions(site)} == {"earl:untested"}


def test_the_outcomes_are_all_there() -> None:
    assert set(OUTCOMES) == set(Outcome)


def test_criteria_are_counted_by_version_and_level() -> None:
    assert len(criteria_up_to("AA", "2.0")) == 38
    assert len(criteria_up_to("AA", "2.1")) == 50
    assert len(criteria_up_to("AA", "2.2")) == 55
    assert len(criteria_up_to("AAA", "2.2")) == 86


def test_the_places_of_criteria_are_those_that_the_w3c_uses(cases: Path) -> None:
    rules = json.loads((cases / "act-rules" / "wcag-mapping.json").read_text(encoding="utf-8"))["act-rules"]
    ours = {understanding(number).rpartition("#")[2] for number in table("wcag")["criteria"]}
    assert {name for rule in rules for name in rule["successCriteria"]} <= ours
