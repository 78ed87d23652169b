"""Starts a driver that ends with the process that started it; run as a script with the driver's command as arguments.

It is a program of its own because a threaded process must run nothing between fork and exec. Only Linux can tie a
process to its parent; elsewhere the driver is started untied.
"""

import contextlib
import ctypes
import os
import signal
import sys

_PR_SET_PDEATHSIG = 1


def exec_tied(owner: int, command: list[str]) -> None:
    """Replace this process by ``command``, tied to the process ``owner``, which has to be our parent."""
    with contextlib.suppress(AttributeError, OSError):
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != owner:  # it died before we were tied to it
            sys.exit(1)
    os.execv(command[0], command)  # noqa: S606  # no shell


if __name__ == "__main__":
    exec_tied(int(sys.argv[1]), sys.argv[2:])
