"""Import code tables, review suggested classes, fit and measure the model that suggests them."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType
from typing import Annotated

import typer

from auditor.cli import options
from auditor.cli.failures import writing_to
from auditor.cli.terminal import Exit, counted, out, stop
from auditor.cli.terminal_tables import print_columns
from auditor.config.code_tables import TableOrigin, keep_code_table, read_code_table
from auditor.config.table_files import BadTableError, read_rows
from auditor.pipeline import class_review
from auditor.pipeline.class_suggestions import suggestions
from auditor.report.exports.xlsx import xlsx
from auditor.standards.dublin_core import CATEGORIES
from auditor.suggest.model import SHIPPED, shipped_model
from auditor.suggest.records import FOLDER_VARIABLE, BadRecordsError, Record, read_records

classification_command = typer.Typer(no_args_is_help=True, help=__doc__)

_SHORT = {field.removeprefix("Category.").lower(): field for field in CATEGORIES}
Records = Annotated[
    Path, typer.Argument(envvar=FOLDER_VARIABLE, help="Folder of official documents: *.jsonl or *.jsonl.gz.")
]


@classification_command.command("import")
def import_table(  # noqa: PLR0913 - every parameter is an option of the command
    field: Annotated[str, typer.Argument(help="theme, cake (policy) or service.")],
    file: Annotated[Path, typer.Argument(help="The table: .xlsx, .ods, .csv (columns 代碼, 名稱) or .yaml.")],
    source: Annotated[str, typer.Option("--source", help="Where the table comes from; shown in reports.")],
    version: Annotated[str, typer.Option("--version", help="Its version or date, such as 2026-11-01.")],
    whole: Annotated[bool, typer.Option("--whole", help="The table is complete: other codes are unknown.")] = False,
    data: options.Data = options.DATA,
) -> None:
    """Import a code table of the bureau in place of the one that the program brings."""
    if field not in _SHORT:
        raise stop(Exit.CONFIGURATION, f"{field!r} is no classification; write one of {', '.join(_SHORT)}.")
    try:
        codes, origin = read_code_table(file), TableOrigin(source, version, whole)
        kept = keep_code_table(options.imported_tables_folder(data), _SHORT[field], codes, origin)
    except BadTableError as error:
        raise stop(Exit.CONFIGURATION, *error.problems) from error
    except OSError as error:
        raise stop(Exit.CONFIGURATION, f"{error.filename}: cannot be written ({error.strerror}).") from error
    imported = f"{counted(len(codes), 'code')} of {_SHORT[field]}"
    out.print(f"Written to {kept}: {imported}; later runs and judgements use them.")


@classification_command.command("review")
def write_review(
    file: Annotated[Path, typer.Argument(help="The workbook to write, such as classes.xlsx.")],
    run: Annotated[int, typer.Option("--run", help="Number of the run. Default: the latest.")] = 0,
    data: options.Data = options.DATA,
    database: options.Database = "",
) -> None:
    """Write a workbook of a run's pages with the classes they have and those suggested, for people to decide."""
    with options.open_store(data, database) as store:
        runs = [known for known in store.runs.all() if run in (0, known.number)]
        if not runs:
            raise stop(Exit.CONFIGURATION, "No such run in this store; `auditor status` lists the runs.")
        sheet = class_review.review_sheet(suggestions(store, runs[-1], shipped_model()), runs[-1].day)
    with writing_to(file):
        file.write_bytes(xlsx(sheet))
    out.print(f"Written to {file}: {counted(len(sheet.rows), 'page')}. Write the decisions into its last three "
              "columns (codes, or 同 to take a suggestion; an empty one decides nothing), then: "
              f"auditor classification blocks {file}")  # fmt: skip


@classification_command.command("blocks")
def print_blocks(file: Annotated[Path, typer.Argument(help="The workbook of `review`, with decisions.")]) -> None:
    """Read a reviewed workbook: check every decision and print the tags to paste, page by page."""
    try:
        decided = class_review.read_decisions(read_rows(file))
    except BadTableError as error:
        raise stop(Exit.CONFIGURATION, *error.problems) from error
    for url, block in decided:
        out.print(f"{url}\n{block}\n")
    out.print(f"{counted(len(decided), 'page')} with decisions.")


@classification_command.command("fit")
def fit_to_records(
    records: Records, to: Annotated[Path, typer.Option("--to", help="File of the model.")] = SHIPPED
) -> None:
    """Fit the model of suggestions to a folder of official documents (needs the extra `fit`; takes long)."""
    fitting, _ = _learning()
    try:
        fitted = fitting.fit_model(_read(records), _print_step)
    except ValueError as error:
        raise stop(Exit.CONFIGURATION, f"{records}: {error}.") from error
    fitting.save(fitted, to)
    out.print(f"{to}: {to.stat().st_size:,} bytes.")


@classification_command.command("measure")
def measure_suggestions(
    records: Records,
    until: Annotated[int, typer.Option("--until", help="Last ROC year to fit to; later ones are the test.")] = 102,
) -> None:
    """Measure suggestions on documents that the model was not fitted to, beside two simple methods."""
    fitting, measuring = _learning()
    known = _read(records)
    old = [record for record in known if record.year <= until]
    new = [record for record in known if record.year > until]
    if not new:
        raise stop(
            Exit.CONFIGURATION, f"{records} has no document after ROC {until}; name an earlier year with --until."
        )
    model = fitting.fit_model(old, _print_step).model
    heads = ("field", "documents", "first", "of three", "threshold", "coverage", "precision", "majority", "nearest")
    rows = [
        (row.field, f"{row.documents:,}", f"{row.model.first:.3f}", f"{row.model.three:.3f}", f"{row.threshold:.3f}",
         f"{row.coverage:.3f}", f"{row.precision:.3f}", f"{row.majority.first:.3f}/{row.majority.three:.3f}",
         f"{row.nearest.first:.3f}/{row.nearest.three:.3f}")
        for row in measuring.measure_model(model, old, new)
    ]  # fmt: skip
    print_columns(heads, rows)


def _print_step(step: str) -> None:
    out.print(step)


def _read(folder: Path) -> list[Record]:
    try:
        return read_records(folder)
    except BadRecordsError as error:
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
