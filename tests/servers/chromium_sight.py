"""Chromium as the oracle: what it makes of an address, without our proxy, which reads HTTP itself."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator
from typing import NamedTuple

from selenium import webdriver
from selenium.common.exceptions import WebDriverException
from selenium.webdriver.chrome.service import Service

from auditor.browser import chromium
from auditor.browser.chromium import BrowserSettings
from auditor.model import is_error_status

SHOWN, BLANK, KEPT, FAILED = "shown", "blank", "kept", "failed"
"""A document with content; an empty one; the page before stays (a download, no content, an app); an error page."""

_STATE = (
    "const page = document.documentElement;"
    "return [document.URL, page ? page.innerText.trim() || (document.querySelector('img, svg, video') ? '*' : '') : '',"
    " performance.getEntriesByType('navigation')[0]?.responseStatus ?? 0]"
)


class Sight(NamedTuple):
    """What Chromium made of an address."""

    state: str
    error: str
    status: int = 0


@contextlib.contextmanager
def oracle_browser() -> Iterator[webdriver.Chrome]:
    """A started Chromium whose network events are logged."""
    settings = BrowserSettings()
    with chromium.profile_folder() as profile:
        options = webdriver.ChromeOptions()
        options.binary_location = chromium.browser_program(settings)
        for switch in chromium.switches(settings, profile, ""):
            if not switch.startswith("proxy-"):
                options.add_argument(f"--{switch}")
        options.add_experimental_option("prefs", chromium.PREFERENCES)
        options.set_capability("goog:loggingPrefs", {"performance": "ALL"})
        program = chromium.driver_program(settings)
        driver = webdriver.Chrome(options, Service(program) if program else None)
        driver.set_page_load_timeout(10)
        try:
            yield driver
        finally:
            driver.quit()


def sight_of(driver: webdriver.Chrome, url: str) -> Sight:
    """Load an address from an empty page and return what is shown."""
    driver.get("about:blank")
    driver.execute_cdp_cmd("Network.clearBrowserCookies", {})
    driver.get_log("performance")
    try:
        driver.get(url)
    except WebDriverException as error:
        if "net::ERR_" not in str(error.msg):
            raise
    at, text, status = driver.execute_script(_STATE)
    messages = [json.loads(entry["message"])["message"] for entry in driver.get_log("performance")]
    failed = [
        message["params"]["errorText"]
        for message in messages
        if message["method"] == "Network.loadingFailed" and message["params"].get("type") == "Document"
    ]
    error = failed[-1] if failed else ""
    if at == "about:blank":
        return Sight(KEPT, error, status)
    if error and error.removeprefix("net::") in driver.page_source:
        return Sight(FAILED, error, status)
    return Sight(SHOWN if text else BLANK, error, status)


def contradiction(sight: Sight, verdict: str, *, is_listed: bool = False) -> str:
    """What is wrong where a verdict (see ``link_verdicts``) and the browser differ; empty where they agree.

    ``is_listed``: what is shown may be failed for a reason that a listing names.
    """
    is_shown = sight.state == SHOWN and not is_error_status(sight.status)
    if verdict == "failed" and is_shown and not is_listed:
        return "failed although it is shown"
    if verdict == "ok" and (sight.state == FAILED or is_error_status(sight.status)):
        return "passed although it is not shown"
    return ""
