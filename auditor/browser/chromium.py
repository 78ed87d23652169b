"""How Chromium is started for audits: the terms of a visit, its switches and preferences, where its programs are."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

import msgspec

from auditor.browser import axe_release
from auditor.browser.trusted_keys import public_key_hashes

_PROFILE = "auditor-browser-"
_FEATURES_OFF = (
    "IsolateOrigins",
    "site-per-process",
    "IsolateSandboxedIframes",
    "MediaRouter",
    "OptimizationHints",
    "Translate",
    # pages of the address bar's own, in a renderer of their own: a fifth of the start, and nobody types there
    "WebUIOmniboxPopup",
    "WebUIOmniboxAimPopup",
    # nobody goes back either: a page that was left is let go at once, not frozen and kept
    "BackForwardCache",
)
_SWITCHES = (
    "headless=new",
    "disable-gpu",
    "disable-dev-shm-usage",
    "disable-quic",
    "no-first-run",
    "disable-background-networking",
    "disable-component-update",
    "disable-sync",
    "disable-default-apps",
    "disable-extensions",
    "disable-domain-reliability",
    "disable-breakpad",
    "disable-crash-reporter",
    "no-pings",
    "mute-audio",
    "hide-scrollbars",
    "lang=zh-TW",
    "force-prefers-reduced-motion",
    "webrtc-ip-handling-policy=disable_non_proxied_udp",
    "dns-prefetch-disable",
    "proxy-bypass-list=<-loopback>",
    "remote-debugging-pipe",  # the browser ends when its driver does
    # one process for all frames of a page: the engine then reaches those of other origins too
    "disable-site-isolation-trials",
    f"disable-features={','.join(_FEATURES_OFF)}",
)
_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")
PREFERENCES = {
    "download_restrictions": 3,
    "plugins.always_open_pdf_externally": True,
    "profile.default_content_setting_values.notifications": 2,
    "profile.default_content_setting_values.geolocation": 2,
}
"""Nothing is downloaded, a PDF is not shown, and nobody is asked for permission."""

UNWANTED = ("disable-popup-blocking",)
"""What its driver would add: a popup would put our tab in the background, where nothing is painted."""


class BrowserSettings(msgspec.Struct, frozen=True):
    """How pages are visited.

    ``agent`` is put behind the browser's own User-Agent. ``inside``, ``resolve`` and ``trust`` are those of a
    portfolio. ``page_seconds`` is the time to load, ``script_seconds`` the time for each look. A page is at rest after
    ``quiet_ms`` without a change, or after ``rest_ms``. ``pages`` are visited before the browser is renewed.
    A page is driven for ``probe_seconds`` and to ``stops`` by Tab at most.
    ``node`` is the WebDriver address of a browser on another machine; empty: it is started here, where
    ``browser`` and ``driver`` are paths; empty: AUDITOR_BROWSER and AUDITOR_DRIVER, the search path, Selenium Manager.
    """

    agent: str = ""
    inside: frozenset[str] = frozenset()
    resolve: dict[str, str] = {}
    trust: str = ""
    page_seconds: float = 30.0
    script_seconds: float = 60.0
    quiet_ms: int = 150
    rest_ms: int = 2000
    window: tuple[int, int] = (1280, 1024)
    widths: tuple[int, ...] = (320, 768, 1280)
    tags: tuple[str, ...] = axe_release.TAGS
    pages: int = 150
    probe_seconds: float = 6.0
    stops: int = 80
    node: str = ""
    browser: str = ""
    driver: str = ""


class VisitRequest(msgspec.Struct, frozen=True):
    """What a visit shall look at besides the engines' rules.

    ``widths``: the layout at several window widths; ``probes``: the page driven by keyboard and under strain. So many
    ``pictures`` of elements at fault are taken at most, none twice for the same fault of a ``site``. ``known`` are
    addresses on the page as delivered.
    """

    widths: bool = False
    probes: bool = False
    pictures: int = 0
    site: str = ""
    known: frozenset[str] = frozenset()


def profile_folder() -> tempfile.TemporaryDirectory[str]:
    """A fresh folder for a profile, named after this process; folders whose process was killed are removed."""
    for left in Path(tempfile.gettempdir()).glob(f"{_PROFILE}*-*"):
        owner = left.name.removeprefix(_PROFILE).partition("-")[0]
        if owner.isdecimal() and not _runs(int(owner)):
            shutil.rmtree(left, ignore_errors=True)
    return tempfile.TemporaryDirectory(prefix=f"{_PROFILE}{os.getpid()}-", ignore_cleanup_errors=True)


def switches(terms: BrowserSettings, profile: str, proxy: str) -> list[str]:
    """The command-line switches, without dashes, for our proxy (``host:port``) and a fresh profile folder.

    Without a folder the driver, which is then on another machine, makes one there.
    """
    width, height = terms.window
    given = [*_SWITCHES, f"window-size={width},{height}", f"proxy-server=http://{proxy}"]
    if profile:
        given.append(f"user-data-dir={profile}")
    if os.geteuid() == 0:
        given.append("no-sandbox")  # Chromium refuses to start its sandbox as root
    if terms.trust:
        given.append(f"ignore-certificate-errors-spki-list={','.join(public_key_hashes(Path(terms.trust)))}")
    return given


def browser_program(terms: BrowserSettings) -> str:
    """The path of the browser, or an empty string when Selenium Manager has to find one."""
    return _program(terms.browser, "AUDITOR_BROWSER", _BROWSERS)


def driver_program(terms: BrowserSettings) -> str:
    """The path of the driver, or an empty string when Selenium Manager has to find one."""
    return _program(terms.driver, "AUDITOR_DRIVER", ("chromedriver",))


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:  # somebody else's
        pass
    return True


def _program(named: str, variable: str, usual: tuple[str, ...]) -> str:
    found = (shutil.which(name) for name in usual)
    return named or os.environ.get(variable, "") or next(filter(None, found), "")
