"""Tables that lay out a page without saying so."""

from collections.abc import Iterator

from auditor.model import ObservationKind, Rendered, Severity, Text, Verdict, page_check
from checks.judges.observed_faults import judge_observations


@page_check(
    id="layout-table-unmarked",
    severity=Severity.NOTICE,
    title=Text(
        zh="用表格排版",
        en="Page laid out by a table",
    ),
    remedy=Text(
        zh='請改用樣式表 (CSS) 排版；暫時不能改的，請在排版用的 table 加上 role="presentation"。',
        en='Lay the page out with style sheets; until then give the table role="presentation".',
    ),
    effect=Text(
        zh="報讀器會唸出「表格，三列兩欄」，窄螢幕上也無法重新排列。",
        en="Screen readers announce a table with rows and columns that mean nothing, and it does not "
        "rearrange on narrow screens.",
    ),
)
def layout_table_unmarked(rendered: Rendered) -> Iterator[Verdict]:
    """No table that holds other tables and parts of the page lays it out without a role that states it."""
    yield from judge_observations(rendered, ObservationKind.LAYOUT_TABLE, cause="layout-table")
