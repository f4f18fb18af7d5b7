"""Teach the file of learned places: rows of event data, and a person's corrections.

Every batch of rows is one transaction: an interrupted run has taught whole batches, and goes on where it stopped.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from dashboard.errors import GazetteerError, InputError
from dashboard.gazetteer.countries import find_country
from dashboard.gazetteer.event_names import EventName, generic_code, parse
from dashboard.gazetteer.forgiving import skeleton, telling_word
from dashboard.gazetteer.learned import FILE_NAME, LAYOUT, SCHEMA, Level
from dashboard.gazetteer.lessons import CORRECTION, MEMBER, WEIGHTS, Lesson, Point, Refusal, settle
from dashboard.gazetteer.names import loosen, make_name_key
from dashboard.settings import gazetteer_dir

BATCH = 20_000
SHOWN = 1_000  # refusals kept with their line; all are counted

_Slot = tuple[int, float, float, int, bool]  # name, latitude, longitude, precision, corrects


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

    def _points(
        self, batch: Iterable[Lesson | Refusal], report: LearningReport, touched: dict[int, bool]
    ) -> dict[_Slot, Point]:
        points: dict[_Slot, Point] = {}
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
                for parsed, precision in _names(lesson):
                    number, new = self._number(parsed, lesson.country)
                    touched.setdefault(number, new)
                    _count(points, number, lesson, precision)
        return points

    def _first_time(self, lesson: Lesson) -> bool:
        digest = hashlib.blake2b(lesson.mark.encode("utf-8", "surrogatepass"), digest_size=8).digest()
        mark = int.from_bytes(digest, "big", signed=True)
        return self._db.execute("INSERT OR IGNORE INTO taught VALUES (?)", (mark,)).rowcount == 1

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
        rows = {(level, key, identity[1], loose, cursor.lastrowid) for level, key, loose in _keys(parsed)}
        self._db.executemany("INSERT OR IGNORE INTO key VALUES (?, ?, ?, ?, ?)", sorted(rows))
        return cursor.lastrowid

    def _add(self, points: dict[_Slot, Point]) -> None:
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
    with Teacher(path) as teacher:
        teacher.learn([Lesson(name, code, latitude, longitude, admin1, admin2, precision, mark, corrects=True)])


def shown_name(parsed: EventName) -> str:
    """The name as people write it: without "town", with what tells a spot from the town it is called after."""
    return parsed.names[1] if len(parsed.names) > 1 and parsed.code[:3] == "PPL" else parsed.names[0]


def _names(lesson: Lesson) -> Iterator[tuple[EventName, int]]:
    division = {3: "ADM2", 4: "ADM1"}.get(lesson.precision, "")
    parsed = parse(lesson.name)
    if division and not parsed.vague and generic_code(lesson.name) in {"", "ADM1", "ADM2", "RGN"}:
        parsed = parse(lesson.name, division)
    yield parsed, lesson.precision
    if lesson.corrects or lesson.precision > 2:
        return
    for name, code in ((lesson.admin1, "ADM1"), (lesson.admin2, "ADM2")):
        if name and (division_ := parse(name, code)).names:
            yield division_, MEMBER


def _count(points: dict[_Slot, Point], name: int, lesson: Lesson, precision: int) -> None:
    slot = (name, round(lesson.latitude, 5), round(lesson.longitude, 5), precision, lesson.corrects)
    old = points.get(slot)
    weight = 0.0 if precision == MEMBER else WEIGHTS[precision] * (CORRECTION if lesson.corrects else 1.0)
    points[slot] = Point(
        slot[1], slot[2], precision, (old.times if old else 0) + 1, (old.weight if old else 0.0) + weight,
        lesson.corrects, lesson.admin1, "" if precision == MEMBER else lesson.admin2,
    )  # fmt: skip


def _keys(parsed: EventName) -> Iterator[tuple[int, str, str]]:
    """(level, key, loose key) under which a name is found."""
    for name in (*parsed.names, *parsed.heads):
        key = make_name_key(name)
        loose = loosen(key)
        if name in parsed.names:
            yield Level.EXACT, key, loose
            yield Level.LOOSE, loose, loose
        if bones := skeleton(key):
            yield Level.CONSONANTS, bones, loose
    last = make_name_key((*parsed.names, *parsed.heads)[-1])
    if not parsed.vague and (word := telling_word(last)):
        yield Level.WORD, word, loosen(last)
