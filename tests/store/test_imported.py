"""Imported rows as the store reads them for the review."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from dashboard.errors import StoreError
from dashboard.query import EventQuery
from dashboard.records import STATUSES
from dashboard.store import EventStore, Tables
from dashboard.store.event_rows import EVENT_COLUMNS, OFFSETS
from dashboard.store.reading import Reader
from dashboard.store.schemas import SCHEMAS
from tests.review.desk import decide
from tests.store.conftest import STORY, WORLD
from tests.store.imported import THEN, import_rows, imported_row

ID = "acled-IRQ1"
EVERYTHING = EventQuery(status=STATUSES)


@pytest.fixture
def store(tables: Tables) -> EventStore:
    """Mosul, Bartella and Baghdad of an article, and two imported rows."""
    tables.append([STORY], WORLD[:4], extractor="test")
    import_rows(tables, [imported_row(), imported_row("244", dataset="ucdp-ged")])
    return EventStore(tables)


def listed(store: EventStore) -> set[str]:
    store.refresh(force=True)
    return {row["event_id"] for row in store.stream(EVERYTHING)}


def decide_on(store: EventStore, ids: list[str], action: str, **given: Any) -> None:
    """A decision on events of which some were imported."""
    found = store.reviewed_with(ids)
    store.reviewed = found
    decide(store, ids, action, **given)


def test_the_newest_version_counts_by_revision_then_by_time(store: EventStore) -> None:
    import_rows(store.tables, [imported_row(revision=3, notes="third")], imported=THEN + timedelta(days=1))
    import_rows(store.tables, [imported_row(revision=2, notes="second")], imported=THEN + timedelta(days=2))
    import_rows(store.tables, [imported_row(revision=3, notes="third again")], imported=THEN + timedelta(days=3))
    store.refresh(force=True)
    found = store.imported([ID, "acled-nosuch"])
    assert list(found) == [ID]
    assert found[ID]["notes"] == "third again"
    assert set(found[ID]) == set(SCHEMAS["imports"].names)
    assert found[ID]["imported"] == THEN + timedelta(days=3)
    versions = Reader(store._db, store.tables).imported_versions([ID])[ID]
    assert [report.notes for _, report in versions][1:] == ["second", "third", "third again"]


@pytest.mark.parametrize("hostile", ["' OR 1=1 --", "acled-'; DROP TABLE event; --", "acled-*", "acled-\u0000"])
def test_an_id_is_a_value_and_never_a_part_of_the_query(store: EventStore, hostile: str) -> None:
    assert store.imported([hostile]) == {}
    assert store.event(hostile) is None
    assert set(store.imported([hostile, ID])) == {ID}


def test_a_store_without_imports_has_none(small: EventStore) -> None:
    assert small.imported([ID]) == {}
    assert small.event(ID) is None


@pytest.mark.parametrize("folder", ["a b", "what?", "star*", "ümlaut#1"])
def test_imports_are_found_in_a_folder_of_any_name(tmp_path: Path, folder: str) -> None:
    tables = Tables(str(tmp_path / folder / "store"))
    table_uri = tables._table_uri("imports")
    import_rows(tables, [imported_row()], uri=table_uri)
    assert set(EventStore(tables).imported([ID])) == {ID}


def test_an_event_that_nobody_decided_on_is_looked_at_without_being_listed(store: EventStore) -> None:
    row = store.event(ID)
    assert row is not None
    assert set(row) == {*EVENT_COLUMNS, *OFFSETS, "dataset"}
    told = (row["dataset"], row["location"], row["fatalities"], row["fatalities_low"], row["fatalities_high"])
    assert told == ("acled", "Bartella", 5, 3, 8)
    assert (row["published"], row["source"], row["articles"], row["article_id"]) == (None, "An Agency", 0, "")
    assert (row["status"], row["doubts"]) == ("unreviewed", "")
    assert ID not in store.reviewed.events
    assert ID in store.reviewed_with([ID]).events


def test_a_decision_brings_an_imported_event_among_the_reviewed(store: EventStore) -> None:
    before = listed(store)
    decide_on(store, [ID], "confirm")
    assert listed(store) == before | {ID}
    row = store.event(ID)
    assert row is not None
    assert (row["status"], row["dataset"]) == ("confirmed", "acled")
    assert store.reviewed_with([ID]) is store.reviewed
    again = EventStore(store.tables)
    assert again.event(ID) == row


def test_a_newer_version_shows_on_an_edited_event_and_not_on_a_confirmed_one(store: EventStore) -> None:
    other = "ucdp-ged-244"
    decide_on(store, [ID], "confirm")
    decide_on(store, [other], "edit", values={"fatalities": 1})
    newer = {"revision": 2, "notes": "Coded anew.", "fatalities": 90, "fatalities_high": 90}
    import_rows(store.tables, [imported_row(**newer), imported_row("244", dataset="ucdp-ged", **newer)],
                imported=THEN.replace(year=2100))  # fmt: skip
    listed(store)
    confirmed, edited = store.event(ID), store.event(other)
    assert confirmed is not None
    assert edited is not None
    assert (confirmed["notes"], confirmed["fatalities"]) == ("Blue Force clashed with Red Force in Bartella.", 5)
    assert (edited["notes"], edited["fatalities"]) == ("Coded anew.", 1)
    assert store.imported([ID])[ID]["notes"] == "Coded anew."


def test_what_nobody_decided_on_is_looked_at_as_it_is_today(store: EventStore) -> None:
    assert store.reviewed_with([ID]).events[ID].notes.startswith("Blue Force")
    import_rows(store.tables, [imported_row(revision=2, notes="Coded anew.")], imported=THEN + timedelta(days=1))
    store.refresh(force=True)
    assert store.reviewed_with([ID]).events[ID].notes == "Coded anew."


def test_an_event_joined_of_an_article_and_an_import_tells_both_sources(store: EventStore) -> None:
    bartella = next(row["event_id"] for row in store.stream(EVERYTHING) if row["location"] == "Bartella")
    decide_on(store, [bartella, ID], "merge")
    row = store.event(bartella)
    assert row is not None
    assert store.event(ID) is None
    assert (row["reports"], row["articles"]) == (3, 1)
    assert set(row["sources"].split("; ")) == {"sample", "An Agency"}


def test_a_table_that_cannot_be_read_is_said_in_a_sentence(store: EventStore) -> None:
    for file in Path(store.tables.uri, "imports").glob("*.parquet"):
        file.write_bytes(b"no parquet")
    with pytest.raises(StoreError, match="'imports'"):
        store.reviewed_with([ID])
