"""``auditor waive`` and ``auditor waivers``: what may stay for a time, who approved it, and when that ends."""

from __future__ import annotations

from typing import Annotated

import typer

from auditor.cli import options
from auditor.cli.app import Exit, app, out, stop
from auditor.cli.show import print_json
from auditor.cli.terminal_tables import columns
from auditor.config import waivers as waiverfile
from auditor.config.yaml_file import ConfigurationError
from auditor.findings import waivers
from auditor.model import Waiver, WaiverReason, WaiverScope
from auditor.pipeline import recheck


@app.command()
def waive(  # noqa: PLR0913 - every parameter is an option of the command
    what: Annotated[list[str], typer.Argument(help="Finding numbers (or their beginning), or target addresses.")],
    reason: Annotated[WaiverReason, typer.Option("--reason", help="Why it may stay.")],
    owner: Annotated[str, typer.Option("--owner", help="Who answers for the page and asks for the waiver.")],
    approver: Annotated[str, typer.Option("--approver", help="Who approves it; somebody else.")],
    until: Annotated[str, typer.Option("--until", help="The last day, such as 2027-05-31.")],
    scope: Annotated[WaiverScope, typer.Option("--scope", help="How far it reaches.")] = WaiverScope.CAUSE,
    page: Annotated[list[str] | None, typer.Option("--page", help="Only on this page (--scope place).")] = None,
    note: Annotated[str, typer.Option("--note", help="A sentence for the report.")] = "",
    config: options.Config = options.CONFIG,
    data: options.Data = options.DATA,
    database: options.Database = "",
) -> None:
    """Approve that findings stay as they are until a day. A new place of the same fault stays open.

    The approval goes into waivers.yaml beside sites.yaml and holds from the next judging on; reports always show it.
    """
    terms = waivers.WaiverTerms(
        reason=reason,
        owner=owner,
        approver=approver,
        granted=options.now().date().isoformat(),
        until=until,
        scope=scope,
        pages=tuple(page or ()),
        note=note,
    )
    file = config.with_name(waiverfile.WAIVERS_FILE)
    with options.store(data, database) as store:
        try:
            found = recheck.find_findings(store, recheck.latest_judgement(store), what)
            granted = [waivers.new_waiver(finding, terms) for finding in found]
            waiverfile.add_waivers(file, granted)
        except (LookupError, ValueError) as error:
            raise stop(Exit.CONFIGURATION, str(error.args[0])) from error
        except (ConfigurationError, OSError) as error:
            raise stop(Exit.CONFIGURATION, str(error)) from error
    for one in granted:
        out.print(f"waived until {one.until}: {one.check} {one.cause} on {one.site} [{one.id}]", markup=False)
    out.print(
        f"Written to {file}. It holds from the next `auditor run` or `auditor rejudge --waivers` on.", markup=False
    )


@app.command(name="waivers")
def list_waivers(config: options.Config = options.CONFIG, as_json: options.Json = False) -> None:
    """List the waivers of waivers.yaml: which are in force, which end soon, which have ended."""
    known = options.waivers(config)
    if as_json:
        print_json(known)
        return
    today = options.now().date().isoformat()
    soon = {one.id for one in waivers.ending(known, today)}
    rows = [(one.id, _state(one, today, soon), one.until, one.reason, one.site, one.check, one.cause) for one in known]
    columns(("id", "state", "until", "reason", "site", "check", "cause"), rows)
    out.print(f"{len(known)} waivers; {len(soon)} end within {waivers.WARNING_DAYS} days.")


def _state(waiver: Waiver, today: str, soon: set[str]) -> str:
    if waiver.id in soon:
        return "ends soon"
    return "in force" if waiver.is_in_force(today) else "ended" if waiver.until < today else "not yet"
