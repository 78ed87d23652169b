"""Parts of a page with a malformed language mark."""

import re
from collections.abc import Iterator

from auditor.model import Document, Severity, Text, Verdict, failed, page_check, passed

_TAG = re.compile(r"(?:[a-z]{2,8}|x)(?:-[a-z0-9]{1,8})*", re.IGNORECASE)


@page_check(
    id="part-language-invalid",
    severity=Severity.MINOR,
    # The official test requires it, and fails marks that WCAG 3.1.2 does not; axe-valid-lang speaks of WCAG.
    taiwan={"110.07": ("HM2310200C",), "115.11": ("HM2310200C",)},
    title=Text(zh="段落的語言標示不正確", en="Language of a part is not valid"),
    remedy=Text(
        zh='請寫出該段落真正的語言，例如英文段落 lang="en"、日文段落 lang="ja"；空白的 lang 請移除。',
        en='Name the true language of the part, for example lang="en" for English or lang="ja" for Japanese; '
        "remove a lang that is empty.",
    ),
    effect=Text(
        zh="螢幕報讀器無法用正確的語音朗讀這一段。",
        en="A screen reader cannot read this part with the right voice.",
    ),
)
def part_language_invalid(document: Document) -> Iterator[Verdict]:
    """Every lang below the root is a well-formed language tag (BCP 47)."""
    for part in document.language_parts:
        lang = part.lang.strip()
        yield passed(part.place) if _TAG.fullmatch(lang) else failed(part.place, lang=lang)
