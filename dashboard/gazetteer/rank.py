"""How likely a candidate is before the article is read, and search by a name alone.

The score's scale: a tenfold population counts 1. Weights are set by hand.
"""

from __future__ import annotations

import math
from collections.abc import Iterable

from dashboard.gazetteer.candidates import Candidate, NameKind
from dashboard.gazetteer.countries import find_country
from dashboard.gazetteer.features import feature_class
from dashboard.gazetteer.index import Gazetteer
from dashboard.gazetteer.lessons import CORRECTION
from dashboard.gazetteer.names import loose_key
from dashboard.geometry import distance_km
from dashboard.records import Place

CLASS_PRIOR = {"PCLI": 3.0, "CONT": 3.5, "OCN": 3.0, "PPLC": 1.2, "PPLA": 0.3, "PPLA2": 0.1, "PPLL": -0.3, "PPLQ": -0.5,
               "PPLW": -0.3, "ADM1": -0.2, "ADM2": -0.6, "ADM3": -0.8, "ADM4": -0.9, "ADMD": -0.9}  # fmt: skip
# Waters, mountains and regions that a person put on the list are those of the news.
REVIEWED_PRIOR = {"SEA": 2.5, "RGN": 4.0, "STM": 2.5, "ISL": 2.5, "MTS": 2.5, "DSRT": 3.0, "STRT": 3.0, "LK": 2.0,
                  "CNL": 3.0}  # fmt: skip
# In a country's dump they are any stream and any hill, which must not beat a village of the same name.
NATURE_PRIOR = {"H": -0.9, "T": -0.9, "L": -0.9, "S": -0.8}
KIND_PRIOR = {NameKind.NAME: 0.6, NameKind.ALTERNATE: 0.0, NameKind.ABBREVIATION: 0.8, NameKind.DEMONYM: -3.0}
LOOSE = -2.0  # only the forgiving key matched
ASKED = 4.0  # "Hamdaniya district": the place is of the class that the name itself asks for


NEAR_KM = 50.0  # "X, Aleppo city" need not lie in Aleppo
TAUGHT = 1.5  # event data named it: places of conflicts are seldom large
CORRECTED = 3.0  # rows that a person's word is worth against places in other countries
OVERRULED = -6.0


def prior(c: Candidate) -> float:
    """The score of a candidate by itself: population, class, how it matched, how well it was taught."""
    p = c.place
    score = math.log10(p.population + 100) + _class_prior(p) + KIND_PRIOR[c.kind]
    score += 0.0 if c.exact else LOOSE
    if c.taught and (c.fits or c.taught >= CORRECTION):
        score += TAUGHT + math.log10(1 + (c.taught if c.taught < CORRECTION else CORRECTED))
    score += OVERRULED if c.overruled else 0.0
    return score + (ASKED if c.asked and c.fits else 0.0)


def _class_prior(p: Place) -> float:
    if p.feature_code in CLASS_PRIOR:
        return CLASS_PRIOR[p.feature_code]
    if p.source == "reviewed":
        return REVIEWED_PRIOR.get(p.feature_code, 0.0)
    return NATURE_PRIOR.get(feature_class(p.feature_code), 0.0)


def search(gazetteer: Gazetteer, query: str, *, country: str = "", limit: int = 5) -> list[tuple[Place, float]]:
    """Places for a query such as "Mosul", "Hamdaniya district" or "Paris, Texas", best first, with their scores.

    What follows a comma must be the country or the division that the place lies in, or a place near it. ``country`` is
    an ISO 3166-1 alpha-2 code. A name that is not known is looked for as ``dashboard.gazetteer.unknown`` does; what
    that finds scores low.
    """
    from dashboard.gazetteer.unknown import guesses

    gazetteer.refresh()
    country = country.upper()
    name, *qualifiers = [part.strip() for part in query.split(",") if part.strip()] or [""]
    found = [
        (c.place, prior(c))
        for c in gazetteer.lookup(name)
        if country in {"", c.place.country} and lies_in(gazetteer, c.place, qualifiers)
    ]
    best: dict[tuple[str, str, str, float], tuple[Place, float]] = {}
    for p, score in found or guesses(gazetteer, name, qualifiers, country):
        key = (p.name, p.country, p.feature_code, round(p.latitude, 3))
        if key not in best or best[key][1] < score:
            best[key] = (p, score)
    return sorted(best.values(), key=lambda found: -found[1])[:limit]


def lies_in(gazetteer: Gazetteer, place: Place, qualifiers: Iterable[str]) -> bool:
    """Whether ``place`` lies in, or near, every one of the areas and towns that ``qualifiers`` name."""
    return all(_lies_in(gazetteer, place, qualifier) for qualifier in qualifiers)


def _lies_in(gazetteer: Gazetteer, place: Place, qualifier: str) -> bool:
    if loose_key(qualifier) in {loose_key(place.country), loose_key(place.admin1), loose_key(place.admin2)}:
        return True
    if find_country(qualifier) == place.country:
        return True
    return any(_contains(c.place, place) for c in gazetteer.lookup(qualifier))


def _contains(area: Place, place: Place) -> bool:
    if area.country != place.country:
        return False
    if area.feature_code == "PCLI":
        return True
    if area.feature_code == "ADM1" and loose_key(area.admin1 or area.name) == loose_key(place.admin1):
        return True
    if area.feature_code == "ADM2" and (area.admin1, area.admin2) == (place.admin1, place.admin2):
        return True
    return not area.feature_code.startswith("ADM") and _near(area, place)


def _near(one: Place, other: Place) -> bool:
    return distance_km(one.latitude, one.longitude, other.latitude, other.longitude) <= NEAR_KM


def nearest(places: Iterable[Place], latitude: float, longitude: float) -> Place | None:
    """The place nearest to a point, None when there are none."""
    return min(places, key=lambda p: distance_km(latitude, longitude, p.latitude, p.longitude), default=None)
