"""Dublin Core fields that a page does not carry."""

from collections.abc import Iterator

from auditor.model import Head, Meta, Severity, Text, Verdict, failed, page_check, passed
from auditor.standards.dublin_core import COVERAGE, FIELDS, known_tags


@page_check(
    id="dublin-core-missing",
    severity=Severity.MODERATE,
    title=Text(zh="缺少詮釋資料欄位", en="Metadata field missing"),
    remedy=Text(
        zh='請在網頁的 head 內加上 <meta name="{field}" content="…">，並填入這一頁的內容。',
        en='Add <meta name="{field}" content="…"> to the head of the page, with content that fits this page.',
    ),
    effect=Text(
        zh="政府入口網的分類檢索無法完整收錄這一頁，民眾較難找到。",
        en="The government portal cannot index the page in full, so the public finds it less easily.",
    ),
)
def dublin_core_missing(head: Head) -> Iterator[Verdict]:
    """Each of the 15 fields has a tag; coverage has one tag or both dates (資料流通詮釋資料及分類檢索規範 壹三)."""
    present: dict[str, Meta] = {}
    for name, meta in known_tags(head):
        present.setdefault(name, meta)
    if all(name in present for name in COVERAGE):
        present.setdefault("DC.Coverage", present[COVERAGE[0]])
    none_at_all = not any(name.startswith("DC.") for name in present)
    for field in FIELDS:
        if field in present:
            yield passed(present[field].place)
        else:
            yield failed(head.place, cause="DC.*" if none_at_all else field, field=field)
