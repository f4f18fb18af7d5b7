"""Whether two reports may be of one place, each within its precision.

News names one place at different fineness: the quarter, the town, the district, the province, the country. What is
finer must lie within what is coarser; two places that are both known to the point must be the same, or a town and a
part of it.
"""

from __future__ import annotations

import math
import unicodedata
from dataclasses import dataclass

from dashboard.geometry import distance_km
from dashboard.merging.signals import Signal
from dashboard.records import SITES, Report

# How fine: a site or quarter, a town, near a town or a landform, a district, a province, a country or region.
SITE, TOWN, NEAR, DISTRICT, PROVINCE, WIDE = range(6)
_DISTRICTS = frozenset({"ADM2", "ADM3", "ADM4", "ADMD"})

SAME_KM = 2.0  # gazetteers differ by that much on where the middle of a town is
CLOSE_KM = 5.0  # points that a desk may mean with either name
NEAR_KM = 25.0  # what "near the town" may still mean
PROVINCE_KM = 150.0  # half the width of a large province: only where the divisions' names are not known
REGION_KM = 400.0
MIN_CITY_KM = 3.0
SMALLER = 0.2  # of the city's inhabitants, or unknown: then a point inside the city is a part of it

# Weights in log-odds. A town and a day together say more than all else: 2.8 and 2.0 against the -3.6 of ``pairs``.
SAME_PLACE = 2.8
CROWDED = 0.35  # less for each tenfold of people above 100,000: more things happen in a city
LARGE = 100_000  # inhabitants
PART_OF_TOWN = 1.8
SAME_NEAR, FAR_NEAR = 2.0, -0.5  # "near Hilla": from the same middle to ``NEAR_KM`` away
SAME_NAME = 1.5  # "Hilla" and "20 km north of Hilla"
SAME_AREA = {DISTRICT: 2.2, PROVINCE: 1.9, WIDE: 0.2}
WITHIN = {DISTRICT: 1.8, PROVINCE: 1.5, WIDE: -0.5}  # many things happen in one country on one day
WITHIN_BY_DISTANCE = 0.3  # near enough, yet the divisions' names do not say so
CLOSE_POINTS = -1.0
NAMESAKES = -0.8  # one name, resolved to two places: one of the two may be wrong


@dataclass(frozen=True, slots=True, eq=False)
class Spot:
    """Where a report puts it. Spots are compared by identity: one for each different place (see ``pairs``)."""

    name: str
    called: str  # the key of the name in the article
    latitude: float
    longitude: float
    country: str
    admin1: str  # keys; "" where unknown
    admin2: str
    level: int
    population: int

    @property
    def radius_km(self) -> float:
        """Half the width of the town: as if 3,000 people lived on a square kilometre."""
        return max(MIN_CITY_KM, math.sqrt(self.population / 3000 / math.pi))


def spot_of(report: Report) -> Spot:
    """The place of a report as merging sees it."""
    p, level = report.place, level_of(report)
    return Spot(
        name=p.name,
        called=key(report.location),
        latitude=p.latitude,
        longitude=p.longitude,
        country=p.country,
        admin1=key(p.admin1 or (p.name if level == PROVINCE else "")),
        admin2=key(p.admin2 or (p.name if level == DISTRICT else "")),
        level=level,
        population=p.population,
    )


def level_of(report: Report) -> int:
    """How finely a report says where: ``SITE`` to ``WIDE``."""
    code = report.place.feature_code
    if code == "ADM1":
        return PROVINCE
    if code in _DISTRICTS:
        return DISTRICT
    if report.geo_precision == 1:
        return SITE if code == "PPLX" or code in SITES else TOWN
    if report.geo_precision == 2:
        return NEAR
    # A region of no known bounds, unless a province is all that is said of it.
    return PROVINCE if report.place.admin1 and (not code or code.startswith("PP")) else WIDE


def key(name: str) -> str:
    """A name without case and accents."""
    folded = unicodedata.normalize("NFKD", name.casefold())
    return " ".join("".join(c for c in folded if not unicodedata.combining(c)).split())


def compare_places(one: Spot, other: Spot) -> Signal | None:
    """What the two places say; None where they are two places."""
    km = distance_km(one.latitude, one.longitude, other.latitude, other.longitude)
    fine, coarse = sorted((one, other), key=lambda s: (s.level, s.population, s.name))
    if one.country and other.country and one.country != other.country and km > CLOSE_KM:
        return None
    found = _areas(fine, coarse, km) if coarse.level >= DISTRICT else _points(fine, coarse, km)
    if found is None and one.called and one.called == other.called:
        return Signal(NAMESAKES, "one name ({}), placed {:.0f} km apart", (one.name, km))
    return found


def _points(fine: Spot, coarse: Spot, km: float) -> Signal | None:
    crowd = CROWDED * max(0.0, math.log10(max(fine.population, coarse.population, 1) / LARGE))
    if coarse.level == NEAR:
        if km > NEAR_KM:
            return None
        weight = SAME_NEAR - crowd - (SAME_NEAR - FAR_NEAR) * km / NEAR_KM
        if km <= SAME_KM:
            return Signal(weight, "both at or near {}", (coarse.name,))
        if fine.called and fine.called == coarse.called:
            return Signal(max(weight, SAME_NAME), "both name {}", (coarse.name,))
        return Signal(weight, "{:.0f} km apart ({}, near {})", (km, fine.name, coarse.name))
    if km <= SAME_KM:
        return Signal(SAME_PLACE - crowd, "same place ({})", (fine.name,))
    town = max((fine, coarse), key=lambda s: s.population)
    part = coarse if town is fine else fine
    if town.level == TOWN and km <= town.radius_km and _is_part(part, town):
        return Signal(PART_OF_TOWN, "{} lies in {}", (part.name, town.name))
    if km <= CLOSE_KM:
        return Signal(CLOSE_POINTS, "{:.0f} km apart ({}, {})", (km, fine.name, coarse.name))
    return None


def named_apart(one: Spot, other: Spot) -> bool:
    """Whether a sentence that names both names two places: no town and its part, no place and what it lies in."""
    if max(one.level, other.level) > NEAR:
        return False
    km = distance_km(one.latitude, one.longitude, other.latitude, other.longitude)
    town, part = (one, other) if one.population >= other.population else (other, one)
    return km > SAME_KM and not (km <= town.radius_km and _is_part(part, town))


def _is_part(part: Spot, town: Spot) -> bool:
    return part.level == SITE or part.population <= SMALLER * town.population


def _areas(fine: Spot, coarse: Spot, km: float) -> Signal | None:
    """``coarse`` is a division, a country or a region; ``fine`` may be one as well."""
    if coarse.level == WIDE:
        return _wide(fine, coarse, km)
    known = bool(fine.admin1 and coarse.admin1)
    if known and fine.admin1 != coarse.admin1:
        return None
    within = Signal(WITHIN[coarse.level], "{} lies in {}", (fine.name, coarse.name))
    if coarse.level == PROVINCE:
        if known:
            same = Signal(SAME_AREA[PROVINCE], "both name {}", (coarse.name,))
            return same if fine.level == PROVINCE else within
        reach = PROVINCE_KM
    else:
        if fine.admin2 and fine.admin2 == coarse.admin2:
            same = Signal(SAME_AREA[DISTRICT], "both name {}", (coarse.name,))
            return same if fine.level == DISTRICT else within
        reach = NEAR_KM
    if km > reach or (fine.level == coarse.level and km > SAME_KM):
        return None
    return Signal(WITHIN_BY_DISTANCE, "{} is {:.0f} km from the middle of {}", (fine.name, km, coarse.name))


def _wide(fine: Spot, coarse: Spot, km: float) -> Signal | None:
    if fine.level == WIDE and km <= SAME_KM:
        return Signal(SAME_AREA[WIDE], "both name {}", (coarse.name,))
    if coarse.country and coarse.country == fine.country:
        return Signal(WITHIN[WIDE], "{} lies in the country of {}", (fine.name, coarse.name))
    return Signal(WITHIN[WIDE], "{} may lie in {}", (fine.name, coarse.name)) if km <= REGION_KM else None
