"""Metadata tags whose name no search system knows."""

import re
from collections.abc import Iterator

from auditor.model import Head, Meta, Severity, Text, Verdict, failed, page_check, passed
from auditor.standards.dublin_core import RULES, TAG_NAMES, rule_name

_WRITTEN = {name.casefold(): name for name in TAG_NAMES}
_OTHERS = frozenset(name.casefold() for name in RULES["other_names"])
_LIKE_OURS = re.compile(r"(dc|category)\s*[.:_-]|[a-z]+[.:_-](title|theme|cake|service)$")


@page_check(
    id="dublin-core-misspelt",
    severity=Severity.MODERATE,
    title=Text(zh="詮釋資料欄位名稱寫錯", en="Metadata field name misspelt"),
    remedy=Text(
        zh='請把 {attribute}="{written}" 的標籤改為 <meta name="{field}" content="…">。',
        en='Write the tag with {attribute}="{written}" as <meta name="{field}" content="…">.',
    ),
    effect=Text(
        zh="檢索系統認不得這個名稱，內容等於沒有填。",
        en="Search systems do not know this name, so its content is lost.",
    ),
)
def dublin_core_misspelt(head: Head) -> Iterator[Verdict]:
    """Every tag whose name resembles a field's has it spelt as the rule does (any letter case), in ``name``."""
    for meta in head.metas:
        if rule_name(meta):
            yield passed(meta.place)
            continue
        meant = _meant(meta)
        if meant:
            yield failed(meta.place, cause=meta.name, field=meant, written=meta.name, attribute=meta.attribute)


def _meant(meta: Meta) -> str:
    """The field that was meant: named by the wrong attribute, with wrong separators, or one slip of a key away."""
    written = meta.name.strip().casefold()
    if written in _WRITTEN or written in _OTHERS or not _LIKE_OURS.match(written):
        return _WRITTEN.get(written, "")
    dotted = re.sub(r"\s{0,9}[.:_-]+\s{0,9}", ".", written)
    if dotted in _WRITTEN:
        return _WRITTEN[dotted]
    return next((name for known, name in _WRITTEN.items() if _one_slip(dotted, known)), "")


def _one_slip(left: str, right: str) -> bool:
    """Whether one letter added, dropped, changed, or two neighbours exchanged make one word the other."""
    if abs(len(left) - len(right)) > 1:
        return False
    start = next((i for i, (a, b) in enumerate(zip(left, right, strict=False)) if a != b), min(len(left), len(right)))
    a, b = left[start:], right[start:]
    return a[1:] == b or a == b[1:] or a[1:] == b[1:] or (a[:2] == b[1::-1] and a[2:] == b[2:])
