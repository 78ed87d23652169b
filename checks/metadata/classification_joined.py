"""Several codes in one tag."""

import re
from collections.abc import Iterator

from auditor.model import Head, Severity, Text, Verdict, failed, page_check, passed
from auditor.standards.dublin_core import CATEGORIES, RULES, content, filled, known_tags

_SEPARATOR = re.compile(RULES["separators"])


@page_check(
    id="classification-joined",
    severity=Severity.NOTICE,
    title=Text(zh="多個分類代碼寫在同一個標籤", en="Several classification codes in one tag"),
    remedy=Text(
        zh="{field} 的「{value}」請拆成多個標籤，每個標籤一個代碼，最重要的放在最前面。",
        en="Split “{value}” in {field} into one tag for each code, the most important first.",
    ),
    effect=Text(
        zh="各系統使用的分隔符號不同（逗號、分號、空白），檢索系統不一定讀得懂。",
        en="Systems separate codes in different ways (commas, semicolons, spaces); not every search reads them all.",
    ),
)
def classification_joined(head: Head) -> Iterator[Verdict]:
    """Each tag holds one code; a field with more is repeated (資料流通詮釋資料及分類檢索規範 壹三(二))."""
    for name, meta in known_tags(head):
        if name not in CATEGORIES or not filled(meta):
            continue
        value = content(meta)
        found = _SEPARATOR.search(value)
        if found is None:
            yield passed(meta.place)
        else:
            yield failed(meta.place, cause=f"separator|{found[0].strip() or ' '}", field=name, value=value)
