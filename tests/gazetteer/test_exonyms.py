"""Names in other languages that GeoNames lacks, joined to the places they stand for."""

from __future__ import annotations

import csv
from collections import Counter

import pytest

from dashboard.gazetteer import Gazetteer, NameKind
from dashboard.gazetteer.exonyms import KINDS, attach_exonyms, kind_of
from dashboard.gazetteer.names import name_key
from dashboard.gazetteer.sources import Entry
from dashboard.records import Place
from dashboard.settings import data_dir

with (data_dir() / "lexicon" / "exonyms.csv").open(encoding="utf-8", newline="") as _lines:
    ROWS = list(csv.DictReader(_lines))


def test_every_row_of_the_table_stands_for_a_place(gazetteer: Gazetteer) -> None:
    lost = []
    for row in ROWS:
        wanted = (name_key(row["target"]), row["country"], row["kind"])
        found = (c.place for c in gazetteer.lookup(row["name"]) if c.exact and c.kind <= NameKind.ALTERNATE)
        if not any((name_key(p.name), p.country, kind_of(p)) == wanted for p in found):
            lost.append(row)
    assert lost == []


def test_no_row_stands_twice_and_every_kind_is_known() -> None:
    assert [row for row, n in Counter(tuple(row.values()) for row in ROWS).items() if n > 1] == []
    assert {row["kind"] for row in ROWS} <= set(KINDS)


def _row(name: str, target: str, country: str, kind: str) -> dict[str, str]:
    return {"name": name, "language": "ar", "target": target, "country": country, "kind": kind}


def test_a_name_goes_to_the_largest_place_of_its_kind_and_country() -> None:
    small = Entry(Place("Aleppo", 36, 37, "SY", feature_code="PPL", population=10))
    large = Entry(Place("Aleppo", 36, 37, "SY", feature_code="PPL", population=20))
    division = Entry(Place("Aleppo", 36, 37, "SY", feature_code="ADM1", population=30))
    abroad = Entry(Place("Aleppo", 36, 37, "US", feature_code="PPL", population=40))
    assert attach_exonyms([small, large, division, abroad], [_row("حلب", "Aleppo", "SY", "town")]) == []
    assert [e.alternates for e in (small, large, division, abroad)] == [[], ["حلب"], [], []]


def test_a_row_that_fits_no_place_is_given_back() -> None:
    row = _row("حلب", "Halab", "SY", "town")
    assert attach_exonyms([Entry(Place("Aleppo", 36, 37, "SY", feature_code="PPL"))], [row]) == [row]


def test_a_name_that_is_known_already_is_not_added_again() -> None:
    entry = Entry(Place("Aleppo", 36, 37, "SY", feature_code="PPL"), ["حلب"])
    attach_exonyms([entry], [_row("حلب", "Aleppo", "SY", "town")])
    assert entry.alternates == ["حلب"]


@pytest.mark.parametrize(
    ("code", "kind"),
    [("ADM1", "ADM1"), ("PCLI", "country"), ("PPLC", "town"), ("S", "town"), ("SEA", "region"), ("STRT", "region")],
)
def test_classes_of_places_have_a_word_in_the_table(code: str, kind: str) -> None:
    assert kind_of(Place("X", 0, 0, feature_code=code)) == kind
