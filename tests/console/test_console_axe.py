"""axe-core finds nothing on the console's pages in Chromium, at three widths, dark and in forced colours."""

from __future__ import annotations

import re
import shutil
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import uvicorn
from console_store import PASSWORD
from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By

from auditor.console.exchange import Console, ConsoleSettings
from auditor.console.web_app import web_app
from auditor.console.web_server import open_console

AXE = Path(__file__).parents[2] / "engines" / "node_modules" / "axe-core" / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PAGES = ("/", "/findings", "/actions", "/people", "/people/viewer", "/operations", "/log", "/password", "/nothing")
LOOKS = [
    (320, "light", "none"),
    (768, "dark", "none"),
    (1280, "light", "none"),
    (1280, "light", "active"),
]

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def address(console: Console) -> Iterator[str]:
    """The address of the console, served on this machine."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    app = web_app(open_console(console.store, ConsoleSettings(url)))
    server = uvicorn.Server(uvicorn.Config(app, port=port, log_config=None, ws="none"))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.05)
    yield url
    server.should_exit = True
    thread.join()


@pytest.mark.parametrize(("width", "scheme", "forced"), LOOKS)
def test_axe_finds_nothing(width: int, scheme: str, forced: str, address: str, tmp_path: Path) -> None:
    driver = _open(width, scheme, forced, tmp_path / "profile")
    try:
        faults = _faults(driver, f"{address}/sign-in")
        _sign_in(driver, address, "operator")
        for path in PAGES:
            faults += _faults(driver, f"{address}{path}")
        driver.delete_all_cookies()
        _sign_in(driver, address, "owner")
        driver.get(f"{address}/findings?kind=failed")
        found = re.search(r"/findings/f-[0-9a-f]+", driver.page_source)
        assert found
        faults += _faults(driver, address + found[0])
    finally:
        driver.quit()
    assert faults == []


def _open(width: int, scheme: str, forced: str, profile: Path) -> webdriver.Chrome:
    options = webdriver.ChromeOptions()
    for option in ("--headless=new", "--no-sandbox", "--hide-scrollbars", f"--user-data-dir={profile}"):
        options.add_argument(option)
    options.binary_location = shutil.which("chromium") or shutil.which("google-chrome") or ""
    driver = webdriver.Chrome(options=options, service=Service(shutil.which("chromedriver")))
    size = {"width": width, "height": 1000, "deviceScaleFactor": 1, "mobile": False}
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    features = [{"name": "prefers-color-scheme", "value": scheme}, {"name": "forced-colors", "value": forced}]
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})
    return driver


def _sign_in(driver: webdriver.Chrome, address: str, name: str) -> None:
    driver.get(f"{address}/sign-in")
    driver.find_element(By.ID, "name").send_keys(name)
    driver.find_element(By.ID, "password").send_keys(PASSWORD)
    driver.find_element(By.CSS_SELECTOR, "main button").click()


def _faults(driver: webdriver.Chrome, url: str) -> list[object]:
    """What axe-core finds on a page, and whether the page is wider than its window."""
    driver.get(url)
    driver.execute_script(AXE.read_text(encoding="utf-8"))
    run = "const done = arguments[1]; axe.run(document, {runOnly: arguments[0]}).then(done)"
    found = driver.execute_async_script(run, TAGS)
    assert found["passes"]
    faults: list[object] = [(url, each["id"], each["nodes"][0]["target"]) for each in found["violations"]]
    if driver.execute_script("return document.documentElement.scrollWidth > innerWidth"):
        faults.append((url, "wider than its window"))
    return faults
