"""How well a place is known: what decides whether its bare name is believed."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard.gazetteer import Candidate, NameKind
from dashboard.records import Place

MAJOR = 100_000  # inhabitants: known by its bare name
TOWN = 10_000  # inhabitants: known by its name after a preposition
# Countries, divisions, seas and regions: few bear the name of anything else.
LARGE = frozenset({"PCLI", "ADM1", "RGN", "CONT", "SEA", "OCN", "ISL", "STM", "STRT", "CNL", "MTS", "LK", "DSRT"})


def rank(places: Sequence[Place]) -> int:
    """2 where a bare name says enough, 1 for a town, 0 for less."""
    if any(p.feature_code in LARGE or p.population >= MAJOR or p.source == "reviewed" for p in places):
        return 2
    return int(any(p.population >= TOWN for p in places))


def named(found: Sequence[Candidate]) -> list[Candidate]:
    """The candidates that the name itself gives: no abbreviations, no peoples, nothing by the forgiving key."""
    return [c for c in found if c.exact and c.kind in {NameKind.NAME, NameKind.ALTERNATE}]
