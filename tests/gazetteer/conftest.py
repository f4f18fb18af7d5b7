"""A gazetteer of a handful of places, for tests that need to know everything in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from dashboard.gazetteer import Gazetteer
from dashboard.gazetteer.build import _write
from dashboard.gazetteer.sources import Entry
from dashboard.records import Place

ENTRIES = (
    Entry(Place("Iraq", 33.0, 44.0, "IQ", feature_code="PCLI", population=38_000_000), ["Irak"], [], ["Iraqi"]),
    Entry(
        Place("Al-Hamdaniya", 36.27, 43.38, "IQ", "Nineveh", "Al-Hamdaniya District", "PPL", 40_000, 1),
        ["Qaraqosh", "قرقوش"],
    ),
    Entry(Place("Al-Hamdaniya District", 36.3, 43.3, "IQ", "Nineveh", "Al-Hamdaniya District", "ADM2", 90_000)),
    Entry(Place("Nineveh", 36.0, 42.5, "IQ", "Nineveh", "", "ADM1", 3_000_000), ["Ninewa"], ["NIN"]),
    Entry(Place("Paris", 48.85, 2.35, "FR", "Île-de-France", "", "PPLC", 2_100_000, 2)),
    Entry(Place("Paris", 33.66, -95.56, "US", "Texas", "Lamar County", "PPL", 25_000, 3)),
    Entry(Place("Texas", 31.0, -99.0, "US", "Texas", "", "ADM1", 29_000_000, 4), [], ["TX"]),
    Entry(Place("United States", 39.0, -98.0, "US", feature_code="PCLI", population=330_000_000), ["US"], [], ["US"]),
)


@pytest.fixture
def small_file(tmp_path: Path) -> Path:
    path = tmp_path / "small.sqlite"
    _write(path, ENTRIES)
    return path


@pytest.fixture
def small(small_file: Path) -> Gazetteer:
    return Gazetteer(small_file)


@pytest.fixture
def learned(tmp_path: Path) -> Path:
    return tmp_path / "places" / "learned.sqlite"


@pytest.fixture
def taught(small_file: Path, learned: Path) -> Gazetteer:
    """The small gazetteer with a file of learned places that is not there yet."""
    return Gazetteer(small_file, learned)
