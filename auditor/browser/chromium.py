"""Chromium for audits: settings of visits, command-line switches, preferences, profile folders and program paths."""

from __future__ import annotations

import io
import os
import shutil
import tempfile
import zipfile
from base64 import b64encode
from importlib.resources import files
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
    # the address bar's own pages, each with its renderer: a fifth of the start time, and nobody types there
    "WebUIOmniboxPopup",
    "WebUIOmniboxAimPopup",
    # nobody goes back: a page that was left is unloaded at once, not frozen and kept
    "BackForwardCache",
    "DisableLoadExtensionCommandLineSwitch",  # else our own extension is not loaded
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
_SPARE_SECONDS = 5.0
_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")
PREFERENCES = {
    "download_restrictions": 3,
    "plugins.always_open_pdf_externally": True,
    "profile.default_content_setting_values.notifications": 2,
    "profile.default_content_setting_values.geolocation": 2,
    "net.network_prediction_options": 2,
    # with an extension the first tab would show the new tab page, which sometimes never finishes loading
    "session.restore_on_startup": 4,
    "session.startup_urls": ["about:blank"],
}
"""Nothing is downloaded, a PDF is not displayed, no permission is granted, and no page is loaded ahead."""

LOCAL_STATE = {"auth.schemes": ""}
"""No scheme of authentication is known: an answer with status 401 is shown, and nobody is prompted for a password."""

UNWANTED_SWITCHES = ("disable-popup-blocking",)
"""Switches that the driver would add: a popup would put our tab in the background, where nothing is painted."""


class BrowserSettings(msgspec.Struct, frozen=True):
    """How pages are visited."""

    agent: str = ""
    """Put behind the browser's own User-Agent."""

    inside: frozenset[str] = frozenset()
    """Origins that may be requested although their address is not public, such as ``http://127.0.0.1:8001``."""

    resolve: dict[str, str] = {}
    """IP addresses by host name, used instead of DNS."""

    trust: str = ""
    """Path of a PEM file with certificates to trust besides the browser's own; empty: none."""

    page_seconds: float = 30.0
    """Time limit for loading a page."""

    script_seconds: float = 60.0
    """Time limit for one run of the engine."""

    step_seconds: float = 10.0
    """Time limit for one command of a probe; what takes longer hangs, and costs that probe."""

    visit_seconds: float = 120.0
    """Time limit for a visit as a whole: what is not finished by then is untested."""

    memory_bytes: int = 1_500_000_000
    """A browser whose processes take more memory (proportional set size) is ended; 0: no limit."""

    quiet_ms: int = 150
    """A page is at rest after so many milliseconds without a change of the document ..."""

    rest_ms: int = 2000
    """... or when so many have passed since it was loaded."""

    window: tuple[int, int] = (1280, 1024)
    """Width and height of the window, in CSS pixels."""

    widths: tuple[int, ...] = (320, 768, 1280)
    """Widths of the window at which the layout is measured, in CSS pixels."""

    tags: tuple[str, ...] = axe_release.TAGS
    """Tags of the axe-core rules that are run."""

    pages: int = 150
    """The browser is renewed after so many pages."""

    probe_seconds: float = 6.0
    """After so much time no further probe of a page is begun."""

    stops: int = 80
    """A keyboard walk ends after so many stops."""

    node: str = ""
    """WebDriver address of a browser on another machine; empty: the browser is started on this one."""

    browser: str = ""
    """Path of the browser; empty: AUDITOR_BROWSER, the search path, or Selenium Manager."""

    driver: str = ""
    """Path of the driver; empty: AUDITOR_DRIVER, the search path, or Selenium Manager."""

    @property
    def patience(self) -> float:
        """Seconds that a command may take outside the probes: longer than what the browser limits itself."""
        return max(self.page_seconds, self.script_seconds) + _SPARE_SECONDS


class VisitRequest(msgspec.Struct, frozen=True):
    """What a visit examines besides the engine's rules."""

    widths: bool = False
    """Measure the layout at several window widths."""

    probes: bool = False
    """Run the interactive probes: keyboard walk, layout stress, motion, shortcuts."""

    screenshots: int = 0
    """Take at most so many screenshots of elements at fault."""

    site: str = ""
    """The site's id: the same fault of a site is not captured twice."""

    known: frozenset[str] = frozenset()
    """Addresses on the page as delivered; links to others were added by scripts."""


def profile_folder() -> tempfile.TemporaryDirectory[str]:
    """Make a fresh profile folder, named after this process; remove the folders of processes that were killed."""
    for folder in Path(tempfile.gettempdir()).glob(f"{_PROFILE}*-*"):
        owner = folder.name.removeprefix(_PROFILE).partition("-")[0]
        if owner.isdecimal() and not _is_running(int(owner)):
            shutil.rmtree(folder, ignore_errors=True)
    return tempfile.TemporaryDirectory(prefix=f"{_PROFILE}{os.getpid()}-", ignore_cleanup_errors=True)


def switches(settings: BrowserSettings, profile: str, proxy: str) -> list[str]:
    """Return the command-line switches, without dashes, for our proxy (``host:port``) and a fresh profile folder.

    Without a folder the driver, which is then on another machine, makes one there.
    """
    width, height = settings.window
    chosen = [*_SWITCHES, f"window-size={width},{height}", f"proxy-server=http://{proxy}"]
    if profile:
        chosen.append(f"user-data-dir={profile}")
    if os.geteuid() == 0:
        chosen.append("no-sandbox")  # Chromium refuses to start its sandbox as root
    if settings.trust:
        chosen.append(f"ignore-certificate-errors-spki-list={','.join(public_key_hashes(Path(settings.trust)))}")
    return chosen


def extension() -> str:
    """Return our extension as the base64 of a ZIP file: the browser's rules of what may leave it.

    Requests other than GET and HEAD are blocked, those within TLS too, and a Content Security Policy keeps every page
    from sending a form.
    """
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for file in sorted((files("auditor.browser") / "extension").iterdir(), key=lambda file: file.name):
            archive.writestr(zipfile.ZipInfo(file.name), file.read_bytes())
    return b64encode(packed.getvalue()).decode()


def browser_program(settings: BrowserSettings) -> str:
    """Return the path of the browser, or an empty string when Selenium Manager has to find one."""
    return _program(settings.browser, "AUDITOR_BROWSER", _BROWSERS)


def driver_program(settings: BrowserSettings) -> str:
    """Return the path of the driver, or an empty string when Selenium Manager has to find one."""
    return _program(settings.driver, "AUDITOR_DRIVER", ("chromedriver",))


def _is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:  # another user's process
        pass
    return True


def _program(named: str, variable: str, usual: tuple[str, ...]) -> str:
    found = (shutil.which(name) for name in usual)
    return named or os.environ.get(variable, "") or next(filter(None, found), "")
