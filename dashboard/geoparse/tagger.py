"""The recogniser of English text: a conditional random field over words, gazetteer classes and the rest of the article."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
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
# What an article names beyond doubt in one place it names in the others, if they allow of it; a name that most of its
# mentions speak against is none. Fitted on held-out articles of LGL.
SURE, POSSIBLE = 0.9, 0.1
WEAK, DISOWNED = 0.6, 0.4
_ARTICLES = frozenset({"el", "al", "as", "ar", "ad", "an", "at", "ash", "az"})


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

    def recognise(self, text: str, least: float | None = None) -> list[Span]:
        """The place names of ``text`` in order, without overlaps, each with the chance that it is one.

        With ``least``, words that are names with no more than that chance come too: what else a reader knows, such as
        that shells fell there, may make up for it.
        """
        pieces = split(text)
        if not pieces.words:
            return []
        found: list[_Found] = []
        chances: list[tuple[float, float]] = []
        for (offset, _), scores in zip(pieces.bounds, self._scores(text, pieces), strict=True):
            sure = self._chain.chances(scores)
            chances += sure
            found += [_Found(a + offset, b + offset, _chance(sure, a, b)) for a, b in self._chain.best(scores)]
        line = find_dateline(text)
        spans = []
        agreed = _agreed(pieces, found, chances)
        for name in agreed if least is None else _with_possible(pieces, agreed, chances, least):
            start, end = pieces.starts[name.start], pieces.ends[name.end - 1]
            spans.append(Span(start, end, text[start:end], line[0] <= start < line[1], round(name.chance, 3)))
        return spans

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


@dataclass(frozen=True, slots=True)
class _Found:
    """A name from piece ``start`` to before piece ``end``."""

    start: int
    end: int
    chance: float


def _chance(chances: Sequence[tuple[float, float]], start: int, end: int) -> float:
    """Of a whole name: no better than that of each of its pieces, and of its ending where it does."""
    least = min([chances[start][0], *(inside for _, inside in chances[start + 1 : end])])
    return min(least, 1.0 - chances[end][1]) if end < len(chances) else least


def _with_possible(
    pieces: Pieces, found: Sequence[_Found], chances: Sequence[tuple[float, float]], least: float
) -> list[_Found]:
    """The names, and between them those that have at least the chance ``least``, as long as their next words go on."""
    covered = {i for name in found for i in range(name.start, name.end)}
    kept = list(found)
    for first, end in pieces.bounds:
        for i in range(first, end):
            if i in covered or chances[i][0] < least or not pieces.words[i][0].isupper():
                continue
            stop = i + 1
            while stop < end and stop not in covered and chances[stop][1] >= max(least, chances[i][0] / 2):
                stop += 1
            # "el-Arish", "al-Tanf": the article with its hyphen belongs to the name.
            start = i - 2 if i - 2 >= first and pieces.words[i - 1] == "-" and pieces.words[i - 2] in _ARTICLES else i
            covered.update(range(start, stop))
            kept.append(_Found(start, stop, _chance(chances, i, stop)))
    return sorted(kept, key=lambda name: name.start)


def _agreed(pieces: Pieces, found: Sequence[_Found], chances: Sequence[tuple[float, float]]) -> list[_Found]:
    """The names, made to agree where the article repeats them."""
    words = pieces.words
    mentions: dict[tuple[str, ...], list[_Found]] = {}
    for name in found:
        mentions.setdefault(tuple(words[name.start : name.end]), []).append(name)
    sure: dict[str, list[tuple[str, ...]]] = {}
    for said, names in mentions.items():
        if max(name.chance for name in names) >= SURE:
            sure.setdefault(said[0], []).append(said)
    covered = {i for name in found for i in range(name.start, name.end)}
    kept = list(found)
    for first, end in pieces.bounds:
        for i in range(first, end):
            for said in sure.get(words[i], ()):
                stop = i + len(said)
                if i in covered or stop > end or tuple(words[i:stop]) != said or not covered.isdisjoint(range(i, stop)):
                    continue
                chance = min([chances[i][0], *(inside for _, inside in chances[i + 1 : stop])])
                if chance >= POSSIBLE:
                    kept.append(_Found(i, stop, chance))
                    mentions[said].append(kept[-1])
                    covered.update(range(i, stop))
    disowned = {
        said
        for said, names in mentions.items()
        if len(names) > 1 and sum(name.chance for name in names) / len(names) < DISOWNED
    }
    kept = [n for n in kept if n.chance >= WEAK or tuple(words[n.start : n.end]) not in disowned]
    return sorted(kept, key=lambda name: name.start)
