"""The text index of imported events, made in the background."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest

from dashboard import settings
from dashboard.query import EventQuery
from dashboard.server import indexing
from dashboard.server.indexing import TextIndexing
from dashboard.services import Services
from dashboard.store import Tables
from tests.store.imported import import_rows, imported_row


@pytest.fixture
def imported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Services:
    """A store of a few imported rows, and a cache without an index."""
    monkeypatch.setenv(settings.CACHE_VARIABLE, str(tmp_path / "cache"))
    tables = Tables(str(tmp_path / "store"))
    import_rows(tables, [imported_row(f"N{n}", notes=f"word{n} shared") for n in range(30)])
    return Services(tables.uri)


def test_what_has_no_index_gets_one_and_words_are_found_as_before(imported: Services) -> None:
    before = imported.events.count(EventQuery(text="word7"))
    assert before == 1
    assert imported.events.text_missing() == 1
    assert TextIndexing(imported).check()
    assert imported.events.text_missing() == 0
    assert not TextIndexing(imported).check()  # nothing is left to do
    assert imported.events.count(EventQuery(text="WORD7 shared")) == before
    assert imported.events.count(EventQuery(text="ord2")) == 11


def test_new_rows_are_indexed_too(imported: Services) -> None:
    TextIndexing(imported).check()
    import_rows(imported.tables, [imported_row("late", notes="latecomer")])
    imported.events.refresh(force=True)
    assert imported.events.count(EventQuery(text="latecomer")) == 1
    assert imported.events.text_missing() == 1
    assert TextIndexing(imported).check()


def test_a_failure_is_told_and_comes_less_often(
    imported: Services, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(indexing, "index_apart", lambda _: "no space left")
    waits: list[float] = []
    thread = TextIndexing(imported, every=1.0)
    monkeypatch.setattr(thread._stopped, "wait", lambda seconds: waits.append(seconds) or len(waits) > 3)
    with caplog.at_level(logging.WARNING):
        thread.run()
    assert waits == [1.0, 11.0, 21.0, 31.0]
    assert "no space left" in caplog.text
    assert imported.events.count(EventQuery(text="word7")) == 1
