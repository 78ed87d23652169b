"""Pages that scroll in two directions in a narrow window."""

from collections.abc import Iterator

from auditor.model import Place, Rendered, Severity, Text, Verdict, cant_tell, failed, page_check, passed, require_probe

_READ = "text"
_OTHER = "other"


@page_check(
    id="reflow-sideways",
    judges_layout=True,
    severity=Severity.SERIOUS,
    wcag=("1.4.10",),
    manual_codes={"110.07": ("CS2141000E", "CS2141001E"), "115.11": ("CS2141000E", "CS2141001E")},
    title=Text(zh="放大到 400% 時必須左右捲動才能閱讀", en="Reading needs sideways scrolling at 400 % zoom"),
    remedy=Text(
        zh="請移除固定寬度，改用 max-width: 100%、彈性或格線版面，讓文字在 320 像素寬的視窗換行。",
        en="Take fixed widths off; use max-width: 100 %, flexbox or grid, so that text wraps at 320 pixels.",
    ),
    effect=Text(
        zh="放大網頁或使用手機的民眾，每讀一行都要左右捲動。",
        en="People who enlarge the page or use a phone scroll sideways for every line.",
    ),
    question=Text(
        zh="超出視窗的是表格、圖片或外框。請看看它是否必須以平面方式呈現（例如資料表、地圖）；若不是，請讓它縮小。",
        en="A table, picture or frame sticks out: does it need two dimensions, as maps do? If not, let it shrink.",
    ),
)
def reflow_sideways(rendered: Rendered) -> Iterator[Verdict]:
    """In a window 320 CSS pixels wide no text sticks out of it (WCAG 1.4.10).

    Undecided where only what may need two dimensions sticks out: table, picture, frame, code.
    """
    reflow = require_probe(rendered.driven.reflow)
    place = reflow.widest or Place(rendered.final_url)
    if reflow.content <= reflow.window + 1:
        yield passed(place)
    elif reflow.kind == _READ:
        yield failed(place, content=reflow.content, width=reflow.window)
    else:
        yield cant_tell(place, "two-dimensional-perhaps", content=reflow.content, kind=reflow.kind or _OTHER)
