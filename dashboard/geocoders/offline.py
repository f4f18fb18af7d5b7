"""The embedded gazetteer as a geopy geocoder: it drops in wherever one of geopy's does, and needs no network."""

from __future__ import annotations

from dataclasses import asdict

from geopy.geocoders.base import Geocoder
from geopy.location import Location

from dashboard.gazetteer import Gazetteer
from dashboard.gazetteer.rank import search
from dashboard.records import Place


class OfflineGeocoder(Geocoder):  # type: ignore[misc]
    """``geocode("Mosul")`` -> Location; ``raw`` is the place's record with its score."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        super().__init__(user_agent="conflict-dashboard")
        self._gazetteer = gazetteer

    def geocode(
        self, query: str, *, exactly_one: bool = True, limit: int = 5, country: str = ""
    ) -> Location | list[Location] | None:
        """The best place for ``query`` ("Mosul", "Hamdaniya district", "Paris, Texas"), or None.

        With ``exactly_one=False`` a list of up to ``limit`` Locations, best first, or None. ``country`` is an ISO
        3166-1 alpha-2 code that the places must lie in.
        """
        found = search(self._gazetteer, query, country=country, limit=limit)
        if not found:
            return None
        locations = [_location(place, score) for place, score in found]
        return locations[0] if exactly_one else locations


def _location(place: Place, score: float) -> Location:
    parts = dict.fromkeys(part for part in (place.name, place.admin2, place.admin1, place.country) if part)
    return Location(", ".join(parts), (place.latitude, place.longitude), asdict(place) | {"score": round(score, 3)})
