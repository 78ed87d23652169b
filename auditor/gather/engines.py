"""Engines that look for barriers in a page: axe-core through axe-selenium-python, in a world closed to page scripts.

The package's own way of injecting and running is replaced where it fails: it reaches no frames, turns errors into
time-outs, and carries an old engine. Ours is registered once per browser, reaches every frame whose scripts may run,
and names the frames it could not enter.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Protocol

import msgspec
from axe_selenium_python import Axe  # type: ignore[import-untyped]

from auditor.gather import probes
from auditor.model import EngineNode, EngineResult, EngineRule, Outcome, Region, Untested

TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
"""Rules at level A and AA, and good practice; experimental and deprecated rules stay off."""

TAGS_AAA = ("wcag2aaa",)
"""Rules besides for pages that are to be judged at level AAA."""

VERSION = "4.14.1"
_SHA256 = {
    "axe.min.js": "29348999450cdf2849a8e70b7912fc2da85a849da39c0d0d5394f51d4a9ed95c",
    "locales/zh_TW.json": "3d4a4d802cfaf1244afb5df7ec2c5855c996f20ab43efbc36a6e98d1df8a3243",
}
_REPOSITORY = Path(__file__).parents[2]

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


class EnginesMissing(Exception):  # noqa: N818  # reads as what it says
    """axe-core is not there, or is not the file it should be; the message says which command mends it."""


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
        raise EngineMisled(f"axe-core {VERSION} knows no tag {', '.join(unknown)}; known: {', '.join(sorted(known))}")


@cache
def engine_folder() -> Path:
    """The folder of the pinned axe-core, proved by its hashes. Raises ``EnginesMissing``."""
    places = [Path(named) for named in (os.environ.get("AUDITOR_ENGINES"),) if named]
    places += [_REPOSITORY / "engines", Path(str(files("auditor"))) / "engines"]
    folders = [place / within for place in places for within in ("axe-core", "node_modules/axe-core")]
    folder = next((folder for folder in folders if (folder / "axe.min.js").is_file()), None)
    if folder is None:
        looked = ", ".join(map(str, places))
        raise EnginesMissing(
            f"axe-core {VERSION} is in none of: {looked}. Run `npm ci --ignore-scripts` in the folder engines/, "
            "or name the folder that holds axe-core in AUDITOR_ENGINES."
        )
    for name, expected in _SHA256.items():
        if hashlib.sha256((folder / name).read_bytes()).hexdigest() != expected:
            raise EnginesMissing(
                f"{folder / name} is not the file of axe-core {VERSION}. Run `npm ci --ignore-scripts` in engines/."
            )
    return folder


@cache
def _source() -> str:
    axe = (engine_folder() / "axe.min.js").read_text(encoding="utf-8")
    return (
        _REGISTERED.format(axe=axe, locale=json.dumps(locale(), ensure_ascii=False))
        + probes.script("refine")
        + probes.script("axe_run")
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
    return EngineNode(probes.place(url, selector, region, snippet), outcome, message)
