"""Maximum-entropy weights by ``python-crfsuite``: a chain of one is a plain classifier."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

from dashboard.extraction.event_model import BIAS, EventModel
from dashboard.extraction.training.lessons import Lesson

YES, NO = "yes", "no"
LOCATION = {"c1": 0.05, "c2": 0.4, "max_iterations": 200}
TYPE = {"c1": 0.05, "c2": 0.5, "max_iterations": 200}
LEAST = 0.005  # a weight below it decides nothing
Weights = dict[str, dict[str, float]]


def fit(lessons: Sequence[Lesson]) -> EventModel:
    """Both models. Needs the extra ``train``."""
    where = [(o.location, YES if o.happened else NO) for o in lessons if o.happened is not None]
    what = [(o.type, o.sub_event_type) for o in lessons if o.sub_event_type is not None]
    location = {name: by.get(YES, 0.0) - by.get(NO, 0.0) for name, by in _train(where, LOCATION).items()}
    return EventModel(
        {name: round(w, 4) for name, w in sorted(location.items()) if abs(w) >= LEAST},
        {
            name: {k: round(w, 4) for k, w in sorted(by.items()) if abs(w) >= LEAST}
            for name, by in sorted(_train(what, TYPE).items())
        },
    )


def _train(pairs: Sequence[tuple[list[str], str]], settings: dict[str, float]) -> Weights:
    import pycrfsuite

    trainer = pycrfsuite.Trainer(verbose=False)
    for features, label in pairs:
        trainer.append([[BIAS, *features]], [label])
    trainer.set_params(settings)
    with tempfile.TemporaryDirectory() as scratch:
        path = str(Path(scratch) / "model")
        trainer.train(path)
        tagger = pycrfsuite.Tagger()
        tagger.open(path)
        weights: Weights = {}
        for (name, label), weight in tagger.info().state_features.items():
            weights.setdefault(name, {})[label] = weight
        return weights
