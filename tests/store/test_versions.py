"""What was appended to a table since an older version, and what only looks like it."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pytest
from deltalake import write_deltalake

from dashboard.errors import StoreError
from dashboard.records import Article
from dashboard.store import Tables, versions
from dashboard.store.versions import appended, appended_rows


def put(tables: Tables, *titles: str) -> None:
    """Append an article of each title, in a commit of its own."""
    for title in titles:
        tables.append([Article(f"Story of {title}.", None, title=title)], [], extractor="test")


def titles_since(tables: Tables, version: int) -> list[str] | None:
    found = appended(tables, "articles", version)
    if found is None:
        return None
    assert found.version == tables.open("articles").version()
    titles: list[str] = appended_rows(tables, "articles", found).to_table(columns=["title"])["title"].to_pylist()
    return titles


def log_file(tables: Tables, version: int) -> Path:
    return Path(tables.uri) / "articles" / "_delta_log" / f"{version:020}.json"


def test_appends_are_told_in_the_order_of_their_commits(tables: Tables) -> None:
    put(tables, "one", "two", "three")
    assert titles_since(tables, 0) == ["one", "two", "three"]
    assert titles_since(tables, 2) == ["three"]


def test_nothing_was_appended_since_the_newest_version(tables: Tables) -> None:
    put(tables, "one")
    assert titles_since(tables, 1) == []


def test_a_compaction_alone_appends_nothing(tables: Tables) -> None:
    put(tables, "one", "two")
    tables.open("articles").optimize.compact()
    assert tables.open("articles").version() == 3
    assert titles_since(tables, 2) == []


def test_what_was_appended_before_a_compaction_is_read_once_and_what_was_there_before_is_not(tables: Tables) -> None:
    put(tables, "old", "one", "two")
    tables.open("articles").optimize.compact()
    put(tables, "three")
    tables.open("articles").optimize.compact()
    assert titles_since(tables, 1) == ["one", "two", "three"]


def test_the_columns_of_a_newer_program_come_with_its_rows(tables: Tables) -> None:
    put(tables, "one")
    newer = pa.table({"article_id": ["x"], "title": ["two"], "mood": ["grim"]})
    write_deltalake(f"{tables.uri}/articles", newer, mode="append", schema_mode="merge")
    put(tables, "three")
    found = appended(tables, "articles", 1)
    assert found is not None
    rows = appended_rows(tables, "articles", found).to_table(columns=["title", "mood"]).to_pylist()
    assert rows == [{"title": "two", "mood": "grim"}, {"title": "three", "mood": None}]


def test_deleted_rows_are_more_than_an_append(tables: Tables) -> None:
    put(tables, "one", "two")
    tables.open("articles").delete("title = 'one'")
    assert appended(tables, "articles", 2) is None
    put(tables, "three")
    assert titles_since(tables, 3) == ["three"]


def test_a_version_that_never_was_cannot_be_told_of(tables: Tables) -> None:
    put(tables, "one")
    assert appended(tables, "articles", 7) is None
    assert appended(tables, "articles", -1) is None


def test_a_log_that_is_gone_or_broken_cannot_be_told_from(tables: Tables) -> None:
    put(tables, "one", "two", "three")
    tables.open("articles").create_checkpoint()
    log_file(tables, 2).unlink()
    assert appended(tables, "articles", 0) is None
    assert titles_since(tables, 2) == ["three"]
    log_file(tables, 3).write_text('{"add": {}}\nnot JSON\n')
    assert appended(tables, "articles", 2) is None


def test_a_file_that_a_vacuum_took_cannot_be_told_of(tables: Tables) -> None:
    put(tables, "one", "two")
    tables.open("articles").optimize.compact()
    tables.open("articles").vacuum(0, enforce_retention_duration=False, dry_run=False)
    assert appended(tables, "articles", 1) is None


def test_of_very_many_commits_the_whole_is_read(tables: Tables, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(versions, "MAX_COMMITS", 2)
    put(tables, "one", "two", "three")
    assert appended(tables, "articles", 0) is None
    assert titles_since(tables, 1) == ["two", "three"]


def test_an_object_store_is_told_of_too(tables: Tables) -> None:
    put(tables, "one", "two")
    tables.open("articles").optimize.compact()
    # Whatever is no folder is read through deltalake; a file:// address stands in for s3://.
    elsewhere = Tables(tables.uri)
    elsewhere.uri, elsewhere._folder = Path(tables.uri).as_uri(), None
    assert appended(elsewhere, "articles", 1) == appended(tables, "articles", 1)


def test_a_table_that_is_gone_is_an_error(tables: Tables) -> None:
    log_file(tables, 0).unlink()
    with pytest.raises(StoreError, match="articles"):
        appended(tables, "articles", 0)
