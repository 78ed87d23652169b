"""Finds the words of a text that speak for a code: stretches of characters whose n-grams have weight."""

from __future__ import annotations

from collections.abc import Mapping

WORDS_SHOWN = 4
"""Most words given for one code."""

_STRONGEST = 24
_LONGEST = 14
_MARKS = " \n,.;:!?()[]<>「」『』、，。；：！？（）《》〈〉【】-_/|·"


def evidence_words(text: str, pieces: Mapping[str, float], most: int = WORDS_SHOWN) -> tuple[str, ...]:
    """The stretches of ``text`` made of the n-grams that add most to a score, strongest first.

    ``pieces`` maps n-grams of the text to what each adds; single characters do not count.
    """
    strong = sorted(((added, piece) for piece, added in pieces.items() if added > 0 and len(piece) > 1), reverse=True)
    weights = [0.0] * len(text)
    for added, piece in strong[:_STRONGEST]:
        start = text.find(piece)
        while start >= 0:
            for offset in range(start, start + len(piece)):
                weights[offset] += added / len(piece)
            start = text.find(piece, start + 1)
    found: dict[str, float] = {}
    for word, weight in _stretches(text, weights):
        found[word] = max(weight, found.get(word, 0.0))
    ranked = sorted(found, key=lambda word: -found[word])
    return tuple(word for word in ranked if not any(word in other for other in ranked[: ranked.index(word)]))[:most]


def _stretches(text: str, weights: list[float]) -> list[tuple[str, float]]:
    found, start = list[tuple[str, float]](), -1
    for offset, weight in enumerate([*weights, 0.0]):
        inside = weight > 0 and text[offset] not in _MARKS and (start < 0 or offset - start < _LONGEST)
        if inside and start < 0:
            start = offset
        elif not inside and start >= 0:
            found += [(text[start:offset], sum(weights[start:offset]))] if offset - start > 1 else []
            start = offset if weight > 0 and text[offset] not in _MARKS else -1
    return found
