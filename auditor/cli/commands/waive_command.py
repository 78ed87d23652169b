"""``auditor waive``: findings that may stay until a day, approved by a second person."""

from __future__ import annotations

from typing import Annotated

import typer

from auditor.cli import options
from auditor.cli.messages import localized
from auditor.cli.terminal import Exit, out, stop
from auditor.config.waivers import WAIVERS_FILE, add_waivers
from auditor.config.yaml_file import ConfigurationError
from auditor.findings.waivers import WaiverTerms, new_waiver
from auditor.model import WaiverReason, WaiverScope
from auditor.pipeline.recheck import find_findings, latest_judgement


def waive_command(  # noqa: PLR0913 - every parameter is an option of the command
    findings: Annotated[list[str], typer.Argument(help="Finding numbers (or their beginning), or target addresses.")],
    reason: Annotated[WaiverReason, typer.Option("--reason", help="Why it may stay.")],
    owner: Annotated[str, typer.Option("--owner", help="Who is responsible for the page and requests the waiver.")],
    approver: Annotated[str, typer.Option("--approver", help="Who approves it; another person.")],
    until: Annotated[str, typer.Option("--until", help="The last day, such as 2027-05-31.")],
    scope: Annotated[WaiverScope, typer.Option("--scope", help="What it covers.")] = WaiverScope.CAUSE,
    page: Annotated[list[str] | None, typer.Option("--page", help="Only on this page (--scope place).")] = None,
    note: Annotated[str, typer.Option("--note", help="A sentence for the report.")] = "",
    config: options.Config = options.CONFIG,
    data: options.Data = options.DATA,
    database: options.Database = "",
    _language: options.Messages = "",
) -> None:
    """Approve that findings stay as they are until a day. A new place of the same fault stays open.

    The approval is written to waivers.yaml beside sites.yaml and applies from the next judgement on; reports always
    show it.
    """
    terms = WaiverTerms(
        reason=reason,
        owner=owner,
        approver=approver,
        granted=options.bureau_time(options.configured_zone(config)).date().isoformat(),
        until=until,
        scope=scope,
        pages=tuple(page or ()),
        note=note,
    )
    file = config.with_name(WAIVERS_FILE)
    with options.open_store(data, database) as store:
        try:
            found = find_findings(store, latest_judgement(store), findings)
            granted = [new_waiver(finding, terms) for finding in found]
            add_waivers(file, granted)
        except (LookupError, ValueError) as error:
            raise stop(Exit.CONFIGURATION, str(error.args[0])) from error
        except (ConfigurationError, OSError) as error:
            raise stop(Exit.CONFIGURATION, str(error)) from error
    for waiver in granted:
        covered = {"check": waiver.check, "cause": waiver.cause, "site": waiver.site, "id": waiver.id}
        out.print(localized("terminal.waived", day=waiver.until, **covered))
    out.print(localized("terminal.waivers_written", file=str(file)))
