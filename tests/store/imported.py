"""Rows of the table ``imports``, all invented, and a short way to put them into a store."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any

import pyarrow as pa
from deltalake import write_deltalake

from dashboard.store import Tables
from dashboard.store.schemas import SCHEMAS

THEN = datetime(2026, 1, 1, 12, tzinfo=UTC)


def imported_row(source_id: str = "IRQ1", *, dataset: str = "acled", **fields: Any) -> dict[str, Any]:
    """One row as an importer gives it: an armed clash in Bartella, to the day, with two sides and 5 killed."""
    row = {
        "event_id": f"{dataset}-{source_id}", "dataset": dataset, "source_id": source_id, "revision": 1, "digest": 1,
        "event_date": date(2016, 10, 20), "event_date_end": date(2016, 10, 20), "time_precision": 1, "date_prec": 1,
        "event_type": "Battles", "sub_event_type": "Armed clash", "location": "Bartella", "country": "IQ",
        "admin1": "Nineveh", "admin2": "", "latitude": 36.35, "longitude": 43.38, "geo_precision": 1,
        "actors": "Blue Force; Red Force", "actor1": "Blue Force", "actor2": "Red Force", "fatalities": 5,
        "fatalities_low": 3, "fatalities_high": 8, "notes": "Blue Force clashed with Red Force in Bartella.",
        "title": "", "source": "An Agency", "url": "", "published": None,
        "raw": json.dumps({"event_id_cnty": source_id, "tags": "", "iso": 368, "notes": "As it was <b>coded</b>."}),
        "origin": "invented.csv", "import_id": "", "imported": THEN,
    }  # fmt: skip
    return row | fields


def import_rows(tables: Tables, rows: Iterable[dict[str, Any]], *, imported: datetime = THEN, uri: str = "") -> None:
    """Append rows as one import of that time."""
    stamped = [row | {"import_id": imported.isoformat(), "imported": imported} for row in rows]
    table = pa.Table.from_pylist(stamped, schema=SCHEMAS["imports"])
    write_deltalake(uri or f"{tables.uri}/imports", table, mode="append")
