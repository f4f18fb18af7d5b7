"""The long texts of imported events, in small pieces beside each Parquet file: a table's rows lie all over the files.

Fetching a row from Parquet costs the reading of its row group, some thousand rows; from here, of a few hundred.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa

COLUMNS = ("title", "source", "url", "notes")
_ROWS = 256  # of a piece
_SCHEMA = pa.schema([(name, pa.string()) for name in COLUMNS])


@contextlib.contextmanager
def writer(path: Path) -> Iterator[RowTextsWriter]:
    """Write the texts of one file, in the order of its rows."""
    options = pa.ipc.IpcWriteOptions(compression="lz4")
    with pa.OSFile(str(path), "wb") as sink, pa.ipc.new_file(sink, _SCHEMA, options=options) as target:
        writing = RowTextsWriter(target)
        yield writing
        writing.finish()


class RowTextsWriter:
    """Cuts what comes into pieces of one size."""

    def __init__(self, target: pa.RecordBatchFileWriter) -> None:
        self._target = target
        self._rest: pa.Table = _SCHEMA.empty_table()

    def write(self, table: pa.Table) -> None:
        """The next rows, with ``COLUMNS`` and perhaps others."""
        found = pa.concat_tables([self._rest, table.select(list(COLUMNS)).cast(_SCHEMA)]).combine_chunks()
        whole = found.num_rows - found.num_rows % _ROWS
        self._target.write_table(found.slice(0, whole), max_chunksize=_ROWS)
        self._rest = found.slice(whole)

    def finish(self) -> None:
        """The last piece may be smaller."""
        if self._rest.num_rows:
            self._target.write_table(self._rest.combine_chunks())


def read(path: Path, rows: npt.NDArray[np.int64]) -> pa.Table:
    """The texts of these rows of a file (ascending). Raises OSError and pa.ArrowException."""
    with pa.memory_map(str(path)) as source:
        reader = pa.ipc.open_file(source)
        pieces, first = np.unique(rows // _ROWS, return_index=True)
        found = [
            reader.get_batch(int(piece)).take(pa.array(within - piece * _ROWS))
            for piece, within in zip(pieces, np.split(rows, first[1:]), strict=True)
        ]
        return pa.Table.from_batches(found, _SCHEMA)
