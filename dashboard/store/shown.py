"""Rows of the imports table in the columns that map, table and exports show of any event."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pyarrow as pa

from dashboard.store.event_rows import EVENT_COLUMNS, OFFSETS

# What stands in the imports table under the same name.
IMPORTED_COLUMNS = (
    "event_id", "dataset", "event_date", "event_date_end", "time_precision", "date_prec", "event_type", "sub_event_type",
    "location", "country", "admin1", "admin2", "latitude", "longitude", "geo_precision", "actors", "actor1", "actor2",
    "fatalities", "fatalities_low", "fatalities_high", "notes", "title", "source", "url", "published",
)  # fmt: skip
# An imported event is one report of a data set, which nobody doubts until a person does.
_SAME = {
    "confidence": 1.0, "status": "unreviewed", "edited": "", "doubts": "", "doubt": 0.0, "reports": 1, "articles": 0,
    "article_id": "", **dict.fromkeys(OFFSETS, 0),
}  # fmt: skip
_EMPTY = dict.fromkeys((*EVENT_COLUMNS, *OFFSETS))


def shown(table: pa.Table) -> Iterator[dict[str, Any]]:
    """The rows of a table with some of ``IMPORTED_COLUMNS``: dictionaries with EVENT_COLUMNS and OFFSETS.

    What the table does not have is null.
    """
    for row in table.to_pylist():
        event = _EMPTY | row | _SAME
        event["sources"] = event["source"]
        event["urls"] = re.sub(r"\s", "%20", event["url"] or "")
        yield event
