"""Finds commands by file name and imports only the one that runs; ``--help`` reads summaries without importing any."""

from __future__ import annotations

import ast
import sys
from collections import UserDict
from collections.abc import Sequence
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any

import typer.main
from typer.core import TyperCommand, TyperGroup

from auditor.cli.failures import exit_code_of
from auditor.cli.log_options import log_parameters
from auditor.cli.messages import use_language
from auditor.cli.terminal import Exit, stop

FOLDER = Path(__file__).parent / "commands"
_ENDING = "_command"
_EXTRAS = {
    "argon2": "console", "numpy": "classes", "starlette": "console", "trustme": "demo", "uvicorn": "console",
    "wtforms": "console",
}  # fmt: skip
"""The extra that installs a package which single commands import."""


class CommandFolder(TyperGroup):
    """The group of all commands in ``FOLDER``."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self.commands: Any = _LazyCommands(dict.fromkeys(command_names()))
        self.params += log_parameters(root=True)

    def main(self, args: Sequence[str] | None = None, **settings: Any) -> Any:  # type: ignore[override]  # narrower than click's
        """Run a command and end the process with its exit code; every failure of every command is stated here."""
        is_last = settings.pop("standalone_mode", True)
        run = partial(super().main, args, standalone_mode=False, **settings)
        return sys.exit(exit_code_of(run)) if is_last else run()

    def invoke(self, ctx: Any) -> Any:
        """Run the command. Raises what the library would make an exit code 1 of, or end without a word."""
        use_language("")
        try:
            return super().invoke(ctx)
        except BrokenPipeError as error:
            raise SystemExit(Exit.CONFIGURATION) from error
        except KeyboardInterrupt as error:
            raise InterruptedError from error

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Print the help with the summary of each command, taken from its source."""
        summaries = TyperGroup(
            name=self.name,
            help=self.help,
            params=self.params,
            commands=[TyperCommand(name, help=command_summary(name)) for name in self.commands],
            rich_markup_mode=self.rich_markup_mode,
        )
        summaries.format_help(ctx, formatter)


class _LazyCommands(UserDict[str, Any]):
    """Commands by name, each imported when it is first read."""

    def __getitem__(self, name: str) -> Any:
        if self.data[name] is None:
            self.data[name] = load_command(name)
        return self.data[name]


def command_names() -> list[str]:
    """The names of all commands, sorted."""
    return sorted(path.stem.removesuffix(_ENDING) for path in FOLDER.glob(f"*{_ENDING}.py"))


def load_command(name: str) -> TyperCommand | TyperGroup:
    """Import the file of a command and build it; exit 3 with the remedy where a package of an extra is missing.

    The file defines a function, or for sub-commands a ``typer.Typer``, of the same name as the file.
    """
    try:
        declared = getattr(import_module(f"auditor.cli.commands.{name}{_ENDING}"), f"{name}{_ENDING}")
    except ModuleNotFoundError as error:
        if error.name not in _EXTRAS:
            raise
        extra = f"web-convenience-auditor[{_EXTRAS[error.name]}]"
        raise stop(Exit.CONFIGURATION, f"{error.name} is missing; install it: pip install '{extra}'") from error
    root = typer.Typer(rich_markup_mode="markdown", pretty_exceptions_enable=False)
    if isinstance(declared, typer.Typer):
        root.add_typer(declared, name=name)
    else:
        root.command(name)(declared)
    command: TyperCommand | TyperGroup = typer.main.get_group(root).commands[name]  # type: ignore[assignment]
    for single in (command, *getattr(command, "commands", {}).values()):
        single.params += log_parameters()
    return command


def command_summary(name: str) -> str:
    """The first paragraph of a command's help: of its function's docstring, or with sub-commands of its module's."""
    module = ast.parse((FOLDER / f"{name}{_ENDING}.py").read_text(encoding="utf-8"))
    functions = [node for node in module.body if isinstance(node, ast.FunctionDef) and node.name == f"{name}{_ENDING}"]
    return (ast.get_docstring(functions[0] if functions else module) or "").partition("\n\n")[0]
