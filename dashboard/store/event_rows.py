"""Shown events as the columns that map, timeline, table and exports need."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import pyarrow as pa

from dashboard.merging.doubts import doubt
from dashboard.records import COUNTS, Count, Event, Origin
from dashboard.store.codes import STATUS, TYPES, country_code, world_pixels
from dashboard.store.reading import Publication

_JOIN = "; "
EVENT_SCHEMA = pa.schema(
    [
        ("event_id", pa.string()),
        ("event_date", pa.date32()),
        ("event_date_end", pa.date32()),
        ("time_precision", pa.int32()),
        ("date_prec", pa.int32()),
        ("event_type", pa.string()),
        ("sub_event_type", pa.string()),
        ("location", pa.string()),
        ("country", pa.string()),
        ("admin1", pa.string()),
        ("admin2", pa.string()),
        ("latitude", pa.float64()),
        ("longitude", pa.float64()),
        ("geo_precision", pa.int32()),
        ("geonameid", pa.int64()),
        ("actors", pa.string()),
        ("actor1", pa.string()),
        ("actor2", pa.string()),
        *((f"{name}{part}", pa.int32()) for name in COUNTS for part in ("", "_low", "_high")),
        ("notes", pa.string()),
        ("confidence", pa.float64()),
        ("status", pa.string()),
        ("edited", pa.string()),
        ("doubts", pa.string()),
        ("doubt", pa.float64()),
        ("reports", pa.int32()),
        ("articles", pa.int32()),
        ("title", pa.string()),
        ("source", pa.string()),
        ("url", pa.string()),
        ("sources", pa.string()),
        ("urls", pa.string()),
        ("published", pa.date32()),
        ("article_id", pa.string()),
        ("dataset", pa.string()),
    ]
)
EVENT_COLUMNS: tuple[str, ...] = tuple(EVENT_SCHEMA.names)
# Beside them: the offsets of the best report, and the words that a text filter looks at.
OFFSETS = ("start", "end", "location_start", "location_end")
# What the tables of imported events are filtered and gathered by, under the same names: numbers in place of texts, pixels.
# Rows count down from -1: those of imported events count up from 0.
_CODES = [("id", pa.int32()), *((name, pa.uint16()) for name in ("ty", "cc", "st")), *((n, pa.int32()) for n in "xy")]
_WHOLE = pa.schema(
    [*EVENT_SCHEMA, *((name, pa.int32()) for name in OFFSETS), *((n, pa.string()) for n in ("dataset", "words"))]
)


def event_table(events: Iterable[Event], articles: Mapping[str, Publication]) -> pa.Table:
    """One row an event, with ``EVENT_COLUMNS``, ``OFFSETS``, ``words``, and the codes of ``imported_table``.

    ``articles`` holds those that the reports were read from; imported reports bring their own.
    """
    found = list(events)
    table = pa.Table.from_pylist([_row(event, articles) for event in found], schema=_WHOLE)
    x, y = world_pixels(table["longitude"].to_numpy(), table["latitude"].to_numpy())
    codes = (
        -1 - np.arange(len(found)), [TYPES.index(e.event_type) for e in found],
        [country_code(e.place.country) for e in found], [STATUS[e.status] for e in found], x, y,
    )  # fmt: skip
    for (name, kind), column in zip(_CODES, codes, strict=True):
        table = table.append_column(name, pa.array(column, kind))
    return table


def _row(e: Event, articles: Mapping[str, Publication]) -> dict[str, Any]:
    p, best = e.place, e.reports[0]
    told: dict[str, Publication | Origin] = {r.article_id: r.imported or articles[r.article_id] for r in e.reports}
    first, *_ = told.values()
    row = {
        "event_id": e.event_id, "event_date": e.event_date, "event_date_end": e.event_date_end,
        "time_precision": e.time_precision, "date_prec": e.date_prec, "event_type": e.event_type,
        "sub_event_type": e.sub_event_type, "location": e.location, "country": p.country, "admin1": p.admin1,
        "admin2": p.admin2, "latitude": p.latitude, "longitude": p.longitude, "geo_precision": e.geo_precision,
        "geonameid": p.geonameid, "actors": _JOIN.join(e.actors), "actor1": _JOIN.join(e.actor1),
        "actor2": _JOIN.join(e.actor2), "notes": e.notes, "confidence": e.confidence, "status": e.status,
        "edited": _JOIN.join(e.edited), "doubts": _JOIN.join(e.doubts), "doubt": doubt(e) if e.doubts else 0.0,
        "reports": len(e.reports), "articles": sum(isinstance(a, Publication) for a in told.values()),
        "title": first.title, "source": first.source,
        "url": first.url, "sources": _JOIN.join(dict.fromkeys(a.source for a in told.values() if a.source)),
        # A space parts them, so none may stand in one.
        "urls": " ".join(dict.fromkeys(re.sub(r"\s", "%20", a.url) for a in told.values() if a.url)),
        "published": best.imported.published if best.imported else best.published,
        "article_id": "" if best.imported else best.article_id, "dataset": best.imported.dataset if best.imported else "",
        **{name: getattr(best, name) for name in OFFSETS},
        "words": " ".join(
            [e.location, p.admin1, p.admin2, *e.actors, e.sub_event_type, *(a.title for a in told.values())]
            + [name for r in e.reports for name in (r.location, r.notes)]
        ),
    }  # fmt: skip
    for name in COUNTS:
        count: Count | None = getattr(e, name)
        if count is not None:
            row |= {name: count.best, f"{name}_low": count.low, f"{name}_high": count.high}
    return row
