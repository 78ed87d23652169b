"""Exit codes of all commands; imports nothing of ours."""

from __future__ import annotations

from enum import IntEnum


class Exit(IntEnum):
    """Exit codes. Where more than one applies, the greatest is used."""

    GOOD = 0
    """Nothing new and serious was found."""
    NEW_SERIOUS = 1
    """New findings, serious or worse."""
    NOT_AUDITED = 2
    """Some sites or pages could not be audited."""
    CONFIGURATION = 3
    """The command could not do its work: an option, the configuration, the store, the disk, a missing program."""
    LOCKED = 4
    """Another run of the same store is under way."""
    STOPPED = 130
    """Stopped by Ctrl-C or a signal; the same command resumes the run."""
