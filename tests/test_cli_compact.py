"""``conflict-dashboard compact``, and what ingestion does of it by itself."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from dashboard.cli import main
from dashboard.records import Article
from dashboard.store import Tables, upkeep
from dashboard.store.schemas import SCHEMAS

Capture = pytest.CaptureFixture[str]


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Tables:
    """The user's own store, with three small files of articles."""
    monkeypatch.setenv("CONFLICT_DASHBOARD_STORE", str(tmp_path / "store"))
    tables = Tables(str(tmp_path / "store"))
    for number in range(3):
        tables.append([Article(f"Story {number}.", date(2016, 10, 20))], [], extractor="test")
    return tables


def test_compact_tells_of_every_table_on_stderr(store: Tables, capsys: Capture) -> None:
    assert main(["compact"]) == 0
    out, err = capsys.readouterr()
    lines = err.splitlines()
    assert out == ""
    assert [line.partition(":")[0] for line in lines] == [*SCHEMAS, "Store"]
    assert lines[0].startswith("articles: 3 files (")
    assert " -> 1 file (" in lines[0]
    assert lines[1] == "reports: 0 files (0 kB) -> 0 files (0 kB)"
    assert len(store.article_ids()) == 3


def test_compact_takes_another_store_and_days(store: Tables, tmp_path: Path, capsys: Capture) -> None:
    other = Tables(str(tmp_path / "other"))
    before = store.versions()
    assert main(["compact", "--store", other.uri, "--keep-days", "1"]) == 0
    assert capsys.readouterr().err.endswith(f"Store: {other.uri}\n")
    assert store.versions() == before


@pytest.mark.parametrize("days", ["0", "-3", "31"])
def test_days_that_cannot_be_kept_are_said(store: Tables, days: str, capsys: Capture) -> None:
    before = store.versions()
    assert main(["compact", f"--keep-days={days}"]) == 1
    err = capsys.readouterr().err
    assert err.startswith(f"conflict-dashboard: {days} days of history cannot be kept. Choose 1 to 30:")
    assert err.count("\n") == 1
    assert store.versions() == before


def test_compacting_a_store_that_is_not_there_makes_none(tmp_path: Path, capsys: Capture) -> None:
    assert main(["compact", "--store", str(tmp_path / "none")]) == 1
    assert "There is no event store" in capsys.readouterr().err
    assert not (tmp_path / "none").exists()


def test_compacting_a_damaged_store_is_one_sentence(store: Tables, capsys: Capture) -> None:
    next((Path(store.uri) / "articles").glob("*.parquet")).unlink()
    assert main(["compact"]) == 1
    err = capsys.readouterr().err
    assert err.startswith("conflict-dashboard: The table 'articles' of the store ")
    assert err.count("\n") == 1


@pytest.mark.parametrize("command", ["ingest", "reextract"])
def test_reading_articles_compacts_the_store_when_it_is_due(
    store: Tables, command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    monkeypatch.setattr(upkeep, "MANY_FILES", 3)
    news = tmp_path / "news.txt"
    news.write_text("Iraqi troops retook Bartella on Thursday after hours of street fighting, the army said.")
    assert main([command, *([str(news), "--published=2016-10-22"] if command == "ingest" else [])]) == 0
    told = [line for line in capsys.readouterr().err.splitlines() if line.startswith("Compacted the store: ")]
    assert len(told) == 1
    assert "articles: 4 files (" in told[0]
    assert len(store.open("articles").file_uris()) == 1


def test_reading_articles_says_nothing_of_a_compaction_that_is_not_due(
    store: Tables, tmp_path: Path, capsys: Capture
) -> None:
    news = tmp_path / "news.txt"
    news.write_text("Nothing happened.")
    main(["ingest", str(news), "--published=2016-10-22"])
    assert "Compacted" not in capsys.readouterr().err
    assert len(store.open("articles").file_uris()) == 4
