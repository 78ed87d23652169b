"""``auditor compliance``: the report for the half-year form."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from auditor.browser.pdf_print import CannotPrint, print_pdf
from auditor.cli import options
from auditor.cli.failures import writing_to
from auditor.cli.messages import localized
from auditor.cli.terminal import Exit, err, out, stop
from auditor.config.manual_texts import MANUAL_FILE, load_manual_texts
from auditor.config.yaml_file import ConfigurationError
from auditor.findings.periods import parse_period
from auditor.pipeline.compliance import ComplianceSettings, report_period
from auditor.report.compliance.samples import LEAST_PAGES
from auditor.report.write import PRINTED


def compliance_command(  # noqa: PLR0913 - every parameter is an option of the command
    period: Annotated[str, typer.Argument(help="A period such as 2026-11, 2026H1, 2026 or 2026-01-01..2026-03-31.")],
    config: options.Config = options.CONFIG,
    data: options.Data = options.DATA,
    database: options.Database = "",
    reports: options.Reports = options.REPORTS,
    language: options.Language = "zh-TW",
    sample: Annotated[
        int, typer.Option("--sample", min=LEAST_PAGES, help="Pages to draw for checking by hand.")
    ] = LEAST_PAGES,
    seed: Annotated[str, typer.Option("--seed", help="The same seed draws the same pages.")] = "",
    today: options.Today = "",
    pdf: Annotated[bool, typer.Option("--pdf/--no-pdf", help="Also write the report as PDF.")] = True,
) -> None:
    """Write the self-evaluation report of a period: all rows of the form, figures, trend, repairs, a sample to sign.

    Texts that only people can write are read from manual.yaml beside sites.yaml, by row: "1.1.2.1": text.
    """
    try:
        when, manual = parse_period(period), load_manual_texts(config.with_name(MANUAL_FILE))
    except ConfigurationError as error:
        raise stop(Exit.CONFIGURATION, *error.problems) from error
    except ValueError as error:
        raise stop(Exit.CONFIGURATION, str(error)) from error

    # a month has a report of its own in the folder of its name
    folder = reports / "compliance"
    with options.open_store(data, database) as store:
        try:
            day = options.bureau_time(options.judged_run(store, 0).settings.portfolio.time_zone, today).date()
            terms = ComplianceSettings(manual, sample, seed, language, day.isoformat())
            with writing_to(folder):
                index = report_period(store, when, folder, terms, _write_pdf if pdf else lambda _: None)
        except LookupError as error:
            raise stop(Exit.CONFIGURATION, str(error.args[0])) from error
    out.print(localized("terminal.report", file=str(index)))


def _write_pdf(folder: Path) -> None:
    try:
        print_pdf(folder / "index.html", folder / PRINTED)
    except CannotPrint as error:
        err.print(f"No PDF: {error}")
