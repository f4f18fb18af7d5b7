"""What went wrong once with imported events."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from dashboard import settings
from dashboard.errors import StoreError
from dashboard.query import BBox, EventQuery
from dashboard.server import launch
from dashboard.services import Services
from dashboard.store import EventStore, Tables, importing
from dashboard.store.joining import join
from dashboard.store.text_index import index_text
from tests.review.desk import decide
from tests.store.batches import batch, row
from tests.store.imported import THEN, import_rows, imported_row


@pytest.fixture
def tables(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Tables:
    """An empty store, and a cache of its own."""
    monkeypatch.setenv(settings.CACHE_VARIABLE, str(tmp_path / "cache"))
    return Tables(str(tmp_path / "store"))


def many(count: int, prefix: str = "N", **fields: Any) -> list[dict[str, Any]]:
    return [imported_row(f"{prefix}{n}", latitude=30 + n / 100, notes=f"{prefix}{n}", **fields) for n in range(count)]


def test_the_box_of_all_time_holds_the_antimeridian_as_the_box_of_some_days_does(tables: Tables) -> None:
    import_rows(tables, [imported_row("A", longitude=179.5), imported_row("B", longitude=180)])
    store = EventStore(tables)
    expected = BBox(179.5, 36.35, 180, 36.35)
    assert store.bounds(EventQuery()) == expected
    assert store.bounds(EventQuery(start=date(1900, 1, 1))) == expected


def test_a_panic_of_the_writer_is_told_and_hangs_nothing(tables: Tables, monkeypatch: pytest.MonkeyPatch) -> None:
    class PanicError(BaseException):
        pass

    def panic(*_: Any, **__: Any) -> None:
        raise PanicError("index out of bounds")

    monkeypatch.setattr(importing, "write_deltalake", panic)
    with pytest.raises(StoreError, match="index out of bounds"):
        importing.import_rows(tables, (batch(row(n)) for n in range(5)))


def test_rows_that_move_while_one_is_looked_up_give_no_other_event(tables: Tables) -> None:
    import_rows(tables, many(20))
    import_rows(tables, many(20, "M"))
    store = EventStore(tables)
    looked = store._table_of_imports.find
    moved: list[int] = []

    def find(ids: Any) -> dict[str, int]:
        found = looked(ids)
        if not moved:
            moved.append(1)
            import_rows(tables, many(5, "L"), imported=THEN + timedelta(days=1))
            join(tables, "imports")
            store.refresh(force=True)
        return found

    store._table_of_imports.find = find  # type: ignore[method-assign]
    asks: list[Callable[[], Any]] = [
        lambda: store.event("acled-M7"),
        lambda: store.rows(["acled-M7"])[0],
        lambda: store.imported(["acled-M7"])["acled-M7"],
    ]
    for ask in asks:
        moved.clear()
        event = ask()
        assert (event["event_id"], event["notes"]) == ("acled-M7", "M7")


def test_a_decided_event_stays_out_of_the_sums_when_all_is_read_anew(tables: Tables) -> None:
    import_rows(tables, many(50))
    store = EventStore(tables)
    store.reviewed = store.reviewed_with(["acled-N3"])
    decide(store, ["acled-N3"], "confirm")
    store.refresh(force=True)
    import_rows(tables, [imported_row("N9", revision=7)], imported=THEN + timedelta(days=1))
    store.refresh(force=True)
    assert store.count(EventQuery()) == 50
    assert "acled-N3" not in store._table_of_imports.find(["acled-N3"])


def test_what_many_people_asked_for_is_forgotten(tables: Tables) -> None:
    import_rows(tables, many(10))
    store = EventStore(tables)
    for number in range(150):
        store.count(EventQuery(text=f"nothing{number}"))
    assert len(store._slices._kept) <= 100


def test_a_slow_indexer_leaves_what_another_made_meanwhile(tables: Tables) -> None:
    import_rows(tables, many(10))
    index_text(tables)
    (folder,) = (settings.cache_dir() / "text").iterdir()
    young, old = folder / "younger.arrow", folder / "older.arrow"
    for path in (young, old):
        path.write_bytes(b"x")
    long_ago = time.time() - 3 * 86_400
    os.utime(old, (long_ago, long_ago))
    import_rows(tables, many(10, "M"))
    index_text(tables)
    assert young.exists()
    assert not old.exists()


def test_samples_are_for_stores_that_hold_nothing(tables: Tables) -> None:
    import_rows(tables, many(3))
    told: list[str] = []
    launch.load_samples(Services(tables.uri), told.append)
    assert told == []
    assert tables.article_ids() == set()
