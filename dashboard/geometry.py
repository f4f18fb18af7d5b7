"""Distances and centres on the sphere, in kilometres and degrees WGS 84."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from dashboard.records import Place

EARTH_RADIUS_KM = 6371.0088  # mean radius, IUGG
# Where the square of Web Mercator ends, north and south: 85.0511 degrees.
MERCATOR_EDGE = math.degrees(math.atan(math.sinh(math.pi)))
_DEGREES = r"[+-]?\d{1,3}(?:\.\d{1,12})?"
_POINT = re.compile(
    rf"(?P<lat>{_DEGREES})\s*°?\s*(?P<ns>[NSns])?(?:\s*[,;]\s*|\s+)(?P<lon>{_DEGREES})\s*°?\s*(?P<ew>[EWew])?", re.ASCII
)


def distance_km(latitude1: float, longitude1: float, latitude2: float, longitude2: float) -> float:
    """Great-circle distance in kilometres between two points in degrees."""
    lat1, lon1, lat2, lon2 = map(math.radians, (latitude1, longitude1, latitude2, longitude2))
    h = math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return 2 * EARTH_RADIUS_KM * math.asin(min(1.0, math.sqrt(h)))


def destination(latitude: float, longitude: float, *, bearing: float, km: float) -> tuple[float, float]:
    """The point ``km`` away along the initial ``bearing`` (degrees from north), as (latitude, longitude)."""
    lat, lon, turn, angle = map(math.radians, (latitude, longitude, bearing, math.degrees(km / EARTH_RADIUS_KM)))
    lat2 = math.asin(math.sin(lat) * math.cos(angle) + math.cos(lat) * math.sin(angle) * math.cos(turn))
    lon2 = lon + math.atan2(
        math.sin(turn) * math.sin(angle) * math.cos(lat), math.cos(angle) - math.sin(lat) * math.sin(lat2)
    )
    return math.degrees(lat2), (math.degrees(lon2) + 540) % 360 - 180


def central_point(places: Sequence[Place]) -> tuple[float, float]:
    """The member nearest to the members' mean direction, as (latitude, longitude).

    A mean of vectors has no trouble at the antimeridian, and a member lies inside the division where a bare
    mean may lie in the sea.
    """
    x = y = z = 0.0
    for p in places:
        lat, lon = math.radians(p.latitude), math.radians(p.longitude)
        x += math.cos(lat) * math.cos(lon)
        y += math.cos(lat) * math.sin(lon)
        z += math.sin(lat)
    latitude, longitude = math.degrees(math.atan2(z, math.hypot(x, y))), math.degrees(math.atan2(y, x))
    near = min(places, key=lambda p: distance_km(latitude, longitude, p.latitude, p.longitude))
    return near.latitude, near.longitude


def parse_point(text: str) -> tuple[float, float] | None:
    """(latitude, longitude) in degrees of "36.34, 43.12" or "36.34 N 43.12 E"; None when it is no point of the earth."""
    match = _POINT.fullmatch(text.strip())
    if match is None:
        return None
    latitude, longitude = float(match["lat"]), float(match["lon"])
    latitude = -latitude if (match["ns"] or "").upper() == "S" else latitude
    longitude = -longitude if (match["ew"] or "").upper() == "W" else longitude
    return (latitude, longitude) if abs(latitude) <= 90 and abs(longitude) <= 180 else None
