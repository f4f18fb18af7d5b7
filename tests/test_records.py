"""The nouns: ids that hold still, precision codes, reports and events."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, replace
from datetime import date
from typing import Any

import pytest

from dashboard.records import EVENT_TYPE_OF, EVENT_TYPES, Article, Count, Event, Evidence, Place, Report, stable_id

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
        replace(REPORT, event_type="Riots", sub_event_type="Mob violence", event_date=date(2016, 10, 18)),
        replace(REPORT, place=Place("Mosul", 36.3, 43.1), location="Bartila", geo_precision=3, confidence=0.1),
        replace(
            REPORT, fatalities=Count(9, 9, None, 0, 4), actor1=("A",), date_prec=3, evidence=(Evidence("type", 1, 2),)
        ),
        replace(REPORT, end=40, location_end=30, notes="Other words."),
    ],
)
def test_a_report_is_known_by_its_words_whatever_was_read_from_them(same: Report) -> None:
    assert same.report_id == REPORT.report_id


@pytest.mark.parametrize("other", [{"article_id": "other"}, {"start": 100}, {"location_start": 5}, {"number": 1}])
def test_other_words_are_another_report(other: dict[str, Any]) -> None:
    assert replace(REPORT, **other).report_id != REPORT.report_id


def test_the_last_day_is_the_first_unless_told() -> None:
    assert REPORT.last_day == DAY
    assert replace(REPORT, event_date_end=date(2016, 10, 20)).last_day == date(2016, 10, 20)


def test_an_event_has_the_sentence_of_its_best_report_and_each_article_once() -> None:
    other = replace(REPORT, article_id="other", notes="Other words.")
    event = Event(
        REPORT.report_id, (REPORT, other, replace(REPORT, start=50)), DAY, DAY, 1, 1, "Battles", "Armed clash",
        "Bartella", REPORT.place, 1, (), (), (), None, None, None, None, 0.7,
    )  # fmt: skip
    assert event.notes == REPORT.notes
    assert event.articles == (ARTICLE.article_id, "other")


def test_every_sub_type_belongs_to_one_type() -> None:
    subs = [sub for found in EVENT_TYPES.values() for sub in found]
    assert len(subs) == len(set(subs)) == len(EVENT_TYPE_OF) == 25
    assert EVENT_TYPE_OF["Grenade"] == "Explosions/Remote violence"
    assert next(iter(EVENT_TYPES)) == "Battles"
