"""A linear-chain conditional random field over sparse string attributes: read a trained model, weigh, decode.

Training is ``dashboard.geoparse.training``'s. A model maps each attribute to a matrix (7 offsets x 3 labels): how it
weighs on the label of the piece 3 before it ... 3 after it. The labels are O (outside), B (a name begins), I (it goes on).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
import numpy.typing as npt

from dashboard.errors import DashboardError

LABELS = ("O", "B", "I")
SPAN = 3  # the greatest offset
OFFSETS = 2 * SPAN + 1
Array = npt.NDArray[np.float32]


class Model:
    """Weights of a trained model; ``rows[attribute]`` is its row in ``weights`` (attributes x 21)."""

    def __init__(self, attributes: Sequence[str], weights: Array, transitions: npt.NDArray[np.float64]) -> None:
        self.rows = {attribute: row for row, attribute in enumerate(attributes)}
        self.weights = weights
        # From one label to the next. The chance of O after O is what everything else is measured by.
        self.transitions: list[list[float]] = (transitions - transitions[0, 0]).tolist()

    @classmethod
    def load(cls, path: Path) -> Model:
        """Read a model file; raises DashboardError when it is none."""
        try:
            with np.load(path, allow_pickle=False) as data:
                attributes = bytes(data["attributes"]).decode().split("\n")
                weights = np.zeros((len(attributes), OFFSETS * len(LABELS)), dtype=np.float32)
                weights[data["row"], data["column"]] = data["weight"]
                return cls(attributes, weights, data["transitions"].astype(np.float64))
        except (OSError, EOFError, ValueError, KeyError, IndexError, BadZipFile) as error:
            raise DashboardError(
                f"The recogniser's model {path.name} cannot be read ({error}). Install again."
            ) from error

    def save(self, path: Path) -> None:
        """Write the weights that are not nought."""
        row, column = np.nonzero(self.weights)
        np.savez_compressed(
            path,
            attributes=np.frombuffer("\n".join(self.rows).encode(), dtype=np.uint8),
            row=row.astype(np.int32),
            column=column.astype(np.uint8),
            weight=self.weights[row, column].astype(np.float16),
            transitions=np.array(self.transitions),
        )

    def vector(self, attributes: Sequence[str]) -> Array:
        """The summed weights (21) of the attributes; those that the model does not know weigh nothing."""
        rows = [row for a in attributes if (row := self.rows.get(a)) is not None]
        total: Array = self.weights[rows].sum(axis=0)
        return total


def emissions(vectors: Array, bounds: Sequence[tuple[int, int]], edge: Array) -> list[list[list[float]]]:
    """How each label scores at each piece, by sentence: (sentences)(pieces)(3), O being nought.

    ``vectors`` is (pieces x 21), ``edge`` (21) the weights of what lies beyond a sentence's end.
    """
    # Sentences lie in one array with SPAN rows of edge between them, so that each offset is one shifted addition.
    size = len(vectors) + SPAN * (len(bounds) + 1)
    padded = np.zeros((size, OFFSETS, len(LABELS)), dtype=np.float32)
    starts = []
    at = SPAN
    for first, end in bounds:
        starts.append(at)
        padded[at - 1] = edge.reshape(OFFSETS, -1)
        padded[at : at + end - first] = vectors[first:end].reshape(-1, OFFSETS, len(LABELS))
        at += end - first
        padded[at] = edge.reshape(OFFSETS, -1)
        at += SPAN
    total = np.zeros((size, len(LABELS)), dtype=np.float32)
    for offset in range(-SPAN, SPAN + 1):
        column = padded[:, offset + SPAN]
        if offset < 0:
            total[-offset:] += column[:offset]
        elif offset:
            total[:-offset] += column[offset:]
        else:
            total += column
    total -= total[:, :1]
    return [total[s : s + end - first].tolist() for s, (first, end) in zip(starts, bounds, strict=True)]


PRUNED = -6.0  # a piece whose better label scores this far below O stays O: one in four hundred
Scores = Sequence[Sequence[float]]


def _islands(scores: Scores) -> list[tuple[int, int]]:
    """Runs of pieces that may be in a name; all between them are O."""
    runs = []
    start = -1
    for i, (_, b, inside) in enumerate(scores):
        if b > PRUNED or inside > PRUNED:
            if start < 0:
                start = i
        elif start >= 0:
            runs.append((start, i))
            start = -1
    if start >= 0:
        runs.append((start, len(scores)))
    return runs


class Chain:
    """Decoding of sentences with a model's transitions."""

    def __init__(self, model: Model) -> None:
        (_, self._ob, _), (self._bo, self._bb, self._bi), (self._io, self._ib, self._ii) = model.transitions

    def best(self, scores: Scores) -> list[tuple[int, int]]:
        """The names of one sentence as (first, last + 1) piece indices, by Viterbi's rule."""
        found = []
        for start, end in _islands(scores):
            path = self._path(scores[start:end], at_start=start == 0, at_end=end == len(scores))
            begun = -1
            for i, label in enumerate([*path, 0], start=start):
                if label != 2 and begun >= 0:
                    found.append((begun, i))
                    begun = -1
                if label == 1:
                    begun = i
        return found

    def _path(self, scores: Scores, *, at_start: bool, at_end: bool) -> list[int]:
        # An island is reached from O, the first piece of a sentence from nowhere: no transition was trained for it.
        o, b, i = 0.0, (0.0 if at_start else self._ob) + scores[0][1], -math.inf
        back: list[tuple[int, int, int]] = []
        for _, eb, ei in scores[1:]:
            to_o = max((o, 0), (b + self._bo, 1), (i + self._io, 2))
            to_b = max((o + self._ob, 0), (b + self._bb, 1), (i + self._ib, 2))
            to_i = max((b + self._bi, 1), (i + self._ii, 2))
            o, b, i = to_o[0], to_b[0] + eb, to_i[0] + ei
            back.append((to_o[1], to_b[1], to_i[1]))
        closing = (0.0, 0.0, 0.0) if at_end else (0.0, self._bo, self._io)
        ending = (o + closing[0], b + closing[1], i + closing[2])
        label = ending.index(max(ending))
        path = [label]
        for step in reversed(back):
            label = step[label]
            path.append(label)
        return path[::-1]

    def chances(self, scores: Scores) -> list[tuple[float, float]]:
        """For each piece of one sentence the chances that a name begins there, and that one goes on there."""
        chances = [(0.0, 0.0)] * len(scores)
        for start, end in _islands(scores):
            pairs = self._marginals(scores[start:end], at_start=start == 0, at_end=end == len(scores))
            chances[start:end] = pairs
        return chances

    def _marginals(self, scores: Scores, *, at_start: bool, at_end: bool) -> list[tuple[float, float]]:
        """Forward and backward sums. Scores are small (tens), so that products stay within a float's range."""
        exp = math.exp
        ob, bo, bb, bi, io, ib, ii = map(exp, (self._ob, self._bo, self._bb, self._bi, self._io, self._ib, self._ii))
        heights = [max(0.0, eb, ei) for _, eb, ei in scores]
        potentials = [(exp(-h), exp(eb - h), exp(ei - h)) for (_, eb, ei), h in zip(scores, heights, strict=True)]
        forward = []
        o, b, i = 1.0, 0.0, 0.0
        for k, (po, pb, pi) in enumerate(potentials):
            begin = ob if k or not at_start else 1.0
            o, b, i = (o + b * bo + i * io) * po, (o * begin + b * bb + i * ib) * pb, (b * bi + i * ii) * pi
            total = o + b + i
            o, b, i = o / total, b / total, i / total
            forward.append((b, i, o))
        result = [(0.0, 0.0)] * len(scores)
        xo, xb, xi = (1.0, 1.0, 1.0) if at_end else (1.0, bo, io)
        for k in range(len(scores) - 1, -1, -1):
            fb, fi, fo = forward[k]
            mass = fo * xo + fb * xb + fi * xi
            result[k] = (fb * xb / mass, fi * xi / mass)
            po, pb, pi = potentials[k]
            yo, yb, yi = xo * po, xb * pb, xi * pi
            xo, xb, xi = yo + ob * yb, bo * yo + bb * yb + bi * yi, io * yo + ib * yb + ii * yi
            total = xo + xb + xi
            xo, xb, xi = xo / total, xb / total, xi / total
        return result
