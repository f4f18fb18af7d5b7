"""Small tables of invented rows in the layouts of the data sets."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from typing import Any

from dashboard.importers import Batch, Failure, Source, read
from dashboard.importers.gdelt import HEADLESS

ACLED = {
    "event_id_cnty": "XYZ1", "event_date": "2016-10-17", "year": "2016", "time_precision": "1",
    "event_type": "Battles", "sub_event_type": "Armed clash", "actor1": "Army of X", "assoc_actor_1": "",
    "inter1": "1", "actor2": "Front of Y", "assoc_actor_2": "Brigade Z", "iso": "368", "country": "Iraq",
    "admin1": "Ninewa", "admin2": "Al Hamdaniya", "location": "Sampletown", "latitude": "36.34",
    "longitude": "43.13", "geo_precision": "1", "source": "Invented Daily", "notes": "Clashes, it says.",
    "fatalities": "4", "timestamp": "1700000000",
}  # fmt: skip
GED = {
    "id": "1001", "type_of_violence": "1", "dyad_name": "Government of X - Y", "side_a": "Government of X",
    "side_b": "Y", "source_article": "Invented Agency 3/2-16", "source_office": "Invented Agency",
    "source_date": "2016-02-03", "source_headline": "A headline", "where_prec": "1",
    "where_coordinates": "Sampletown", "where_description": "Sampletown, by the bridge", "adm_1": "North province",
    "adm_2": "East district", "latitude": "34.8", "longitude": "36.7", "country": "Syria", "date_prec": "1",
    "date_start": "2016-02-01 00:00:00.000", "date_end": "2016-02-01 00:00:00.000", "best": "4", "low": "2", "high": "9",
}  # fmt: skip
GDELT = {
    "GLOBALEVENTID": "1090", "SQLDATE": "20161017", "Actor1Name": "POLICE", "Actor2Name": "PROTESTER",
    "EventCode": "190", "EventBaseCode": "190", "EventRootCode": "19", "NumArticles": "4", "ActionGeo_Type": "4",
    "ActionGeo_FullName": "Sampletown, Ninawa, Iraq", "ActionGeo_CountryCode": "IZ", "ActionGeo_Lat": "36.34",
    "ActionGeo_Long": "43.13", "DATEADDED": "20161018120000", "SOURCEURL": "https://www.news.example/a?b=1",
}  # fmt: skip
ROWS = {"acled": ACLED, "ucdp-ged": GED, "gdelt": GDELT}


def table(rows: Sequence[Mapping[str, str]], **writing: Any) -> bytes:
    """A CSV file with a header."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, list(rows[0]), **{"lineterminator": "\n", **writing})
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def export(rows: Sequence[Mapping[str, str]], columns: int = 61) -> bytes:
    """A file as GDELT publishes it: tabs, no header."""
    return "".join("\t".join(row.get(name, "") for name in HEADLESS[columns]) + "\n" for row in rows).encode()


def rows_of(dataset: str, *changes: Mapping[str, str]) -> bytes:
    """A file of the data set's sample row, once for each of the changes to it."""
    rows = [ROWS[dataset] | change for change in changes]
    return export(rows) if dataset == "gdelt" else table(rows)


def batches(dataset: str, *sources: Source, **how: Any) -> tuple[list[Batch], list[Failure]]:
    """All batches, and the files that could not be read."""
    failures: list[Failure] = []
    return list(read(dataset, sources, on_failure=failures.append, **how)), failures


def events(dataset: str, *changes: Mapping[str, str], **how: Any) -> list[dict[str, Any]]:
    """The events of the sample row with these changes; nothing may be refused."""
    found, failures = batches(dataset, ("sample", rows_of(dataset, *changes)), **how)
    assert not failures
    assert not [refusal for batch in found for refusal in batch.refused]
    events = [row for batch in found for row in batch.rows.to_pylist()]
    return [row | {"raw": json.loads(row["raw"])} for row in events]


def refusals(dataset: str, *sources: Source, **how: Any) -> list[tuple[int, str]]:
    """Line and reason of each refused row."""
    found, failures = batches(dataset, *sources, **how)
    assert not failures
    return [(refusal.line, refusal.reason) for batch in found for refusal in batch.refused]


def refused(dataset: str, **change: str) -> str:
    """Why the sample row with this change is refused."""
    [(_, reason)] = refusals(dataset, ("sample", rows_of(dataset, change)))
    return reason
