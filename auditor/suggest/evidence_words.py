"""Which words of a text spoke for a code: the places where pieces with weight lie together."""

from __future__ import annotations

from collections.abc import Mapping

WORDS_SHOWN = 4
_STRONGEST = 24
_LONGEST = 14
_MARKS = " \n,.;:!?()[]<>「」『』、，。；：！？（）《》〈〉【】-_/|·"


def spoken(text: str, pieces: Mapping[str, float], most: int = WORDS_SHOWN) -> tuple[str, ...]:
    """The stretches of ``text`` made of the pieces that add most, strongest first; single characters do not count.

    ``pieces`` are pieces of the text with what each adds to the score.
    """
    strong = sorted(((added, piece) for piece, added in pieces.items() if added > 0 and len(piece) > 1), reverse=True)
    weights = [0.0] * len(text)
    for added, piece in strong[:_STRONGEST]:
        at = text.find(piece)
        while at >= 0:
            for place in range(at, at + len(piece)):
                weights[place] += added / len(piece)
            at = text.find(piece, at + 1)
    found: dict[str, float] = {}
    for word, weight in _stretches(text, weights):
        found[word] = max(weight, found.get(word, 0.0))
    ranked = sorted(found, key=lambda word: -found[word])
    return tuple(word for word in ranked if not any(word in other for other in ranked[: ranked.index(word)]))[:most]


def _stretches(text: str, weights: list[float]) -> list[tuple[str, float]]:
    found, start = list[tuple[str, float]](), -1
    for place, weight in enumerate([*weights, 0.0]):
        inside = weight > 0 and text[place] not in _MARKS and (start < 0 or place - start < _LONGEST)
        if inside and start < 0:
            start = place
        elif not inside and start >= 0:
            found += [(text[start:place], sum(weights[start:place]))] if place - start > 1 else []
            start = place if weight > 0 and text[place] not in _MARKS else -1
    return found
