"""What teaches a place: one located name. And how the points taught for a name become places."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.geometry import distance_km

# UCDP GED's where_prec: 1 exact; 2 near a known point; 3 ADM2 and 4 ADM1, of which the point is the customary one;
# 5 a line or a fuzzy area; 6 the country, which teaches nothing; 7 open sea.
WEIGHTS = {1: 1.0, 2: 0.6, 3: 0.6, 4: 0.6, 5: 0.25, 7: 0.1}
MEMBER = 9  # not of the scale: a point that lies in the division of this name
CORRECTION = 1000.0  # the weight of a person's word; imports stay below it, however many
CLUSTER_KM = 30.0  # points of a name further apart than this are different places


@dataclass(frozen=True, slots=True)
class Lesson:
    """A name for a point in degrees WGS 84. ``precision`` is GED's where_prec; ``mark`` tells a row from others."""

    name: str
    country: str
    latitude: float
    longitude: float
    admin1: str = ""
    admin2: str = ""
    precision: int = 1
    mark: str = ""
    corrects: bool = False


@dataclass(frozen=True, slots=True)
class Refusal:
    """A row that teaches nothing, and why."""

    line: int
    reason: str


@dataclass(frozen=True, slots=True)
class Point:
    """What was taught for a name at one point: how often, how precisely, with how much weight."""

    latitude: float
    longitude: float
    precision: int
    times: int
    weight: float
    corrects: bool = False
    admin1: str = ""
    admin2: str = ""


def settle(points: Sequence[Point]) -> list[Point]:
    """The places that the points of one name stand for, the weightiest first.

    A place is the weighted median of its cluster, which one bad row cannot move; of the corrections alone where there
    are any. A division that no row names directly lies at the middle of the hull of the events in it: for the
    governorates of Syria that is within 25 km of UCDP's own point for 12 of 13, a median for 6 (GED 19.1, 2016-2017).
    """
    direct = [p for p in points if p.precision != MEMBER]
    if not direct:
        return [_middle(points)] if points else []
    clusters: list[list[Point]] = []
    for point in sorted(direct, key=lambda p: (-p.corrects, -p.weight, p.latitude, p.longitude)):
        for cluster in clusters:
            first = cluster[0]
            if distance_km(first.latitude, first.longitude, point.latitude, point.longitude) <= CLUSTER_KM:
                cluster.append(point)
                break
        else:
            clusters.append([point])
    return sorted(map(_centre, clusters), key=lambda p: -p.weight)


def _centre(cluster: list[Point]) -> Point:
    corrections = [p for p in cluster if p.corrects]
    told = corrections or cluster
    weight = sum(p.weight for p in cluster)
    # Either side of the antimeridian is one neighbourhood.
    turn = 360.0 if max(p.longitude for p in told) - min(p.longitude for p in told) > 180 else 0.0
    longitude = _median([(p.longitude + turn * (p.longitude < 0), p.weight) for p in told])
    return Point(
        _median([(p.latitude, p.weight) for p in told]),
        longitude - turn * (longitude > 180),
        min(p.precision for p in told),
        sum(p.times for p in cluster),
        max(weight, CORRECTION) if corrections else min(weight, CORRECTION - 1),
        bool(corrections),
        cluster[0].admin1,
        cluster[0].admin2,
    )


def _median(values: list[tuple[float, float]]) -> float:
    half = sum(weight for _, weight in values) / 2
    reached = 0.0
    for value, weight in sorted(values):
        reached += weight
        if reached >= half:
            return value
    raise ValueError("no values")


def _middle(points: Sequence[Point]) -> Point:
    hull = _hull(sorted({(p.longitude, p.latitude) for p in points}))
    area = x = y = 0.0
    for (x0, y0), (x1, y1) in zip(hull, hull[1:] + hull[:1], strict=True):
        cross = x0 * y1 - x1 * y0
        area, x, y = area + cross, x + (x0 + x1) * cross, y + (y0 + y1) * cross
    if abs(area) < 1e-9:
        longitude, latitude = (sum(p[i] for p in hull) / len(hull) for i in (0, 1))
    else:
        longitude, latitude = x / (3 * area), y / (3 * area)
    times = sum(p.times for p in points)
    # That many events lie in a division says little of where its middle is.
    return Point(latitude, longitude, MEMBER, times, min(1.0, times / 20), False, points[0].admin1, points[0].admin2)


def _hull(points: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """The convex hull of sorted points, by Andrew's monotone chain."""
    if len(points) < 3:
        return points

    def half(run: list[tuple[float, float]]) -> list[tuple[float, float]]:
        kept: list[tuple[float, float]] = []
        for x, y in run:
            while len(kept) > 1:
                (x0, y0), (x1, y1) = kept[-2:]
                if (x1 - x0) * (y - y0) - (y1 - y0) * (x - x0) > 0:
                    break
                kept.pop()
            kept.append((x, y))
        return kept[:-1]

    return half(points) + half(points[::-1])
