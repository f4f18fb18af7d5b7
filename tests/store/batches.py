"""Invented rows of a data set, as an importer gives them."""

from __future__ import annotations

import zlib
from datetime import date
from typing import Any

import pyarrow as pa

from dashboard.store.schemas import IMPORTED

_DAY = date(2016, 10, 20)


def row(number: int | str, **fields: Any) -> dict[str, Any]:
    """An event of the data set "acled"; its digest follows from its other fields."""
    values = dict.fromkeys(IMPORTED.names, "") | {
        "event_id": f"acled-XX{number}",
        "dataset": "acled",
        "source_id": f"XX{number}",
        "revision": 1,
        "event_date": _DAY,
        "event_date_end": _DAY,
        "time_precision": 1,
        "date_prec": 1,
        "event_type": "Battles",
        "sub_event_type": "Armed clash",
        "location": "Somewhere",
        "latitude": 1.5,
        "longitude": 2.5,
        "geo_precision": 1,
        "fatalities": 3,
        "fatalities_low": None,
        "fatalities_high": None,
        "published": None,
        "raw": "{}",
        "origin": "events.csv",
    }
    values |= fields
    return values | {"digest": fields.get("digest", zlib.crc32(repr(values).encode()))}


def batch(*rows: dict[str, Any]) -> pa.RecordBatch:
    """The rows as one batch."""
    return pa.RecordBatch.from_pylist(list(rows), schema=IMPORTED)
