"""Which imported events hold a word, part of a word too: an inverted index beside each Parquet file.

A query's word has no white space, so it stands in a text if and only if it stands in one of the text's pieces between
white space. The index of a file lists its distinct pieces, cleaned as the query's words are, and the rows of each.
Columns of few distinct texts (places, actors) are listed whole: a piece need not be a word. It lies in the cache, is
mapped into memory where it is read, and never changes, as the file does not. Until it is made (``build_missing``, in
the background), the texts themselves are searched, which takes some seconds a million.
"""

from __future__ import annotations

import contextlib
import logging
import mmap
import os
import threading
import time
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from dashboard import settings
from dashboard.records import stable_id
from dashboard.store import row_texts
from dashboard.store.segments import Segment, Segments
from dashboard.store.tables import Tables
from dashboard.store.vocabulary import Numbers, Vocabulary, runs, sorted_codes

_log = logging.getLogger(__name__)
VERSION = 3  # of the files
COLUMNS = ("location", "admin1", "admin2", "actors", "sub_event_type", "title", "notes")
_READ = tuple(dict.fromkeys((*COLUMNS, *row_texts.COLUMNS)))
_ROWS_A_PART = 131_072
_KEPT_SECONDS = 86_400  # what belongs to no file is cleared away a day later
_MOST_WORDS = 500_000_000  # bytes of words that are gathered in one place
_AT_ONCE = 2  # parts: each takes some 200 MB while it is made
_FEW = 8  # a column whose texts come more often than this, on average, is listed whole
Rows = npt.NDArray[np.int64]
Part = list[pa.RecordBatch]  # of one part of a file: pieces, and where their rows lie; rows


class TextIndex:
    """The indexes of all files of a store; safe to share between threads."""

    def __init__(self, uri: str) -> None:
        self._folder = settings.cache_dir() / "text" / stable_id(uri)
        self._db = duckdb.connect(":memory:", config={"threads": 1})  # cleans text, as the query's words are cleaned
        self._open: dict[str, _Index] = {}
        self._segments: Segments | None = None
        self._building = threading.Lock()
        self._vocabulary: tuple[list[str], Vocabulary | None] = ([], None)  # of which files, in their order

    def follow(self, segments: Segments | None) -> None:
        """From now on the files of ``segments`` are searched."""
        self._segments = segments
        paths = {segment.path for segment in segments.segments} if segments else set()
        self._open = {path: index for path, index in self._open.items() if path in paths}

    def rows(self, words: Sequence[str]) -> Rows:
        """The rows whose texts hold every one of the words, ascending."""
        clean = self._clean(pa.array(list(words), pa.string())).to_pylist()
        segments = self._segments.segments if self._segments else []
        of, vocabulary = self._vocabulary
        known: dict[str, list[list[Numbers]]] = {segment.path: [] for segment in segments}
        whole = all(self._index(segment) is not None for segment in segments if segment.rows)
        if vocabulary is not None and of == list(known) and whole:
            for word in clean:
                hits = iter(vocabulary.hits(word))
                for segment in segments:
                    index = self._index(segment)
                    known[segment.path].append([next(hits) for _ in index.pieces] if index else [])
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            found = list(pool.map(lambda segment: self._holding(segment, clean, known[segment.path]), segments))
        return np.concatenate([np.empty(0, np.int64), *found])

    def _holding(self, segment: Segment, words: Sequence[str], hits: Sequence[list[Numbers]]) -> Rows:
        mask = np.ones(segment.rows, bool)
        index = self._index(segment)
        for number, word in enumerate(words):
            if index is None:
                mask &= self._searched(segment, word)
            else:
                mask &= index.holding(hits[number] if hits else index.hits(word), segment.rows)
        return np.flatnonzero(mask) + segment.base

    def prepare(self) -> None:
        """Gather the words of all files, so that they are found in one place: a second or so for millions of events."""
        segments = self._segments.segments if self._segments else []
        paths = [segment.path for segment in segments]
        if self._vocabulary[0] == paths or self.missing():
            return
        indexes = [index for segment in segments if (index := self._index(segment)) is not None]
        lists = [pieces for index in indexes for pieces in index.pieces]
        if sum(pieces.nbytes for pieces in lists) > _MOST_WORDS:  # they are found part by part
            return
        self._vocabulary = paths, Vocabulary(lists)

    def texts(self, rows: Sequence[int]) -> list[dict[str, Any]] | None:
        """The ``row_texts.COLUMNS`` of these rows, in the order given; None where a file's are not there yet."""
        wanted = np.asarray(rows, np.int64)
        order = np.argsort(wanted, kind="stable")
        ordered, tables = wanted[order], []
        for segment in self._segments.segments if self._segments else ():
            low, high = np.searchsorted(ordered, [segment.base, segment.base + segment.rows])
            if low < high:
                if self._index(segment) is None:
                    return None
                try:
                    tables.append(row_texts.read(self._texts_path(segment.path), ordered[low:high] - segment.base))
                except (OSError, pa.ArrowException):
                    return None
        back = np.empty(len(order), np.int64)
        back[order] = np.arange(len(order))
        found: list[dict[str, Any]] = pa.concat_tables(tables).take(pa.array(back)).to_pylist() if tables else []
        return found

    def missing(self) -> list[Segment]:
        """The files that have no index yet."""
        segments = self._segments.segments if self._segments else ()
        return [segment for segment in segments if segment.rows and not self._has(segment)]

    def _has(self, segment: Segment) -> bool:
        return self._index(segment) is not None and self._texts_path(segment.path).exists()

    def build_missing(self) -> None:
        """Make the indexes that are not there, and clear away those of files that are gone. Trouble is logged, not raised."""
        with self._building:
            try:
                self._folder.mkdir(parents=True, exist_ok=True)
                for segment in self.missing():
                    self._build(segment)
                self._clear_away()
            except (OSError, pa.ArrowException, duckdb.Error) as error:
                _log.warning("The text index cannot be made: %s. Text is searched without it, slowly.", error)

    def _clear_away(self) -> None:
        paths = [segment.path for segment in self._segments.segments] if self._segments else []
        kept = {path.name for name in paths for path in (self._path(name), self._texts_path(name))}
        # Not the young ones: another process may have made them for files that came after we looked.
        old = time.time() - _KEPT_SECONDS
        for path in self._folder.iterdir():
            if path.suffix in {".arrow", ".part"} and path.name not in kept and path.stat().st_mtime < old:
                path.unlink(missing_ok=True)

    def _path(self, file: str) -> Path:
        return self._folder / f"{stable_id(file, VERSION)}.arrow"

    def _texts_path(self, file: str) -> Path:
        return self._folder / f"{stable_id(file, VERSION)}.rows.arrow"

    def _index(self, segment: Segment) -> _Index | None:
        """The file's index, None while there is none."""
        known = self._open.get(segment.path)
        if known is None:
            with contextlib.suppress(OSError, pa.ArrowException, ValueError, IndexError):
                known = self._open[segment.path] = _Index(self._path(segment.path))
        return known

    def _clean(self, texts: pa.Array) -> pa.Array:
        cursor = self._db.cursor()
        cursor.register("given", pa.table({"number": np.arange(len(texts)), "text": texts}))
        table = cursor.sql("SELECT strip_accents(lower(text)) AS text FROM given ORDER BY number").to_arrow_table()
        return table["text"].combine_chunks() if table.num_rows else texts

    def _searched(self, segment: Segment, word: str) -> npt.NDArray[np.bool_]:
        """The rows whose texts hold the word, by looking at every one."""
        assert self._segments is not None
        mask = np.zeros(segment.rows, bool)
        cursor = self._db.cursor()
        text = " OR ".join(f"contains(strip_accents(lower({name})), $word)" for name in COLUMNS)
        for first, table in _texts(self._segments, segment):
            cursor.register("texts", table.append_column("number", pa.array(np.arange(table.num_rows))))
            found = cursor.execute(f"SELECT number FROM texts WHERE {text}", {"word": word}).fetchnumpy()["number"]
            mask[first + np.asarray(found, np.int64)] = True
        return mask

    def _build(self, segment: Segment) -> None:
        assert self._segments is not None
        target = self._path(segment.path)
        texts = self._texts_path(segment.path)
        partial, texts_partial = (path.with_suffix(f".{os.getpid()}.part") for path in (target, texts))
        try:
            with (
                pa.OSFile(str(partial), "wb") as sink,
                pa.ipc.new_file(sink, _SCHEMA) as writer,
                row_texts.writer(texts_partial) as rows,
                ThreadPoolExecutor(_AT_ONCE) as pool,
            ):
                waiting: deque[Future[Part]] = deque()
                for first, table in _texts(self._segments, segment):
                    if len(waiting) == _AT_ONCE:
                        _write(writer, waiting.popleft().result())
                    waiting.append(pool.submit(self._indexed, first, table))
                    rows.write(table)
                while waiting:
                    _write(writer, waiting.popleft().result())
            texts_partial.replace(texts)  # first: where there is an index, there are texts
            partial.replace(target)
        finally:
            partial.unlink(missing_ok=True)
            texts_partial.unlink(missing_ok=True)

    def _indexed(self, first: int, table: pa.Table) -> Part:
        pieces, ends, rows = [], [0], []
        for name in COLUMNS:
            texts, codes, at = _pieces(table[name].combine_chunks())
            order = sorted_codes(codes, len(texts))
            rows.append((at[order] + first).astype(np.int32))
            pieces.append(self._clean(texts))
            counts = np.bincount(codes, minlength=len(texts))
            ends += (ends[-1] + np.cumsum(counts)).tolist()
        texts = pa.concat_arrays(pieces)
        return [
            pa.record_batch([texts, pa.array(ends[1:], pa.int32())], schema=_SCHEMA),
            # The rows stand where the ends stand in the batch before: one schema for both.
            pa.record_batch(
                [pa.nulls(sum(map(len, rows)), pa.string()), pa.array(np.concatenate(rows))], schema=_SCHEMA
            ),
        ]


def index_text(tables: Tables) -> int:
    """Make the indexes of a store that are missing; how many still are. Raises StoreError."""
    segments = Segments(tables)
    for _ in segments.read():
        pass
    index = TextIndex(tables.uri)
    index.follow(segments)
    if index.missing():
        index.build_missing()
    return len(index.missing())


_SCHEMA = pa.schema([("piece", pa.string()), ("number", pa.int32())])


def _write(writer: Any, part: Part) -> None:
    for batch in part:
        writer.write_batch(batch)


class _Index:
    """The index of one file, mapped into memory."""

    def __init__(self, path: Path) -> None:
        with path.open("rb") as file:
            self._map = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        read = pa.ipc.open_file(pa.BufferReader(pa.py_buffer(self._map)))
        batches = [read.get_batch(i) for i in range(read.num_record_batches)]
        # Of each part the pieces, where the rows of each end, and the rows.
        self.pieces = [pieces.column(0) for pieces in batches[::2]]
        self._rows = [
            (pieces.column(1).to_numpy(), rows.column(1).to_numpy())
            for pieces, rows in zip(batches[::2], batches[1::2], strict=True)
        ]

    def hits(self, word: str) -> list[Numbers]:
        """For each part the numbers of its pieces that hold the word."""
        masks = (pc.match_substring(pieces, word).to_numpy(zero_copy_only=False) for pieces in self.pieces)
        return [np.flatnonzero(mask) for mask in masks]

    def holding(self, hits: Sequence[Numbers], rows: int) -> npt.NDArray[np.bool_]:
        """The rows of these pieces of each part, as a mask."""
        mask = np.zeros(rows, bool)
        for found, (ends, at) in zip(hits, self._rows, strict=True):
            if len(found):
                mask[at[runs(np.where(found, ends[found - 1], 0), ends[found])]] = True
        if hasattr(mmap, "MADV_DONTNEED"):  # what was read counts as this process's memory no longer
            self._map.madvise(mmap.MADV_DONTNEED)
        return mask


def _texts(segments: Segments, segment: Segment) -> Iterator[tuple[int, pa.Table]]:
    """The texts of a file in parts, each with the number of its first row."""
    for first in range(0, segment.rows, _ROWS_A_PART):
        last = min(segment.rows, first + _ROWS_A_PART)
        rows = np.arange(segment.base + first, segment.base + last)
        yield first, pa.concat_tables(segments.scan(rows, _READ), promote_options="default").combine_chunks()


def _pieces(column: Any) -> tuple[pa.Array, npt.NDArray[np.int32], npt.NDArray[np.int32]]:
    """The distinct pieces of a column's texts, and of each occurrence its piece and its row."""
    texts = column.chunk(0) if isinstance(column, pa.ChunkedArray) else column
    texts = texts.cast(pa.string()).fill_null("")
    whole = texts.dictionary_encode()
    at = np.arange(len(texts), dtype=np.int32)
    if len(whole.dictionary) * _FEW > len(texts) and len(texts) > _FEW:
        split = pc.utf8_split_whitespace(texts)
        at = np.repeat(at, np.diff(split.offsets.to_numpy()))
        whole = split.flatten().dictionary_encode()
    return whole.dictionary, whole.indices.to_numpy(zero_copy_only=False), at
