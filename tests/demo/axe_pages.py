"""A bare browser with axe-core, for tests that hold the demo's pages against the engine itself."""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Callable, Iterator

from selenium import webdriver

from auditor.browser.axe_release import TAGS, engine_folder

RunAxe = Callable[[str], set[str]]

_FLAGS = (
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync", "--window-size=1280,1000",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)  # fmt: skip
_RUN = """const done = arguments[arguments.length - 1];
axe.run(document, {runOnly: %s}).then(found => done([found.violations.map(rule => rule.id),
  found.incomplete.map(rule => rule.id)]), error => done([[String(error)], []]));"""


class Browser:
    """One Chromium: the rules that a page violates, what it leaves undecided, and how wide it is."""

    def __init__(self, driver: webdriver.Chrome) -> None:
        self._driver = driver
        self._axe = (engine_folder() / "axe.min.js").read_text(encoding="utf-8")

    def axe(self, url: str) -> tuple[set[str], set[str]]:
        """The ids of violated and of undecided rules."""
        self._driver.get(url)
        self._driver.execute_script(self._axe)
        violations, undecided = self._driver.execute_async_script(_RUN % list(TAGS))
        return set(violations), set(undecided)

    def content_width(self, url: str, window: int) -> int:
        """How wide the page's content is in a window of this width."""
        self._driver.execute_cdp_cmd(
            "Emulation.setDeviceMetricsOverride",
            {"width": window, "height": 800, "deviceScaleFactor": 1, "mobile": True},
        )
        self._driver.get(url)
        width = self._driver.execute_script("return document.documentElement.scrollWidth")
        self._driver.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
        return int(width)


@contextlib.contextmanager
def browser() -> Iterator[Browser]:
    """A browser that reaches loopback only."""
    options = webdriver.ChromeOptions()
    options.binary_location = "/usr/bin/chromium"
    with tempfile.TemporaryDirectory() as profile:
        for flag in (*_FLAGS, f"--user-data-dir={profile}"):
            options.add_argument(flag)
        driver = webdriver.Chrome(options=options, service=webdriver.ChromeService("/usr/bin/chromedriver"))
        driver.set_script_timeout(60)
        try:
            yield Browser(driver)
        finally:
            driver.quit()
