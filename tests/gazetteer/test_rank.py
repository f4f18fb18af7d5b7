"""Search by a name alone."""

from __future__ import annotations

import pytest

from dashboard.gazetteer import Candidate, Gazetteer, NameKind
from dashboard.gazetteer.rank import nearest, prior, search
from dashboard.geometry import distance_km
from dashboard.records import Place


@pytest.mark.parametrize("query", ["Hamdaniya", "al-Hamdaniya", "Hamdaniya district", "Qaraqosh"])
def test_the_best_answer_for_hamdaniya_lies_within_15_km(gazetteer: Gazetteer, query: str) -> None:
    place, _ = search(gazetteer, query)[0]
    assert distance_km(36.27, 43.38, place.latitude, place.longitude) < 15


@pytest.mark.parametrize(
    ("query", "country", "admin1"),
    [
        ("Paris", "FR", "Île-de-France"),
        ("Paris, France", "FR", "Île-de-France"),
        ("Paris, Texas", "US", "Texas"),
        ("Paris, TX", "US", "Texas"),
        ("paris , texas , us", "US", "Texas"),
        ("Springfield, Illinois", "US", "Illinois"),
        ("Mosul, Iraq", "IQ", "Nineveh"),
        ("Mosul,", "IQ", "Nineveh"),
    ],
)
def test_what_follows_the_comma_is_where_the_place_lies(
    gazetteer: Gazetteer, query: str, country: str, admin1: str
) -> None:
    place, _ = search(gazetteer, query)[0]
    assert (place.country, place.admin1) == (country, admin1)


@pytest.mark.parametrize(
    "query", ["Paris, Xyzzyland", "Mosul, France", "Paris, Texas, France", "", " ", ",", "\x00,\x00"]
)
def test_no_place_fits_gives_no_answer(gazetteer: Gazetteer, query: str) -> None:
    assert search(gazetteer, query) == []


def test_the_country_filter_leaves_only_places_of_that_country(gazetteer: Gazetteer) -> None:
    found = search(gazetteer, "Paris", country="us", limit=20)
    assert found
    assert {place.country for place, _ in found} == {"US"}
    assert search(gazetteer, "Mosul", country="FR") == []


def test_the_best_comes_first_and_no_more_than_the_limit(gazetteer: Gazetteer) -> None:
    found = search(gazetteer, "Paris", limit=3)
    scores = [score for _, score in found]
    assert len(found) == 3
    assert scores == sorted(scores, reverse=True)


def test_a_place_is_answered_once(small: Gazetteer) -> None:
    found = [place for place, _ in search(small, "Hamdaniya district")]
    assert [p.feature_code for p in found] == ["ADM2", "PPL"]


@pytest.mark.parametrize(
    ("query", "code"), [("Nineveh province", "ADM1"), ("Donetsk oblast", "ADM1"), ("Mosul district", "ADM2")]
)
def test_a_generic_word_puts_the_class_it_asks_for_first(gazetteer: Gazetteer, query: str, code: str) -> None:
    assert search(gazetteer, query)[0][0].feature_code == code


def _candidate(**fields: object) -> Candidate:
    place = {"name": "x", "latitude": 0.0, "longitude": 0.0, "feature_code": "PPL", "population": 10_000}
    rest = {key: fields.pop(key) for key in ("kind", "exact", "asked") if key in fields}
    return Candidate(Place(**(place | fields)), **({"kind": NameKind.NAME} | rest))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "weaker",
    [
        {"population": 1_000},
        {"kind": NameKind.ALTERNATE},
        {"kind": NameKind.DEMONYM},
        {"exact": False},
        {"feature_code": "ADM2"},
    ],
)
def test_prior_favours_the_populous_the_named_and_the_exact(weaker: dict[str, object]) -> None:
    assert prior(_candidate(**weaker)) < prior(_candidate())


def test_prior_favours_the_class_that_was_asked_for() -> None:
    asked = _candidate(feature_code="ADM2", asked="ADM2")
    assert prior(asked) > prior(_candidate(asked="ADM2", population=100_000))


def test_nearest_is_the_place_at_the_least_distance() -> None:
    here, there = Place("here", 36.0, 43.0), Place("there", 37.0, 44.0)
    assert nearest([there, here], 36.1, 43.1) == here
    assert nearest([], 36.1, 43.1) is None
