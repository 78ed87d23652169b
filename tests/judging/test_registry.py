"""Finding checks, choosing among them, and refusing to start with a faulty one."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Iterator
from types import ModuleType, SimpleNamespace
from typing import Any

import msgspec
import pytest

from auditor.judging import registry
from auditor.model import Check, Context, Head, LinkTarget, Scope, Severity, Text, Topic, Verdict, passed


def judged(head: Head) -> Iterator[Verdict]:
    """Examines the head."""
    yield passed(head.place)


GOOD = Check(
    id="thing-missing",
    scope=Scope.PAGE,
    topic=Topic.METADATA,
    severity=Severity.MINOR,
    title=Text("缺少", "Missing"),
    remedy=Text("請補上", "Add it"),
    judge=judged,
    needs={"head": Head},
    summary="Examines the head.",
)


def changed(**parts: Any) -> Check:
    return msgspec.structs.replace(GOOD, **parts)


def test_all_built_in_checks_can_be_used() -> None:
    checks = registry.load_checks(packs=False)
    assert {"link-broken", "dublin-core-missing", "classification-same-everywhere"} <= {check.id for check in checks}
    assert {check.topic for check in checks} >= {Topic.LINKS, Topic.METADATA}
    order = [(list(Topic).index(check.topic), check.id) for check in checks]
    assert order == sorted(order)


def test_a_good_check_has_no_faults() -> None:
    assert list(registry.registry_faults([GOOD])) == []


@pytest.mark.parametrize(
    ("check", "words"),
    [
        (changed(id="Thing_Missing"), "kebab-case"),
        (changed(summary=""), "no docstring"),
        (changed(title=Text("", "Missing")), "title has no words in zh"),
        (changed(title=Text("缺少{name}", "Missing")), "placeholder"),
        (changed(remedy=Text("請補上", " ")), "remedy has no words in en"),
        (changed(question=Text("是嗎", "")), "question has no words in en"),
        (changed(needs={}), "takes nothing"),
        (changed(needs={"words": dict}), "parameter words needs dict, which a page check cannot have"),
        (changed(needs={"target": LinkTarget}), "choose one of Blocks, Context, DeadLinks, Document"),
        (
            changed(scope=Scope.LINK, needs={"context": Context}),
            "which a link check cannot have; choose one of LinkTarget",
        ),
        (changed(wcag=("9.9.9",)), "no criterion 9.9.9"),
        (changed(taiwan={"111.01": ("HM1110100C",)}), "names version '111.01'; there are 2.0, 110.07, 115.11"),
        (changed(taiwan={"115.11": ("HM1410100C",)}), "version 115.11 has no code HM1410100C that machine judge"),
        (changed(manual_codes={"110.07": ("HM1110100C",)}), "no code HM1110100C that people judge"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_faulty_check_is_named_with_its_fault(check: Check, words: str) -> None:
    (fault,) = registry.registry_faults([check])
    assert fault.startswith(f"check {check.id}: ")
    assert words in fault


def test_codes_and_criteria_that_exist_are_accepted() -> None:
    labelled = changed(
        wcag=("1.1.1", "2.5.8"),
        taiwan={"2.0": ("XH1010100",), "110.07": ("HM1410100C", "HM1130103C_1"), "115.11": ("HM1110100C",)},
        manual_codes={"115.11": ("HM1110100E",)},
    )
    assert list(registry.registry_faults([labelled])) == []


def test_two_checks_of_one_id_are_refused() -> None:
    assert list(registry.registry_faults([GOOD, GOOD])) == ["check thing-missing: two checks have this id; rename one"]


@pytest.fixture
def pack(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Lets a test declare what installed packs offer."""

    def offer(loaded: object) -> None:
        entry = SimpleNamespace(name="theirs", value="theirs.checks", load=lambda: loaded)
        monkeypatch.setattr(registry, "entry_points", lambda group: [entry] if group == "auditor.checks" else [])

    return offer


def test_a_pack_may_be_a_module_or_a_callable(pack: Any) -> None:
    module = ModuleType("theirs.checks.file_with_any_name")
    module.alone = GOOD  # type: ignore[attr-defined]
    module.CHECKS = (changed(id="other-missing"),)  # type: ignore[attr-defined]
    pack(module)
    assert {"thing-missing", "other-missing"} <= {check.id for check in registry.load_checks()}
    pack(lambda: [GOOD])
    assert "thing-missing" in {check.id for check in registry.load_checks()}
    assert "thing-missing" not in {check.id for check in registry.load_checks(packs=False)}


def test_a_faulty_pack_stops_the_start_with_every_fault(pack: Any) -> None:
    pack(lambda: [changed(needs={"words": dict}), changed(id="link-broken")])
    with pytest.raises(registry.RegistryError) as raised:
        registry.load_checks()
    assert "check thing-missing: parameter words needs dict" in str(raised.value)
    assert "check link-broken: two checks have this id" in str(raised.value)
    pack(lambda: ["no check"])
    with pytest.raises(registry.RegistryError, match=r"pack theirs \(theirs.checks\) gives str, not a Check"):
        registry.load_checks()


def test_a_check_is_named_as_its_file(monkeypatch: pytest.MonkeyPatch) -> None:
    module = ModuleType("checks.metadata.something_else")
    module.thing_missing = GOOD  # type: ignore[attr-defined]
    monkeypatch.setattr(registry, "_built_in_checks", lambda: registry._of_module(module))
    with pytest.raises(
        registry.RegistryError, match=r"its file is something_else\.py; name the file thing_missing\.py"
    ):
        registry.load_checks(packs=False)


def test_choosing_by_topic_id_and_level() -> None:
    links = changed(id="link-thing", topic=Topic.LINKS)
    high = changed(id="high-thing", wcag=("1.4.6", "2.4.9"))
    both = changed(id="both-thing", wcag=("1.4.3", "1.4.6"))
    pool = (GOOD, links, high, both)
    assert registry.select(pool) == pool
    assert registry.select(pool, topics=["links"]) == (links,)
    assert registry.select(pool, ids=["high-thing", "link-thing"]) == (links, high)
    assert registry.select(pool, level="AA") == (GOOD, links, both)
    assert registry.select(pool, level="A") == (GOOD, links)


@pytest.mark.parametrize("wrong", [{"ids": ["nothing"]}, {"topics": ["nothing"]}, {"level": "nothing"}])
def test_choosing_what_does_not_exist_is_an_error(wrong: dict[str, Any]) -> None:
    with pytest.raises(LookupError, match="no such check, topic or level: nothing"):
        registry.select((GOOD,), **wrong)


def test_the_version_changes_with_what_may_change_a_verdict(monkeypatch: pytest.MonkeyPatch) -> None:
    version = registry.ruleset_version([GOOD])
    assert len(version) == 12
    assert version == registry.ruleset_version([changed(title=Text("改名", "Renamed"), summary="Other words.")])
    others = [
        [changed(severity=Severity.SERIOUS)],
        [changed(wcag=("1.1.1",))],
        [changed(taiwan={"115.11": ("HM1110100C",)})],
        [GOOD, changed(id="other-missing")],
    ]
    assert len({version, *map(registry.ruleset_version, others)}) == 5
    monkeypatch.setattr(registry, "table_bytes", lambda name: b"another table")
    assert registry.ruleset_version([GOOD]) != version


@pytest.mark.parametrize(
    ("check", "shared"),
    [("sitemap-missing", "checks.judges.linked_page"), ("rating-missing", "auditor.standards.topics")],
)
def test_the_version_changes_with_code_that_checks_share(
    check: str, shared: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    checks = {found.id: found for found in registry.load_checks(packs=False)}
    before = [registry.ruleset_version([checks[name]]) for name in (check, "image-alt-missing")]
    source = inspect.getsource
    monkeypatch.setattr(inspect, "getsource", lambda module: source(module) + "#" * (module.__name__ == shared))
    after = [registry.ruleset_version([checks[name]]) for name in (check, "image-alt-missing")]
    assert after[0] != before[0]
    assert after[1] == before[1]


def test_the_version_does_not_depend_on_the_order() -> None:
    checks = registry.load_checks(packs=False)
    assert registry.ruleset_version(checks) == registry.ruleset_version(checks[::-1])


def test_listing_is_by_topic_and_worst_first() -> None:
    worst = changed(id="worst-thing", severity=Severity.BLOCKER, wcag=("1.4.3", "1.1.1"))
    rows = registry.listing([GOOD, worst])
    assert [row.check.id for row in rows[Topic.METADATA]] == ["worst-thing", "thing-missing"]
    assert rows[Topic.METADATA][0].levels == ("A", "AA")
    assert rows[Topic.METADATA][1].needs == ("Head",)
    assert rows[Topic.LINKS] == ()


def test_private_modules_hold_no_checks() -> None:
    registry.load_checks(packs=False)
    assert all(not name.rpartition(".")[2].startswith("_") for name in sys.modules if name.startswith("checks."))
