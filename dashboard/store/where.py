"""EventQuery as SQL: one place, so that a selection means the same on the map, in the table and in every export."""

from __future__ import annotations

from typing import Any

from dashboard.query import BBox, EventQuery

# Even-odd rule over the ring's edges, for one longitude expression.
_INSIDE = (
    "len(list_filter($edges, lambda e: (e.y1 > latitude) <> (e.y2 > latitude) AND "
    "{lon} < (e.x2 - e.x1) * (latitude - e.y1) / (e.y2 - e.y1) + e.x1)) % 2 = 1"
)


def where(query: EventQuery) -> tuple[str, dict[str, Any]]:
    """The condition over the event table, and its bound values. Rejected events are in no selection that does not name them."""
    terms = ["status <> 'rejected'"]
    values: dict[str, Any] = {}
    if query.status:
        terms = ["list_contains($status, status)"]
        values["status"] = list(query.status)
    if query.start:
        terms.append("event_date >= $start")
        values["start"] = query.start
    if query.end:
        terms.append("event_date <= $end")
        values["end"] = query.end
    if query.types:
        terms.append("list_contains($types, event_type)")
        values["types"] = list(query.types)
    if query.countries:
        terms.append("list_contains($countries, country)")
        values["countries"] = list(query.countries)
    for number, word in enumerate(query.text.split()[:20]):
        terms.append(f"contains(search, strip_accents(lower($word{number})))")
        values[f"word{number}"] = word
    if query.bbox:
        terms.append(box_condition(query.bbox, values))
    if query.polygon:
        terms.append(_polygon_condition(query.polygon, values))
    return " AND ".join(terms), values


def box_condition(box: BBox, values: dict[str, Any], prefix: str = "box") -> str:
    """Inside the box, borders included; west > east crosses the antimeridian."""
    values |= {f"{prefix}_{side}": getattr(box, side) for side in ("west", "south", "east", "north")}
    span = f"latitude BETWEEN ${prefix}_south AND ${prefix}_north"
    if box.west <= box.east:
        return f"({span} AND longitude BETWEEN ${prefix}_west AND ${prefix}_east)"
    return f"({span} AND (longitude >= ${prefix}_west OR longitude <= ${prefix}_east))"


def _polygon_condition(ring: tuple[tuple[float, float], ...], values: dict[str, Any]) -> str:
    """Inside the ring. Its longitudes may run past 180 (drawn on a map panned round the world)."""
    turns = round(sum(lon for lon, _ in ring) / len(ring) / 360)
    points = [(lon - 360 * turns, lat) for lon, lat in ring]
    edges = zip(points, points[1:] + points[:1], strict=True)
    values["edges"] = [{"x1": a[0], "y1": a[1], "x2": b[0], "y2": b[1]} for a, b in edges]
    values["ring_south"] = min(lat for _, lat in points)
    values["ring_north"] = max(lat for _, lat in points)
    longitudes = ["longitude"]
    if min(lon for lon, _ in points) < -180:
        longitudes.append("(longitude - 360)")
    if max(lon for lon, _ in points) > 180:
        longitudes.append("(longitude + 360)")
    inside = " OR ".join(_INSIDE.format(lon=lon) for lon in longitudes)
    return f"(latitude BETWEEN $ring_south AND $ring_north AND ({inside}))"
