"""Import: from files of a data set to rows of the store, with a report of what became of each row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

import pyarrow as pa

from dashboard.errors import InputError
from dashboard.importers import DATASETS, Batch, Failure, Preview, Refusal, Source, preview, read
from dashboard.importers.files import expand, name_of
from dashboard.store import Tables
from dashboard.store.importing import import_rows

LISTED = 200  # refused rows that a report keeps, of all files
_TOLD = 20  # of these, how many its lines tell

# (bytes read, bytes in all, rows read) so far
Progress = Callable[[int, int, int], None]


@dataclass(slots=True)
class ImportReport:
    """What became of the rows: every one read is added, updated, unchanged, left out, or refused."""

    dataset: str
    read: int = 0
    added: int = 0
    updated: int = 0
    unchanged: int = 0  # as they are in the store, older than there, or again in the same import
    left_out: int = 0  # no conflict events
    refused: list[Refusal] = field(default_factory=list)  # the first ``LISTED``
    reasons: Counter[str] = field(default_factory=Counter)  # of all that were refused
    failed: list[Failure] = field(default_factory=list)

    @property
    def usable(self) -> int:
        """How many rows were neither refused nor left out."""
        return self.added + self.updated + self.unchanged

    def lines(self) -> list[str]:
        """The report as text, one fact a line."""
        left_out = f", left out {self.left_out:,} that are no conflict events" if self.left_out else ""
        head = (
            f"Read {self.read:,} rows of {DATASETS[self.dataset].title}: added {self.added:,} events, updated "
            f"{self.updated:,}, unchanged {self.unchanged:,}{left_out}, refused {self.reasons.total():,}."
        )
        refused = [f"refused: {r.origin}, line {r.line:,}: {r.reason}." for r in self.refused[:_TOLD]]
        if self.reasons.total() > len(refused):
            refused.append(f"refused: {self.reasons.total() - len(refused):,} more rows.")
        return [
            head,
            *refused,
            *(f"refused in all: {n:,} times {reason}." for reason, n in self.reasons.most_common()),
            *(f"failed: {failure.origin}: {failure.reason}." for failure in self.failed),
        ]


def import_files(
    dataset: str,
    sources: Sequence[Source],
    tables: Tables,
    *,
    null_island: bool = False,
    progress: Progress | None = None,
) -> ImportReport:
    """Store the events of files of ``dataset`` ("ucdp-ged", "acled" or "gdelt") and of folders of them, all at once.

    What is stored already is not stored again; a newer version of it is an update. Where two files tell of one event
    and neither says which is newer, the later one counts, in a folder by name. With ``null_island``, 0, 0 is a place.
    One bad file never stops the rest. Raises InputError for a data set that is none, and StoreError; then, as when it
    is broken off, nothing is stored.
    """
    report = ImportReport(dataset)

    def rows() -> Iterator[pa.RecordBatch]:
        for batch in _batches(dataset, sources, report.failed, null_island=null_island):
            report.read += batch.read
            report.left_out += batch.left_out
            report.refused += batch.refused[: max(0, LISTED - len(report.refused))]
            report.reasons += batch.refused_reasons
            if progress:
                progress(batch.bytes_read, batch.bytes_total, report.read)
            yield batch.rows

    counts = import_rows(tables, rows())
    report.added, report.updated, report.unchanged = counts.added, counts.updated, counts.unchanged
    return report


def _batches(dataset: str, sources: Sequence[Source], failed: list[Failure], *, null_island: bool) -> Iterator[Batch]:
    files = expand(sources, failed.append)
    total, before = sum(size for _, size in files), 0
    for source, size in reversed(files):  # the store takes the first of equals
        batches = read(dataset, [source], on_failure=failed.append, null_island=null_island)
        while batch := _next(batches, source, failed):
            yield replace(batch, bytes_read=before + batch.bytes_read, bytes_total=total)
        before += size


def _next(batches: Iterator[Batch], source: Source, failed: list[Failure]) -> Batch | None:
    try:
        return next(batches, None)
    except Exception as error:  # one bad file never stops the rest, whatever is the matter with it
        failed.append(Failure(name_of(source), _unforeseen(error)))
        return None


def _unforeseen(error: Exception) -> str:
    return f"it cannot be processed ({type(error).__name__}: {' '.join(str(error).split())[:200]})"


def first_rows(dataset: str | None, source: Source, rows: int, *, null_island: bool = False) -> Preview:
    """What becomes of the first rows of a file; without ``dataset`` its columns tell what it is.

    Raises InputError for a file that cannot be used.
    """
    try:
        return preview(dataset, source, rows, null_island=null_island)
    except InputError:
        raise
    except Exception as error:
        raise InputError(f"{name_of(source)}: {_unforeseen(error)}.") from error


def by_dataset(sources: Sequence[Source]) -> tuple[dict[str, list[Source]], list[str]]:
    """The files by the data set that their columns are of, and why others are of none."""
    found: dict[str, list[Source]] = {}
    unknown: list[str] = []
    for source in sources:
        try:
            found.setdefault(first_rows(None, source, 1).dataset, []).append(source)
        except InputError as error:
            unknown.append(str(error))
    return found, unknown
