"""Rows of the gazetteer file: its tables, and what an entry becomes in them."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from itertools import chain

from dashboard.gazetteer.candidates import NameKind
from dashboard.gazetteer.names import loosen, make_name_key
from dashboard.gazetteer.sources import Entry

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
-- the first words of names, and how many words the longest of those names has
CREATE TABLE head (word TEXT PRIMARY KEY, words INTEGER) WITHOUT ROWID;
-- what English words are like, for those who read names in a text
CREATE TABLE word (word TEXT PRIMARY KEY, class INTEGER) WITHOUT ROWID;
CREATE TEMP TABLE new_name (key TEXT, place INTEGER, kind INTEGER);
CREATE TEMP TABLE new_loose (key TEXT, place INTEGER);
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT);
-- what each source brought: new places, and places that were there already
CREATE TABLE source (name TEXT PRIMARY KEY, places INTEGER, merged INTEGER);
"""

Keyed = tuple[int, Entry, dict[str, NameKind]]


def insert(db: sqlite3.Connection, batch: Sequence[Keyed]) -> None:
    """Write new places and their names."""
    db.executemany(f"INSERT INTO place VALUES ({','.join('?' * 12)})", map(_place_row, batch))
    insert_names(db, batch)


def insert_names(db: sqlite3.Connection, batch: Sequence[Keyed]) -> None:
    """Write the names of places; a name that a place has already is no harm."""
    db.executemany("INSERT INTO new_name VALUES (?, ?, ?)", chain.from_iterable(map(_name_rows, batch)))
    db.executemany("INSERT INTO new_loose VALUES (?, ?)", chain.from_iterable(map(_loose_rows, batch)))


def prominence(entry: Entry) -> float:
    """How well known a place is, in inhabitants."""
    # A name that many languages have is better known than its inhabitants tell: New Mosul counts more than Mosul.
    return entry.place.population * min(1.0, (1 + len(entry.alternates)) / 20)


def _place_row(keyed: Keyed) -> tuple[object, ...]:
    number, entry, _ = keyed
    p = entry.place
    where = (p.name, p.latitude, p.longitude, p.country, p.admin1, p.admin2)
    return (number, *where, p.feature_code, p.population, p.geonameid, p.source, prominence(entry))


def _name_rows(keyed: Keyed) -> list[tuple[str, int, int]]:
    number, _, keys = keyed
    return [(key, number, int(kind)) for key, kind in keys.items()]


def _loose_rows(keyed: Keyed) -> list[tuple[str, int]]:
    number, _, keys = keyed
    return [(loosen(key), number) for key, kind in keys.items() if kind <= NameKind.ALTERNATE and key.isascii()]


def keys_of(entry: Entry) -> dict[str, NameKind]:
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
