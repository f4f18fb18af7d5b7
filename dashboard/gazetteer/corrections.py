"""What a person's place for an event teaches of names, and how to take it back.

A lesson is a plain dictionary with the arguments of ``teach``, so that it can be stored beside the decision.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from typing import Any

from dashboard.errors import DashboardError
from dashboard.gazetteer.countries import find_country
from dashboard.gazetteer.event_names import parse
from dashboard.gazetteer.names import loose_key, make_name_key
from dashboard.gazetteer.teach import forget, teach

_log = logging.getLogger(__name__)
# UCDP's where_prec of what ACLED's geo_precision 2 and 3 hold.
_DIVISIONS = {"ADM1": 4, "ADM2": 3, "ADM3": 3}
_COARSE = {1: 1, 2: 2, 3: 5}


def lessons(location: str, place: Mapping[str, Any], *, always: bool) -> list[dict[str, Any]]:
    """What is learned when a person says that what an article calls ``location`` happened at ``place``.

    The place's own name always goes to its point. The article's name does where it is a spelling of it, or where a
    person said so of the name (``always``): "not in Baghdad but in Taji" must not move Baghdad. Countries, and points
    in no country, teach nothing.
    """
    if find_country(place["country"]) is None or place["feature_code"] == "PCLI":
        return []
    names = {place["name"]: None}
    if always or loose_key(location) == loose_key(place["name"]):
        names[location] = None
    precision = _DIVISIONS.get(place["feature_code"], _COARSE[place["geo_precision"]])
    keys = ("country", "latitude", "longitude", "admin1", "admin2")
    return [
        {"name": name, "precision": precision} | {key: place[key] for key in keys}
        for name in names
        if make_name_key(name) and parse(name).names
    ]


def learn(found: Iterable[Mapping[str, Any]], *, by: str) -> None:
    """Teach the gazetteer. That it cannot be written is told in the log: the decision itself stands."""
    for lesson in found:
        try:
            teach(**lesson, by=by)
        except DashboardError as error:
            _log.warning("A correction was not learned: %s", error)


def unlearn(found: Iterable[Mapping[str, Any]], *, by: str) -> None:
    """Take back what ``learn`` taught by the same teacher."""
    for lesson in found:
        try:
            forget(**lesson, by=by)
        except DashboardError as error:
            _log.warning("A correction was not forgotten: %s", error)
