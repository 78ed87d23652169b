"""Scripts of the world and the languages written in them: letters alone can prove a text is not in a language."""

from __future__ import annotations

import re
from collections import Counter

_SCRIPTS = {
    "latin": re.compile(r"[A-Za-z\u00c0-\u024f\u1e00-\u1eff]"),
    "han": re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]"),
    "kana": re.compile(r"[\u3041-\u3096\u30a1-\u30fa]"),
    "hangul": re.compile(r"[\u1100-\u11ff\uac00-\ud7af]"),
    "cyrillic": re.compile(r"[\u0400-\u052f]"),
    "greek": re.compile(r"[\u0370-\u03ff]"),
    "hebrew": re.compile(r"[\u0590-\u05ff]"),
    "arabic": re.compile(r"[\u0600-\u06ff]"),
    "thai": re.compile(r"[\u0e00-\u0e7f]"),
    "devanagari": re.compile(r"[\u0900-\u097f]"),
}
_HAN, _LATIN = frozenset({"han"}), frozenset({"latin"})
_WRITTEN: dict[str, frozenset[str]] = {
    **dict.fromkeys(("zh", "cmn", "yue", "hak", "wuu"), _HAN),
    "ja": frozenset({"han", "kana"}),
    "ko": frozenset({"han", "hangul"}),
    **dict.fromkeys(("ru", "uk", "bg", "be", "mk"), frozenset({"cyrillic"})),
    "el": frozenset({"greek"}), "he": frozenset({"hebrew"}), "th": frozenset({"thai"}),
    **dict.fromkeys(("ar", "fa", "ur"), frozenset({"arabic"})),
    **dict.fromkeys(("hi", "mr", "ne"), frozenset({"devanagari"})),
    **dict.fromkeys(
        ("en", "de", "fr", "es", "it", "pt", "nl", "id", "ms", "vi", "tl", "fil", "sv", "da", "nb", "nn", "no", "fi",
         "pl", "cs", "sk", "hu", "ro", "tr", "et", "lv", "lt", "is", "ga", "cy", "ca", "eu", "gl", "sw", "af", "tw"),
        _LATIN,
    ),
}  # fmt: skip
_BEST_KNOWN = {"han": "zh", "kana": "ja", "hangul": "ko", "cyrillic": "ru", "greek": "el", "hebrew": "he",
                "arabic": "ar", "thai": "th", "devanagari": "hi"}  # fmt: skip
"""The best known language of each script but Latin, to name a guess."""

_FEWEST = 8
_ALMOST_NONE = 0.05
_MUCH_KANA = 0.3


def is_written(tag: str) -> bool:
    """Return whether the script of this language is known; not where the tag names another (``zh-Latn``)."""
    primary, *rest = tag.strip().lower().split("-")
    named = {part for part in rest if len(part) == 4 and part.isalpha()}
    return primary in _WRITTEN and named <= ({"latn"} if is_latin(tag) else {"hant", "hans", "jpan", "kore"})


def is_latin(tag: str) -> bool:
    """Return whether the language is written in Latin letters."""
    return _WRITTEN.get(_primary(tag)) == _LATIN


def letters_by_script(text: str) -> dict[str, int]:
    """Return how many letters of each script the text has."""
    if text.isascii():
        return {"latin": sum(map(str.isalpha, text))}
    return {script: count for script, letters in _SCRIPTS.items() if (count := len(letters.findall(text)))}


def own_letters(tag: str, found: dict[str, int]) -> int:
    """Return how many of the letters are of a script that the language is written in; 0 where they are next to none."""
    own = sum(count for script, count in found.items() if script in _WRITTEN.get(_primary(tag), ()))
    return own if own > _ALMOST_NONE * sum(found.values()) else 0


def contradicting(tag: str, found: dict[str, int]) -> str:
    """Return a language of the script that the text is in, where this one is written in another; empty if in doubt.

    Latin letters contradict nothing: names and quotations are written in them everywhere. Much kana is Japanese.
    """
    if not is_written(tag):
        return ""
    others = Counter({script: count for script, count in found.items() if script in _BEST_KNOWN})
    if others.total() < _FEWEST:
        return ""
    if _WRITTEN[_primary(tag)] == _HAN and others["kana"] > _MUCH_KANA * sum(found.values()):
        return "ja"
    if own_letters(tag, found):
        return ""
    return "ja" if others["kana"] > _ALMOST_NONE * others.total() else _BEST_KNOWN[others.most_common(1)[0][0]]


def _primary(tag: str) -> str:
    return tag.strip().lower().partition("-")[0]
