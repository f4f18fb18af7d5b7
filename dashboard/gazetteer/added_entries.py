"""The places of an added source, put into the gazetteer file that is being built."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

from dashboard.errors import GazetteerError, InputError
from dashboard.gazetteer.added import DIVISIONS, DUMP, ROWS, AddedSource
from dashboard.gazetteer.geonames import Row, open_dump, read_divisions, read_rows
from dashboard.gazetteer.merge import Merger, agreed_names
from dashboard.gazetteer.own_table import read_table
from dashboard.gazetteer.sources import Entry
from dashboard.records import Place


def add_to(merger: Merger, source: AddedSource) -> tuple[int, int]:
    """Merge a source's places: (how many are new, how many were there). Raises GazetteerError when it is damaged."""
    try:
        return merger.add(_dump(merger, source) if source.kind == DUMP else _table(source))
    except InputError as error:
        raise GazetteerError(f"The added source {source.name} is damaged, add it again ({error})") from error


def _table(source: AddedSource) -> Iterator[Entry]:
    return read_table(Path(source.folder) / ROWS, source=source.name)


def _dump(merger: Merger, source: AddedSource) -> Iterator[Entry]:
    given = read_divisions(Path(source.folder) / DIVISIONS, set(source.countries))
    names = agreed_names(given, _votes(merger, source))
    for row in _rows(source):
        if row.kept:
            yield _entry(row, names)


def _rows(source: AddedSource) -> Iterator[Row]:
    with open_dump(Path(source.folder) / ROWS) as (stream, _, packed):
        yield from read_rows(stream, source.origin, packed=packed)


def _votes(merger: Merger, source: AddedSource) -> Mapping[str, Counter[str]]:
    """Code of a division -> names of the divisions that its towns are known to lie in."""
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    for row in _rows(source):
        if row.feature_class != "P" or not row.admin1:
            continue
        admin1, admin2 = merger.divisions_of(row.geonameid)
        if admin1:
            votes[row.admin1_code][admin1] += 1
        if admin2 and row.admin2:
            votes[row.admin2_code][admin2] += 1
    return votes


def _entry(row: Row, names: Mapping[str, str]) -> Entry:
    # A division goes by the name that the places in it carry; what its own row calls it is an alternate.
    name = names.get(row.division) or row.name
    country = row.feature_code.startswith("PCL")  # lies in no division, whatever its row says
    place = Place(
        name=name,
        latitude=row.latitude,
        longitude=row.longitude,
        country=row.country,
        admin1="" if country else names.get(row.admin1_code, ""),
        admin2="" if country or row.feature_code == "ADM1" else names.get(row.admin2_code, ""),
        feature_code=row.feature_code,
        population=row.population,
        geonameid=row.geonameid,
        source="geonames",
    )
    return Entry(place, [n for n in row.names if n != name])
