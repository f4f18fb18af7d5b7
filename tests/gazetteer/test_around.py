"""Which country and divisions a point lies in."""

from __future__ import annotations

from dashboard.gazetteer import Gazetteer
from dashboard.gazetteer.around import place_at


def test_a_point_lies_where_its_nearest_town_does(gazetteer: Gazetteer) -> None:
    place = place_at(gazetteer, "A checkpoint", 36.36, 43.2)
    assert (place.name, place.latitude, place.longitude) == ("A checkpoint", 36.36, 43.2)
    assert (place.country, place.admin1) == ("IQ", "Nineveh")
    assert place.geonameid is None


def test_a_point_in_the_desert_takes_a_town_further_off(gazetteer: Gazetteer) -> None:
    assert place_at(gazetteer, "A well", 31.2, 41.5).country in {"IQ", "SA"}


def test_a_point_far_from_any_town_lies_in_no_country(gazetteer: Gazetteer) -> None:
    assert place_at(gazetteer, "At sea", -50.0, -130.0).country == ""
