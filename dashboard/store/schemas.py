"""The columns of the Delta tables. Columns are only ever added: what an older program wrote reads as null there."""

from __future__ import annotations

import pyarrow as pa

from dashboard.records import COUNTS

# Rows of a Parquet row group of ours: fetching one row costs the reading of its row group, some 3 MB.
ROW_GROUP = 8192
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
    "imports": pa.schema(
        [
            ("event_id", pa.string()),  # dataset and source_id: "acled-IRQ12345", "ucdp-ged-244657", "gdelt-1090"
            ("dataset", pa.string()),  # "ucdp-ged", "acled" or "gdelt"
            ("source_id", pa.string()),  # the data set's own id of the event
            ("revision", pa.int64()),  # greater is newer, 0 where the data set tells none (ACLED's timestamp)
            ("digest", pa.int64()),  # of everything that was read: the same row imported again has the same
            ("event_date", pa.date32()),
            ("event_date_end", pa.date32()),  # the last day, never null
            ("time_precision", pa.int32()),
            ("date_prec", pa.int32()),
            ("event_type", pa.string()),
            ("sub_event_type", pa.string()),
            ("location", pa.string()),
            ("country", pa.string()),  # "" where it lies in none, as are all texts that are not given
            ("admin1", pa.string()),
            ("admin2", pa.string()),
            ("latitude", pa.float64()),
            ("longitude", pa.float64()),
            ("geo_precision", pa.int32()),
            ("actors", pa.string()),
            ("actor1", pa.string()),
            ("actor2", pa.string()),
            ("fatalities", pa.int32()),  # null where not told
            ("fatalities_low", pa.int32()),
            ("fatalities_high", pa.int32()),
            ("notes", pa.string()),
            ("title", pa.string()),
            ("source", pa.string()),
            ("url", pa.string()),
            ("published", pa.date32()),  # day of the source, null where not told
            ("raw", pa.string()),  # JSON: the original columns and their values, as they were read
            ("origin", pa.string()),  # the file it came from
            ("import_id", pa.string()),
            ("imported", _TIME),
        ]
    ),
}
# What an importer gives; the store adds which import it was, and when.
IMPORTED = pa.schema([field for field in SCHEMAS["imports"] if field.name not in {"import_id", "imported"}])
# A store of an older program lacks them: they are made when it is opened.
LATER = frozenset({"imports"})
