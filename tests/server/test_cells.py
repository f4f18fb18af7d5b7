"""The compact answer that the map reads."""

from __future__ import annotations

from typing import Any

from dashboard.query import BBox, EventQuery
from dashboard.server.cells import cell_columns
from dashboard.store import EventStore

WORLD = BBox(-180, -90, 180, 90)


def cell(**given: Any) -> dict[str, Any]:
    """A cell of two events near (1, 2)."""
    plain = {
        "n": 2, "longitude": 1.0000049, "latitude": 2.123456789, "west": 0.9999999, "south": 2.1, "east": 1.00001, "north": 2.1234561,
        "fatalities": 3, "coarse": 1, "id": "x", "sub_event_type": "Attack", "geo_precision": 3, "location": "Here",
        "mix": [2, 0], "statuses": [2, 0, 0],
    }  # fmt: skip
    return plain | given


def test_points_are_rounded_to_a_metre_and_boxes_outwards() -> None:
    columns = cell_columns([cell()])
    assert (columns["longitude"], columns["latitude"]) == ([1.0], [2.12346])
    assert (columns["west"], columns["south"]) == ([0.99999], [2.1])
    assert (columns["east"], columns["north"]) == ([1.00001], [2.12346])


def test_what_belongs_to_one_event_is_told_of_one_only() -> None:
    columns = cell_columns([cell(), cell(n=1)])
    assert columns["id"] == ["", "x"]
    assert columns["location"] == ["", "Here"]
    assert columns["sub_event_type"] == ["", "Attack"]


def test_no_cell_is_an_empty_column_each() -> None:
    assert set(map(len, cell_columns([]).values())) == {0}


def test_every_column_of_the_store_is_there(stocked: EventStore) -> None:
    cells = stocked.clusters(EventQuery(), WORLD, 5)
    columns = cell_columns(cells)
    assert set(columns) == set(cells[0])
    assert all(len(column) == len(cells) for column in columns.values())
