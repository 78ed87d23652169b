"""What axe-core alone says: one rule, the same Chromium, nothing of ours in between."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence

from selenium.webdriver import Chrome, ChromeOptions
from selenium.webdriver.chrome.service import Service

from auditor.gather import chromium, engines
from auditor.gather.chromium import BrowserTerms
from auditor.model import Outcome
from benchmarks.cases.expected import Expected

_RUN = """const [rule, id, done] = arguments;
axe.run(document, { runOnly: { type: "rule", values: [rule] } }).then((found) => {
  const isIt = ({ target }) => target.at(-1).endsWith("#" + id);
  const touched = (kind) => found[kind].some(({ nodes }) => nodes.some(isIt));
  done(touched("violations") ? "failed" : touched("incomplete") ? "cant_tell" : "passed");
});"""


def said_alone(origin: str, rows: Sequence[Expected]) -> list[Outcome]:
    """The engine's outcome for each expectation, its page loaded and its rule run by itself."""
    terms = BrowserTerms()
    options = ChromeOptions()
    options.binary_location = chromium.browser_program(terms)
    engine = (engines.engine_folder() / "axe.min.js").read_text(encoding="utf-8")
    said = []
    with tempfile.TemporaryDirectory() as profile:
        for switch in ("headless=new", "no-sandbox", "window-size=1280,1024", f"user-data-dir={profile}"):
            options.add_argument(f"--{switch}")
        driver = Chrome(options=options, service=Service(chromium.driver_program(terms)))
        try:
            for one in rows:
                driver.get(f"{origin}{one.path}")
                driver.execute_script(engine)
                said.append(Outcome(driver.execute_async_script(_RUN, one.rule, one.element)))
        finally:
            driver.quit()
    return said
