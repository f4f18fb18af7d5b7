"""The event table: what reports, articles and decisions add up to."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from dashboard.exporters.geojson import PROPERTIES
from dashboard.query import BBox, EventQuery
from dashboard.records import Article
from dashboard.store import EventStore, Tables
from dashboard.store.events import EVENT_COLUMNS

EVERYWHERE = BBox(-180, -90, 180, 90)


def only(store: EventStore, text: str) -> dict[str, Any]:
    (event,) = store.stream(EventQuery(text=text))
    return event


def counts(store: EventStore, query: EventQuery) -> list[int]:
    return [
        store.count(query),
        len(store.table(query)),
        len(list(store.stream(query))),
        sum(cell["n"] for cell in store.clusters(query, EVERYWHERE, 5)),
        sum(n for _, _, n in store.histogram(query, "day")),
        sum(n for _, n in store.facets(query)["event_type"]),
    ]


def test_an_empty_store_answers_every_question(tables: Tables) -> None:
    store = EventStore(tables)
    assert counts(store, EventQuery()) == [0] * 6
    assert store.span(EventQuery()) is None
    assert store.bounds(EventQuery()) is None
    assert store.event("0123456789abcdef") is None
    assert list(store.table(EventQuery()).columns) == list(EVENT_COLUMNS)


def test_reports_of_one_event_are_one_row(small: EventStore) -> None:
    event = only(small, "bartella")
    assert event["reports"] == 2
    assert event["confidence"] == 0.9
    assert event["fatalities"] == 3
    assert event["actors"] == "Peshmerga"
    assert small.count(EventQuery()) == 3


def test_the_row_carries_the_article_and_every_property_of_an_export(small: EventStore) -> None:
    event = only(small, "mosul")
    assert set(PROPERTIES) <= set(event)
    assert (event["title"], event["source"], event["url"]) == ("Ten days", "sample", "https://a.example/x")
    assert event["published"] == date(2016, 10, 22)
    assert event["event_date"] == date(2016, 10, 17)
    assert event["status"] == "unreviewed"
    assert (event["latitude"], event["longitude"], event["country"]) == (36.335, 43.119, "IQ")


def test_one_event_is_found_by_its_id_with_its_offsets(small: EventStore) -> None:
    event = small.event(only(small, "mosul")["event_id"])
    assert event is not None
    assert (event["start"], event["end"], event["location_start"], event["location_end"]) == (0, 10, 3, 7)


def test_reports_without_their_article_are_not_events_yet(tables: Tables, make_report: Any) -> None:
    late = Article("Late.", date(2016, 10, 22))
    tables.append([], [make_report("Mosul", 36.3, 43.1, article=late)], extractor="test")
    store = EventStore(tables)
    assert store.count(EventQuery()) == 0
    tables.append([late], [], extractor="test")
    assert store.refresh(force=True)
    assert store.count(EventQuery()) == 1


def test_the_same_rows_twice_are_the_same_events(small: EventStore, make_report: Any, story: Article) -> None:
    before = counts(small, EventQuery())
    again = make_report("Mosul", 36.335, 43.119, day="2016-10-17", country="IQ", fatalities=4)
    Tables(small.tables.uri).append([story], [again], extractor="test")
    assert small.refresh(force=True)
    assert counts(small, EventQuery()) == before
    assert only(small, "mosul")["reports"] == 1


def test_an_append_by_another_process_is_seen_after_a_refresh(small: EventStore, make_report: Any) -> None:
    version = small.version
    assert not small.refresh(force=True)
    other = Article("Another story.", date(2016, 11, 2))
    Tables(small.tables.uri).append([other], [make_report("Raqqa", 35.95, 39.01, article=other)], extractor="test")
    assert small.refresh(force=True)
    assert small.version != version
    assert small.count(EventQuery(text="raqqa")) == 1


def test_a_stream_under_way_ends_in_order_while_the_store_grows(small: EventStore, make_report: Any) -> None:
    stream = small.stream(EventQuery(), batch=1)
    first = next(stream)
    other = Article("Another story.", date(2016, 11, 2))
    small.tables.append([other], [make_report("Raqqa", 35.95, 39.01, article=other)], extractor="test")
    assert small.refresh(force=True)
    assert [event["location"] for event in [first, *stream]] == ["Mosul", "Bartella", "Baghdad"]
    assert small.count(EventQuery()) == 4


def test_the_span_runs_from_the_first_to_the_last_day(small: EventStore) -> None:
    assert small.span(EventQuery()) == (date(2016, 10, 17), date(2016, 10, 31))


def test_a_rejected_event_is_in_no_selection_and_comes_back_when_reopened(small: EventStore) -> None:
    event_id = only(small, "baghdad")["event_id"]
    assert counts(small, EventQuery()) == [3] * 6
    small.tables.decide(event_id, "reject", who="ana", reason="a duplicate")
    small.refresh(force=True)
    assert counts(small, EventQuery()) == [2] * 6
    assert counts(small, EventQuery(text="baghdad")) == [0] * 6
    assert small.span(EventQuery()) == (date(2016, 10, 17), date(2016, 10, 20))
    assert small.bounds(EventQuery()) == BBox(43.119, 36.335, 43.38, 36.35)
    rejected = small.event(event_id)
    assert rejected is not None
    assert rejected["status"] == "rejected"
    small.tables.decide(event_id, "reopen", who="ana")
    small.refresh(force=True)
    assert counts(small, EventQuery()) == [3] * 6
    assert only(small, "baghdad")["status"] == "unreviewed"


@pytest.mark.parametrize(
    ("actions", "status"),
    [
        (["confirm"], "confirmed"),
        (["reject", "confirm"], "confirmed"),
        (["confirm", "reject"], "rejected"),
        (["confirm", "reject", "reopen"], "unreviewed"),
        (["reject", "reject", "confirm"], "confirmed"),
    ],
)
def test_the_newest_decision_wins(small: EventStore, actions: list[str], status: str) -> None:
    event_id = only(small, "mosul")["event_id"]
    for number, action in enumerate(actions):
        Tables(small.tables.uri).decide(event_id, action, who=f"person {number}")
    small.refresh(force=True)
    event = small.event(event_id)
    assert event is not None
    assert event["status"] == status
    assert small.count(EventQuery()) == (2 if status == "rejected" else 3)


def test_a_decision_outlives_a_second_ingest(small: EventStore, make_report: Any, story: Article) -> None:
    small.tables.decide(only(small, "mosul")["event_id"], "reject", who="ana")
    small.tables.append([story], [make_report("Mosul", 36.335, 43.119, day="2016-10-17", country="IQ")], extractor="2")
    small.refresh(force=True)
    assert small.count(EventQuery(text="mosul")) == 0


def test_a_decision_on_an_unknown_event_changes_nothing(small: EventStore) -> None:
    small.tables.decide("0123456789abcdef", "reject", who="ana")
    small.refresh(force=True)
    assert small.count(EventQuery()) == 3


def test_an_unknown_decision_is_refused(small: EventStore) -> None:
    with pytest.raises(ValueError, match="unknown action 'delete'; known: confirm, reject, reopen"):
        small.tables.decide("x", "delete", who="ana")
