"""``auditor report``: the report of a judged run, written again."""

from __future__ import annotations

from auditor.cli import options
from auditor.cli.exports import OutputFormat, output_format, print_export
from auditor.cli.failures import writing_to
from auditor.cli.messages import localized
from auditor.cli.terminal import out
from auditor.pipeline.reports import evidence_of, report_run


def report_command(  # noqa: PLR0913 - every parameter is an option of the command
    number: options.RunNumber = 0,
    data: options.Data = options.DATA,
    database: options.Database = "",
    reports: options.Reports = options.REPORTS,
    language: options.Language = "zh-TW",
    as_json: options.Json = False,
    as_sarif: options.Sarif = False,
    as_junit: options.Junit = False,
) -> None:
    """Write the report of a judged run again: the same judgement gives the same bytes.

    With --json, --sarif or --junit its findings are printed, and no report is written.
    """
    wanted = output_format(as_json=as_json, as_sarif=as_sarif, as_junit=as_junit)
    with options.open_store(data, database) as store:
        run = options.judged_run(store, number)
        if wanted is not OutputFormat.TEXT:
            print_export(evidence_of(store, run), wanted, language)
            return
        with writing_to(reports):
            index = report_run(store, run, reports, language)
    out.print(localized("terminal.report", file=str(index)))
