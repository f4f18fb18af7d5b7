"""The day that a cell names. Only forms that mean one day everywhere are read: years have four digits, months stand first
after them or by name."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache

from dashboard.query import FIRST_DAY, LAST_DAY

_MONTHS = {
    name: number
    for number, names in enumerate(
        ("jan january", "feb february", "mar march", "apr april", "may", "jun june", "jul july", "aug august",
         "sep sept september", "oct october", "nov november", "dec december"),
        1,
    )
    for name in names.split()
}  # fmt: skip
_TIME = r"[T ]\d\d:\d\d(?::\d\d)?(?:[.,]\d+)? ?(?:Z|UTC|[+-]\d\d:?\d\d)?"
_ISO = re.compile(rf"(-?)(\d{{4,6}})([-/])(\d{{1,2}})\3(\d{{1,2}})(?:{_TIME})?( BCE?)?", re.ASCII)
_COMPACT = re.compile(r"(-?)(\d{4})()(\d\d)(\d\d)(?:\d{6})?()", re.ASCII)
_NAMED = re.compile(r"(\d{1,2})[ -]([A-Za-z]+)\.?[ -](\d{4})( BCE?)?", re.ASCII)


class RefusedError(ValueError):
    """Why a cell is refused, as a part of a sentence; ``kind`` is the same without the cell's text, to count by."""

    def __init__(self, reason: str, kind: str = "") -> None:
        super().__init__(reason)
        self.kind = kind or reason


def shown(text: str) -> str:
    """A cell's text as it stands in a reason: quoted, without controls, and not too long."""
    return repr(text if len(text) <= 40 else text[:40] + "...")


@lru_cache(50_000)
def read_day(text: str, what: str = "event_date", *, compact: bool = False) -> date:
    """The day of "2016-10-17", "2016-10-17 00:00:00.000" or "17 October 2016"; ``compact``: of "20161017" too.

    A time of the day is passed over. Raises RefusedError for anything else and for days outside 1800 to 2100.
    """
    text = text.strip()
    if not text:
        raise RefusedError(f"it has no {what}")
    if found := _ISO.fullmatch(text) or (_COMPACT.fullmatch(text) if compact else None):
        sign, years, _, month, day, before = found.groups()
        return _day(-int(years) if sign or before else int(years), int(month), int(day), text, what)
    if (found := _NAMED.fullmatch(text)) and found[2].lower() in _MONTHS:
        year = -int(found[3]) if found[4] else int(found[3])
        return _day(year, _MONTHS[found[2].lower()], int(found[1]), text, what)
    raise RefusedError(f"{what} {shown(text)} is no day like 2016-10-17 or 17 October 2016", f"{what} is no day")


def _day(year: int, month: int, day: int, text: str, what: str) -> date:
    if year <= 0:
        raise RefusedError(f"{what} {text} lies before the common era", f"{what} lies before the common era")
    try:
        found = date(min(year, 9999), month, day)
    except ValueError:
        raise RefusedError(f"{what} {text} is not in the calendar", f"{what} is not in the calendar") from None
    if not FIRST_DAY <= found <= LAST_DAY:
        span = f"lies outside the years {FIRST_DAY.year} to {LAST_DAY.year}"
        raise RefusedError(f"{what} {text} {span}", f"{what} {span}")
    return found
