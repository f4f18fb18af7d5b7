"""Stores of any size to measure: imported from a file as anyone would, or, from 10 million events on, written straight.

At tens of millions the rows are like GDELT's: no notes, few distinct texts, short raw values. They are put into the
``imports`` table by ``write_imports`` in one Delta commit, since a CSV file of that size would fill the disk before it told
anything new about the map. Figures from such a store name it, and tell nothing about importing.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from dashboard.gazetteer.countries import find_country
from dashboard.server.indexing import index_apart
from dashboard.store import Tables
from dashboard.store.importing import import_rows
from dashboard.store.schemas import IMPORTED
from tests.benchmarks.scale_data import BLOCK, Rows, write_csv
from tests.benchmarks.scale_measures import words
from tests.benchmarks.scale_places import COUNTRIES
from tests.benchmarks.scale_process import import_file

STRAIGHT = 10_000_000  # events from which on rows are written straight
_LIMIT_SECONDS = 1800
_FEW_SECONDS = 120


def fill(folder: Path, size: int) -> tuple[Path, dict[str, Any]]:
    """A store of ``size`` events under ``folder``, and what filling it took; one that is there is taken as it is."""
    store = folder / f"store-{words(size)}"
    if store.exists():
        return store, {"how": "there already"}
    if size >= STRAIGHT:
        write_imports(store, size)
        return store, {"how": "written without a CSV file: no import was measured"}
    file = folder / f"acled-{words(size)}.csv"
    if not file.exists():
        write_csv(file, size)
    done = import_file(file, store, _LIMIT_SECONDS)
    found = {"seconds": done.seconds, "peak_mb": done.peak_mb, "file_mb": file.stat().st_size / 1e6}
    return store, found | {"how": "imported from CSV"}


def add_few(folder: Path, store: Path, count: int = 10) -> None:
    """Import a small file of new rows, in a process of its own."""
    block = Rows(seed=77).block(0, count)
    # Ids of their own in every run: a store that was measured before has the rows of that time.
    fresh = pc.binary_join_element_wise(f"NEW{time.time_ns():x}", block.column("event_id_cnty"), "")
    block = block.set_column(0, "event_id_cnty", fresh)
    file = folder / "few.csv"
    pa.csv.write_csv(block, file)
    import_file(file, store, _FEW_SECONDS)


def size_mb(store: Path) -> float:
    """All files of a store."""
    return sum(path.stat().st_size for path in store.rglob("*") if path.is_file()) / 1e6


def write_imports(store: Path, rows: int) -> None:
    """Put invented rows without notes into the store's ``imports`` table; a block is in memory at a time."""
    import_rows(Tables(str(store)), _imported(rows))
    index_apart(str(store))


def _imported(rows: int) -> Iterator[pa.RecordBatch]:
    codes = {name: find_country(name) or "" for name, *_ in COUNTRIES}
    for number, block in enumerate(Rows().blocks(rows, notes=False)):
        ids = np.arange(block.num_rows) + number * BLOCK
        yield _as_imported(block, ids, codes)


def _as_imported(block: pa.RecordBatch, ids: Any, codes: dict[str, str]) -> pa.RecordBatch:
    """The columns of ``block`` as an importer of GDELT gives them."""
    source_id = pa.array(ids).cast(pa.string())
    countries = block.column("country").dictionary_encode()
    country = pa.array([codes[name] for name in countries.dictionary.to_pylist()]).take(countries.indices)
    actors = pc.binary_join_element_wise(block.column("actor1"), block.column("actor2"), "; ")
    given: dict[str, Any] = {
        "event_id": pc.binary_join_element_wise("gdelt-", source_id, ""),
        "source_id": source_id,
        "digest": pa.array(ids),
        "event_date_end": block.column("event_date"),
        "country": country,
        "actors": actors,
        "fatalities_low": block.column("fatalities"),
        "fatalities_high": block.column("fatalities"),
        "raw": pc.binary_join_element_wise('{"GLOBALEVENTID": "', source_id, '"}', ""),
    }
    same: dict[str, Any] = {
        "dataset": "gdelt", "revision": 0, "date_prec": 1, "notes": "", "title": "", "url": "", "published": None,
        "origin": "benchmark",
    }  # fmt: skip
    columns = []
    for field in IMPORTED:
        if field.name in same:
            columns.append(pa.repeat(pa.scalar(same[field.name], field.type), block.num_rows))
        else:
            column = given[field.name] if field.name in given else block.column(field.name)
            columns.append(column.cast(field.type))
    return pa.RecordBatch.from_arrays(columns, schema=IMPORTED)
