"""What one lesson adds to the file of learned places: its names, their keys, their points."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from dashboard.gazetteer.event_names import EventName, generic_code, parse
from dashboard.gazetteer.forgiving import skeleton, telling_word
from dashboard.gazetteer.learned import Level
from dashboard.gazetteer.lessons import CORRECTION, MEMBER, WEIGHTS, Lesson, Point
from dashboard.gazetteer.names import loosen, make_name_key

Slot = tuple[int, float, float, int, bool]  # name, latitude, longitude, precision, corrects


def shown_name(parsed: EventName) -> str:
    """The name as people write it: without "town", with what tells a spot from the town it is called after."""
    return parsed.names[1] if len(parsed.names) > 1 and parsed.code[:3] == "PPL" else parsed.names[0]


def mark_of(lesson: Lesson) -> int:
    """The number under which the file keeps that ``lesson`` was taught."""
    digest = hashlib.blake2b(lesson.mark.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)


def names_of(lesson: Lesson) -> Iterator[tuple[EventName, int]]:
    """The names that ``lesson`` places, with the precision of each: its own, and those of the divisions it lies in."""
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


def count(points: dict[Slot, Point], name: int, lesson: Lesson, precision: int) -> None:
    """Add the point of ``lesson`` to those taught for the name of that id."""
    slot = (name, round(lesson.latitude, 5), round(lesson.longitude, 5), precision, lesson.corrects)
    old = points.get(slot)
    weight = 0.0 if precision == MEMBER else WEIGHTS[precision] * (CORRECTION if lesson.corrects else 1.0)
    points[slot] = Point(
        slot[1], slot[2], precision, (old.times if old else 0) + 1, (old.weight if old else 0.0) + weight,
        lesson.corrects, lesson.admin1, "" if precision == MEMBER else lesson.admin2,
    )  # fmt: skip


def keys_of(parsed: EventName) -> Iterator[tuple[int, str, str]]:
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
