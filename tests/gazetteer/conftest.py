"""A gazetteer of a handful of places, for tests that need to know everything in it."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from dashboard.gazetteer import Gazetteer
from dashboard.gazetteer import open as opening
from dashboard.gazetteer.build import _write, build
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


def dump_row(geonameid: int, name: str, **fields: object) -> str:
    """A line of a GeoNames dump, of an invented village in Nineveh unless ``fields`` say otherwise."""
    row = {
        "asciiname": name, "alternates": "", "latitude": 36.5, "longitude": 43.5, "class": "P", "code": "PPL",
        "country": "IQ", "cc2": "", "admin1": "15", "admin2": "900", "admin3": "", "admin4": "", "population": 0,
        "elevation": "", "dem": 300, "timezone": "Asia/Baghdad", "date": "2020-02-29",
    }  # fmt: skip
    return "\t".join(map(str, [geonameid, name, *(row | fields).values()]))


# Invented but for the names of the divisions: what a dump brings beside the embedded ENTRIES.
DUMP = (
    dump_row(1, "Qaraqosh", alternates="Bakhdida,Hamdaniyah", code="PPLA2", population=30_000),
    dump_row(9001, "Upper Testville", alternates="Testville al-Ulya", population=120),
    dump_row(9002, "Test Brook", **{"class": "H", "code": "STM"}),
    dump_row(9003, "Old Testville", code="PPLH"),
    dump_row(9004, "Test Farm", **{"class": "S", "code": "FRM"}),
    dump_row(9005, "Muhafazat Ninawa", alternates="Ninive", **{"class": "A", "code": "ADM1", "admin2": ""}),
    dump_row(9006, "Qada Hamdaniya", population=5, **{"class": "A", "code": "ADM2"}),
    dump_row(9007, "Republic of Iraq", latitude=1, **{"class": "A", "code": "PCLI", "admin1": "00", "admin2": ""}),
    dump_row(9008, "Mount Paris", **{"class": "T", "code": "MT"}),
)


def write_dump(path: Path, *rows: str) -> Path:
    """``IQ.txt``, or ``IQ.zip`` that holds it."""
    text = "".join(f"{row}\n" for row in rows or DUMP)
    if path.suffix == ".zip":
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(f"{path.stem}.txt", text)
    else:
        path.write_text(text, encoding="utf-8", newline="")
    return path


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of added sources and a cache of the test's own; builds take ENTRIES for the embedded places."""
    monkeypatch.setenv("CONFLICT_DASHBOARD_GAZETTEER", str(tmp_path / "own"))
    monkeypatch.setenv("CONFLICT_DASHBOARD_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(opening, "build_file", lambda path, manifest: build(path, manifest, embedded=ENTRIES))
    return tmp_path / "own"


@pytest.fixture
def learned(tmp_path: Path) -> Path:
    return tmp_path / "places" / "learned.sqlite"


@pytest.fixture
def taught(small_file: Path, learned: Path) -> Gazetteer:
    """The small gazetteer with a file of learned places that is not there yet."""
    return Gazetteer(small_file, learned)
