"""Read the place columns of event data: exports of UCDP GED and ACLED, told by their columns.

Versions differ in columns, so they are read by name, whatever their case and order. One bad row never stops the rest.
"""

from __future__ import annotations

import csv
import io
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path

import pycountry

from dashboard.errors import InputError
from dashboard.gazetteer.countries import find_country
from dashboard.gazetteer.event_names import parse
from dashboard.gazetteer.lessons import Lesson, Refusal

Row = Mapping[str, str]

# ACLED's geo_precision: 1 a town; 2 near it or part of a region; 3 a region, at its seat. As GED's where_prec.
_ACLED_PRECISION = {1: 1, 2: 2, 3: 5}
_MAX_FIELD = 10_000_000  # characters: GED's source_article may be long


def read_lessons(path: Path) -> Iterator[Lesson | Refusal]:
    """What each row of a CSV export, or of a .zip of one, teaches. Rows are read one at a time.

    Raises InputError when the file cannot be read or is neither GED nor ACLED.
    """
    csv.field_size_limit(_MAX_FIELD)
    try:
        with _text(path) as lines:
            yield from _read(lines, path)
    except (OSError, EOFError, zlib.error, zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise InputError(f"{path} cannot be read: {reason.lower()}.") from error


def _read(lines: io.TextIOBase, path: Path) -> Iterator[Lesson | Refusal]:
    header = lines.readline().replace("\x00", "")
    delimiter = max(",;\t", key=header.count)
    columns = [name.strip().lower() for name in next(csv.reader([header], delimiter=delimiter), [])]
    lesson = _reader(columns, path)
    rows = csv.reader(lines, delimiter=delimiter)
    while True:
        try:
            values = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            yield Refusal(rows.line_num + 1, f"the row cannot be read ({error})")
            continue
        if not any(value.strip() for value in values):
            continue
        try:
            yield lesson(dict(zip(columns, map(str.strip, values), strict=False)))
        except ValueError as refused:
            yield Refusal(rows.line_num + 1, str(refused))


def _reader(columns: Sequence[str], path: Path) -> Callable[[Row], Lesson]:
    have = set(columns)
    common = {"latitude", "longitude", "country"}
    if common | {"where_coordinates"} <= have:
        return _ged
    if common | {"location"} <= have and have & {"event_id_cnty", "geo_precision", "data_id"}:
        return _acled
    raise InputError(
        f"{path} is neither an export of UCDP GED (columns where_coordinates, country, latitude, longitude) nor of ACLED "
        "(location, event_id_cnty, country, latitude, longitude). Its first line must name the columns."
    )


def _ged(row: Row) -> Lesson:
    precision = row.get("where_prec", "")
    return _lesson(
        row,
        "ged",
        row.get("id", ""),
        row.get("where_coordinates", ""),
        (row.get("adm_1", ""), row.get("adm_2", "")),
        int(precision) if precision in {"1", "2", "3", "4", "5", "6", "7"} else 2,
    )


def _acled(row: Row) -> Lesson:
    precision = row.get("geo_precision", "")
    event = row.get("event_id_cnty", "") or row.get("data_id", "")
    return _lesson(
        row,
        "acled",
        event,
        row.get("location", ""),
        (row.get("admin1", ""), row.get("admin2", "")),
        _ACLED_PRECISION.get(int(precision) if precision.isdecimal() else 2, 2),
    )


def _lesson(row: Row, dataset: str, event: str, name: str, divisions: tuple[str, str], precision: int) -> Lesson:
    """The lesson of a row. Raises ValueError with the reason to refuse it."""
    latitude, longitude = _degrees(row, "latitude", 90), _degrees(row, "longitude", 180)
    if not latitude and not longitude:
        raise ValueError("0, 0 is Null Island: the row has no coordinates")
    if not parse(name).names:
        raise ValueError(f"{name!r} is no name of a place" if name else "it names no place")
    country = _country(row.get("country", ""), row.get("iso", ""))
    if country is None:
        raise ValueError(f"{row.get('country', '')!r} is no country that is known")
    mark = "\x1f".join((dataset, event or "\x1f".join(f"{column}={value}" for column, value in row.items())))
    return Lesson(name, country, latitude, longitude, *divisions, precision=precision, mark=mark)


def _degrees(row: Row, column: str, most: float) -> float:
    text = row.get(column, "")
    try:
        value = float(text)
    except ValueError:
        raise ValueError(f"{column} {text!r} is no number" if text else f"it has no {column}") from None
    if not -most <= value <= most:
        raise ValueError(f"{column} {text} lies outside -{most:g} to {most:g}")
    return value


@lru_cache
def _country(name: str, number: str) -> str | None:
    """The ISO code of GED's "Yemen (North Yemen)" or "Russia (Soviet Union)", or of ACLED's name with its number."""
    outside, _, inside = name.partition("(")
    for form in (name, outside, inside.rstrip(") ")):
        if form.strip() and (code := find_country(form)):
            return code
    if number.isdecimal() and int(number):
        found = pycountry.countries.get(numeric=number.zfill(3))
        return str(found.alpha_2) if found else None
    return None


@contextmanager
def _text(path: Path) -> Iterator[io.TextIOBase]:
    if not zipfile.is_zipfile(path):
        with path.open(encoding="utf-8-sig", errors="replace", newline="") as lines:
            yield lines
        return
    with zipfile.ZipFile(path) as archive:
        tables = [
            name for name in archive.namelist() if name.lower().endswith(".csv") and not name.startswith("__MACOSX")
        ]
        if len(tables) != 1:
            raise InputError(f"{path} holds {len(tables)} CSV files; it must hold one.")
        with archive.open(tables[0]) as raw, io.TextIOWrapper(raw, "utf-8-sig", "replace", newline="") as lines:
            yield lines
