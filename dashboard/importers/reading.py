"""Read the files of a data set in a stream: two blocks are read and mapped at a time, and given in the file's order."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace

from dashboard.importers.batches import MOST_DETAILED, Batch, Failure, Source, UnreadableError
from dashboard.importers.cells import Cells
from dashboard.importers.datasets import check, layout_of
from dashboard.importers.delimited import BLOCK, Rows
from dashboard.importers.files import Opened, expand, name_of, opened, reading
from dashboard.importers.tables import open_table

_WORKERS = 2  # blocks in work: with the one that is read, what is in memory


@dataclass(frozen=True, slots=True)
class _Task:
    dataset: str
    origin: str
    null_island: bool

    def __call__(self, parse: Callable[[], Rows]) -> Batch:
        return batch_of(self.dataset, Cells(parse(), self.origin), null_island=self.null_island)


def read(
    dataset: str,
    sources: Sequence[Source],
    *,
    on_failure: Callable[[Failure], None],
    null_island: bool = False,
    block_bytes: int = BLOCK,
) -> Iterator[Batch]:
    """The rows of files, and of folders of them, as events.

    Files are CSV, TSV, Parquet, zip archives of tables, or gzipped tables, told by what they hold. ``on_failure`` gets
    each that cannot be read or is not of ``dataset`` ("ucdp-ged", "acled" or "gdelt"); rows read before a file broke
    off have been given by then. With ``null_island``, 0, 0 is a place. A file is read in blocks of ``block_bytes``.
    Raises InputError for a data set that is none.
    """
    layout_of(dataset)
    return _read(dataset, sources, on_failure, null_island, block_bytes)


def _read(
    dataset: str, sources: Sequence[Source], on_failure: Callable[[Failure], None], null_island: bool, block_bytes: int
) -> Iterator[Batch]:
    files = expand(sources, on_failure)
    total, before = sum(size for _, size in files), 0
    with ThreadPoolExecutor(_WORKERS) as workers:
        for source, size in files:
            tables = opened(source, on_failure)
            while True:
                try:
                    table = next(tables, None)
                except UnreadableError as error:
                    on_failure(Failure(name_of(source), str(error)))
                    break
                if table is None:
                    break
                task = _Task(dataset, table.origin, null_island)
                try:
                    for batch, position in _batches(table, task, workers, block_bytes):
                        yield replace(batch, bytes_read=before + min(position, size), bytes_total=total)
                except UnreadableError as error:
                    on_failure(Failure(table.origin, str(error)))
            before += size


def _batches(table: Opened, task: _Task, workers: ThreadPoolExecutor, block_bytes: int) -> Iterator[tuple[Batch, int]]:
    """The batches of one table, each with the bytes of its file that were read when it was cut off."""
    with reading():
        names, parts = open_table(table, block_bytes)
    check(task.dataset, names)
    waiting: deque[tuple[Future[Batch], int]] = deque()
    told = 0
    broken: UnreadableError | None = None
    while True:
        try:
            with reading():
                part = next(parts, None)
        except UnreadableError as error:
            part, broken = None, error
        if part is not None:
            waiting.append((workers.submit(task, part), table.position()))
        while waiting and (part is None or len(waiting) > _WORKERS):
            future, position = waiting.popleft()
            batch = future.result()
            kept = batch.refused[: MOST_DETAILED - told]
            told += len(kept)
            yield replace(batch, refused=kept), position
        if broken is not None:
            raise broken
        if part is None:
            return


def batch_of(dataset: str, cells: Cells, *, null_island: bool) -> Batch:
    """Rows as events, without the files' progress."""
    layout = layout_of(dataset)
    read_rows = cells.count + cells.rows.reasons.total()
    wanted = layout.wanted(cells) if layout.wanted else cells
    rows = layout.events_of(wanted, null_island=null_island)
    return Batch(
        rows,
        sorted(wanted.refused, key=lambda refusal: refusal.line),
        wanted.reasons,
        left_out=cells.count - wanted.count,
        read=read_rows,
    )
