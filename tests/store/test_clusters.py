"""What the map draws."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from dashboard.query import BBox, EventQuery
from dashboard.records import EVENT_TYPES, Article, Report
from dashboard.store import EventStore, Tables

EVERYWHERE = BBox(-180, -90, 180, 90)
IRAQ = EventQuery(countries=("IQ",))


@pytest.mark.parametrize("zoom", [0, 1, 5, 12, 19])
@pytest.mark.parametrize(
    "view",
    [
        EVERYWHERE,
        BBox(40, 30, 50, 40),
        BBox(170, -30, -170, 0),
        BBox(-10, -10, 10, 10),
        BBox(-180, 60, 180, 90),
        BBox(1, 1, 2, 2),
    ],
)
def test_the_cells_hold_every_event_in_view_once(world: EventStore, view: BBox, zoom: int) -> None:
    everywhere = {cell["id"]: cell for cell in world.clusters(EventQuery(), EVERYWHERE, zoom)}
    cells = world.clusters(EventQuery(), view, zoom)
    # A cell that the view meets is whole: a pan changes none.
    assert all(everywhere[cell["id"]] == cell for cell in cells)
    assert sum(cell["n"] for cell in everywhere.values()) == world.count(EventQuery())
    inside = world.table(EventQuery(), view=view)
    assert len({cell["id"] for cell in cells}) == len(cells)
    assert sum(cell["n"] for cell in cells) >= len(inside)
    if zoom == 19:  # cells of some metres: only those of the view
        assert sum(cell["n"] for cell in cells) == len(inside)
    for cell in cells:
        assert sum(cell["mix"]) == cell["n"]
        assert len(cell["mix"]) == len(EVENT_TYPES)
        assert cell["west"] <= cell["longitude"] <= cell["east"]
        assert cell["south"] <= cell["latitude"] <= cell["north"]


def test_a_cell_far_out_splits_when_zoomed_in(world: EventStore) -> None:
    (far,) = world.clusters(IRAQ, EVERYWHERE, 0)
    assert (far["n"], far["fatalities"]) == (3, 27)
    assert (far["west"], far["south"], far["east"], far["north"]) == (43.119, 33.34, 44.4, 36.35)
    assert far["longitude"] == pytest.approx((43.119 + 43.38 + 44.4) / 3)
    assert far["latitude"] == pytest.approx((36.335 + 36.35 + 33.34) / 3)
    assert [cell["n"] for cell in world.clusters(IRAQ, EVERYWHERE, 6)] == [2, 1]
    near = world.clusters(IRAQ, EVERYWHERE, 12)
    assert [(cell["location"], cell["n"]) for cell in near] == [("Mosul", 1), ("Bartella", 1), ("Baghdad", 1)]


def test_smaller_cells_split_more(world: EventStore) -> None:
    assert len(world.clusters(IRAQ, EVERYWHERE, 6, cell_px=8)) == 3


def test_the_mix_stands_in_the_order_of_the_event_types(world: EventStore) -> None:
    (cell,) = world.clusters(IRAQ, EVERYWHERE, 0)
    named = dict(zip(EVENT_TYPES, cell["mix"], strict=True))
    assert {name: n for name, n in named.items() if n} == {"Battles": 2, "Explosions/Remote violence": 1}


def test_a_cell_of_one_event_names_it(world: EventStore) -> None:
    (cell,) = world.clusters(EventQuery(text="baghdad"), EVERYWHERE, 4)
    event = world.event(cell["id"])
    assert event is not None
    assert (event["location"], cell["sub_event_type"], cell["geo_precision"]) == ("Baghdad", "Suicide bomb", 1)
    assert (cell["longitude"], cell["latitude"]) == (44.4, 33.34)


@pytest.mark.parametrize("zoom", [0, 8, 19])
def test_the_poles_and_null_island_are_drawn(world: EventStore, zoom: int) -> None:
    points = {
        (cell["latitude"], cell["longitude"]) for cell in world.clusters(EventQuery(text="pole"), EVERYWHERE, zoom)
    }
    assert points == {(90.0, 10.0), (-90.0, 10.0)}
    (null_island,) = world.clusters(EventQuery(text="null island"), EVERYWHERE, zoom)
    assert (null_island["n"], null_island["latitude"], null_island["longitude"]) == (1, 0.0, 0.0)


def test_a_pole_is_drawn_at_the_edge_of_the_map(tables: Tables, make_report: Any, story: Article) -> None:
    tables.append([story], [make_report("Pole", 90.0, 10.0), make_report("Ice", 84.0, 10.0)], extractor="test")
    assert [cell["n"] for cell in EventStore(tables).clusters(EventQuery(), EVERYWHERE, 0)] == [2]


def test_nothing_selected_is_no_cell(world: EventStore) -> None:
    assert world.clusters(EventQuery(countries=("DE",)), EVERYWHERE, 3) == []


def test_events_of_one_point_stay_one_cell_at_every_zoom(tables: Tables, make_report: Any, story: Article) -> None:
    reports: list[Report] = [make_report("Mosul", 36.335, 43.119, day=f"2016-10-{d:02}") for d in range(1, 21)]
    tables.append([story], reports, extractor="test")
    store = EventStore(tables)
    for zoom in (0, 10, 22):
        assert [cell["n"] for cell in store.clusters(EventQuery(), EVERYWHERE, zoom)] == [20]


def test_a_cell_tells_how_many_of_its_events_are_placed_roughly(
    tables: Tables, story: Article, make_report: Callable[..., Report]
) -> None:
    placed = [make_report("Town", 10, 10, day=f"20{10 + i}-01-01", geo_precision=i + 1) for i in range(3)]
    tables.append([story], placed, extractor="test")
    (cell,) = EventStore(tables).clusters(EventQuery(), EVERYWHERE, 5)
    assert (cell["n"], cell["coarse"]) == (3, 2)
