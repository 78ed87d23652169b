"""Runs a command and states its failure in a sentence (what, where, what to do); no failure ends with exit code 1."""

from __future__ import annotations

import errno
import logging
import os
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from auditor.cli.terminal import Exit, err

_STATED = frozenset(
    {
        "BadModelError", "BadRecordsError", "BadTableError", "CannotPrint", "ClusterError", "ConfigurationError",
        "EnginesMissing", "MissingProgram", "NoFolder", "NodeError", "NotFreego", "PortTaken", "RegistryError",
        "SmtpError", "StoreError",
    }
)  # fmt: skip
"""Our own errors whose message names place, cause and remedy; by name, so that none of their modules is imported."""

_REMEDIES = {
    errno.ENOSPC: "free some space",
    errno.EDQUOT: "free some space, or have the quota raised",
    errno.EFBIG: "raise the limit of file sizes (`ulimit -f`)",
    errno.EROFS: "name another place, or mount it for writing",
    errno.EACCES: "mend its rights, or name another place",
    errno.EPERM: "mend its rights, or name another place",
    errno.ENOENT: "name a place that exists",
    errno.ENOTDIR: "name a folder",
    errno.EISDIR: "name a file",
    errno.EEXIST: "name another place",
    errno.EMFILE: "raise the limit of open files (`ulimit -n`)",
    errno.ENFILE: "raise the limit of open files of this machine",
    errno.EAGAIN: "raise the limit of processes (`ulimit -u`)",
    errno.ENOMEM: "free some memory",
    errno.EIO: "check the disk",
    errno.EPIPE: "keep its reader running until the command has ended",
}
"""What to do, by the number of an error of the operating system."""

_SHARED_MEMORY = "the shared memory (/dev/shm)"
_PLACES = {
    "multiprocessing.synchronize": _SHARED_MEMORY,
    "multiprocessing.heap": _SHARED_MEMORY,
    "tempfile": "the folder of temporary files (TMPDIR)",
    "rich.console": "standard output",
    "auditor.cli.terminal": "standard output",
    "auditor.cli.failures": "standard output",
}
"""What was written to, by the module in which an error without a file name was raised."""

_log = logging.getLogger(__name__)


def exit_code_of(run: Callable[[], object]) -> int:
    """Run a command to its end and return its exit code; what it raises is printed as a sentence on standard error."""
    try:
        code = run()
        sys.stdout.flush()
    except SystemExit:  # a library's way to end when nobody reads what it prints
        code = _stated(BrokenPipeError(errno.EPIPE, os.strerror(errno.EPIPE), "standard output"))
    except (KeyboardInterrupt, InterruptedError) as stopped:
        err.print(f"{_message(stopped) or 'Stopped'}.")
        code = Exit.STOPPED
    except Exception as error:  # noqa: BLE001  # the one handler of all commands
        code = _stated(error)
    _discard_unwritable()
    return code if isinstance(code, int) else Exit.GOOD


def stated_os_error(error: OSError, place: str = "") -> str:
    """What the operating system refused, where, and what to do; ``place`` counts where the error names no file."""
    where = error.filename or _place(error) or place or "a file"
    what = error.strerror or str(error) or type(error).__name__
    remedy = _REMEDIES.get(error.errno or 0, "mend that")
    return f"{_text(where)}: {what}; {remedy}, then start the same command again."


@contextmanager
def writing_to(place: Path) -> Iterator[None]:
    """Have errors of the operating system that name no file name this place."""
    try:
        yield
    except OSError as error:
        error.filename = error.filename or _place(error) or str(place)
        raise


def _stated(error: Exception) -> Exit:
    """Print the sentence of an error, and its traceback with ``--verbose``."""
    for sentence in _sentences(error):
        err.print(sentence, style="bold red")
    if _log.isEnabledFor(logging.INFO):
        err.print("".join(traceback.format_exception(error)))
    return Exit.CONFIGURATION


def _sentences(error: Exception) -> Iterator[str]:
    names = {kind.__name__ for kind in type(error).__mro__ if kind.__module__.startswith("auditor.")}
    if hasattr(error, "format_message"):  # an option or argument that click refuses
        yield from _usage(error)
    elif names & _STATED:
        yield from getattr(error, "problems", ()) or (_message(error),)
    elif isinstance(error, OSError):
        yield stated_os_error(error)
    elif isinstance(error, ModuleNotFoundError) and not (error.name or "").startswith(("auditor", "checks")):
        yield f"The package {error.name} is not installed; run scripts/setup, then start the same command again."
    elif isinstance(error, MemoryError):
        yield "The memory is used up; free some, then start the same command again."
    elif "auditor.store" in (modules := " ".join(_modules(error))) and "msgspec" in type(error).__module__:
        yield f"The store holds a value that cannot be read ({_message(error)}); restore it from a backup."
    elif "concurrent.futures" in modules and "Broken" in type(error).__name__:
        yield "A worker process ended before its work was done; is the memory used up? Start the same command again."
    else:
        yield (
            f"Unexpected failure, {type(error).__name__}: {_message(error)}. Nothing else is known to be wrong with "
            "your input: please report it with the traceback, which the option --verbose prints."
        )


def _usage(error: Exception) -> Iterator[str]:
    """The message of click with the command whose help explains its options; none where the help was just printed."""
    context = getattr(error, "ctx", None)
    command = context.command_path if context else "auditor"
    message = str(getattr(error, "format_message", str)()).rstrip(".")
    if message:
        yield f"{message}{'' if message.endswith('?') else '.'} `{command} --help` shows how it is used."


def _message(error: BaseException) -> str:
    return str(error.args[0] if isinstance(error, LookupError) and error.args else error).rstrip(".")


def _place(error: BaseException) -> str:
    return _PLACES.get(next(reversed(list(_modules(error))), ""), "")


def _modules(error: BaseException) -> Iterator[str]:
    """The modules that an error passed through, the one that was called first first."""
    for frame, _ in traceback.walk_tb(error.__traceback__):
        yield str(frame.f_globals.get("__name__", ""))


def _text(name: object) -> str:
    return os.fsdecode(name) if isinstance(name, str | bytes | os.PathLike) else str(name)


def _discard_unwritable() -> None:
    """Let nothing that is left for standard output fail once more when the process ends."""
    try:
        sys.stdout.flush()
    except (OSError, ValueError):
        with suppress(OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
