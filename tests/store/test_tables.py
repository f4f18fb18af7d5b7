"""The Delta tables: places that are none, damage, and appends from several processes."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from dashboard.errors import StoreError
from dashboard.query import EventQuery
from dashboard.records import Article
from dashboard.store import EventStore, Tables

APPEND = """
import sys
from datetime import date
from dashboard.records import Article, Place, Report
from dashboard.store import Tables
uri, name = sys.argv[1:]
tables = Tables(uri)
sys.stdin.readline()
for number in range(5):
    article = Article(f"Story {number} of {name}.", date(2016, 10, 20), title=name)
    report = Report(article.article_id, date(2016, 10, 20), 1, "Battles", "Armed clash", name, Place(name, 1.0 + number, 2.0), 1,
                    "Something happened.", 0, 5, 0, 5, 0.9, date(2016, 10, 20))
    tables.append([article], [report], extractor="test")
"""


def test_concurrent_appends_of_two_processes_both_survive(tmp_path: Path) -> None:
    uri = str(tmp_path / "store")
    Tables(uri)
    command = [sys.executable, "-c", APPEND, uri]
    pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    writers = [subprocess.Popen([*command, name], **pipes) for name in ("first", "second")]
    for writer in writers:
        writer.stdin.write("go\n")
        writer.stdin.flush()
    for writer in writers:
        _, errors = writer.communicate(timeout=60)
        assert writer.returncode == 0, errors
    store = EventStore(Tables(uri))
    assert store.count(EventQuery(text="first")) == 5
    assert store.count(EventQuery(text="second")) == 5


def test_a_new_store_is_made_where_there_is_nothing(tmp_path: Path) -> None:
    tables = Tables(str(tmp_path / "deep" / "store") + "/")
    assert tables.uri == str(tmp_path / "deep" / "store")
    assert tables.article_ids() == set()
    assert {path.name for path in Path(tables.uri).iterdir()} == {"articles", "reports", "decisions", "imports"}


def test_an_empty_folder_becomes_a_store(tmp_path: Path) -> None:
    assert EventStore(Tables(str(tmp_path))).count(EventQuery()) == 0


def test_opening_a_store_again_changes_nothing(small: EventStore) -> None:
    before = small.tables.versions()
    assert Tables(small.tables.uri, create=False).versions() == before
    assert Tables(small.tables.uri).versions() == before


def test_the_ids_of_the_articles_are_known(small: EventStore, story: Article) -> None:
    assert small.tables.article_ids() == {story.article_id}


def test_appending_nothing_makes_no_version(tables: Tables) -> None:
    before = tables.versions()
    tables.append([], [], extractor="test")
    assert tables.versions() == before


@pytest.mark.parametrize("create", [True, False])
def test_a_file_is_not_a_store(tmp_path: Path, create: bool) -> None:
    file = tmp_path / "news.csv"
    file.write_text("text,date\n")
    with pytest.raises(StoreError, match=r"is a file, not an event store\. A store is a folder: name another"):
        Tables(str(file), create=create)
    assert file.read_text() == "text,date\n"


@pytest.mark.parametrize("create", [True, False])
def test_a_folder_with_other_things_is_not_a_store_and_stays_as_it_is(tmp_path: Path, create: bool) -> None:
    (tmp_path / "holiday.jpg").write_bytes(b"x")
    with pytest.raises(StoreError, match="is a folder with other things in it, not an event store"):
        Tables(str(tmp_path), create=create)
    assert [path.name for path in tmp_path.iterdir()] == ["holiday.jpg"]


@pytest.mark.parametrize("exists", [True, False])
def test_a_missing_store_is_not_made_unasked(tmp_path: Path, exists: bool) -> None:
    place = tmp_path / "store"
    if exists:
        place.mkdir()
    with pytest.raises(StoreError, match=r"There is no event store at .*store\. Ingest something first"):
        Tables(str(place), create=False)
    assert list(tmp_path.rglob("*")) == ([place] if exists else [])


def test_a_store_below_a_file_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(StoreError, match="cannot be opened or made"):
        Tables(str(tmp_path / "file" / "store"))


def test_an_address_of_an_unknown_kind_is_refused() -> None:
    with pytest.raises(StoreError, match="The store gopher://x cannot be opened or made"):
        Tables("gopher://x")


@pytest.mark.parametrize("name", ["articles", "reports", "decisions"])
def test_a_damaged_table_is_named(small: EventStore, name: str) -> None:
    for log in (Path(small.tables.uri) / name / "_delta_log").glob("*.json"):
        log.write_text("{broken")
    with pytest.raises(
        StoreError, match=f"The table '{name}' of the store .* cannot be read: .*Restore the folder"
    ) as caught:
        EventStore(Tables(small.tables.uri, create=False))
    assert "\n" not in str(caught.value)


def test_a_store_that_went_away_is_named(small: EventStore) -> None:
    Path(small.tables.uri).rename(small.tables.uri + "-moved")
    with pytest.raises(StoreError, match=r"The table '.*' of the store .* cannot be read"):
        small.refresh(force=True)


def test_long_hostile_and_missing_values_come_back_as_they_were(tables: Tables, make_report: Any) -> None:
    article = Article("t" * 100_000, date(2016, 10, 20), title="\"'; --\\ \u2028 <b> 😀 الموصل", external_id=None)
    tables.append([article], [make_report(article.title, 1.5, 2.5, article=article, actors=())], extractor="test")
    (event,) = EventStore(tables).stream(EventQuery())
    assert event["title"] == event["location"] == article.title
    assert event["fatalities"] is None
    assert event["geonameid"] is None
    assert event["actors"] == ""
