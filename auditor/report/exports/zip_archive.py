"""Office files as archives whose bytes depend on what is in them alone."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import date


def fixed(archive: bytes, day: str, change: Callable[[str, bytes], bytes] = lambda _, body: body) -> bytes:
    """The same archive with every entry dated to a day (ISO), in the order it had, without empty folders.

    ``change`` is given the name and the bytes of each entry, and says what stands there instead.
    """
    made, moment = io.BytesIO(), (*date.fromisoformat(day[:10]).timetuple()[:3], 0, 0, 0)
    with zipfile.ZipFile(io.BytesIO(archive)) as before, zipfile.ZipFile(made, "w") as after:
        for entry in before.infolist():
            if entry.is_dir():
                continue
            dated = zipfile.ZipInfo(entry.filename, moment)
            dated.compress_type, dated.external_attr = entry.compress_type, 0o644 << 16
            after.writestr(dated, change(entry.filename, before.read(entry)))
    return made.getvalue()
