"""Runs axe-core in a page through axe-selenium-python, in an isolated JavaScript world, and returns its results.

How the package injects and runs the engine is replaced: it reaches no frames, turns errors into time-outs, and
brings an old engine. Ours is registered once per browser, reaches every frame whose scripts may run, and lists the
frames it could not enter.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import Any

import msgspec
from axe_selenium_python import Axe  # type: ignore[import-untyped]  # the package has no types

from auditor.browser import page_state
from auditor.browser.axe_release import AXE_VERSION, engine_folder
from auditor.browser.tab import PageMoved, Tab
from auditor.model import EngineNode, EngineResult, EngineRule, Outcome, Region, Untested

# In a frame whose scripts are disabled timers never fire: the engine must not load there, or it would accept the top
# frame's call and then never finish.
_REGISTERED = """(() => {{
  const load = () => {{
    {axe}
    ;globalThis.axe = axe;
    axe.configure({{ allowedOrigins: ["<unsafe_all_origins>"] }});
  }};
  if (window !== window.top) {{ setTimeout(load, 0); return; }}
  load();
  axe.configure({{ locale: {locale} }});
}})();"""

_Node = tuple[bool, str, Region, str, str, str]
"""An element: whether it failed (else undecided), its selector, region and snippet, the engine's message and kind."""


class UnknownTags(Exception):  # noqa: N818  # named after what it reports
    """The engine does not know some tags: it would run no rule for them and report every page as clean."""


class PinnedAxe(Axe):  # type: ignore[misc]  # its base class has no types
    """axe-core of the pinned version in a tab."""

    def __init__(self, tab: Tab) -> None:
        super().__init__(tab, str(engine_folder() / "axe.min.js"))

    def inject(self) -> None:
        """Register the engine with our locale, our corrections and our runner for every document to come."""
        self.selenium.register(_source())

    def run(self, context: object = None, options: object = None) -> dict[str, Any]:
        """Run the engine on the loaded page; ``options`` are JSON text. A failure is stated in the result."""
        del context  # always the whole document
        result: dict[str, Any] = self.selenium.evaluate_as(f"auditor.runAxe({options})", dict[str, Any])
        return result


class _AxeRun(msgspec.Struct, frozen=True):
    """The result of ``auditor.runAxe``."""

    version: str
    url: str
    rules: tuple[tuple[str, int, tuple[_Node, ...]], ...]
    """Of each rule: its id, how many elements passed, and the failed and undecided ones."""

    frames: tuple[_Node, ...]
    """The frames that were not entered."""

    failure: str
    """A value of ``Untested`` when the engine did not finish, else empty."""

    detail: str


def run_axe(tab: Tab, url: str, tags: Sequence[str], seconds: float) -> EngineResult:
    """Run axe-core on the page that the tab shows at ``url``, for at most so many seconds. Raises ``PageMoved``."""
    options = {"runOnly": list(tags), "rules": {"frame-tested": {"enabled": True}}, "seconds": seconds}
    run = msgspec.convert(PinnedAxe(tab).run(options=json.dumps(options)), type=_AxeRun)
    if run.url.partition("#")[0] != url:
        raise PageMoved(run.url)
    return EngineResult(
        engine="axe-core",
        version=run.version,
        rules=tuple(
            EngineRule(rule, passed, tuple(_node(url, node) for node in nodes)) for rule, passed, nodes in run.rules
        ),
        untested_frames=tuple(_node(url, node).place for node in run.frames),
        failure=Untested(run.failure) if run.failure else None,
        detail=run.detail,
    )


def require_known_tags(tab: Tab, tags: Sequence[str]) -> None:
    """Check that the engine knows every tag. Raises ``UnknownTags`` naming those that it does not know."""
    known = set(json.loads(tab.evaluate("JSON.stringify(axe.getRules().flatMap((rule) => rule.tags))")))
    unknown = [tag for tag in tags if tag not in known]
    if unknown:
        raise UnknownTags(
            f"axe-core {AXE_VERSION} knows no tag {', '.join(unknown)}; known: {', '.join(sorted(known))}"
        )


@cache
def _source() -> str:
    axe = (engine_folder() / "axe.min.js").read_text(encoding="utf-8")
    return (
        _REGISTERED.format(axe=axe, locale=json.dumps(axe_locale(), ensure_ascii=False))
        + page_state.script("shown_parts")
        + page_state.script("axe_corrections")
        + page_state.script("axe_undecided")
        + page_state.script("axe_run")
    )


def axe_locale() -> dict[str, Any]:
    """Return axe-core's Traditional Chinese texts, completed by ours where it has none."""
    upstream = json.loads((engine_folder() / "locales" / "zh_TW.json").read_text(encoding="utf-8"))
    ours = json.loads((files("auditor.standards") / "axe_zh_tw.json").read_text(encoding="utf-8"))
    return _joined(upstream, ours)


def _joined(lower: dict[str, Any], upper: dict[str, Any]) -> dict[str, Any]:
    """Both dictionaries in one, their inner dictionaries too; ``upper`` wins."""
    joined = dict(lower)
    for key, value in upper.items():
        old = joined.get(key)
        joined[key] = _joined(old, value) if isinstance(old, dict) and isinstance(value, dict) else value
    return joined


def _node(url: str, node: _Node) -> EngineNode:
    failed, selector, region, snippet, message, kind = node
    outcome = Outcome.FAILED if failed else Outcome.CANT_TELL
    place = page_state.rendered_place(url, selector, region, snippet)
    return EngineNode(place, outcome, message, "" if failed else kind)
