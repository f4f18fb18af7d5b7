"""Teach the file of learned places: rows of event data, and a person's corrections.

Every batch of rows is one transaction: an interrupted run has taught whole batches, and goes on where it stopped.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from dashboard.errors import GazetteerError, InputError
from dashboard.gazetteer.countries import find_country
from dashboard.gazetteer.event_names import EventName, parse
from dashboard.gazetteer.learned import FILE_NAME, LAYOUT, SCHEMA
from dashboard.gazetteer.lessons import WEIGHTS, Lesson, Point, Refusal, settle
from dashboard.gazetteer.names import make_name_key
from dashboard.gazetteer.taught_names import Slot, count, keys_of, mark_of, names_of, shown_name
from dashboard.settings import gazetteer_dir

BATCH = 20_000
SHOWN = 1_000  # refusals kept with their line; all are counted


@dataclass(slots=True)
class LearningReport:
    """What became of the rows of one file."""

    rows: int = 0
    taught: int = 0
    known_rows: int = 0  # taught before, by their id
    vague: int = 0  # know no more than their country
    refused: int = 0
    refusals: list[Refusal] = field(default_factory=list)  # the first ``SHOWN``
    new_names: int = 0
    known_names: int = 0


class Teacher:
    """An open file of learned places, made when it is not there. Use it as a context manager."""

    def __init__(self, path: Path | None = None) -> None:
        """``path`` is ``learned.sqlite`` in the gazetteer folder unless given. Raises GazetteerError."""
        self.path = path or gazetteer_dir() / FILE_NAME
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._db = sqlite3.connect(self.path, timeout=60.0, isolation_level=None)
            version = self._db.execute("PRAGMA user_version").fetchone()[0]
            if version not in {0, LAYOUT}:
                raise sqlite3.DatabaseError(f"its layout {version} is of another version")
            if not version:
                self._db.executescript(f"BEGIN IMMEDIATE; {SCHEMA} PRAGMA user_version = {LAYOUT}; COMMIT;")
            # A crash may lose the last batches, which are taught again; it never leaves half of one.
            self._db.execute("PRAGMA synchronous = NORMAL")
            # A batch stays in memory until it is committed: spilling it would shut readers out for as long.
            self._db.execute("PRAGMA cache_spill = OFF")
        except (sqlite3.Error, OSError) as error:
            raise self._broken(error) from error
        self._names: dict[tuple[str, str, str], tuple[int, bool]] = {}

    def __enter__(self) -> Teacher:
        return self

    def __exit__(self, *_: object) -> None:
        self._db.close()

    def learn(
        self, lessons: Iterable[Lesson | Refusal], progress: Callable[[int], object] | None = None
    ) -> LearningReport:
        """Teach every lesson that has not been taught before.

        ``progress`` is told how many rows were read since.

        Raises GazetteerError when the file cannot be written, and whatever ``lessons`` raises.
        """
        report = LearningReport()
        touched: dict[int, bool] = {}
        iterator = iter(lessons)
        while batch := list(islice(iterator, BATCH)):
            try:
                self._db.execute("BEGIN IMMEDIATE")
                points = self._points(batch, report, touched)
                self._add(points)
                self._settle({slot[0] for slot in points})
                self._db.execute("COMMIT")
            except sqlite3.Error as error:
                raise self._broken(error) from error
            finally:
                if self._db.in_transaction:
                    self._db.execute("ROLLBACK")
                    self._names.clear()
            if progress:
                progress(len(batch))
        report.new_names = sum(touched.values())
        report.known_names = len(touched) - report.new_names
        return report

    def forget(self, lesson: Lesson) -> bool:
        """Take back one lesson; False when it was never taught. Raises GazetteerError."""
        try:
            self._db.execute("BEGIN IMMEDIATE")
            known = self._db.execute("DELETE FROM taught WHERE mark = ?", (mark_of(lesson),)).rowcount == 1
            if known:
                points: dict[Slot, Point] = {}
                for parsed, precision in names_of(lesson):
                    count(points, self._number(parsed, lesson.country)[0], lesson, precision)
                for slot, point in points.items():
                    self._take_back(slot, point)
                self._settle({slot[0] for slot in points})
            self._db.execute("COMMIT")
        except sqlite3.Error as error:
            raise self._broken(error) from error
        finally:
            if self._db.in_transaction:
                self._db.execute("ROLLBACK")
        return known

    def _take_back(self, slot: Slot, point: Point) -> None:
        where = "name = ? AND latitude = ? AND longitude = ? AND precision = ? AND corrects = ?"
        self._db.execute(
            f"UPDATE point SET times = times - ?, weight = weight - ? WHERE {where}",
            (point.times, point.weight, *slot),
        )
        self._db.execute(f"DELETE FROM point WHERE times <= 0 AND {where}", slot)

    def _points(
        self, batch: Iterable[Lesson | Refusal], report: LearningReport, touched: dict[int, bool]
    ) -> dict[Slot, Point]:
        points: dict[Slot, Point] = {}
        for lesson in batch:
            report.rows += 1
            if isinstance(lesson, Refusal):
                report.refused += 1
                if len(report.refusals) < SHOWN:
                    report.refusals.append(lesson)
            elif lesson.precision not in WEIGHTS:
                report.vague += 1
            elif not self._first_time(lesson):
                report.known_rows += 1
            else:
                report.taught += 1
                for parsed, precision in names_of(lesson):
                    number, new = self._number(parsed, lesson.country)
                    touched.setdefault(number, new)
                    count(points, number, lesson, precision)
        return points

    def _first_time(self, lesson: Lesson) -> bool:
        return self._db.execute("INSERT OR IGNORE INTO taught VALUES (?)", (mark_of(lesson),)).rowcount == 1

    def _number(self, parsed: EventName, country: str) -> tuple[int, bool]:
        """The id of a name, and whether it is new to the file."""
        identity = (make_name_key(parsed.names[0]), country, parsed.code)
        known = self._names.get(identity)
        if known is None:
            row = self._db.execute(
                "SELECT id FROM name WHERE key = ? AND country = ? AND code = ?", identity
            ).fetchone()
            known = (row[0], False) if row else (self._new_name(parsed, identity), True)
            self._names[identity] = (known[0], False)
        return known

    def _new_name(self, parsed: EventName, identity: tuple[str, str, str]) -> int:
        cursor = self._db.execute(
            "INSERT INTO name (key, country, code, name) VALUES (?, ?, ?, ?)", (*identity, shown_name(parsed))
        )
        assert cursor.lastrowid is not None
        rows = {(level, key, identity[1], loose, cursor.lastrowid) for level, key, loose in keys_of(parsed)}
        self._db.executemany("INSERT OR IGNORE INTO key VALUES (?, ?, ?, ?, ?)", sorted(rows))
        return cursor.lastrowid

    def _add(self, points: dict[Slot, Point]) -> None:
        self._db.executemany(
            "INSERT INTO point VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET "
            "times = times + excluded.times, weight = weight + excluded.weight",
            ((*slot, p.times, p.weight, p.admin1, p.admin2) for slot, p in sorted(points.items(), key=lambda i: i[0])),
        )

    def _settle(self, names: set[int]) -> None:
        sql = "SELECT latitude, longitude, precision, times, weight, corrects, admin1, admin2 FROM point WHERE name = ?"
        for name in sorted(names):
            points = [Point(*row) for row in self._db.execute(sql, (name,))]
            self._db.execute("DELETE FROM place WHERE name = ?", (name,))
            self._db.executemany(
                "INSERT INTO place VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    (name, i, p.latitude, p.longitude, p.precision, p.corrects, p.times, p.weight, p.admin1, p.admin2)
                    for i, p in enumerate(settle(points))
                ),
            )

    def _broken(self, error: Exception) -> GazetteerError:
        return GazetteerError(
            f"The file of learned places {self.path} cannot be written ({error}). Check its folder, or set "
            "CONFLICT_DASHBOARD_GAZETTEER to another."
        )


def teach(
    name: str,
    country: str,
    latitude: float,
    longitude: float,
    *,
    admin1: str = "",
    admin2: str = "",
    precision: int = 1,
    by: str = "correction",
    path: Path | None = None,
) -> None:
    """Learn one name from a person: it outweighs all imported rows for that name, and is seen at the next lookup.

    ``country`` is a code or an English name, the point degrees WGS 84, ``precision`` UCDP GED's where_prec (1 to 5),
    ``by`` says who taught: the same lesson by the same teacher counts once. Raises InputError for a point off the globe,
    an unknown country or an empty name, GazetteerError when the file cannot be written.
    """
    lesson = _correction(name, country, latitude, longitude, admin1, admin2, precision, by)
    with Teacher(path) as teacher:
        teacher.learn([lesson])


def forget(
    name: str,
    country: str,
    latitude: float,
    longitude: float,
    *,
    admin1: str = "",
    admin2: str = "",
    precision: int = 1,
    by: str = "correction",
    path: Path | None = None,
) -> bool:
    """Take back what ``teach`` learned of the same arguments; False when it was not taught, or forgotten already.

    Raises as ``teach`` does.
    """
    lesson = _correction(name, country, latitude, longitude, admin1, admin2, precision, by)
    with Teacher(path) as teacher:
        return teacher.forget(lesson)


def _correction(
    name: str, country: str, latitude: float, longitude: float, admin1: str, admin2: str, precision: int, by: str
) -> Lesson:
    code = find_country(country)
    if code is None:
        raise InputError(f"{country!r} is no country. Write its ISO code (IQ, IRQ) or its English name.")
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        raise InputError(
            f"{latitude}, {longitude} is no point: latitude runs from -90 to 90, longitude from -180 to 180."
        )
    if not make_name_key(name) or not parse(name).names:
        raise InputError(f"{name!r} is no name of a place.")
    if precision not in WEIGHTS:
        raise InputError(f"A precision of {precision} teaches no point; it is 1 (exact) to 5 (a fuzzy area).")
    mark = "\x1f".join(map(str, (by, name, code, latitude, longitude, admin1, admin2, precision)))
    return Lesson(name, code, latitude, longitude, admin1, admin2, precision, mark, corrects=True)
