"""Every file of ``auditor/cli/commands`` is a command, and a command imports its own file alone."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
import typer.main
from typer.testing import CliRunner

from auditor.cli import command_folder
from auditor.cli.app import app

NAMES = command_folder.command_names()


def run_python(code: str) -> str:
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout


def test_every_file_of_the_folder_is_a_command_and_every_command_has_a_file() -> None:
    files = {path.name for path in command_folder.FOLDER.glob("*.py")} - {"__init__.py"}
    assert files == {f"{name}_command.py" for name in NAMES}
    program = typer.main.get_command(app)
    assert isinstance(program, command_folder.CommandFolder)
    assert sorted(program.commands) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_a_command_is_built_from_its_file_with_the_summary_of_its_source(name: str) -> None:
    command = command_folder.load_command(name)
    assert command.name == name
    summary = command_folder.command_summary(name)
    assert summary
    assert (command.help or "").partition("\n\n")[0] == summary
    assert {"--verbose", "--log-format"} <= {option for parameter in command.params for option in parameter.opts}


def test_a_command_does_not_import_the_others() -> None:
    modules = run_python(
        "import sys; sys.argv[1:] = ['sites', '--help']\n"
        "from auditor.__main__ import main\n"
        "try: main()\nexcept SystemExit: pass\n"
        "print([name for name in sys.modules if name.startswith('auditor.cli.commands.')])"
    )
    assert "['auditor.cli.commands.sites_command']" in modules


def test_the_help_lists_all_commands_and_imports_none() -> None:
    printed = run_python(
        "import sys, time; sys.argv[1:] = ['--help']\n"
        "from auditor.__main__ import main\n"
        "try: main()\nexcept SystemExit: pass\n"
        "print([name for name in sys.modules if name.startswith(('auditor.cli.commands.', 'auditor.pipeline'))])"
    )
    assert printed.endswith("[]\n")
    assert all(f"│ {name} " in printed for name in NAMES)


def test_the_help_takes_less_than_half_a_second_of_processor_time() -> None:
    seconds = run_python(
        "import sys, time; sys.argv[1:] = ['--help']\n"
        "from auditor.__main__ import main\n"
        "try: main()\nexcept SystemExit: pass\n"
        "print(time.process_time())"
    ).splitlines()[-1]
    assert float(seconds) < 0.5


def test_a_missing_package_is_named_with_its_extra() -> None:
    done = subprocess.run(
        [sys.executable, "-c", "import sys; sys.argv[1:] = ['demo', '--manifest']; sys.modules['trustme'] = None\n"
         "from auditor.__main__ import main\nmain()"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 3
    assert done.stderr == "trustme is missing; install it: pip install 'web-convenience-auditor[demo]'\n"


def test_a_misspelt_command_gets_a_suggestion() -> None:
    done = CliRunner().invoke(app, ["runn"])
    assert done.exit_code == 3
    assert "Did you mean 'run'" in done.output


def test_a_new_file_is_a_new_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "hello_command.py").write_text('def hello_command():\n    """Greet.\n\n    More."""\n', "utf-8")
    monkeypatch.setattr(command_folder, "FOLDER", tmp_path)
    assert command_folder.command_names() == ["hello"]
    assert command_folder.command_summary("hello") == "Greet."
