"""Place names in Arabic, Ukrainian, Russian, French and Spanish sentences: found, cut out exactly, and placed."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest

from dashboard.geometry import distance_km
from dashboard.geoparse import Geoparser

# Sentences of our own with a name in the case or with the prefix it has in news; where the place is, by general
# knowledge, and within how many kilometres the answer must lie (more for a country or a division).
with (Path(__file__).parent / "multilingual_names.csv").open(encoding="utf-8", newline="") as _lines:
    NAMES = list(csv.DictReader(_lines))


def test_the_table_has_names_of_every_language() -> None:
    counts = Counter(row["language"] for row in NAMES)
    assert set(counts) == {"ar", "uk", "ru", "fr", "es"}
    assert min(counts.values()) >= 30


@pytest.mark.parametrize("row", NAMES, ids=[f"{row['language']}-{row['name']}-{row['place']}" for row in NAMES])
def test_a_name_in_another_language_is_found_and_placed(geoparser: Geoparser, row: dict[str, str]) -> None:
    sentence, name = row["sentence"], row["name"]
    found = {t.text: t for t in geoparser.parse(sentence)}
    assert name in found
    toponym = found[name]
    assert sentence[toponym.start : toponym.end] == name
    assert toponym.place is not None
    assert toponym.place.country in {row["country"], ""}
    expected = float(row["latitude"]), float(row["longitude"])
    assert distance_km(toponym.place.latitude, toponym.place.longitude, *expected) <= float(row["km"])
