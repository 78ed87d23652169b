"""Groups of form fields without a name."""

from collections.abc import Iterator

from auditor.model import Document, Severity, Text, Verdict, failed, page_check, passed


@page_check(
    id="fieldset-legend-missing",
    severity=Severity.MODERATE,
    wcag=("1.3.1",),
    # The same demand was renumbered between the versions; HM1130103C means option groups in 115.11.
    taiwan={"110.07": ("HM1130103C",), "115.11": ("HM1130105C",)},
    title=Text(zh="表單欄位群組缺少標題", en="Group of form fields without a legend"),
    remedy=Text(
        zh="請在欄位群組 (fieldset) 的最前面加上標題 (legend)，寫出這組欄位要填什麼，例如「聯絡方式」；"
        "不需要分組時請移除 fieldset。",
        en="Begin the fieldset with a legend that names the group, for example “How to reach you”; take the "
        "fieldset out where nothing is grouped.",
    ),
    effect=Text(
        zh="使用螢幕報讀器的民眾不知道這一組選項在問什麼。",
        en="People who use a screen reader do not know what this group of fields asks for.",
    ),
)
def fieldset_legend_missing(document: Document) -> Iterator[Verdict]:
    """Every fieldset has a legend that is not blank, or an ARIA name."""
    for group in document.groups:
        if group.element == "fieldset":
            yield passed(group.place) if (group.name or "").strip() else failed(group.place)
