"""The recogniser of English text: a conditional random field over words, gazetteer classes and the rest of the article."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from dashboard.gazetteer import Gazetteer
from dashboard.geoparse.crf import OFFSETS, Array, Chain, Model, Scores, emissions
from dashboard.geoparse.dateline import find_dateline
from dashboard.geoparse.features import Features
from dashboard.geoparse.pieces import Pieces, split
from dashboard.geoparse.spans import Span
from dashboard.settings import data_dir

MODEL = "recogniser.npz"
LEAST = 0.3  # a name that is less likely than this is left out, though no other reading of its sentence is likelier


@lru_cache
def _model() -> Model:
    return Model.load(data_dir() / "model" / MODEL)


class Tagger:
    """``Recogniser`` by a trained model. Safe to share between threads."""

    def __init__(self, gazetteer: Gazetteer, model: Model | None = None) -> None:
        """Load the model that comes with the package, unless another is given."""
        self.features = Features(gazetteer)
        self._model = model or _model()
        self._chain = Chain(self._model)
        self._edge = self._model.vector(["END"])
        self._bias = self._model.vector(["bias"])
        self._form = lru_cache(maxsize=50_000)(self._vector)

    def recognise(self, text: str) -> list[Span]:
        """The place names of ``text`` in order, without overlaps, each with the chance that it is one."""
        pieces = split(text)
        if not pieces.words:
            return []
        line = find_dateline(text)
        spans = []
        for (offset, _), scores in zip(pieces.bounds, self._scores(text, pieces), strict=True):
            names = self._chain.best(scores)
            sure = self._chain.chances(scores) if names else []
            for start, end in names:
                chance = self._chance(sure, start, end)
                if chance < LEAST:
                    continue
                begin, stop = pieces.starts[offset + start], pieces.ends[offset + end - 1]
                spans.append(Span(begin, stop, text[begin:stop], line[0] <= begin < line[1], round(chance, 3)))
        return spans

    def _chance(self, sure: Sequence[tuple[float, float]], start: int, end: int) -> float:
        """Of the whole name: no better than that of each of its pieces, and of its ending where it does."""
        chances = [sure[start][0], *(sure[i][1] for i in range(start + 1, end))]
        if end < len(sure):
            chances.append(1.0 - sure[end][1])
        return min(chances)

    def _vector(self, word: str) -> Array:
        return self._model.vector(self.features.form(word)) + self._bias

    def _scores(self, text: str, pieces: Pieces) -> list[Scores]:
        """How each label scores at each piece, by sentence."""
        vectors: Array = np.empty((len(pieces.words), OFFSETS * 3), dtype=np.float32)
        form = self._form
        for i, word in enumerate(pieces.words):
            vectors[i] = form(word)
        known = self._model.rows
        where: list[int] = []
        starts: list[int] = []
        rows: list[int] = []
        for i, attributes in enumerate(self.features.in_context(text, pieces)):
            before = len(rows)
            rows += [row for a in attributes if (row := known.get(a)) is not None]
            if len(rows) > before:
                where.append(i)
                starts.append(before)
        if rows:
            vectors[where] += np.add.reduceat(self._model.weights[rows], starts, axis=0)
        return list(emissions(vectors, pieces.bounds, self._edge))
