"""Dates of news sentences, against Monday 17 October 2016 unless said otherwise."""

from __future__ import annotations

from datetime import date

import pytest

from dashboard.extraction.dates import find_dates

MONDAY = date(2016, 10, 17)


def _one(text: str, published: date = MONDAY) -> tuple[date, int, bool]:
    (mention,) = find_dates(text, published)
    return mention.day, mention.precision, mention.background


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("on Monday", 17),
        ("on Sunday", 16),
        ("on Saturday", 15),
        ("on Friday", 14),
        ("on Thursday", 13),
        ("on Wednesday", 12),
        ("on TUESDAY", 11),
        ("Monday morning", 17),
    ],
)
def test_weekday_is_the_most_recent_one_published_day_included(text: str, day: int) -> None:
    assert _one(f"Troops advanced {text}.") == (date(2016, 10, day), 1, False)


@pytest.mark.parametrize(("text", "day"), [("last Monday", 10), ("last Sunday", 16), ("the previous Friday", 14)])
def test_last_weekday_is_never_the_published_day(text: str, day: int) -> None:
    assert _one(f"Troops advanced {text}.")[0] == date(2016, 10, day)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("today", date(2016, 10, 17)),
        ("this morning", date(2016, 10, 17)),
        ("tonight", date(2016, 10, 17)),
        ("overnight", date(2016, 10, 17)),
        ("yesterday", date(2016, 10, 16)),
        ("last night", date(2016, 10, 16)),
        ("the day before", date(2016, 10, 16)),
        ("two days ago", date(2016, 10, 15)),
        ("3 days ago", date(2016, 10, 14)),
        ("three days earlier", date(2016, 10, 14)),
        ("a few days ago", date(2016, 10, 14)),
        ("on 14 October", date(2016, 10, 14)),
        ("on 14th of October 2016", date(2016, 10, 14)),
        ("on October 14", date(2016, 10, 14)),
        ("on October 14, 2016", date(2016, 10, 14)),
        ("on Oct. 14", date(2016, 10, 14)),
        ("on Sept. 30", date(2016, 9, 30)),
        ("on 2016-10-14", date(2016, 10, 14)),
    ],
)
def test_a_day_is_found_to_the_day(text: str, day: date) -> None:
    assert _one(f"Troops advanced {text} and stopped.") == (day, 1, False)


@pytest.mark.parametrize("text", ["on 17 March", "on March 17", "on March 17, 2016", "on 17 March 2016", "on Mar. 17"])
def test_a_day_and_month_read_the_same_in_every_order(text: str) -> None:
    assert _one(f"Troops advanced {text}.", date(2016, 3, 20)) == (date(2016, 3, 17), 1, False)


@pytest.mark.parametrize(
    ("text", "day", "precision"),
    [
        ("last week", date(2016, 10, 10), 2),
        ("the previous week", date(2016, 10, 10), 2),
        ("earlier this week", date(2016, 10, 17), 1),
        ("over the weekend", date(2016, 10, 15), 2),
        ("a week ago", date(2016, 10, 10), 2),
        ("in October", date(2016, 10, 1), 3),
        ("in early October", date(2016, 10, 1), 3),
        ("October 2016", date(2016, 10, 1), 3),
        ("last month", date(2016, 9, 1), 3),
        ("earlier this month", date(2016, 10, 1), 3),
        ("two months ago", date(2016, 8, 18), 3),
    ],
)
def test_a_week_or_month_is_found_with_its_precision(text: str, day: date, precision: int) -> None:
    assert _one(f"Troops advanced {text}.") == (day, precision, False)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("since June 2014", date(2014, 6, 1)),
        ("in June 2014", date(2014, 6, 1)),
        ("June 2014", date(2014, 6, 1)),
        ("nearly five years ago", date(2011, 10, 19)),
        ("more than a decade ago", date(2006, 10, 20)),
        ("since 2003", date(2003, 1, 1)),
        ("last year", date(2015, 1, 1)),
        ("in 2014", date(2014, 1, 1)),
        ("on Sept. 11, 2001", date(2001, 9, 11)),
    ],
)
def test_what_lies_far_back_is_background(text: str, day: date) -> None:
    found = _one(f"The city has known war {text}.")
    assert (found[0], found[2]) == (day, True)


@pytest.mark.parametrize("text", ["since Monday", "until Friday", "since late on Sunday", "since October 14"])
def test_since_and_until_make_a_recent_day_background(text: str) -> None:
    assert _one(f"The road has been closed {text}.")[2] is True


def test_since_of_an_earlier_clause_does_not_reach_a_later_day() -> None:
    first, second = find_dates("Closed since Friday, the road was shelled again by the army on Sunday.", MONDAY)
    assert (first.background, second.background) == (True, False)


@pytest.mark.parametrize(("back", "background"), [(92, False), (93, True)])
def test_a_quarter_back_is_where_background_begins(back: int, background: bool) -> None:
    assert _one(f"Troops advanced {back} days ago.")[2] is background


def test_a_future_day_is_background() -> None:
    assert _one("The vote is on 20 October 2016.") == (date(2016, 10, 20), 1, True)


@pytest.mark.parametrize(
    "text",
    [
        "on 31 June",
        "on June 31, 2016",
        "on 2016-13-45",
        "on 29 February 2015",
        "on 0 May 2016",
        "it may be so",
        "May said so",
        "they were marching",
        "a Sunni mosque",
        "12 hours ago",
        "between 3 to 5-thousand",
        "99999 days ago",
        "9999999999999999999 years ago",
        "",
        "\x00 \ud800",
    ],
)
def test_what_is_no_day_is_no_date(text: str) -> None:
    assert find_dates(text, MONDAY) == []


@pytest.mark.parametrize(
    ("text", "published", "day"),
    [
        ("on 28 December", date(2017, 1, 3), date(2016, 12, 28)),
        ("on December 28", date(2017, 1, 3), date(2016, 12, 28)),
        ("in December", date(2017, 1, 3), date(2016, 12, 1)),
        ("on 3 January", date(2017, 1, 3), date(2017, 1, 3)),
        ("on Saturday", date(2017, 1, 3), date(2016, 12, 31)),
        ("yesterday", date(2017, 1, 1), date(2016, 12, 31)),
        ("on 29 February", date(2016, 3, 3), date(2016, 2, 29)),
    ],
)
def test_a_day_without_year_is_the_latest_not_after_the_article(text: str, published: date, day: date) -> None:
    assert _one(f"Troops advanced {text}.", published)[:2][0] == day
    assert _one(f"Troops advanced {text}.", published)[2] is False


def test_offsets_mark_the_words_of_each_date_in_order() -> None:
    text = "On Sunday, October 16, after two days ago, they left."
    found = find_dates(text, MONDAY)
    assert [text[m.start : m.end] for m in found] == ["Sunday", "October 16", "two days ago"]
