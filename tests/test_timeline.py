"""The timeline's bins."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from dashboard.records import EVENT_TYPES
from dashboard.timeline import bins, unit_for


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


def test_rows_become_bins_in_order_with_counts_in_type_order() -> None:
    rows = [
        (date(2016, 11, 1), "Riots", 2),
        (date(2016, 10, 1), "Battles", 3),
        (date(2016, 11, 1), "Battles", 1),
        (date(2016, 11, 1), "Strategic developments", 4),
    ]
    assert bins(rows) == [
        {"start": "2016-10-01", "counts": [3, 0, 0, 0, 0, 0]},
        {"start": "2016-11-01", "counts": [1, 0, 0, 0, 2, 4]},
    ]
    assert len(bins(rows)[0]["counts"]) == len(EVENT_TYPES)


def test_rows_of_one_bin_and_type_add_up() -> None:
    assert bins([(date(2016, 1, 1), "Protests", 1)] * 3)[0]["counts"] == [0, 0, 0, 3, 0, 0]


def test_no_rows_are_no_bins() -> None:
    assert bins([]) == []
