"""Pages of names that changed hands, and innocent ones that look alike (``tests/name_pages``), by kind and name."""

from __future__ import annotations

from pathlib import Path

import yaml

_FOLDER = Path(__file__).resolve().parents[1] / "name_pages"

TAKEN_OVER_PAGES: dict[str, str] = yaml.safe_load((_FOLDER / "taken_over.yaml").read_text(encoding="utf-8"))
INNOCENT_PAGES: dict[str, str] = yaml.safe_load((_FOLDER / "innocent.yaml").read_text(encoding="utf-8"))
