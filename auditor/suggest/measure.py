"""Measures suggestions on documents that the model has not seen, against two baselines."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

import msgspec
from sklearn.feature_extraction.text import HashingVectorizer
from sklearn.neighbors import NearestNeighbors

from auditor.standards.dublin_core import CATEGORIES
from auditor.suggest.features import grams
from auditor.suggest.model import Model
from auditor.suggest.records import Record

_NEIGHBOURS = 10
_HASHED = 2**18


class Hits(msgspec.Struct, frozen=True):
    """Shares of documents (0 to 1) for which a guess is right."""

    first: float
    """The first code is one of the document's."""

    three: float
    """One of the first three codes is."""


class Figures(msgspec.Struct, frozen=True):
    """The figures of one scheme."""

    field: str
    """Field of the scheme, such as ``Category.Theme``."""

    documents: int
    """Documents measured: those that carry a code of the scheme."""

    model: Hits
    """Hits of the model."""

    threshold: float
    """Probability from which a suggestion counts as sure."""

    coverage: float
    """Share of documents with a sure suggestion."""

    precision: float
    """Share of right codes among the sure suggestions."""

    majority: Hits
    """Hits of the baseline that always guesses the commonest codes."""

    nearest: Hits
    """Hits of the baseline that guesses the codes of the most similar documents."""


def measure_model(model: Model, learned: Sequence[Record], unseen: Sequence[Record]) -> Iterator[Figures]:
    """The figures of each scheme on ``unseen``; ``learned`` are the records that the model was fitted to."""
    for field in CATEGORIES:
        old = [record for record in learned if record.codes(field)]
        new = [record for record in unseen if record.codes(field)]
        ranked = [model.rank(field, model.read(record.text)) for record in new]
        names = model.schemes[field].codes
        guesses = [[names[code] for code in best] for best, _, _ in ranked]
        threshold = model.schemes[field].calibration.threshold
        sure = [
            (guess[0], record)
            for guess, (_, _, probability), record in zip(guesses, ranked, new, strict=True)
            if probability >= threshold and model.in_field(record.text)
        ]
        right = sum(code in record.codes(field) for code, record in sure)
        yield Figures(
            field,
            len(new),
            _hits(guesses, new, field),
            threshold,
            len(sure) / len(new),
            right / len(sure) if sure else 0.0,
            _hits([_commonest(old, field)] * len(new), new, field),
            _hits(list(_neighbours(old, new, field)), new, field),
        )


def _hits(guesses: Sequence[Sequence[str]], records: Sequence[Record], field: str) -> Hits:
    pairs = list(zip(guesses, records, strict=True))
    first = sum(guess[0] in record.codes(field) for guess, record in pairs)
    three = sum(not set(guess).isdisjoint(record.codes(field)) for guess, record in pairs)
    return Hits(first / len(pairs), three / len(pairs))


def _commonest(records: Sequence[Record], field: str) -> list[str]:
    uses = Counter(code for record in records for code in record.codes(field))
    return [code for code, _ in uses.most_common(3)]


def _neighbours(old: Sequence[Record], new: Sequence[Record], field: str) -> Iterator[list[str]]:
    """For each new document the codes of the ten most similar old ones, those of nearer ones weighing more."""
    vectorizer = HashingVectorizer(analyzer=grams, n_features=_HASHED, alternate_sign=False)
    index = NearestNeighbors(n_neighbors=_NEIGHBOURS, metric="cosine", algorithm="brute")
    index.fit(vectorizer.transform(record.text for record in old))
    for start in range(0, len(new), 500):
        batch = vectorizer.transform(record.text for record in new[start : start + 500])
        for near, distances in zip(*reversed(index.kneighbors(batch)), strict=True):
            votes: dict[str, float] = defaultdict(float)
            for number, distance in zip(near, distances, strict=True):
                for code in old[number].codes(field):
                    votes[code] += float(1 - distance)
            yield sorted(votes, key=lambda code: -votes[code])[:3]
