"""Open a table of any kind: the names of its columns, and its rows in parts that are parsed when they are called."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from dashboard.importers.delimited import BLOCK, Rows, open_delimited
from dashboard.importers.files import Opened
from dashboard.importers.gdelt import HEADLESS
from dashboard.importers.parquet import BATCH_ROWS, open_parquet, parse_parquet

Part = Callable[[], Rows]


def open_table(
    table: Opened, block_bytes: int = BLOCK, batch_rows: int = BATCH_ROWS
) -> tuple[tuple[str, ...], Iterator[Part]]:
    """The columns, and the parts in the order of the rows; ``batch_rows`` of Parquet at most. Raises UnreadableError."""
    if table.parquet:
        names, batches = open_parquet(table.stream, block_bytes, batch_rows)
        return names, (partial(parse_parquet, names, before, batch) for before, batch in batches)
    found = open_delimited(table.stream, HEADLESS, block_bytes)
    return found.names, (partial(found.parse, block) for block in found.blocks)
