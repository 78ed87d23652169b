"""One visit of a real browser: an address to a rendered page with engine results, layout, and links born of scripts.

Chromium is driven by Selenium. All looking is done in a world of our own inside the page, so that page scripts cannot
change what is seen. Chromium's only way out is our proxy, its driver dies with this process, and it dies with its
driver because it is led over a pipe.
"""

from __future__ import annotations

import contextlib
import time
from typing import Any, Self
from urllib.parse import urlsplit

import msgspec

from auditor.browser import axe, page_state, webdriver
from auditor.browser.axe_release import EnginesMissing
from auditor.browser.chromium import BrowserSettings, VisitRequest
from auditor.browser.probes import contrast, interactive, screenshots, shortcuts
from auditor.browser.webdriver import WebDriverException
from auditor.model import Rendered, Untested, VisitFailure

__all__ = ("Browser", "BrowserSettings", "VisitRequest")

_WORLD = "auditor"
_SIGNS_OF_MOVING = (
    "no such execution context",
    "Cannot find context",
    "context was destroyed",
    "Inspected target navigated",
    "Promise was collected",
)
_CAUGHT = (*webdriver.DRIVER_ERRORS, msgspec.MsgspecError, EnginesMissing, axe.EngineMisled)


_PLAIN = VisitRequest()


class _Failed(Exception):  # noqa: N818  # the visit ends here, for a reason
    def __init__(self, reason: Untested, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason
        self.detail = detail


class Browser:
    """A browser that is started when first needed and renewed when it dies or has shown enough pages."""

    def __init__(self, terms: BrowserSettings) -> None:
        self._terms = terms
        self._running: _Running | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the browser; a later visit starts a new one."""
        if self._running is not None:
            self._running.end()
            self._running = None

    def visit(self, url: str, asked: VisitRequest = _PLAIN) -> tuple[Rendered, str] | VisitFailure:
        """Show the page and look at it: what was seen and the rendered HTML, or why it could not be seen."""
        try:
            return self._visit(url, asked)
        except _Failed as failed:
            return VisitFailure(url, failed.reason, failed.detail)
        except axe.PageMoved:
            return VisitFailure(url, Untested.TIMED_OUT, "the page kept moving on while it was looked at")
        except webdriver.DRIVER_TIMEOUTS as error:
            self.close()  # what hangs would hang the next page too
            return VisitFailure(url, Untested.TIMED_OUT, _first_line(error))
        except _CAUGHT as error:
            self.close()
            return VisitFailure(url, Untested.ENGINE_CRASHED, _first_line(error))

    def _visit(self, url: str, asked: VisitRequest) -> tuple[Rendered, str]:
        if urlsplit(url).scheme not in ("http", "https"):
            raise _Failed(Untested.NOT_HTML, "only http and https addresses are visited")
        running = self._ready()
        started = time.monotonic()
        running.go(url)
        try:
            rendered, html = running.look(url, asked)
        except (axe.PageMoved, _Failed):
            self.close()  # what the tab shows is not what was asked for, and might yet move under the next page
            raise
        elapsed = round((time.monotonic() - started) * 1000)
        if any(engine.failure for engine in rendered.engines):
            self.close()  # an engine that was given up may still be at work
        else:
            running.forget()
        return msgspec.structs.replace(rendered, elapsed_ms=elapsed), html

    def _ready(self) -> _Running:
        if self._running is not None and self._running.shown >= self._terms.pages:
            self.close()
        if self._running is None:
            self._running = _Running(self._terms)
        return self._running


class _Running:
    """A started browser with its one tab."""

    def __init__(self, terms: BrowserSettings) -> None:
        self._terms = terms
        self._world = 0
        self.shown = 0
        self._taken: set[tuple[str, str, str]] = set()
        with contextlib.ExitStack() as stack:
            self._driver, self._proxy = stack.enter_context(webdriver.started(terms))
            self._prepare()
            self._stack = stack.pop_all()

    def end(self) -> None:
        """Kill the browser and its driver, and remove what they left: the profile is thrown away anyway."""
        self._stack.close()

    def go(self, url: str) -> None:
        """Load a page. Raises ``_Failed`` when the network did not give it, ``TimeoutException`` when it is slow."""
        self.shown += 1
        try:
            self._driver.get(url)
        except WebDriverException as error:
            if "net::ERR_" not in str(error.msg):
                raise
            # an aborted load is a download that was refused
            reason = Untested.NOT_HTML if "net::ERR_ABORTED" in str(error.msg) else Untested.FETCH_FAILED
            raise _Failed(reason, _first_line(error)) from error

    def look(self, url: str, asked: VisitRequest) -> tuple[Rendered, str]:
        """Look at the loaded page, twice when it went elsewhere meanwhile. Raises ``PageMoved`` and ``_Failed``."""
        try:
            return self._look(url, asked)
        except axe.PageMoved:
            return self._look(url, asked)

    def _look(self, url: str, asked: VisitRequest) -> tuple[Rendered, str]:
        terms = self._terms
        self._enter()
        expression = page_state.arrival_expression(
            asked.known, quiet_ms=terms.quiet_ms, most_ms=terms.rest_ms, watched=asked.probes
        )
        found = page_state.arrival(self.evaluate(expression))
        reason, detail = page_state.unfit(found, url, self._proxy.marker)
        if reason:
            raise _Failed(reason, detail)
        final = found.url.partition("#")[0]
        results = (contrast.settled(self, axe.run_axe(self, final, terms.tags, terms.script_seconds)),)
        probed = interactive.probed(self, terms, final) if asked.probes else None
        faults = ((asked.site, *fault) for fault in screenshots.places_at_fault(results, probed))
        rendered = Rendered(
            url=url,
            final_url=final,
            browser=self._name,
            title=found.title,
            engines=results,
            links=page_state.script_links(found, final),
            widths=interactive.widths(self, terms) if asked.widths else (),
            probes=probed,
            pictures=tuple(screenshots.pictures(self, faults, self._taken, asked.pictures)),
        )
        return rendered, found.html

    def forget(self) -> None:
        """Drop what the page has stored, so that no page is seen otherwise because of the one before it."""
        with contextlib.suppress(axe.PageMoved):
            self.evaluate("auditor.forget()")
        self._cdp("Network.clearBrowserCookies")

    def register(self, source: str) -> None:
        """Run this source in our world at the beginning of every document to come."""
        self._cdp("Page.addScriptToEvaluateOnNewDocument", source=source, worldName=_WORLD)

    def evaluate(self, expression: str) -> str:
        """The text that an expression, or its promise, comes to in our world of the page. Raises ``PageMoved``."""
        asked = {"expression": expression, "contextId": self._world, "awaitPromise": True, "returnByValue": True}
        try:
            answer = self._cdp("Runtime.evaluate", **asked)
        except WebDriverException as error:
            if any(sign in str(error.msg) for sign in _SIGNS_OF_MOVING):
                raise axe.PageMoved from error
            raise
        if "exceptionDetails" in answer:
            told = answer["exceptionDetails"]
            raise WebDriverException(told.get("exception", {}).get("description") or told["text"])
        return str(answer["result"]["value"])

    def _prepare(self) -> None:
        terms = self._terms
        self._driver.set_page_load_timeout(terms.page_seconds)
        self._tab = self._driver.current_window_handle
        version = self._cdp("Browser.getVersion")
        self._name = version["product"].replace("/", " ").replace("Headless", "")
        agent = f"{version['userAgent']} {terms.agent}".strip()
        self._cdp("Emulation.setUserAgentOverride", userAgent=agent, acceptLanguage="zh-TW,zh;q=0.9,en;q=0.8")
        self.resize(*terms.window)
        self._cdp("Page.addScriptToEvaluateOnNewDocument", source=page_state.script("neutralise_page"))
        self.register(page_state.script("page_state") + interactive.probe_scripts())
        axe.PinnedAxe(self).inject()
        self._driver.get("about:blank")
        self._enter()
        axe.prove_tags(self, terms.tags)

    def _enter(self) -> None:
        world = self._cdp("Page.createIsolatedWorld", frameId=self._tab, worldName=_WORLD)
        self._world = world["executionContextId"]

    def press(self, key: str) -> None:
        """Press a key: Tab, Enter or Escape."""
        for stroke in interactive.strokes(key):
            self._cdp("Input.dispatchKeyEvent", **stroke)

    def type(self, character: str) -> None:
        """Type a character where the focus is."""
        stroke = shortcuts.keystroke(character)
        self._cdp("Input.dispatchKeyEvent", type="keyDown", text=character, **stroke)
        self._cdp("Input.dispatchKeyEvent", type="keyUp", **stroke)

    def listening(self) -> frozenset[str]:
        """The events that scripts of the page wait for at its window, document and body."""
        found = set[str]()
        for subject, depth in (("window", 1), ("document", 3)):
            thing = self._cdp("Runtime.evaluate", expression=subject)["result"].get("objectId")
            if thing:
                told = self._cdp("DOMDebugger.getEventListeners", objectId=thing, depth=depth)
                found |= {one["type"] for one in told["listeners"]}
        return frozenset(found)

    def capture(self, clip: dict[str, int], quality: int | None) -> str:
        """A WebP picture of this part of the document, in base64; without a quality, a PNG of every pixel."""
        form = {"format": "png"} if quality is None else {"format": "webp", "quality": quality}
        return str(self._cdp("Page.captureScreenshot", **form, clip=clip)["data"])

    def resize(self, width: int, height: int) -> None:
        """Give the page a window of so many CSS pixels."""
        metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
        self._cdp("Emulation.setDeviceMetricsOverride", **metrics)

    def _cdp(self, command: str, **params: object) -> dict[str, Any]:
        answer: dict[str, Any] = self._driver.execute("executeCdpCommand", {"cmd": command, "params": params})["value"]
        return answer


def _first_line(error: BaseException) -> str:
    told = getattr(error, "msg", None) or str(error)
    return (told.strip().splitlines() or [type(error).__name__])[0][:300]
