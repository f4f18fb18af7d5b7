"""The file of learned places, read: what imported event data and corrections taught for a name.

``dashboard.gazetteer.teach`` writes it, perhaps in another process: new rows are seen without a restart.
"""

from __future__ import annotations

import os
import sqlite3
import threading
from dataclasses import dataclass, replace
from enum import IntEnum
from pathlib import Path

from dashboard.errors import GazetteerError
from dashboard.records import Place

FILE_NAME = "learned.sqlite"
SOURCE = "learned"
LAYOUT = 1  # PRAGMA user_version of the file
_BUSY = 10.0  # seconds to wait while another process commits

SCHEMA = """
CREATE TABLE IF NOT EXISTS taught (mark INTEGER PRIMARY KEY);
CREATE TABLE IF NOT EXISTS name (
    id INTEGER PRIMARY KEY, key TEXT NOT NULL, country TEXT NOT NULL, code TEXT NOT NULL, name TEXT NOT NULL,
    UNIQUE (key, country, code)
);
CREATE TABLE IF NOT EXISTS point (
    name INTEGER, latitude REAL, longitude REAL, precision INTEGER, corrects INTEGER, times INTEGER, weight REAL,
    admin1 TEXT, admin2 TEXT, PRIMARY KEY (name, latitude, longitude, precision, corrects)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS place (
    name INTEGER, number INTEGER, latitude REAL, longitude REAL, precision INTEGER, corrects INTEGER, times INTEGER,
    weight REAL, admin1 TEXT, admin2 TEXT, PRIMARY KEY (name, number)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS key (
    level INTEGER, key TEXT, country TEXT, loose TEXT, name INTEGER, PRIMARY KEY (level, key, country, loose, name)
) WITHOUT ROWID;
"""


class Level(IntEnum):
    """How forgiving a key is."""

    EXACT = 0
    LOOSE = 1
    CONSONANTS = 2
    WORD = 3


@dataclass(frozen=True, slots=True)
class Taught:
    """A learned place; ``loose`` is the loose key of the name that matched, ``taught`` its weight."""

    place: Place
    taught: float
    loose: str


class LearnedPlaces:
    """Safe to share between threads. A file that is not there yet holds nothing, and costs nothing."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = threading.Lock()
        self._db: sqlite3.Connection | None = None
        self._seen: tuple[object, ...] = ()
        self.refresh()

    def __bool__(self) -> bool:
        return self._db is not None

    def refresh(self) -> bool:
        """Whether the file has changed since the last time. Raises GazetteerError when it is there and cannot be read."""
        with self._lock:
            try:
                status = self.path.stat()
            except OSError:
                state: tuple[object, ...] = ()
            else:
                state = (status.st_ino, status.st_dev)
            if state != self._seen[:2]:
                self._close()
            if state and self._db is None:
                self._open()
            if self._db is not None:
                state = (*state, self._version(self._db))
            changed, self._seen = state != self._seen, state
            return changed

    def find(self, level: Level, key: str, country: str = "", limit: int = 200) -> list[Taught]:
        """The places that go by ``key``, the weightiest first; of one country (ISO code) where it is given."""
        sql = (
            "SELECT n.name, p.latitude, p.longitude, n.country, p.admin1, p.admin2, n.code, p.weight, k.loose "
            "FROM key k JOIN name n ON n.id = k.name JOIN place p ON p.name = n.id WHERE k.level = ? AND k.key = ? "
            f"{'AND k.country = ? ' if country else ''}ORDER BY p.weight DESC, n.id, p.number LIMIT ?"
        )
        values = (int(level), key, *([country] if country else []), limit)
        with self._lock:
            if self._db is None or not key:
                return []
            try:
                rows = self._db.execute(sql, values).fetchall()
            except sqlite3.Error as error:
                raise self._unreadable(error) from error
        return [Taught(replace(Place(*row[:7]), source=SOURCE), *row[7:]) for row in rows]

    def _open(self) -> None:
        try:
            self._db = sqlite3.connect(
                f"{self.path.resolve().as_uri()}?mode=ro", uri=True, check_same_thread=False, timeout=_BUSY
            )
            if self._db.execute("PRAGMA user_version").fetchone()[0] != LAYOUT:
                self._close()  # empty still, or of another version: teaching says so
        except sqlite3.Error as error:
            self._close()
            raise self._unreadable(error) from error

    def _version(self, db: sqlite3.Connection) -> object:
        try:
            return db.execute("PRAGMA data_version").fetchone()[0]
        except sqlite3.Error as error:
            raise self._unreadable(error) from error

    def _close(self) -> None:
        if self._db is not None:
            self._db.close()
        self._db = None

    def _unreadable(self, error: sqlite3.Error) -> GazetteerError:
        return GazetteerError(
            f"The file of learned places {os.fspath(self.path)} cannot be read ({error}). Restore it from a backup, or "
            "delete it and teach it again with `conflict-dashboard gazetteer learn`."
        )
