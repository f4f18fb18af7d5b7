"""Why a name means a place: the candidates with their scores and reasons."""

from __future__ import annotations

from dataclasses import dataclass

from dashboard.gazetteer import Gazetteer, rank
from dashboard.geoparse.geoparser import Geoparser
from dashboard.records import Place


@dataclass(frozen=True, slots=True)
class ScoredPlace:
    """A candidate, its score 0 to 1, and what speaks for it in words."""

    place: Place
    score: float
    reasons: tuple[str, ...] = ()


def explain(geoparser: Geoparser, text: str, title: str, start: int, end: int, limit: int = 8) -> list[ScoredPlace]:  # noqa: ARG001
    """The places that ``text[start:end]`` may mean, best first."""
    return search(geoparser.gazetteer, text[start:end], limit=limit)


def search(gazetteer: Gazetteer, name: str, country: str = "", limit: int = 8) -> list[ScoredPlace]:
    """Places by name alone, best first."""
    found = rank.search(gazetteer, name, country=country, limit=limit)
    best = max((score for _, score in found), default=0.0)
    return [ScoredPlace(place, 1 / (1 + best - score)) for place, score in found]
