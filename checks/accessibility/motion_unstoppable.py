"""Things that move by themselves for more than five seconds and cannot be stopped."""

from collections.abc import Iterator

from auditor.model import (
    MovingContent,
    Rendered,
    Severity,
    Text,
    Verdict,
    cant_tell,
    failed,
    page_check,
    passed,
    require_probe,
)


@page_check(
    id="motion-unstoppable",
    severity=Severity.MODERATE,
    wcag=("2.2.2",),
    manual_codes={"110.07": ("GN1220200E", "GN1220202E"), "115.11": ("GN1220200E", "GN1220202E")},
    title=Text(zh="會動的內容無法暫停", en="Moving content cannot be paused"),
    remedy=Text(
        zh="請提供暫停或停止的按鈕，或讓動畫在五秒內結束；影片加上 controls，GIF 改用靜態圖片。",
        en="Offer a button to pause or stop, or end within five seconds; give videos controls, replace GIFs by stills.",
    ),
    effect=Text(
        zh="閱讀較慢或容易分心的民眾無法專心讀旁邊的內容。",
        en="People who read slowly or are easily distracted cannot read what stands beside it.",
    ),
    question=Text(
        zh="請看看這裡是否持續動超過五秒、是否與旁邊的內容同時出現，以及是否有辦法暫停。",
        en="Does it move for more than five seconds beside other content, and can it be paused? Please look.",
    ),
)
def motion_unstoppable(rendered: Rendered) -> Iterator[Verdict]:
    """What starts to move by itself ends within five seconds or can be stopped (WCAG 2.2.2).

    Failed for text that an endless animation moves or a script changes again and again, animated images, and videos
    without controls. Undecided where the page offers a button named pause or stop, where it is decoration, a clock or
    a carousel, or where its length is not known.
    """
    probes = rendered.driven
    for moving in require_probe(probes.moving):
        if moving.controls:
            yield passed(moving.place)
        elif reason := _doubt(moving, pausable=probes.pausable):
            yield cant_tell(moving.place, reason, kind=moving.kind)
        else:
            yield failed(moving.place, kind=moving.kind, seconds=moving.seconds)


def _doubt(moving: MovingContent, *, pausable: bool) -> str:
    if pausable:
        return "stops-perhaps"
    if moving.kind == "carousel":
        return "moves-perhaps"
    if moving.kind == "clock":
        return "essential-perhaps"
    if moving.seconds < 0:
        return "length-unknown"
    return "decoration-perhaps" if moving.kind == "animation" and not moving.words else ""
