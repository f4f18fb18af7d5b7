"""Build the gazetteer file: one SQLite database of places and the keys of their names.

Run as ``python -m dashboard.gazetteer.build FILE``: the sources take several hundred megabytes while they are
read, and a process of its own gives that memory back. About 15 s on one core.
"""

from __future__ import annotations

import gc
import os
import sqlite3
import sys
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from pathlib import Path

from dashboard.gazetteer.candidates import NameKind
from dashboard.gazetteer.forgiving import bones
from dashboard.gazetteer.names import loosen, make_name_key
from dashboard.gazetteer.sources import Entry, all_entries
from dashboard.settings import data_dir

SCHEMA = """
CREATE TABLE place (
    id INTEGER PRIMARY KEY, name TEXT, latitude REAL, longitude REAL, country TEXT, admin1 TEXT, admin2 TEXT,
    feature_code TEXT, population INTEGER, geonameid INTEGER, source TEXT, prominence REAL
);
CREATE TABLE name (key TEXT, place INTEGER, kind INTEGER, PRIMARY KEY (key, place)) WITHOUT ROWID;
CREATE TABLE loose (key TEXT, place INTEGER, PRIMARY KEY (key, place)) WITHOUT ROWID;
CREATE TABLE consonants (
    country TEXT, key TEXT, loose TEXT, place INTEGER, PRIMARY KEY (country, key, loose, place)
) WITHOUT ROWID;
CREATE TEMP TABLE new_name (key TEXT, place INTEGER, kind INTEGER);
CREATE TEMP TABLE new_loose (key TEXT, place INTEGER);
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT);
"""


Keyed = tuple[int, Entry, dict[str, NameKind]]


def build(target: Path) -> None:
    """Write the gazetteer to ``target``, whole or not at all."""
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = target.with_suffix(f".{os.getpid()}.part")
    partial.unlink(missing_ok=True)
    try:
        _write(partial, all_entries(data_dir() / "lexicon"))
        partial.replace(target)
    finally:
        partial.unlink(missing_ok=True)


def _write(path: Path, entries: Iterable[Entry]) -> None:
    with sqlite3.connect(path) as db:
        db.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA temp_store = MEMORY;" + SCHEMA)
        keyed = ((number, entry, _keys(entry)) for number, entry in enumerate(entries, start=1))
        for batch in batched(keyed, 20_000):
            db.executemany(f"INSERT INTO place VALUES ({','.join('?' * 12)})", map(_place_row, batch))
            db.executemany("INSERT INTO new_name VALUES (?, ?, ?)", chain.from_iterable(map(_name_rows, batch)))
            db.executemany("INSERT INTO new_loose VALUES (?, ?)", chain.from_iterable(map(_loose_rows, batch)))
        # In key order a B-tree grows at its end: several times faster and smaller than in any other order.
        db.execute("INSERT INTO name SELECT key, place, kind FROM new_name ORDER BY key, place")
        db.execute("INSERT INTO loose SELECT DISTINCT key, place FROM new_loose ORDER BY key, place")
        db.create_function("consonants_of", 1, bones, deterministic=True)
        db.execute(
            "INSERT INTO consonants SELECT p.country, k.bones, k.key, l.place FROM "
            "(SELECT key, consonants_of(key) AS bones FROM (SELECT DISTINCT key FROM loose)) k "
            "JOIN loose l ON l.key = k.key JOIN place p ON p.id = l.place WHERE k.bones != '' ORDER BY 1, 2, 3, 4"
        )
        db.execute("CREATE INDEX place_prominence ON place (prominence DESC) WHERE feature_code LIKE 'P%'")
        db.execute("INSERT INTO meta SELECT 'places', count(*) FROM place UNION ALL SELECT 'names', count(*) FROM name")
    db.close()


def batched(items: Iterable[Keyed], size: int) -> Iterator[list[Keyed]]:
    """Lists of up to ``size`` items."""
    iterator = iter(items)
    while batch := list(islice(iterator, size)):
        yield batch


def _place_row(keyed: Keyed) -> tuple[object, ...]:
    number, entry, _ = keyed
    p = entry.place
    where = (p.name, p.latitude, p.longitude, p.country, p.admin1, p.admin2)
    # A name that many languages have is better known than its inhabitants tell: New Mosul counts more than Mosul.
    prominence = p.population * min(1.0, (1 + len(entry.alternates)) / 20)
    return (number, *where, p.feature_code, p.population, p.geonameid, p.source, prominence)


def _name_rows(keyed: Keyed) -> list[tuple[str, int, int]]:
    number, _, keys = keyed
    return [(key, number, int(kind)) for key, kind in keys.items()]


def _loose_rows(keyed: Keyed) -> list[tuple[str, int]]:
    number, _, keys = keyed
    return [(loosen(key), number) for key, kind in keys.items() if kind <= NameKind.ALTERNATE and key.isascii()]


def _keys(entry: Entry) -> dict[str, NameKind]:
    """Every key of the entry with the strongest way it stands for the place."""
    kinds = (
        (entry.demonyms, NameKind.DEMONYM),
        (entry.short, NameKind.ABBREVIATION),
        (entry.alternates, NameKind.ALTERNATE),
        ([entry.place.name], NameKind.NAME),
    )
    keys = {make_name_key(name): kind for names, kind in kinds for name in names}
    keys.pop("", None)
    return keys


if __name__ == "__main__":
    gc.disable()  # millions of small tuples and no cycles: collecting would take a third of the time
    build(Path(sys.argv[1]))
