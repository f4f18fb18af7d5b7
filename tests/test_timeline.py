"""The timeline's bins."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from dashboard.errors import QueryError
from dashboard.records import EVENT_TYPES
from dashboard.timeline import MAX_BINS, UNITS, Frame, bin_end, bin_start, bins_between, columns, frame, unit_for


@pytest.mark.parametrize(
    ("days", "unit"),
    [
        (0, "day"),
        (120, "day"),
        (121, "week"),
        (1098, "week"),
        (1099, "month"),
        (9150, "month"),
        (9151, "year"),
        (80_000, "year"),
    ],
)
def test_the_unit_fits_the_range(days: int, unit: str) -> None:
    first = date(1850, 1, 1)
    assert unit_for(first, first + timedelta(days)) == unit


@pytest.mark.parametrize(
    ("unit", "day", "first", "last"),
    [
        ("day", "1969-12-31", "1969-12-31", "1969-12-31"),
        ("week", "1970-01-01", "1969-12-29", "1970-01-04"),
        ("week", "1914-06-28", "1914-06-22", "1914-06-28"),  # a Sunday ends its week
        ("week", "1914-06-29", "1914-06-29", "1914-07-05"),  # a Monday begins it
        ("month", "1904-02-29", "1904-02-01", "1904-02-29"),
        ("month", "1900-02-28", "1900-02-01", "1900-02-28"),
        ("month", "9999-12-31", "9999-12-01", "9999-12-31"),
        ("year", "1800-01-01", "1800-01-01", "1800-12-31"),
    ],
)
def test_a_bin_is_a_whole_calendar_unit(unit: str, day: str, first: str, last: str) -> None:
    found = date.fromisoformat(day)
    assert bin_start(found, unit).isoformat() == first
    assert bin_end(found, unit).isoformat() == last
    assert bins_between(date.fromisoformat(first), date.fromisoformat(last), unit) == 1
    assert bins_between(date.fromisoformat(first) - timedelta(1), found, unit) == 2


def test_a_frame_holds_the_bins_at_both_ends_whole() -> None:
    assert frame(date(1968, 1, 30), date(1968, 6, 1)) == Frame("week", date(1968, 1, 29), date(1968, 6, 2))
    assert frame(date(1968, 1, 30), date(1968, 6, 1), "month") == Frame("month", date(1968, 1, 1), date(1968, 6, 30))


def test_a_single_day_is_one_bin_of_any_unit() -> None:
    day = date(1969, 7, 20)
    assert frame(day, day) == Frame("day", day, day)
    for unit in UNITS:
        shown = frame(day, day, unit)
        assert shown.unit == unit
        assert bins_between(shown.first, shown.last, unit) == 1


@pytest.mark.parametrize(
    ("years", "asked", "given"),
    [(1, "day", "day"), (2, "day", "week"), (8, "day", "month"), (8, "week", "month"), (34, "month", "year"), (300, "day", "year")],
)  # fmt: skip
def test_a_unit_of_too_many_bins_gives_way_to_a_coarser_one(years: int, asked: str, given: str) -> None:
    shown = frame(date(1800, 1, 1), date(1800 + years, 1, 1), asked)
    assert shown.unit == given
    assert bins_between(shown.first, shown.last, given) <= MAX_BINS


def test_an_unknown_unit_is_named() -> None:
    with pytest.raises(QueryError, match=r"Unknown unit 'fortnight'.*auto, day, week"):
        frame(date(2016, 1, 1), date(2016, 1, 2), "fortnight")


def test_rows_become_columns_in_order_with_counts_in_type_order() -> None:
    rows = [
        (date(1956, 11, 1), "Riots", 2, 0),
        (date(1956, 10, 1), "Battles", 3, 9),
        (date(1956, 11, 1), "Battles", 1, 4),
        (date(1956, 11, 1), "Strategic developments", 4, 1),
    ]
    found = columns(rows)
    assert found == {
        "bins": {"start": ["1956-10-01", "1956-11-01"], "counts": [[3, 0, 0, 0, 0, 0], [1, 0, 0, 0, 2, 4]]},
        "fatalities": [9, 5],
    }
    assert len(found["bins"]["counts"][0]) == len(EVENT_TYPES)


def test_rows_of_one_bin_and_type_add_up() -> None:
    found = columns([(date(2016, 1, 1), "Protests", 1, 2)] * 3)
    assert found["bins"]["counts"] == [[0, 0, 0, 3, 0, 0]]
    assert found["fatalities"] == [6]


def test_no_rows_are_no_bins() -> None:
    assert columns([]) == {"bins": {"start": [], "counts": []}, "fatalities": []}
