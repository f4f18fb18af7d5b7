"""The file that the build writes: places, keys of their names, and how each name stands for its place."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from dashboard.gazetteer import Gazetteer, NameKind, build
from dashboard.gazetteer.build import batched
from dashboard.gazetteer.names import loose_key
from dashboard.gazetteer.sources import Entry
from dashboard.records import Place


def _rows(path: Path, sql: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(path)) as db:
        return db.execute(sql).fetchall()


def test_counts_of_places_and_names_are_written(small: Gazetteer, small_file: Path) -> None:
    assert small.counts["places"] == 8
    assert small.counts["names"] == _rows(small_file, "SELECT count(*) FROM name")[0][0]


def test_a_place_comes_back_as_it_was_given(tmp_path: Path) -> None:
    place = Place("Sinjār", 36.32, 41.86, "IQ", "Nineveh", "Sinjar", "PPL", 38_294, 448_149, "geonames")
    build._write(tmp_path / "one.sqlite", [Entry(place)])
    (found,) = Gazetteer(tmp_path / "one.sqlite").lookup("sinjar")
    assert found.place == place


@pytest.mark.parametrize(
    ("key", "kind"),
    [
        ("iraq", NameKind.NAME),
        ("irak", NameKind.ALTERNATE),
        ("iraqi", NameKind.DEMONYM),
        ("tx", NameKind.ABBREVIATION),
        ("us", NameKind.ALTERNATE),
    ],
)
def test_a_name_is_stored_with_the_strongest_way_it_stands_for_its_place(
    small_file: Path, key: str, kind: NameKind
) -> None:
    assert _rows(small_file, f"SELECT kind FROM name WHERE key = '{key}'") == [(int(kind),)]


def test_only_latin_names_and_alternates_get_a_loose_key(small_file: Path) -> None:
    loose = {key for (key,) in _rows(small_file, "SELECT key FROM loose")}
    assert loose_key("Qaraqosh") in loose
    assert not loose & {loose_key("Iraqi"), loose_key("TX"), loose_key("قرقوش")}


def test_names_without_letters_are_left_out(tmp_path: Path) -> None:
    path = tmp_path / "none.sqlite"
    build._write(path, [Entry(Place("Hit", 33.6, 42.8), ["", "---", "'"])])
    assert _rows(path, "SELECT key FROM name") == [("hit",)]


def test_no_entries_give_an_empty_gazetteer(tmp_path: Path) -> None:
    build._write(tmp_path / "none.sqlite", [])
    none = Gazetteer(tmp_path / "none.sqlite")
    assert none.counts == {"places": 0, "names": 0}
    assert none.lookup("Mosul") == ()


def test_build_makes_its_folder_and_leaves_nothing_but_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(build, "all_entries", lambda _: [Entry(Place("Hit", 33.6, 42.8))])
    target = tmp_path / "new" / "gazetteer.sqlite"
    build.build(target)
    assert list(target.parent.iterdir()) == [target]
    assert len(Gazetteer(target).lookup("Hit")) == 1


def test_a_build_that_fails_leaves_the_old_file_and_no_partial_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(_: Path) -> Iterator[Entry]:
        yield Entry(Place("Hit", 33.6, 42.8))
        raise OSError("the source is gone")

    monkeypatch.setattr(build, "all_entries", failing)
    target = tmp_path / "gazetteer.sqlite"
    target.write_bytes(b"the old file")
    with pytest.raises(OSError, match="the source is gone"):
        build.build(target)
    assert list(tmp_path.iterdir()) == [target]
    assert target.read_bytes() == b"the old file"


@pytest.mark.parametrize(("count", "sizes"), [(0, []), (2, [2]), (4, [2, 2]), (5, [2, 2, 1])])
def test_batched_cuts_into_lists_of_the_size_with_the_rest_last(count: int, sizes: list[int]) -> None:
    keyed = [(i, Entry(Place(str(i), 0, 0)), {}) for i in range(count)]
    batches = list(batched(keyed, 2))
    assert [len(batch) for batch in batches] == sizes
    assert [item for batch in batches for item in batch] == keyed
