"""Annotated articles, what is learned from them, and the measure of events."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from dashboard.errors import DashboardError
from dashboard.extraction.event_model import EventModel, event_model, read_model
from dashboard.extraction.training.gold import parse_article, parse_event, read_articles
from dashboard.extraction.training.lessons import lessons
from dashboard.geoparse import Geoparser
from dashboard.merging import summarise
from dashboard.records import Event
from dashboard.settings import data_dir
from tests.benchmarks.event_measures import score
from tests.merging.made import HILLA, THURSDAY, report

NEWS = Path(__file__).parent / "news"
TEXT = """title: A bomb
date: 2016-11-25
source: Sample
conflict: Iraq
continent: Asia

BAGHDAD - A bomb went off in [[Hilla]]{1} on Thursday, officials in Baghdad said.

== events
2016-11-24 | Hilla | 32.46,44.42 | Explosions/Remote violence | Suicide bomb | killed=80.. wounded=3..5 | Islamic State | Civilians
? 2016-11-23..2016-11-24 | Baghdad | 33.34,44.40 | Battles | Armed clash | | |
"""


def test_marks_are_taken_out_of_the_text_and_kept_with_their_offsets() -> None:
    article = parse_article(TEXT)
    assert "[[" not in article.article.text
    ((start, end, numbers),) = article.marks
    assert (article.article.text[start:end], numbers) == ("Hilla", (0,))
    first, second = article.events
    assert (first.counts, first.actor1, first.optional) == (
        {"killed": (80, None), "wounded": (3, 5)},
        ("Islamic State",),
        False,
    )
    assert (second.first.day, second.last.day, second.optional) == (23, 24, True)


@pytest.mark.parametrize(
    ("line", "wrong"),
    [
        ("2016-11-24 | Hilla | 32,44 | Battles | Suicide bomb | |", "no sub-type"),
        ("24 Nov | Hilla | 32,44 | Battles | Armed clash | |", "isoformat"),
    ],
)
def test_a_line_that_says_no_event_is_refused(line: str, wrong: str) -> None:
    with pytest.raises(ValueError, match=wrong):
        parse_event(line)


def test_a_file_with_a_bad_article_is_named(tmp_path: Path) -> None:
    (tmp_path / "x.txt").write_text(TEXT.replace("{1}", "{7}"))
    with pytest.raises(ValueError, match=r"x\.txt, article 1: a mark names an event"):
        read_articles(tmp_path)


@pytest.mark.parametrize("folder", [NEWS / "development", NEWS / "held_out", data_dir() / "annotated" / "events"])
def test_the_project_s_own_articles_are_whole(folder: Path) -> None:
    articles = read_articles(folder)
    assert len({a.article.article_id for a in articles}) == len(articles) >= 40
    for a in articles:
        assert "[[" not in a.article.text
        for g in a.events:
            assert -90 <= g.latitude <= 90
            assert -180 <= g.longitude <= 180
            assert g.first <= g.last <= (a.article.published or date.max)


def test_the_development_set_covers_conflicts_and_continents() -> None:
    articles = [a for part in ("development", "held_out") for a in read_articles(NEWS / part)]
    assert len(articles) >= 60
    assert len({a.conflict for a in articles}) >= 20
    assert (
        len({a.continent for a in articles} & {"Africa", "Asia", "Europe", "North America", "South America", "Oceania"})
        >= 5
    )
    assert len(read_articles(NEWS / "held_out")) * 3 >= len(articles)


def test_nothing_held_out_is_learned_from() -> None:
    held = {a.article.text for a in read_articles(NEWS / "held_out")}
    learned = {
        a.article.text for f in (NEWS / "development", data_dir() / "annotated" / "events") for a in read_articles(f)
    }
    assert not held & learned


def test_a_lesson_says_of_each_mention_whether_it_happened_there(geoparser: Geoparser) -> None:
    found = [(o.happened, o.sub_event_type) for o in lessons(geoparser, parse_article(TEXT))]
    assert found == [(True, "Suicide bomb"), (False, None)]  # in Hilla; in Baghdad it was only said


def _event(**changes: object) -> Event:
    return replace(summarise("1", [report("a", HILLA, killed=80)]), **changes)  # type: ignore[arg-type]


def test_an_event_is_found_at_the_place_on_the_day_and_counted_once() -> None:
    article = parse_article(TEXT)
    result = score([(article, [_event(), _event(event_id="2")])])
    assert (result.gold, result.found, result.printed, result.right, result.tolls_right) == (1, 1, 2, 1, 1)
    assert (result.recall, result.precision, result.type_accuracy) == (1.0, 0.5, 1.0)


@pytest.mark.parametrize(
    "changes",
    [
        {"event_date": THURSDAY.replace(day=23)},
        {"place": replace(HILLA, latitude=HILLA.latitude + 0.3)},
    ],
    ids=["another day", "33 km away"],
)
def test_an_event_elsewhere_or_on_another_day_is_missed_and_wrong(changes: dict[str, object]) -> None:
    result = score([(parse_article(TEXT), [_event(**changes)])])
    assert (result.found, result.right, len(result.missed), len(result.wrong)) == (0, 0, 1, 1)


def test_an_optional_event_counts_neither_way() -> None:
    baghdad = replace(HILLA, name="Baghdad", latitude=33.34, longitude=44.40)
    result = score([(parse_article(TEXT), [_event(place=baghdad)])])
    assert (result.printed, result.found, len(result.wrong)) == (0, 0, 0)


def test_chances_come_from_the_weights() -> None:
    model = EventModel({"bias": -1.0, "near": 3.0}, {"bomb": {"Grenade": 1.0}, "suicide": {"Suicide bomb": 2.0}})
    assert model.location_chance(["near"]) > 0.8 > 0.3 > model.location_chance(["unknown"])
    assert model.types(["bomb", "suicide"])[0][0] == "Suicide bomb"


def test_the_trained_weights_come_with_the_project() -> None:
    assert event_model().location
    assert event_model() is event_model()


@pytest.mark.parametrize("text", ["", "{}", "[1]", "\x00"])
def test_weights_that_cannot_be_read_are_told_with_their_file(tmp_path: Path, text: str) -> None:
    path = tmp_path / "events.json"
    path.write_text(text)
    with pytest.raises(DashboardError, match=r"events\.json"):
        read_model(path)
