"""UCDP GED, of all versions: columns by name, in any case and order (codebook: ucdp.uu.se/downloads)."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from dashboard.importers.batches import Became
from dashboard.importers.cells import Cells, filled
from dashboard.importers.columns import events
from dashboard.importers.countries import country_code
from dashboard.importers.days import RefusedError, read_day, shown
from dashboard.importers.texts import joined, shown_text

DATASET = "ucdp-ged"
NEEDED = (("id",), ("latitude",), ("longitude",), ("date_start",), ("country",))
# What no other data set has.
MARKS = frozenset(
    {"type_of_violence", "where_prec", "where_coordinates", "date_prec", "date_end", "priogrid_gid", "dyad_name"}
)

# 5: a linear feature or a fuzzy area, at a point that stands for it; 7: international waters or airspace.
_WHERE_PREC = {"1": 1, "2": 2, "3": 2, "4": 3, "5": 2, "6": 3, "7": 3}
_DATE_PREC = {"1": 1, "2": 2, "3": 3, "4": 4, "5": 5}
_TIME_PRECISION = np.array([1, 1, 2, 2, 3, 3], np.int32)
_KINDS = {
    "1": ("Battles", "Armed clash"),
    "2": ("Battles", "Armed clash"),
    "3": ("Violence against civilians", "Attack"),
}
_SPANS = (0, 5, 6, 30)  # days between the first and the last, up to which date_prec is 1, 2, 3, 4

BECAME = (
    Became("id", "source_id", "as it is; event_id is ucdp-ged- and it"),
    Became("type_of_violence", "event_type", "1, 2 -> Battles: Armed clash; 3 -> Violence against civilians: Attack"),
    Became("date_start", "event_date", "the day"),
    Became("date_end", "event_date_end", "the day"),
    Became("date_prec", "date_prec", "kept; where it is empty, by the length of the range"),
    Became("date_prec", "time_precision", "1 -> 1; 2, 3 -> 2; 4, 5 -> 3"),
    Became("where_prec", "geo_precision", "1 -> 1; 2, 3, 5 -> 2; 4, 6, 7 -> 3; 2 where it is empty"),
    Became("where_coordinates", "location", "as it is"),
    Became("where_description", "notes", "last of the sentence"),
    Became("country", "country", "ISO 3166 code; empty where unknown"),
    Became("adm_1", "admin1", "as it is"),
    Became("adm_2", "admin2", "as it is"),
    Became("latitude", "latitude", "degrees"),
    Became("longitude", "longitude", "degrees"),
    Became("side_a", "actor1", "as it is; also first of actors"),
    Became("side_b", "actor2", "as it is; also in actors"),
    Became("dyad_name", "notes", "first of the sentence"),
    Became("best", "fatalities", "as it is; also in notes"),
    Became("low", "fatalities_low", "as it is"),
    Became("high", "fatalities_high", "as it is"),
    Became("source_headline", "title", "as it is"),
    Became("source_office", "source", "as it is"),
    Became("source_article", "source", "where there is no source_office"),
    Became("source_date", "published", "where it is one day"),
)


def events_of(cells: Cells, *, null_island: bool = False) -> pa.RecordBatch:
    """The events of some rows (schema IMPORTED); rows that cannot be used are refused in ``cells``."""
    column = cells.column
    source_id = cells.identifiers(column("id"), "id")
    first = cells.mapped(column("date_start"), lambda text: read_day(text, "date_start"), pa.date32())
    last = _last_days(cells, first)
    date_prec = _date_prec(cells, first, last)
    event_type, sub_event_type = cells.pairs(
        column("type_of_violence"), _kind if cells.has("type_of_violence") else _fight
    )
    latitude, longitude = cells.coordinates("latitude", "longitude", null_island=null_island)
    sides = shown_text(column("side_a")), shown_text(column("side_b"))
    best, low, high = (cells.whole(name, f"{name}_est") for name in ("best", "low", "high"))
    values = {
        "source_id": source_id,
        "event_date": first,
        "event_date_end": last,
        "time_precision": pa.array(_TIME_PRECISION[date_prec]),
        "date_prec": pa.array(date_prec),
        "event_type": event_type,
        "sub_event_type": sub_event_type,
        "location": shown_text(column("where_coordinates")),
        "country": cells.mapped(column("country"), country_code, pa.string()),
        "admin1": shown_text(column("adm_1")),
        "admin2": shown_text(column("adm_2")),
        "latitude": latitude,
        "longitude": longitude,
        "geo_precision": cells.code("where_prec", _WHERE_PREC, 2),
        "actors": joined(*sides),
        "actor1": sides[0],
        "actor2": sides[1],
        "fatalities": best,
        "fatalities_low": low,
        "fatalities_high": high,
        "notes": shown_text(_notes(cells, best), 4000),
        "title": shown_text(column("source_headline")),
        "source": shown_text(filled(column("source_office"), column("source_article"))),
        "published": cells.mapped(column("source_date"), _one_day, pa.date32()),
    }
    return events(cells, DATASET, values)


def _fight(_: str) -> tuple[str, str]:
    """What a table without type_of_violence tells of: most of GED are fights."""
    return _KINDS["1"]


def _kind(text: str) -> tuple[str, str]:
    code = text.strip().removesuffix(".0")
    if code not in _KINDS:
        raise RefusedError(f"type_of_violence {shown(text)} is none of 1, 2, 3", "type_of_violence is none of 1, 2, 3")
    return _KINDS[code]


def _last_days(cells: Cells, first: pa.Date32Array) -> pa.Date32Array:
    def read(text: str) -> object:
        return read_day(text, "date_end") if text.strip() else None

    last = pc.coalesce(cells.mapped(cells.column("date_end"), read, pa.date32()), first)
    cells.refuse(
        pc.fill_null(pc.less(last, first), False).to_numpy(zero_copy_only=False),
        "date_end lies before date_start",
        lambda row: f"date_end {last[row]} lies before date_start {first[row]}",
    )
    return last


def _date_prec(cells: Cells, first: pa.Date32Array, last: pa.Date32Array) -> np.ndarray[tuple[int], np.dtype[np.int32]]:
    """GED's code, or where it is not told the code of the range's length."""
    told = pc.fill_null(cells.code("date_prec", _DATE_PREC, 0), 1).to_numpy(zero_copy_only=False)
    days = pc.fill_null(pc.days_between(first, last), 0).to_numpy(zero_copy_only=False)
    codes: np.ndarray[tuple[int], np.dtype[np.int32]] = np.where(told == 0, np.searchsorted(_SPANS, days) + 1, told)
    return codes.astype(np.int32)


def _notes(cells: Cells, best: pa.Int64Array) -> pa.StringArray:
    """ "Government of X - Y, best estimate 4 deaths, some town (near a bridge)": the facts that name the event."""
    column = cells.column
    deaths = pc.if_else(pc.equal(best, 1), " death", " deaths")
    estimate = pc.binary_join_element_wise("best estimate ", pc.cast(best, pa.string()), deaths, "")
    where = filled(column("where_description"), column("where_coordinates"))
    return joined(column("dyad_name"), pc.fill_null(estimate, ""), where, between=", ")


def _one_day(text: str) -> object:
    """The day of a source, None where there are several or none."""
    try:
        days = {read_day(part) for part in text.split(";") if part.strip()}
    except RefusedError:
        return None
    return days.pop() if len(days) == 1 else None
