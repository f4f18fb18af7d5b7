"""Which day, which counts and which words belong to an event, through whole articles."""

from __future__ import annotations

from datetime import date

import pytest

from dashboard.extraction import Extractor
from dashboard.extraction.clauses import clauses
from dashboard.extraction.reading import opening
from dashboard.merging import merge
from dashboard.records import Article, Report

PUBLISHED = date(2019, 3, 5)  # a Tuesday


def _reports(extractor: Extractor, text: str) -> dict[str, Report]:
    return {r.location: r for r in extractor.extract(Article(text, PUBLISHED)).reports}


@pytest.mark.parametrize(
    ("text", "place", "day"),
    [
        (
            "Gunmen killed 12 farmers in Maiduguri on Monday, police said on Tuesday.",
            "Maiduguri",
            4,
        ),
        (
            "Troops clashed with rebels in Kidal on Sunday, a day after a suicide bomber killed five people in Gao.",
            "Gao",
            2,
        ),
        (
            "A bomb killed nine people at a market in Kano, newspapers reported on Tuesday.\n\nThe blast came late on Sunday.",
            "Kano",
            3,
        ),
        (
            "On Friday rebels attacked an army base in Goma. A day earlier gunmen killed three farmers in Beni.",
            "Beni",
            -1,
        ),
        (
            "On Friday rebels attacked an army base in Goma. Two days later gunmen killed three farmers in Beni.",
            "Beni",
            3,
        ),
    ],
)
def test_each_event_has_the_day_that_its_own_words_tell(extractor: Extractor, text: str, place: str, day: int) -> None:
    expected = date(2019, 3, day) if day > 0 else date(2019, 2, 28)
    report = _reports(extractor, text)[place]
    assert (report.event_date, report.last_day, report.time_precision) == (expected, expected, 1)


def test_the_words_of_every_value_are_given_as_evidence(extractor: Extractor) -> None:
    text = "Boko Haram fighters killed 12 farmers in Maiduguri on Monday, police said on Tuesday."
    report = _reports(extractor, text)["Maiduguri"]
    words = {e.field: text[e.start : e.end] for e in report.evidence}
    assert words["location"] == "Maiduguri"
    assert words["event_date"] == "Monday"
    assert words["fatalities"] == "12"
    assert words["actor1"].startswith("Boko Haram")
    assert "kill" in words["event_type"]


def test_a_range_of_days_keeps_both_ends_and_both_precisions(extractor: Extractor) -> None:
    text = "Soldiers fought with rebels in the streets of Goma from Saturday to Monday, residents said."
    report = _reports(extractor, text)["Goma"]
    assert (report.event_date, report.last_day) == (date(2019, 3, 2), date(2019, 3, 4))
    assert (report.time_precision, report.date_prec) == (2, 2)


def test_each_place_has_the_counts_of_its_own_clause(extractor: Extractor) -> None:
    text = (
        "A car bomb killed seven people in Baghdad on Monday, while gunmen shot dead two policemen in Kirkuk on Monday."
    )
    found = _reports(extractor, text)
    assert [c.best for c in (found["Baghdad"].fatalities, found["Kirkuk"].fatalities) if c] == [7, 2]


def test_the_next_sentence_completes_what_the_report_lacks(extractor: Extractor) -> None:
    text = (
        "A car bomb exploded at a market in Kano on Monday. At least 14 people were killed and 30 wounded, police said."
    )
    (event,) = merge(extractor.extract(Article(text, PUBLISHED)).reports)
    assert event.fatalities and (event.fatalities.best, event.fatalities.low, event.fatalities.high) == (14, 14, None)
    assert event.wounded and event.wounded.best == 30
    assert text[event.fatalities.start : event.fatalities.end].endswith("14")


def test_another_day_in_the_same_city_is_another_event(extractor: Extractor) -> None:
    text = (
        "Gunmen killed four people at a market in Kano on Sunday. "
        "On Monday a bomb exploded in the same city, wounding six people."
    )
    found = extractor.extract(Article(text, PUBLISHED)).reports
    assert [(r.location, r.event_date.day) for r in found] == [("Kano", 3), ("Kano", 4)]
    assert found[1].notes.startswith("On Monday")
    assert len({r.report_id for r in found}) == 2


def test_sides_are_who_did_it_and_to_whom(extractor: Extractor) -> None:
    text = "Boko Haram fighters attacked an army base in Maiduguri on Monday, killing seven soldiers."
    report = _reports(extractor, text)["Maiduguri"]
    assert report.actor1 == ("Boko Haram",)
    assert any("Nigeria" in name for name in report.actor2)


@pytest.mark.parametrize(
    ("text", "filed"),
    [
        ("MOSUL, Iraq (AP) - Troops advanced.", "MOSUL, Iraq (AP) - "),
        ("Imphal, July 6: A crowd gathered.", "Imphal, July 6: "),
        ("QUETTA: The toll rose.", "QUETTA: "),
        ("Nov 14 (Wire) - Fighting spread.", "Nov 14 (Wire) - "),
        ("Troops advanced on Monday.", ""),
    ],
)
def test_where_and_when_a_story_was_filed_is_told_from_what_it_tells(text: str, filed: str) -> None:
    start, end = opening(text)
    assert text[start:end] == filed


@pytest.mark.parametrize(
    ("sentence", "parts"),
    [
        ("Troops fired, while rebels fled.", ["Troops fired, ", "while rebels fled."]),
        ("A bomb went off in Kano and in Jos shots were heard.", ["A bomb went off in Kano ", "and in Jos shots were heard."]),
        ("As many as 20 died.", ["As many as 20 died."]),
        ("", []),
    ],
)  # fmt: skip
def test_a_sentence_is_cut_into_clauses_without_gaps(sentence: str, parts: list[str]) -> None:
    found = [sentence[start:end] for start, end in clauses(sentence)]
    assert "".join(found) == sentence
    assert [part for part in found if part] == parts
