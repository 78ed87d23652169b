"""Our whole link audit as one process: crawl from the home pages, check fragments, judge, store the findings.

    python -m benchmarks.links.ours CONFIG FOLDER PERIOD

The report is not written. A second call with another period is the next month's run over the same store. The last line
is JSON: seconds of each stage, pages, and the addresses found at fault.
"""

from __future__ import annotations

import json
import sys
import time
from datetime import datetime
from pathlib import Path

AT_FAULT = {"link-broken", "link-unreachable", "link-server-error"}
"""What a planted fault may be called; an answer of 500 is a question to a person, for it may be over soon."""


def main() -> None:
    """Run once and print what came of it. The imports stand here as in the command: workers import this module too."""
    from auditor.config.sites import load_portfolio
    from auditor.model import Life, Outcome, Settings
    from auditor.pipeline.crawl_run import crawl_run
    from auditor.pipeline.judgement.judge_run import judge_run
    from auditor.pipeline.resume import open_run
    from auditor.store import Store

    config, folder, period = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
    now = datetime.now().astimezone()
    began = time.monotonic()
    with Store.open(f"sqlite:///{folder / 'store.sqlite'}", folder / "blobs") as store:
        run = open_run(store, Settings(load_portfolio(config), topics=("links",)), now, period)
        crawl_run(run, store, lambda _: None, browser=False)
        gathered = time.monotonic()
        judgement = judge_run(store, run, made=now.isoformat(timespec="seconds"))
        judged = time.monotonic()
        found = [one for one in store.judgements.findings(judgement) if one.life is not Life.FIXED]
        pages = sum(row.pages for row in store.runs.site_coverage(run.number))
    told = {
        "gather": gathered - began,
        "judge": judged - gathered,
        "pages": pages,
        "findings": len(found),
        "at_fault": sorted({one.cause for one in found if one.check in AT_FAULT}),
        "fragments": sorted(
            {one.cause for one in found if one.check == "link-fragment-missing" and one.outcome is Outcome.FAILED}
        ),
    }
    print(json.dumps(told))


if __name__ == "__main__":
    main()
