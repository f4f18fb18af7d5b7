"""The recogniser of English text: a conditional random field that reads an article twice.

The first reading judges each word where it stands. The second also knows how sure the first was of the same word
everywhere else in the article: "Shura" after "in the village of Shura" is a place, "Clinton" after "Hillary Clinton" is not.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import chain

import numpy as np

from dashboard.gazetteer import Gazetteer
from dashboard.geoparse.crf import OFFSETS, Array, Chain, Model, Scores, emissions
from dashboard.geoparse.dateline import find_dateline
from dashboard.geoparse.features import Features, told
from dashboard.geoparse.pieces import Pieces, split
from dashboard.geoparse.spans import Span
from dashboard.settings import data_dir

MODELS = ("recogniser-1.npz", "recogniser-2.npz")


@lru_cache
def _models() -> tuple[Model, Model]:
    first, second = (Model.load(data_dir() / "model" / name) for name in MODELS)
    return first, second


class Tagger:
    """``Recogniser`` by the trained model. Safe to share between threads."""

    def __init__(self, gazetteer: Gazetteer, models: tuple[Model, Model] | None = None) -> None:
        """Load the models that come with the package, unless others are given (first and second reading)."""
        self.features = Features(gazetteer)
        self._readings = [_Reading(model, self.features) for model in models or _models()]

    def recognise(self, text: str) -> list[Span]:
        """The place names of ``text`` in order, without overlaps, each with the chance that it is one."""
        pieces = split(text)
        if not pieces.words:
            return []
        context = self.features.in_context(text, pieces)
        first, second = self._readings
        chances = [first.chain.chances(scores) for scores in first.scores(pieces, context)]
        said = told(pieces.words, [b + inside for b, inside in chain.from_iterable(chances)])
        context = [a + b for a, b in zip(context, said, strict=True)]
        line = find_dateline(text)
        spans = []
        for (offset, _), scores in zip(pieces.bounds, second.scores(pieces, context), strict=True):
            names = second.chain.best(scores)
            if not names:
                continue
            sure = second.chain.chances(scores)
            for start, end in names:
                begin, stop = pieces.starts[offset + start], pieces.ends[offset + end - 1]
                chance = min([sure[start][0], *(sure[i][1] for i in range(start + 1, end))])
                if end < len(sure):
                    chance = min(chance, 1.0 - sure[end][1])
                spans.append(Span(begin, stop, text[begin:stop], line[0] <= begin < line[1], round(chance, 3)))
        return spans


class _Reading:
    """One model with the vectors of the words that it has met."""

    def __init__(self, model: Model, features: Features) -> None:
        self.chain = Chain(model)
        self._model = model
        self._edge = model.vector(["END"])
        self._bias = model.vector(["bias"])
        self._form = lru_cache(maxsize=30_000)(lambda word: model.vector(features.form(word)) + self._bias)

    def scores(self, pieces: Pieces, context: Sequence[Sequence[str]]) -> list[Scores]:
        """The emissions of each sentence."""
        vectors: Array = np.empty((len(pieces.words), OFFSETS * 3), dtype=np.float32)
        form = self._form
        for i, word in enumerate(pieces.words):
            vectors[i] = form(word)
        known = self._model.rows
        where: list[int] = []
        starts: list[int] = []
        rows: list[int] = []
        for i, attributes in enumerate(context):
            if not attributes:
                continue
            before = len(rows)
            rows += [row for a in attributes if (row := known.get(a)) is not None]
            if len(rows) > before:
                where.append(i)
                starts.append(before)
        if rows:
            vectors[where] += np.add.reduceat(self._model.weights[rows], starts, axis=0)
        return list(emissions(vectors, pieces.bounds, self._edge))
