"""Ranges of days cut into whole years or months and what is left at their edges."""

from __future__ import annotations

import random
from datetime import date, timedelta

import pytest

from dashboard.query import EventQuery
from dashboard.store.periods import whole_months, whole_years


def days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


@pytest.mark.parametrize("seed", range(20))
@pytest.mark.parametrize("cut", [whole_years, whole_months])
def test_whole_periods_and_their_edges_hold_every_day_once(cut: object, seed: int) -> None:
    chance = random.Random(seed)
    start = date(1960, 1, 1) + timedelta(days=chance.randrange(20000))
    end = start + timedelta(days=chance.choice([0, 5, 27, 31, 59, 365, 366, 800, 3000]))
    whole = cut(EventQuery(start=start, end=end))  # type: ignore[operator]
    if whole is None:
        assert (end - start).days < (731 if cut is whole_years else 61)
        return
    found = days(whole.first, whole.last) + [day for edge in whole.edges for day in days(*edge)]
    assert sorted(found) == days(start, end)
    assert whole.first.day == 1
    assert (whole.last + timedelta(days=1)).day == 1


def test_years_are_whole_from_their_first_day_to_their_last() -> None:
    whole = whole_years(EventQuery(start=date(2014, 12, 31), end=date(2017, 1, 1)))
    assert whole is not None
    assert (whole.first, whole.last) == (date(2015, 1, 1), date(2016, 12, 31))
    assert whole.edges == ((date(2014, 12, 31),) * 2, (date(2017, 1, 1),) * 2)
    assert whole_years(EventQuery(start=date(2014, 1, 2), end=date(2014, 12, 31))) is None


def test_a_range_without_an_end_has_no_edge_there() -> None:
    whole = whole_months(EventQuery(start=date(2014, 1, 2)))
    assert whole is not None
    assert whole.edges == ((date(2014, 1, 2), date(2014, 1, 31)),)
    whole = whole_months(EventQuery(end=date(2014, 2, 28)))
    assert whole is not None
    assert (whole.last, whole.edges) == (date(2014, 2, 28), ())
