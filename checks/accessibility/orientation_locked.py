"""Pages that want the screen to be held in one orientation."""

from collections.abc import Iterator

from auditor.model import Place, Rendered, Severity, Text, Verdict, cant_tell, failed, page_check, passed, require_probe

_LITTLE, _MOST = 50, 80


@page_check(
    id="orientation-locked",
    severity=Severity.SERIOUS,
    wcag=("1.3.4",),
    manual_codes={"110.07": ("FA2130401E", "FA2130402E"), "115.11": ("FA2130401E", "FA2130402E")},
    title=Text(zh="網頁只能在某一個方向使用", en="The page works in one orientation only"),
    remedy=Text(
        zh="請移除樣式表中依 orientation 旋轉畫面或隱藏內容的規則，讓直向與橫向都能使用。",
        en="Remove the rules that turn the page or hide its content by orientation; let it work upright and lying.",
    ),
    effect=Text(
        zh="把裝置固定在輪椅或支架上的民眾無法轉動螢幕，因此不能使用。",
        en="People whose device is fixed to a wheelchair or a stand cannot turn it, and cannot use the page.",
    ),
    question=Text(
        zh="在其中一個方向，大部分文字都不見了。請把手機轉向看看：是否要求使用者轉動裝置？",
        en="One way round, most of the text is gone. Please turn a phone: does the page ask to be turned?",
    ),
)
def orientation_locked(rendered: Rendered) -> Iterator[Verdict]:
    """Upright and lying, nothing large is turned by a quarter and the text stays (WCAG 1.3.4, F97, F100).

    ``upright`` and ``lying`` are the shares of the texts shown, in percent.
    """
    turning = require_probe(rendered.driven.turning)
    page = Place(rendered.final_url)
    upright, lying = turning.shares
    if turning.rotated is not None:
        yield failed(turning.rotated)
    elif min(turning.shares) < _LITTLE and max(turning.shares) >= _MOST:
        yield cant_tell(page, "text-gone-when-turned", upright=upright, lying=lying)
    else:
        yield passed(page)
