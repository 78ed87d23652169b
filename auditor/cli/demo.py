"""``auditor demo``: a bureau and 52 zones on this machine, with planted faults, audited like the real ones."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from auditor.cli import options
from auditor.cli.app import Exit, app, out, stop
from auditor.cli.run import perform, show_plan
from auditor.demo.manifest import manifest_text
from auditor.demo.network import build
from auditor.demo.server import PortTaken, running
from auditor.model import Settings
from auditor.pipeline.run import plan_run


@app.command()
def demo(  # noqa: PLR0913 - every parameter is an option of the command
    zones: Annotated[int, typer.Option("--zones", min=1, max=52, help="How many zone sites beside the bureau.")] = 52,
    port: Annotated[int, typer.Option("--port", help="First of the loopback ports that the network uses.")] = 18080,
    seed: Annotated[int, typer.Option("--seed", help="The same seed gives the same network.")] = 115,
    data: options.Data = Path(".auditor/demo"),
    reports: options.Reports = Path("reports/demo"),
    checks: options.Checks = "",
    language: options.Language = "zh-TW",
    manifest: Annotated[bool, typer.Option("--manifest", help="Print every planted fault and end.")] = False,
    serve: Annotated[bool, typer.Option("--serve", help="Only serve the network, until Ctrl-C.")] = False,
    only_plan: Annotated[bool, typer.Option("--plan", help="Say what would be asked; ask nothing.")] = False,
) -> None:
    """Serve the built-in demo network on loopback and audit it: the first thing to try.

    The network has faults of every kind, planted from a manifest, so that what the audit finds can be held against it.
    """
    network = build(zones=zones, seed=seed, port=port)
    settings = Settings(network.portfolio, topics=options.topics(checks), source="demo")
    if manifest:
        out.print(manifest_text(network), markup=False)
        return
    if only_plan:
        show_plan(plan_run(settings))
        return
    try:
        with running(network) as server:
            if serve:
                out.print(f"Serving {network.portfolio.sites[0].url} and {zones} zones; Ctrl-C ends it.", markup=False)
                server.wait()
                return
            with options.store(data, "") as store:
                raise typer.Exit(perform(store, settings, reports, language))
    except PortTaken as error:
        raise stop(Exit.CONFIGURATION, str(error)) from error
