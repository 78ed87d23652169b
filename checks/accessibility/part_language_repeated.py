"""Parts of a page whose language mark only repeats that of the page."""

from collections.abc import Iterator

from auditor.model import Document, Severity, Text, Verdict, failed, page_check, passed


@page_check(
    id="part-language-repeated",
    severity=Severity.NOTICE,
    # The official test fails it; nobody is harmed by it, and WCAG 3.1.2 is met.
    taiwan={"110.07": ("HM2310200C",), "115.11": ("HM2310200C",)},
    title=Text(zh="段落的語言標示與整頁相同", en="Language of a part repeats that of the page"),
    remedy=Text(
        zh='這一段的 lang="{lang}" 與整頁相同，可以移除；若段落其實是別的語言，請改成該語言。',
        en='The lang="{lang}" of this part is that of the page and can go; if the part is in another language, name '
        "that one.",
    ),
    effect=Text(
        zh="對民眾沒有影響；但官方檢測工具會列為錯誤。",
        en="Visitors notice nothing; the official software counts it as a fault.",
    ),
)
def part_language_repeated(document: Document) -> Iterator[Verdict]:
    """No lang below the root is the same as the root's; letter case aside."""
    page = (document.lang or "").strip().casefold()
    for part in document.language_parts if page else ():
        lang = part.lang.strip()
        yield failed(part.place, cause="lang", lang=lang) if lang.casefold() == page else passed(part.place)
