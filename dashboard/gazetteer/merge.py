"""Put added places into the gazetteer file that is being built: one that is there already is one place with all names.

The same place is: one with the same geonameid; a first- or second-order division of the same country (and first-order
division) and name; a country.
"""

from __future__ import annotations

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from itertools import islice

from dashboard.gazetteer.candidates import NameKind
from dashboard.gazetteer.names import make_name_key, name_key
from dashboard.gazetteer.rows import Keyed, insert, insert_names, keys_of, prominence
from dashboard.gazetteer.sources import Entry
from dashboard.records import Place

BATCH = 5_000
# Countries and the reviewed regions stand where a person put them, and what they are is what the rest relies on.
_UPDATE = """
UPDATE place SET
    latitude = iif(feature_code = 'PCLI' OR source = 'reviewed', latitude, :latitude),
    longitude = iif(feature_code = 'PCLI' OR source = 'reviewed', longitude, :longitude),
    feature_code = iif(feature_code = 'PCLI' OR source = 'reviewed', feature_code, :feature_code),
    admin1 = iif(:admin1 = '', admin1, :admin1), admin2 = iif(:admin2 = '', admin2, :admin2),
    population = max(population, :population), geonameid = coalesce(geonameid, :geonameid),
    prominence = max(prominence, :prominence)
WHERE id = :id
"""
_Division = tuple[str, ...]


class Merger:
    """Adds entries to a database whose embedded places are written already."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self._last: int = db.execute("SELECT coalesce(max(id), 0) FROM place").fetchone()[0]
        self._ids: dict[int, int] = dict(db.execute("SELECT geonameid, id FROM place WHERE geonameid IS NOT NULL"))
        self._divisions: dict[_Division, int] = {}
        sql = "SELECT id, country, feature_code, admin1, name FROM place WHERE feature_code IN ('ADM1', 'ADM2', 'PCLI')"
        for number, *where in db.execute(sql):
            self._divisions.setdefault(_division_key(*where), number)

    def add(self, entries: Iterable[Entry]) -> tuple[int, int]:
        """Write all entries; (how many are new places, how many were there already)."""
        new = merged = 0
        iterator = iter(entries)
        while batch := list(islice(iterator, BATCH)):
            fresh: list[Keyed] = []
            known: list[Keyed] = []
            for entry in batch:
                number = self._find(entry.place)
                if number:
                    known.append((number, entry, keys_of(entry)))
                else:
                    self._last += 1
                    self._remember(entry.place, self._last)
                    fresh.append((self._last, entry, keys_of(entry)))
            insert(self._db, fresh)
            self._update(known)
            new, merged = new + len(fresh), merged + len(known)
        return new, merged

    def _find(self, p: Place) -> int | None:
        by_id = self._ids.get(p.geonameid or 0)
        if by_id or p.feature_code not in {"ADM1", "ADM2", "PCLI"}:
            return by_id
        found = self._divisions.get(_division_key(p.country, p.feature_code, p.admin1, p.name))
        if found and p.geonameid:
            self._ids[p.geonameid] = found
        return found

    def _remember(self, p: Place, number: int) -> None:
        if p.geonameid:
            self._ids[p.geonameid] = number
        if p.feature_code in {"ADM1", "ADM2", "PCLI"}:
            self._divisions.setdefault(_division_key(p.country, p.feature_code, p.admin1, p.name), number)

    def _update(self, known: list[Keyed]) -> None:
        values = []
        for number, entry, _ in known:
            p = entry.place
            fields = ("latitude", "longitude", "feature_code", "admin1", "admin2", "population", "geonameid")
            values.append({f: getattr(p, f) for f in fields} | {"id": number, "prominence": prominence(entry)})
        self._db.executemany(_UPDATE, values)
        # The place keeps the name it goes by: what the dump calls it is one more.
        demoted = [(n, e, {k: max(kind, NameKind.ALTERNATE) for k, kind in keys.items()}) for n, e, keys in known]
        insert_names(self._db, demoted)

    def divisions_of(self, geonameid: int) -> tuple[str, str]:
        """Names of the divisions (admin1, admin2) of a town that is there, "" where unknown."""
        sql = "SELECT admin1, admin2 FROM place WHERE id = ? AND feature_code LIKE 'PP%'"
        number = self._ids.get(geonameid)
        found: tuple[str, str] | None = self._db.execute(sql, (number,)).fetchone() if number else None
        return found or ("", "")


def _division_key(country: str, code: str, admin1: str, name: str) -> _Division:
    if code == "PCLI":
        return (country, code)
    if code == "ADM1":
        return (country, code, name_key(name))
    return (country, code, name_key(admin1), name_key(name))


def agreed_names(given: Mapping[str, str], votes: Mapping[str, Counter[str]]) -> dict[str, str]:
    """Names of divisions by code, as the gazetteer spells them already; ``given`` where it has none.

    A dump's "Muhafazat Ninawa" must be the "Nineveh" that the towns in it are known to lie in, or there would be two.
    ``votes`` counts, for each code, the divisions that places known before lie in; codes are "IQ.15" or "IQ.15.99072".
    """
    names = dict(given)
    rivals: dict[str, list[tuple[int, str, str]]] = defaultdict(list)
    for code, counter in votes.items():
        parent = code.rpartition(".")[0]
        rivals[parent] += [(count, code, name) for name, count in counter.items()]
    for parent, found in rivals.items():
        voted = {name for _, _, name in found}
        same = {make_name_key(name): name for name in voted}
        codes = {code for _, code, _ in found} | {code for code in given if code.rpartition(".")[0] == parent}
        settled = {code: same[key] for code in codes if (key := make_name_key(given.get(code, ""))) in same}
        taken = set(settled.values())
        for _, code, name in sorted(found, reverse=True):
            if code not in settled and name not in taken:
                settled[code] = name
                taken.add(name)
        names |= settled
    return names
