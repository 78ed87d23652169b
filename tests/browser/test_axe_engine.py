from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from auditor.browser import axe, axe_release
from auditor.browser.browser import Browser, BrowserSettings
from auditor.browser.tab import PageMoved, Tab
from auditor.model import EngineResult, Outcome, Region, Untested, VisitFailure
from auditor.standards import table

PAGE = '<!doctype html><html lang="zh-Hant"><title>頁</title><body><main><h1>題</h1>{}</main></body>'
INNER = '<!doctype html><html lang="zh-Hant"><title>內</title><body><img src="/inner.png"></body>'
CJK = re.compile("[\u4e00-\u9fff]")


class FakeTab(Tab):
    """Returns the same result for every expression, and records the expressions."""

    def __init__(self, **result: Any) -> None:
        self.result = {"version": "4.14.1", "url": "http://a/", "rules": [], "frames": [], "failure": "", "detail": ""}
        self.result |= result
        self.expressions: list[str] = []

    def evaluate(self, expression: str) -> str:
        self.expressions.append(expression)
        return json.dumps(self.result)


def test_results_become_facts() -> None:
    element = ["body > img", "main", '<img src="A123456789">', "沒有 alt", "has-alt/why"]
    frame = [False, "body > iframe", "footer", "<iframe>", "frame", ""]
    tab = FakeTab(rules=[["image-alt", 3, [[True, *element], [False, *element]]], ["list", 0, []]], frames=[frame])
    result = axe.run_axe(tab, "http://a/", ["wcag2a"], 5)
    failed, doubtful = result.rules[0].nodes
    assert (result.rules[0].passed, failed.outcome, doubtful.outcome) == (3, Outcome.FAILED, Outcome.CANT_TELL)
    assert (failed.kind, doubtful.kind) == ("", "has-alt/why")
    assert (failed.place.region, failed.place.snippet) == (Region.MAIN, '<img src="A*********">')
    assert result.rules[1].nodes == ()
    assert result.untested_frames[0].selector == "body > iframe"


def test_options_reach_the_page_as_json() -> None:
    tab = FakeTab()
    axe.run_axe(tab, "http://a/", ["wcag2a", "best-practice"], 5)
    options = json.loads(tab.expressions[0].removeprefix("auditor.runAxe(").removesuffix(")"))
    assert options["runOnly"] == ["wcag2a", "best-practice"]
    assert options["rules"] == {"frame-tested": {"enabled": True}}


def test_a_crash_of_the_engine_is_a_fact() -> None:
    result = axe.run_axe(FakeTab(failure="engine_crashed", detail="why"), "http://a/", ["wcag2a"], 5)
    assert (result.failure, result.detail) == (Untested.ENGINE_CRASHED, "why")


def test_results_of_another_address_are_not_taken() -> None:
    with pytest.raises(PageMoved, match="http://b/"):
        axe.run_axe(FakeTab(url="http://b/"), "http://a/", ["wcag2a"], 5)
    assert axe.run_axe(FakeTab(url="http://a/#part"), "http://a/", ["wcag2a"], 5).failure is None


@pytest.fixture
def elsewhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Path]:
    monkeypatch.setattr(axe_release, "_REPOSITORY", tmp_path / "no")
    monkeypatch.setenv("AUDITOR_ENGINES", str(tmp_path))
    axe_release.engine_folder.cache_clear()
    yield tmp_path
    axe_release.engine_folder.cache_clear()


def test_the_error_of_a_missing_engine_names_the_command_that_installs_it(elsewhere: Path) -> None:
    with pytest.raises(axe_release.EnginesMissing, match=r"npm ci --ignore-scripts"):
        axe_release.engine_folder()


def test_a_changed_engine_is_not_run(elsewhere: Path) -> None:
    (elsewhere / "axe-core").mkdir()
    (elsewhere / "axe-core" / "axe.min.js").write_text("steal()", encoding="utf-8")
    with pytest.raises(axe_release.EnginesMissing, match="is not the file of axe-core"):
        axe_release.engine_folder()


def test_the_named_folder_comes_first(elsewhere: Path) -> None:
    original = Path(axe.__file__).parents[2] / "engines" / "node_modules" / "axe-core"
    (elsewhere / "axe-core").symlink_to(original)
    assert axe_release.engine_folder() == elsewhere / "axe-core"


def test_no_text_of_the_engine_is_left_untranslated() -> None:
    template = json.loads((axe_release.engine_folder() / "locales" / "_template.json").read_text(encoding="utf-8"))
    ours = dict(leaves(axe.axe_locale()))
    missing = [
        path for path, text in leaves(template) if text and path[0] != "lang" and not CJK.search(ours.get(path, ""))
    ]
    assert missing == []


def leaves(value: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], str]]:
    if isinstance(value, dict):
        for key, below in value.items():
            yield from leaves(below, (*path, key))
    else:
        yield path, value


@pytest.fixture(scope="module")
def browser(site: Any, neighbour: Any) -> Iterator[Browser]:
    with Browser(BrowserSettings(inside=frozenset({site.origin, neighbour.origin}), script_seconds=10)) as browser:
        yield browser


def run(browser: Browser, site: Any, body: str) -> EngineResult:
    site.pages["/inner"] = INNER
    site.pages["/page"] = body if body.startswith("<!") else PAGE.format(body)
    found = browser.visit(f"{site.origin}/page")
    assert isinstance(found, tuple), found
    return found[0].engines[0]


def failing(result: EngineResult, rule: str) -> list[str]:
    return [node.place.selector for found in result.rules if found.rule == rule for node in found.nodes]


@pytest.mark.browser
def test_the_messages_of_the_engine_are_chinese(browser: Browser, site: Any) -> None:
    result = run(browser, site, "<img src=/x.png><div role=tab></div>")
    assert all(CJK.search(node.message) for rule in result.rules for node in rule.nodes)
    running = browser._running
    assert running is not None
    helps = json.loads(running.tab.evaluate("JSON.stringify(axe.getRules().map((rule) => rule.help))"))
    assert len(helps) == 105
    assert [text for text in helps if not CJK.search(text)] == []


@pytest.mark.browser
def test_every_frame_that_can_be_entered_is(browser: Browser, site: Any, neighbour: Any) -> None:
    neighbour.pages["/inner"] = INNER
    frames = [
        'src="/inner"',
        f'src="{neighbour.origin}/inner"',
        'srcdoc="<img src=/s.png>"',
        'sandbox="allow-scripts" src="/inner"',
        'sandbox src="/inner"',
        'loading="lazy" src="/inner"',
    ]
    tall = '<div style="height:9000px">高</div>'
    result = run(browser, site, tall + "".join(f'<iframe title="{n}" {f}></iframe>' for n, f in enumerate(frames, 1)))
    found = failing(result, "image-alt")
    assert [selector.partition(" >>> ")[0][-2:-1] for selector in found] == ["1", "2", "3", "4", "6"]
    assert [place.selector[-2:-1] for place in result.untested_frames] == ["5"]
    assert result.failure is None


@pytest.mark.browser
@pytest.mark.parametrize(
    "body",
    [
        "<script>define = () => {}; define.amd = {}; module = {exports: {}}</script><img src=/x.png>",
        """<meta http-equiv="Content-Security-Policy" content="script-src 'none'; require-trusted-types-for 'script'">
        <img src=/x.png>""",
    ],
)
def test_pages_that_resist_scripts_are_tested(browser: Browser, site: Any, body: str) -> None:
    assert failing(run(browser, site, body), "image-alt") == ["body > main > img"]


@pytest.mark.browser
def test_open_shadow_roots_are_examined(browser: Browser, site: Any) -> None:
    body = """<div id="host"></div><script>document.querySelector("#host").attachShadow({mode: "open"})
        .innerHTML = "<p><button></button></p>"</script>"""
    assert failing(run(browser, site, body), "button-name") == ["#host >>> p > button"]


@pytest.mark.browser
def test_selectors_are_the_same_on_every_page_of_a_template(browser: Browser, site: Any) -> None:
    form = '<form><input name="id"><input name="parentElement"><input name="children"><p><img src="/x.png"></p></form>'
    first = failing(run(browser, site, form), "image-alt")
    second = failing(run(browser, site, form + '<p><img src="/y.png"></p>'), "image-alt")
    assert first == ["body > main > form > p > img"]
    assert second[0] == first[0]


@pytest.mark.browser
def test_a_repeated_id_and_an_id_of_one_visit_name_nothing(browser: Browser, site: Any) -> None:
    body = '<p id="a"><img src=/1></p><p id="a"><img src=/2></p><p id="u-83920175"><img src=/3></p>'
    assert failing(run(browser, site, body), "image-alt") == [
        "#a > img",
        "body > main > p:nth-of-type(2) > img",
        "body > main > p:nth-of-type(3) > img",
    ]


@pytest.mark.browser
def test_places_know_their_region(browser: Browser, site: Any) -> None:
    body = """<!doctype html><html lang="zh-Hant"><title>頁</title><body>
        <header><img src=/1><nav><img src=/2></nav></header><aside><img src=/3></aside>
        <main><article><header><img src=/4></header></article></main>
        <div role="contentinfo"><img src=/5></div><img src=/6>
        <table class="Menu"><tr><td id="left"><img src=/7></td></tr></table></body>"""
    result = run(browser, site, body)
    regions = [node.place.region for rule in result.rules if rule.rule == "image-alt" for node in rule.nodes]
    assert regions == [
        Region.HEADER,
        Region.NAVIGATION,
        Region.ASIDE,
        Region.MAIN,
        Region.FOOTER,
        Region.BODY,
        Region.NAVIGATION,
    ]


@pytest.mark.browser
def test_a_tag_that_the_engine_does_not_know_is_an_error(site: Any) -> None:
    site.pages["/page"] = PAGE.format("")
    with Browser(BrowserSettings(inside=frozenset({site.origin}), tags=("wcag2a", "wcag2aaaa"))) as browser:
        failure = browser.visit(f"{site.origin}/page")
    assert isinstance(failure, VisitFailure)
    assert "knows no tag wcag2aaaa" in failure.detail


NOT_RUN = {"aria-roledescription", "fallbackrole", "css-orientation-lock", "p-as-heading", "hidden-content"}
"""Checks of rules that are experimental or deprecated."""
LEFT_TO_PEOPLE = {
    "braille-roledescription-equivalent", "internal-link-present", "internal-link-found", "header-present", "landmark",
    "duplicate-id-aria", "unique-frame-title", "error-occurred",
}  # fmt: skip
"""Checks that fail, of rules whose failures the engine leaves to people, and the engine's own failure."""


def test_each_kind_of_doubt_of_the_engine_has_a_question_of_its_own() -> None:
    template = json.loads((axe_release.engine_folder() / "locales" / "_template.json").read_text(encoding="utf-8"))
    kinds = {
        f"{check}/{key}" if key else check
        for check, texts in template["checks"].items()
        for key in (texts.get("incomplete") if isinstance(texts.get("incomplete"), dict) else {"": ""})
        if "incomplete" in texts and check not in NOT_RUN
    }
    assert len(kinds) > 90
    rows = table("axe_questions")
    known = {kind for row in rows for kind in row["kinds"]}
    assert [kind for kind in sorted(kinds) if not {kind, kind.partition("/")[0]} & known] == []
    assert [
        kind
        for kind in sorted(known)
        if not any(kind in {found, found.partition("/")[0]} for found in kinds | LEFT_TO_PEOPLE)
    ] == []
    for language in ("zh", "en"):
        assert len({row[language] for row in rows}) == len(rows)
    assert len(rows) > 60
