"""Prints a page of the report to PDF with Chromium: tagged, with outline, title and language."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from auditor.browser.chromium import BrowserSettings, browser_program, profile_folder

_SECONDS = 180
_SWITCHES = (
    "--headless=new", "--disable-gpu", "--disable-dev-shm-usage", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-extensions",
    "--no-pdf-header-footer", "--export-tagged-pdf", "--generate-pdf-document-outline", "--window-size=1280,1024",
    "--host-resolver-rules=MAP * ~NOTFOUND",
)  # fmt: skip
"""No server is contacted while a page is printed: no host name resolves."""


class CannotPrint(Exception):  # noqa: N818  # not a fault: the report is complete without a PDF
    """No PDF could be made; the message gives the cause and the remedy."""


def print_pdf(page: Path, pdf: Path) -> None:
    """Print an HTML file to a PDF file. Raises ``CannotPrint``."""
    browser = browser_program(BrowserSettings())
    if not browser:
        raise CannotPrint("no browser to print with; install Debian's chromium, or name one in AUDITOR_BROWSER")
    root = ("--no-sandbox",) if hasattr(os, "geteuid") and os.geteuid() == 0 else ()
    with profile_folder() as profile:
        command = [
            browser,
            *_SWITCHES,
            *root,
            f"--user-data-dir={profile}",
            f"--print-to-pdf={pdf.resolve()}",
            page.resolve().as_uri(),
        ]
        try:
            done = subprocess.run(  # noqa: S603 -- the found browser, our own file
                command, capture_output=True, timeout=_SECONDS, check=False
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            raise CannotPrint(f"{browser} did not print: {error}") from error
    if done.returncode or not pdf.is_file():
        raise CannotPrint(f"{browser} did not print (exit code {done.returncode}); `auditor doctor` checks the browser")
