"""The manifest of a published report: its files with their hashes and the report before it; compares both later."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path

import msgspec

MANIFEST_FILE = "manifest.json"


class File(msgspec.Struct, frozen=True):
    """One file of a report."""

    path: str
    """Its path in the report's folder."""

    bytes: int
    """Its size."""

    sha256: str
    """Its SHA-256, in hexadecimal digits."""


class Predecessor(msgspec.Struct, frozen=True):
    """The report that was published before, in a folder beside this one."""

    folder: str
    """Name of its folder."""

    sha256: str
    """SHA-256 of its manifest."""


class Manifest(msgspec.Struct, frozen=True):
    """The files of a report with their hashes, by which a copy can be proved unchanged."""

    period: str
    """Name of the report's period, such as ``2026-11``."""

    day: str
    """Day of the run (ISO)."""

    run: int
    """Number of the run."""

    judgement: int
    """Number of the judgement of that run."""

    language: str
    """Language of the report."""

    simulated: bool = False
    """Whether the date of the run was set and is not real."""

    files: tuple[File, ...] = ()
    """Every other file of the report, by path."""

    previous: Predecessor | None = None
    """The report of the run before; None for the first, and in reports of earlier versions."""


class DeviationKind(StrEnum):
    """What differs from the report as it was published."""

    UNREADABLE = "unreadable"
    """The folder has no manifest, or one that cannot be read."""
    OTHER_MANIFEST = "other-manifest"
    """The manifest is not the one whose hash was quoted."""
    CHANGED = "changed"
    """A file has other bytes."""
    MISSING = "missing"
    """A file is gone."""
    ADDED = "added"
    """A file was not published."""
    OTHER_PREDECESSOR = "other-predecessor"
    """The report before it has another manifest than when this one was published."""


class Deviation(msgspec.Struct, frozen=True):
    """One difference between a folder and the report that was published in it."""

    kind: DeviationKind
    """Its kind."""
    path: str
    """The file or folder, relative to the report's folder."""


def manifest_of(place: Path, folder: Path, judged: Manifest) -> bytes:
    """The manifest of the files in ``folder``, a report of what was ``judged`` that is to be published at ``place``."""
    files = tuple(
        File(name, (folder / name).stat().st_size, hash_of(folder / name)) for name in sorted(_files_in(folder))
    )
    manifest = msgspec.structs.replace(judged, files=files, previous=_predecessor(place, judged.run))
    return msgspec.json.format(msgspec.json.encode(manifest), indent=1) + b"\n"


def read_manifest(folder: Path) -> Manifest | None:
    """The manifest of a report; None where there is none that can be read."""
    try:
        return msgspec.json.decode((folder / MANIFEST_FILE).read_bytes(), type=Manifest)
    except (OSError, msgspec.MsgspecError):
        return None


def deviations(folder: Path, quoted: str = "") -> Iterator[Deviation]:
    """What differs in a folder from the report as it was published; nothing where nothing does.

    ``quoted`` is the SHA-256 of the manifest as somebody noted it: without it a manifest that was changed together with
    its files is not noticed. Raises ``OSError`` where a file cannot be read.
    """
    manifest = read_manifest(folder)
    if manifest is None:
        yield Deviation(DeviationKind.UNREADABLE, MANIFEST_FILE)
        return
    if quoted and quoted.lower() != hash_of(folder / MANIFEST_FILE):
        yield Deviation(DeviationKind.OTHER_MANIFEST, MANIFEST_FILE)
    here, published = _files_in(folder) - {MANIFEST_FILE}, {file.path: file for file in manifest.files}
    for name in sorted(published.keys() | here):
        if name not in here:
            yield Deviation(DeviationKind.MISSING, name)
        elif name not in published:
            yield Deviation(DeviationKind.ADDED, name)
        elif (folder / name).stat().st_size != published[name].bytes or hash_of(folder / name) != published[
            name
        ].sha256:
            yield Deviation(DeviationKind.CHANGED, name)
    before = manifest.previous
    if before and (folder.parent / before.folder).is_dir():  # a copy of one folder alone is complete in itself
        file = folder.parent / before.folder / MANIFEST_FILE
        if not file.is_file() or hash_of(file) != before.sha256:
            yield Deviation(DeviationKind.OTHER_PREDECESSOR, f"../{before.folder}")


def hash_of(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal digits."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _files_in(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file() or path.is_symlink()}


def _predecessor(place: Path, run: int) -> Predecessor | None:
    """The report of the greatest earlier run beside a place; the same however often the report is written again."""
    manifests = ((folder, read_manifest(folder)) for folder in place.parent.glob("[!.]*") if folder != place)
    earlier = [(found.run, found.judgement, folder) for folder, found in manifests if found and found.run < run]
    if not earlier:
        return None
    folder = max(earlier)[2]
    return Predecessor(folder.name, hash_of(folder / MANIFEST_FILE))
