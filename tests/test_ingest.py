"""From items to rows, with a report of what became of each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import cast

import pytest

from dashboard import ingest as ingest_module
from dashboard.articles import Failure, Item
from dashboard.extraction import Extractor
from dashboard.ingest import ingest
from dashboard.query import EventQuery
from dashboard.records import Article, Extraction, Place, Report
from dashboard.store import EventStore, Tables

DAY = date(2016, 10, 22)
BARTELLA = Article(
    "Iraqi troops retook Bartella on Thursday after street fighting, the army said.", DAY, title="Troops"
)
BAGHDAD = Article("A suicide bomber killed 20 people at a market in Baghdad on Monday, police said.", DAY, title="Bomb")
WEATHER = Article("The weather was fine and nobody had anything to say about it.", DAY, title="Fine")


def items(*articles: Article) -> list[Item | Failure]:
    return [Item(f"item {number}", article) for number, article in enumerate(articles, start=1)]


class ByHand:
    """One event for each article, and an error where the text asks for one."""

    def extract(self, article: Article) -> Extraction:
        if "broken" in article.text:
            raise RuntimeError("no sense in it")
        # Each in a town of its own, so that no two articles tell of one event.
        name, number = f"Town {article.text}", int(article.article_id[:6], 16)
        report = Report(
            article.article_id, DAY, 1, "Battles", "Armed clash", name, Place(name, number % 80, number % 170), 1,
            article.text, 0, 5, 0, 5, 0.9, DAY,
        )  # fmt: skip
        return Extraction(article, [], [report, replace(report, start=6)])


BY_HAND = cast("Extractor", ByHand())


def test_articles_become_events(tables: Tables, extractor: Extractor) -> None:
    report = ingest(items(BARTELLA, BAGHDAD), extractor, tables)
    assert (report.read, report.added, report.known, report.events, report.failed) == (2, 2, 0, 2, [])
    store = EventStore(tables)
    assert {(e["location"], e["event_type"]) for e in store.stream(EventQuery())} == {
        ("Bartella", "Battles"),
        ("Baghdad", "Explosions/Remote violence"),
    }


def test_the_same_article_twice_adds_nothing(tables: Tables, extractor: Extractor) -> None:
    first = ingest(items(BARTELLA, BARTELLA, replace(BARTELLA, source="elsewhere")), extractor, tables)
    assert (first.read, first.added, first.known) == (3, 1, 2)
    before = tables.versions()
    second = ingest(items(BARTELLA), extractor, tables)
    other_process = ingest(items(BARTELLA), extractor, Tables(tables.uri))
    for report in (second, other_process):
        assert (report.read, report.added, report.known, report.events) == (1, 0, 1, 0)
    assert tables.versions() == before
    assert EventStore(tables).count(EventQuery()) == 1


def test_an_article_without_an_event_is_kept_and_told(tables: Tables, extractor: Extractor) -> None:
    report = ingest(items(WEATHER, BARTELLA), extractor, tables)
    assert report.without_place == ["item 1"]
    assert (report.added, report.events) == (2, 1)
    assert tables.article_ids() == {WEATHER.article_id, BARTELLA.article_id}


def test_a_bad_item_never_stops_the_rest(tables: Tables) -> None:
    unread = Failure("news.csv, line 3", "it has no text.")
    broken = Item("broken.txt", Article("This is broken.", DAY))
    report = ingest([unread, broken, *items(BARTELLA)], BY_HAND, tables)
    assert (report.read, report.added, report.events) == (3, 1, 1)
    assert report.failed[0] == unread
    assert report.failed[1].origin == "broken.txt"
    assert report.failed[1].reason == "it could not be processed (RuntimeError: no sense in it)."
    assert tables.article_ids() == {BARTELLA.article_id}


def test_the_report_has_a_line_for_each_fact(tables: Tables, extractor: Extractor) -> None:
    report = ingest([Failure("a.txt", "it is empty."), *items(WEATHER, BARTELLA, BARTELLA)], extractor, tables)
    assert report.lines() == [
        "Read 4: added 2 with 1 events, already known 1, without a place 1, failed 1.",
        "without a place: item 1: no event at a known place was found in it.",
        "failed: a.txt: it is empty.",
    ]


def test_many_articles_are_appended_in_batches(tables: Tables, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ingest_module, "BATCH", 10)
    seen: list[int] = []
    report = ingest(items(*(Article(f"Story {n}.", DAY) for n in range(25))), BY_HAND, tables, progress=seen.append)
    assert (report.added, report.events) == (25, 25)
    assert seen == list(range(1, 26))
    assert [tables.open(name).version() for name in ("articles", "reports")] == [3, 3]
    assert EventStore(tables).count(EventQuery()) == 25


def test_what_was_appended_before_an_interruption_stays_and_ingesting_goes_on_from_there(
    tables: Tables, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ingest_module, "BATCH", 10)
    articles = [Article(f"Story {n}.", DAY) for n in range(25)]

    def interrupt(read: int) -> None:
        if read == 17:
            raise KeyboardInterrupt

    stop: Callable[[int], None] = interrupt
    with pytest.raises(KeyboardInterrupt):
        ingest(items(*articles), BY_HAND, tables, progress=stop)
    report = ingest(items(*articles), BY_HAND, tables)
    assert (report.known, report.added) == (10, 15)
    assert EventStore(tables).count(EventQuery()) == 25


def test_nothing_to_read_is_an_empty_report(tables: Tables) -> None:
    assert ingest([], BY_HAND, tables).lines() == [
        "Read 0: added 0 with 0 events, already known 0, without a place 0, failed 0."
    ]
