"""The rows of the form: never met while a site was not audited, and every site in the table with its reason."""

from __future__ import annotations

from random import Random

import msgspec
import pytest
from report_evidence import CHECKS, ROWS, audited_site, evidence

from auditor.model import Evidence, FormStatus, ItemStatus, RowStatus, Untested
from auditor.report.html.figures import commissioned, counting
from auditor.report.html.form_tables import matrix, whole_form
from auditor.report.html.form_verdicts import portfolio_rows, site_rows
from auditor.report.html.row_status import indicator_rows
from auditor.report.html.run_tables import thresholds_table
from auditor.report.html.views import Report, Status
from auditor.report.words import words_in


def report_of(made: Evidence, language: str = "zh-TW") -> Report:
    return Report(made, {check.id: check for check in CHECKS}, (), words_in(language))


def all_standing(standing: FormStatus, *, audited: int) -> Report:
    made = evidence(audited=audited, findings=0)
    rows = tuple(RowStatus(row, standing, (ItemStatus("valid-links", standing, 9, 10, "links"),)) for row in ROWS)
    return report_of(
        msgspec.structs.replace(made, sites=tuple(msgspec.structs.replace(site, rows=rows) for site in made.sites))
    )


def test_the_eight_rows_are_those_of_the_form() -> None:
    assert tuple(row["id"] for row in indicator_rows()) == ROWS


def test_a_row_is_met_only_where_every_site_was_audited_and_meets_it() -> None:
    assert {row.status for row in portfolio_rows(all_standing(FormStatus.MET, audited=53))} == {Status.MET}
    partly = portfolio_rows(all_standing(FormStatus.MET, audited=52))
    assert {row.status for row in partly} == {Status.UNTESTED}
    assert {row.word for row in partly} == {"部分未檢測"}
    assert partly[0].sentence == "53 個網站中，符合 52 個、不符合 0 個、待人工確認 0 個、未檢測 1 個。"


def test_thresholds_name_who_chose_them() -> None:
    made = evidence(audited=1, findings=0)
    portfolio = msgspec.structs.replace(made.run.settings.portfolio, thresholds={"valid-links": 0.9})
    run = msgspec.structs.replace(made.run, settings=msgspec.structs.replace(made.run.settings, portfolio=portfolio))
    table = thresholds_table(report_of(msgspec.structs.replace(made, run=run)))
    rows = [tuple(cell.text for cell in row.cells) for row in table.rows]
    assert ("90%", "機關設定") in rows
    assert rows[-1] == ("95%", "本工具預設")


def test_without_any_site_of_the_form_nothing_is_met() -> None:
    made = evidence(audited=53, findings=0)
    alone = msgspec.structs.replace(made, sites=commissioned(made.sites))
    assert {(row.status, row.word) for row in portfolio_rows(report_of(alone))} == {(Status.UNTESTED, "未檢測")}


@pytest.mark.parametrize(
    ("standing", "status"),
    [
        (FormStatus.NOT_MET, Status.NOT_MET),
        (FormStatus.CANT_TELL, Status.CANT_TELL),
        (FormStatus.NOT_ASKED, Status.UNTESTED),
    ],
)
def test_one_site_decides_against_a_row(standing: FormStatus, status: Status) -> None:
    assert portfolio_rows(all_standing(standing, audited=1))[0].status is status


def test_figures_of_items_are_summed_over_sites() -> None:
    row = portfolio_rows(all_standing(FormStatus.MET, audited=3))[0]
    assert row.items.rows[0].cells[-2].text == "90.0%，27／30 條連結"


def test_items_name_the_sites_that_do_not_meet_them() -> None:
    assert portfolio_rows(all_standing(FormStatus.MET, audited=3))[0].items.rows[0].cells[-1].text == "無"
    report = all_standing(FormStatus.NOT_MET, audited=2)
    names = [report.words.name(site.site) for site in report.evidence.sites[:2]]
    assert portfolio_rows(report)[0].items.rows[0].cells[-1].text == "、".join(names)


def test_every_site_has_a_line_and_those_not_configured_are_named() -> None:
    report = report_of(evidence())
    table = matrix(report, counting(report.evidence.sites), "matrix")
    assert len(table.rows) == 53
    assert table.rows[-1].cells[0].text == "未檢測：網址未設定"
    assert table.rows[-1].cells[0].span == len(table.columns) - 1
    assert all(sum(cell.span for cell in row.cells) == len(table.columns) - 1 for row in table.rows)
    assert all(cell.text for row in table.rows for cell in row.cells)
    assert len(matrix(report, commissioned(report.evidence.sites), "commissioned").rows) == 1


def test_an_untested_cell_names_the_reason() -> None:
    table = matrix(
        all_standing(FormStatus.NOT_ASKED, audited=1),
        counting(all_standing(FormStatus.NOT_ASKED, audited=1).evidence.sites),
        "matrix",
    )
    assert {cell.note for cell in table.rows[0].cells[:8]} == {"沒有檢測結果"}


def test_an_item_nobody_examined_is_untested_rather_than_left_to_a_person() -> None:
    report = report_of(evidence())
    items = (
        ItemStatus("valid-links", FormStatus.CANT_TELL, unit="links", reason=Untested.BUDGET.value),
        ItemStatus("pages-owned", FormStatus.CANT_TELL, unit="pages", reason="needs-person"),
    )
    site = msgspec.structs.replace(
        audited_site(1, 0, Random(1)), rows=(RowStatus("1.2.2.3", FormStatus.CANT_TELL, items),)
    )
    cells = [row.cells[0] for row in site_rows(report, site)[0].items.rows]
    assert [(cell.status, cell.note) for cell in cells] == [
        (Status.UNTESTED, "超過本次檢測額度"),
        (Status.CANT_TELL, "有項目待人工確認"),
    ]


def test_the_rows_of_a_site_are_in_the_forms_order() -> None:
    report = report_of(evidence())
    site = report.evidence.sites[0]
    shuffled = msgspec.structs.replace(site, rows=tuple(reversed(site.rows)))
    assert [row.id for row in site_rows(report, shuffled)] == list(ROWS)


def test_the_whole_form_leaves_to_people_what_the_web_does_not_show() -> None:
    rows = [row for table in whole_form(report_of(evidence())) for row in table.rows]
    assert len(rows) >= 40
    manual = [row for row in rows if row.cells[0].text == "人工"]
    assert manual
    assert {row.cells[1].text for row in manual} == {"待人工填報"}


def test_in_english_labels_are_english() -> None:
    rows = portfolio_rows(report_of(evidence(), "en"))
    assert all(row.label.isascii() for row in rows)
