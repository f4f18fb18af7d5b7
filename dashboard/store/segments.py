"""The Parquet files of imported events: where each row lies, and fetching single rows of them quickly.

A row's id is its place: the number of the rows in the files before its own, plus its row there. Files are never
changed, so what was read of one stays true as long as the table names it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq

from dashboard.store.codes import SUB_TYPES, TYPES, along_curve, country_code, world_pixels
from dashboard.store.tables import Tables

Ids = npt.NDArray[np.int64]
Columns = dict[str, Any]  # arrays of one length by name
_GROUPS_A_READ = 16
_AT_ONCE = 4  # row groups of which single rows are fetched
NOT_TOLD = -1  # of fatalities: arrays have no null
_NARROW = (
    "event_id", "revision", "imported", "event_date", "event_type", "sub_event_type", "location", "country",
    "latitude", "longitude", "geo_precision", "fatalities",
)  # fmt: skip
_CODED = ["event_type", "sub_event_type", "location", "country"]


@dataclass(frozen=True, slots=True)
class Segment:
    """One file: what every request may need of its rows, and where its row groups end."""

    path: str
    base: int
    rows: int
    event_ids: pa.Array
    locations: pa.DictionaryArray
    metadata: pq.FileMetaData
    ends: tuple[int, ...]


class Segments:
    """The files of the ``imports`` table at one version."""

    def __init__(self, tables: Tables) -> None:
        self.version, names = tables.parquet("imports")
        self._files = tables.files("imports")
        self.paths = tuple(sorted(names))
        self.segments: list[Segment] = []

    @property
    def rows(self) -> int:
        """The rows of all files that were read."""
        return self.segments[-1].base + self.segments[-1].rows if self.segments else 0

    def follow(self, older: Segments) -> bool:
        """Take over what ``older`` has read; False, and nothing is taken, where a file of its is gone."""
        if not set(older.paths) <= set(self.paths):
            return False
        self.segments = list(older.segments)
        return True

    def read(self) -> Iterator[Columns]:
        """Read the files that were not read yet, a few row groups at a time."""
        known = {segment.path for segment in self.segments}
        for path in self.paths:
            if path not in known:
                yield from self._read(path)

    def _read(self, path: str) -> Iterator[Columns]:
        event_ids, locations = [], []
        with self._files.open_input_file(path) as source:
            file = pq.ParquetFile(source, read_dictionary=_CODED)
            there = [name for name in _NARROW if name in file.schema_arrow.names]
            groups, row = range(file.metadata.num_row_groups), self.rows
            for first in groups[::_GROUPS_A_READ]:
                table = file.read_row_groups(groups[first : first + _GROUPS_A_READ], columns=there)
                table = table.unify_dictionaries().combine_chunks()
                if table.num_rows:
                    event_ids.append(table["event_id"].chunk(0))
                    locations.append(table["location"].chunk(0))
                    yield _coded(table, row)
                    row += table.num_rows
            metadata = file.metadata
        ends = np.cumsum([metadata.row_group(i).num_rows for i in groups])
        # Copies, of just these columns: a chunk would hold on to all that was read with it.
        ids = pa.concat_arrays(event_ids) if event_ids else pa.array([], pa.string())
        names = (
            pa.chunked_array(locations, pa.dictionary(pa.int32(), pa.string())).unify_dictionaries().combine_chunks()
        )
        if isinstance(names, pa.ChunkedArray):  # of no rows
            names = pa.array([], pa.string()).dictionary_encode()
        self.segments.append(Segment(path, self.rows, metadata.num_rows, ids, names, metadata, tuple(ends.tolist())))

    def event_id(self, row: int) -> str:
        """The event's id of one row."""
        segment = self._of(row)
        return str(segment.event_ids[row - segment.base].as_py())

    def location(self, row: int) -> str:
        """The place's name of one row."""
        segment = self._of(row)
        return segment.locations[row - segment.base].as_py() or ""

    def _of(self, row: int) -> Segment:
        return self.segments[bisect_right(self.segments, row, key=lambda s: s.base) - 1]

    def fetch(self, rows: Sequence[int] | Ids, columns: Sequence[str]) -> pa.Table:
        """These rows, in the order given, with these columns of the table; what a file lacks is null."""
        wanted = np.asarray(rows, dtype=np.int64)
        order = np.argsort(wanted, kind="stable")
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            pieces = list(pool.map(lambda group: self._group(group, columns), self._groups(wanted[order])))
        if not pieces:
            return pa.table({name: pa.nulls(0) for name in columns})
        back = np.empty(len(order), np.int64)
        back[order] = np.arange(len(order))
        return pa.concat_tables(pieces, promote_options="default").take(pa.array(back))

    def scan(self, rows: Ids, columns: Sequence[str]) -> Iterator[pa.Table]:
        """These rows, which must be ascending, a row group at a time: memory stays flat."""
        for group in self._groups(rows):
            yield self._group(group, columns)

    def _groups(self, rows: Ids) -> Iterator[_Group]:
        """The row groups that hold some of the rows (ascending)."""
        for segment in self.segments:
            low, high = np.searchsorted(rows, [segment.base, segment.base + segment.rows])
            within = rows[low:high] - segment.base
            start = 0
            for number, end in enumerate(np.searchsorted(within, segment.ends).tolist() if low < high else ()):
                if end > start:
                    yield _Group(segment, number, within[start:end] - (segment.ends[number - 1] if number else 0))
                start = end

    def _group(self, group: _Group, columns: Sequence[str]) -> pa.Table:
        segment = group.segment
        there = [name for name in columns if name in segment.metadata.schema.to_arrow_schema().names]
        with self._files.open_input_file(segment.path) as source:
            file = pq.ParquetFile(source, metadata=segment.metadata)
            read = file.read_row_group(group.number, columns=there, use_threads=False)
        return _filled(read.take(pa.array(group.rows)), columns)


@dataclass(frozen=True, slots=True)
class _Group:
    """A row group, and the rows in it that are wanted."""

    segment: Segment
    number: int
    rows: Ids


def _filled(table: pa.Table, columns: Iterable[str]) -> pa.Table:
    for name in columns:
        if name not in table.column_names:
            table = table.append_column(name, pa.nulls(table.num_rows))
    return table.select(list(columns))


def _coded(table: pa.Table, base: int) -> Columns:
    """The narrow columns in the types that the table in memory has."""
    kinds = {name: index for index, name in enumerate(TYPES)}
    subs = {name: index for index, name in enumerate(SUB_TYPES)}
    longitude, latitude = table["longitude"].to_numpy(), table["latitude"].to_numpy()
    x, y = world_pixels(longitude, latitude)
    return {
        "id": np.arange(base, base + table.num_rows, dtype=np.int32),
        "event_id": table["event_id"],
        "revision": table["revision"].fill_null(0).to_numpy(),
        "imported": table["imported"].cast(pa.int64()).to_numpy(),
        "day": table["event_date"].cast(pa.int32()).to_numpy(),
        "ty": _mapped(table["event_type"], lambda name: kinds.get(name, len(TYPES) - 1), np.uint8),
        "sub": _mapped(table["sub_event_type"], lambda name: subs.get(name, len(SUB_TYPES) - 1), np.uint8),
        "cc": _mapped(table["country"], country_code, np.uint16),
        "latitude": latitude,
        "longitude": longitude,
        "x": x,
        "y": y,
        "geo_precision": table["geo_precision"].fill_null(3).to_numpy().astype(np.int8),
        "fatalities": table["fatalities"].fill_null(NOT_TOLD).to_numpy(),
        "curve": along_curve(x, y),
    }


def _mapped(column: pa.ChunkedArray, number: Any, kind: Any) -> Any:
    """A column of coded texts as the numbers of its texts."""
    coded = column.chunk(0)
    numbers = np.array([number(text or "") for text in coded.dictionary.to_pylist()] + [number("")], dtype=kind)
    return numbers[coded.indices.fill_null(len(numbers) - 1).to_numpy(zero_copy_only=False)]
