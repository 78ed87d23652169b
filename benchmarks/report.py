"""Time, memory and size of a report of 53 sites and 50,000 findings.

    python benchmarks/report.py [--findings 50000] [--language zh-TW]

The findings are synthetic (the hostile ones of the report's tests among them), the rendering is the real one, on one
core. Prints wall and CPU seconds, peak memory, the number of files and the largest pages. Nothing is asserted.
"""

from __future__ import annotations

import argparse
import resource
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests" / "report"))

from report_evidence import CHECKS, evidence

from auditor.report.write import write_report

SITES = 53


def main() -> None:
    """Render one report and print a table row for it."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--findings", type=int, default=50_000)
    options.add_argument("--language", default="zh-TW")
    chosen = options.parse_args()
    whole = evidence(audited=SITES, findings=-(-chosen.findings // (SITES + 1)))  # one commissioned site comes along
    count = sum(len(site.findings) for site in whole.sites)
    with tempfile.TemporaryDirectory() as folder:
        wall, cpu = time.perf_counter(), time.process_time()
        written = write_report(whole, CHECKS, Path(folder) / "report", language=chosen.language).parent
        wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
        files = [path for path in written.rglob("*") if path.is_file()]
        pages = sorted((path.stat().st_size for path in files if path.suffix == ".html"), reverse=True)
        index = (written / "index.html").stat().st_size
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print("| findings | wall s | CPU s | peak MB | files | largest page KB | index KB |\n|---|---|---|---|---|---|---|")
    print(
        f"| {count:,} | {wall:.1f} | {cpu:.1f} | {peak:.0f} | {len(files):,} | {pages[0] // 1000} | {index // 1000} |"
    )


if __name__ == "__main__":
    main()
