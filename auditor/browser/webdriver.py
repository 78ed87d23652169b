"""How a browser is brought under our hand: a ChromeDriver started here on a leash, or a session of a node elsewhere."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
from collections.abc import Iterator

from selenium.common.exceptions import TimeoutException, WebDriverException
from selenium.webdriver import ChromeOptions, Remote
from selenium.webdriver.chrome.remote_connection import ChromeRemoteConnection
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.driver_finder import DriverFinder
from selenium.webdriver.remote.client_config import ClientConfig
from urllib3.exceptions import HTTPError
from urllib3.exceptions import TimeoutError as AnswerTimeout

from auditor.browser import chromium, remote_nodes, tied_process
from auditor.browser.chromium import BrowserSettings
from auditor.browser.proxy import Proxy

__all__ = ("DRIVER_ERRORS", "DRIVER_TIMEOUTS", "WebDriverException", "started")

DRIVER_ERRORS = (WebDriverException, HTTPError, OSError)
"""Everything that a command to a driver can raise."""

DRIVER_TIMEOUTS = (TimeoutException, AnswerTimeout)
"""What a command raises that was not answered in time."""

_SPARE_SECONDS = 5.0


@contextlib.contextmanager
def started(terms: BrowserSettings) -> Iterator[tuple[Remote, Proxy]]:
    """A fresh browser and the proxy that is its only way out; both end with the context, whatever the browser does."""
    with _elsewhere(terms) if terms.node else _here(terms) as both:
        yield both


@contextlib.contextmanager
def _here(terms: BrowserSettings) -> Iterator[tuple[Remote, Proxy]]:
    with contextlib.ExitStack() as stack:
        profile = stack.enter_context(chromium.profile_folder())
        proxy = stack.enter_context(Proxy(terms.inside, terms.resolve))
        options = _options(terms, profile, f"127.0.0.1:{proxy.port}")
        options.binary_location = chromium.browser_program(terms)
        service = _service(terms, options, profile)
        stack.callback(_end_service, service)
        service.start()
        connection = _connection(terms, service.service_url)
        stack.callback(connection.close)
        yield Remote(command_executor=connection, options=options), proxy


@contextlib.contextmanager
def _elsewhere(terms: BrowserSettings) -> Iterator[tuple[Remote, Proxy]]:
    remote_nodes.make_ready(terms.node)
    ours, theirs = remote_nodes.facing(terms.node)
    with contextlib.ExitStack() as stack:
        proxy = stack.enter_context(Proxy(terms.inside, terms.resolve, listen=ours, clients=theirs))
        connection = _connection(terms, terms.node)
        stack.callback(connection.close)
        host = f"[{ours}]" if ":" in ours else ours
        driver = Remote(command_executor=connection, options=_options(terms, "", f"{host}:{proxy.port}"))
        stack.callback(_quit, driver)
        yield driver, proxy


def _quit(driver: Remote) -> None:
    with contextlib.suppress(*DRIVER_ERRORS):
        driver.quit()


def _connection(terms: BrowserSettings, url: str) -> ChromeRemoteConnection:
    patience = int(max(terms.page_seconds, terms.script_seconds) + _SPARE_SECONDS)
    return ChromeRemoteConnection(url, client_config=ClientConfig(remote_server_addr=url, timeout=patience))


def _options(terms: BrowserSettings, profile: str, proxy: str) -> ChromeOptions:
    options = ChromeOptions()
    for switch in chromium.switches(terms, profile, proxy):
        options.add_argument(f"--{switch}")
    options.add_experimental_option("prefs", chromium.PREFERENCES)
    options.add_experimental_option("excludeSwitches", list(chromium.UNWANTED))
    options.unhandled_prompt_behavior = "dismiss"
    return options


class _TiedService(Service):
    """A ChromeDriver on a leash: it ends when this process does, however that comes."""

    _driver = ""

    def _start_process(self, path: str) -> None:
        self._driver = path
        super()._start_process(sys.executable)

    def command_line_args(self) -> list[str]:
        return ["-I", "-S", str(tied_process.__file__), str(os.getpid()), self._driver, *super().command_line_args()]


def _service(terms: BrowserSettings, options: ChromeOptions, profile: str) -> Service:
    # a session of its own: all processes of the browser share a group that can be ended at once; what a killed
    # browser leaves behind lies in the profile, which is removed
    service = _TiedService(popen_kw={"start_new_session": True}, env={**os.environ, "TMPDIR": profile})
    service.path = chromium.driver_program(terms)
    if not (service.path and options.binary_location):
        finder = DriverFinder(service, options)
        options.binary_location = options.binary_location or finder.get_browser_path()
        service.path = service.path or finder.get_driver_path()
    return service


def _end_service(service: Service) -> None:
    process = getattr(service, "process", None)
    if process is None:
        return
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    service.stop()  # closes what it holds; the process itself is gone
