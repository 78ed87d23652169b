"""``auditor freego``: a report of the official checker compared with the findings of a run, line by line."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from auditor import urls
from auditor.cli import options
from auditor.cli.terminal import Exit, out, print_json, stop
from auditor.cli.terminal_tables import print_columns
from auditor.extract.files.freego_report import FreegoReport, NotFreego, read_freego
from auditor.findings.freego_comparison import (
    Line,
    Seen,
    Side,
    Sides,
    codes_of,
    compare_with_freego,
    ours,
    totals,
)
from auditor.judging.registry import load_checks
from auditor.model import Judgement, Outcome
from auditor.standards import taiwan
from auditor.store import Store

_OF_KNOWN_BUILDS = "110.07"
"""The version that all builds of Freego seen so far test; no build for a later one is known."""

_SHOWN_BY = {
    "stated": "Version {version} of the specification, as the report states.",
    "codes": "Version {version} of the specification: its codes stand in no other.",
    "build": "Version {version} of the specification, which builds of that time test; the report does not state it.",
    "": "Which version of the specification the report was made by is not known: neither its words nor its codes "
    "nor its build show it. Taken for version {version}; --standard names another.",
}
"""What the version of a report was read from."""

_HEADINGS = {
    Side.BOTH: "both",
    Side.FREEGO: "only Freego",
    Side.OURS: "only ours",
    Side.UNDECIDED: "ours undecided",
    Side.NOT_AUDITED: "page not audited",
    Side.NO_CHECK: "no check",
}


def freego_command(  # noqa: PLR0913 - every parameter is an option of the command
    file: Annotated[Path, typer.Argument(help="The .htm report that Freego saved.")],
    run: Annotated[int, typer.Option("--run", help="Number of the run to compare with. Default: the latest.")] = 0,
    standard: Annotated[
        str, typer.Option("--standard", help="Version of the report, where the report does not show it.")
    ] = "",
    lines: Annotated[int, typer.Option("--lines", help="Number of differing lines to print.")] = 20,
    data: options.Data = options.DATA,
    database: options.Database = "",
    as_json: options.Json = False,
) -> None:
    """Compare a report of Freego with the findings of a run, page by page and code by code.

    Codes are those of the version that the report was made by: the one it states, else what its codes or its build
    show.
    """
    report = _read(file)
    version = _version(report, standard)
    with options.open_store(data, database) as store:
        judgement = _judgement(store, run)
        found = compare_with_freego(_sides(store, judgement, report, version))
    if as_json:
        print_json({"freego": report, "version": version, "run": judgement.run, "lines": found})
        return
    _print_totals(report, version, judgement, found)
    _print_differences(found, lines)


def _read(file: Path) -> FreegoReport:
    try:
        return read_freego(file.read_bytes())
    except OSError as error:
        raise stop(Exit.CONFIGURATION, f"{file}: cannot be read ({error.strerror}); name the .htm file.") from error
    except NotFreego as error:
        raise stop(Exit.CONFIGURATION, f"{file}: {error}.") from error


def _version(report: FreegoReport, chosen: str) -> str:
    """The version to compare by; exit 3 for one that has no table."""
    version = chosen or report.version or _OF_KNOWN_BUILDS
    if version not in taiwan.VERSIONS:
        where = "--standard" if chosen else "The report is of version"
        raise stop(
            Exit.CONFIGURATION, f"{where} {version}: no such table of codes; there are {', '.join(taiwan.VERSIONS)}."
        )
    return version


def _judgement(store: Store, run: int) -> Judgement:
    numbers = [run] if run else [known.number for known in reversed(store.runs.all())]
    found = next((judged for number in numbers if (judged := store.judgements.latest(number))), None)
    if found is None:
        which = f"Run {run} has no" if run else "No run has"
        raise stop(Exit.CONFIGURATION, f"{which} findings to compare with; `auditor status` lists the runs.")
    return found


def _sides(store: Store, judgement: Judgement, report: FreegoReport, version: str) -> Sides:
    checks = {check.id: check for check in load_checks()}
    tallies = [tally for url in map(_spelled, report.failing) if (tally := store.judgements.page_tally(judgement, url))]
    sites = {tally.site for tally in tallies} | set(_sites_at(store, judgement, report.address))
    if not sites:
        place = f"{report.address} is in none of the sites of run {judgement.run}"
        raise stop(Exit.CONFIGURATION, f"{place}; name the run that audited it with --run.")
    findings = [found for site in sorted(sites) for found in store.judgements.findings(judgement, site)]
    named = {code for check in checks.values() for code in codes_of(check, version)}
    return Sides(
        freego=[Seen(_spelled(fault.url), fault.code, fault.snippet) for fault in report.faults],
        failed=list(ours(findings, checks, Outcome.FAILED, version)),
        undecided=list(ours(findings, checks, Outcome.CANT_TELL, version)),
        judged=frozenset(tally.url for tally in tallies),
        levels={code: taiwan.level_of(version, code) for code in named},
        level=report.level,
    )


def _sites_at(store: Store, judgement: Judgement, address: str) -> list[str]:
    """The sites of a run that an address belongs to."""
    run = next(run for run in store.runs.all() if run.number == judgement.run)
    named = [site for site in run.settings.portfolio.sites if site.url]
    return [site.id for site in named if urls.in_scope(_spelled(address), urls.host_of(site.url), site.prefix)]


def _spelled(url: str) -> str:
    """An address of Freego's report as our own crawl writes it."""
    return urls.without_fragment(urls.resolve(url, url) or url)


def _print_totals(report: FreegoReport, version: str, judgement: Judgement, found: list[Line]) -> None:
    out.print(
        f"{report.tool}, {report.tested}: {report.address}, level {report.level}, {report.pages:,} pages, "
        f"{len(report.failing):,} of them failing, scripts {report.scripts or 'not stated'}.",
    )  # fmt: skip
    out.print(_SHOWN_BY[report.version_from].format(version=report.version or version))
    if report.version and report.version != version:
        out.print(f"Compared by version {version} all the same, as --standard has it.")
    out.print(f"Compared with run {judgement.run}, pages by code of version {version}:")
    rows = [(code, *(f"{counts[side]:,}" for side in _HEADINGS)) for code, counts in sorted(totals(found).items())]
    print_columns(("code", *_HEADINGS.values()), rows)
    unlisted = sum(line.side is Side.OURS and not line.listed for line in found)
    if unlisted:
        out.print(f"{unlisted:,} of the findings that only ours has are on pages that Freego passed or did not open.")


def _print_differences(found: list[Line], most: int) -> None:
    differing = [line for line in found if line.side not in {Side.BOTH, Side.NOT_AUDITED}]
    for line in differing[:most]:
        out.print(f"{_HEADINGS[line.side]}: {line.code} {line.url} {line.element}"[:300])
    if len(differing) > most:
        out.print(f"… and {len(differing) - most:,} more; --json prints all.")
