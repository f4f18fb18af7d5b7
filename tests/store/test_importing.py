"""Appending imported rows: what is new, changed, known; all of an import or nothing of it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from dashboard.errors import StoreError
from dashboard.store import Tables
from dashboard.store.importing import Counts, import_rows
from tests.store.batches import batch, row

_IMPORT = """
import resource, sys, time
from dashboard.store import Tables
from dashboard.store.importing import import_rows
from tests.store.batches import batch, row
mode, uri, name = sys.argv[1:]
tables = Tables(uri)
if mode == "full":
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))

def batches():
    for number in range(40):
        yield batch(*(row(100 * number + k, notes=name, raw="x" * 400) for k in range(100)))
        if mode == "slow":
            print(number, flush=True)
            time.sleep(0.1)

print("ready", flush=True)
sys.stdin.readline()
print(import_rows(tables, batches()).added)
"""


def stored(tables: Tables) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = tables.dataset("imports").to_table().to_pylist()
    return rows


def counted(counts: Counts) -> tuple[int, int, int]:
    return counts.added, counts.updated, counts.unchanged


def importing(mode: str, uri: str, name: str = "first") -> subprocess.Popen[str]:
    """A process that imports 4,000 rows once it is told to."""
    process = subprocess.Popen(
        [sys.executable, "-c", _IMPORT, mode, uri, name],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])},
    )  # fmt: skip
    assert process.stdout is not None
    assert process.stdin is not None
    assert process.stdout.readline() == "ready\n"
    process.stdin.write("go\n")
    process.stdin.flush()
    return process


def test_rows_come_back_as_they_went_in_with_their_import(tables: Tables) -> None:
    given = row(1, notes="\"'; --\\ \u2028 <b> 😀 الموصل", fatalities=None, event_date=date(1946, 1, 2))
    counts = import_rows(tables, [batch(given)])
    (found,) = stored(tables)
    assert counted(counts) == (1, 0, 0)
    assert {name: found[name] for name in given} == given
    assert found["import_id"] == counts.import_id != ""
    assert found["imported"] is not None


def test_the_same_rows_again_write_nothing(tables: Tables) -> None:
    rows = [row(number) for number in range(50)]
    import_rows(tables, [batch(*rows)])
    before = tables.versions()
    assert import_rows(tables, [batch(*rows[:20]), batch(*rows[20:])]) == Counts(0, 0, 50, "")
    assert tables.versions() == before


def test_nothing_at_all_makes_no_version(tables: Tables) -> None:
    before = tables.versions()
    assert import_rows(tables, []) == import_rows(tables, [batch()]) == Counts(0, 0, 0, "")
    assert tables.versions() == before


def test_an_import_of_many_batches_is_one_version(tables: Tables) -> None:
    before = tables.open("imports").version()
    import_rows(tables, (batch(row(number)) for number in range(30)))
    assert tables.open("imports").version() == before + 1
    assert len(stored(tables)) == 30


def test_a_changed_row_is_an_update_whether_or_not_its_revision_grew(tables: Tables) -> None:
    import_rows(tables, [batch(row(1), row(2), row(3))])
    again = import_rows(tables, [batch(row(1, fatalities=9), row(2, revision=2, fatalities=8), row(3), row(4))])
    assert counted(again) == (1, 2, 1)
    assert sorted(r["fatalities"] for r in stored(tables) if r["import_id"] == again.import_id) == [3, 8, 9]


def test_an_older_revision_is_left_out(tables: Tables) -> None:
    import_rows(tables, [batch(row(1, revision=5))])
    assert counted(import_rows(tables, [batch(row(1, revision=4, fatalities=9))])) == (0, 0, 1)


def test_only_the_newest_stored_version_counts_as_known(tables: Tables) -> None:
    import_rows(tables, [batch(row(1))])
    import_rows(tables, [batch(row(1, fatalities=9))])
    assert counted(import_rows(tables, [batch(row(1, fatalities=9))])) == (0, 0, 1)
    assert counted(import_rows(tables, [batch(row(1))])) == (0, 1, 0), "taken back to what it was"
    import_rows(tables, [batch(row(1, revision=7))])
    assert counted(import_rows(tables, [batch(row(1, revision=2, fatalities=9))])) == (0, 0, 1)


@pytest.mark.parametrize("together", [True, False])
def test_of_the_same_event_twice_in_an_import_the_first_counts(tables: Tables, together: bool) -> None:
    rows = [row(1, fatalities=1), row(2), row(1, fatalities=2), row(1, fatalities=1)]
    batches = [batch(*rows)] if together else [batch(r) for r in rows]
    assert counted(import_rows(tables, batches)) == (2, 0, 2)
    assert [r["fatalities"] for r in stored(tables) if r["source_id"] == "XX1"] == [1]
    assert counted(import_rows(tables, batches)) == (0, 0, 4), "nor does the second become an update of the first later"


@pytest.mark.parametrize("order", [(1, 3, 2), (3, 1, 2), (2, 3, 1)])
def test_the_greatest_revision_within_an_import_is_the_newest(tables: Tables, order: tuple[int, ...]) -> None:
    versions = {revision: row(1, revision=revision, fatalities=revision) for revision in order}
    import_rows(tables, [batch(versions[revision]) for revision in order])
    assert max(stored(tables), key=lambda r: r["revision"])["fatalities"] == 3
    assert counted(import_rows(tables, [batch(*versions.values())])) == (0, 0, 3)


def test_a_batch_is_written_in_the_order_of_its_days(tables: Tables) -> None:
    days = [date(2016, 3, 1), date(2015, 1, 1), date(2017, 5, 5), date(1990, 1, 1)]
    import_rows(tables, [batch(*(row(number, event_date=day) for number, day in enumerate(days)))])
    assert [r["event_date"] for r in stored(tables)] == sorted(days)


def test_many_small_batches_are_known_by_their_ids(tables: Tables) -> None:
    batches = [batch(*(row(3 * k + i) for i in range(3))) for k in range(100)]
    assert counted(import_rows(tables, batches + batches[::-1])) == (300, 0, 300)
    assert counted(import_rows(tables, [*batches[50:], batch(row("new"))])) == (1, 0, 150)


@pytest.mark.parametrize("error", [ValueError("a bad file"), KeyboardInterrupt()])
def test_what_the_reader_raises_comes_through_and_nothing_is_stored(tables: Tables, error: BaseException) -> None:
    def broken() -> Iterator[pa.RecordBatch]:
        for number in range(20):
            yield batch(row(number))
        raise error

    before = tables.versions()
    with pytest.raises(type(error)) as caught:
        import_rows(tables, broken())
    assert caught.value is error
    assert tables.versions() == before
    assert counted(import_rows(tables, [batch(row(1))])) == (1, 0, 0)


def test_a_store_that_goes_away_while_importing_is_an_error_of_the_store(tables: Tables) -> None:
    def batches() -> Iterator[pa.RecordBatch]:
        (Path(tables.uri) / "imports").rename(Path(tables.uri) / "elsewhere")
        (Path(tables.uri) / "imports").write_text("not a table")
        for number in range(1000):
            yield batch(row(number))

    with pytest.raises(StoreError, match=r"The (store|table) .* cannot be (read|written)"):
        import_rows(tables, batches())


def test_a_damaged_table_is_named(tables: Tables) -> None:
    import_rows(tables, [batch(row(1))])
    (data,) = (Path(tables.uri) / "imports").glob("*.parquet")
    data.write_bytes(b"nothing of the kind")
    with pytest.raises(StoreError, match=r"The table 'imports' of the store .* cannot be read"):
        import_rows(tables, [batch(row(2))])


def test_two_processes_importing_the_same_at_once_leave_each_event_in_the_same_version(tmp_path: Path) -> None:
    tables = Tables(str(tmp_path / "store"))
    processes = [importing("fast", tables.uri) for _ in range(2)]
    for process in processes:
        _, errors = process.communicate(timeout=60)
        assert process.returncode == 0, errors
    assert {r["event_id"] for r in stored(tables)} == {f"acled-XX{number}" for number in range(4000)}
    again = [batch(*(row(number, notes="first", raw="x" * 400) for number in range(4000)))]
    assert counted(import_rows(tables, again)) == (0, 0, 4000)


@pytest.mark.parametrize(("how", "status"), [(signal.SIGINT, -signal.SIGINT), (signal.SIGKILL, -signal.SIGKILL)])
def test_an_import_that_is_broken_off_shows_nothing_and_the_next_one_works(
    tmp_path: Path, how: signal.Signals, status: int
) -> None:
    tables = Tables(str(tmp_path / "store"))
    process = importing("slow", tables.uri)
    assert process.stdout is not None
    while process.stdout.readline() != "10\n":
        pass
    process.send_signal(how)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == status, errors
    assert stored(tables) == []
    assert counted(import_rows(tables, [batch(row(1))])) == (1, 0, 0)


def test_a_full_disk_is_an_error_of_the_store_and_shows_nothing(tmp_path: Path) -> None:
    tables = Tables(str(tmp_path / "store"))
    process = importing("full", tables.uri)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 1
    assert "StoreError: The store" in errors
    assert "cannot be written" in errors
    assert stored(tables) == []
