"""Sentences that were once misread, and long ones that once never ended."""

from __future__ import annotations

from datetime import date

import pytest

from dashboard.extraction import Extractor
from dashboard.extraction.counts import best_count, find_counts
from dashboard.extraction.dates import find_dates
from dashboard.extraction.event_types import find_triggers
from dashboard.extraction.numerals import LARGEST
from dashboard.merging import merge
from dashboard.query import FIRST_DAY, LAST_DAY
from dashboard.records import Article

DAY = date(2016, 10, 17)


@pytest.mark.parametrize(
    ("sentence", "count"),
    [
        ("A bombing in 2015 killed 10 people.", 10),
        ("A blast on March 5 killed 12 people.", 12),
        ("An attack 25 km south of Mosul killed 10 people.", 10),
        ("The attack at 10 am on Monday killed three.", 3),
        ("The bombing killed three people and wounded 20.", 3),
        ("Officials said that no one was killed.", 0),
        ("About two hundred people were killed.", 200),
        ("The blast left 14 people dead.", 14),
        ("A raid, killing between 20 and 30 people, ended at dawn.", 20),
        ("On Monday 20-30 people were killed.", 20),
        ("20 people, including 3 children, were killed.", 20),
        ("Twenty-three people were shot dead.", 23),
        ("On 5 March people were killed.", None),
        ("Dozens were killed.", 12),
    ],
)
def test_tolls_are_people_and_not_years_days_or_distances(sentence: str, count: int | None) -> None:
    told = best_count(find_counts(sentence), "fatalities")
    assert (told and told.best) == count


@pytest.mark.parametrize(
    ("sentence", "day", "precision"),
    [
        ("It fell on 17 Mar. 2016 after a siege.", date(2016, 3, 17), 1),
        ("It began in mid-October.", date(2016, 10, 1), 3),
        ("It fell the day before yesterday.", date(2016, 10, 15), 1),
    ],
)
def test_dates_in_short_and_winding_forms(sentence: str, day: date, precision: int) -> None:
    (found,) = find_dates(sentence, DAY)
    assert (found.day, found.precision) == (day, precision)


def test_next_friday_is_no_day_of_an_event() -> None:
    (found,) = find_dates("Talks open next Friday.", DAY)
    assert found.background


def test_the_first_day_of_the_calendar_breaks_nothing() -> None:
    assert find_dates("Last week, on Friday, 99 years ago, yesterday.", date(1, 1, 1)) is not None


def test_nobody_was_arrested_is_no_arrest() -> None:
    assert find_triggers("Nobody was arrested.") == []


def _where(extractor: Extractor, text: str) -> list[tuple[str, int]]:
    return [(r.location, r.geo_precision) for r in merge(extractor.extract(Article(text, DAY)).reports)]


@pytest.mark.parametrize("mark", ["'", "’"])
def test_a_possessive_name_is_a_place(mark: str, extractor: Extractor) -> None:
    assert _where(extractor, f"Iraqi jets bombed Mosul{mark}s airport on Monday.") == [("Mosul", 1)]


def test_a_foreign_army_does_not_make_the_place_doubtful(extractor: Extractor) -> None:
    assert _where(extractor, "Turkish troops attacked a village near Bashiqa on Monday.") == [("Bashiqa", 2)]


@pytest.mark.parametrize(
    "piece",
    ["A", "A.", "A-", "ABC", ".", "A. ", "Mr. ", "U.S. ", "Monday ", "Mosul, Iraq, ", "بغداد ", "Ab ", "MOSUL ", "(", '"', "\n", " ",
     "Troops attacked Mosul on Monday. ", "Baghdad, Basra, Kirkuk, Aleppo, Damascus, Kyiv, ", "5 ", "killed ", "1,000 ", "a, ", "- "],
)  # fmt: skip
def test_long_repetitive_text_comes_to_an_end(piece: str, extractor: Extractor) -> None:
    text = piece * (50_000 // len(piece))
    for report in extractor.extract(Article(text, DAY)).reports:
        assert text[report.start : report.end] == report.notes


def test_the_next_day_counts_from_the_day_named_before(extractor: Extractor) -> None:
    text = (
        "Militiamen stormed the army base in El Fasher on Wednesday, killing at least 30 soldiers. "
        "Clashes spread to Nyala the next day."
    )
    found = {r.location: r.event_date for r in merge(extractor.extract(Article(text, date(2023, 4, 28))).reports)}
    assert found == {"El Fasher": date(2023, 4, 26), "Nyala": date(2023, 4, 27)}


def test_residents_speak_of_where_they_are(extractor: Extractor) -> None:
    text = "Residents in Goma said clashes between the Congolese army and M23 fighters killed nine soldiers yesterday."
    (event,) = merge(extractor.extract(Article(text, DAY)).reports)
    assert event.fatalities and (event.location, event.fatalities.best, event.event_date) == (
        "Goma",
        9,
        date(2016, 10, 16),
    )
    assert event.actors == ("Military Forces of Democratic Republic of Congo", "M23")


def test_who_is_only_quoted_is_no_actor(extractor: Extractor) -> None:
    (event,) = merge(extractor.extract(Article("Rioters burned shops in Apia on Friday, police said.", DAY)).reports)
    assert event.actors == ("Rioters",)


@pytest.mark.parametrize(
    "piece",
    ["Mosul, ", "الموصل ", "killed in Mosul ", "attack ", "of Mosul ", "in Mosul, ", "10 km north of Mosul ", "May 1 "],
)
def test_a_sentence_without_an_end_comes_to_one(piece: str, extractor: Extractor) -> None:
    text = f"Ten people were killed in Mosul {piece * (20_000 // len(piece))} in Mosul, Iraq on Monday."
    extractor.extract(Article(text, DAY))


def test_the_source_at_a_sentences_end_is_no_actor(extractor: Extractor) -> None:
    text = "Peshmerga fighters drove Islamic State from Hatra on Sunday, Iraq's military said."
    (event,) = merge(extractor.extract(Article(text, DAY)).reports)
    assert event.actors == ("Peshmerga", "Islamic State")


@pytest.mark.parametrize(
    "text",
    [
        "In Mosul, " + ", ".join(["99 million civilians"] * 30) + " and 99 million soldiers were killed on Monday.",
        "A bomb killed 9" + ",999" * 110 + " civilians in Mosul on Monday.",
    ],
    ids=["a sum beyond the columns", "a number beyond counting"],
)
def test_no_toll_is_larger_than_an_event_can_have(text: str, extractor: Extractor) -> None:
    tolls = [r.fatalities.best for r in extractor.extract(Article(text, DAY)).reports if r.fatalities]
    assert all(toll <= LARGEST for toll in tolls)


@pytest.mark.parametrize("published", [date(1800, 1, 1), date(2100, 12, 31)])
def test_no_event_lies_outside_the_days_that_can_be_asked_for(published: date, extractor: Extractor) -> None:
    text = "Gunmen killed three farmers in Mosul on Saturday. Clashes erupted in Basra last week."
    for report in extractor.extract(Article(text, published)).reports:
        assert FIRST_DAY <= report.event_date <= report.last_day <= LAST_DAY
