"""Metadata that names another language than the page is written in."""

import re
from collections.abc import Iterator

from auditor.model import Document, Head, Severity, Text, Verdict, cant_tell, failed, page_check, passed
from auditor.standards.dublin_core import RULES, content, filled, known_tags, language

_CHINESE = re.compile(r"[一-鿿]")
_KANA = re.compile(r"[぀-ヿ]")
_LATIN = re.compile(r"[A-Za-z]")
_SEPARATORS = re.compile(RULES["separators"])
_ENOUGH = 12  # letters of titles, headings and links, before they count as evidence


@page_check(
    id="dublin-core-language-contradicting",
    severity=Severity.MINOR,
    title=Text(zh="DC.Language 與網頁的語言不符", en="DC.Language is not the language of the page"),
    remedy=Text(
        zh="請把 DC.Language 的「{value}」改為這一頁真正使用的語言。",
        en="Replace “{value}” in DC.Language by the language that the page is written in.",
    ),
    effect=Text(
        zh="依語言查詢的民眾會找不到這一頁，或找到看不懂的內容。",
        en="People who search by language miss the page, or get one they cannot read.",
    ),
    question=Text(
        zh="「{value}」指的是哪一種語言？與網頁相符嗎？",
        en="Which language does “{value}” mean, and is it the page's?",
    ),
)
def dublin_core_language_contradicting(head: Head, document: Document) -> Iterator[Verdict]:
    """DC.Language names the language of the page's own words; where they are too few, that of its ``lang``."""
    real = _written_in(document) or language(head.lang or "")
    for name, meta in known_tags(head):
        if name != "DC.Language" or not filled(meta) or not real:
            continue
        value = content(meta)
        named = {language(value)} - {""} or {language(word) for word in _SEPARATORS.split(value)} - {""}
        if real in named:
            yield passed(meta.place)
        elif named:
            yield failed(meta.place, cause="DC.Language", value=value, language=real)
        else:
            yield cant_tell(meta.place, "unknown-word", cause=value, value=value, language=real)


def _written_in(document: Document) -> str:
    """zh, en or ja by the letters of title, headings and links; empty when they are few or mixed."""
    words = [document.title or "", *(heading.text for heading in document.headings)]
    words += [link.own_text for link in document.links]
    text = " ".join(words)
    chinese, kana, latin = (len(pattern.findall(text)) for pattern in (_CHINESE, _KANA, _LATIN))
    if chinese + kana + latin < _ENOUGH:
        return ""
    if kana > chinese / 4:
        return "ja"
    if chinese * 3 >= latin:
        return "zh"
    return "en" if chinese * 20 < latin else ""
