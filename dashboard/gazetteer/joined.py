"""Learned places beside the embedded ones: what is one place is answered once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from dashboard.gazetteer.candidates import Candidate
from dashboard.gazetteer.lessons import CORRECTION
from dashboard.geometry import distance_km
from dashboard.records import Place

SAME_KM = 5.0  # a town's point differs so much between gazetteers
_FIRST = ("ADM1", "ADM2", "ADM3")


def merged(known: Iterable[Candidate], taught: Iterable[Candidate]) -> tuple[Candidate, ...]:
    """``known`` with the learned candidates, exact ones first.

    A learned place near a known one of its class is that place: it gives it its weight. A division of that name in
    that country is the same wherever its point lies, and takes the learned point, which event data agree on. What a
    person said of a name overrules its other places in that country, and no more: Paris stays in France.
    """
    found = list(known)
    for candidate in taught:
        for i, other in enumerate(found):
            if _same(other.place, candidate.place):
                found[i] = _joined(other, candidate)
                break
        else:
            found.append(candidate)
    said = {(c.place.country, _class(c.place)) for c in found if c.exact and c.taught >= CORRECTION}
    if said:
        found = [
            replace(c, overruled=c.taught < CORRECTION and (c.place.country, _class(c.place)) in said) for c in found
        ]
    return tuple(sorted(found, key=lambda c: not c.exact))


def _joined(one: Candidate, learned: Candidate) -> Candidate:
    place = one.place
    moved = learned.taught >= CORRECTION or (place.feature_code in _FIRST and place.source != learned.place.source)
    if moved and learned.taught > one.taught:
        place = replace(place, latitude=learned.place.latitude, longitude=learned.place.longitude)
    return replace(
        one,
        place=place,
        kind=min(one.kind, learned.kind),
        exact=one.exact or learned.exact,
        asked=one.asked if one.fits and one.asked else learned.asked,
        taught=max(one.taught, learned.taught),
    )


def _same(one: Place, other: Place) -> bool:
    if one.country != other.country or _class(one) != _class(other):
        return False
    if _class(one) in _FIRST and one.source != other.source:
        return True
    return distance_km(one.latitude, one.longitude, other.latitude, other.longitude) <= SAME_KM


def _class(place: Place) -> str:
    return "P" if place.feature_code.startswith("PPL") else place.feature_code
