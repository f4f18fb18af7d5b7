"""A running server compacts its store when that is due, and no trouble with it ends anything."""

from __future__ import annotations

import logging
import time
from pathlib import Path

import pytest

from dashboard.records import Article
from dashboard.server import launch
from dashboard.server import upkeep as server_upkeep
from dashboard.server.upkeep import Upkeep
from dashboard.store import Tables, upkeep


@pytest.fixture
def due(tables: Tables, monkeypatch: pytest.MonkeyPatch) -> Tables:
    """A store with four files of articles, which is many here."""
    monkeypatch.setattr(upkeep, "MANY_FILES", 3)
    for number in range(4):
        tables.append([Article(f"Story {number}.", None)], [], extractor="test")
    return tables


def files(tables: Tables) -> int:
    return len(tables.open("articles").file_uris())


def test_a_store_that_is_due_is_compacted(due: Tables) -> None:
    assert Upkeep(due.uri).check()
    assert files(due) == 1
    assert len(due.article_ids()) == 4


def test_a_store_that_is_not_due_is_left_alone(tables: Tables) -> None:
    before = tables.versions()
    assert not Upkeep(tables.uri).check()
    assert tables.versions() == before


def test_the_thread_checks_again_and_again_until_it_is_stopped(due: Tables) -> None:
    thread = Upkeep(due.uri, every=0.05)
    assert thread.daemon
    thread.start()
    end = time.monotonic() + 60
    while files(due) > 1 and time.monotonic() < end:
        time.sleep(0.05)
    thread.stop()
    thread.join(60)
    assert not thread.is_alive()
    assert files(due) == 1


def test_a_store_that_is_gone_is_told_once_in_the_log_and_makes_none(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    thread = Upkeep(str(tmp_path / "none"))
    with caplog.at_level(logging.WARNING):
        assert not thread.check()
        assert not thread.check()
    assert len(caplog.messages) == 1
    assert "There is no event store" in caplog.messages[0]
    assert not (tmp_path / "none").exists()


def test_a_compaction_that_fails_is_told_in_the_log(due: Tables, caplog: pytest.LogCaptureFixture) -> None:
    next((Path(due.uri) / "articles").glob("*.parquet")).unlink()
    with caplog.at_level(logging.WARNING):
        assert not Upkeep(due.uri).check()
    assert len(caplog.messages) == 1
    assert "The table 'articles' of the store" in caplog.messages[0]


def test_a_server_looks_after_the_store_that_it_serves(tables: Tables, monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[str] = []
    monkeypatch.setenv("CONFLICT_DASHBOARD_STORE", tables.uri)
    monkeypatch.setattr(launch, "check_port", lambda *_: None)
    monkeypatch.setattr(launch, "open_gazetteer", lambda *_: None)
    monkeypatch.setattr(launch, "_run", lambda *_: None)
    monkeypatch.setattr(server_upkeep.Upkeep, "start", lambda self: started.append(self._store_uri))
    launch.serve(tables.uri, host="127.0.0.1", port=8600, browser=False, samples=False, announce=lambda _: None)
    assert started == [tables.uri]
