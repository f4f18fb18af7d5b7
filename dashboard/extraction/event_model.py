"""The weights of the features of ``location_features`` and ``type_features``: is this mention where something happened, and what was it?

Two maximum-entropy models, trained by ``python -m dashboard.extraction.training``; their weights stand in
``data/model/events.json`` as ``{"location": {feature: weight}, "type": {feature: {sub_event_type: weight}}}``.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from dashboard.errors import DashboardError
from dashboard.settings import data_dir

WEIGHTS = "events.json"
BIAS = "bias"


@dataclass(frozen=True)
class EventModel:
    """Weights of both models; safe to share between threads."""

    location: Mapping[str, float]
    type: Mapping[str, Mapping[str, float]]

    def location_chance(self, features: Iterable[str]) -> float:
        """The chance, 0 to 1, that the mention is where an event happened."""
        score = self.location.get(BIAS, 0.0) + sum(self.location.get(f, 0.0) for f in features)
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, score))))

    def types(self, features: Iterable[str]) -> list[tuple[str, float]]:
        """Sub-types of events with their chances, likeliest first."""
        scores = dict(self.type.get(BIAS, {}))
        for feature in features:
            for name, weight in self.type.get(feature, {}).items():
                scores[name] = scores.get(name, 0.0) + weight
        top = max(scores.values(), default=0.0)
        shares = {name: math.exp(score - top) for name, score in scores.items()}
        total = sum(shares.values()) or 1.0
        return sorted(((name, share / total) for name, share in shares.items()), key=lambda pair: (-pair[1], pair[0]))


@lru_cache(maxsize=1)
def event_model() -> EventModel:
    """The trained weights that come with the project. Raises DashboardError when they cannot be read."""
    return read_model(data_dir() / "model" / WEIGHTS)


def read_model(path: Path) -> EventModel:
    """The weights of a file. Raises DashboardError when they cannot be read."""
    try:
        weights = json.loads(path.read_text(encoding="utf-8"))
        return EventModel(weights["location"], weights["type"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise DashboardError(
            f"The weights of the event model in {path} cannot be read ({error}). Install the package again."
        ) from error
