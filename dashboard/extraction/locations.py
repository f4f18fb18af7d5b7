"""From the mention of an event's location to its point: what lies beside it, how far off, and how exactly it is known."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from dashboard.extraction.location_features import JOINED
from dashboard.extraction.telling import Telling
from dashboard.extraction.ties import NEAR, OFFSET
from dashboard.geometry import destination, distance_km
from dashboard.records import Place, Toponym

_DIVISION = re.compile(
    r"['’]?s? ?(?:\w+ )?(?:region|province|state|oblast|governorate|department|district|county|prefecture|division|zone|"
    r"wilayah?|territory|commune|municipality|canton|raion|regency|circle|cercle|voivodeship|kray|krai|republic)\b",
    re.IGNORECASE,
)
_DIVISION_OF = re.compile(
    r"\b(?:regions?|provinces?|states?|oblasts?|governorates?|departments?|districts?|count(?:y|ies)|prefectures?|territor(?:y|ies)|republic) of (?:the )?$"
    r"|\b(?:northern|southern|eastern|western|central|rural|north|south|east|west|across|throughout)(?:ern)? $",
    re.IGNORECASE,
)
_URBAN = re.compile(
    r"['’]?s? ?(?:neighbou?rhood|suburb|quarter|district|square|street|road|avenue|boulevard|roundabout|junction|market|bazaar|"
    r"mosque|church|hospital|university|camp|bridge|station|prison|jail|stadium|airport|hotel|mall|area|slum|township)\b",
    re.IGNORECASE,
)
_URBAN_OF = re.compile(
    r"\b(?:neighbou?rhoods?|suburbs?|quarters?|districts?|squares?|slums?|areas?|outskirts) (?:of|called|named) (?:the )?$",
    re.IGNORECASE,
)
_URBAN_NAME = re.compile(
    r"\b(?:Square|Street|Road|Avenue|Bridge|Market|Bazaar|Hotel|Mosque|University|Airport|Station|Roundabout|Junction|Hospital|Park|Stadium|Palace|Plaza|Maidan|Chowk)\b"
)
_BEARINGS = {"north": 0, "northeast": 45, "east": 90, "southeast": 135, "south": 180, "southwest": 225, "west": 270,
             "northwest": 315}  # fmt: skip
REACH = 200  # characters before a name that tell how the event lies to it
MAX_PLACES = 40  # a sentence that names more is a list
MIN_CONFIDENCE = 0.2  # a place less sure than this gets no pin of its own
LARGE = {"PCLI": 5, "PCLD": 5, "PCLS": 5, "TERR": 5, "RGN": 4, "DSRT": 4, "MTS": 4, "ADM1": 3, "ADM2": 2}
TOO_COARSE = frozenset({"CONT", "OCN", "SEA", "GULF", "STM", "STMI", "STMS", "WAD", "WADS"})
COUNTRY = 5  # a pin in the middle of a country would say nothing
BESIDE = 60  # characters between a name that is not known and the place that tells where it lies
SAME_KM = 1.0


# The town of a name that is also a division's, within that division; None where there is none.
TownOf = Callable[[str, Place], Place | None]


@dataclass(frozen=True, slots=True)
class EventLocation:
    """A mention where something happened; ``place`` is moved where the text gives distance and direction, or is the
    larger place named beside a name that is not known."""

    toponym: Toponym
    place: Place
    geo_precision: int
    confidence: float


def settle(telling: Telling, chosen: Sequence[Toponym], towns: TownOf, last: Place | None) -> list[EventLocation]:
    """The points of the chosen mentions of one sentence; a larger place gives way to a finer one within it.

    ``towns`` finds the town of a division's name; ``last`` is the town that the article named last before.
    """
    located = []
    for t in chosen[:MAX_PLACES]:
        found = _locate(telling, t, towns) or _quarter(telling, t, last)
        if found is not None:
            located.append(found)
    kept: list[EventLocation] = []
    for one in located:
        if size(one.place) >= COUNTRY or any(_contains(one, other) for other in located if other is not one):
            continue
        if not any(_same(one, other) for other in kept):
            kept.append(one)
    return kept


def lists_of_places(telling: Telling, candidates: Sequence[Toponym]) -> list[list[Toponym]]:
    """The runs of places of one size that commas and "and" join, each of two or more."""
    groups: list[list[Toponym]] = []
    for t in candidates:
        start, _ = telling.at(t)
        if groups:
            last = groups[-1][-1]
            gap = telling.sentence.text[telling.at(last)[1] : start]
            same = t.place is None or last.place is None or size(t.place) == size(last.place)
            if same and JOINED.fullmatch(gap):
                groups[-1].append(t)
                continue
        groups.append([t])
    # "Tal Abyad, Raqqa": two names and a comma may be a place and what it lies in.
    return [
        g
        for g in groups
        if len(g) > 2 or (len(g) == 2 and " and " in telling.sentence.text[telling.at(g[0])[1] : telling.at(g[1])[0]])
    ]


def wide(place: Place) -> bool:
    """Whether a point of the place would say nothing of where it was: rivers, seas, continents."""
    return place.feature_code in TOO_COARSE


def size(place: Place) -> int:
    """How large a place is: 0 a town or a site, 5 a country."""
    return LARGE.get(place.feature_code, 0)


def _same(one: EventLocation, other: EventLocation) -> bool:
    a, b = one.place, other.place
    return one.toponym.text == other.toponym.text or (
        distance_km(a.latitude, a.longitude, b.latitude, b.longitude) < SAME_KM
        and one.toponym.place is not None
        and other.toponym.place is not None
    )


def _contains(large: EventLocation, fine: EventLocation) -> bool:
    a, b = large.place, fine.place
    if size(a) <= size(b) or a.country != b.country:
        return False
    if size(a) >= 3:
        return not (a.admin1 and b.admin1) or a.admin1 == b.admin1
    return a.admin2 == b.admin2


def _locate(telling: Telling, t: Toponym, towns: TownOf) -> EventLocation | None:
    start, _ = telling.at(t)
    text = telling.sentence.text
    if t.place is None or t.confidence < MIN_CONFIDENCE:
        return _beside(telling, t)
    t = _town(telling, t, towns)
    assert t.place is not None
    before = text[max(0, start - REACH) : start]
    precision = t.place.geo_precision
    relation = OFFSET.search(before)
    if relation is None:
        near = NEAR.search(before) is not None
        return EventLocation(t, t.place, max(precision, 2) if near else precision, t.confidence)
    return EventLocation(t, moved(t.place, relation), max(precision, 2), t.confidence)


def _quarter(telling: Telling, t: Toponym, last: Place | None) -> EventLocation | None:
    """A quarter, street or square that no gazetteer knows lies in the town that the article named last."""
    start, end = telling.at(t)
    text = telling.sentence.text
    urban = (
        _URBAN.match(text[end : end + 40])
        or _URBAN_OF.search(text[max(0, start - 60) : start])
        or _URBAN_NAME.search(t.text)
    )
    if last is None or not urban:
        return None
    return EventLocation(t, last, 2, 0.6)


def _town(telling: Telling, t: Toponym, towns: TownOf) -> Toponym:
    """The town where a name is both a division's and its town's, and no word like "region" says that it is the division."""
    assert t.place is not None
    if not t.place.feature_code.startswith("ADM") or t.place.feature_code == "ADM4":
        return t
    start, end = telling.at(t)
    text = telling.sentence.text
    if _DIVISION.match(text[end : end + 30]) or _DIVISION_OF.search(text[max(0, start - 40) : start]) or "/" in t.text:
        return t
    town = towns(t.text, t.place)
    return t if town is None else replace(t, place=town)


def moved(place: Place, relation: re.Match[str]) -> Place:
    """The place, moved as far as "25 km south of" says; where no distance is told it stays."""
    if relation["km"] is None:
        return place
    km = float(relation["km"]) * (1.609344 if relation["unit"].lower().startswith("mi") else 1.0)
    if km > 500:
        return place
    bearing = _BEARINGS[relation["way"].lower().replace("-", "")]
    latitude, longitude = destination(place.latitude, place.longitude, bearing=bearing, km=km)
    return replace(place, latitude=round(latitude, 5), longitude=round(longitude, 5))


def _beside(telling: Telling, t: Toponym) -> EventLocation | None:
    """A name that no gazetteer knows: the nearest known place that the sentence names beside it, if it is no country."""
    start, end = telling.at(t)
    text = telling.sentence.text
    options = []
    for other in telling.toponyms:
        if other.place is None or other.kind != "place" or other.confidence < MIN_CONFIDENCE or wide(other.place):
            continue
        s, e = telling.at(other)
        gap = s - end if s >= end else start - e
        if (
            0 <= gap <= BESIDE
            and size(other.place) < 3
            and not telling.dateline[0] <= other.start < telling.dateline[1]
        ):
            options.append((s < end, gap, s, other))
    if not options:
        return None
    _, _, at, other = min(options, key=lambda o: o[:3])
    place = other.place
    assert place is not None
    relation = OFFSET.search(text[max(0, at - REACH) : at])
    if relation:
        place = moved(place, relation)
    return EventLocation(t, place, max(2, place.geo_precision), round(other.confidence * 0.8, 3))
