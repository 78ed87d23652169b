"""Engines that look for barriers in a page: axe-core through axe-selenium-python, in a world closed to page scripts.

The package's own way of injecting and running is replaced where it fails: it reaches no frames, turns errors into
time-outs, and carries an old engine. Ours is registered once per browser, reaches every frame whose scripts may run,
and names the frames it could not enter.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import Any, Protocol

import msgspec
from axe_selenium_python import Axe  # type: ignore[import-untyped]

from auditor.browser import page_state
from auditor.browser.axe_release import AXE_VERSION, engine_folder
from auditor.model import EngineNode, EngineResult, EngineRule, Outcome, Region, Untested

# In a frame whose scripts are switched off timers never fire: the engine must not load there, or it would answer the
# page's call and then never finish.
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

_Node = tuple[bool, str, Region, str, str]


class EngineMisled(Exception):  # noqa: N818
    """The engine was asked for tags that it does not know: it would find nothing and call every page clean."""


class PageMoved(Exception):  # noqa: N818
    """The page went elsewhere while it was looked at: what was seen may belong to either address."""


class Tab(Protocol):
    """A browser tab that runs scripts in a world of our own."""

    def register(self, source: str) -> None:
        """Run this source at the beginning of every document to come, in every frame."""

    def evaluate(self, expression: str) -> str:
        """The text that an expression, or the promise it makes, comes to in the page's top frame."""


class PinnedAxe(Axe):  # type: ignore[misc]
    """axe-core of the pinned version, driven over a tab."""

    def __init__(self, tab: Tab) -> None:
        super().__init__(tab, str(engine_folder() / "axe.min.js"))

    def inject(self) -> None:
        """Register the engine with our locale, and our runner, for all documents to come."""
        self.selenium.register(_source())

    def run(self, context: object = None, options: object = None) -> dict[str, Any]:
        """Run the engine on the loaded page; ``options`` are JSON text. A failure is told in the answer."""
        del context  # always the whole document
        answer: dict[str, Any] = msgspec.json.decode(self.selenium.evaluate(f"auditor.axe({options})"))
        return answer


class _Answer(msgspec.Struct, frozen=True):
    version: str
    url: str
    rules: tuple[tuple[str, int, tuple[_Node, ...]], ...]
    frames: tuple[_Node, ...]
    failure: str
    detail: str


def run_axe(tab: Tab, url: str, tags: Sequence[str], seconds: float) -> EngineResult:
    """Run axe-core on the page that the tab shows at ``url``, for at most so many seconds. Raises ``PageMoved``."""
    options = {"runOnly": list(tags), "rules": {"frame-tested": {"enabled": True}}, "seconds": seconds}
    answer = msgspec.convert(PinnedAxe(tab).run(options=json.dumps(options)), type=_Answer)
    if answer.url.partition("#")[0] != url:
        raise PageMoved(answer.url)
    return EngineResult(
        engine="axe-core",
        version=answer.version,
        rules=tuple(
            EngineRule(rule, passed, tuple(_node(url, node) for node in nodes)) for rule, passed, nodes in answer.rules
        ),
        untested_frames=tuple(_node(url, node).place for node in answer.frames),
        failure=Untested(answer.failure) if answer.failure else None,
        detail=answer.detail,
    )


def prove_tags(tab: Tab, tags: Sequence[str]) -> None:
    """Make sure that the engine knows every tag. Raises ``EngineMisled`` naming those it does not."""
    known = set(json.loads(tab.evaluate("JSON.stringify(axe.getRules().flatMap((rule) => rule.tags))")))
    unknown = [tag for tag in tags if tag not in known]
    if unknown:
        raise EngineMisled(
            f"axe-core {AXE_VERSION} knows no tag {', '.join(unknown)}; known: {', '.join(sorted(known))}"
        )


@cache
def _source() -> str:
    axe = (engine_folder() / "axe.min.js").read_text(encoding="utf-8")
    return (
        _REGISTERED.format(axe=axe, locale=json.dumps(locale(), ensure_ascii=False))
        + page_state.script("axe_corrections")
        + page_state.script("axe_run")
    )


def locale() -> dict[str, Any]:
    """axe-core's Traditional Chinese texts, with ours where it has none."""
    given = json.loads((engine_folder() / "locales" / "zh_TW.json").read_text(encoding="utf-8"))
    ours = json.loads((files("auditor.standards") / "axe_zh_tw.json").read_text(encoding="utf-8"))
    return _joined(given, ours)


def _joined(below: dict[str, Any], above: dict[str, Any]) -> dict[str, Any]:
    joined = dict(below)
    for key, value in above.items():
        old = joined.get(key)
        joined[key] = _joined(old, value) if isinstance(old, dict) and isinstance(value, dict) else value
    return joined


def _node(url: str, node: _Node) -> EngineNode:
    failed, selector, region, snippet, message = node
    outcome = Outcome.FAILED if failed else Outcome.CANT_TELL
    return EngineNode(page_state.place(url, selector, region, snippet), outcome, message)
