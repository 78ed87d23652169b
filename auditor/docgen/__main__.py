"""Writes the generated pages of docs/ (``python -m auditor.docgen``); with ``--check`` it only compares them."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from auditor.docgen import form_doc, rules_doc, settings_doc
from auditor.judging.registry import load_checks


def pages() -> dict[str, str]:
    """The text of every generated page by its path in the repository."""
    return {
        rules_doc.RULES_PAGE: rules_doc.rules_page(load_checks(packs=False)),
        form_doc.FORM_PAGE: form_doc.form_page(),
        settings_doc.SETTINGS_PAGE: settings_doc.settings_page(),
    }


def main(arguments: Sequence[str], folder: Path) -> int:
    """Write the pages under ``folder``, or with ``--check`` name those that are not up to date; 1 when there is one."""
    stale = [
        path
        for path, text in pages().items()
        if not (folder / path).is_file() or (folder / path).read_text(encoding="utf-8") != text
    ]
    if "--check" in arguments:
        for path in stale:
            sys.stderr.write(f"{path} is not up to date; run: python -m auditor.docgen\n")
        return 1 if stale else 0
    for path in stale:
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(pages()[path], encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], Path()))
