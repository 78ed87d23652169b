"""``auditor waivers``: the waivers of ``waivers.yaml`` with their state."""

from __future__ import annotations

from auditor.cli import options
from auditor.cli.messages import localized
from auditor.cli.terminal import out, print_json
from auditor.cli.terminal_tables import print_columns
from auditor.findings.waivers import WARNING_DAYS, ending, waiver_state


def waivers_command(
    config: options.Config = options.CONFIG,
    as_json: options.Json = False,
    _language: options.Messages = "",
) -> None:
    """List the waivers of waivers.yaml: which are in force, which end soon, which have ended."""
    waivers = options.configured_waivers(config)
    if as_json:
        print_json(waivers)
        return
    today = options.bureau_time(options.configured_zone(config)).date().isoformat()
    rows = [
        (
            waiver.id, waiver_state(waiver, today), waiver.until, waiver.reason, waiver.site, waiver.check,
            waiver.cause,
        )
        for waiver in waivers
    ]  # fmt: skip
    print_columns(("id", "state", "until", "reason", "site", "check", "cause"), rows)
    soon = len(ending(waivers, today))
    out.print(localized("terminal.waivers", n=len(waivers), soon=soon, days=WARNING_DAYS))
