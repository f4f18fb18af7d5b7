"""EventQuery: the one filter that the sidebar, the URL, the command line, the map layer and every export share.

Plain strings stand in URLs and forms; ``EventQuery.from_params`` turns them into one strict value, once.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from dashboard.errors import QueryError
from dashboard.records import EVENT_TYPES, STATUSES

PARAMS = ("start", "end", "type", "country", "status", "text", "bbox", "polygon")
MAX_POLYGON_POINTS = 500
FIRST_DAY, LAST_DAY = date(1800, 1, 1), date(2100, 12, 31)
_TYPE_NAMES = {name.casefold(): name for name in EVENT_TYPES}


@dataclass(frozen=True, slots=True)
class BBox:
    """A box in degrees; west > east means that it crosses the antimeridian (RFC 7946, section 5.2)."""

    west: float
    south: float
    east: float
    north: float

    @classmethod
    def parse(cls, text: str) -> BBox:
        """Read ``W,S,E,N``. Raises QueryError unless it is four numbers with south <= north, in range."""
        numbers = _numbers(text, "bbox")
        if len(numbers) != 4:
            raise QueryError(f"The box {text!r} needs four numbers: west,south,east,north in degrees.")
        west, south, east, north = numbers
        if not (-90 <= south <= north <= 90):
            raise QueryError(f"The box {text!r} has latitudes out of order or beyond 90 degrees.")
        return cls.wrapped(west=west, south=south, east=east, north=north)

    @classmethod
    def wrapped(cls, *, west: float, south: float, east: float, north: float) -> BBox:
        """A box whose longitudes may lie beyond 180 (a map panned round the world), brought back into range."""
        if east - west >= 360:
            return cls(-180.0, south, 180.0, north)
        return cls(wrap_longitude(west), south, wrap_longitude(east), north)

    def __str__(self) -> str:
        return ",".join(_degrees(v) for v in (self.west, self.south, self.east, self.north))


def _degrees(value: float) -> str:
    """Six decimals, a tenth of a metre: a link selects what its sender saw."""
    return f"{value:.6f}".rstrip("0").rstrip(".")


def wrap_longitude(longitude: float) -> float:
    """The same meridian within -180..180; 180 itself stays 180."""
    if -180 <= longitude <= 180:
        return longitude
    return (longitude + 180) % 360 - 180


@dataclass(frozen=True, slots=True)
class EventQuery:
    """A selection of events. Empty fields select everything.

    ``start`` and ``end`` are inclusive days; ``polygon`` is a ring of (longitude, latitude) in degrees without
    the closing repeat; ``text`` matches events whose place, titles, actors or sentences contain every word of it.
    Without ``status``, unreviewed and confirmed events are selected, not the rejected ones.
    """

    start: date | None = None
    end: date | None = None
    types: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    status: tuple[str, ...] = ()
    text: str = ""
    bbox: BBox | None = None
    polygon: tuple[tuple[float, float], ...] = ()

    def __post_init__(self) -> None:
        if self.start and self.end and self.start > self.end:
            raise QueryError(f"The range starts on {self.start}, after its end on {self.end}. Swap the two dates.")

    @classmethod
    def from_params(cls, params: Mapping[str, str | Iterable[str]]) -> EventQuery:
        """Build a query from URL parameters, a form or command-line options; unknown keys are ignored.

        Raises QueryError that names the value and the form it should have.
        """
        types = _many(params, "type")
        types = tuple(_TYPE_NAMES.get(event_type.casefold(), event_type) for event_type in types)
        for event_type in types:
            if event_type not in EVENT_TYPES:
                raise QueryError(f"Unknown event type {event_type!r}. Known: {', '.join(EVENT_TYPES)}.")
        status = tuple(name.casefold() for name in _many(params, "status"))
        for name in status:
            if name not in STATUSES:
                raise QueryError(f"Unknown status {name!r}. Known: {', '.join(STATUSES)}.")
        box = _one(params, "bbox")
        return cls(
            start=_day(_one(params, "start"), "start"),
            end=_day(_one(params, "end"), "end"),
            types=types,
            countries=tuple(code.upper() for code in _many(params, "country")),
            status=tuple(dict.fromkeys(status)),
            text=" ".join(_one(params, "text").split())[:200],
            bbox=BBox.parse(box) if box else None,
            polygon=_ring(_one(params, "polygon")),
        )

    def to_params(self) -> dict[str, str | list[str]]:
        """The plain strings that ``from_params`` reads back; empty fields are left out."""
        params: dict[str, str | list[str]] = {
            "start": self.start.isoformat() if self.start else "",
            "end": self.end.isoformat() if self.end else "",
            "type": list(self.types),
            "country": list(self.countries),
            "status": list(self.status),
            "text": self.text,
            "bbox": str(self.bbox) if self.bbox else "",
            "polygon": ";".join(f"{lon:.5f},{lat:.5f}" for lon, lat in self.polygon),
        }
        return {key: value for key, value in params.items() if value}

    def without(self, *fields: str) -> EventQuery:
        """The same query with the named fields emptied, e.g. ``without("start", "end")``."""
        empty = EventQuery()
        return replace(self, **{name: getattr(empty, name) for name in fields})


def _values(params: Mapping[str, str | Iterable[str]], key: str) -> list[str]:
    value = params.get(key)
    if value is None:
        return []
    values = [value] if isinstance(value, str) else list(value)
    # A broken surrogate (a stray byte of a command line) can stand in no table.
    clean = [v.encode("utf-8", "replace").decode("utf-8").strip() for v in values if v]
    return [v for v in clean if v]


def _one(params: Mapping[str, str | Iterable[str]], key: str) -> str:
    values = _values(params, key)
    return values[-1] if values else ""


def _many(params: Mapping[str, str | Iterable[str]], key: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_values(params, key)))


def _day(text: str, name: str) -> date | None:
    if not text:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise QueryError(f"The {name} date {text[:40]!r} is not a day. Write it as 2016-10-17.") from None
    if not FIRST_DAY <= day <= LAST_DAY:
        raise QueryError(f"The {name} date {text!r} lies outside {FIRST_DAY} to {LAST_DAY}.")
    return day


def _numbers(text: str, name: str) -> list[float]:
    try:
        numbers = [float(part) for part in text.split(",")]
    except ValueError:
        raise QueryError(f"The {name} {text!r} holds something that is not a number.") from None
    if not all(math.isfinite(n) and abs(n) <= 1_000_000 for n in numbers):
        raise QueryError(f"The {name} {text!r} holds a number that is no coordinate.")
    return numbers


def _ring(text: str) -> tuple[tuple[float, float], ...]:
    if not text:
        return ()
    points = [_numbers(pair, "polygon") for pair in text.split(";") if pair]
    if any(len(p) != 2 or abs(p[1]) > 90 for p in points) or not 3 <= len(points) <= MAX_POLYGON_POINTS:
        raise QueryError(f"The polygon needs 3 to {MAX_POLYGON_POINTS} corners written lon,lat;lon,lat;... in degrees.")
    return tuple((lon, lat) for lon, lat in points)
