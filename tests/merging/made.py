"""Reports made by hand: a few places of Iraq, and a builder with the values of one bombing."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from dashboard.records import EVENT_TYPE_OF, Count, Place, Report

HILLA = Place("Hilla", 32.4637, 44.4196, "IQ", "Bābil", "Hilla District", "PPLA", 289_709, 99347)
HILLA_DISTRICT = Place("Hilla District", 32.40, 44.45, "IQ", "Bābil", "Hilla District", "ADM2", 0, 1)
BABIL = Place("Babil", 32.48, 44.83, "IQ", "Bābil", "", "ADM1", 0, 99345)
IRAQ = Place("Iraq", 33.0, 44.0, "IQ", "", "", "PCLI", 0, 99237)
MUSAYYIB = Place("Al Musayyib", 32.7786, 44.29, "IQ", "Bābil", "Al-Musayab District", "PPL", 43_000, 2)
BAGHDAD = Place("Baghdad", 33.3406, 44.4009, "IQ", "Baghdad", "Al Rusafa", "PPLC", 7_216_000, 98182)
KARRADA = Place("Karrada", 33.2997, 44.4253, "IQ", "Baghdad", "", "PPLX", 0, 3)
SADR_CITY = Place("Sadr City", 33.3897, 44.4584, "IQ", "Baghdad", "", "PPLX", 0, 4)
MOSUL = Place("Mosul", 36.335, 43.1189, "IQ", "Nineveh", "", "PPLA", 1_739_800, 99072)
BARTELLA = Place("Bartella", 36.3531, 43.3797, "IQ", "Nineveh", "", "PPL", 12_000, 5)
KARAMLESH = Place("Karamlesh", 36.3036, 43.4131, "IQ", "Nineveh", "", "PPL", 10_000, 6)

THURSDAY = date(2016, 11, 24)
FRIDAY = THURSDAY + timedelta(days=1)


def toll(n: int | None, *, at_least: bool = False) -> Count | None:
    """A count as a report gives it."""
    return None if n is None else Count(n, n, None if at_least else n, 0, 10)


def report(
    article: str,
    place: Place = HILLA,
    sub: str = "Suicide bomb",
    *,
    day: date = THURSDAY,
    killed: int | None = None,
    at_least: bool = False,
    start: int = 0,
    notes: str = "",
    **fields: Any,
) -> Report:
    """A report of article ``article``; ``start`` tells the sentences of one article apart."""
    given: dict[str, Any] = {
        "article_id": article,
        "event_date": day,
        "time_precision": 1,
        "event_type": EVENT_TYPE_OF[sub],
        "sub_event_type": sub,
        "location": place.name,
        "place": place,
        "geo_precision": place.geo_precision,
        "notes": notes,
        "start": start,
        "end": start + 100,
        "location_start": start + 10,
        "location_end": start + 15,
        "confidence": 0.9,
        "published": FRIDAY,
        "fatalities": toll(killed, at_least=at_least),
    }
    return Report(**(given | fields))
