"""Stores and queries that once ended in a traceback or a wrong count."""

from __future__ import annotations

import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from dashboard.errors import StoreError
from dashboard.query import BBox, EventQuery
from dashboard.records import Article
from dashboard.store import EventStore, Tables


def test_lost_or_damaged_data_files_are_a_store_error(stocked: EventStore) -> None:
    for file in (Path(stocked.tables.uri) / "articles").glob("*.parquet"):
        file.write_bytes(b"x")
    with pytest.raises(StoreError, match="cannot be read"):
        stocked.tables.article_ids()
    with pytest.raises(StoreError, match="cannot be read"):
        EventStore(Tables(stocked.tables.uri))


def test_processes_that_make_one_new_store_at_once_all_open_it(tmp_path: Path) -> None:
    code = "import sys; from dashboard.store import Tables; Tables(sys.argv[1])"
    running = [
        subprocess.Popen([sys.executable, "-c", code, str(tmp_path / "store")], stderr=subprocess.PIPE)
        for _ in range(4)
    ]
    errors = [process.communicate(timeout=120)[1] for process in running]
    assert [process.returncode for process in running] == [0] * 4, errors


@pytest.mark.parametrize("uri", ["/tmp/" + "a" * 300, "file:///tmp/no-such-conflict-store"])
def test_a_place_that_cannot_be_or_is_not_there_is_a_store_error(uri: str) -> None:
    with pytest.raises(StoreError):
        Tables(uri, create=False)
    assert not Path("/tmp/no-such-conflict-store").exists()


@pytest.mark.parametrize("word", ["Straße", "서울", "दिल्ली", "Ελλάς", "ঢাকা", "ﬁre"])
def test_a_word_of_the_title_finds_its_event_in_every_script(word: str, tables: Tables, extractor) -> None:  # type: ignore[no-untyped-def]
    article = Article("A bomb exploded in Mosul on Monday, police said.", date(2016, 10, 18), title=f"About {word}")
    tables.append([article], extractor.extract(article).reports, extractor="test")
    assert EventStore(tables).count(EventQuery(text=word)) == 1


def test_a_stray_byte_of_the_command_line_finds_nothing_and_breaks_nothing(stocked: EventStore) -> None:
    assert stocked.count(EventQuery.from_params({"text": "\udcff"})) == 0


def test_a_link_keeps_the_box_to_a_tenth_of_a_metre() -> None:
    query = EventQuery(bbox=BBox(44.123456, 0, 124, 1))
    assert EventQuery.from_params(query.to_params()) == query


def test_title_and_text_do_not_run_together_in_the_articles_id() -> None:
    day = date(2016, 10, 17)
    assert Article("C", day, title="A B").article_id != Article("B C", day, title="A").article_id


@pytest.mark.parametrize("name", ["ünï код", "a#b?c", " space 'quote\"", "{x}*:"])
def test_a_folder_of_almost_any_name_holds_a_store(name: str, tmp_path: Path) -> None:
    uri = str(tmp_path / name)
    Tables(uri).append([Article("Text.", date(2016, 10, 17))], [], extractor="test")
    assert len(Tables(uri, create=False).article_ids()) == 1
    assert EventStore(Tables(uri)).count(EventQuery()) == 0


@pytest.mark.parametrize("name", ["per%20cent", "back\\slash", "[2016] news"])
def test_a_folder_whose_name_tables_cannot_carry_is_refused_before_anything_is_made(name: str, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="Name another"):
        Tables(str(tmp_path / name))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("lost", ["articles", "reports"])
def test_a_lost_table_is_damage_and_no_new_store(lost: str, stocked: EventStore) -> None:
    shutil.rmtree(Path(stocked.tables.uri) / lost)
    with pytest.raises(StoreError, match=f"'{lost}'.*missing, while others hold data"):
        Tables(stocked.tables.uri)


@pytest.mark.parametrize("uri", ["", "  ", "new\nline"])
def test_an_empty_or_broken_place_is_no_store(uri: str) -> None:
    with pytest.raises(StoreError, match="no place for a store"):
        Tables(uri)
