"""EventQuery: plain strings in, one strict value out, and back."""

from __future__ import annotations

from datetime import date

import pytest

from dashboard.errors import QueryError
from dashboard.query import MAX_POLYGON_POINTS, PARAMS, BBox, EventQuery, wrap_longitude
from dashboard.records import EVENT_TYPES

FULL = EventQuery(
    start=date(2016, 10, 17),
    end=date(2017, 7, 10),
    types=("Battles", "Explosions/Remote violence"),
    countries=("IQ", "SY"),
    status=("confirmed", "rejected"),
    text="São Paulo & more; = ?",
    bbox=BBox(170.0, -20.5, -170.0, 10.25),
    polygon=((43.0, 36.0), (44.5, 36.0), (44.0, 37.12345)),
)


@pytest.mark.parametrize(
    "query",
    [
        EventQuery(),
        FULL,
        FULL.without("start"),
        EventQuery(bbox=BBox(0.0, 0.0, 0.0, 0.0)),
        EventQuery(end=date(1999, 1, 1)),
        EventQuery(polygon=((175.0, -10.0), (190.0, -10.0), (190.0, 10.0))),
    ],
)
def test_params_round_trip(query: EventQuery) -> None:
    assert EventQuery.from_params(query.to_params()) == query


def test_the_params_are_plain_strings_under_their_known_names() -> None:
    params = FULL.to_params()
    assert tuple(params) == PARAMS
    assert params["start"] == "2016-10-17"
    assert params["bbox"] == "170,-20.5,-170,10.25"
    assert params["polygon"] == "43.00000,36.00000;44.50000,36.00000;44.00000,37.12345"
    assert EventQuery().to_params() == {}


@pytest.mark.parametrize(
    ("params", "expected"),
    [
        ({}, EventQuery()),
        ({"start": "", "type": [], "bbox": " ", "country": ["", " "]}, EventQuery()),
        ({"utm_source": "x", "limit": "5"}, EventQuery()),
        ({"country": ["iq", "sy", "iq"]}, EventQuery(countries=("IQ", "SY"))),
        ({"type": "Riots"}, EventQuery(types=("Riots",))),
        ({"type": ("Riots", "Riots")}, EventQuery(types=("Riots",))),
        ({"status": ["Confirmed", "confirmed"]}, EventQuery(status=("confirmed",))),
        ({"status": ["", " "]}, EventQuery()),
        ({"text": "  two \n words "}, EventQuery(text="two words")),
        ({"start": ["2016-01-01", "2016-01-02"]}, EventQuery(start=date(2016, 1, 2))),
        ({"start": "2016-01-01", "end": "2016-01-01"}, EventQuery(start=date(2016, 1, 1), end=date(2016, 1, 1))),
        ({"polygon": "0,0;1,0;1,1;"}, EventQuery(polygon=((0, 0), (1, 0), (1, 1)))),
    ],
)
def test_params_are_read(params: dict[str, str | list[str]], expected: EventQuery) -> None:
    assert EventQuery.from_params(params) == expected


def test_a_search_text_is_not_endless() -> None:
    assert len(EventQuery.from_params({"text": "x" * 9999}).text) == 200


@pytest.mark.parametrize("name", ["start", "end"])
@pytest.mark.parametrize("value", ["soon", "17/10/2016", "2016-13-01", "2016-02-30", "2016-10-17T08:00", "20161"])
def test_a_bad_date_is_named_with_the_form_it_should_have(name: str, value: str) -> None:
    with pytest.raises(QueryError) as caught:
        EventQuery.from_params({name: value})
    assert str(caught.value) == f"The {name} date {value!r} is not a day. Write it as 2016-10-17."


def test_a_swapped_range_is_refused() -> None:
    with pytest.raises(QueryError, match=r"starts on 2017-01-02, after its end on 2017-01-01\. Swap the two dates"):
        EventQuery.from_params({"start": "2017-01-02", "end": "2017-01-01"})


def test_an_unknown_type_is_named_with_the_known_ones() -> None:
    with pytest.raises(QueryError) as caught:
        EventQuery.from_params({"type": ["battles", "war"]})
    assert "Unknown event type 'war'" in str(caught.value)
    assert all(name in str(caught.value) for name in EVENT_TYPES)


def test_an_unknown_status_is_named_with_the_known_ones() -> None:
    with pytest.raises(QueryError, match=r"Unknown status 'done'\. Known: unreviewed, confirmed, rejected"):
        EventQuery.from_params({"status": ["confirmed", "done"]})


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ("1,2,3", "needs four numbers: west,south,east,north"),
        ("1,2,3,4,5", "needs four numbers"),
        ("a,b,c,d", "holds something that is not a number"),
        ("1,2,3,", "holds something that is not a number"),
        ("1;2;3;4", "holds something that is not a number"),
        ("nan,0,1,1", "holds a number that is no coordinate"),
        ("0,0,inf,1", "holds a number that is no coordinate"),
        ("0,0,1e9,1", "holds a number that is no coordinate"),
        ("0,10,1,5", "latitudes out of order or beyond 90"),
        ("0,-91,1,5", "latitudes out of order or beyond 90"),
        ("0,0,1,90.01", "latitudes out of order or beyond 90"),
    ],
)
def test_a_bad_box_says_what_is_wrong(value: str, reason: str) -> None:
    with pytest.raises(QueryError, match=reason) as caught:
        EventQuery.from_params({"bbox": value})
    assert repr(value) in str(caught.value)


@pytest.mark.parametrize(
    ("text", "box"),
    [
        ("43,36,44,37", BBox(43, 36, 44, 37)),
        (" 43 , 36 , 44 , 37 ", BBox(43, 36, 44, 37)),
        ("170,-20,-170,10", BBox(170, -20, -170, 10)),
        ("-180,-90,180,90", BBox(-180, -90, 180, 90)),
        ("170,0,190,1", BBox(170, 0, -170, 1)),
        ("-190,0,-170,1", BBox(170, 0, -170, 1)),
        ("403,36,404,37", BBox(43, 36, 44, 37)),
        ("-317,36,-316,37", BBox(43, 36, 44, 37)),
        ("-200,0,200,1", BBox(-180, 0, 180, 1)),
        ("0,0,360,1", BBox(-180, 0, 180, 1)),
    ],
)
def test_longitudes_beyond_180_are_wrapped(text: str, box: BBox) -> None:
    assert BBox.parse(text) == box


@pytest.mark.parametrize(
    ("longitude", "wrapped"),
    [(0, 0), (180, 180), (-180, -180), (181, -179), (-181, 179), (540, -180), (725, 5), (-725, -5)],
)
def test_a_meridian_has_one_name(longitude: float, wrapped: float) -> None:
    assert wrap_longitude(longitude) == wrapped


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ("0,0;1,1", "needs 3 to 500 corners written lon,lat;lon,lat"),
        ("0,0;1,1;2", "needs 3 to 500 corners"),
        ("0,0;1,1;2,2,2", "needs 3 to 500 corners"),
        ("0,0;1,1;2,91", "needs 3 to 500 corners"),
        (";", "needs 3 to 500 corners"),
        (";".join(["1,1"] * (MAX_POLYGON_POINTS + 1)), "needs 3 to 500 corners"),
        ("0,0;1,1;x,y", "holds something that is not a number"),
        ("0,0;1,1;nan,0", "holds a number that is no coordinate"),
    ],
)
def test_a_bad_polygon_says_what_is_wrong(value: str, reason: str) -> None:
    with pytest.raises(QueryError, match=reason):
        EventQuery.from_params({"polygon": value})


def test_without_empties_the_named_fields_only() -> None:
    assert FULL.without("start", "end", "bbox") == EventQuery(
        types=FULL.types, countries=FULL.countries, status=FULL.status, text=FULL.text, polygon=FULL.polygon
    )
