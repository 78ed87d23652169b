"""The list of findings with its filters, and the lists that a person saved."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import msgspec

from auditor.console.exchange import Exchange, RefusedError, WebReply, redirect_to
from auditor.console.finding_filter import ANY, OPEN, FindingFilter
from auditor.console.finding_index import FindingRow, rows_in_reach
from auditor.console.web_forms import ViewForm
from auditor.findings.deadlines import days_open
from auditor.findings.work_states import WorkState
from auditor.model import Outcome, SavedView, Severity, Topic
from auditor.report.html.finding_texts import finding_subject, finding_title
from auditor.report.html.table_builder import ReportTable, TableBuilder, TableCell
from auditor.report.html.views import Anchor, Report
from auditor.report.words import Words

ROWS_OF_PAGE = 50
"""Findings of one page of the list."""

_MOST_VIEWS = 30


class FilterChoice(msgspec.Struct, frozen=True):
    """One field of the filters with its choices."""

    name: str
    options: tuple[tuple[str, str], ...]
    """Values with their texts; the first leaves nothing out."""
    chosen: str


def finding_list(exchange: Exchange) -> WebReply:
    """Return the list of findings that pass the filters of the address, a page of it."""
    return _list_page(exchange, ViewForm())


def save_view(exchange: Exchange) -> WebReply:
    """Save the filters of a list under a name."""
    form, account = ViewForm(exchange.request.form), exchange.who
    known = {view.name for view in exchange.store.work.views(account.name)}
    if not form.validate():
        return _list_page(exchange, form, 400)
    name = form.text("name")
    if len(known) >= _MOST_VIEWS and name not in known:
        form.reject("name", "too_many_views")
        return _list_page(exchange, form, 400)
    fields = {key: exchange.request.sent(key) for key in FindingFilter.__struct_fields__ if exchange.request.sent(key)}
    wanted = FindingFilter(**fields)
    exchange.store.work.save_view(SavedView(account.name, name, wanted.query))
    return redirect_to(f"/findings?{wanted.query}")


def delete_view(exchange: Exchange) -> WebReply:
    """Delete a saved list."""
    exchange.store.work.delete_view(exchange.who.name, exchange.request.sent("name"))
    return redirect_to("/findings")


def findings_table(words: Words, report: Report, rows: Iterable[FindingRow], key: str, caption: str) -> ReportTable:
    """Return a table of findings, each with the link to its page."""
    made = TableBuilder(words, key, caption).texts(
        "console.column_finding", "severity", "site", "console.filter_unit", "console.state"
    )
    made.numbers("console.column_pages", "console.column_days").texts("console.column_due")
    day = report.evidence.run.day
    for row in rows:
        each, finding = row.indexed, row.indexed.finding
        title = finding_title(words, report.checks.get(finding.check), finding)
        due = words.day(each.due) if each.due else words("phrase.none")
        late = words("deadline.late", days=row.late) if row.late else ""
        made.row(
            TableCell(title, href=f"/findings/{each.key}", note=finding_subject(words, finding)),
            words.of(finding.severity),
            words.name(each.site.site),
            each.unit or words("card.no_owner"),
            words.of(row.state),
            finding.pages,
            days_open(finding, day),
            TableCell(due, note=late),
        )
    return made.table()


def page_of(request_page: str, count: int) -> tuple[int, int]:
    """Return the number of the page that is asked for, within bounds, and the number of pages."""
    pages = max(1, -(-count // ROWS_OF_PAGE))
    wanted = int(request_page) if request_page.isascii() and request_page.isdigit() and len(request_page) < 9 else 1
    return min(max(wanted, 1), pages), pages


def _list_page(exchange: Exchange, form: ViewForm, status: int = 200) -> WebReply:
    words, report = exchange.words, exchange.report
    if report is None:
        raise RefusedError("nothing_judged", 404)
    wanted = FindingFilter.of_request(exchange.request)
    rows = rows_in_reach(exchange)
    chosen = wanted.choose(rows, report.evidence.run.day)
    number, pages = page_of(exchange.request.asked("page"), len(chosen))
    shown = chosen[(number - 1) * ROWS_OF_PAGE : number * ROWS_OF_PAGE]
    caption = words("console.findings_shown", first=(number - 1) * ROWS_OF_PAGE + 1 if shown else 0,
                    last=(number - 1) * ROWS_OF_PAGE + len(shown), n=len(chosen))  # fmt: skip
    values = {
        "title": words("console.findings"),
        "crumbs": (),
        "filter": wanted,
        "choices": _choices(words, rows, wanted),
        "summary": words("console.findings_summary", n=len(chosen), of=len(rows)),
        "table": findings_table(words, report, shown, "findings", caption),
        "list_pages": _page_links(words, wanted, number, pages),
        "views": exchange.store.work.views(exchange.who.name),
        "form": form,
        "fields": msgspec.to_builtins(wanted),
    }
    return exchange.page("findings", values, status=status)


def _choices(words: Words, rows: list[FindingRow], wanted: FindingFilter) -> tuple[FilterChoice, ...]:
    sites = {row.indexed.finding.site: words.name(row.indexed.site.site) for row in rows}
    units = Counter(row.indexed.unit for row in rows if row.indexed.unit)
    checks = sorted({row.indexed.finding.check for row in rows})
    every = ("", words("console.every"))
    states = ((OPEN, words("console.state_open")), (ANY, words("console.every")))
    kinds = [(kind.value, words(f"console.kind_{kind.value}")) for kind in (Outcome.FAILED, Outcome.CANT_TELL)]
    return (
        FilterChoice("state", (*states, *((state.value, words.of(state)) for state in WorkState)), wanted.state),
        FilterChoice("kind", (every, *kinds), wanted.kind),
        FilterChoice("severity", (every, *((each.value, words.of(each)) for each in Severity)), wanted.severity),
        FilterChoice("topic", (every, *((each.value, words.of(each)) for each in Topic)), wanted.topic),
        FilterChoice("site", (every, *sites.items()), wanted.site),
        FilterChoice("unit", (every, *((unit, unit) for unit in sorted(units))), wanted.unit),
        FilterChoice("check", (every, *((check, check) for check in checks)), wanted.check),
        FilterChoice("late", (every, ("1", words("console.late_only"))), wanted.late),
    )


def _page_links(words: Words, wanted: FindingFilter, number: int, pages: int) -> tuple[Anchor, ...]:
    """Links to the first, the last and the nearest pages; the present one without an address."""
    if pages == 1:
        return ()
    near = sorted({1, pages, *range(max(1, number - 2), min(pages, number + 2) + 1)})
    query = f"{wanted.query}&" if wanted.query else ""
    return tuple(
        Anchor(words("page.list_page", n=each, of=pages), "" if each == number else f"/findings?{query}page={each}")
        for each in near
    )
