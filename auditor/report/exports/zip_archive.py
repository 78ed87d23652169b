"""ZIP archives of office files rewritten so that the same content gives the same bytes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import date


def with_fixed_dates(archive: bytes, day: str, change: Callable[[str, bytes], bytes] = lambda _, body: body) -> bytes:
    """Return the archive with every entry dated to a day (ISO), in the same order, without empty folders.

    ``change`` gets the name and the bytes of each entry and returns the bytes to store instead.
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
