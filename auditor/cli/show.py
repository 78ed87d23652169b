"""Commands that show what is there: ``sites``, ``checks``, ``status``."""

from __future__ import annotations

import sys
from typing import Annotated

import msgspec
import typer

from auditor.cli import options
from auditor.cli.app import app, out
from auditor.cli.terminal_tables import columns
from auditor.config.sites import PLACEHOLDER_CONTACT
from auditor.judging import registry
from auditor.model import Check, Run, SiteState
from auditor.store import Store


@app.command()
def sites(config: options.Config = options.CONFIG, as_json: options.Json = False) -> None:
    """Validate the configuration and list its sites, with what is still missing.

    Every problem of the file is told at once, with its line and the mend (exit code 3).
    """
    portfolio = options.portfolio(config)
    if as_json:
        print_json(portfolio)
        return
    rows = [(site.id, str(site.kind), site.name, site.url or "address not configured") for site in portfolio.sites]
    columns(("id", "kind", "name", "address"), rows)
    counted = [site for site in portfolio.sites if site.kind.counts]
    missing = [site for site in counted if not site.url]
    out.print(f"{len(counted)} sites of the form, {len(portfolio.sites) - len(counted)} commissioned apart.")
    out.print(f"Address not configured: {len(missing)}. Without owners: {sum(not site.owners for site in counted)}. "
              f"Without badge: {sum(site.badge is None for site in counted)}.")  # fmt: skip
    out.print(f"Without search_probe: {sum(not site.search_probe for site in counted)}. "
              f"Without applications: {sum(not site.applications for site in counted)}.")  # fmt: skip
    systems = [system for system in portfolio.systems if system.how == "probe" and not system.url]
    out.print(f"Systems to probe without an address: {len(systems)}.")
    if portfolio.contact == PLACEHOLDER_CONTACT:
        out.print("contact: still a placeholder; fill in an address that a server's administrator can write to.")


@app.command(name="checks")
def list_checks(
    topic: Annotated[str, typer.Option("--topic", help="Only this topic.")] = "",
    code: Annotated[str, typer.Option("--code", help="Only checks of this WCAG criterion or detection code.")] = "",
    as_json: options.Json = False,
) -> None:
    """List the rules with their severity, WCAG criteria and Taiwanese detection codes."""
    chosen = [
        check
        for check in registry.select(registry.load_checks(), topics=options.topics(topic))
        if not code or any(code in (known, known.partition(":")[2]) for known in _codes(check))
    ]
    if as_json:
        print_json([_row(check) for check in chosen])
        return
    rows = [(check.id, str(check.severity), check.title.zh, " ".join(_codes(check))) for check in chosen]
    columns(("id", "severity", "title", "codes"), rows)
    out.print(f"{len(chosen)} checks. docs/rules.md says more of each.")


@app.command()
def status(data: options.Data = options.DATA, database: options.Database = "", as_json: options.Json = False) -> None:
    """Show the runs of this store, what the latest one covered, and what it could not check and why."""
    with options.store(data, database) as store:
        runs = store.runs.all()
        if as_json:
            print_json([_run_row(store, run) for run in runs])
            return
        if not runs:
            out.print("No run yet. Start with `auditor run`, or `auditor demo` to try it out.")
            return
        rows = [(str(run.number), run.period, run.day, str(run.state), run.ended) for run in runs]
        columns(("run", "period", "day", "state", "ended"), rows)
        _coverage(store, runs[-1])


def print_json(value: object) -> None:
    """Print a value as JSON, UTF-8, one document."""
    sys.stdout.write(msgspec.json.format(msgspec.json.encode(value), indent=2).decode() + "\n")


def _coverage(store: Store, run: Run) -> None:
    counts = store.queue.counts(run.number)
    out.print(f"Run {run.number}: {', '.join(f'{name} {count:,}' for name, count in sorted(counts.items()))}")
    for row in store.runs.site_coverage(run.number):
        if row.state is not SiteState.AUDITED:
            out.print(f"  not audited: {row.site}: {row.state}{f' ({row.reason})' if row.reason else ''}", markup=False)
    for skipped in store.queue.skipped(run.number):
        out.print(
            f"  not asked: {skipped.count:,} {skipped.kind} of {skipped.site or 'other hosts'}: {skipped.reason}, "
            f"for example {skipped.example}", markup=False,
        )  # fmt: skip


def _run_row(store: Store, run: Run) -> dict[str, object]:
    row: dict[str, object] = {
        name: getattr(run, name) for name in ("number", "period", "day", "state", "ended", "tools")
    }
    return row | {"sites": store.runs.site_coverage(run.number), "skipped": store.queue.skipped(run.number)}


def _codes(check: Check) -> list[str]:
    return [*check.wcag, *(f"{version}:{code}" for version, codes in sorted(check.taiwan.items()) for code in codes)]


def _row(check: Check) -> dict[str, object]:
    names = ("id", "topic", "scope", "severity", "title", "remedy", "wcag", "taiwan", "manual_codes")
    return {name: getattr(check, name) for name in names}
