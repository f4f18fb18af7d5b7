"""The columns of the Delta tables. Columns are only ever added: what an older program wrote reads as null there."""

from __future__ import annotations

import pyarrow as pa

from dashboard.records import COUNTS

_TIME = pa.timestamp("us", tz="UTC")
SCHEMAS: dict[str, pa.Schema] = {
    "articles": pa.schema(
        [
            ("article_id", pa.string()),
            ("title", pa.string()),
            ("text", pa.string()),
            ("source", pa.string()),
            ("url", pa.string()),
            ("language", pa.string()),
            ("external_id", pa.string()),
            ("published", pa.date32()),
            ("retrieved", _TIME),
            ("extractor", pa.string()),  # version of the rules
            ("extraction", pa.string()),  # id of one reading: its reports carry the same
        ]
    ),
    "reports": pa.schema(
        [
            ("report_id", pa.string()),
            ("event_id", pa.string()),  # decisions of an older program know events by it
            ("article_id", pa.string()),
            ("event_date", pa.date32()),
            ("time_precision", pa.int32()),
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
            ("feature_code", pa.string()),
            ("actors", pa.string()),  # names joined by "; ", as are actor1 and actor2
            ("fatalities", pa.int32()),
            ("notes", pa.string()),
            ("start", pa.int32()),
            ("end", pa.int32()),
            ("location_start", pa.int32()),
            ("location_end", pa.int32()),
            ("confidence", pa.float64()),
            ("published", pa.date32()),
            ("extractor", pa.string()),
            ("recorded", _TIME),
            ("extraction", pa.string()),
            ("number", pa.int32()),
            ("event_date_end", pa.date32()),
            ("date_prec", pa.int32()),
            ("actor1", pa.string()),
            ("actor2", pa.string()),
            ("place_name", pa.string()),
            ("place_source", pa.string()),
            ("population", pa.int64()),
            ("place_confidence", pa.float64()),
            ("evidence", pa.string()),  # JSON: [field, start, end] each
            *((name, pa.int32()) for name in COUNTS if name != "fatalities"),
            *((f"{name}_{part}", pa.int32()) for name in COUNTS for part in ("low", "high", "start", "end")),
        ]
    ),
    "decisions": pa.schema(
        [
            ("decision_id", pa.string()),  # rows of one decision on several events share it
            ("event_id", pa.string()),  # as it was then
            ("action", pa.string()),
            ("who", pa.string()),
            ("reason", pa.string()),
            ("decided", _TIME),
            ("targets", pa.string()),  # JSON: anchors of the event's reports
            ("scope", pa.string()),  # JSON
            ("values", pa.string()),  # JSON
        ]
    ),
}
