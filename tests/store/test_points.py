"""Single events of a view, as tiles draw them, and the cells at the edge of the map."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from dashboard.query import BBox, EventQuery
from dashboard.records import Article
from dashboard.store import EventStore, Tables
from tests.review.desk import decide

EVERYWHERE = BBox(-180, -90, 180, 90)


def names(events: EventStore, view: BBox, query: EventQuery | None = None, limit: int = 100) -> list[str]:
    return [point["location"] for point in events.points(query or EventQuery(), view, limit)]


def test_a_point_has_what_a_map_tells_of_an_event(world: EventStore) -> None:
    (point,) = world.points(EventQuery(text="baghdad"), EVERYWHERE, 10)
    assert world.event(point.pop("event_id")) is not None
    assert point == {
        "longitude": 44.4,
        "latitude": 33.34,
        "event_date": date(2016, 10, 31),
        "event_type": "Explosions/Remote violence",
        "sub_event_type": "Suicide bomb",
        "fatalities": 20,
        "geo_precision": 1,
        "status": "unreviewed",
        "location": "Baghdad",
    }


def test_points_are_those_of_the_view_its_borders_included(world: EventStore) -> None:
    assert names(world, BBox(-3, -3, 3, 0)) == ["Null Island", "Left Arm", "Right Arm", "Bridge"]
    assert names(world, BBox(178.44, -20, -171.77, 0)) == ["Suva", "Apia", "Date Line"]
    assert names(world, EVERYWHERE, EventQuery(countries=("SY",))) == ["Raqqa"]


def test_a_limit_keeps_the_first_by_date(world: EventStore) -> None:
    assert names(world, BBox(40, 30, 50, 40), limit=2) == ["Mosul", "Bartella"]
    assert names(world, EVERYWHERE, limit=0) == []


def test_rejected_events_are_no_points_of_who_did_not_ask(small: EventStore) -> None:
    first = small.points(EventQuery(), EVERYWHERE, 1)[0]
    decide(small, [first["event_id"]], "reject")
    small.refresh(force=True)
    assert first["location"] not in names(small, EVERYWHERE)
    assert names(small, EVERYWHERE, EventQuery(status=("rejected",))) == [first["location"]]


def test_a_cell_tells_how_many_of_its_events_are_coarse(tables: Tables, make_report: Any, story: Article) -> None:
    made = [make_report(f"Place {n}", 33.0, 44.0, day=f"2016-10-{n:02}", geo_precision=n) for n in (1, 2, 3)]
    tables.append([story], made, extractor="test")
    (cell,) = EventStore(tables).clusters(EventQuery(), EVERYWHERE, 3)
    assert (cell["n"], cell["coarse"]) == (3, 2)


@pytest.mark.parametrize("sign", [1, -1])
def test_cells_reach_to_the_edge_of_the_map_also_near_in(
    tables: Tables, make_report: Any, story: Article, sign: int
) -> None:
    # The map ends at 85.0511 degrees; at zoom 18 a cell is 0.00003 degrees high there.
    places = {"Pole": 90.0, "Beyond": 85.06, "Edge": 85.0511287, "Within": 85.0505}
    tables.append([story], [make_report(name, sign * lat, 10.0) for name, lat in places.items()], extractor="test")
    cells = EventStore(tables).clusters(EventQuery(), EVERYWHERE, 18)
    assert [cell["n"] for cell in cells] == [3, 1]
    assert cells[1]["location"] == "Within"
