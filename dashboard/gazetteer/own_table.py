"""Read places from a CSV file of one's own: name, latitude, longitude, and what else is known of each.

Columns, in any order: ``name``, ``latitude``, ``longitude`` (degrees WGS 84); where known ``country`` (code or English
name), ``admin1``, ``admin2`` (names of divisions), ``alternates`` (other names, parted by semicolons), ``feature_code``
(GeoNames'; PPL unless given), ``population``, ``geonameid``. Others are passed over.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from dashboard.errors import InputError
from dashboard.gazetteer.countries import find_country
from dashboard.gazetteer.geonames import clean, degrees, lines, open_dump, refused
from dashboard.gazetteer.sources import Entry
from dashboard.records import Place

REQUIRED = ("name", "latitude", "longitude")
OPTIONAL = ("country", "admin1", "admin2", "alternates", "feature_code", "population", "geonameid")


def read_table(path: Path, *, source: str, keep: IO[bytes] | None = None) -> Iterator[Entry]:
    """Every place of a CSV file (or of one packed as ``.gz``), checked, and written to ``keep`` as it was.

    ``source`` becomes the places' source. Raises InputError, which names file, line and reason, at the first bad row.
    """
    with open_dump(path) as (stream, file, packed):
        count = 0
        reader = csv.reader(_text(stream, file, packed, keep), strict=True)
        try:
            columns = _columns(next(reader, []), file)
            for cells in reader:
                if not any(cell.strip() for cell in cells):
                    continue
                count += 1
                try:
                    if len(cells) != len(columns):
                        raise ValueError(f"{len(cells)} columns where the first line has {len(columns)}")
                    yield _entry(dict(zip(columns, map(str.strip, cells), strict=True)), source)
                except ValueError as error:
                    raise refused(file, reader.line_num, str(error)) from error
        except csv.Error as error:
            raise refused(file, reader.line_num, f"it is no CSV ({error})") from error
    if count == 0:
        raise InputError(f"{file} holds no places. Nothing of it was added.")


def _text(stream: IO[bytes], file: str, packed: int, keep: IO[bytes] | None) -> Iterator[str]:
    for number, line in lines(stream, file, packed=packed, keep=keep):
        try:
            # The end of a line inside a quoted cell is part of it; csv wants it there.
            yield line.decode("utf-8-sig" if number == 1 else "utf-8") + "\n"
        except UnicodeDecodeError as error:
            raise refused(file, number, "it is not UTF-8") from error


def _columns(header: list[str], file: str) -> list[str]:
    columns = [cell.strip().lower() for cell in header]
    missing = [name for name in REQUIRED if name not in columns]
    if missing:
        raise refused(file, 1, f"there is no column {' or '.join(missing)}; it needs {', '.join(REQUIRED)}")
    twice = {name for name in columns if name in REQUIRED + OPTIONAL and columns.count(name) > 1}
    if twice:
        raise refused(file, 1, f"the column {min(twice)} is there twice")
    return columns


def _entry(row: dict[str, str], source: str) -> Entry:
    name, code = clean(row["name"]), row.get("feature_code", "").upper() or "PPL"
    if not name:
        raise ValueError("the name is empty")
    if not (code.isascii() and code.isalnum() and len(code) <= 10):
        raise ValueError(f"{code[:20]!r} is no GeoNames feature code, such as PPL")
    country = find_country(row["country"]) if row.get("country") else ""
    if country is None:
        raise ValueError(f"{row['country'][:40]!r} is no country; write its ISO code or its English name")
    place = Place(
        name=name,
        latitude=degrees(row["latitude"], "latitude", 90),
        longitude=degrees(row["longitude"], "longitude", 180),
        country=country,
        admin1=clean(row.get("admin1", "")),
        admin2=clean(row.get("admin2", "")),
        feature_code=code,
        population=_whole(row.get("population", ""), "population") or 0,
        geonameid=_whole(row.get("geonameid", ""), "geonameid") or None,
        source=source,
    )
    alternates = [clean(part) for part in row.get("alternates", "").split(";")]
    return Entry(place, [alternate for alternate in alternates if alternate])


def _whole(text: str, what: str) -> int:
    if text and not (text.isascii() and text.isdigit() and len(text) <= 11):
        raise ValueError(f"the {what} {text[:20]!r} is no whole number")
    return int(text or 0)
