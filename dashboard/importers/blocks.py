"""Cut a stream of delimited text into blocks of whole rows, each row with the line it starts on.

Line breaks and delimiters within quotes belong to the cell. A quote opens a cell only at its start (RFC 4180); one
within a cell that does not begin with it is a letter like any other: ``5" shell``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
import numpy.typing as npt

Indices = npt.NDArray[np.int64]

MOST_OF_ROW = 64 << 20  # bytes: a quote that is not closed for so long is never closed
NEVER_CLOSED = "a quote that opens in this row is never closed"
TOO_LONG = f"its row is longer than {MOST_OF_ROW >> 20} MB"

_LINE_FEED, _QUOTE = 10, 34


@dataclass(frozen=True, slots=True)
class Dialect:
    """How cells are told apart; without ``quoted`` a quote is a letter (GDELT)."""

    delimiter: str
    quoted: bool = True


@dataclass(frozen=True, slots=True)
class Block:
    """``data``: rows with their line ends. ``starts``: where each row starts, ``lines``: on which line of the file.

    ``broken``: lines of rows that could not be cut off. ``endless``: the line of one that is too long, at the end.
    """

    data: bytes
    starts: Indices
    lines: Indices
    broken: list[int] = field(default_factory=list)
    endless: int | None = None


def blocks(pieces: Iterable[bytes], dialect: Dialect) -> Iterator[Block]:
    """Blocks of whole rows, about as long as the pieces of the cleaned text. ``data`` is never empty, or a row was given up."""
    pending, line, skipping = b"", 1, False
    for piece in pieces:
        if skipping:  # what is left of a line that was given up is no row
            _, feed, pending = piece.partition(b"\n")
            skipping = not feed
        else:
            pending += piece
        block, pending, line = _take(pending, line, dialect, whole=False)
        if block is not None:
            skipping = block.endless is not None
            yield block
    if pending:
        block, _, _ = _take(pending if pending.endswith(b"\n") else pending + b"\n", line, dialect, whole=True)
        if block is not None:
            yield block


def _take(text: bytes, line: int, dialect: Dialect, *, whole: bool) -> tuple[Block | None, bytes, int]:
    """The block at the start of ``text``, the rest, and the rest's line; of a ``whole`` text nothing is left."""
    parts: list[bytes] = []
    starts: list[Indices] = []
    lines: list[Indices] = []
    broken: list[int] = []
    endless: int | None = None
    taken = 0
    while text:
        ends, first_lines = _rows(text, dialect)
        if ends.size:
            end = int(ends[-1])
            parts.append(text[:end])
            starts.append(np.concatenate(([0], ends[:-1])) + taken)
            lines.append(first_lines[:-1] + line)
            line += int(first_lines[-1])
            taken += end
            text = text[end:]
        if not text or (not whole and len(text) <= MOST_OF_ROW):
            break
        # The row never ends: it is given up with its first line, and the next line is a row again.
        _, feed, text = text.partition(b"\n")
        if feed:
            broken.append(line)
        else:
            endless, text = line, b""
        line += 1
    if not parts and not broken and endless is None:
        return None, text, line
    none = np.empty(0, np.int64)
    places = np.concatenate([none, *starts]), np.concatenate([none, *lines])
    return Block(b"".join(parts), *places, broken, endless), text, line


def _rows(text: bytes, dialect: Dialect) -> tuple[Indices, Indices]:
    """Where the whole rows of ``text`` end, and how many lines lie before each of them and before the rest."""
    codes = np.frombuffer(text, np.uint8)
    feeds = np.flatnonzero(codes == _LINE_FEED)
    if dialect.quoted and b'"' in text:
        quotes = np.flatnonzero(codes == _QUOTE)
        if _regular(codes, quotes, dialect):
            at = np.flatnonzero(np.searchsorted(quotes, feeds) % 2 == 0)
        else:
            at = np.searchsorted(feeds, np.array(_scanned(text, dialect), np.int64) - 1)
    else:
        at = np.arange(feeds.size)
    return feeds[at] + 1, np.concatenate(([0], at + 1))


def _regular(codes: npt.NDArray[np.uint8], quotes: Indices, dialect: Dialect) -> bool:
    """Whether every other quote opens a cell at its start and the next closes it at its end: then counting is enough."""
    beside = np.zeros(256, bool)
    beside[[ord(dialect.delimiter), _LINE_FEED, _QUOTE]] = True
    opening, closing = quotes[::2], quotes[1::2]
    before = beside[codes[opening[opening > 0] - 1]]
    after = beside[codes[closing[closing < codes.size - 1] + 1]]
    return bool(before.all() and after.all())


def _scanned(text: bytes, dialect: Dialect) -> list[int]:
    """Where the rows end, cell by cell: quotes lie about in cells that they do not open."""
    row = _row(dialect.delimiter)
    ends: list[int] = []
    position = 0
    while found := row.match(text, position):
        position = found.end()
        ends.append(position)
    return ends


@lru_cache
def _row(delimiter: str) -> re.Pattern[bytes]:
    # Possessive throughout: no cell is ever read twice, whatever it holds.
    mark = re.escape(delimiter)
    cell = rf'(?:"(?:[^"]++|"")*+"[^{mark}\n]*+|[^"{mark}\n][^{mark}\n]*+|)'
    return re.compile(rf"{cell}(?:{mark}{cell})*+\n".encode())
