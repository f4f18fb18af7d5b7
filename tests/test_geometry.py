"""Distances and points on the sphere."""

from __future__ import annotations

import pytest

from dashboard.geometry import central_point, destination, distance_km, parse_point
from dashboard.records import Place


def test_a_degree_of_latitude_is_about_111_km() -> None:
    assert distance_km(36, 43, 37, 43) == pytest.approx(111.195, abs=0.01)


def test_distance_between_baghdad_and_mosul() -> None:
    assert distance_km(33.3152, 44.3661, 36.335, 43.1189) == pytest.approx(355, abs=5)


def test_distance_is_symmetric_and_zero_for_the_same_point() -> None:
    assert distance_km(10, 20, -30, 150) == pytest.approx(distance_km(-30, 150, 10, 20))
    assert distance_km(36.3, 43.1, 36.3, 43.1) == 0


def test_distance_across_the_antimeridian_is_the_short_way() -> None:
    assert distance_km(0, 179.5, 0, -179.5) == pytest.approx(111.195, abs=0.01)


def test_distance_of_antipodes_is_half_the_circumference() -> None:
    assert distance_km(90, 0, -90, 0) == pytest.approx(20015.1, abs=0.5)
    assert distance_km(12.3, 45.6, -12.3, -134.4) == pytest.approx(20015.1, abs=0.5)


@pytest.mark.parametrize(
    ("bearing", "north", "east"),
    [(0, 1, 0), (45, 1, 1), (90, 0, 1), (135, -1, 1), (180, -1, 0), (225, -1, -1), (270, 0, -1), (315, 1, -1)],
)
def test_destination_lies_at_the_distance_on_the_side_of_the_bearing(bearing: float, north: int, east: int) -> None:
    latitude, longitude = destination(36.0, 43.0, bearing=bearing, km=25)
    assert distance_km(36.0, 43.0, latitude, longitude) == pytest.approx(25, rel=1e-6)
    for moved, sign in ((latitude - 36.0, north), (longitude - 43.0, east)):
        assert abs(moved) < 0.01 if sign == 0 else moved * sign > 0.1


def test_destination_wraps_at_the_antimeridian() -> None:
    latitude, longitude = destination(0, 179.9, bearing=90, km=100)
    assert latitude == pytest.approx(0, abs=1e-9)
    assert -180 < longitude < -179


def _at(latitude: float, longitude: float) -> Place:
    return Place("x", latitude, longitude)


def test_central_point_is_the_member_nearest_to_the_middle() -> None:
    assert central_point([_at(0, 0), _at(0.2, 1.1), _at(0, 2)]) == (0.2, 1.1)


def test_central_point_of_places_on_both_sides_of_the_antimeridian_stays_there() -> None:
    assert central_point([_at(-17, 178), _at(-17, 179.9), _at(-17, -178)]) == (-17, 179.9)


def test_central_point_of_one_place_is_that_place() -> None:
    assert central_point([_at(36.34, 43.13)]) == (36.34, 43.13)


@pytest.mark.parametrize(
    ("text", "point"),
    [
        ("36.34, 43.12", (36.34, 43.12)),
        (" -12.5  -70 ", (-12.5, -70.0)),
        ("36.34° N, 43.12° E", (36.34, 43.12)),
        ("12.5 S; 70 W", (-12.5, -70.0)),
        ("0,0", (0.0, 0.0)),
        ("91, 0", None),
        ("0, 181", None),
        ("Mosul", None),
        ("36.34", None),
        ("1, 2, 3", None),
        ("٣٦, ٤٣", None),
    ],
)
def test_degrees_as_a_person_types_them(text: str, point: tuple[float, float] | None) -> None:
    assert parse_point(text) == point
