"""``auditor classification``: the code tables, the model that suggests classes, and its review by people."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType
from typing import Annotated

import typer

from auditor.cli import options
from auditor.cli.app import Exit, app, out, stop
from auditor.cli.terminal_tables import columns
from auditor.config import code_tables
from auditor.pipeline import class_review
from auditor.pipeline.class_suggestions import suggestions
from auditor.report.exports.xlsx import xlsx
from auditor.standards.dublin_core import CATEGORIES
from auditor.suggest import records as gazette
from auditor.suggest.model import SHIPPED, shipped_model

classification = typer.Typer(no_args_is_help=True, help="Code tables, and the model that suggests classes.")
app.add_typer(classification, name="classification")

_SHORT = {field.removeprefix("Category.").lower(): field for field in CATEGORIES}
Records = Annotated[
    Path, typer.Argument(envvar=gazette.FOLDER_VARIABLE, help="Folder of official documents: *.jsonl or *.jsonl.gz.")
]


@classification.command("import")
def import_(  # noqa: PLR0913 - every parameter is an option of the command
    field: Annotated[str, typer.Argument(help="theme, cake (policy) or service.")],
    file: Annotated[Path, typer.Argument(help="The table: .xlsx, .csv (columns 代碼, 名稱) or .yaml.")],
    source: Annotated[str, typer.Option("--source", help="Where the table comes from; told in reports.")],
    version: Annotated[str, typer.Option("--version", help="Its version or date, such as 2026-11-01.")],
    whole: Annotated[bool, typer.Option("--whole", help="It lists every code: one it lacks is wrong.")] = False,
    data: options.Data = options.DATA,
) -> None:
    """Put a code table of the bureau's own in place of the one that the program brings."""
    if field not in _SHORT:
        raise stop(Exit.CONFIGURATION, f"{field!r} is no classification; write one of {', '.join(_SHORT)}.")
    try:
        codes, origin = code_tables.read_code_table(file), code_tables.TableOrigin(source, version, whole)
        kept = code_tables.keep_code_table(options.tables_folder(data), _SHORT[field], codes, origin)
    except code_tables.BadTableError as error:
        raise stop(Exit.CONFIGURATION, *error.problems) from error
    except OSError as error:
        raise stop(Exit.CONFIGURATION, f"{error.filename}: cannot be written ({error.strerror}).") from error
    out.print(f"{len(codes):,} codes of {_SHORT[field]} are in {kept}; runs and judgements from now on use them.",
              markup=False)  # fmt: skip


@classification.command("review")
def review_(
    file: Annotated[Path, typer.Argument(help="The workbook to write, such as classes.xlsx.")],
    run: Annotated[int, typer.Option("--run", help="Number of the run; the latest unless named.")] = 0,
    data: options.Data = options.DATA,
    database: options.Database = "",
) -> None:
    """Write a workbook of all pages of a run with the classes they carry and those suggested, for people to decide."""
    with options.store(data, database) as store:
        runs = [one for one in store.runs.all() if not run or one.number == run]
        if not runs:
            raise stop(Exit.CONFIGURATION, "No such run in this store; `auditor status` lists the runs.")
        sheet = class_review.review_sheet(suggestions(store, runs[-1], shipped_model()), runs[-1].day)
    file.write_bytes(xlsx(sheet))
    out.print(f"{len(sheet.rows):,} pages are in {file}. Write what is decided into its last three columns, then: "
              f"auditor classification blocks {file}", markup=False)  # fmt: skip


@classification.command()
def blocks(file: Annotated[Path, typer.Argument(help="The workbook of `review`, with decisions.")]) -> None:
    """Read a reviewed workbook back: every decision is checked, and the tags to paste are printed page by page."""
    try:
        decided = class_review.read_decisions(code_tables.read_rows(file))
    except code_tables.BadTableError as error:
        raise stop(Exit.CONFIGURATION, *error.problems) from error
    for url, block in decided:
        out.print(f"{url}\n{block}\n", markup=False)
    out.print(f"{len(decided):,} pages with decisions.")


@classification.command()
def fit(records: Records, to: Annotated[Path, typer.Option("--to", help="File of the model.")] = SHIPPED) -> None:
    """Fit the model of suggestions anew to a folder of official documents (needs the extra `fit`; takes long)."""
    fitting, _ = _learning()
    try:
        fitted = fitting.fit_model(_read(records), lambda told: out.print(told, markup=False))
    except ValueError as error:
        raise stop(Exit.CONFIGURATION, f"{records}: {error}.") from error
    fitting.save(fitted, to)
    out.print(f"{to}: {to.stat().st_size:,} bytes.", markup=False)


@classification.command()
def measure(
    records: Records,
    until: Annotated[int, typer.Option("--until", help="Last ROC year to learn from; later ones are the test.")] = 102,
) -> None:
    """Measure suggestions on documents that the model has not seen, beside two plain ways of guessing."""
    fitting, measuring = _learning()
    known = _read(records)
    old, new = ([one for one in known if (one.year <= until) is early] for early in (True, False))
    if not new:
        raise stop(
            Exit.CONFIGURATION, f"{records} has no document after ROC {until}; name an earlier year with --until."
        )
    model = fitting.fit_model(old, lambda told: out.print(told, markup=False)).model
    heads = ("field", "documents", "first", "of three", "threshold", "coverage", "precision", "majority", "nearest")
    rows = [
        (one.field, f"{one.documents:,}", f"{one.model.first:.3f}", f"{one.model.three:.3f}", f"{one.threshold:.3f}",
         f"{one.coverage:.3f}", f"{one.precision:.3f}", f"{one.majority.first:.3f}/{one.majority.three:.3f}",
         f"{one.nearest.first:.3f}/{one.nearest.three:.3f}")
        for one in measuring.measure_model(model, old, new)
    ]  # fmt: skip
    columns(heads, rows)


def _read(folder: Path) -> list[gazette.Record]:
    try:
        return gazette.read_records(folder)
    except gazette.BadRecordsError as error:
        raise stop(Exit.CONFIGURATION, str(error)) from error


def _learning() -> tuple[ModuleType, ModuleType]:
    """The modules that need scikit-learn, which only fitting needs."""
    try:
        from auditor.suggest import fit as fitting
        from auditor.suggest import measure as measuring
    except ImportError as error:
        raise stop(
            Exit.CONFIGURATION, f"{error.name} is missing; install it: pip install 'web-convenience-auditor[fit]'"
        ) from error
    return fitting, measuring
