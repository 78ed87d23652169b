"""The options ``--verbose`` and ``--log-format``, accepted before and after the name of a command."""

from __future__ import annotations

from typing import Annotated, Any

import typer.main

from auditor.cli.log_format import LogFormat, configure_logging

LOG_FORMAT_VARIABLE = "AUDITOR_LOG_FORMAT"
_SETTINGS = "auditor.log"


def log_parameters(*, root: bool = False) -> list[Any]:
    """The two options as parameters of a command. Only those of the root read the environment variable."""
    carrier = typer.Typer(add_completion=False)
    carrier.command()(_carry)
    parameters: list[Any] = typer.main.get_command(carrier).params
    for parameter in parameters:
        parameter.envvar = parameter.envvar if root else None
    return parameters


def _configure(context: typer.Context, parameter: typer.CallbackParam, value: object) -> None:
    """Configure logging with what was given so far; an option of a command overrides the same one of the root."""
    settings = context.meta.setdefault(_SETTINGS, {})
    if value is not None:
        settings[parameter.name] = value
    configure_logging(
        verbose=settings.get("verbose", False), log_format=LogFormat(settings.get("log_format", LogFormat.TEXT))
    )


def _carry(
    verbose: Annotated[
        bool | None,
        typer.Option("--verbose", callback=_configure, expose_value=False, help="Log every step to standard error."),
    ] = None,
    log_format: Annotated[
        LogFormat | None,
        typer.Option(
            "--log-format",
            callback=_configure,
            expose_value=False,
            envvar=LOG_FORMAT_VARIABLE,
            help="Write log events as text or as JSON, one a line.",
        ),
    ] = None,
) -> None:
    """Carries the declarations of the options; never called."""
