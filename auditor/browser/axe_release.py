"""The release of axe-core in use: its version and hashes, the tags of the rules that are run, and its folder."""

from __future__ import annotations

import hashlib
import os
from functools import cache
from importlib.resources import files
from pathlib import Path

TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
"""Tags of the rules at level A and AA, and of good practice; experimental and deprecated rules stay off."""

TAGS_AAA = ("wcag2aaa",)
"""Tags of the further rules for pages that are judged at level AAA."""

AXE_VERSION = "4.14.1"
_SHA256 = {
    "axe.min.js": "29348999450cdf2849a8e70b7912fc2da85a849da39c0d0d5394f51d4a9ed95c",
    "locales/zh_TW.json": "3d4a4d802cfaf1244afb5df7ec2c5855c996f20ab43efbc36a6e98d1df8a3243",
}
_REPOSITORY = Path(__file__).parents[2]


class EnginesMissing(Exception):  # noqa: N818  # named after what it reports
    """axe-core is missing, or its file has another hash; the message names the command that installs it."""


@cache
def engine_folder() -> Path:
    """Return the folder of the pinned axe-core after checking its hashes. Raises ``EnginesMissing``."""
    places = [Path(named) for named in (os.environ.get("AUDITOR_ENGINES"),) if named]
    places += [_REPOSITORY / "engines", Path(str(files("auditor"))) / "engines"]
    folders = [place / within for place in places for within in ("axe-core", "node_modules/axe-core")]
    folder = next((folder for folder in folders if (folder / "axe.min.js").is_file()), None)
    if folder is None:
        searched = ", ".join(map(str, places))
        raise EnginesMissing(
            f"axe-core {AXE_VERSION} is in none of: {searched}. Run `npm ci --ignore-scripts` in the folder engines/, "
            "or name the folder that holds axe-core in AUDITOR_ENGINES."
        )
    for name, expected in _SHA256.items():
        if hashlib.sha256((folder / name).read_bytes()).hexdigest() != expected:
            raise EnginesMissing(
                f"{folder / name} is not the file of axe-core {AXE_VERSION}. Run `npm ci --ignore-scripts` in engines/."
            )
    return folder
