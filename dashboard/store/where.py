"""EventQuery as SQL: one place, so that a selection means the same on the map, in the table and in every export."""

from __future__ import annotations

from typing import Any

from dashboard.query import BBox, EventQuery
from dashboard.store.codes import STATUS, TYPES, country_code
from dashboard.store.periods import Days

# Even-odd rule over the ring's edges, for one longitude expression.
_INSIDE = (
    "len(list_filter($edges, lambda e: (e.y1 > latitude) <> (e.y2 > latitude) AND "
    "{lon} < (e.x2 - e.x1) * (latitude - e.y1) / (e.y2 - e.y1) + e.x1)) % 2 = 1"
)
Condition = tuple[str, dict[str, Any]]


def where(query: EventQuery) -> Condition:
    """The condition over the table of read events, and its bound values.

    Rejected events are in no selection that does not name them.
    """
    terms = ["st <> 2"]
    values: dict[str, Any] = {}
    if query.status:
        terms = [f"st IN ({_numbers(STATUS.get(name, -1) for name in query.status)})"]
    for condition, bound in (common(query), place(query), words(query.text)):
        terms.append(condition)
        values |= bound
    return " AND ".join(terms), values


def common(query: EventQuery) -> Condition:
    """The part on days, event types and countries, which sums of events have too."""
    terms: list[str] = ["true"]
    values: dict[str, Any] = {}
    if query.start:
        terms.append("event_date >= $start")
        values["start"] = query.start
    if query.end:
        terms.append("event_date <= $end")
        values["end"] = query.end
    terms += kinds(query)
    return " AND ".join(terms), values


def kinds(query: EventQuery) -> list[str]:
    """The terms on event types and countries."""
    terms = []
    if query.types:
        terms.append(f"ty IN ({_numbers(TYPES.index(name) if name in TYPES else -1 for name in query.types)})")
    if query.countries:
        terms.append(f"cc IN ({_numbers(country_code(code) or -1 for code in query.countries)})")
    return terms


def between(days: Days, query: EventQuery) -> str:
    """On one of these days, of the query's event types and countries."""
    return " AND ".join([f"event_date BETWEEN DATE '{days[0]}' AND DATE '{days[1]}'", *kinds(query)])


def _numbers(numbers: Any) -> str:
    return ", ".join(map(str, sorted(set(numbers))))


def place(query: EventQuery) -> Condition:
    """The part on the box and the ring."""
    terms: list[str] = ["true"]
    values: dict[str, Any] = {}
    if query.bbox:
        terms.append(box_condition(query.bbox, values))
    if query.polygon:
        terms.append(_polygon_condition(query.polygon, values))
    return " AND ".join(terms), values


def words(text: str) -> Condition:
    """The part on words, each of which must stand in the event's text."""
    terms: list[str] = ["true"]
    values: dict[str, Any] = {}
    for number, word in enumerate(split(text)):
        terms.append(f"contains(search, strip_accents(lower($word{number})))")
        values[f"word{number}"] = word
    return " AND ".join(terms), values


def split(text: str) -> list[str]:
    """The words of a text filter."""
    return text.split()[:20]


def box_condition(box: BBox, values: dict[str, Any], prefix: str = "box") -> str:
    """Inside the box, borders included; west > east crosses the antimeridian. 180 and -180 are one meridian."""
    values |= {f"{prefix}_{side}": getattr(box, side) for side in ("west", "south", "east", "north")}
    span = f"latitude BETWEEN ${prefix}_south AND ${prefix}_north"
    if box.west > box.east:
        return f"({span} AND (longitude >= ${prefix}_west OR longitude <= ${prefix}_east))"
    across = f"longitude BETWEEN ${prefix}_west AND ${prefix}_east"
    if box.west == -180 or box.east == 180:
        across = f"({across} OR abs(longitude) = 180)"
    return f"({span} AND {across})"


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
