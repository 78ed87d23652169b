"""What fails in any command is stated in a sentence with exit code 3: no traceback, never the code 1 of findings."""

from __future__ import annotations

import errno
import os
import resource
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import typer.main
from typer.testing import CliRunner

from auditor.blobs.sqlite_files import holds_blobs
from auditor.browser.versions import versions
from auditor.cli import failures
from auditor.cli.app import app
from auditor.cli.commands import checks_command, sites_command
from auditor.model import Portfolio, Settings
from auditor.report.words import LANGUAGES
from auditor.store import Store
from tests.cli.forked_command import CLOSED, Ended, run_forked
from tests.cli.test_readme import commands

SECONDS = 5.0
"""A failure is stated within this time."""

NOWHERE = Path("/proc/nowhere")
"""A place where nobody can write, not even root."""

FULL = Path("/dev/full")

PLACES = {
    "--config": "sites.yaml",
    "--data": "data",
    "--reports": "reports",
}
WORDS = {
    "backup": ["copies/one.tar"],
    "classification blocks": ["classes.xlsx"],
    "classification fit": ["records"],
    "classification import": ["theme", "table.csv", "--source", "x", "--version", "1"],
    "classification measure": ["records"],
    "classification review": ["classes.xlsx"],
    "compliance": ["2026", "--no-pdf"],
    "demo": ["--manifest"],
    "freego": ["freego.htm"],
    "links": ["{origin}/"],
    "mail": ["--dry-run"],
    "metadata": ["{origin}/"],
    "page": ["{origin}/", "--checks", "links"],
    "recheck": ["--unit", "資訊室"],
    "restore": ["none.tar"],
    "run": ["--checks", "links", "--period", "other"],
    "schedule install": ["--print"],
    "schedule outcome": ["--exit-code", "3"],
    "sites discover": ["{origin}/"],
    "sites import": ["table.csv"],
    "trace": ["{origin}/"],
    "verify": ["reports/2026-11"],
    "waive": ["abc", "--reason", "planned", "--owner", "a", "--approver", "b", "--until", "2099-01-01"],
    "work": ["--once"],
}
"""What each command needs besides its places; the others need nothing."""

NAMES = sorted(name for name, _ in commands())


def typed(name: str, origin: str, folder: Path, **other: Path) -> list[str]:
    """A command with the arguments it needs and its places, some of them others."""
    command = dict(commands())[name]
    options = {option for parameter in command.params for option in parameter.opts}
    words = [word.format(origin=origin) for word in WORDS.get(name, ())]
    for option, place in PLACES.items():
        if option in options:
            words += [option, str(other.get(option.removeprefix("--"), folder / place))]
    return [*name.split(), *words]


def assert_stated(ended: Ended, code: int = 3) -> None:
    """No traceback, a sentence that ends with a full stop or names the remedy, the exit code, in time."""
    assert "Traceback" not in ended.error + ended.output
    assert "Unexpected failure" not in ended.error, ended.error
    assert ended.code == code, ended
    assert len(ended.error.strip()) > 20, ended
    assert ended.seconds < SECONDS * max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1))  # other work counts not


@pytest.mark.parametrize("to", [FULL, CLOSED], ids=["full", "closed"])
@pytest.mark.parametrize("name", NAMES)
def test_output_that_cannot_be_written(name: str, to: Path, origin: str, folder: Path) -> None:
    ended = run_forked(typed(name, origin, folder), folder, to=to)
    assert_stated(ended)
    if to is CLOSED:
        assert "/dev/null" in ended.error


@pytest.mark.parametrize("name", NAMES)
def test_an_unknown_language(name: str, origin: str, folder: Path) -> None:
    ended = run_forked([*typed(name, origin, folder), "--language", "fr"], folder)
    assert_stated(ended)
    command = dict(commands())[name]
    if any("--language" in parameter.opts for parameter in command.params):
        assert all(language in ended.error for language in LANGUAGES)
    assert ended.output == ""


@pytest.mark.parametrize("place", ["data", "reports"])
@pytest.mark.parametrize("name", NAMES)
def test_a_place_that_cannot_be_written(name: str, place: str, origin: str, folder: Path) -> None:
    words = typed(name, origin, folder, **{place: NOWHERE / "deep"})
    if str(NOWHERE / "deep") not in words or (name, place) in {("demo", "data"), ("demo", "reports")}:
        pytest.skip("the command has no such place, or the demo prints its manifest only")
    ended = run_forked(words, folder)
    if name == "schedule install":
        assert ended.code == 0  # it prints the place
        return
    if name == "doctor":
        assert (ended.code, str(NOWHERE) in ended.output) == (3, True)
        return
    assert_stated(ended)
    assert str(NOWHERE) in ended.error or name == "freego"  # which reads its file first


@pytest.mark.parametrize("name", ["rejudge", "classification review", "report", "status", "trace", "compliance"])
def test_a_missing_blob(name: str, origin: str, folder: Path) -> None:
    shutil.rmtree(folder / "data" / "blobs")
    ended = run_forked(typed(name, origin, folder), folder)
    if ended.code == 0:  # findings and coverage are in the database
        assert name in {"report", "status", "trace", "compliance"}
        return
    assert_stated(ended)
    assert "backup" in ended.error


@pytest.mark.parametrize("name", sorted({"status", "report", "rejudge", "run", "trace", "recheck", "mail", "prune"}))
@pytest.mark.parametrize("state", ["empty", "missing", "damaged"])
def test_a_lost_database_beside_its_blobs(name: str, state: str, origin: str, folder: Path) -> None:
    database = folder / "data" / "auditor.sqlite"
    for file in folder.glob("data/auditor.sqlite*"):
        file.unlink()
    if state != "missing":
        database.write_bytes(b"" if state == "empty" else b"no database" * 1000)
    ended = run_forked(typed(name, origin, folder), folder)
    assert_stated(ended)
    assert str(database) in ended.error
    assert "backup" in ended.error
    assert state != "missing" or not database.exists()


def test_a_new_store_is_none_that_was_lost(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'auditor.sqlite'}"
    with Store.open(url, tmp_path / "blobs") as store:
        store.runs.create("2026-11", "2026-11-01", Settings(Portfolio(())), {}, "2026-11-01T02:00:00+08:00")
    assert not holds_blobs(tmp_path / "blobs")
    assert not holds_blobs(tmp_path / "none")
    (tmp_path / "auditor.sqlite").unlink()
    with Store.open(url, tmp_path / "blobs") as store:
        assert store.runs.all() == []


@pytest.mark.parametrize("missing", ["browser", "driver"])
@pytest.mark.parametrize("name", ["run", "page", "demo"])
def test_a_missing_browser_or_driver_is_stated_before_anything_is_requested(
    name: str, missing: str, origin: str, folder: Path
) -> None:
    words = {"run": ["run", "--period", "third"], "page": ["page", f"{origin}/"], "demo": ["demo", "--zones", "1"]}
    ended = run_forked(
        [*words[name], *(["--port", "28411"] if name == "demo" else [])],
        folder,
        env={f"AUDITOR_{missing.upper()}": "/nowhere", "XDG_CACHE_HOME": str(folder)},
    )
    assert_stated(ended)
    assert f"AUDITOR_{missing.upper()}" in ended.error
    assert "scripts/setup" in ended.error


def test_topics_without_a_browser_need_none(origin: str, folder: Path) -> None:
    none = {"AUDITOR_BROWSER": "/nowhere", "AUDITOR_DRIVER": "/nowhere"}
    assert run_forked(["page", f"{origin}/news", "--checks", "links"], folder, env=none).code == 1


def test_a_home_that_cannot_be_written(folder: Path) -> None:
    if not versions().keys() >= {"browser", "driver"}:
        pytest.skip("the browser would be missed first")
    home = {"HOME": str(NOWHERE), "XDG_CACHE_HOME": ""}
    ended = run_forked(["demo", "--zones", "1", "--port", "28421", "--checks", "links"], folder, env=home)
    assert_stated(ended)
    assert "XDG_CACHE_HOME" in ended.error


@pytest.mark.parametrize("name", ["report", "rejudge", "run", "compliance", "backup", "classification review"])
def test_a_full_disk(name: str, origin: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Files may not grow beyond some bytes: the operating system refuses the rest, as of a full disk."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (2_000, before[1]))
    try:
        ended = run_forked(typed(name, origin, folder), folder)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert_stated(ended)


@pytest.mark.skipif(
    subprocess.run(["unshare", "-rm", "true"], capture_output=True, check=False).returncode != 0
    if shutil.which("unshare")
    else True,
    reason="needs a mount of its own",
)
@pytest.mark.parametrize(
    ("mount", "words", "named"),
    [
        ("mount -t tmpfs -o size=16k none reports", ["report", "--data", "data"], "reports"),
        ("mount -t tmpfs -o ro none reports", ["report", "--data", "data"], "reports"),
        ("mount --bind data data && mount -o remount,ro,bind data", ["rejudge", "--data", "data"], "data"),
        ("mount -t tmpfs -o ro none /dev/shm", ["links", "{origin}/"], "/dev/shm"),
        (
            "mount -t tmpfs -o size=64k none reports; export TMPDIR=$PWD/reports",
            ["links", "{origin}/"],
            "free some space",
        ),
    ],
)
def test_a_disk_that_is_full_or_read_only(mount: str, words: list[str], named: str, origin: str, folder: Path) -> None:
    words = [sys.executable, "-m", "auditor", *(word.format(origin=origin) for word in words)]
    script = ["unshare", "-rm", "sh", "-c", f'{mount} && exec "$@"', "sh", *words]
    done = subprocess.run(script, cwd=folder, capture_output=True, text=True, check=False)
    assert_stated(Ended(done.returncode, done.stdout, done.stderr, 0.0))
    assert named in done.stderr


@pytest.mark.parametrize(
    "words",
    [["prune", "--days", "99999999999"], ["demo", "--port", "99999"], ["demo", "--port", "-5"], ["checks", "--nosuch"]],
    ids=" ".join,
)
def test_a_number_out_of_range_or_an_unknown_option(words: list[str], folder: Path) -> None:
    ended = run_forked(words, folder)
    assert_stated(ended)
    assert f"auditor {words[0]} --help" in ended.error or "--help` shows" in ended.error


def test_a_reader_that_ends_early_makes_no_finding() -> None:
    script = f"{sys.executable} -m auditor checks --json | true; echo ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", script], capture_output=True, text=True, check=False)
    assert done.stdout.strip() in {"0", "3"}
    assert "Traceback" not in done.stderr
    assert "Exception ignored" not in done.stderr


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (
            OSError(errno.ENOSPC, "No space left on device", "reports/x"),
            "reports/x: No space left on device; free some",
        ),
        (PermissionError(errno.EACCES, "Permission denied", b"data"), "data: Permission denied; mend its rights"),
        (ModuleNotFoundError("No module named 'h2'", name="h2"), "The package h2 is not installed; run scripts/setup"),
        (ModuleNotFoundError("No module named 'auditor.x'", name="auditor.x"), "Unexpected failure, ModuleNotFound"),
        (MemoryError(), "The memory is used up"),
        (KeyError("colour"), "Unexpected failure, KeyError: colour. "),
        (ZeroDivisionError("division by zero"), "--verbose prints"),
    ],
)
def test_an_exception_becomes_a_sentence(
    error: Exception, sentence: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(checks_command.registry, "load_checks", fail)
    done = CliRunner().invoke(app, ["checks"])
    assert (done.exit_code, sentence in done.stderr) == (3, True), done.output
    assert "Traceback" not in done.output
    verbose = CliRunner().invoke(app, ["checks", "--verbose"])
    assert verbose.exit_code == 3
    assert "Traceback" in verbose.stderr


@pytest.mark.parametrize("signal", [KeyboardInterrupt, InterruptedError])
def test_a_signal_ends_with_130(signal: type[BaseException], monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(*_: object) -> None:
        raise signal

    monkeypatch.setattr(sites_command.options, "configured_portfolio", stop)
    done = CliRunner().invoke(app, ["sites"])
    assert (done.exit_code, done.stderr) == (130, "Stopped.\n")


def test_every_error_of_ours_that_is_stated_exists() -> None:
    program = typer.main.get_command(app)
    assert program is not None
    sources = "\n".join(path.read_text(encoding="utf-8") for path in Path(failures.__file__).parents[1].rglob("*.py"))
    assert [name for name in failures._STATED if f"class {name}(" not in sources] == []
