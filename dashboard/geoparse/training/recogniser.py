"""Training of the recogniser: L-BFGS on a linear-chain conditional random field, by ``python-crfsuite``."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from dashboard.geoparse.crf import LABELS, OFFSETS, SPAN, Model
from dashboard.geoparse.features import REACH, Features
from dashboard.geoparse.pieces import Pieces, split
from dashboard.geoparse.tagger import Tagger
from dashboard.geoparse.training.corpora import Annotated, Gold

if TYPE_CHECKING:
    import pycrfsuite

SETTINGS = {
    "c1": 0.05,  # L1: most attributes weigh nothing in the end
    "c2": 0.3,  # L2
    "max_iterations": 120,
    "feature.possible_transitions": True,
}
NEVER = -20.0  # the weight of a transition that was not seen: I after O
BELIEVED = (
    0.5  # an unmarked adjective of nationality counts as a name where a model of other corpora gives it this chance
)


def train(features: Features, articles: Sequence[Annotated]) -> Model:
    """A model of these articles. Needs the extra ``train``."""
    import pycrfsuite

    trainer = pycrfsuite.Trainer(verbose=False)
    for article in articles:
        pieces = split(article.text)
        labels = label(pieces, article.names)
        for (first, end), items in zip(pieces.bounds, observations(features, article.text, pieces), strict=True):
            trainer.append(items, labels[first:end])
    trainer.set_params(SETTINGS)
    with tempfile.TemporaryDirectory() as scratch:
        path = str(Path(scratch) / "model")
        trainer.train(path)
        tagger = pycrfsuite.Tagger()
        tagger.open(path)
        return _converted(tagger.info())


def observations(features: Features, text: str, pieces: Pieces) -> Iterator[list[list[str]]]:
    """For each sentence, for each piece: "attribute@offset" of all pieces within reach."""
    context = features.in_context(text, pieces)
    attributes = [[*features.form(word), *here] for word, here in zip(pieces.words, context, strict=True)]
    for first, end in pieces.bounds:
        sentence = []
        for i in range(first, end):
            items = ["bias@0"]
            for offset in range(-SPAN, SPAN + 1):
                if first <= i + offset < end:
                    items += [f"{a}@{offset}" for a in attributes[i + offset] if abs(offset) <= reach(a)]
                elif abs(offset) <= REACH["END"]:
                    items.append(f"END@{offset}")
            sentence.append(items)
        yield sentence


def reach(attribute: str) -> int:
    """How many pieces away an attribute may weigh."""
    return REACH.get(attribute.partition("=")[0], 0)


def label(pieces: Pieces, names: Sequence[Gold]) -> list[str]:
    """The gold label of each piece; a name that begins or ends inside a piece is lost."""
    ends = {n.start: n.end for n in names}
    labels = []
    end = -1
    for start in pieces.starts:
        if start in ends:
            end = ends[start]
            labels.append("B")
        else:
            labels.append("I" if start < end else "O")
    return labels


def _converted(info: pycrfsuite.Tagger) -> Model:
    number = {name: i for i, name in enumerate(LABELS)}
    transitions = np.full((len(LABELS), len(LABELS)), NEVER)
    for (before, after), weight in info.transitions.items():
        transitions[number[before], number[after]] = weight
    rows: dict[str, int] = {}
    cells = []
    for (observation, name), weight in info.state_features.items():
        attribute, _, offset = observation.rpartition("@")
        row = rows.setdefault(attribute, len(rows))
        cells.append((row, (int(offset) + SPAN) * len(LABELS) + number[name], weight))
    weights = np.zeros((len(rows), OFFSETS * len(LABELS)), dtype=np.float32)
    for row, column, weight in cells:
        weights[row, column] = weight
    return Model(list(rows), weights, transitions)


def with_adjectives(tagger: Tagger, article: Annotated) -> Annotated:
    """A corpus that leaves "Turkish" unmarked, marked as the others mark it: where their model believes it a name."""
    given = {(n.start, n.end) for n in article.names}
    added = [
        Gold(s.start, s.end, kind="adjective")
        for s in tagger.recognise(article.text)
        if s.confidence > BELIEVED
        and "DEM" in tagger.features.classes(s.text)
        and not any(a < s.end and s.start < b for a, b in given)
    ]
    names = tuple(sorted([*article.names, *added], key=lambda n: n.start))
    return Annotated(article.number, article.article_id, article.title, article.text, names)
