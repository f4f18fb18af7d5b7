"""Places of the news that the embedded tables lack: the reviewed table is sound, and each place is found."""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from itertools import combinations

import pytest

from dashboard.gazetteer import Gazetteer, NameKind
from dashboard.gazetteer.names import name_key
from dashboard.gazetteer.rank import search
from dashboard.gazetteer.sources import REGION_CODES
from dashboard.geometry import distance_km
from dashboard.settings import data_dir

with (data_dir() / "lexicon" / "places.csv").open(encoding="utf-8", newline="") as _lines:
    ROWS = list(csv.DictReader(_lines))


def _names(row: dict[str, str]) -> list[str]:
    return [row["name"], *(name for name in row["alternates"].split(";") if name)]


def _away(row: dict[str, str], latitude: float, longitude: float) -> float:
    return distance_km(float(row["latitude"]), float(row["longitude"]), latitude, longitude)


def test_every_row_has_a_known_kind_a_country_and_its_division(gazetteer: Gazetteer) -> None:
    countries = gazetteer.countries()
    wrong = [
        row
        for row in ROWS
        if row["kind"] not in REGION_CODES
        or row["country"] not in countries
        or (row["kind"] == "town" and row["country"] not in {"EH", "PS"} and not row["admin1"])
    ]
    assert wrong == []


def test_no_name_stands_twice_in_a_row_nor_for_one_place_in_two_rows() -> None:
    same: defaultdict[tuple[str, str], list[dict[str, str]]] = defaultdict(list)
    twice = []
    for row in ROWS:
        keys = Counter(map(name_key, _names(row)))
        twice += [(row["name"], key) for key, n in keys.items() if n > 1 or not key]
        for key in keys:
            same[row["country"], key].append(row)
    assert twice == []
    near = [
        (key, one["name"], other["name"])
        for key, rows in same.items()
        for one, other in combinations(rows, 2)
        if one["kind"] == other["kind"] and _away(one, float(other["latitude"]), float(other["longitude"])) < 5
    ]
    assert near == []


def test_every_name_of_a_row_finds_its_place(gazetteer: Gazetteer) -> None:
    lost = []
    for row in ROWS:
        for name in _names(row):
            found = (c.place for c in gazetteer.lookup(name) if c.exact and c.kind <= NameKind.ALTERNATE)
            if not any(p.country == row["country"] and _away(row, p.latitude, p.longitude) < 1 for p in found):
                lost.append((row["country"], name))
    assert lost == []


# Points are the known ones of the places, to some ten kilometres; none is copied from the table.
NEWS = (
    ("Guit county", "SS", 8.9, 30.1),
    ("Musakhail", "PK", 30.86, 69.82),
    ("Puncak", "ID", -3.98, 137.62),
    ("Dasht-e-Barchi", "AF", 34.49, 69.05),
    ("Netiv HaAsara", "IL", 31.57, 34.54),
    ("Meiss el-Jabal", "LB", 33.17, 35.53),
    ("Jurf al-Sakhar", "IQ", 32.86, 44.22),
    ("Ain Zara", "LY", 32.8, 13.27),
    ("Kishishe", "CD", -1.05, 29.2),
    ("Seytenga", "BF", 14.0, 0.3),
    ("Bunagana", "CD", -1.3, 29.6),
    ("Wad al-Noura", "SD", 14.4, 32.7),
    ("Belet Hawo", "SO", 3.93, 41.87),
    ("Mai Kadra", "ET", 14.07, 36.57),
    ("Robotino", "UA", 47.44, 35.83),
    ("Synkivka", "UA", 49.78, 37.7),
    ("Kodori Gorge", "GE", 43.1, 41.75),
    ("Village de Dieu", "HT", 18.53, -72.35),
    ("Mullivaikkal", "LK", 9.32, 80.76),
    ("Inn Din", "MM", 20.5, 92.58),
)


@pytest.mark.parametrize(("name", "country", "latitude", "longitude"), NEWS)
def test_a_place_of_the_news_is_the_first_of_its_country(
    gazetteer: Gazetteer, name: str, country: str, latitude: float, longitude: float
) -> None:
    (best, _), *_ = search(gazetteer, name, country=country)
    assert distance_km(best.latitude, best.longitude, latitude, longitude) < 20
