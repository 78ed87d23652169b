"""``auditor COMMAND`` loads the module of its command alone: the list of modules is true."""

from __future__ import annotations

import subprocess
import sys

from auditor.__main__ import HOMES
from auditor.cli.commands import app


def test_every_command_is_found_where_the_list_says() -> None:
    single = {
        command.name or (command.callback.__name__ if command.callback else ""): command.callback.__module__
        for command in app.registered_commands
        if command.callback
    }
    groups = {
        group.name: command.callback.__module__
        for group in app.registered_groups
        if group.typer_instance
        for command in group.typer_instance.registered_commands
        if command.callback
    }
    assert {name: module.rpartition(".")[2] for name, module in (single | groups).items()} == HOMES


def test_a_command_does_not_load_the_others() -> None:
    code = (
        "import sys; sys.argv[1:] = ['sites', '--help']\n"
        "from auditor.__main__ import main\n"
        "try: main()\nexcept SystemExit: pass\n"
    )
    told = subprocess.run(
        [sys.executable, "-c", code + "print([one for one in sys.modules if one.startswith('auditor.cli.')])"],
        capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    assert "auditor.cli.show" in told
    assert "auditor.cli.demo" not in told
