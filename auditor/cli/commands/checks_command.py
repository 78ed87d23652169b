"""``auditor checks``: the rules with their codes."""

from __future__ import annotations

from typing import Annotated

import typer

from auditor.cli import options
from auditor.cli.terminal import counted, out, print_json
from auditor.cli.terminal_tables import print_columns
from auditor.judging import registry
from auditor.model import Check

_FIELDS = ("id", "topic", "scope", "severity", "title", "remedy", "wcag", "taiwan", "manual_codes")


def checks_command(
    topic: Annotated[str, typer.Option("--topic", help="Only this topic.")] = "",
    code: Annotated[str, typer.Option("--code", help="Only checks of this WCAG criterion or detection code.")] = "",
    as_json: options.Json = False,
) -> None:
    """List the rules with their severity, WCAG criteria and Taiwanese detection codes."""
    checks = [
        check
        for check in registry.select(registry.load_checks(), topics=options.selected_topics(topic))
        if not code or any(code in (known, known.partition(":")[2]) for known in _codes(check))
    ]
    if as_json:
        print_json([{field: getattr(check, field) for field in _FIELDS} for check in checks])
        return
    rows = [(check.id, str(check.severity), check.title.zh, " ".join(_codes(check))) for check in checks]
    print_columns(("id", "severity", "title", "codes"), rows)
    out.print(f"{counted(len(checks), 'check')}; docs/rules.md describes them.")


def _codes(check: Check) -> list[str]:
    return [*check.wcag, *(f"{version}:{code}" for version, codes in sorted(check.taiwan.items()) for code in codes)]
