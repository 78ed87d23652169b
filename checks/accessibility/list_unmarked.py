"""Lists that are typed as lines with signs or numbers."""

from collections.abc import Iterator

from auditor.model import ObservationKind, Rendered, Severity, Text, Verdict, page_check
from checks.judges.observed_faults import judge_observations


@page_check(
    id="list-unmarked",
    severity=Severity.MODERATE,
    wcag=("1.3.1",),
    manual_codes={"110.07": ("HM1130105E",), "115.11": ("HM1130105E",)},
    title=Text(
        zh="清單用符號或號碼打出來，沒有清單標記",
        en="List typed with signs or numbers instead of list markup",
    ),
    remedy=Text(
        zh="從「{text}」起的各行請改用編輯器的項目符號或編號清單 (ul、ol)，不要自己打「•」「1.」「一、」再換行。",
        en="Make the lines from “{text}” on a list with the editor’s bullets or numbers (ul, ol) instead "
        "of typing the signs and breaking the lines.",
    ),
    effect=Text(
        zh="使用螢幕報讀器的民眾聽不到這是清單、有幾項，也無法逐項跳讀。",
        en="People who use a screen reader do not hear that this is a list, nor how many items it has, and "
        "cannot go from item to item.",
    ),
)
def list_unmarked(rendered: Rendered) -> Iterator[Verdict]:
    """No three lines in a row begin with one sign, or with numbers that go up, outside a list (WCAG 1.3.1).

    Lines are parted by ``br``, or are paragraphs of their own where they begin with a sign. Clauses of laws, which are
    numbered in their own words, are left out by their length.
    """
    yield from judge_observations(rendered, ObservationKind.LIST)
