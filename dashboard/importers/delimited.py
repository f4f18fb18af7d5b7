"""Read delimited text (CSV, TSV, GDELT's exports) in a stream, as columns of strings that know their lines."""

from __future__ import annotations

import csv
import itertools
from array import array
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, BinaryIO

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pv

from dashboard.importers.batches import MOST_DETAILED, UnreadableError
from dashboard.importers.blocks import MOST_OF_ROW, NEVER_CLOSED, TOO_LONG, Block, Dialect, Indices, blocks
from dashboard.importers.decoding import cleaned

BLOCK = 8 << 20  # bytes of text at a time: larger ones were slower, for they leave the processor's cache
_DELIMITERS = ",;\t|"
_MOST_COLUMNS = 500


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows as they were read: ``columns`` (no nulls; "" where a cell is empty) by original name, and ``lines``.

    ``bad``: line and reason of rows that do not fit the columns, of the first ``MOST_DETAILED``; ``reasons`` counts all.
    """

    names: tuple[str, ...]
    columns: list[pa.StringArray]
    lines: Indices
    bad: list[tuple[int, str]] = field(default_factory=list)
    reasons: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True)
class Delimited:
    """A table that was opened: the names of its columns, and its rows in blocks still to be parsed."""

    names: tuple[str, ...]
    dialect: Dialect
    blocks: Iterator[Block]

    def parse(self, block: Block) -> Rows:
        """The rows of a block."""
        return _parse(block, self.names, self.dialect)


def open_delimited(stream: BinaryIO, headless: Mapping[int, Sequence[str]], size: int = BLOCK) -> Delimited:
    """Open a table whose first row names the columns, or one without such a row in one of the ``headless`` layouts.

    ``headless``: the names of columns by their number, for tab-separated rows that begin with an event's number and a
    day of eight digits. Raises UnreadableError.
    """
    pieces = cleaned(stream, size)
    first = _beginning(pieces, size)
    line = first.lstrip(b"\n").partition(b"\n")[0].decode("utf-8", "replace")
    pieces = itertools.chain([first], pieces)
    cells = line.split("\t")
    if is_headless(cells, headless):
        dialect = Dialect("\t", quoted=False)
        return Delimited(tuple(headless[len(cells)]), dialect, blocks(pieces, dialect))
    dialect = Dialect(max(_DELIMITERS, key=line.count))
    return _with_header(blocks(pieces, dialect), dialect)


def _beginning(pieces: Iterator[bytes], size: int) -> bytes:
    """The pieces up to the first that is not blank: blank lines count as lines."""
    first, seen = b"", 0
    while not first.strip():
        if seen > MOST_OF_ROW:
            raise UnreadableError("it begins with nothing but blank lines")
        piece = next(pieces, None)
        if piece is None:
            raise UnreadableError("it is empty")
        first += piece
        seen += max(size, len(piece))  # a piece of NULs has been emptied by then, and yet was read
    return first


def is_headless(cells: Sequence[str], headless: Mapping[int, Sequence[str]]) -> bool:
    """Whether these are the cells of a row of a table without a header, and not the names of columns."""
    return len(cells) in headless and cells[0].isdecimal() and len(cells[1]) == 8 and cells[1].isdecimal()


def _with_header(found: Iterator[Block], dialect: Dialect) -> Delimited:
    block, row, end = _first_row(found)
    header = block.data[block.starts[row] : end].decode("utf-8", "replace")
    try:
        names = next(csv.reader([header.rstrip("\n")], delimiter=dialect.delimiter), [])
    except csv.Error as error:
        raise UnreadableError(f"its first row, which must name the columns, cannot be read ({error})") from error
    if len(names) > _MOST_COLUMNS:
        raise UnreadableError(f"its first row names {len(names)} columns, and at most {_MOST_COLUMNS} are read")
    rest = replace(block, data=block.data[end:], starts=block.starts[row + 1 :] - end, lines=block.lines[row + 1 :])
    return Delimited(unique(names), dialect, itertools.chain([rest], found))


def _first_row(found: Iterator[Block]) -> tuple[Block, int, int]:
    """The first row that is not blank: its block, which it is of the block's rows, and where it ends."""
    for block in found:
        ends = np.append(block.starts[1:], len(block.data))
        filled = np.flatnonzero(ends - block.starts > 1) if block.data else np.empty(0, np.int64)
        if filled.size:
            return block, int(filled[0]), int(ends[filled[0]])
        if block.broken or block.endless is not None:
            break
    raise UnreadableError("its first row, which must name the columns, has no end")


def unique(names: Sequence[str]) -> tuple[str, ...]:
    """Names of columns, each once: a second "notes" becomes "notes (2)", one without a name "column 7"."""
    seen: Counter[str] = Counter()
    result: list[str] = []
    for number, given in enumerate(names, 1):
        name = given.strip() or f"column {number}"
        seen[name] += 1
        result.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return tuple(result) if len(set(result)) == len(result) else tuple(f"{n} [{i}]" for i, n in enumerate(result, 1))


def _parse(block: Block, names: tuple[str, ...], dialect: Dialect) -> Rows:
    lengths = np.diff(block.starts, append=len(block.data))
    lines = block.lines[lengths > 1]  # Arrow passes over lines without a letter
    bad = [(line, NEVER_CLOSED) for line in block.broken[:MOST_DETAILED]]
    reasons = Counter({NEVER_CLOSED: len(block.broken)} if block.broken else {})
    if block.endless is not None:
        bad.append((block.endless, TOO_LONG))
        reasons[TOO_LONG] += 1
    wrong = array("q")  # a block may hold millions of them

    def on_invalid(row: Any) -> str:
        wrong.append(row.number - 1)
        if row.text.strip():
            reason = f"it has {_cells(row.actual_columns)}, and the columns are {row.expected_columns}"
            reasons["the number of its cells is not that of the columns"] += 1
            if len(bad) < MOST_DETAILED:
                bad.append((int(lines[row.number - 1]), reason))
        return "skip"

    if not lines.size:
        return Rows(names, [pa.array([], pa.string()) for _ in names], lines, bad, reasons)
    table = _table(_as_utf8(block.data), names, dialect, on_invalid)
    if table.num_rows + len(wrong) != lines.size:
        raise UnreadableError(f"its rows cannot be told apart after line {int(lines[0])}")
    kept = np.delete(lines, np.array(wrong, np.int64))
    return _without_blank(Rows(names, [_one(column) for column in table.columns], kept, bad, reasons))


def _without_blank(rows: Rows) -> Rows:
    """Rows of nothing but delimiters, which spreadsheets put at the end, are no rows."""
    blank = np.ones(len(rows.lines), bool)
    for column in rows.columns:
        blank &= pc.equal(column, "").to_numpy(zero_copy_only=False)
        if not blank.any():
            return rows
    columns = [column.filter(pa.array(~blank)) for column in rows.columns]
    return replace(rows, columns=columns, lines=rows.lines[~blank])


def _cells(count: int) -> str:
    return f"{count} cell{'' if count == 1 else 's'}"


def _table(data: bytes, names: tuple[str, ...], dialect: Dialect, on_invalid: Any) -> pa.Table:
    # One block, one thread: then Arrow tells which row it is that does not fit.
    reading = pv.ReadOptions(column_names=list(names), use_threads=False, block_size=len(data) + 1)
    parsing = pv.ParseOptions(
        delimiter=dialect.delimiter,
        quote_char='"' if dialect.quoted else False,
        newlines_in_values=True,
        invalid_row_handler=on_invalid,
    )
    converting = pv.ConvertOptions(
        column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False, quoted_strings_can_be_null=False
    )
    try:
        return pv.read_csv(pa.BufferReader(data), reading, parsing, converting)
    except pa.ArrowInvalid as error:
        raise UnreadableError(f"it cannot be read: {error}") from error


def _as_utf8(data: bytes) -> bytes:
    """``data``, with every byte that is no UTF-8 (Latin-1's letters) as U+FFFD."""
    text = pa.StringArray.from_buffers(1, pa.py_buffer(np.array([0, len(data)], np.int32)), pa.py_buffer(data))
    try:
        text.validate(full=True)
    except pa.ArrowInvalid:
        return data.decode("utf-8", "replace").encode()
    return data


def _one(column: pa.ChunkedArray) -> pa.StringArray:
    return column.chunk(0) if column.num_chunks == 1 else pa.concat_arrays(column.chunks)
