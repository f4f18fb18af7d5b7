"""The event table: what reports, articles and decisions add up to."""

from __future__ import annotations

from datetime import date
from typing import Any

from dashboard.exporters.geojson import PROPERTIES
from dashboard.query import BBox, EventQuery
from dashboard.records import Article, Count, Evidence
from dashboard.store import EventStore, Tables
from dashboard.store.events import EVENT_COLUMNS
from tests.review.desk import decide

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
        sum(n for _, _, n, _ in store.histogram(query, "day")),
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
    tables.append([late], [make_report("Mosul", 36.3, 43.1, article=late)], extractor="test")
    assert store.refresh(force=True)
    assert store.count(EventQuery()) == 1
    assert only(store, "mosul")["reports"] == 1


def test_the_newest_reading_of_an_article_takes_the_place_of_the_one_before(
    small: EventStore, make_report: Any, story: Article
) -> None:
    newer = make_report("Mosul", 36.335, 43.119, day="2016-10-18", country="IQ", fatalities=5)
    Tables(small.tables.uri).append([story], [newer], extractor="2")
    assert small.refresh(force=True)
    (event,) = small.stream(EventQuery())
    assert (event["event_date"], event["fatalities"], event["reports"]) == (date(2016, 10, 18), 5, 1)


def test_every_value_of_a_report_comes_back_from_the_store(tables: Tables, make_report: Any, story: Article) -> None:
    full = make_report(
        "Mosul", 36.335, 43.119, country="IQ", actors=("A", "B"), actor1=("A",), actor2=("B",),
        event_date_end=date(2016, 10, 22), date_prec=2, time_precision=2, place_confidence=0.4,
        wounded=Count(3, None, 5, 1, 4), displaced=Count(200, 200, None, 5, 8), fighters=Count(30, 30, 30, 2, 9),
        evidence=(Evidence("event_date", 1, 4), Evidence("actor1", 5, 9)), fatalities=2,
    )  # fmt: skip
    plain = make_report("Baghdad", 33.34, 44.4)
    tables.append([story], [full, plain], extractor="test")
    store = EventStore(tables)
    found = {r.location: r for e in store.reviewed.events.values() for r in e.reports}
    assert found == {"Mosul": full, "Baghdad": plain}
    event = only(store, "mosul")
    assert (event["wounded"], event["wounded_low"], event["wounded_high"]) == (3, None, 5)
    assert (event["displaced_low"], event["displaced_high"], event["fighters_high"]) == (200, None, 30)
    assert (event["event_date_end"], event["date_prec"]) == (date(2016, 10, 22), 2)
    assert (event["actors"], event["actor1"], event["actor2"]) == ("A; B", "A", "B")


def test_an_event_of_several_articles_names_them_all(tables: Tables, make_report: Any) -> None:
    first = Article("One.", date(2016, 10, 20), title="First", source="wire", url="https://a.example/1")
    second = Article("Two.", date(2016, 10, 21), title="Second", source="daily", url="https://b.example/a b")
    reports = [
        make_report("Mosul", 36.3, 43.1, article=first),
        make_report("Mosul", 36.3, 43.1, article=second, confidence=0.5),
    ]
    tables.append([first, second], reports, extractor="test")
    store = EventStore(tables)
    if store.count(EventQuery()) == 2:
        decide(store, [e["event_id"] for e in store.stream(EventQuery())], "merge")
    (event,) = store.stream(EventQuery())
    assert (event["articles"], event["reports"]) == (2, 2)
    assert (event["title"], event["source"], event["url"]) == ("First", "wire", "https://a.example/1")
    assert (event["sources"], event["urls"]) == ("wire; daily", "https://a.example/1 https://b.example/a%20b")
    assert store.count(EventQuery(text="second")) == 1


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


def test_a_rejected_event_is_in_no_selection_but_one_that_asks_for_it_and_comes_back_when_reopened(
    small: EventStore,
) -> None:
    event_id = only(small, "baghdad")["event_id"]
    assert counts(small, EventQuery()) == [3] * 6
    decide(small, [event_id], "reject")
    assert counts(small, EventQuery()) == [2] * 6
    assert counts(small, EventQuery(text="baghdad")) == [0] * 6
    assert counts(small, EventQuery(status=("rejected",))) == [1] * 6
    assert counts(small, EventQuery(status=("unreviewed", "confirmed", "rejected"))) == [3] * 6
    assert small.span(EventQuery()) == (date(2016, 10, 17), date(2016, 10, 20))
    assert small.bounds(EventQuery()) == BBox(43.119, 36.335, 43.38, 36.35)
    rejected = small.event(event_id)
    assert rejected is not None
    assert rejected["status"] == "rejected"
    decide(small, [event_id], "reopen")
    assert counts(small, EventQuery()) == [3] * 6
    assert only(small, "baghdad")["status"] == "unreviewed"


def test_the_facets_count_every_status_whatever_is_selected(small: EventStore) -> None:
    decide(small, [only(small, "baghdad")["event_id"]], "reject")
    decide(small, [only(small, "mosul")["event_id"]], "confirm")
    expected = [("confirmed", 1), ("rejected", 1), ("unreviewed", 1)]
    for status in ((), ("confirmed",), ("rejected",)):
        assert small.facets(EventQuery(status=status))["status"] == expected
    assert small.facets(EventQuery(text="mosul"))["status"] == [("confirmed", 1)]
    assert small.count(EventQuery(status=("confirmed",))) == 1


def test_the_cells_count_every_status_in_its_order(small: EventStore) -> None:
    decide(small, [only(small, "mosul")["event_id"]], "confirm")
    (cell,) = small.clusters(EventQuery(), EVERYWHERE, 0)
    assert cell["statuses"] == [2, 1, 0]


def test_a_decision_reads_no_report_again_and_yet_is_seen(small: EventStore) -> None:
    before = small.reviewed.machine
    decide(small, [only(small, "mosul")["event_id"]], "confirm")
    after = small.reviewed.events
    assert all(a.reports == b.reports for a, b in zip(before.values(), after.values(), strict=True))
    assert all(
        x is y for x, y in zip(*([r for e in es.values() for r in e.reports] for es in (before, after)), strict=True)
    )
