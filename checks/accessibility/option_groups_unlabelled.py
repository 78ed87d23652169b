"""Groups of options without a name."""

from collections.abc import Iterator

from auditor.model import Document, Severity, Text, Verdict, failed, page_check, passed


@page_check(
    id="option-groups-unlabelled",
    severity=Severity.MINOR,
    wcag=("1.3.1",),
    # The same demand was renumbered between the versions; HM1130103C means fieldsets in 110.07.
    taiwan={"110.07": ("HM1130103C_1",), "115.11": ("HM1130103C",)},
    title=Text(zh="下拉選單的選項分群沒有名稱", en="Group of options without a label"),
    remedy=Text(
        zh='請為選項分群 (optgroup) 加上名稱，例如 label="北部"；不需要分群時請移除 optgroup。',
        en='Give the optgroup a label, for example label="North"; take the optgroup out where nothing is grouped.',
    ),
    effect=Text(
        zh="使用螢幕報讀器的民眾聽不到這 {size} 個選項屬於哪一類。",
        en="People who use a screen reader do not hear what kind of options these {size} are.",
    ),
)
def option_groups_unlabelled(document: Document) -> Iterator[Verdict]:
    """Every optgroup has a label that is not blank; whether options ought to be grouped is for a person to decide."""
    for group in document.groups:
        if group.element == "optgroup":
            named = (group.name or "").strip()
            yield passed(group.place) if named else failed(group.place, size=group.size)
