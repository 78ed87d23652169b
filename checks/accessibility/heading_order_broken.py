"""Headings that skip a level."""

from collections.abc import Iterator

from auditor.model import Document, Severity, Text, Verdict, failed, page_check, passed


@page_check(
    id="heading-order-broken",
    severity=Severity.MODERATE,
    # The official test requires it; WCAG has no criterion that a skipped level fails by itself.
    taiwan={"110.07": ("HM1130100C",), "115.11": ("HM1130100C",)},
    title=Text(zh="標題層級跳號", en="Heading level skipped"),
    remedy=Text(
        zh='請依層次使用標題：標題 1 之下用標題 2，標題 2 之下用標題 3，不要為了字體大小而跳級；以 role="heading" '
        "做的標題請加上 aria-level。",
        en='Use headings by their level: 2 below 1, 3 below 2; never pick one for its size. Give role="heading" an '
        "aria-level.",
    ),
    effect=Text(
        zh="使用螢幕報讀器的民眾會以為漏掉了一層內容（「{text}」）。",
        en="People who use a screen reader believe that a layer of content is missing before “{text}”.",
    ),
)
def heading_order_broken(document: Document) -> Iterator[Verdict]:
    """No heading stands more than one level below the heading before it; the first may have any level."""
    previous = 0
    for heading in document.headings:
        if heading.hidden:
            continue
        if heading.level == 0:
            yield failed(heading.place, text=heading.text, previous=previous)
            continue
        skips = previous and heading.level > previous + 1
        yield (
            failed(heading.place, text=heading.text, previous=previous, level=heading.level)
            if skips
            else passed(heading.place)
        )
        previous = heading.level
