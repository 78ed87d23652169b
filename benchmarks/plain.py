"""A browser with nothing of ours in it: the control beside our own visits. It asks nobody but loopback."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

from selenium import webdriver

from auditor.browser import chromium

_SWITCHES = (
    "headless=new", "no-sandbox", "disable-gpu", "disable-dev-shm-usage", "disable-quic", "no-first-run",
    "disable-background-networking", "disable-component-update", "disable-sync", "window-size=1280,1024",
    "host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)  # fmt: skip
_SECONDS = 30


@contextmanager
def plain_browser() -> Iterator[webdriver.Chrome]:
    """The Chromium that our visits use, through Selenium as it comes; a load or a script may take 30 seconds."""
    terms = chromium.BrowserSettings()
    options = webdriver.ChromeOptions()
    options.binary_location = chromium.browser_program(terms)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        for switch in (*_SWITCHES, f"user-data-dir={profile}"):
            options.add_argument(f"--{switch}")
        service = webdriver.ChromeService(chromium.driver_program(terms) or None)
        driver = webdriver.Chrome(options=options, service=service)
        driver.set_page_load_timeout(_SECONDS)
        driver.set_script_timeout(_SECONDS)
        try:
            yield driver
        finally:
            driver.quit()
