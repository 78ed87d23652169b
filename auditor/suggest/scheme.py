"""Scores the codes of one scheme: a sparse linear model, and the probability that its first place is right."""

from __future__ import annotations

import math

import msgspec
import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Numbers = npt.NDArray[np.int64]


class Calibration(msgspec.Struct, frozen=True):
    """Turns a first place into a probability: a logistic function of its score, its lead, and the known share."""

    score: float
    """Weight of the score."""

    lead: float
    """Weight of the lead over the second place."""

    known: float
    """Weight of the share of known n-grams."""

    bias: float
    """Constant term."""

    threshold: float
    """Probability from which a suggestion counts as sure."""

    def probability(self, score: float, lead: float, known: float) -> float:
        """The probability that the code in the first place is right."""
        exponent = self.score * score + self.lead * lead + self.known * known + self.bias
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, exponent))))


class Scheme:
    """The weights of one scheme: for each n-gram of the vocabulary, the codes to which it adds.

    ``starts`` has an entry for each n-gram and one more: the rows ``starts[i]`` to ``starts[i + 1]`` of ``codes_of``
    (number of the code) and ``weights`` (-127 to 127, times the code's ``scale``) belong to n-gram ``i``.
    """

    def __init__(
        self, codes: tuple[str, ...], arrays: dict[str, npt.NDArray[np.generic]], calibration: Calibration
    ) -> None:
        self.codes = codes
        self.calibration = calibration
        self._starts = np.concatenate(([0], np.cumsum(arrays["counts"].astype(np.int64))))
        self._codes_of = arrays["codes_of"].astype(np.int64)
        self._weights = arrays["weights"]
        self._scale = arrays["scale"].astype(np.float32)
        self._bias = arrays["bias"].astype(np.float32)

    def scores(self, pieces: Numbers, values: Floats) -> Floats:
        """The score of every code for a text, given by the numbers of its known n-grams and their values."""
        rows, lengths = self._rows(pieces)
        weighed = self._weights[rows].astype(np.float32) * np.repeat(values, lengths)
        total = np.bincount(self._codes_of[rows], weights=weighed, minlength=len(self.codes))
        return (total * self._scale + self._bias).astype(np.float32)

    def shares(self, code: int, pieces: Numbers, values: Floats) -> Floats:
        """What every n-gram adds to the score of one code."""
        rows, lengths = self._rows(pieces)
        weighed = np.where(self._codes_of[rows] == code, self._weights[rows].astype(np.float32), 0)
        owners = np.repeat(np.arange(len(pieces)), lengths)
        added = np.bincount(owners, weights=weighed, minlength=len(pieces))
        shares: Floats = (added * values * self._scale[code]).astype(np.float32)
        return shares

    def _rows(self, pieces: Numbers) -> tuple[Numbers, Numbers]:
        """The rows of all these n-grams in turn, and how many each has."""
        first = self._starts[pieces]
        lengths = self._starts[pieces + 1] - first
        ends = np.cumsum(lengths)
        return np.arange(ends[-1] if len(ends) else 0) + np.repeat(first - (ends - lengths), lengths), lengths
