"""A query selects the same events on the map, in the table and in every export."""

from __future__ import annotations

from datetime import date

import pytest

from dashboard.query import BBox, EventQuery
from dashboard.records import EVENT_TYPES
from dashboard.store import EventStore

EVERYWHERE = BBox(-180, -90, 180, 90)
ALL = {
    "Mosul", "Bartella", "Baghdad", "Raqqa", "Null Island", "Suva", "Apia", "Date Line", "North Pole", "South Pole",
    "São Paulo", "Left Arm", "Right Arm", "Bridge", "West Of It", "East Of It",
}  # fmt: skip
U_SHAPE = "-5,-5;5,-5;5,5;2,5;2,-2;-2,-2;-2,5;-5,5"

SELECTIONS: list[tuple[dict[str, str | list[str]], set[str]]] = [
    ({}, ALL),
    ({"start": "2016-10-20", "end": "2016-10-31"}, {"Bartella", "Baghdad"}),
    ({"start": "2016-10-21", "end": "2016-10-30"}, set()),
    ({"start": "2016-10-17", "end": "2016-10-17"}, {"Mosul"}),
    ({"start": "2019-01-04"}, {"West Of It", "East Of It"}),
    ({"end": "2016-10-17"}, {"Mosul"}),
    ({"type": "Riots"}, {"Apia", "Date Line"}),
    ({"type": ["Riots", "Protests"]}, {"Apia", "Date Line", "Suva", "São Paulo"}),
    ({"country": "SY"}, {"Raqqa"}),
    ({"country": ["FJ", "WS"]}, {"Suva", "Apia", "Date Line"}),
    ({"country": "DE"}, set()),
    ({"country": "FJ", "type": "Riots", "start": "2017-01-03"}, {"Date Line"}),
    ({"text": "sao paulo"}, {"São Paulo"}),
    ({"text": "SÃO"}, {"São Paulo"}),
    ({"text": "protest paulo"}, {"São Paulo"}),
    ({"text": "mosul paulo"}, set()),
    ({"text": "arm"}, {"Mosul", "Bartella", "North Pole", "South Pole", "Left Arm", "Right Arm", "Bridge", "West Of It", "East Of It"}),
    ({"text": "nineveh"}, {"Mosul", "Bartella"}),
    ({"text": "IRAQI army"}, {"Mosul"}),
    ({"text": "ten days suicide"}, {"Baghdad"}),
    ({"text": "%"}, {"São Paulo"}),
    ({"text": "mos_l"}, set()),
    ({"bbox": "43,36,44,37"}, {"Mosul", "Bartella"}),
    ({"bbox": "43.119,36.335,43.119,36.335"}, {"Mosul"}),
    ({"bbox": "170,-30,-170,0"}, {"Suva", "Apia", "Date Line"}),
    ({"bbox": "170,-30,180,0"}, {"Suva", "Date Line"}),
    ({"bbox": "170,-30,190,0"}, {"Suva", "Apia", "Date Line"}),
    ({"bbox": "-190,-30,-170,0"}, {"Suva", "Apia", "Date Line"}),
    ({"bbox": "10,-90,9,90"}, ALL),
    ({"bbox": "-180,80,180,90"}, {"North Pole"}),
    ({"bbox": "-1,-1,1,1"}, {"Null Island"}),
    ({"polygon": U_SHAPE}, {"Left Arm", "Right Arm", "Bridge"}),
    ({"polygon": ";".join(reversed(U_SHAPE.split(";")))}, {"Left Arm", "Right Arm", "Bridge"}),
    ({"polygon": U_SHAPE + ";-5,-5"}, {"Left Arm", "Right Arm", "Bridge"}),
    ({"polygon": U_SHAPE, "start": "2019-01-02"}, {"Right Arm", "Bridge"}),
    ({"polygon": "-5,-5;5,-5;0,5", "bbox": "-4,-4,4,-1"}, {"Bridge"}),
    ({"polygon": "175,-20;190,-20;190,-10;175,-10"}, {"Suva", "Apia", "Date Line"}),
    ({"polygon": "170,-20;190,-20;190,-10;165,-10"}, {"Suva", "Apia", "Date Line"}),
    ({"polygon": "185,-20;190,-20;190,-10;185,-10"}, {"Apia"}),
    ({"polygon": "-185,-20;-179,-20;-179,-10;-185,-10"}, {"Suva", "Date Line"}),
    ({"polygon": "895,-20;910,-20;910,-10;895,-10"}, {"Suva", "Apia", "Date Line"}),
    ({"polygon": "403,36;404,36;404,37;403,37"}, {"Mosul", "Bartella"}),
]  # fmt: skip


def query(params: dict[str, str | list[str]]) -> EventQuery:
    return EventQuery.from_params(params)


@pytest.mark.parametrize(("params", "expected"), SELECTIONS)
def test_a_query_selects_the_events_it_describes(
    world: EventStore, params: dict[str, str | list[str]], expected: set[str]
) -> None:
    assert {event["location"] for event in world.stream(query(params))} == expected


@pytest.mark.parametrize("params", [params for params, _ in SELECTIONS])
def test_all_surfaces_count_the_same(world: EventStore, params: dict[str, str | list[str]]) -> None:
    selection = query(params)
    count = world.count(selection)
    assert len(world.table(selection)) == count
    assert len(list(world.stream(selection, batch=3))) == count
    for zoom in (0, 3, 9, 18):
        assert sum(cell["n"] for cell in world.clusters(selection, EVERYWHERE, zoom)) == count
    dateless = world.count(selection.without("start", "end"))
    for unit in ("day", "week", "month", "year"):
        assert sum(n for _, _, n, _ in world.histogram(selection, unit)) == dateless


@pytest.mark.parametrize(
    "hostile",
    [
        "'; DROP TABLE event; --",
        "x') OR 1=1 --",
        '" OR ""="',
        "$start",
        "\\",
        "\x00",
        "x' UNION SELECT 1",
        "%' OR '1'='1",
        "🙂",
    ],
)
def test_strings_that_try_to_be_sql_select_nothing_and_harm_nothing(world: EventStore, hostile: str) -> None:
    for selection in (
        EventQuery(text=f"zzz {hostile}"),
        EventQuery(types=(hostile,)),
        EventQuery(countries=(hostile,)),
    ):
        assert world.count(selection) == 0
        assert world.facets(selection) is not None
        assert world.clusters(selection, EVERYWHERE, 3) == []
    assert world.event(hostile) is None
    assert world.count(EventQuery()) == len(ALL)


def test_a_query_of_very_many_words_runs(world: EventStore) -> None:
    assert world.count(EventQuery(text="mosul " * 5000)) == 1


def test_the_facets_leave_out_their_own_choice_only(world: EventStore) -> None:
    facets = world.facets(query({"type": "Riots", "country": "FJ"}))
    assert facets == {
        "event_type": [("Protests", 1), ("Riots", 1)],
        "country": [("FJ", 1), ("WS", 1)],
        "status": [("unreviewed", 1)],
    }


def test_the_table_comes_newest_first_in_pages_and_within_a_view(world: EventStore) -> None:
    selection = query({"country": "IQ"})
    assert list(world.table(selection)["location"]) == ["Baghdad", "Bartella", "Mosul"]
    assert list(world.table(selection, limit=1, offset=1)["location"]) == ["Bartella"]
    assert list(world.table(selection, view=BBox(43, 36, 43.2, 37))["location"]) == ["Mosul"]
    assert set(world.table(EventQuery(), view=BBox(170, -30, -170, 0))["location"]) == {"Suva", "Apia", "Date Line"}


def test_the_stream_comes_oldest_first(world: EventStore) -> None:
    days = [event["event_date"] for event in world.stream(EventQuery(), batch=2)]
    assert days == sorted(days)
    assert days[0] == date(2016, 10, 17)


def test_the_histogram_counts_by_bin_and_type_and_ignores_the_dates(world: EventStore) -> None:
    selection = query({"country": "IQ", "start": "2016-10-31", "end": "2016-10-31"})
    assert world.histogram(selection, "month") == [
        (date(2016, 10, 1), "Battles", 2, 7),
        (date(2016, 10, 1), "Explosions/Remote violence", 1, 20),
    ]
    assert [day for day, *_ in world.histogram(selection, "week")] == [date(2016, 10, 17), date(2016, 10, 31)]
    assert {day for day, *_ in world.histogram(selection, "year")} == {date(2016, 1, 1)}
    assert {kind for _, kind, *_ in world.histogram(EventQuery(), "day")} == set(EVENT_TYPES)


def test_the_histogram_within_days_counts_both_ends_and_nothing_beyond(world: EventStore) -> None:
    within = (date(2016, 10, 20), date(2016, 10, 31))
    assert world.histogram(EventQuery(), "day", within=within) == [
        (date(2016, 10, 20), "Battles", 1, 3),
        (date(2016, 10, 31), "Explosions/Remote violence", 1, 20),
    ]


@pytest.mark.parametrize(
    ("params", "box"),
    [
        ({"country": "IQ"}, BBox(43.119, 33.34, 44.4, 36.35)),
        ({"text": "mosul"}, BBox(43.119, 36.335, 43.119, 36.335)),
        ({"bbox": "-1,-1,1,1"}, BBox(0, 0, 0, 0)),
        ({"country": "DE"}, None),
    ],
)
def test_bounds_are_the_box_around_the_selection(
    world: EventStore, params: dict[str, str | list[str]], box: BBox | None
) -> None:
    assert world.bounds(query(params)) == box
