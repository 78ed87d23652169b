"""Metadata with two different values of one field."""

import re
from collections.abc import Iterator

from auditor.model import Head, Meta, Severity, Text, Verdict, cant_tell, failed, page_check, passed
from auditor.standards.dublin_core import COVERAGE, RULES, content, date_form, filled, known_tags, language
from auditor.standards.folded_text import folded_name

_CHINESE = re.compile(r"[一-鿿]")


@page_check(
    id="dublin-core-contradicting",
    severity=Severity.MINOR,
    title=Text(zh="詮釋資料自相矛盾", en="Metadata field contradicting itself"),
    remedy=Text(
        zh="{field} 同時寫了「{one}」與「{other}」，請只留下正確的內容。",
        en="{field} has both “{one}” and “{other}”; keep the right one.",
    ),
    effect=Text(
        zh="檢索系統無法判斷哪一個才對。",
        en="A search cannot know which of the two is right.",
    ),
    question=Text(
        zh="「{one}」與「{other}」是同一題名的中英文嗎？", en="Are “{one}” and “{other}” one title in two languages?"
    ),
)
def dublin_core_contradicting(head: Head) -> Iterator[Verdict]:
    """Title, date, identifier and language have one value each; the coverage does not end before it begins."""
    found: dict[str, list[Meta]] = {}
    for name, meta in known_tags(head):
        if filled(meta):
            found.setdefault(name, []).append(meta)
    for field, rule in RULES["fields"].items():
        if rule.get("single") and field in found:
            yield _single(field, found[field])
    begins, ends = (found.get(name, []) for name in COVERAGE)
    if begins and ends:
        yield from _coverage(begins[0], ends[0])


def _single(field: str, metas: list[Meta]) -> Verdict:
    first = metas[0]
    other = next((meta for meta in metas[1:] if _meaning(field, meta) != _meaning(field, first)), None)
    if other is None:
        return passed(first.place)
    one, two = content(first), content(other)
    if field == "DC.Title" and bool(_CHINESE.search(one)) != bool(_CHINESE.search(two)):
        return cant_tell(other.place, "two-languages", cause=field, field=field, one=one, other=two)
    return failed(other.place, cause=field, field=field, one=one, other=two)


def _coverage(begins: Meta, ends: Meta) -> Iterator[Verdict]:
    one, other = content(begins), content(ends)
    if date_form(one) != "iso" or date_form(other) != "iso":
        return
    shared = min(len(one), len(other))
    if one[:shared] > other[:shared]:
        yield failed(ends.place, cause="DC.Coverage", field="DC.Coverage", one=one, other=other)
    else:
        yield passed(ends.place)


def _meaning(field: str, meta: Meta) -> str:
    text = content(meta)
    if field == "DC.Language":
        return language(text) or text.casefold()
    return folded_name(text)
