"""A small world of events made by hand, with known places, days and types."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from dashboard.records import EVENT_TYPE_OF, Article, Count, Place, Report
from dashboard.store import EventStore, Tables

STORY = Article("The whole story.", date(2016, 10, 22), title="Ten days", source="sample", url="https://a.example/x")

MakeReport = Callable[..., Report]


def report(
    name: str,
    latitude: float,
    longitude: float,
    *,
    day: str = "2016-10-20",
    sub: str = "Armed clash",
    country: str = "",
    article: Article = STORY,
    **fields: Any,
) -> Report:
    killed: int | None = fields.pop("fatalities", None)
    place = Place(name, latitude, longitude, country, admin1=fields.pop("admin1", ""), feature_code="PPL")
    given = {
        "article_id": article.article_id,
        "event_date": date.fromisoformat(day),
        "time_precision": 1,
        "event_type": EVENT_TYPE_OF[sub],
        "sub_event_type": sub,
        "location": name,
        "place": place,
        "geo_precision": place.geo_precision,
        "notes": f"Something happened at {name}.",
        "start": 0,
        "end": 10,
        "location_start": 3,
        "location_end": 7,
        "confidence": 0.9,
        "published": article.published,
        "fatalities": None if killed is None else Count(killed, killed, killed, 0, 10),
        # All stand in one sentence: a number of its own makes each a report of its own.
        "number": zlib.crc32(f"{name} {day}".encode()) % 1_000_000,
    }
    return Report(**(given | fields))


WORLD = (
    report("Mosul", 36.335, 43.119, day="2016-10-17", country="IQ", admin1="Nineveh", actors=("Iraqi army",), fatalities=4),
    report("Bartella", 36.35, 43.38, day="2016-10-20", country="IQ", admin1="Nineveh", confidence=0.7, fatalities=3),
    report("Bartella", 36.35, 43.38, day="2016-10-20", country="IQ", admin1="Nineveh", start=20, end=30, actors=("Peshmerga",)),
    report("Baghdad", 33.34, 44.4, day="2016-10-31", country="IQ", sub="Suicide bomb", fatalities=20),
    report("Raqqa", 35.95, 39.01, day="2016-11-01", country="SY", sub="Attack"),
    report("Null Island", 0.0, 0.0, day="2016-12-01", sub="Agreement"),
    report("Suva", -18.14, 178.44, day="2017-01-01", country="FJ", sub="Peaceful protest"),
    report("Apia", -13.83, -171.77, day="2017-01-02", country="WS", sub="Mob violence"),
    report("Date Line", -16.8, 180.0, day="2017-01-03", country="FJ", sub="Mob violence"),
    report("North Pole", 90.0, 10.0, day="2017-06-01"),
    report("South Pole", -90.0, 10.0, day="2017-06-02"),
    report("São Paulo", -23.55, -46.63, day="2018-01-01", country="BR", sub="Peaceful protest", notes="A protest: 100% calm."),
    report("Left Arm", 0.0, -3.0, day="2019-01-01"),
    report("Right Arm", 0.0, 3.0, day="2019-01-02"),
    report("Bridge", -3.0, 0.0, day="2019-01-03"),
    report("West Of It", 0.0, -6.0, day="2019-01-04"),
    report("East Of It", 0.0, 6.0, day="2019-01-05"),
)  # fmt: skip


@pytest.fixture(scope="session")
def make_report() -> MakeReport:
    """Make a report at (latitude, longitude) of an article."""
    return report


@pytest.fixture(scope="session")
def world(tmp_path_factory: pytest.TempPathFactory) -> EventStore:
    """The store of ``WORLD``; tests only read it."""
    tables = Tables(str(tmp_path_factory.mktemp("world") / "store"))
    tables.append([STORY], WORLD, extractor="test")
    return EventStore(tables)


@pytest.fixture
def small(tables: Tables) -> EventStore:
    """A store of its own for each test: Mosul, Bartella and Baghdad."""
    tables.append([STORY], WORLD[:4], extractor="test")
    return EventStore(tables)


@pytest.fixture(scope="session")
def story() -> Article:
    return STORY
