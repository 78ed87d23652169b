"""The browser's tab: loads pages, runs scripts in an isolated JavaScript world, presses keys and takes screenshots.

Every action is a command of the Chrome DevTools Protocol. The isolated world shares the page's document, but page
scripts can neither see nor change what runs in it.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterable, Iterator
from typing import Any, TypeVar

import msgspec

from auditor.browser.key_events import character_events, control_key_events
from auditor.browser.webdriver import ClientConfig, Remote, TimeoutException, WebDriverException
from auditor.model import Region

_WORLD = "auditor"
_STORAGE = "indexeddb,cache_storage,local_storage,file_systems,storage_buckets"
_STORAGE_FRAMES = 50
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
    """The one tab of a started browser. No command waits longer than ``patience`` seconds, nor beyond the deadline."""

    patience: float
    """Seconds that one command may take, unless it loads a page."""

    deadline: float
    """When the visit ends, in monotonic seconds: from then on every command raises one of ``DRIVER_TIMEOUTS``."""

    def __init__(self, driver: Remote, wait: ClientConfig, patience: float) -> None:
        self._driver = driver
        self._wait = wait
        self._frame = driver.current_window_handle
        self._world = 0
        self.deadline = float("inf")
        self._load_patience = self.patience = patience

    def seconds_left(self) -> float:
        """Return how many seconds are left of the visit; not positive when its time is up."""
        return self.deadline - time.monotonic()

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
        self._limit_wait(self._load_patience)
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
        """Press Tab, Shift+Tab, Enter, Space or Escape."""
        for event in control_key_events(key):
            self.command("Input.dispatchKeyEvent", **event)

    def type_character(self, character: str) -> None:
        """Type a printable character where the focus is."""
        for event in character_events(character):
            self.command("Input.dispatchKeyEvent", **event)

    def emulate_focus(self, enabled: bool) -> None:
        """Let the page behave as if its window had the focus, or no longer."""
        self.command("Emulation.setFocusEmulationEnabled", enabled=enabled)

    def listened_events(self) -> frozenset[str]:
        """Return the types of events that page scripts listen to at window, document and body."""
        found = set[str]()
        for subject, depth in (("window", 1), ("document", 3)):
            handle = self.command("Runtime.evaluate", expression=subject)["result"].get("objectId")
            if handle:
                answer = self.command("DOMDebugger.getEventListeners", objectId=handle, depth=depth)
                found |= {listener["type"] for listener in answer["listeners"]}
        return frozenset(found)

    def listeners_of(self, expression: str) -> frozenset[str]:
        """Return the types of events that page scripts listen to at the element that an expression names.

        The expression is evaluated in the isolated world. Raises ``WebDriverException``.
        """
        own = self.command("Runtime.evaluate", expression=expression, contextId=self._world)["result"]
        if "objectId" not in own:
            return frozenset()
        node = self.command("DOM.describeNode", objectId=own["objectId"])["node"]["backendNodeId"]
        element = self.command("DOM.resolveNode", backendNodeId=node)["object"]["objectId"]
        answer = self.command("DOMDebugger.getEventListeners", objectId=element, depth=1)
        return frozenset(listener["type"] for listener in answer["listeners"])

    @contextlib.contextmanager
    def hovered(self, expression: str) -> Iterator[None]:
        """Show the element that an expression names as if the pointer were on it, while this lasts."""
        self.command("DOM.enable")
        self.command("CSS.enable")
        own = self.command("Runtime.evaluate", expression=expression, contextId=self._world)["result"]
        self.command("DOM.getDocument", depth=0)
        node = self.command("DOM.requestNode", objectId=own["objectId"])["nodeId"]
        self.command("CSS.forcePseudoState", nodeId=node, forcedPseudoClasses=["hover"])
        try:
            yield
        finally:
            self.command("CSS.forcePseudoState", nodeId=node, forcedPseudoClasses=[])
            self.command("CSS.disable")
            self.command("DOM.disable")

    def source_contains(self, text: str) -> bool:
        """Return whether the page as it was delivered contains this text."""
        frame = {"frameId": self._frame, "url": self.evaluate("location.href")}
        try:
            return bool(self.command("Page.searchInResource", query=text, **frame)["result"])
        except WebDriverException:  # its source is not kept
            return False

    def place_of_node(self, node: int) -> tuple[str, Region, str]:
        """Return selector, region and snippet of a node by its backend id. Raises ``WebDriverException``."""
        resolved = self.command("DOM.resolveNode", backendNodeId=node, executionContextId=self._world)
        place = "function () { return JSON.stringify(auditor.placeOf(this)) }"
        called = {"functionDeclaration": place, "objectId": resolved["object"]["objectId"], "returnByValue": True}
        result = self.command("Runtime.callFunctionOn", **called)["result"]
        return msgspec.json.decode(str(result.get("value", "")), type=tuple[str, Region, str])

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

    def storage_keys(self) -> list[str]:
        """Return the keys under which the page and its frames may have stored data."""
        trees, keys = [self.command("Page.getFrameTree")["frameTree"]], set[str]()
        for tree in trees:
            trees += tree.get("childFrames", ())
        for tree in trees[:_STORAGE_FRAMES]:
            with contextlib.suppress(WebDriverException):  # a frame without an origin has no storage
                keys.add(self.command("Storage.getStorageKeyForFrame", frameId=tree["frame"]["id"])["storageKey"])
        return sorted(keys)

    def clear_storage(self, keys: Iterable[str]) -> None:
        """Delete what is stored under these keys: databases, caches, files."""
        for key in keys:
            self.command("Storage.clearDataForStorageKey", storageKey=key, storageTypes=_STORAGE)

    def command(self, name: str, **params: object) -> dict[str, Any]:
        """Execute a DevTools command and return its result. Raises ``DRIVER_ERRORS``."""
        self._limit_wait(self.patience)
        answer: dict[str, Any] = self._driver.execute("executeCdpCommand", {"cmd": name, "params": params})["value"]
        return answer

    def _limit_wait(self, seconds: float) -> None:
        """Wait for the next answer of the driver for so many seconds at most, and only as long as there is time."""
        left = self.seconds_left()
        if left <= 0:
            raise TimeoutException("the time for one visit is up")
        self._wait.timeout = min(seconds, left)
