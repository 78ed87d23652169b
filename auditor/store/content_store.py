"""Stores facts and bodies as content-addressed, zstd-compressed blobs in a folder of SQLite files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Set
from contextlib import contextmanager
from pathlib import Path

from auditor.blobs.compression import DAMAGE, Packed, pack, unpack
from auditor.blobs.sqlite_files import ShardedBlobFiles
from auditor.store.errors import StoreError, store_errors


class Blobs:
    """A folder of blobs, each under its hash. Every method raises ``StoreError`` where the files cannot be used."""

    def __init__(self, folder: Path) -> None:
        self.folder = str(folder)
        with self.store_errors():
            folder.mkdir(parents=True, exist_ok=True)
            self._shards = ShardedBlobFiles(self.folder)
            self._has_files = any(child.is_dir() for child in folder.iterdir())
        self.close = self._shards.close

    def put(self, data: bytes) -> str:
        """Store ``data`` and return its hash; the same content is written once."""
        packed = pack(data)
        self.write([packed])
        return packed.name

    def write(self, blobs: Iterable[Packed]) -> None:
        """Write blobs that were packed elsewhere. Safe to call from any thread."""
        with self.store_errors():
            self._shards.write(blobs)

    def get(self, name: str) -> bytes:
        """Return the content of this hash. Raises ``StoreError`` when it is missing or damaged."""
        with store_errors(self._shards.path(name)):
            data = self._shards.read(name)
        try:
            return unpack(self._file(name).read_bytes() if data is None else data)
        except (OSError, DAMAGE) as error:
            why = f"{name}: missing or damaged ({error}); restore the folder from a backup"
            raise StoreError(f"{self.folder}: {why}") from error

    def has(self, name: str) -> bool:
        """Return whether there is a blob of this name."""
        with store_errors(self._shards.path(name)):
            return self._shards.has(name) or self._file(name).is_file()

    def sweep(self, keep: Set[str]) -> tuple[int, int]:
        """Delete every blob that is not in ``keep``; returns number and bytes of the deleted."""
        with self.store_errors():
            count, size = self._shards.sweep(keep)
            for file in _files(Path(self.folder)) if self._has_files else ():
                if file.name not in keep:
                    count, size = count + 1, size + file.stat().st_size
                    file.unlink()
        return count, size

    def damage(self) -> str:
        """Return what is wrong with the files; empty when they are intact."""
        with self.store_errors():
            return self._shards.damage()

    @contextmanager
    def store_errors(self) -> Iterator[None]:
        """Raise as ``StoreError`` what goes wrong in writing, here or in a worker."""
        with store_errors(self.folder):
            yield

    def _file(self, name: str) -> Path:
        """Return where the first versions kept a blob: in a file of its own, one or two folders deep."""
        folder = Path(self.folder, name[:2])
        deeper = folder / name[2:4] / name
        return deeper if self._has_files and deeper.is_file() else folder / name


def _files(folder: Path) -> Iterator[Path]:
    return (path for pattern in ("*/*", "*/*/*") for path in folder.glob(pattern) if path.is_file())
