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
from dashboard.extraction.extract import VERSION
from dashboard.ingest import ingest, is_older, reextract
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


@pytest.mark.parametrize(
    ("version", "than", "older"),
    [("1", "2", True), ("2", "2", False), ("3", "2", False), ("9", "10", True), ("", "2", True), ("test", "2", True)],
)
def test_versions_are_compared_as_numbers(version: str, than: str, older: bool) -> None:
    assert is_older(version, than) is older


def test_an_article_read_by_older_rules_is_read_again_once(tables: Tables) -> None:
    tables.append([BARTELLA, WEATHER], [], extractor="0")
    report = ingest(items(BARTELLA, BAGHDAD, BARTELLA), BY_HAND, tables)
    assert (report.again, report.added, report.known, report.events) == (1, 1, 1, 1)
    assert report.lines()[0].startswith("Read 3: added 1 with 1 events, read again 1, already known 1,")
    assert EventStore(tables).count(EventQuery()) == 2
    assert tables.extractors() == {BARTELLA.article_id: VERSION, BAGHDAD.article_id: VERSION, WEATHER.article_id: "0"}


def test_an_article_read_by_newer_rules_than_ours_stays_as_it_is(tables: Tables) -> None:
    tables.append([BARTELLA], [], extractor="1000")
    report = ingest(items(BARTELLA), BY_HAND, tables)
    assert (report.again, report.known) == (0, 1)


def test_reading_all_again_takes_the_place_of_what_was_read_and_goes_on_after_a_bad_one(
    tables: Tables, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ingest_module, "BATCH", 2)
    stories = [Article(f"Story {n}.", DAY, title=f"T{n}", url="https://a.example/x") for n in range(5)]
    broken = Article("This is broken.", DAY, title="Broken")
    tables.append([*stories, broken], [], extractor="0")
    seen: list[int] = []
    report = reextract(BY_HAND, tables, progress=seen.append)
    assert (report.read, report.again, report.added, len(report.failed)) == (6, 5, 0, 1)
    assert report.failed[0].origin == "Broken"
    assert seen == [1, 2, 3, 4, 5, 6]
    store = EventStore(tables)
    assert store.count(EventQuery()) == 5
    assert {e["url"] for e in store.stream(EventQuery())} == {"https://a.example/x"}
    reextract(BY_HAND, tables)
    assert len(tables.article_ids()) == 6
    assert EventStore(tables).count(EventQuery()) == 5


def test_an_empty_store_has_nothing_to_read_again(tables: Tables) -> None:
    assert reextract(BY_HAND, tables).read == 0
