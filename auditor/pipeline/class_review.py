"""Review of suggested classes by people: writes a table of pages to decide on, and reads their decisions back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from auditor.config.table_files import BadTableError
from auditor.model import Suggestion
from auditor.pipeline.class_suggestions import PageSuggestions
from auditor.report.exports.spreadsheet import Sheet
from auditor.standards.classification import is_complete, known, split_codes, well_formed
from auditor.standards.dublin_core import CATEGORIES
from auditor.suggest.page_text import tag

_NAMES = dict(zip(CATEGORIES, ("主題", "施政", "服務"), strict=True))
_ADDRESS = "網址"
_UNSURE = "不確定："
AGREES = frozenset({"同", "同建議", "同意", "v", "✓", "ok"})
"""What a decision may hold in place of a code to take the suggestion."""


def review_sheet(pages: Iterable[PageSuggestions], day: str) -> Sheet:
    """One row a page: its classes, the suggestions with the words behind them, and three columns for the decision.

    The decisions are empty: people write codes into them, or a word of ``AGREES`` to take the suggestion. ``day`` is
    ISO.
    """
    columns = [_ADDRESS, "標題", *(f"現有{name}" for name in _NAMES.values())]
    columns += [f"建議{name}" for name in _NAMES.values()] + [
        "依據",
        *(f"決定{name}" for name in _NAMES.values()),
    ]
    return Sheet("分類建議", tuple(columns), tuple(_row(page) for page in pages), day)


def read_decisions(rows: Sequence[Mapping[str, str]]) -> list[tuple[str, str]]:
    """Read the pages with at least one decision, each with its tags to paste.

    Raises ``BadTableError`` with every decision that is no code, or none of its scheme's complete table.
    """
    problems = [problem for number, row in enumerate(rows, 2) for problem in _problems(number, row)]
    if rows and _ADDRESS not in rows[0]:
        problems = [f"no column is called {_ADDRESS}; is it the workbook of `auditor classification review`?"]
    if problems:
        raise BadTableError(problems)
    pages = [(row[_ADDRESS], "\n".join(_tags(row))) for row in rows]
    return [(url, block) for url, block in pages if block]


def _row(page: PageSuggestions) -> tuple[str, ...]:
    by_field = {suggestion.field: suggestion for suggestion in page.suggestions}
    words = dict.fromkeys(word for suggestion in page.suggestions for word in _reasons(suggestion))
    carried = tuple(",".join(page.carried[field]) for field in CATEGORIES)
    suggested = tuple(_suggested(by_field.get(field)) for field in CATEGORIES)
    return (page.url, page.title, *carried, *suggested, "、".join(words), *("" for _ in CATEGORIES))


def _reasons(suggestion: Suggestion) -> tuple[str, ...]:
    agree, pages = suggestion.beside
    return (f"同單元 {pages} 頁中 {agree} 頁用 {suggestion.choices[0].code}",) if pages else suggestion.words


def _suggested(suggestion: Suggestion | None) -> str:
    if suggestion is None:
        return ""
    best = suggestion.choices[0]
    text = f"{best.code} {best.label}".strip() + f"（{best.probability:.0%}）"
    return text if suggestion.sure else f"{_UNSURE}{text}"


def _tags(row: Mapping[str, str]) -> list[str]:
    return [tag(field, code) for field in CATEGORIES for code in _decision(row, field)]


def _decision(row: Mapping[str, str], field: str) -> list[str]:
    """The codes decided on: those written, or that of the suggestion where the decision agrees with it."""
    decision = row.get(f"決定{_NAMES[field]}", "").strip()
    if decision.casefold() not in AGREES:
        return split_codes(decision)
    suggested = row.get(f"建議{_NAMES[field]}", "").removeprefix(_UNSURE).partition(" ")[0].partition("（")[0]
    return [suggested] if suggested else [decision]


def _problems(number: int, row: Mapping[str, str]) -> list[str]:
    found = []
    for field in CATEGORIES:
        for code in _decision(row, field):
            if not well_formed(code):
                found.append(
                    f"row {number}, 決定{_NAMES[field]}: {code!r} is no code; write three characters such as 550"
                )
            elif is_complete(field) and not known(field, code):
                found.append(f"row {number}, 決定{_NAMES[field]}: {code} is not in the table of {field}")
    return found
