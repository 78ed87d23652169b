"""Applies the fitted model: from the text of a page to codes with a probability. Needs only numpy.

The model is one file, ``data/model.npz``; ``data/README.md`` names the records it was fitted to and their licence.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import msgspec
import numpy as np

from auditor.model import Choice, Suggestion
from auditor.standards import table
from auditor.standards.dublin_core import CATEGORIES, RULES
from auditor.suggest.evidence_words import evidence_words
from auditor.suggest.features import chinese, count_grams, plain
from auditor.suggest.scheme import Calibration, Floats, Numbers, Scheme

SHIPPED = Path(__file__).parent / "data" / "model.npz"
"""File of the model that comes with the program."""

FORMAT = 1
"""Format of model files."""

CHOICES = 3
"""Codes suggested for a field, the likeliest first."""

_LONG_PIECE = 3
"""Length of the n-grams by which the known share is counted."""

# A text of fewer Chinese characters, or mostly in other letters, is outside the field of the model.
_FEWEST = 8
_LEAST_SHARE = 0.5


class ModelOrigin(msgspec.Struct, frozen=True):
    """Where a model comes from, and its calibrations."""

    format: int
    """Format of the file."""

    records: int
    """Number of documents it was fitted to."""

    years: tuple[int, int]
    """First and last year of the documents (ROC)."""

    source: str
    """The source to name, with its licence."""

    least_known: float
    """Share of a text's three-character n-grams that the model must know to suggest anything."""

    schemes: dict[str, Calibration]
    """Calibrations by field."""


class TextReading(msgspec.Struct, frozen=True):
    """The features of a text that the model knows."""

    pieces: Numbers
    """Numbers of its known n-grams in the vocabulary."""

    values: Floats
    """Their values."""

    known: float
    """Share of its three-character n-grams that are known."""


class BadModelError(ValueError):
    """A file holds no model that this program can use; the message names the file and what to do."""


class Model:
    """A fitted model. ``schemes`` are by field (``Category.Theme``)."""

    def __init__(self, origin: ModelOrigin, vocabulary: list[str], idf: Floats, schemes: Mapping[str, Scheme]) -> None:
        self.origin = origin
        self.schemes = dict(schemes)
        self._vocabulary = vocabulary
        self._numbers = {piece: number for number, piece in enumerate(vocabulary)}
        self._idf = idf

    def suggest(self, text: str) -> tuple[Suggestion, ...]:
        """The likeliest codes of each scheme for a text; nothing at all for a text outside the model's field."""
        if not self.in_field(text):
            return ()
        features = self.read(text)
        return tuple(self._suggestion(field, text, features) for field in CATEGORIES if field in self.schemes)

    def in_field(self, text: str) -> bool:
        """Whether a text is Chinese, long enough, and made of n-grams that the model knows."""
        han, share = chinese(plain(text))
        return han >= _FEWEST and share >= _LEAST_SHARE and self.read(text).known >= self.origin.least_known

    def read(self, text: str) -> TextReading:
        """The text's known n-grams, weighted as in fitting: 1 + log of the count, times idf, scaled to length 1."""
        found = count_grams(text)
        numbers = self._numbers
        known = [(numbers[piece], count) for piece, count in found.items() if piece in numbers]
        pieces = np.array([number for number, _ in known], np.int64)
        counts = np.array([count for _, count in known], np.float32)
        values = (1 + np.log(counts)) * self._idf[pieces] if known else counts
        length = float(np.sqrt(np.sum(values * values))) or 1.0
        long = [piece for piece in found if len(piece) == _LONG_PIECE]
        share = sum(piece in numbers for piece in long) / len(long) if long else 0.0
        return TextReading(pieces, (values / length).astype(np.float32), share)

    def rank(self, field: str, features: TextReading) -> tuple[Numbers, Floats, float]:
        """The numbers of the best codes, best first, all scores, and the probability that the first is right."""
        scheme = self.schemes[field]
        scores = scheme.scores(features.pieces, features.values)
        best = np.argsort(-scores, kind="stable")[:CHOICES].astype(np.int64)
        lead = float(scores[best[0]] - scores[best[1]]) if len(best) > 1 else 1.0
        return best, scores, scheme.calibration.probability(float(scores[best[0]]), lead, features.known)

    def _suggestion(self, field: str, text: str, features: TextReading) -> Suggestion:
        scheme = self.schemes[field]
        best, scores, probability = self.rank(field, features)
        left = 1 - probability
        weights = np.exp(2 * (scores[best] - scores[best[0]]))
        shares = [probability, *(left * weights[1:] / (1 + weights[1:].sum()))]
        choices = tuple(
            Choice(scheme.codes[code], label(field, scheme.codes[code]), round(float(share), 3))
            for code, share in zip(best, shares, strict=True)
        )
        added = scheme.shares(int(best[0]), features.pieces, features.values)
        pieces = {self._vocabulary[piece]: float(share) for piece, share in zip(features.pieces, added, strict=True)}
        sure = probability >= scheme.calibration.threshold
        return Suggestion(field, choices, sure, evidence_words(plain(text), pieces))


def label(field: str, code: str) -> str:
    """The Chinese name of a code, empty where our table has none."""
    row = table(RULES["categories"][field]["table"])["codes"].get(code) or {}
    return row.get("label") or ""


@cache
def shipped_model() -> Model:
    """The model that comes with the program, loaded once."""
    return load_model(SHIPPED)


def load_model(path: Path) -> Model:
    """The model of a file. Raises ``BadModelError`` for what is none, or of another format, and ``OSError``."""
    try:
        with np.load(path, allow_pickle=False) as arrays:
            held = {name: arrays[name] for name in arrays.files}
        origin = msgspec.json.decode(held["origin"].tobytes(), type=ModelOrigin)
    except (KeyError, ValueError, EOFError) as fault:
        raise BadModelError(f"{path}: no model ({fault}); fit one with `auditor classification fit`") from fault
    if origin.format != FORMAT:
        raise BadModelError(f"{path}: a model of format {origin.format}, this program reads {FORMAT}; fit it again")
    schemes = {field: _scheme(held, number, origin.schemes[field]) for number, field in enumerate(origin.schemes)}
    return Model(origin, _texts(held["vocabulary"]), held["idf"].astype(np.float32), schemes)


def _scheme(held: Mapping[str, np.ndarray], number: int, calibration: Calibration) -> Scheme:
    own = {name.partition("_")[2]: array for name, array in held.items() if name.startswith(f"{number}_")}
    return Scheme(tuple(_texts(own["codes"])), own, calibration)


def _texts(joined: np.ndarray) -> list[str]:
    return joined.tobytes().decode().split("\n")
