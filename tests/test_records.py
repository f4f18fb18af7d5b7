"""The nouns: ids that hold still, precision codes, and reports merged into events."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, replace
from datetime import date

import pytest

from dashboard.records import EVENT_TYPE_OF, EVENT_TYPES, Article, Extraction, Place, Report, stable_id

DAY = date(2016, 10, 17)
ARTICLE = Article("Iraqi troops retook Bartella.", DAY, title="Troops")
REPORT = Report(
    article_id=ARTICLE.article_id,
    event_date=DAY,
    time_precision=2,
    event_type="Battles",
    sub_event_type="Armed clash",
    location="Bartella",
    place=Place("Bartella", 36.35, 43.38, "IQ", feature_code="PPL", geonameid=98860),
    geo_precision=1,
    notes="Iraqi troops retook Bartella.",
    start=0,
    end=29,
    location_start=20,
    location_end=28,
    confidence=0.7,
    published=DAY,
)


def test_a_stable_id_is_the_same_on_every_machine() -> None:
    assert stable_id("a", None, 1, DAY) == stable_id("a", "", "1", "2016-10-17")
    assert stable_id("a", "b") == "f84c4d669fe0d410"
    assert len({stable_id("ab", "c"), stable_id("a", "bc"), stable_id("abc"), stable_id("c", "ab")}) == 4


def test_a_stable_id_takes_broken_text() -> None:
    assert len(stable_id("\ud800", "\x00")) == 16


@pytest.mark.parametrize(
    "same",
    [
        replace(ARTICLE, text="  Iraqi troops\n\nretook   Bartella. "),
        replace(ARTICLE, source="elsewhere", url="https://a.example/", language="en", external_id="7"),
    ],
)
def test_the_same_words_are_the_same_article(same: Article) -> None:
    assert same.article_id == ARTICLE.article_id


@pytest.mark.parametrize(
    "other",
    [
        replace(ARTICLE, text="Iraqi troops retook Baghdad."),
        replace(ARTICLE, title="Other"),
        replace(ARTICLE, published=date(2016, 10, 18)),
        replace(ARTICLE, published=None),
    ],
)
def test_other_words_or_another_day_are_another_article(other: Article) -> None:
    assert other.article_id != ARTICLE.article_id


def test_records_do_not_change() -> None:
    with pytest.raises(FrozenInstanceError):
        ARTICLE.text = "other"  # type: ignore[misc]


@pytest.mark.parametrize(
    ("feature_code", "precision"),
    [("PPL", 1), ("PPLC", 1), ("STLMT", 1), ("ADM2", 2), ("ADM3", 2), ("ISL", 2), ("ADM1", 3), ("PCLI", 3), ("RGN", 3)],
)
def test_the_kind_of_place_gives_the_precision(feature_code: str, precision: int) -> None:
    assert Place("x", 0, 0, feature_code=feature_code).geo_precision == precision


@pytest.mark.parametrize(
    "same",
    [
        replace(REPORT, start=100, end=130, location_start=120, notes="Other words."),
        replace(REPORT, sub_event_type="Government regains territory", confidence=0.1, fatalities=9),
        replace(REPORT, location="Bartila", place=replace(REPORT.place, latitude=36.4)),
    ],
)
def test_reports_that_agree_on_type_day_and_place_are_one_event(same: Report) -> None:
    assert same.event_id == REPORT.event_id


@pytest.mark.parametrize(
    "other",
    [
        replace(REPORT, article_id="other"),
        replace(REPORT, event_type="Riots"),
        replace(REPORT, event_date=date(2016, 10, 18)),
        replace(REPORT, place=replace(REPORT.place, geonameid=99072)),
        replace(REPORT, place=replace(REPORT.place, geonameid=None)),
    ],
)
def test_reports_that_differ_on_one_of_them_are_not(other: Report) -> None:
    assert other.event_id != REPORT.event_id
    assert other.report_id != REPORT.report_id


def test_a_place_without_an_id_is_told_by_its_coordinates() -> None:
    here = replace(REPORT, place=Place("A", 36.35, 43.38))
    assert replace(here, place=Place("B", 36.35, 43.38)).event_id == here.event_id
    assert replace(here, place=Place("A", 36.36, 43.38)).event_id != here.event_id


def test_the_same_event_read_from_other_words_is_another_report() -> None:
    assert replace(REPORT, start=100, end=130).report_id != REPORT.report_id
    assert replace(REPORT, location_start=5).report_id != REPORT.report_id


def test_events_merge_reports_to_the_surest_with_all_actors_and_the_highest_toll() -> None:
    first = replace(REPORT, actors=("Iraqi army",), fatalities=3)
    second = replace(
        REPORT, start=40, end=60, confidence=0.9, actors=("Peshmerga", "Iraqi army"), fatalities=12, time_precision=1
    )
    third = replace(REPORT, start=70, end=90, confidence=0.9, fatalities=None, time_precision=3)
    elsewhere = replace(REPORT, start=95, place=Place("Mosul", 36.3, 43.1))
    merged, other = Extraction(ARTICLE, [], [first, second, third, elsewhere]).events()
    assert merged == replace(second, actors=("Iraqi army", "Peshmerga"))
    assert other == elsewhere


def test_a_toll_that_nobody_gives_stays_unknown() -> None:
    (merged,) = Extraction(ARTICLE, [], [REPORT, replace(REPORT, start=40)]).events()
    assert merged.fatalities is None
    assert Extraction(ARTICLE).events() == []


def test_every_sub_type_belongs_to_one_type() -> None:
    subs = [sub for found in EVENT_TYPES.values() for sub in found]
    assert len(subs) == len(set(subs)) == len(EVENT_TYPE_OF) == 25
    assert EVENT_TYPE_OF["Grenade"] == "Explosions/Remote violence"
    assert next(iter(EVENT_TYPES)) == "Battles"
