"""Tables of data whose heads are bold cells, not header cells."""

from collections.abc import Iterator

from auditor.model import ObservationKind, Rendered, Severity, Text, Verdict, page_check
from checks.judges.observed_faults import judge_observations


@page_check(
    id="table-header-missing",
    severity=Severity.SERIOUS,
    wcag=("1.3.1",),
    manual_codes={
        "110.07": (
            "HM1130107E",
            "HM1130109E",
        ),
        "115.11": (
            "HM1130107E",
            "HM1130109E",
        ),
    },
    title=Text(
        zh="資料表格沒有標題儲存格",
        en="Data table without header cells",
    ),
    remedy=Text(
        zh="請把「{text}」那一列（欄）的儲存格設為標題儲存格 (th)，並加上 scope；編輯器的「儲存格屬性」通常可以設定。",
        en="Make the cells of the row or column of “{text}” header cells (th) with a scope; the editor’s "
        "cell properties usually offer it.",
    ),
    effect=Text(
        zh="使用螢幕報讀器的民眾聽到數字時，不知道它屬於哪一欄、哪一列。",
        en="People who use a screen reader hear a figure without knowing the column and row it belongs to.",
    ),
    question=Text(
        zh="這個表格（「{text}」…）沒有標題儲存格 (th)。它是資料表格嗎？是的話請加上 th。",
        en="This table (“{text}” …) has no header cells. Is it a table of data? Then give it header cells "
        '(th); a table for layout gets role="presentation".',
    ),
)
def table_header_missing(rendered: Rendered) -> Iterator[Verdict]:
    """A table whose first row or column alone is bold has header cells (WCAG 1.3.1, F91); figures ask."""
    yield from judge_observations(rendered, ObservationKind.TABLE, reason="data-perhaps")
