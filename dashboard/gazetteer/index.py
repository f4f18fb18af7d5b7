"""The gazetteer opened from its file: candidates for a name."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterable
from functools import cached_property, lru_cache
from pathlib import Path

from dashboard.errors import GazetteerError
from dashboard.gazetteer.candidates import Candidate, NameKind
from dashboard.gazetteer.forgiving import MOST_DIFFERENT, difference, skeleton
from dashboard.gazetteer.joined import merged
from dashboard.gazetteer.labels import Labels
from dashboard.gazetteer.learned import LearnedPlaces, Level
from dashboard.gazetteer.names import ARTICLES, loose_key, name_key, without_generic
from dashboard.records import Place

_COLUMNS = "name, latitude, longitude, country, admin1, admin2, feature_code, population, geonameid, source"


class Gazetteer:
    """Read-only, safe to share between threads. Answers come from SQLite's page cache: memory stays small."""

    def __init__(self, path: Path, learned: Path | None = None) -> None:
        """Open the file that ``dashboard.gazetteer.build`` wrote; raises GazetteerError when it is not one.

        ``learned`` is the file of learned places, which need not be there: it joins in as soon as it is.
        """
        try:
            self._db = sqlite3.connect(
                f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False
            )
            for table in ("place", "name", "loose", "head", "consonants", "word"):
                self._db.execute(f"SELECT * FROM {table} LIMIT 1").fetchone()
            self.counts = dict(self._db.execute("SELECT key, CAST(value AS INTEGER) FROM meta"))
        except sqlite3.Error as error:
            raise GazetteerError(
                f"The gazetteer file {path} cannot be opened ({error}). Delete it: it is built anew at the next start."
            ) from error
        self._lock = threading.Lock()
        self._version = 0
        self._learned = LearnedPlaces(learned) if learned else None
        self.lookup = lru_cache(maxsize=50_000)(self._lookup)
        self.longest_name = lru_cache(maxsize=50_000)(self._longest_name)

    def refresh(self) -> None:
        """See what was taught since the last time. Some 10 microseconds: for every search and article, not every name."""
        if self._learned is not None and self._learned.refresh():
            self.lookup.cache_clear()
            self._version += 1

    def taught_version(self) -> int:
        """Changes when ``refresh`` saw something new: what was derived from candidates is out of date then."""
        return self._version

    def _lookup(self, name: str) -> tuple[Candidate, ...]:
        """Every place that ``name`` may mean, exact matches before forgiving ones; () when it is unknown."""
        key = name_key(name)
        if not key:
            return ()
        known = self._embedded(name, key)
        return merged(known, self._taught(name, key)) if self._learned else known

    def _embedded(self, name: str, key: str) -> tuple[Candidate, ...]:
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

    def classes(self, name: str) -> list[tuple[NameKind, str, int]]:
        """(kind of name, feature code, inhabitants) of every place with exactly this name, generic words and all."""
        sql = "SELECT kind, feature_code, population FROM name JOIN place ON place.id = name.place WHERE key = ?"
        return [(NameKind(kind), code, population) for kind, code, population in self._rows(sql, (name_key(name),))]

    def word_class(self, word: str) -> int:
        """The class of an English word, as ``sources.word_classes`` has it; 0 for an unknown one."""
        if not word.isprintable():
            return 0  # half a surrogate pair, which no database takes
        rows = self._rows("SELECT class FROM word WHERE word = ?", (word,))
        return int(rows[0][0]) if rows else 0

    def _longest_name(self, word: str) -> int:
        """How many words the longest name has that starts with this word; 0 where none does."""
        rows = self._rows("SELECT words FROM head WHERE word = ?", (name_key(word).partition(" ")[0],))
        return int(rows[0][0]) if rows else 0

    def _loose(self, key: str, asked: str) -> list[Candidate]:
        sql = f"SELECT {_COLUMNS} FROM loose JOIN place ON place.id = loose.place WHERE key = ?"
        return [Candidate(Place(*row), NameKind.ALTERNATE, False, asked) for row in self._rows(sql, (key,))]

    def _taught(self, name: str, key: str) -> list[Candidate]:
        """What the learned places have for a name; one whose whole name was taught is of the class it asks for."""
        assert self._learned is not None
        bare, asked = without_generic(key)
        found = [
            Candidate(t.place, NameKind.NAME, True, t.place.feature_code if whole else asked, t.taught)
            for text, whole in dict.fromkeys([(key, bare != key), (bare, False)])
            for t in self._learned.find(Level.EXACT, text)
        ]
        loose = self._learned.find(Level.LOOSE, loose_key(name))
        return found + [Candidate(t.place, NameKind.ALTERNATE, False, asked, t.taught) for t in loose]

    def similar(self, name: str, country: str) -> list[tuple[Candidate, float]]:
        """Places of ``country`` (ISO code) whose names have the consonants of ``name``, with the share of letters that differ.

        For names that ``lookup`` does not know: most of them are another place of a similar name.
        """
        bones, loose = skeleton(without_generic(name_key(name))[0]), loose_key(name)
        if not bones:
            return []
        sql = (
            f"SELECT loose, {_COLUMNS} FROM (SELECT loose, place AS number FROM consonants WHERE country = ? AND key = ?) "
            "JOIN place ON id = number"
        )
        found = [
            (Candidate(Place(*row), NameKind.ALTERNATE, False), difference(loose, other))
            for other, *row in self._rows(sql, (country, bones))
        ]
        found += [
            (Candidate(t.place, NameKind.ALTERNATE, False, "", t.taught), difference(loose, t.loose))
            for t in (self._learned.find(Level.CONSONANTS, bones, country) if self._learned else ())
        ]
        return sorted((item for item in found if item[1] <= MOST_DIFFERENT), key=lambda item: item[1])

    def sharing(self, word: str, country: str) -> list[Place]:
        """Learned places of ``country`` whose first telling word (``forgiving.telling_word``) is this."""
        return [t.place for t in self._learned.find(Level.WORD, word, country)] if self._learned else []

    def keys_between(self, first: str, last: str) -> frozenset[str]:
        """The keys of names and alternate names from ``first`` to before ``last``: all of one script.

        A set in memory (10 MB for Cyrillic) answers "is this word a place?" without a query for each word of a text.
        """
        sql = "SELECT DISTINCT key FROM name WHERE key >= ? AND key < ? AND kind <= ?"
        return frozenset(key for (key,) in self._rows(sql, (first, last, int(NameKind.ALTERNATE))))

    def towns(self, countries: Iterable[str] = ()) -> list[Place]:
        """All towns and villages, of these countries (ISO codes) or of all."""
        sql = f"SELECT {_COLUMNS} FROM place WHERE feature_code LIKE 'PPL%'"
        wanted = frozenset(countries)
        return [p for p in (Place(*row) for row in self._rows(sql, ())) if not wanted or p.country in wanted]

    def countries(self) -> dict[str, str]:
        """ISO code -> English name of every country."""
        return dict(self._rows("SELECT country, name FROM place WHERE feature_code = 'PCLI'", ()))

    def sources(self) -> dict[str, tuple[int, int]]:
        """Source -> (places that only it brought when it was read, places that it shares with one before)."""
        return {name: (new, merged) for name, new, merged in self._rows("SELECT name, places, merged FROM source", ())}

    def in_view(
        self, *, west: float, south: float, east: float, north: float, limit: int, codes: str = "P%"
    ) -> list[Place]:
        """The best known towns and countries of a box (west <= east) whose feature code is LIKE ``codes``, for labels."""
        ids = self._labels.ids(west=west, south=south, east=east, north=north, limit=limit, codes=codes)
        marks = ", ".join("?" * len(ids))
        rows = self._rows(f"SELECT id, {_COLUMNS} FROM place WHERE id IN ({marks})", ids)
        places = {number: Place(*row) for number, *row in rows}
        return [places[number] for number in ids]

    @cached_property
    def _labels(self) -> Labels:
        return Labels(self._rows)

    def _rows(self, sql: str, values: Iterable[object]) -> list[tuple]:  # type: ignore[type-arg]
        with self._lock:
            return self._db.execute(sql, tuple(values)).fetchall()
