"""The browser's tab: loads pages, runs scripts in an isolated JavaScript world, presses keys and takes screenshots.

Every action is a command of the Chrome DevTools Protocol. The isolated world shares the page's document, but page
scripts can neither see nor change what runs in it.
"""

from __future__ import annotations

from typing import Any, TypeVar

import msgspec

from auditor.browser.key_events import character_events, control_key_events
from auditor.browser.webdriver import Remote, WebDriverException

_WORLD = "auditor"
_NAVIGATION_SIGNS = (
    "no such execution context",
    "Cannot find context",
    "context was destroyed",
    "Inspected target navigated",
    "Promise was collected",
)
"""Parts of the driver's error messages when the page navigated while an expression was evaluated in it."""

_Kind = TypeVar("_Kind")


class PageMoved(Exception):  # noqa: N818  # an event of the page, not a fault of the program
    """The page navigated while it was examined: what was found may belong to either address."""


class Clip(msgspec.Struct):
    """A rectangle of the document, in CSS pixels."""

    x: int
    """Distance of the left edge from the document's left edge."""

    y: int
    """Distance of the upper edge from the document's beginning."""

    width: int
    height: int


class Tab:
    """The one tab of a started browser."""

    def __init__(self, driver: Remote) -> None:
        self._driver = driver
        self._frame = driver.current_window_handle
        self._world = 0

    def identify(self, agent: str) -> str:
        """Put ``agent`` behind the browser's own User-Agent; return the browser's name and version."""
        version = self.command("Browser.getVersion")
        agent = f"{version['userAgent']} {agent}".strip()
        self.command("Emulation.setUserAgentOverride", userAgent=agent, acceptLanguage="zh-TW,zh;q=0.9,en;q=0.8")
        return str(version["product"].replace("/", " ").replace("Headless", ""))

    def load(self, url: str) -> None:
        """Load a page and wait for its load event.

        Raises ``WebDriverException`` when nothing could be loaded, or one of ``DRIVER_TIMEOUTS`` when it took too long.
        """
        self._driver.get(url)

    def register(self, source: str) -> None:
        """Run this source in the isolated world of every document and frame loaded from now on, before page scripts."""
        self.command("Page.addScriptToEvaluateOnNewDocument", source=source, worldName=_WORLD)

    def register_for_page(self, source: str) -> None:
        """Run this source in the page's own world of every document loaded from now on, before page scripts."""
        self.command("Page.addScriptToEvaluateOnNewDocument", source=source)

    def enter_document(self) -> None:
        """Evaluate in the isolated world of the document that is loaded now."""
        world = self.command("Page.createIsolatedWorld", frameId=self._frame, worldName=_WORLD)
        self._world = world["executionContextId"]

    def evaluate(self, expression: str) -> str:
        """Return the text that an expression, or its promise, evaluates to in the isolated world of the top frame.

        Raises ``PageMoved`` when the page navigated meanwhile, ``WebDriverException`` when the expression throws.
        """
        params = {"expression": expression, "contextId": self._world, "awaitPromise": True, "returnByValue": True}
        try:
            answer = self.command("Runtime.evaluate", **params)
        except WebDriverException as error:
            if any(sign in str(error.msg) for sign in _NAVIGATION_SIGNS):
                raise PageMoved from error
            raise
        if "exceptionDetails" in answer:
            details = answer["exceptionDetails"]
            raise WebDriverException(details.get("exception", {}).get("description") or details["text"])
        return str(answer["result"]["value"])

    def evaluate_as(self, expression: str, kind: type[_Kind]) -> _Kind:
        """Evaluate an expression whose text is JSON and decode it as ``kind``. Raises ``MsgspecError`` too."""
        return msgspec.json.decode(self.evaluate(expression), type=kind)

    def press(self, key: str) -> None:
        """Press Tab, Enter or Escape."""
        for event in control_key_events(key):
            self.command("Input.dispatchKeyEvent", **event)

    def type_character(self, character: str) -> None:
        """Type a printable character where the focus is."""
        for event in character_events(character):
            self.command("Input.dispatchKeyEvent", **event)

    def listened_events(self) -> frozenset[str]:
        """Return the types of events that page scripts listen to at window, document and body."""
        found = set[str]()
        for subject, depth in (("window", 1), ("document", 3)):
            handle = self.command("Runtime.evaluate", expression=subject)["result"].get("objectId")
            if handle:
                answer = self.command("DOMDebugger.getEventListeners", objectId=handle, depth=depth)
                found |= {listener["type"] for listener in answer["listeners"]}
        return frozenset(found)

    def capture(self, clip: Clip, quality: int | None = None) -> str:
        """Return a screenshot of this part of the document, in base64: WebP, or without ``quality`` an exact PNG."""
        form = {"format": "png"} if quality is None else {"format": "webp", "quality": quality}
        area = {"x": clip.x, "y": clip.y, "width": clip.width, "height": clip.height, "scale": 1}
        return str(self.command("Page.captureScreenshot", **form, clip=area)["data"])

    def resize(self, width: int, height: int) -> None:
        """Give the page a window of this size, in CSS pixels."""
        metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
        self.command("Emulation.setDeviceMetricsOverride", **metrics)

    def clear_cookies(self) -> None:
        """Delete all cookies of the browser."""
        self.command("Network.clearBrowserCookies")

    def command(self, name: str, **params: object) -> dict[str, Any]:
        """Execute a DevTools command and return its result. Raises ``DRIVER_ERRORS``."""
        answer: dict[str, Any] = self._driver.execute("executeCdpCommand", {"cmd": name, "params": params})["value"]
        return answer
