"""Every point is in one tile of a zoom, the one that other programs of the web look for it in."""

from __future__ import annotations

import random

import pytest

from dashboard.exporters.tile_grid import Tile
from dashboard.geometry import MERCATOR_EDGE
from dashboard.query import BBox

# Edges of tiles, the ends of the world, and beyond the map.
LONGITUDES = [-180.0, 180.0, 0.0, -0.0, -5e-324, 90.0, -45.0, 179.99999999999997, -179.99999999999997, 11.25]
LATITUDES = [
    90.0,
    -90.0,
    MERCATOR_EDGE,
    -MERCATOR_EDGE,
    85.0511287,
    0.0,
    5e-324,
    -5e-324,
    66.51326044311186,
    -40.97989806962013,
    85.06,
]


def tiles(zoom: int) -> list[Tile]:
    return [Tile(zoom, x, y) for x in range(2**zoom) for y in range(2**zoom)]


def within(box: BBox, longitude: float, latitude: float) -> bool:
    if not box.south <= latitude <= box.north:
        return False
    if box.west <= box.east:
        return box.west <= longitude <= box.east
    return longitude >= box.west or longitude <= box.east


@pytest.mark.parametrize("zoom", range(5))
def test_every_point_is_in_exactly_one_tile_and_in_the_box_that_is_asked_for_it(zoom: int) -> None:
    some = random.Random(5)
    points = [(longitude, latitude) for longitude in LONGITUDES for latitude in LATITUDES]
    points += [(some.uniform(-180, 180), some.uniform(-90, 90)) for _ in range(100)]
    for longitude, latitude in points:
        (tile,) = [t for t in tiles(zoom) if t.holds(longitude=longitude, latitude=latitude)]
        assert within(tile.view(), longitude, latitude), (tile, longitude, latitude)
        assert all(0 <= at <= 4095 for at in tile.position(longitude=longitude, latitude=latitude))


def test_tiles_are_those_of_other_programs() -> None:
    # The formula of OpenStreetMap's wiki, "Slippy map tilenames", gives these for Baghdad, Suva and Null Island.
    assert Tile(10, 638, 411).holds(longitude=44.4, latitude=33.34)
    assert Tile(8, 254, 141).holds(longitude=178.44, latitude=-18.14)
    assert Tile(1, 1, 1).holds(longitude=0.0, latitude=0.0)


def test_a_tile_owns_its_western_and_northern_edge() -> None:
    assert Tile(2, 2, 2).holds(longitude=0.0, latitude=0.0)
    assert not Tile(2, 1, 1).holds(longitude=0.0, latitude=0.0)
    assert Tile(2, 2, 2).position(longitude=0.0, latitude=0.0) == (0, 0)


@pytest.mark.parametrize("zoom", [1, 6, 18])
def test_the_antimeridian_is_one_meridian(zoom: int) -> None:
    row = 2 ** (zoom - 1)
    for longitude in (-180.0, 180.0):
        assert Tile(zoom, 0, row).holds(longitude=longitude, latitude=-0.001)
        assert Tile(zoom, 0, row).position(longitude=longitude, latitude=-0.001)[0] == 0


@pytest.mark.parametrize("zoom", [0, 1, 6, 18])
def test_the_poles_are_in_the_outermost_rows(zoom: int) -> None:
    last = 2**zoom - 1
    assert Tile(zoom, last, 0).holds(longitude=179.9999, latitude=90.0)
    assert Tile(zoom, last, last).holds(longitude=179.9999, latitude=-90.0)
    assert Tile(zoom, last, 0).position(longitude=179.9999, latitude=90.0)[1] == 0
    assert Tile(zoom, last, last).position(longitude=179.9999, latitude=-90.0)[1] == 4095


def test_a_position_grows_to_the_east_and_to_the_south() -> None:
    tile = Tile(0, 0, 0)
    assert tile.position(longitude=90.0, latitude=0.0) == (3072, 2048)
    assert tile.position(longitude=0.0, latitude=-40.98) == (2048, 2560)


def test_a_view_reaches_a_hairs_breadth_into_its_neighbours() -> None:
    view = Tile(6, 40, 25).view()
    assert (view.west, view.east) == (pytest.approx(45.0), pytest.approx(50.625))
    assert (view.south, view.north) == (pytest.approx(31.952162, abs=1e-5), pytest.approx(36.597889, abs=1e-5))
    assert view.west < 45.0 < 50.625 < view.east


@pytest.mark.parametrize(
    ("tile", "exists"),
    [((0, 0, 0), True), ((3, 7, 7), True), ((3, 8, 0), False), ((3, 0, -1), False), ((-1, 0, 0), False)],
)
def test_columns_and_rows_end_with_the_zoom(tile: tuple[int, int, int], exists: bool) -> None:
    assert Tile(*tile).exists is exists
