"""Fits the model of suggestions to official documents.

A linear support vector machine for every code over character n-grams; of its weights the largest are kept, in 8 bits.
The probability of a first place is calibrated on the last year, with a model of the years before it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import msgspec
import numpy as np
from scipy import sparse
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.svm import LinearSVC

from auditor.standards.dublin_core import CATEGORIES
from auditor.suggest.features import grams
from auditor.suggest.model import FORMAT, Model, ModelOrigin
from auditor.suggest.records import Record
from auditor.suggest.scheme import Calibration, Floats, Scheme

SOURCE = "行政院公報資訊網 (Executive Yuan Gazette) open data, Open Government Data License, version 1.0"
FEWEST_USES = {"Category.Theme": 2, "Category.Cake": 3, "Category.Service": 2}
"""Documents from which a code is learned, by field."""

FEATURES_KEPT = 400_000
"""Weights kept of each scheme."""

WANTED_PRECISION = 0.985
"""Share of right codes among the suggestions that count as sure."""

_RARE = 3  # n-grams in fewer documents are not learned
_FIELD_TAIL = 0.005  # share of documents that may count as outside the field
_UNSURE = Calibration(0.0, 0.0, 0.0, 0.0, 2.0)

ReportLine = Callable[[str], None]
"""Takes one line of progress."""


class Fitted(msgspec.Struct, frozen=True):
    """A fitted model."""

    model: Model
    """The model itself."""

    arrays: dict[str, np.ndarray]
    """The arrays of its file, by name."""


class _Words(msgspec.Struct, frozen=True):
    """The vocabulary of a fit, and the documents in it."""

    vocabulary: list[str]
    """The n-grams."""

    idf: Floats
    """Inverse document frequency of each n-gram."""

    rows: sparse.csr_matrix
    """The documents, one sparse row each."""


def fit_model(records: Sequence[Record], report: ReportLine = lambda _: None) -> Fitted:
    """Fit a model to all records, calibrated on their last year; ``report`` takes its progress.

    Raises ``ValueError`` for records of a single year.
    """
    last = max(record.year for record in records)
    before = [record for record in records if record.year < last]
    if not before:
        raise ValueError(f"the records are all of year {last}; at least two years are needed")
    earlier = _fit(before, dict.fromkeys(CATEGORIES, _UNSURE), 0.0, report)
    later = [record for record in records if record.year == last]
    known = [earlier.model.read(record.text).known for record in later]
    least = round(float(np.quantile(known, _FIELD_TAIL)), 3)
    calibrations = {field: calibrate(earlier.model, field, later) for field in CATEGORIES}
    return _fit(records, calibrations, least, report)


def calibrate(model: Model, field: str, records: Sequence[Record]) -> Calibration:
    """Calibrate first places of ``model`` on records that it has not seen; never sure where all are right, or none."""
    texts = [(record, model.read(record.text)) for record in records if record.codes(field)]
    ranked = [(model.rank(field, text), text, record) for record, text in texts]
    codes = model.schemes[field].codes
    facts = np.array([_facts(scores, text.known) for (_, scores, _), text, _ in ranked])
    right = np.array([codes[best[0]] in record.codes(field) for (best, _, _), _, record in ranked])
    if right.all() or not right.any():
        return _UNSURE
    logistic = LogisticRegression(C=100).fit(facts, right)
    score, lead, known = map(float, logistic.coef_[0])
    threshold = _threshold(logistic.predict_proba(facts)[:, 1], right)
    return Calibration(score, lead, known, float(logistic.intercept_[0]), threshold)


def save(fitted: Fitted, path: Path) -> None:
    """Write the model's file."""
    np.savez_compressed(path, allow_pickle=False, **fitted.arrays)


def _facts(scores: Floats, known: float) -> tuple[float, float, float]:
    first, second = np.sort(scores)[-1:-3:-1]
    return float(first), float(first - second), known


def _threshold(probabilities: Floats, right: np.ndarray) -> float:
    """The least probability above which the wanted share of first places is right; above 1 where there is none."""
    order = np.argsort(-probabilities)
    precision = np.cumsum(right[order]) / np.arange(1, len(order) + 1)
    good = np.flatnonzero(precision >= WANTED_PRECISION)
    return float(probabilities[order][good[-1]]) if len(good) else 2.0


def _fit(records: Sequence[Record], calibrations: dict[str, Calibration], least: float, report: ReportLine) -> Fitted:
    words = _words(records)
    years = (records[0].year, max(record.year for record in records))
    origin = ModelOrigin(FORMAT, len(records), years, SOURCE, least, calibrations)
    arrays = {
        "origin": np.frombuffer(msgspec.json.encode(origin), np.uint8),
        "vocabulary": _joined(words.vocabulary),
        "idf": words.idf.astype(np.float16),
    }
    schemes = {}
    for number, field in enumerate(CATEGORIES):
        own = _weights(words, [record.codes(field) for record in records], FEWEST_USES[field])
        codes = tuple(own["codes"].tobytes().decode().split("\n"))
        report(f"{field}: {len(codes)} codes from {years[0]} to {years[1]}")
        schemes[field] = Scheme(codes, own, calibrations[field])
        arrays |= {f"{number}_{name}": array for name, array in own.items()}
    return Fitted(Model(origin, words.vocabulary, arrays["idf"].astype(np.float32), schemes), arrays)


def _words(records: Sequence[Record]) -> _Words:
    vectorizer = TfidfVectorizer(analyzer=grams, min_df=_RARE, sublinear_tf=True)
    rows = vectorizer.fit_transform(record.text for record in records)
    return _Words(list(vectorizer.get_feature_names_out()), vectorizer.idf_, rows.tocsr())


def _weights(words: _Words, codes: list[tuple[str, ...]], fewest: int) -> dict[str, np.ndarray]:
    """The arrays of one scheme, by the names that ``Scheme`` reads."""
    coded = [number for number, own in enumerate(codes) if own]
    uses = Counter(code for own in codes for code in own)
    names = sorted(code for code, count in uses.items() if count >= fewest)
    rows, bias = words.rows[coded], np.zeros(len(names), np.float32)
    dense = np.zeros((len(names), rows.shape[1]), np.float32)
    has = (np.array([name in codes[row] for row in coded]) for name in names)
    # processes: threads would share the solver's random numbers, so that no two fits were equal
    with ProcessPoolExecutor(initializer=_take, initargs=(rows,)) as workers:
        for number, (weights, base) in enumerate(workers.map(_machine, has, chunksize=4)):
            dense[number], bias[number] = weights, base
    return {"codes": _joined(names), "bias": bias, **_packed(dense)}


_STRENGTH = 1.0
_TOLERANCE = 0.01
_held: list[sparse.csr_matrix] = []


def _take(rows: sparse.csr_matrix) -> None:
    _held[:] = [rows]


def _machine(has: np.ndarray) -> tuple[Floats, float]:
    """The weights and the bias of one code, over the documents of this worker process."""
    machine = LinearSVC(C=_STRENGTH, tol=_TOLERANCE, random_state=0).fit(_held[0], has)
    return machine.coef_[0].astype(np.float32), float(machine.intercept_[0])


def _packed(dense: Floats) -> dict[str, np.ndarray]:
    """The largest weights only, in 8 bits with a scale for each code, in the order of the n-grams."""
    sizes = np.abs(dense)
    kept = min(FEATURES_KEPT, sizes.size)
    sizes_kept = sizes >= np.partition(sizes.ravel(), -kept)[-kept]
    scale = sizes.max(axis=1) / 127
    scale[scale == 0] = 1
    whole = np.where(sizes_kept, np.round(dense / scale[:, None]), 0).astype(np.int8).T
    pieces, of_codes = np.nonzero(whole)
    return {
        "counts": np.bincount(pieces, minlength=whole.shape[0]).astype(np.uint16),
        "codes_of": of_codes.astype(np.uint16),
        "weights": whole[pieces, of_codes],
        "scale": scale.astype(np.float32),
    }


def _joined(texts: Sequence[str]) -> np.ndarray:
    return np.frombuffer("\n".join(texts).encode(), np.uint8)
