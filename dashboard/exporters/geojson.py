"""GeoJSON as RFC 7946 has it: WGS 84, [longitude, latitude], the event's id as the Feature's id, no ``crs``.

``PROPERTIES`` documents every property; the README's table is tested against it.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator
from datetime import date
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
    "notes": "the sentence that reports the event best",
    "confidence": "0 to 1: how sure the place and the event are",
    "status": "unreviewed, confirmed or rejected",
    "edited": "what a person set, joined by '; '",
    "doubts": "why a person should look, worst first, joined by '; '",
    "doubt": "0 to 1: how much a person should look",
    "reports": "how many sentences report the event",
    "articles": "how many articles report the event",
    "title": "title of the article that reports it best",
    "source": "publisher of that article",
    "url": "address of that article, empty where unknown",
    "sources": "publishers of all its articles, joined by '; '",
    "urls": "addresses of all its articles, one space between",
    "published": "day that article was published, ISO 8601",
    "article_id": "id of that article in the store",
}


def geojson_chunks(events: Iterable[dict[str, Any]], bounds: BBox | None) -> Iterator[str]:
    """A FeatureCollection as text in pieces, so that millions of events never stand in memory at once.

    ``events`` are rows with the keys of ``PROPERTIES`` and ``event_id``, ``latitude``, ``longitude``; ``bounds`` is
    the box around them, None when there are none.
    """
    box = "" if bounds is None else f'"bbox":{json.dumps([bounds.west, bounds.south, bounds.east, bounds.north])},'
    yield f'{{"type":"FeatureCollection",{box}"features":['
    separator = "\n"
    for event in events:
        yield separator + json.dumps(feature(event), ensure_ascii=False, separators=(",", ":"))
        separator = ",\n"
    yield "\n]}\n"


def feature(event: dict[str, Any]) -> dict[str, Any]:
    """One event as a Feature; an event without coordinates has a null geometry."""
    longitude, latitude = event["longitude"], event["latitude"]
    placed = longitude is not None and latitude is not None
    return {
        "type": "Feature",
        "id": event["event_id"],
        "geometry": {"type": "Point", "coordinates": [longitude, latitude]} if placed else None,
        "properties": {name: _plain(event[name]) for name in PROPERTIES},
    }


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value
