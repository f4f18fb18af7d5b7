"""GeoJSON as RFC 7946 has it: WGS 84, [longitude, latitude], the event's id as the Feature's id, no ``crs``.

``PROPERTIES`` documents every property; the README's table is tested against it.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from operator import itemgetter
from typing import Any

from dashboard.query import BBox

MEDIA_TYPE = "application/geo+json"
PROPERTIES = {
    "event_date": "day of the event, or the first day it may have happened, ISO 8601",
    "event_date_end": "last day it may have happened, ISO 8601",
    "time_precision": "ACLED's code: 1 the day, 2 the week, 3 the month",
    "date_prec": "UCDP's code: 1 the day, 2 two to six days, 3 the week, 4 up to a month, 5 longer",
    "event_type": "ACLED's event type",
    "sub_event_type": "ACLED's sub-event type",
    "location": "the place as the article names it, or as a person set it",
    "country": "ISO 3166-1 alpha-2 code of the place's country, empty where it lies in none",
    "admin1": "first-order division, where known",
    "admin2": "second-order division, where known",
    "geo_precision": "ACLED's code: 1 the town, 2 near it or a part of a region, 3 a larger region",
    "geonameid": "the place's GeoNames id, null where it has none",
    "actors": "forces and groups that the reports name, joined by '; '",
    "actor1": "those who did it, where a report tells, joined by '; '",
    "actor2": "those who suffered it, where a report tells, joined by '; '",
    "fatalities": "people reported killed (the conservative estimate), null where no number is given",
    "fatalities_low": "the lowest number of killed, null where there is no lower bound",
    "fatalities_high": "the highest number of killed, null where there is no upper bound",
    "wounded": "people reported wounded, null where no number is given",
    "wounded_low": "the lowest number of wounded",
    "wounded_high": "the highest number of wounded",
    "displaced": "people reported driven from home, null where no number is given",
    "displaced_low": "the lowest number of displaced",
    "displaced_high": "the highest number of displaced",
    "fighters": "armed men reported to take part, null where no number is given",
    "fighters_low": "the lowest number of fighters",
    "fighters_high": "the highest number of fighters",
    "notes": "the sentence that reports the event best, or what its data set notes",
    "confidence": "0 to 1: how sure the place and the event are",
    "status": "unreviewed, confirmed or rejected",
    "edited": "what a person set, joined by '; '",
    "doubts": "why a person should look, worst first, joined by '; '",
    "doubt": "0 to 1: how much a person should look",
    "reports": "how many sentences report the event",
    "articles": "how many articles report the event, 0 for an imported one",
    "title": "title of the article that reports it best",
    "source": "publisher of that article",
    "url": "address of that article, empty where unknown",
    "sources": "publishers of all its articles, joined by '; '",
    "urls": "addresses of all its articles, one space between",
    "published": "day that article was published, ISO 8601",
    "article_id": "id of that article in the store, empty for an imported event",
    "dataset": "data set it was imported from: ucdp-ged, acled or gdelt; empty for an article's",
}


CHUNK = 128 * 1024  # characters: of this size on, the server compresses in a thread, and its loop stays free
_PROPERTIES = ",".join(f'"{name}":%s' for name in PROPERTIES)
_FEATURE = f'{{"type":"Feature","id":%s,"geometry":%s,"properties":{{{_PROPERTIES}}}}}'
_values = itemgetter(*PROPERTIES)


def geojson_chunks(events: Iterable[dict[str, Any]], bounds: BBox | None) -> Iterator[str]:
    """A FeatureCollection as text in pieces, so that millions of events never stand in memory at once.

    ``events`` are rows with the keys of ``PROPERTIES`` and ``event_id``, ``latitude``, ``longitude``; ``bounds`` is
    the box around them, None when there are none. The opening comes before the first event is asked for, then pieces
    of about ``CHUNK`` characters: each costs the server a change of thread.
    """
    box = "" if bounds is None else f'"bbox":{json.dumps([bounds.west, bounds.south, bounds.east, bounds.north])},'
    yield f'{{"type":"FeatureCollection",{box}"features":['
    separator, pieces, size = "\n", [], 0
    for event in events:
        pieces.append(separator + _feature(event))
        size += len(pieces[-1])
        separator = ",\n"
        if size >= CHUNK:
            yield "".join(pieces)
            pieces, size = [], 0
    yield "".join([*pieces, "\n]}\n"])


def _feature(event: dict[str, Any]) -> str:
    """One event as a Feature; an event without coordinates has a null geometry.

    Filling a form of the constant parts takes half the time of encoding the Feature as one object.
    """
    longitude, latitude = event["longitude"], event["latitude"]
    place = f"[{_WRITERS[type(longitude)](longitude)},{_WRITERS[type(latitude)](latitude)}]"
    geometry = "null" if "null" in place else f'{{"type":"Point","coordinates":{place}}}'
    values = [_WRITERS[type(value)](value) for value in _values(event)]
    return _FEATURE % (_string(event["event_id"]), geometry, *values)


def _float(value: float) -> str:
    return repr(value) if math.isfinite(value) else "null"


class _Writers(dict[type, Callable[[Any], str]]):
    """How values stand in JSON, by their exact type; the others as the library has it, which may raise TypeError."""

    def __missing__(self, _: type) -> Callable[[Any], str]:
        return json.dumps


_string = json.JSONEncoder(ensure_ascii=False).encode
_WRITERS = _Writers(
    {
        str: _string,
        int: repr,
        float: _float,
        date: lambda day: f'"{day.isoformat()}"',
        type(None): lambda _: "null",
    }
)
