"""Facts and bodies: content-addressed and zstd-compressed, in a folder of SQLite files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Set
from contextlib import contextmanager
from pathlib import Path

from auditor.blobs.compression import DAMAGE, Packed, pack, unpack
from auditor.blobs.sqlite_files import ShardedBlobFiles
from auditor.store.errors import StoreError, store_errors


class Blobs:
    """A folder of blobs, each under its name. What cannot be written comes out as ``StoreError``."""

    def __init__(self, folder: Path) -> None:
        self.folder = str(folder)
        with self.store_errors():
            folder.mkdir(parents=True, exist_ok=True)
            self._shards = ShardedBlobFiles(self.folder)
            self._has_files = any(child.is_dir() for child in folder.iterdir())
        self.close = self._shards.close

    def put(self, data: bytes) -> str:
        """Keep ``data`` and return its hash; the same content is written once."""
        packed = pack(data)
        self.write([packed])
        return packed.name

    def write(self, blobs: Iterable[Packed]) -> None:
        """Write what was packed elsewhere; may be called from any thread."""
        with self.store_errors():
            self._shards.write(blobs)

    def get(self, name: str) -> bytes:
        """The content of this hash. Raises ``StoreError`` when it is missing or damaged."""
        with store_errors(self._shards.path(name)):
            data = self._shards.read(name)
        try:
            return unpack(self._file(name).read_bytes() if data is None else data)
        except (OSError, DAMAGE) as error:
            why = f"{name}: missing or damaged ({error}); restore the folder from a backup"
            raise StoreError(f"{self.folder}: {why}") from error

    def has(self, name: str) -> bool:
        """Whether there is a blob of this name."""
        with store_errors(self._shards.path(name)):
            return self._shards.has(name) or self._file(name).is_file()

    def sweep(self, keep: Set[str]) -> tuple[int, int]:
        """Remove every blob that is not in ``keep``; returns how many there were and their bytes."""
        with self.store_errors():
            count, size = self._shards.sweep(keep)
            for place in _files(Path(self.folder)) if self._has_files else ():
                if place.name not in keep:
                    count, size = count + 1, size + place.stat().st_size
                    place.unlink()
        return count, size

    def damage(self) -> str:
        """What is wrong with the files; empty when they are whole."""
        with self.store_errors():
            return self._shards.damage()

    @contextmanager
    def store_errors(self) -> Iterator[None]:
        """Tell what goes wrong in writing, here or in a worker, as ``StoreError``."""
        with store_errors(self.folder):
            yield

    def _file(self, name: str) -> Path:
        """Where the first stores kept a blob: in a file of its own, one or two folders deep."""
        folder = Path(self.folder, name[:2])
        deeper = folder / name[2:4] / name
        return deeper if self._has_files and deeper.is_file() else folder / name


def _files(folder: Path) -> Iterator[Path]:
    return (place for pattern in ("*/*", "*/*/*") for place in folder.glob(pattern) if place.is_file())
