"""A linear ranker of candidates: scores by weights that were trained on resolved articles, in three rounds.

The first round knows each candidate by itself and the names beside it. Each further round knows in addition what the
round before thought of the article's other names.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from dashboard.errors import DashboardError
from dashboard.geoparse.scene import AROUND, BESIDE, OWN, Floats, Scene


@dataclass(frozen=True, slots=True)
class Ranker:
    """``rounds[0]`` weighs OWN + BESIDE, the others OWN + BESIDE + AROUND."""

    rounds: tuple[Floats, ...]

    @classmethod
    def load(cls, path: Path) -> Ranker:
        """Read the weights; raises DashboardError when the file is none of ours."""
        try:
            given = json.loads(path.read_text(encoding="utf-8"))["rounds"]
            rounds = tuple(
                np.array([weights[name] for name in _names(i)], dtype=np.float64) for i, weights in enumerate(given)
            )
            if not rounds:
                raise ValueError("it has no rounds")
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise DashboardError(
                f"The resolver's weights {path.name} cannot be read ({error}). Install again."
            ) from error
        return cls(rounds)

    def describe(self) -> list[dict[str, float]]:
        """The weights by name, for the file."""
        return [
            {name: round(float(w), 4) for name, w in zip(_names(i), weights, strict=True)}
            for i, weights in enumerate(self.rounds)
        ]

    def scores(self, scene: Scene) -> Floats:
        """The score of every candidate of a scene."""
        scores: Floats = scene.alone @ self.rounds[0] + scene.given
        for weights in self.rounds[1:]:
            around = scene.around(scene.shares(scores))
            scores = np.hstack([scene.alone, around]) @ weights + scene.given
        return scores


def _names(number: int) -> tuple[str, ...]:
    return (*OWN, *BESIDE) if number == 0 else (*OWN, *BESIDE, *AROUND)
