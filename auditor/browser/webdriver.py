"""Launches Chromium under WebDriver: by a ChromeDriver of this machine that ends with us, or on a remote node.

The only module that imports Selenium and urllib3.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys
from collections.abc import Iterator
from typing import NamedTuple

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
from auditor.browser.memory_watch import MemoryWatch
from auditor.browser.proxy import Proxy

__all__ = (
    "DRIVER_ERRORS",
    "DRIVER_TIMEOUTS",
    "ClientConfig",
    "Launched",
    "Remote",
    "TimeoutException",
    "WebDriverException",
    "launched",
)

DRIVER_ERRORS = (WebDriverException, HTTPError, OSError)
"""Every error that a command to a driver can raise."""

DRIVER_TIMEOUTS = (TimeoutException, AnswerTimeout)
"""The errors of a command that the driver did not answer in time."""


class Launched(NamedTuple):
    """A started browser."""

    driver: Remote
    wait: ClientConfig
    """How long a command waits for the driver's answer: its ``timeout``, in seconds."""

    proxy: Proxy
    """Its only connection to the network."""

    memory: MemoryWatch | None
    """Watches the memory of its processes; None for a browser on another machine."""


@contextlib.contextmanager
def launched(settings: BrowserSettings) -> Iterator[Launched]:
    """Start a browser and the proxy that is its only connection to the network; both end with the context."""
    with _on_node(settings) if settings.node else _on_this_machine(settings) as started:
        yield started


@contextlib.contextmanager
def _on_this_machine(settings: BrowserSettings) -> Iterator[Launched]:
    with contextlib.ExitStack() as stack:
        profile = stack.enter_context(chromium.profile_folder())
        proxy = stack.enter_context(Proxy(settings.inside, settings.resolve))
        options = _options(settings, profile, f"127.0.0.1:{proxy.port}")
        options.binary_location = chromium.browser_program(settings)
        service = _service(settings, options, profile)
        stack.callback(_end_service, service)
        service.start()
        connection = _connection(settings, service.service_url)
        stack.callback(connection.close)
        driver = Remote(command_executor=connection, options=options)
        memory = stack.enter_context(MemoryWatch(service.process.pid, settings.memory_bytes))
        yield Launched(driver, connection.client_config, proxy, memory)


@contextlib.contextmanager
def _on_node(settings: BrowserSettings) -> Iterator[Launched]:
    remote_nodes.make_ready(settings.node)
    own_address, node_addresses = remote_nodes.addresses_between(settings.node)
    with contextlib.ExitStack() as stack:
        proxy = Proxy(settings.inside, settings.resolve, listen=own_address, clients=node_addresses)
        stack.enter_context(proxy)
        connection = _connection(settings, settings.node)
        stack.callback(connection.close)
        host = f"[{own_address}]" if ":" in own_address else own_address
        driver = Remote(command_executor=connection, options=_options(settings, "", f"{host}:{proxy.port}"))
        stack.callback(_quit, driver)
        yield Launched(driver, connection.client_config, proxy, None)


def _quit(driver: Remote) -> None:
    with contextlib.suppress(*DRIVER_ERRORS):
        driver.quit()


def _connection(settings: BrowserSettings, url: str) -> ChromeRemoteConnection:
    config = ClientConfig(remote_server_addr=url, timeout=int(settings.patience))
    return ChromeRemoteConnection(url, client_config=config)


def _options(settings: BrowserSettings, profile: str, proxy: str) -> ChromeOptions:
    options = ChromeOptions()
    for switch in chromium.switches(settings, profile, proxy):
        options.add_argument(f"--{switch}")
    options.add_encoded_extension(chromium.extension())
    options.add_experimental_option("prefs", chromium.PREFERENCES)
    options.add_experimental_option("localState", chromium.LOCAL_STATE)
    options.add_experimental_option("excludeSwitches", list(chromium.UNWANTED_SWITCHES))
    options.unhandled_prompt_behavior = "dismiss"
    return options


class _TiedService(Service):
    """A ChromeDriver that ends when this process does, even when it is killed."""

    _driver = ""

    def _start_process(self, path: str) -> None:
        self._driver = path
        super()._start_process(sys.executable)

    def command_line_args(self) -> list[str]:
        return ["-I", "-S", str(tied_process.__file__), str(os.getpid()), self._driver, *super().command_line_args()]


def _service(settings: BrowserSettings, options: ChromeOptions, profile: str) -> Service:
    # a session of its own: all processes of the browser share a process group that can be killed at once; what a
    # killed browser leaves behind is in the profile folder, which is removed
    service = _TiedService(popen_kw={"start_new_session": True}, env={**os.environ, "TMPDIR": profile})
    service.path = chromium.driver_program(settings)
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
    service.stop()  # closes its log; the process has ended already
