"""The embedded gazetteer behind geopy's interface."""

from __future__ import annotations

import pytest
from geopy.distance import great_circle
from geopy.geocoders.base import Geocoder

from dashboard.gazetteer import Gazetteer
from dashboard.geocoders import OfflineGeocoder


@pytest.fixture
def geocoder(gazetteer: Gazetteer) -> OfflineGeocoder:
    return OfflineGeocoder(gazetteer)


def test_it_is_one_of_geopys_geocoders(geocoder: OfflineGeocoder) -> None:
    assert isinstance(geocoder, Geocoder)


@pytest.mark.parametrize("query", ["Hamdaniya", "al-Hamdaniya", "Hamdaniya district", "Qaraqosh"])
def test_spellings_of_hamdaniya_lie_within_15_km(geocoder: OfflineGeocoder, query: str) -> None:
    found = geocoder.geocode(query)
    assert great_circle((found.latitude, found.longitude), (36.27, 43.38)).km < 15


def test_the_location_says_where_the_place_lies_and_how_it_scored(geocoder: OfflineGeocoder) -> None:
    found = geocoder.geocode("Paris, Texas")
    assert found.address == "Paris, Lamar County, Texas, US"
    assert found.raw["country"] == "US"
    assert found.raw["geonameid"] == 4717560
    assert isinstance(found.raw["score"], float)


def test_an_address_repeats_no_part(geocoder: OfflineGeocoder) -> None:
    parts = geocoder.geocode("São Paulo").address.split(", ")
    assert len(parts) == len(set(parts))


def test_many_answers_come_best_first_up_to_the_limit(geocoder: OfflineGeocoder) -> None:
    found = geocoder.geocode("Paris", exactly_one=False, limit=3)
    assert len(found) == 3
    assert found[0].raw["country"] == "FR"
    assert found[0].raw["score"] >= found[1].raw["score"] >= found[2].raw["score"]


def test_the_country_filter_moves_the_answer(geocoder: OfflineGeocoder) -> None:
    assert geocoder.geocode("Paris", country="US").raw["country"] == "US"
    assert geocoder.geocode("Mosul", country="FR") is None


@pytest.mark.parametrize("query", ["", "Xyzzyville", "Mosul, France", "\x00", "\ud800"])
@pytest.mark.parametrize("exactly_one", [True, False])
def test_an_unknown_name_is_none_and_no_error(geocoder: OfflineGeocoder, query: str, exactly_one: bool) -> None:
    assert geocoder.geocode(query, exactly_one=exactly_one) is None
