"""The gazetteer opened from its file: candidates for a name."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from pathlib import Path

from dashboard.errors import GazetteerError
from dashboard.gazetteer.names import ARTICLES, loose_key, name_key, without_generic
from dashboard.records import Place

_COLUMNS = "name, latitude, longitude, country, admin1, admin2, feature_code, population, geonameid, source"


class NameKind(IntEnum):
    """How a name stands for a place."""

    NAME = 0
    ALTERNATE = 1
    ABBREVIATION = 2
    DEMONYM = 3


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place that a name may mean. ``exact`` is False where only the forgiving key matched."""

    place: Place
    kind: NameKind
    exact: bool = True
    asked: str = ""  # the class a generic word asks for: "ADM2" in "Hamdaniya district"

    @property
    def fits(self) -> bool:
        """Whether the place is of the class asked for; True where none was."""
        return not self.asked or self.place.feature_code.startswith(self.asked)


class Gazetteer:
    """Read-only, safe to share between threads. Answers come from SQLite's page cache: memory stays small."""

    def __init__(self, path: Path) -> None:
        """Open the file that ``dashboard.gazetteer.build`` wrote; raises GazetteerError when it is not one."""
        try:
            self._db = sqlite3.connect(
                f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False
            )
            for table in ("place", "name", "loose"):
                self._db.execute(f"SELECT * FROM {table} LIMIT 1").fetchone()
            self.counts = dict(self._db.execute("SELECT key, CAST(value AS INTEGER) FROM meta"))
        except sqlite3.Error as error:
            raise GazetteerError(
                f"The gazetteer file {path} cannot be opened ({error}). Delete it: it is built anew at the next start."
            ) from error
        self._lock = threading.Lock()
        self.lookup = lru_cache(maxsize=50_000)(self._lookup)

    def _lookup(self, name: str) -> tuple[Candidate, ...]:
        """Every place that ``name`` may mean, exact matches before forgiving ones; () when it is unknown."""
        key = name_key(name)
        if not key:
            return ()
        bare, asked = without_generic(key)
        found = self._exact(key, "")
        if bare != key:
            found = [c for c in found if c.kind is not NameKind.DEMONYM] + self._exact(bare, asked)
        if not found:
            words = bare.split()
            if len(words) > 1 and words[0] in ARTICLES:
                found = self._exact(" ".join(words[1:]), asked)
        # "Hamdaniya district" finds only the one in Egypt by its letters; the article's absence must not hide Iraq's.
        known = {(c.place.geonameid, c.place.name, c.place.country) for c in found}
        loose = [
            c for c in self._loose(loose_key(name), asked)
            if (c.place.geonameid, c.place.name, c.place.country) not in known
        ]  # fmt: skip
        return tuple(found + loose)

    def _exact(self, key: str, asked: str) -> list[Candidate]:
        sql = f"SELECT kind, {_COLUMNS} FROM name JOIN place ON place.id = name.place WHERE key = ?"
        return [Candidate(Place(*row), NameKind(kind), True, asked) for kind, *row in self._rows(sql, (key,))]

    def _loose(self, key: str, asked: str) -> list[Candidate]:
        sql = f"SELECT {_COLUMNS} FROM loose JOIN place ON place.id = loose.place WHERE key = ?"
        return [Candidate(Place(*row), NameKind.ALTERNATE, False, asked) for row in self._rows(sql, (key,))]

    def keys_between(self, first: str, last: str) -> frozenset[str]:
        """The keys of names and alternate names from ``first`` to before ``last``: all of one script.

        A set in memory (10 MB for Cyrillic) answers "is this word a place?" without a query for each word of a text.
        """
        sql = "SELECT DISTINCT key FROM name WHERE key >= ? AND key < ? AND kind <= ?"
        return frozenset(key for (key,) in self._rows(sql, (first, last, int(NameKind.ALTERNATE))))

    def countries(self) -> dict[str, str]:
        """ISO code -> English name of every country."""
        return dict(self._rows("SELECT country, name FROM place WHERE feature_code = 'PCLI'", ()))

    def in_view(
        self, *, west: float, south: float, east: float, north: float, limit: int, codes: str = "P%"
    ) -> list[Place]:
        """The best known places of a box (west <= east) whose feature code is LIKE ``codes``, for labels on the map."""
        sql = (
            f"SELECT {_COLUMNS} FROM place WHERE latitude BETWEEN ? AND ? AND longitude BETWEEN ? AND ? "
            "AND feature_code LIKE ? AND feature_code LIKE 'P%' ORDER BY prominence DESC LIMIT ?"
        )
        return [Place(*row) for row in self._rows(sql, (south, north, west, east, codes, limit))]

    def _rows(self, sql: str, values: Iterable[object]) -> list[tuple]:  # type: ignore[type-arg]
        with self._lock:
            return self._db.execute(sql, tuple(values)).fetchall()
