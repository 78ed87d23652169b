"""Customs of Taiwanese government sites, recognised by their words: guide bricks, notices in links, CAPTCHAs."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise
from typing import Any

from auditor.standards import table

_TABLE: dict[str, Any] = table("conventions")
_WORDS = {
    name: re.compile(row["pattern"], re.IGNORECASE)
    for name, row in _TABLE.items()
    if isinstance(row, dict) and "pattern" in row
}
_EMPTY_TEXTS = frozenset(text for texts in _TABLE["uninformative"] for text in texts)
_NAMING = frozenset(_TABLE["naming_things"])
_FORMATS = frozenset(_TABLE["formats_alone"])
_PLACEHOLDERS = {name: frozenset(_TABLE[f"{name}_placeholders"]) for name in ("title", "heading", "image")}
_SPACED_WORDS = frozenset(_TABLE["words_spaced_out"])
_SINGLE_LETTERS = frozenset(_TABLE["letters_by_themselves"])
_AUTOFILL = {token: frozenset(words) for token, words in _TABLE["autofill"].items()}
_HAN = re.compile(r"[\u4e00-\u9fff]")
_LONG_HAN, _LONG_LATIN = 15, 6
_NOTES = re.compile(
    rf"{_TABLE['new_window']['pattern']}|連結至|前往|開啟|檔案下載|下載|[.]?(?:pdf|odt|ods|docx?|xlsx?)檔?",
    re.IGNORECASE,
)
_NO_LABELS = frozenset(_TABLE["labels_without_subject"])
_TYPES = {
    ending: re.compile(rf"(?<![a-z])(?:{words})(?![a-z])", re.IGNORECASE)
    for ending, words in _TABLE["file_types"].items()
}
_ENDING = re.compile(r"\.(\w{2,4})$")
_AROUND = re.compile(r"^[\W_]+|[\W_]+$")
_NAME_IN_CODE = re.compile(r"_|\w\(\)|^--?[a-z]", re.IGNORECASE)
_NUMBER = re.compile(r"(?<![\s\-_])[\s\-_]*[\d一二三四五六七八九十]{1,3}$")
_FILE = re.compile(
    r"[^\s/]+\.(?:html?|aspx?|php|jsp|jpe?g|png|gif|svg|webp|bmp|tiff?|avif)|(?:img|dsc|dscn|pict|image|photo)[_-]?\d{3,}",
    re.IGNORECASE,
)
_POINTING = re.compile(r"(?:this|that|these|those) [a-z]+")
_IN_BRACKETS = re.compile(r"[(（\[【〔][^)）\]】〕]{0,300}[)）\]】〕]")


def contains_words(name: str, text: str) -> bool:
    """Return whether the text has words of this row. Raises ``KeyError`` for a row that does not exist."""
    return _WORDS[name].search(text) is not None


def pattern(name: str) -> re.Pattern[str]:
    """Return the pattern of a row, for texts that are searched place by place. Raises as ``contains_words`` does."""
    return _WORDS[name]


def explained_keys(text: str) -> tuple[str, ...]:
    """Return the access keys that a text names, in capitals, in order, each once."""
    if "+" not in text and "＋" not in text:  # every key is written with one; most pages end here
        return ()
    return tuple(dict.fromkeys(found["key"].upper() for found in _WORDS["key_told"].finditer(text)))


def is_uninformative(text: str) -> bool:
    """Return whether a link's whole text does not describe where it leads; stops, arrows, notes in brackets aside.

    Names in programs (``open()``, ``__file__``, ``--file``) describe themselves.
    """
    if _NAME_IN_CODE.search(text):
        return False
    return _plain(text) in _EMPTY_TEXTS


def names_a_thing(text: str) -> bool:
    """Return whether an uninformative text is a name all the same where it stands beside others (全部, 下載)."""
    return _plain(text) in _NAMING


def needs_context(text: str) -> bool:
    """Return whether a link's whole text is a format (PDF) or only points (this product): its context matters."""
    words = _plain(text)
    return words in _FORMATS or _POINTING.fullmatch(words) is not None


def is_no_label(text: str) -> bool:
    """Return whether the whole label of a field names no subject (Menu, 請輸入)."""
    return _plain(text) in _NO_LABELS


def is_placeholder(kind: str, text: str) -> bool:
    """Return whether a whole ``title``, ``heading``, ``image`` text stands where a name was to follow; numbers aside.

    Raises ``KeyError`` for another kind.
    """
    plain = _plain(text)
    return plain in _PLACEHOLDERS[kind] or _NUMBER.sub("", plain) in _PLACEHOLDERS[kind]


def spaced_word(text: str) -> str:
    """Return the word whose letters spaces part (主　旨, W E L C O M E); empty where each letter is one by itself."""
    word = "".join(text.split()).rstrip(":：")
    if word.isascii():
        letters = list(map(ord, word.lower()))
        return "" if all(after - before == 1 for before, after in pairwise(letters)) else word
    if word in _SPACED_WORDS:
        return word
    wide = not re.search(r"(?<! ) (?! )", text)
    return word if wide and text.rstrip()[-1] in ":：" and set(word) - _SINGLE_LETTERS else ""


def autofill_token(label: str) -> str:
    """Return the autocomplete token (HTML Standard, 4.10.18.7.1) of a field with this label; empty for other fields."""
    plain = _plain(label.replace("*", " "))
    return next((token for token, words in _AUTOFILL.items() if plain in words), "")


def is_sentence(text: str) -> bool:
    """Return whether a text has 15 Han letters or six words: more than the name of a thing."""
    return len(_HAN.findall(text)) >= _LONG_HAN or len(text.split()) >= _LONG_LATIN


def plain_text(text: str) -> str:
    """Return the words of a text, in lower case and without spaces; notes of windows, files and sizes are taken out."""
    return "".join(_plain(_NOTES.sub(" ", text)).split())


def is_file_name(text: str) -> bool:
    """Return whether the text is nothing but the name of a page's or an image's file, as programs write it."""
    return _FILE.fullmatch(text.strip()) is not None


def _plain(text: str) -> str:
    plain = _AROUND.sub("", _IN_BRACKETS.sub("", text) or text).casefold()
    return " ".join(plain.split())


@lru_cache(32_768)
def file_type(url: str) -> str:
    """Return the ending of a file that another program than the browser opens; empty for pages and whatever else."""
    path = url.partition("#")[0].partition("?")[0]
    found = _ENDING.search(path)
    ending = found[1].lower() if found else ""
    return ending if ending in _TYPES else ""


def names_type(ending: str, text: str) -> bool:
    """Return whether a text names a file type by its ending. Raises ``KeyError`` for an ending that the table lacks."""
    return _TYPES[ending].search(text) is not None
