"""Compaction: fewer files, the same rows, the history of the last days, and peace with everyone else."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from deltalake import write_deltalake
from deltalake.transaction import AddAction

from dashboard.errors import InputError, StoreError
from dashboard.query import EventQuery
from dashboard.records import Article
from dashboard.store import EventStore, Tables, joining, upkeep
from dashboard.store.schemas import SCHEMAS
from dashboard.store.upkeep import compact, due, tidy
from tests.store.conftest import MakeReport
from tests.store.test_tables import APPEND


def put(tables: Tables, *titles: str) -> None:
    """Append an article of each title, in a commit of its own."""
    for title in titles:
        tables.append([Article(f"Story of {title}.", None, title=title)], [], extractor="test")


def titles(tables: Tables, version: int | None = None) -> set[str]:
    dataset = tables.open("articles", version).to_pyarrow_dataset(filesystem=tables.files("articles"))
    return set(dataset.to_table(columns=["title"])["title"].to_pylist())


def data_files(tables: Tables) -> set[Path]:
    return set((Path(tables.uri) / "articles").glob("*.parquet"))


def data_files_of(tables: Tables) -> list[str]:
    """Those of the newest version."""
    return [f"{tables.uri}/articles/{file.path}" for file in joining.data_files(tables.open("articles"))]


def age(tables: Tables, days: float) -> None:
    """As if all that was written to the articles until now had been so many days ago."""
    for path in (Path(tables.uri) / "articles").rglob("*"):
        moment = path.stat().st_mtime - days * 86400
        os.utime(path, (moment, moment))


def test_many_small_appends_become_one_file_with_the_same_events(tables: Tables, make_report: MakeReport) -> None:
    for number in range(12):
        article = Article(f"Story {number}.", date(2016, 10, 22), title=f"Day {number}")
        report = make_report(f"Town {number}", number, 40.0, day=f"2016-10-{number + 1:02}", article=article)
        tables.append([article], [report], extractor="test")
    before = list(EventStore(tables).stream(EventQuery()))
    done = {table.table: table for table in compact(tables)}
    assert set(done) == set(SCHEMAS)
    assert (done["articles"].files_before, done["articles"].files_after) == (12, 1)
    assert (done["reports"].files_before, done["reports"].files_after) == (12, 1)
    assert 0 < done["reports"].bytes_after < done["reports"].bytes_before
    assert (done["imports"].files_before, done["imports"].files_after) == (0, 0)
    after = EventStore(Tables(tables.uri))
    assert after.count(EventQuery()) == 12
    assert list(after.stream(EventQuery())) == before


def test_rows_that_newer_ones_took_the_place_of_are_kept(tables: Tables) -> None:
    rows: list[dict[str, Any]] = [{"event_id": "acled-1", "revision": revision} for revision in (1, 2)]
    for row in rows:
        write_deltalake(f"{tables.uri}/imports", pa.Table.from_pylist([row], schema=SCHEMAS["imports"]), mode="append")
    compact(tables)
    stored = tables.dataset("imports").to_table(columns=["event_id", "revision"]).to_pylist()
    assert sorted(stored, key=lambda row: row["revision"]) == rows


def test_the_order_of_the_rows_is_kept(tables: Tables) -> None:
    put(tables, *(f"{number}" for number in range(30)))
    before = tables.dataset("articles").to_table(columns=["title"])["title"].to_pylist()
    compact(tables)
    assert tables.dataset("articles").to_table(columns=["title"])["title"].to_pylist() == before


def test_every_state_of_the_last_days_can_still_be_read(tables: Tables) -> None:
    put(tables, "one", "two", "three")
    compact(tables)
    put(tables, "four")
    age(tables, 29)
    compact(tables)
    states = [titles(tables, version) for version in range(6)]
    three = {"one", "two", "three"}
    assert states == [set(), {"one"}, {"one", "two"}, three, three, three | {"four"}]


def test_the_state_at_the_beginning_of_the_last_days_can_be_read_though_it_is_older(tables: Tables) -> None:
    put(tables, "one", "two")
    age(tables, 100)
    put(tables, "three")
    compact(tables)
    age(tables, 20)
    compact(tables)
    assert titles(tables, 2) == {"one", "two"}
    assert titles(tables) == {"one", "two", "three"}


def test_files_that_only_older_states_need_are_removed(tables: Tables) -> None:
    put(tables, "one", "two", "three")
    small = data_files(tables)
    size = sum(path.stat().st_size for path in small)
    compact(tables)
    assert small < data_files(tables)
    age(tables, 31)
    (done,) = compact(tables, ["articles"])
    assert done.line().endswith(f"; removed 3 files ({size / 1000:.0f} kB)")
    assert (done.files_removed, done.bytes_removed) == (3, size)
    assert not small & data_files(tables)
    assert titles(tables) == {"one", "two", "three"}
    with pytest.raises(StoreError):
        tables.open("articles", 1)


def test_fewer_days_can_be_kept(tables: Tables) -> None:
    put(tables, "one", "two")
    compact(tables)
    age(tables, 10)
    assert compact(tables, ["articles"], keep_days=11)[0].files_removed == 0
    assert compact(tables, ["articles"], keep_days=9)[0].files_removed == 2
    assert titles(tables) == {"one", "two"}


def test_days_are_counted_from_the_time_that_is_given(tables: Tables) -> None:
    put(tables, "one", "two")
    compact(tables)
    later = datetime.fromtimestamp(time.time() + 40 * 86400, UTC)
    assert compact(tables, ["articles"], now=later)[0].files_removed == 2


def test_what_was_never_committed_is_removed_when_it_is_old_and_strange_files_never(tables: Tables) -> None:
    put(tables, "one")
    folder = Path(tables.uri) / "articles"
    (folder / "part-of-an-aborted-append.parquet").write_bytes(b"x")
    (folder / "notes.txt").write_text("mine")
    age(tables, 40)
    (folder / "part-of-an-append-that-goes-on.parquet").write_bytes(b"x")
    assert compact(tables, ["articles"])[0].files_removed == 1
    left = {path.name for path in folder.iterdir()}
    assert {"part-of-an-append-that-goes-on.parquet", "notes.txt"} < left
    assert "part-of-an-aborted-append.parquet" not in left
    assert titles(tables) == {"one"}


def test_a_file_of_another_engine_with_an_odd_name_is_kept(tables: Tables) -> None:
    folder = Path(tables.uri) / "articles"
    pq.write_table(pa.table({"article_id": ["x"], "title": ["theirs"]}), folder / "some rows.parquet")
    table = tables.open("articles")
    size = (folder / "some rows.parquet").stat().st_size
    table.create_write_transaction([AddAction("some rows.parquet", size, {}, 0, True, "{}")], "append", table.schema())
    age(tables, 40)
    assert compact(tables, ["articles"])[0].files_removed == 0
    assert (folder / "some rows.parquet").exists()


@pytest.mark.parametrize("damage", [Path.unlink, lambda log: log.write_text("not JSON")], ids=["gone", "garbage"])
def test_nothing_is_removed_when_a_state_of_these_days_cannot_be_told(
    tables: Tables, damage: Callable[[Path], Any]
) -> None:
    put(tables, "one", "two", "three")
    compact(tables)
    age(tables, 10)
    put(tables, "four")
    compact(tables)
    damage(Path(tables.uri) / "articles" / "_delta_log" / f"{5:020}.json")
    there = data_files(tables)
    with pytest.raises(StoreError, match=r"^The table 'articles' of the store "):
        compact(tables, ["articles"], keep_days=5)
    assert data_files(tables) == there


@pytest.mark.parametrize("days", [0, -1, 31])
def test_days_that_cannot_be_kept_are_said(tables: Tables, days: int) -> None:
    put(tables, "one", "two")
    before = tables.versions()
    with pytest.raises(InputError, match=f"^{days} days .*Choose 1 to 30"):
        compact(tables, keep_days=days)
    assert tables.versions() == before


def test_a_second_compaction_changes_nothing(tables: Tables) -> None:
    put(tables, "one", "two")
    compact(tables)
    before = tables.versions()
    compact(tables)
    assert tables.versions() == before


def test_who_reads_an_older_state_reads_on(tables: Tables) -> None:
    put(tables, "one", "two")
    reader = tables.dataset("articles")
    compact(tables, keep_days=1)
    assert set(reader.to_table(columns=["title"])["title"].to_pylist()) == {"one", "two"}


def test_appends_of_another_process_meanwhile_all_survive(tables: Tables) -> None:
    put(tables, *(f"old {number}" for number in range(20)))
    pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    writer = subprocess.Popen([sys.executable, "-c", APPEND, tables.uri, "busy"], **pipes)
    writer.stdin.write("go\n")
    writer.stdin.flush()
    while writer.poll() is None:
        compact(tables)
    _, errors = writer.communicate(timeout=60)
    assert writer.returncode == 0, errors
    store = EventStore(Tables(tables.uri))
    assert store.count(EventQuery(text="busy")) == 5
    assert len(tables.article_ids()) == 25


def test_two_compactions_at_once_leave_every_row_once(tables: Tables) -> None:
    put(tables, *(f"{number}" for number in range(40)))
    start, errors = threading.Barrier(2), []

    def run() -> None:
        start.wait()
        try:
            compact(tables)
        except Exception as error:
            errors.append(error)

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert len(tables.open("articles").file_uris()) == 1
    rows = tables.dataset("articles").to_table(columns=["title"])["title"].to_pylist()
    assert sorted(rows, key=int) == [f"{number}" for number in range(40)]


def test_a_compaction_that_comes_second_gives_way(tables: Tables, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tables, "one", "two")
    write = joining._write

    def slowly(*given: Any) -> int:
        monkeypatch.setattr(joining, "_write", write)
        compact(Tables(tables.uri), ["articles"])
        return write(*given)

    monkeypatch.setattr(joining, "_write", slowly)
    compact(tables, ["articles"])
    assert tables.open("articles").version() == 3
    assert sorted(tables.dataset("articles").to_table(columns=["title"])["title"].to_pylist()) == ["one", "two"]


def test_an_append_while_the_files_are_joined_is_kept(tables: Tables, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tables, "one", "two")
    write = joining._write

    def slowly(*given: Any) -> int:
        rows = write(*given)
        put(Tables(tables.uri), "three")
        return rows

    monkeypatch.setattr(joining, "_write", slowly)
    (done,) = compact(tables, ["articles"])
    assert (done.files_before, done.files_after) == (2, 2)
    assert sorted(tables.dataset("articles").to_table(columns=["title"])["title"].to_pylist()) == [
        "one",
        "three",
        "two",
    ]


def test_a_join_that_cannot_be_written_leaves_no_file(tables: Tables, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tables, "one", "two")
    there, before = data_files(tables), tables.versions()

    def full(*_: Any, **__: Any) -> None:
        raise OSError("No space left on device")

    monkeypatch.setattr(joining.pq.ParquetWriter, "write_table", full)
    with pytest.raises(StoreError, match="cannot be compacted: No space left on device"):
        compact(tables)
    assert data_files(tables) == there
    assert tables.versions() == before


def test_many_rows_are_joined_in_several_groups(tables: Tables, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(joining, "ROW_GROUP", 3)
    put(tables, *(f"{number}" for number in range(10)))
    compact(tables, ["articles"])
    (file,) = data_files_of(tables)
    assert pq.read_metadata(file).num_row_groups == 4
    assert titles(tables) == {f"{number}" for number in range(10)}


def test_large_files_are_left_as_they_are(tables: Tables, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tables, "one", "two", "three")
    size = sum(path.stat().st_size for path in data_files(tables)) // 3
    monkeypatch.setattr(joining, "_TARGET_BYTES", size)
    assert compact(tables, ["articles"])[0].files_after == 3
    monkeypatch.setattr(joining, "_TARGET_BYTES", int(size * 2.5))
    assert compact(tables, ["articles"])[0].files_after == 2


def test_rows_of_an_older_program_get_the_newer_columns_as_nulls(tables: Tables) -> None:
    put(tables, "one")
    newer = pa.table({"article_id": ["x"], "title": ["two"], "mood": ["grim"]})
    write_deltalake(f"{tables.uri}/articles", newer, mode="append", schema_mode="merge")
    compact(tables, ["articles"])
    rows = tables.dataset("articles").to_table(columns=["title", "text", "mood"]).to_pylist()
    assert sorted(rows, key=lambda row: row["title"]) == [
        {"title": "one", "text": "Story of one.", "mood": None},
        {"title": "two", "text": None, "mood": "grim"},
    ]


def test_a_damaged_table_is_said_in_a_sentence(tables: Tables) -> None:
    put(tables, "one", "two")
    data_files(tables).pop().unlink()
    with pytest.raises(
        StoreError, match=r"^The table 'articles' .* cannot be compacted: .*Its rows are as they were\.$"
    ):
        compact(tables)


def test_an_object_store_is_compacted_too(tables: Tables) -> None:
    put(tables, "one", "two")
    # Whatever is no folder is reached through deltalake; a file:// address stands in for s3://.
    elsewhere = Tables(tables.uri)
    elsewhere.uri, elsewhere._folder = Path(tables.uri).as_uri(), None
    compact(elsewhere)
    age(tables, 40)
    assert compact(elsewhere, ["articles"])[0].files_removed == 2
    assert titles(tables) == {"one", "two"}


def test_many_small_files_make_a_compaction_due(tables: Tables, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(upkeep, "MANY_FILES", 3)
    put(tables, "one", "two", "three")
    assert due(tables) == []
    put(tables, "four")
    assert due(tables) == ["articles"]
    compact(tables)
    assert due(tables) == []


def test_large_files_make_no_compaction_due(tables: Tables, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(upkeep, "MANY_FILES", 3)
    monkeypatch.setattr(upkeep, "SMALL_BYTES", 10)
    put(tables, "one", "two", "three", "four")
    assert due(tables) == []


def test_tidying_compacts_what_is_due_and_tells_it_in_one_line(tables: Tables, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(upkeep, "MANY_FILES", 3)
    said: list[str] = []
    put(tables, "one", "two", "three")
    tidy(tables, said.append)
    assert said == []
    put(tables, "four")
    tidy(tables, said.append)
    assert len(said) == 1
    assert said[0].startswith("Compacted the store: articles: 4 files (")
    assert "-> 1 file (" in said[0]
    assert titles(tables) == {"one", "two", "three", "four"}


def test_tidying_a_damaged_store_is_told_and_no_error(tables: Tables, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(upkeep, "MANY_FILES", 1)
    said: list[str] = []
    put(tables, "one", "two")
    data_files(tables).pop().unlink()
    tidy(tables, said.append)
    assert len(said) == 1
    assert said[0].startswith("The store was not compacted. The table 'articles'")
