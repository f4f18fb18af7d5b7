"""The reviewed tables of places: every ``places*.csv`` is read, and its rows are fit to be."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest

from dashboard.gazetteer import Gazetteer
from dashboard.gazetteer.names import name_key
from dashboard.gazetteer.sources import REGION_CODES, _regions
from dashboard.settings import data_dir

COLUMNS = ["name", "alternates", "kind", "country", "admin1", "latitude", "longitude", "geonameid"]
TABLES = sorted((data_dir() / "lexicon").glob("places*.csv"))


def _read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def test_every_table_of_places_is_read(tmp_path: Path) -> None:
    head = ",".join(COLUMNS) + "\n"
    (tmp_path / "places.csv").write_text(head + "Badush,Badoush,town,IQ,Nineveh,36.41,42.97,\n", encoding="utf-8")
    (tmp_path / "places_east.csv").write_text(head + "Gullu,,site,IQ,,36.0,43.0,12\n", encoding="utf-8")
    entries = list(_regions(tmp_path))
    assert [(e.place.name, e.place.feature_code, e.place.geonameid) for e in entries] == [
        ("Badush", "PPL", None),
        ("Gullu", "S", 12),
    ]
    assert entries[0].alternates == ["Badoush"]


def test_a_table_with_an_unknown_kind_is_refused(tmp_path: Path) -> None:
    row = "Badush,,hamlet,IQ,Nineveh,36.41,42.97,\n"
    (tmp_path / "places_east.csv").write_text(",".join(COLUMNS) + "\n" + row, encoding="utf-8")
    with pytest.raises(KeyError, match="hamlet"):
        list(_regions(tmp_path))


@pytest.mark.parametrize("path", TABLES, ids=lambda path: path.name)
def test_rows_have_the_columns_known_kinds_points_on_earth_and_stand_once(path: Path) -> None:
    rows = _read(path)
    assert list(rows[0]) == COLUMNS
    assert {row["kind"] for row in rows} <= set(REGION_CODES)
    assert [row for row in rows if abs(float(row["latitude"])) > 90 or abs(float(row["longitude"])) > 180] == []
    assert [row for row in rows if not name_key(row["name"])] == []
    spots = Counter((row["name"], row["country"], row["latitude"], row["longitude"]) for row in rows)
    assert [spot for spot, n in spots.items() if n > 1] == []


@pytest.mark.parametrize(
    ("name", "country", "latitude", "longitude"),
    [
        ("Marjah", "AF", 31.5, 64.1),
        ("Datta Khel", "PK", 32.9, 69.7),
        ("Tal Abtah", "IQ", 35.9, 42.6),
        ("Aita ash-Shaab", "LB", 33.1, 35.3),
        ("Lay Kay Kaw", "MM", 16.55, 98.55),
        ("Rueso", "TH", 6.4, 101.5),
    ],
)
def test_towns_of_the_news_in_asia_are_found(
    gazetteer: Gazetteer, name: str, country: str, latitude: float, longitude: float
) -> None:
    found = [c.place for c in gazetteer.lookup(name) if c.place.country == country]
    assert any(abs(p.latitude - latitude) < 0.1 and abs(p.longitude - longitude) < 0.1 for p in found)
