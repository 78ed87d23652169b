"""``auditor sites``: the configuration, validated and listed."""

from __future__ import annotations

from auditor.cli import options
from auditor.cli.terminal import counted, out, print_json
from auditor.cli.terminal_tables import print_columns
from auditor.config.sites_schema import PLACEHOLDER_CONTACT


def sites_command(config: options.Config = options.CONFIG, as_json: options.Json = False) -> None:
    """Validate the configuration and list its sites, with what is still missing.

    Prints every problem of the file at once, with its line and the correction (exit code 3).
    """
    portfolio = options.configured_portfolio(config)
    if as_json:
        print_json(portfolio)
        return
    rows = [(site.id, str(site.kind), site.name, site.url or "address not configured") for site in portfolio.sites]
    print_columns(("id", "kind", "name", "address"), rows)
    listed = [site for site in portfolio.sites if site.kind.counts]
    missing = [site for site in listed if not site.url]
    out.print(f"{counted(len(listed), 'site')} of the form, {len(portfolio.sites) - len(listed)} commissioned besides.")
    out.print(f"Address not configured: {len(missing)}. Without owners: {sum(not site.owners for site in listed)}. "
              f"Without badge: {sum(site.badge is None for site in listed)}.")  # fmt: skip
    out.print(f"Without search_probe: {sum(not site.search_probe for site in listed)}. "
              f"Without applications: {sum(not site.applications for site in listed)}.")  # fmt: skip
    systems = [system for system in portfolio.systems if system.how == "probe" and not system.url]
    out.print(f"Systems to probe without an address: {len(systems)}.")
    if portfolio.contact == PLACEHOLDER_CONTACT:
        out.print("contact: still a placeholder; write an address that a server's administrator can write to.")
