"""``auditor verify``: whether a report is as it was published."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from auditor.cli import options
from auditor.cli.terminal import Exit, out, print_json, stop
from auditor.report.published_files import MANIFEST_FILE, DeviationKind, deviations, hash_of, read_manifest
from auditor.report.words import words_in


def verify_command(
    folder: Annotated[Path, typer.Argument(help="Folder of a report, such as reports/2026-11, or a copy of it.")],
    quoted: Annotated[
        str, typer.Option("--sha256", help="SHA-256 of manifest.json as noted when the report was published.")
    ] = "",
    language: options.Language = "zh-TW",
    as_json: options.Json = False,
) -> None:
    """Compare a report with its manifest: every file, and the report before it where that lies beside it.

    Exit code 2 where something differs. Who could change files could change the manifest too: note its SHA-256, which
    this command prints, where the report is quoted, and hand it over with --sha256.
    """
    if not folder.is_dir():
        raise stop(Exit.CONFIGURATION, f"{folder}: no such folder; name that of a report, such as reports/2026-11.")
    words = words_in(language)
    differing = list(deviations(folder, quoted))
    manifest = read_manifest(folder)
    if as_json:
        sha256 = hash_of(folder / MANIFEST_FILE) if manifest else ""
        print_json({"folder": str(folder), "manifest_sha256": sha256, "deviations": differing})
    else:
        for deviation in differing:
            out.print(f"✕ {words.of(deviation.kind)}: {deviation.path}")
        if manifest:
            out.print(words("verification.manifest", file=MANIFEST_FILE, sha256=hash_of(folder / MANIFEST_FILE)))
        if manifest and manifest.previous and not (folder.parent / manifest.previous.folder).is_dir():
            out.print(words("verification.alone", folder=manifest.previous.folder))
        if not differing and manifest:
            count, day = len(manifest.files), words.day(manifest.day)
            out.print(words("verification.same", n=count, period=manifest.period, run=manifest.run, day=day))
        elif DeviationKind.UNREADABLE not in {deviation.kind for deviation in differing}:
            out.print(words("verification.different", n=len(differing)))
    raise typer.Exit(Exit.NOT_AUDITED if differing else Exit.GOOD)
