"""Why a person should look at an event, and how badly."""

from __future__ import annotations

import math
from collections import defaultdict

from dashboard.geometry import distance_km
from dashboard.merging.places import key
from dashboard.merging.signals import chance
from dashboard.records import Event

# What an event may be doubted for; of equally severe ones the first is worst. A person's edit of one of the fields
# ends that doubt.
DOUBTS: dict[str, frozenset[str]] = {
    "place": frozenset({"place", "latitude", "longitude", "location"}),
    "coarse": frozenset({"place", "latitude", "longitude", "geo_precision"}),
    "date": frozenset({"event_date", "event_date_end", "time_precision"}),
    "merge": frozenset(),
    "type": frozenset({"event_type", "sub_event_type"}),
}
SURE_PLACE = 0.75  # ``place_confidence`` from which the place is not doubted
FAR_KM = 50.0  # one name resolved to places further apart means that one of them is wrong
FAR_APART = 0.6
COARSE = {2: 0.3, 3: 0.6}  # by geo_precision
UNDATED = {2: 0.25, 3: 0.5}  # by time_precision
# The chance that a join is right under which it barely is: 0.5 log-odds over the threshold, less than one agreeing
# actor or target gives.
BARELY = chance(0.5)
OTHER_TYPE = 0.25
OTHER_TYPE_SHARE = 1 / 3  # of the articles give an event type that is not the event's
UNSURE = 0.2  # what the confidence adds where nothing else is doubted


def doubts(event: Event) -> tuple[str, ...]:
    """Why a person should look, worst first: "place" (not surely this one, or the reports disagree), "coarse" (no
    town is named), "date" (not told to the day), "merge" (a report that barely belongs to it), "type" (the reports
    give several)."""
    severity = severities(event)
    return tuple(sorted(severity, key=lambda name: (-severity[name], list(DOUBTS).index(name))))


def doubt(event: Event) -> float:
    """0 to 1, for the order of a review queue, worst highest: the chance that something of it is wrong, as if the
    doubts were independent of each other."""
    right = math.prod(1.0 - s for s in severities(event).values())
    return round(1.0 - right * (1.0 - UNSURE * (1.0 - min(1.0, max(0.0, event.confidence)))), 3)


def severities(event: Event) -> dict[str, float]:
    """Doubt -> how severe it is, 0 to 1; only those that there are. What a data set alone says was coded by people."""
    if all(r.imported for r in event.reports):
        return {}
    found = {
        "place": _place(event),
        "coarse": COARSE.get(event.geo_precision, 0.0),
        "date": UNDATED.get(event.time_precision, 0.0),
        "merge": _merge(event),
        "type": _type(event),
    }
    edited = set(event.edited)
    return {name: s for name, s in found.items() if s > 0 and not DOUBTS[name] & edited}


def _place(event: Event) -> float:
    here = [r for r in event.reports if r.place == event.place] or event.reports
    sure = max(r.place_confidence for r in here)
    unsure = 0.0 if sure >= SURE_PLACE else 1.0 - max(0.0, sure)
    return max(unsure, FAR_APART if _resolved_apart(event) else 0.0)


def _resolved_apart(event: Event) -> bool:
    """Whether one name was resolved to places far apart."""
    points: defaultdict[str, set[tuple[float, float]]] = defaultdict(set)
    for r in event.reports:
        points[key(r.location)].add((r.place.latitude, r.place.longitude))
    return any(
        distance_km(*one, *other) > FAR_KM for found in points.values() for one in [min(found)] for other in found
    )


def _merge(event: Event) -> float:
    weakest = min((link.score for link in event.links), default=1.0)
    return round(1.0 - weakest, 3) if weakest < BARELY else 0.0


def _type(event: Event) -> float:
    others = {r.article_id for r in event.reports if r.event_type != event.event_type}
    same = {r.article_id for r in event.reports if r.event_type == event.event_type}
    articles = len(set(event.articles))
    return OTHER_TYPE if len(others - same) > OTHER_TYPE_SHARE * articles else 0.0
