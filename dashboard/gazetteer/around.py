"""Which country and divisions a point lies in, as its nearest town says."""

from __future__ import annotations

from dataclasses import replace

from dashboard.gazetteer.index import Gazetteer
from dashboard.gazetteer.rank import nearest
from dashboard.records import Place

_REACH = (0.25, 1.0, 4.0)  # degrees around the point, tried in turn
_LISTED = 400


def place_at(gazetteer: Gazetteer, name: str, latitude: float, longitude: float) -> Place:
    """A place of that name at the point, in the country and divisions of the nearest town; in none far from any.

    Near a border the nearest town may be the neighbour's.
    """
    here = Place(name, latitude, longitude)
    for reach in _REACH:
        box = {
            "west": longitude - reach,
            "south": latitude - reach,
            "east": longitude + reach,
            "north": latitude + reach,
        }
        town = nearest(gazetteer.in_view(**box, limit=_LISTED, codes="PP%"), latitude, longitude)
        if town is not None:
            return replace(here, country=town.country, admin1=town.admin1, admin2=town.admin2)
    return here
