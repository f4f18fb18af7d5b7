"""ACLED's exports, of all years: columns by name, in any case and order (codebook: acleddata.com)."""

from __future__ import annotations

import pyarrow as pa

from dashboard.importers.batches import Became
from dashboard.importers.cells import Cells
from dashboard.importers.columns import apart, events, last_days, together
from dashboard.importers.countries import country_code
from dashboard.importers.days import RefusedError, read_day, shown
from dashboard.importers.texts import joined, shown_text
from dashboard.records import EVENT_TYPES

DATASET = "acled"
NEEDED = (("event_id_cnty", "data_id"), ("event_date",), ("event_type",), ("latitude",), ("longitude",))
# What no other data set has.
MARKS = frozenset({"event_id_cnty", "data_id", "sub_event_type", "geo_precision"})

_KINDS = "the type of the codebook; spellings before 2019 as today's"
BECAME = (
    Became("event_id_cnty", "source_id", "as it is; event_id is acled- and it"),
    Became("data_id", "source_id", "where there is no event_id_cnty"),
    Became("event_date", "event_date", "the day"),
    Became("time_precision", "time_precision", "kept; 1, 2, 3 -> date_prec 1, 3, 4; event_date_end is the day, 6 days on, the month's end"),
    Became("event_type", "event_type", _KINDS),
    Became("sub_event_type", "sub_event_type", "as it is; an unknown one is the type's most general"),
    Became("actor1", "actor1", "as it is; also first of actors"),
    Became("assoc_actor_1", "actors", "joined by ;"),
    Became("actor2", "actor2", "as it is; also in actors"),
    Became("assoc_actor_2", "actors", "joined by ;"),
    Became("inter1", "event_type", "tells riots from protests where the type is Riots/Protests"),
    Became("country", "country", "ISO 3166 code; empty where unknown"),
    Became("iso", "country", "where the name is unknown"),
    Became("admin1", "admin1", "as it is"),
    Became("admin2", "admin2", "as it is"),
    Became("location", "location", "as it is"),
    Became("latitude", "latitude", "degrees"),
    Became("longitude", "longitude", "degrees"),
    Became("geo_precision", "geo_precision", "kept: 1, 2, 3; 2 where it is empty"),
    Became("source", "source", "as it is"),
    Became("notes", "notes", "as it is"),
    Became("fatalities", "fatalities", "as it is"),
    Became("timestamp", "revision", "a later one replaces the event"),
)  # fmt: skip

_GENERAL = {
    "Battles": "Armed clash",
    "Explosions/Remote violence": "Remote explosive/landmine/IED",
    "Violence against civilians": "Attack",
    "Protests": "Peaceful protest",
    "Riots": "Mob violence",
    "Strategic developments": "Other",
}
# event_type before the codebook of 2019 -> type and sub-event type of today (ACLED, "Changes to event types", 2019).
_OLDER = {
    "battle-no change of territory": ("Battles", "Armed clash"),
    "battle-government regains territory": ("Battles", "Government regains territory"),
    "battle-non-state actor overtakes territory": ("Battles", "Non-state actor overtakes territory"),
    "remote violence": ("Explosions/Remote violence", ""),
    "explosions/remote violence": ("Explosions/Remote violence", ""),
    "strategic development": ("Strategic developments", ""),
    "headquarters or base established": ("Strategic developments", "Headquarters or base established"),
    "non-violent transfer of territory": ("Strategic developments", "Non-violent transfer of territory"),
}
_RIOTERS = frozenset({"5", "rioters"})
_TYPES = {name.casefold(): name for name in EVENT_TYPES}
_SUBS = {name: {sub.casefold(): sub for sub in subs} for name, subs in EVENT_TYPES.items()}
_PRECISION = {"1": 1, "2": 2, "3": 3}
_DATE_PREC = {"1": 1, "2": 3, "3": 4}


def kind_of(event_type: str, sub_event_type: str, inter1: str = "") -> tuple[str, str]:
    """Type and sub-event type as ``records.EVENT_TYPES`` has them. Raises RefusedError where the type is none."""
    key, sub = event_type.strip().casefold(), sub_event_type.strip().casefold()
    if not key:
        raise RefusedError("it has no event_type")
    if key == "riots/protests":
        name, general = ("Riots" if inter1.strip().removesuffix(".0").casefold() in _RIOTERS else "Protests"), ""
    elif key in _TYPES:
        name, general = _TYPES[key], ""
    elif key in _OLDER:
        name, general = _OLDER[key]
    else:
        raise RefusedError(f"event_type {shown(event_type)} is none of ACLED's", "event_type is none of ACLED's")
    return name, _SUBS[name].get(sub) or general or _GENERAL[name]


def events_of(cells: Cells, *, null_island: bool = False) -> pa.RecordBatch:
    """The events of some rows (schema IMPORTED); rows that cannot be used are refused in ``cells``."""
    column = cells.column
    source_id = cells.identifiers(column("event_id_cnty", "data_id"), "event_id_cnty")
    time_precision = cells.code("time_precision", _PRECISION, 1)
    event_date = cells.mapped(column("event_date"), read_day, pa.date32())
    kinds = together(column("event_type"), column("sub_event_type"), column("inter1"))
    event_type, sub_event_type = cells.pairs(kinds, lambda text: kind_of(*apart(text)))
    latitude, longitude = cells.coordinates("latitude", "longitude", null_island=null_island)
    actor1, actor2 = shown_text(column("actor1")), shown_text(column("actor2"))
    values = {
        "source_id": source_id,
        "revision": cells.revision("timestamp"),
        "event_date": event_date,
        "event_date_end": last_days(event_date, time_precision),
        "time_precision": time_precision,
        "date_prec": cells.code("time_precision", _DATE_PREC, 1),
        "event_type": event_type,
        "sub_event_type": sub_event_type,
        "location": shown_text(column("location")),
        "country": cells.mapped(
            together(column("country"), column("iso")), lambda text: country_code(*apart(text)), pa.string()
        ),
        "admin1": shown_text(column("admin1")),
        "admin2": shown_text(column("admin2")),
        "latitude": latitude,
        "longitude": longitude,
        "geo_precision": cells.code("geo_precision", _PRECISION, 2),
        "actors": joined(actor1, shown_text(column("assoc_actor_1")), actor2, shown_text(column("assoc_actor_2"))),
        "actor1": actor1,
        "actor2": actor2,
        "fatalities": cells.whole("fatalities"),
        "notes": shown_text(column("notes"), 4000),
        "source": shown_text(column("source")),
    }
    return events(cells, DATASET, values)
