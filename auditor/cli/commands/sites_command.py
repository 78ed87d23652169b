"""Validate the configuration and list its sites; propose addresses from list pages and tables."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from auditor.cli import options
from auditor.cli.failures import writing_to
from auditor.cli.messages import localized
from auditor.cli.terminal import Exit, out, print_json, stop
from auditor.cli.terminal_tables import print_columns
from auditor.cli.typed_addresses import address_hint, web_addresses
from auditor.cli.unconfigured_audit import read_pages
from auditor.config.sites_schema import PLACEHOLDER_CONTACT
from auditor.config.table_files import BadTableError, read_rows
from auditor.model import Site
from auditor.pipeline.site_proposals import (
    Confidence,
    NoColumns,
    SiteProposal,
    as_configuration,
    fitted,
    proposals_of_pages,
    rows_of_table,
)
from auditor.standards.agencies import superior_on

_LISTED = (
    *("terminal.column_id", "terminal.column_kind", "terminal.column_name"),
    *("terminal.column_agency", "terminal.column_branch", "terminal.column_address"),
)
_PROPOSED = (
    *("terminal.column_confidence", "terminal.column_site", "terminal.column_change"),
    *("terminal.column_name", "terminal.column_address"),
)
_CONFIDENCE = {
    Confidence.HIGH: "terminal.confidence_high",
    Confidence.MEDIUM: "terminal.confidence_medium",
    Confidence.LOW: "terminal.confidence_low",
}
_CHANGES = {
    "fill": "terminal.change_fill",
    "same": "terminal.change_same",
    "differs": "terminal.change_differs",
    "new": "terminal.change_new",
}

sites_command = typer.Typer(invoke_without_command=True, help=__doc__)

WriteTo = Annotated[
    Path | None, typer.Option("--write", help="Also write the proposals as comments for sites.yaml into this file.")
]


@sites_command.callback()
def list_sites(
    context: typer.Context,
    config: options.Config = options.CONFIG,
    as_json: options.Json = False,
    _language: options.Messages = "",
) -> None:
    """Validate the configuration and list its sites, with what is still missing.

    Prints every problem of the file at once, with its line and the correction (exit code 3).
    """
    if context.invoked_subcommand:
        return
    portfolio = options.configured_portfolio(config)
    if as_json:
        print_json(portfolio)
        return
    day = options.bureau_time(portfolio.time_zone).date().isoformat()
    rows = [_row(site, day) for site in portfolio.sites]
    print_columns(tuple(map(localized, _LISTED)), rows)
    listed = [site for site in portfolio.sites if site.kind.counts]
    out.print(localized("terminal.sites_counted", n=len(listed), commissioned=len(portfolio.sites) - len(listed)))
    out.print(
        localized(
            "terminal.sites_missing",
            address=sum(not site.url for site in listed),
            owners=sum(not site.owners and site.default_owner is None for site in listed),
            badge=sum(site.badge is None for site in listed),
            name=sum(not site.has_present_name for site in listed),
        )
    )
    out.print(
        localized(
            "terminal.sites_without",
            search=sum(not site.search_probe for site in listed),
            applications=sum(not site.applications for site in listed),
        )
    )
    systems = [system for system in portfolio.systems if system.how == "probe" and not system.url]
    out.print(localized("terminal.systems_without", n=len(systems)))
    if portfolio.contact == PLACEHOLDER_CONTACT:
        out.print(localized("terminal.contact_missing"))


@sites_command.command("discover")
def discover_sites(
    addresses: options.Addresses,
    config: options.Config = options.CONFIG,
    write: WriteTo = None,
    as_json: options.Json = False,
    _language: options.Messages = "",
) -> None:
    """Propose addresses of sites from the agency's own list pages; changes nothing.

    Requests these pages alone, and reads from them the names of units and where their links lead. Exit code 2: a page
    could not be read.
    """
    portfolio = options.configured_portfolio(config)
    pages, unread = read_pages(web_addresses(addresses), portfolio, proposals_of_pages)
    _show(fitted(pages, portfolio), write, as_json=as_json)
    for address in unread:
        out.print(localized("terminal.page_unread", address=address))
    raise typer.Exit(Exit.NOT_AUDITED if unread else Exit.GOOD)


@sites_command.command("import")
def import_sites(
    file: Annotated[Path, typer.Argument(help="A table: .csv, .ods or .xlsx with columns 名稱 and 網址 (and 代號).")],
    config: options.Config = options.CONFIG,
    write: WriteTo = None,
    as_json: options.Json = False,
    _language: options.Messages = "",
) -> None:
    """Propose addresses of sites from a table; changes nothing.

    Rows are fitted to the sites of the configuration by id or name, in whatever spelling; what fits none is proposed as
    a new site. Rows that cannot be used are named (exit code 2).
    """
    portfolio = options.configured_portfolio(config)
    try:
        rows = list(rows_of_table(read_rows(file)))
    except BadTableError as error:
        raise stop(Exit.CONFIGURATION, *error.problems) from error
    except NoColumns as error:
        raise stop(Exit.CONFIGURATION, f"{file}: {error}.") from error
    bad = [(number, _problem(name or site, url)) for number, site, name, url in rows if _problem(name or site, url)]
    taken = [
        SiteProposal(name or site, url, site, Confidence.LOW, "", localized("terminal.row", n=number))
        for number, site, name, url in rows
        if not _problem(name or site, url)
    ]
    _show(fitted(taken, portfolio), write, as_json=as_json)
    for number, problem in bad:
        out.print(localized("terminal.row_unused", n=number, problem=problem))
    raise typer.Exit(Exit.NOT_AUDITED if bad else Exit.GOOD)


def _row(site: Site, day: str) -> tuple[str, ...]:
    agency, branch = superior_on(site, "agency", day), superior_on(site, "branch", day)
    unknown = localized("terminal.unknown")
    name = site.name if site.has_present_name else localized("terminal.former_name", name=site.name)
    return (
        site.id,
        str(site.kind),
        name,
        agency.zh if agency else "" if superior_on(site, "parent", day) else unknown,
        branch.zh if branch else unknown if agency else "",
        site.url or localized("terminal.address_missing"),
    )


def _problem(name: str, url: str) -> str:
    if not name:
        return localized("terminal.name_missing")
    return (address_hint(url) if url else localized("terminal.address_missing")) or ""


def _show(proposals: list[SiteProposal], write: Path | None, *, as_json: bool) -> None:
    if write is not None:
        with writing_to(write):
            write.write_text(as_configuration(proposals), encoding="utf-8")
    if as_json:
        print_json(proposals)
        return
    if not proposals:
        out.print(localized("terminal.nothing_proposed"))
        return
    rows = [
        (
            localized(_CONFIDENCE[proposal.confidence]),
            proposal.site or localized("terminal.unknown"),
            localized(_CHANGES[proposal.change])
            + (f" {localized('terminal.change_shared')}" if proposal.shared else ""),
            proposal.name,
            proposal.url,
        )
        for proposal in proposals
    ]
    print_columns(tuple(map(localized, _PROPOSED)), rows)
    out.print(
        localized(
            "terminal.proposals_counted", n=len(proposals), new=sum(proposal.change == "new" for proposal in proposals)
        )
    )
    out.print(
        localized("terminal.proposals_written", file=str(write)) if write else localized("terminal.proposals_kept")
    )
