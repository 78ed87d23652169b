"""``auditor demo``: a bureau and 52 zones on this machine with planted faults, audited like the real ones."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from auditor.cli import options
from auditor.cli.locked_run import print_plan, run_locked
from auditor.cli.terminal import Exit, out, stop
from auditor.demo.manifest import manifest_text
from auditor.demo.network import build
from auditor.demo.server import PortTaken, running
from auditor.model import Settings
from auditor.pipeline.run import plan_run


def demo_command(  # noqa: PLR0913 - every parameter is an option of the command
    zones: Annotated[int, typer.Option("--zones", min=1, max=52, help="Number of zone sites beside the bureau.")] = 52,
    port: Annotated[
        int, typer.Option("--port", min=1, max=65_528, help="First of the loopback ports that the network uses.")
    ] = 18080,
    seed: Annotated[int, typer.Option("--seed", help="The same seed gives the same network.")] = 115,
    data: options.Data = Path(".auditor/demo"),
    reports: options.Reports = Path("reports/demo"),
    checks: options.Checks = "",
    language: options.Language = "zh-TW",
    manifest: Annotated[bool, typer.Option("--manifest", help="Print every planted fault; audit nothing.")] = False,
    serve: Annotated[bool, typer.Option("--serve", help="Only serve the network, until Ctrl-C.")] = False,
    today: options.Today = "",
    only_plan: Annotated[bool, typer.Option("--plan", help="Print what would be requested; request nothing.")] = False,
) -> None:
    """Serve the built-in demo network on loopback and audit it: the first thing to try.

    The network has faults of every kind, planted from a manifest, so that the findings can be compared with it.
    """
    network = build(zones=zones, seed=seed, port=port, today=options.bureau_time(today=today).date())
    settings = Settings(network.portfolio, topics=options.selected_topics(checks), source="demo", today=today)
    if manifest:
        out.print(manifest_text(network))
        return
    if only_plan:
        print_plan(plan_run(settings))
        return
    try:
        with running(network) as server:
            if serve:
                out.print(f"Serving {network.portfolio.sites[0].url} and {zones} zones; Ctrl-C ends it.")
                server.wait()
                return
            with options.open_store(data, "") as store:
                raise typer.Exit(run_locked(store, settings, reports, language))
    except PortTaken as error:
        raise stop(Exit.CONFIGURATION, str(error)) from error
