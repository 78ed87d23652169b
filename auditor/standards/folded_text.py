"""Folds text so that one spelling stands for many: NFKC, decimal digits of every script, dashes, what is not seen.

Each character of the folded text knows where it stands in the original, so that it can be starred out there.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache

import msgspec

_LEAST_DIGITS = 8
_DIGIT_SIGN = re.compile(r"[²³¹⁰-⁹₀-₉①-⑳⑴-⒇⒈-⒛⓪⓵-⓾❶-❿➀-➓]")
"""Digits in circles, brackets or above and below the line."""

_DIGIT_LIKE = re.compile(rf"\d|{_DIGIT_SIGN.pattern}")
"""What folds to a digit, or is part of an encoded one."""

_ENCODED = re.compile(r"(?:%[0-9A-Fa-f]{2})+|&(?:#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6}|[a-zA-Z]{2,8});")
"""Percent-encoding (RFC 3986, 2.1) and character references of HTML."""

_INLINE_TAG = re.compile(
    r"</?(?:a|abbr|b|bdi|bdo|big|cite|code|data|del|dfn|em|font|i|ins|kbd|label|mark|q|ruby|s|samp|small|span|strike"
    r"|strong|sub|sup|time|tt|u|var|wbr)(?=[\s/>])[^<>]{0,500}>",
    re.IGNORECASE,
)
"""Tags between which a visitor sees one word."""

_NAME_MARKS = re.compile(r"[\s()\[\]{}<>「」『』【】〔〕〈〉《》“”\"'‘’\u200b-\u200f\u2060\ufeff]+")
_NAME_LETTERS = {ord("臺"): "台"}

_PERIODS = "·•‧・∙⋅"
_UNSEEN = frozenset({"Cf", "Mn", "Me", "Cc"})
_SPACES = "\t\n\r\v\f"

Span = tuple[int, int]
"""Start and end in a text."""


class FoldedText(msgspec.Struct, frozen=True):
    """A text, folded."""

    text: str
    """The folded text."""

    spans: list[Span] | None = None
    """Where each folded character stands in the original; None: they are the same characters."""

    def places(self, folded: Iterable[int]) -> Iterator[Span]:
        """Yield where characters of the folded text stand in the original."""
        yield from (self.spans[number] if self.spans else (number, number + 1) for number in folded)


def foldings(text: str) -> Iterator[FoldedText]:
    """Yield the text folded in up to four ways: as it stands, without its encodings, without inline tags too.

    Digits in circles and the like are digits in one way and ends of a word in another: ``①0912…`` is an item of a list.

    Nothing is yielded for a text with too few digits for the number of a person.
    """
    if len(_DIGIT_LIKE.findall(text)) < _LEAST_DIGITS:
        return
    yield FoldedText(text) if text.isascii() and text.isprintable() else _folded(_characters(text, 0))
    if _DIGIT_SIGN.search(text):
        yield _folded(_characters(_DIGIT_SIGN.sub("|", text), 0))
    if "%" in text or "&" in text:
        yield _folded(_decoded(text, 0))
    if "<" in text:
        yield _folded(_untagged(text))


def folded_name(text: str) -> str:
    """Return a name in one spelling: 臺 as 台, width and letter case folded, without brackets, blanks and quotes.

    Every comparison of names uses it: pages, metadata, badges and the configuration spell one name in several ways.
    """
    return _NAME_MARKS.sub("", unicodedata.normalize("NFKC", text)).translate(_NAME_LETTERS).casefold()


def starred(text: str, spans: Iterable[Span]) -> str:
    """Return the text with a star in place of each span; of spans that overlap the first counts."""
    pieces, done = [], 0
    for start, end in sorted(spans):
        if start >= done:
            pieces += [text[done:start], "*"]
            done = end
    return "".join([*pieces, text[done:]])


def _folded(pieces: Iterable[tuple[str, Span]]) -> FoldedText:
    characters, spans = [], []
    for piece, span in pieces:
        for character in piece:
            for folded in _fold(character):
                characters.append(folded)
                spans.append(span)
    return FoldedText("".join(characters), spans)


def _characters(text: str, at: int) -> Iterator[tuple[str, Span]]:
    yield from ((character, (at + number, at + number + 1)) for number, character in enumerate(text))


def _decoded(text: str, at: int) -> Iterator[tuple[str, Span]]:
    """The characters of a text, those of its encodings decoded; ``at`` is where it begins in the original."""
    done = 0
    for match in _ENCODED.finditer(text):
        yield from _characters(text[done : match.start()], at + done)
        yield from _percent(match, at) if match[0][0] == "%" else _reference(match, at)
        done = match.end()
    yield from _characters(text[done:], at + done)


def _percent(match: re.Match[str], at: int) -> Iterator[tuple[str, Span]]:
    start = at + match.start()
    for character in bytes.fromhex(match[0].replace("%", "")).decode("utf-8", "surrogateescape"):
        end = start + 3 * len(character.encode("utf-8", "surrogateescape"))
        yield character, (start, end)
        start = end


def _reference(match: re.Match[str], at: int) -> Iterator[tuple[str, Span]]:
    yield html.unescape(match[0]), (at + match.start(), at + match.end())


def _untagged(text: str) -> Iterator[tuple[str, Span]]:
    done = 0
    for match in _INLINE_TAG.finditer(text):
        yield from _decoded(text[done : match.start()], done)
        done = match.end()
    yield from _decoded(text[done:], done)


@lru_cache(maxsize=20_000)
def _fold(character: str) -> str:
    """What one character stands for; nothing for what is not seen."""
    if (character.isascii() and character.isprintable()) or character in _SPACES:
        return character
    if (digit := unicodedata.decimal(character, None)) is not None:
        return str(digit)
    kind = unicodedata.category(character)
    if kind in _UNSEEN:
        return ""
    if kind == "Pd" or character == "\N{MINUS SIGN}":
        return "-"
    if character in _PERIODS:
        return "."
    return unicodedata.normalize("NFKC", character)
