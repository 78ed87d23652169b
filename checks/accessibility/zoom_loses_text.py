"""Text that is lost at 200 percent."""

from collections.abc import Iterator

from auditor.model import Rendered, Severity, Text, Verdict, page_check
from checks.judges.lost_text import judge_lost_text


@page_check(
    id="zoom-loses-text",
    judges_layout=True,
    severity=Severity.SERIOUS,
    wcag=("1.4.4",),
    manual_codes={"110.07": ("GN2140401E",), "115.11": ("GN2140401E",)},
    title=Text(zh="放大到 200% 後，文字被切掉或重疊", en="Text is cut or overlaps at 200 % zoom"),
    remedy=Text(
        zh="請讓版面隨視窗寬度調整：移除固定高度與寬度，不要以 overflow: hidden 切掉文字。",
        en="Let the layout follow the window: no fixed heights and widths, no text cut by overflow: hidden.",
    ),
    effect=Text(
        zh="把網頁放大閱讀的民眾，讀不到「{text}」。",
        en="People who enlarge the page to read it cannot read “{text}”.",
    ),
    question=Text(
        zh="放大後文字以刪節號縮短。請看看是否有辦法讀到全文。",
        en="Enlarged, the text ends in an ellipsis: please see whether the whole of it can be had.",
    ),
)
def zoom_loses_text(rendered: Rendered) -> Iterator[Verdict]:
    """No text that was whole is cut off or overlaid when the page is enlarged to 200 percent (WCAG 1.4.4, G142).

    A window of 640 by 512 CSS pixels stands for one of 1280 by 1024 at 200 percent. Text that the narrower layout hides
    altogether is not counted as lost: it may wait behind a menu button.
    """
    yield from judge_lost_text(rendered, rendered.driven.zoom)
