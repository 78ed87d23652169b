"""Shortcuts of a single character that cannot be switched off."""

from collections.abc import Iterator

from auditor.model import Place, Rendered, Severity, Text, Verdict, cant_tell, failed, page_check, passed, require_probe


@page_check(
    id="shortcut-single-key",
    severity=Severity.MODERATE,
    wcag=("2.1.4",),
    manual_codes={"110.07": ("GN2210400E", "FA2210401E"), "115.11": ("FA1210401E",)},
    title=Text(zh="單鍵快速鍵無法關閉", en="Shortcut of a single key cannot be switched off"),
    remedy=Text(
        zh="只按「{keys}」網頁就有動作。請改為與 Ctrl、Alt 等鍵並用、只在元件取得焦點時作用，或讓民眾關閉、改鍵。",
        en="Pressing “{keys}” alone makes the page act. Combine it with Ctrl or Alt, let it work only while its "
        "element has the focus, or let visitors switch it off or change it.",
    ),
    effect=Text(
        zh="用語音輸入的民眾說話時會誤觸，手不穩的民眾也會按到。",
        en="People who speak to their computer set it off by talking, people whose hands tremble by accident.",
    ),
    question=Text(
        zh="沒有焦點時只按「{keys}」，網頁就有動作。請看看能不能關閉這個快速鍵或改鍵。",
        en="With no focus, pressing “{keys}” alone makes the page act. Can it be switched off or changed on this page?",
    ),
)
def shortcut_single_key(rendered: Rendered) -> Iterator[Verdict]:
    """Typing printable characters with nothing in focus changes nothing (WCAG 2.1.4); pages of the sample.

    Undecided where the page has controls by which a shortcut might be switched off. Pages that wait for no keys are
    left out.
    """
    shortcuts = require_probe(rendered.driven.shortcuts)
    page = Place(rendered.final_url, selector="html")
    keys = " ".join(shortcuts.keys[:10])
    if keys and shortcuts.settable:
        yield cant_tell(page, "switched-off-perhaps", keys=keys)
    elif keys:
        yield failed(page, keys=keys)
    elif shortcuts.typed:
        yield passed(page)
