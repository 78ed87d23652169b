"""Text that is lost when a visitor spaces it."""

from collections.abc import Iterator

from auditor.model import Rendered, Severity, Text, Verdict, page_check
from checks.judges.lost_text import judge_lost_text


@page_check(
    id="text-spacing-loses-text",
    judges_layout=True,
    severity=Severity.MODERATE,
    wcag=("1.4.12",),
    manual_codes={"110.07": ("FA2141205E",), "115.11": ("FA2141205E",)},
    title=Text(zh="放大文字間距後，文字被切掉或重疊", en="Text is cut or overlaps when it is spaced"),
    remedy=Text(
        zh="請移除容器的固定高度或寬度（改用 min-height、em），不要以 overflow: hidden 切掉文字。",
        en="Take fixed heights and widths off the container (min-height, em), and do not cut text by overflow: hidden.",
    ),
    effect=Text(
        zh="需要放大間距才能閱讀的民眾，讀不到「{text}」。",
        en="People who need wider spacing to read cannot read “{text}”.",
    ),
    question=Text(
        zh="放大間距後文字以刪節號縮短。請看看是否有辦法讀到全文。",
        en="With wider spacing the text ends in an ellipsis: please see whether the whole of it can be had.",
    ),
)
def text_spacing_loses_text(rendered: Rendered) -> Iterator[Verdict]:
    """No text that was whole is cut off or overlaid once it is spaced as visitors may (WCAG 1.4.12).

    Line height 1.5, letters 0.14 em (the Taiwanese text's figure for Chinese; WCAG has 0.12), words 0.16 em,
    space after paragraphs 2 em. One verdict for each text of the page.
    """
    yield from judge_lost_text(rendered, rendered.driven.spacing)
