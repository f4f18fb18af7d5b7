"""Look-up of names, in a small gazetteer and in the embedded one."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from dashboard.gazetteer import Gazetteer, NameKind
from dashboard.geometry import distance_km


def test_an_exact_match_comes_before_a_forgiving_one(small: Gazetteer) -> None:
    first, *rest = small.lookup("Al-Hamdaniya")
    assert (first.place.name, first.exact) == ("Al-Hamdaniya", True)
    assert [(c.place.feature_code, c.exact) for c in rest] == [("ADM2", False)]


def test_every_place_of_a_name_is_a_candidate(small: Gazetteer) -> None:
    assert {c.place.country for c in small.lookup("Paris")} == {"FR", "US"}


def test_a_place_found_exactly_is_not_repeated_as_a_forgiving_match(small: Gazetteer) -> None:
    places = [c.place for c in small.lookup("Nineveh")]
    assert len(places) == len(set(places)) == 1


def test_a_demonym_is_marked_as_one(small: Gazetteer) -> None:
    assert [c.kind for c in small.lookup("Iraqi")] == [NameKind.DEMONYM]


def test_a_generic_word_asks_for_its_class(small: Gazetteer) -> None:
    found = small.lookup("Hamdaniya district")
    assert {c.place.feature_code: c.fits for c in found} == {"ADM2": True, "PPL": False}
    assert {c.asked for c in found} == {"ADM2"}


def test_without_a_generic_word_every_class_fits(small: Gazetteer) -> None:
    assert all(c.fits and not c.asked for c in small.lookup("Hamdaniya"))


def test_a_demonym_before_a_generic_word_stays_a_demonym(small: Gazetteer) -> None:
    assert {c.kind for c in small.lookup("Iraqi town")} == {NameKind.DEMONYM}


@pytest.mark.parametrize(
    "unknown", ["", " ", "Xyzzyville", "\x00", "\ud800", "'; DROP TABLE place; --", "%", "a" * 5000]
)
def test_an_unknown_name_has_no_candidates(small: Gazetteer, unknown: str) -> None:
    assert small.lookup(unknown) == ()


def test_countries_gives_the_name_of_each_code(small: Gazetteer) -> None:
    assert small.countries() == {"IQ": "Iraq", "US": "United States"}


def test_in_view_gives_populated_places_of_the_box_most_populous_first(small: Gazetteer) -> None:
    found = small.in_view(west=-180, south=-90, east=180, north=90, limit=10)
    populations = [p.population for p in found]
    assert populations == sorted(populations, reverse=True)
    assert {p.feature_code for p in found} == {"PCLI", "PPLC", "PPL"}
    assert [p.name for p in small.in_view(west=0, south=45, east=5, north=50, limit=10)] == ["Paris"]


def test_in_view_keeps_to_its_limit_and_codes(small: Gazetteer) -> None:
    assert [p.name for p in small.in_view(west=-180, south=-90, east=180, north=90, limit=1, codes="PPL%")] == ["Paris"]
    assert small.in_view(west=-30, south=-60, east=-20, north=-50, limit=10) == []


def test_a_gazetteer_may_be_asked_from_many_threads(small: Gazetteer) -> None:
    names = ["Paris", "Iraq", "Texas", "Qaraqosh", "Nineveh"] * 40
    with ThreadPoolExecutor(8) as pool:
        counts = list(pool.map(lambda name: len(small._lookup(name)), names))
    assert counts == [2, 1, 1, 1, 1] * 40


@pytest.mark.parametrize(
    "name", ["Hamdaniya", "al-Hamdaniya", "Al Hamdaniyah", "Hamdaniya district", "Hamdaniya District", "Qaraqosh"]
)
def test_spellings_of_hamdaniya_all_find_the_one_in_iraq(gazetteer: Gazetteer, name: str) -> None:
    near = [c for c in gazetteer.lookup(name) if distance_km(36.27, 43.38, c.place.latitude, c.place.longitude) < 15]
    assert near
    assert {c.place.country for c in near} == {"IQ"}


@pytest.mark.parametrize(
    ("name", "place", "country"),
    [
        ("الموصل", "Mosul", "IQ"),
        ("بغداد", "Baghdad", "IQ"),
        ("حلب", "Aleppo", "SY"),
        ("Киев", "Kyiv", "UA"),
        ("Харків", "Kharkiv", "UA"),
        ("Sao Paulo", "São Paulo", "BR"),
        ("Lodz", "Łódź", "PL"),
        ("Cote d'Ivoire", "Côte d’Ivoire", "CI"),
    ],
)
def test_names_are_found_in_other_scripts_and_without_accents(
    gazetteer: Gazetteer, name: str, place: str, country: str
) -> None:
    assert (place, country) in {(c.place.name, c.place.country) for c in gazetteer.lookup(name) if c.exact}


def test_the_embedded_gazetteer_knows_the_countries_and_many_places(gazetteer: Gazetteer) -> None:
    assert gazetteer.counts["places"] > 200_000
    countries = gazetteer.countries()
    assert len(countries) > 230
    assert (countries["IQ"], countries["UA"]) == ("Iraq", "Ukraine")
