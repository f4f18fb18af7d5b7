"""Upkeep of the Delta tables: join small files, remove what no state of the last days needs, shorten the log.

No row is dropped, also none that a newer one took the place of: a confirmed event recalls what it was made of. Others may
read and append meanwhile; of two compactions at once one gives way. Every state that a table had within the last
``KEEP_DAYS`` days can still be read. They are no more than 30, since any writer of a Delta table cleans its log of
older versions; a table property could say otherwise, but setting it makes an import fail that runs at that moment.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import unquote

import pyarrow as pa
from deltalake import DeltaTable
from deltalake.exceptions import DeltaError
from pyarrow import fs

from dashboard.errors import InputError, StoreError
from dashboard.store.joining import data_files, join
from dashboard.store.schemas import SCHEMAS
from dashboard.store.tables import Tables
from dashboard.store.versions import actions

KEEP_DAYS = 30
SMALL_BYTES = 8_000_000
MANY_FILES = 100  # small ones in a table make a compaction due


@dataclass(frozen=True, slots=True)
class TableUpkeep:
    """What a compaction made of one table: the files of its newest version, and those that were deleted."""

    table: str
    files_before: int
    files_after: int
    bytes_before: int
    bytes_after: int
    files_removed: int
    bytes_removed: int

    def line(self) -> str:
        """The same for a person."""
        before, after = _files(self.files_before, self.bytes_before), _files(self.files_after, self.bytes_after)
        removed = f"; removed {_files(self.files_removed, self.bytes_removed)}" if self.files_removed else ""
        return f"{self.table}: {before} -> {after}{removed}"


def due(tables: Tables) -> list[str]:
    """The tables with so many small files that a compaction is worth it; takes some milliseconds. Raises StoreError."""
    found = []
    for name in SCHEMAS:
        try:
            sizes = _sizes(tables.open(name))
        except (DeltaError, pa.ArrowException, OSError) as error:
            raise tables.damaged(name, error) from error
        if sum(size < SMALL_BYTES for size in sizes) > MANY_FILES:
            found.append(name)
    return found


def tidy(tables: Tables, tell: Callable[[str], None]) -> None:
    """Compact the tables that are due, and tell it in one line. It never fails: what could not be done is told too."""
    try:
        if names := due(tables):
            done = compact(tables, names)
            tell("Compacted the store: " + ", ".join(table.line() for table in done) + ".")
    except StoreError as error:
        tell(f"The store was not compacted. {error}")


def compact(
    tables: Tables, names: Iterable[str] = tuple(SCHEMAS), *, keep_days: int = KEEP_DAYS, now: datetime | None = None
) -> list[TableUpkeep]:
    """Join the small files of these tables, and remove the files that no state of the last ``keep_days`` days needs.

    ``keep_days`` is 1 to 30: a process that reads an older state reads on for that long. Raises InputError for other
    numbers, StoreError when a table cannot be read or written; its rows are then as they were.
    """
    if not 1 <= keep_days <= KEEP_DAYS:
        raise InputError(
            f"{keep_days} days of history cannot be kept. Choose 1 to {KEEP_DAYS}: others may be reading a state that is "
            f"just being replaced, and Delta tables forget after {KEEP_DAYS} days."
        )
    now = now or datetime.now(UTC)
    return [_compact(tables, name, now - timedelta(days=keep_days), now - timedelta(days=KEEP_DAYS)) for name in names]


def _compact(tables: Tables, name: str, cutoff: datetime, log_cutoff: datetime) -> TableUpkeep:
    try:
        before = _sizes(tables.open(name))
        join(tables, name)
        _shorten_log(tables, name, log_cutoff)
        removed = _remove(tables, name, cutoff)
        after = _sizes(tables.open(name))
    except (DeltaError, pa.ArrowException, OSError, ValueError, KeyError) as error:
        reason = (str(error).strip().splitlines() or [type(error).__name__])[0].rstrip(".")
        raise StoreError(
            f"The table {name!r} of the store {tables.uri} cannot be compacted: {reason}. Its rows are as they were."
        ) from error
    return TableUpkeep(name, len(before), len(after), sum(before), sum(after), len(removed), sum(removed))


def _shorten_log(tables: Tables, name: str, cutoff: datetime) -> None:
    """Checkpoint the newest version, and remove the commits before the one that was current at ``cutoff``."""
    commits = _commits(tables, name)
    then = _at(commits, cutoff)
    if then > min(commits):
        # deltalake keeps the last checkpoint at or before the first younger commit: so it is this one.
        tables.open(name, then).create_checkpoint()
    if then + 1 < max(commits) or then == min(commits):
        tables.open(name).create_checkpoint()
    tables.open(name).cleanup_metadata()


def _remove(tables: Tables, name: str, cutoff: datetime) -> list[int]:
    """Delete the files that no state since ``cutoff`` has; their sizes in bytes.

    deltalake's own vacuum forgets files whose removal left the log before their time, and makes two versions each time.
    """
    files = tables.files(name)
    # A younger file may belong to an append that is not yet committed.
    old = [
        file
        for file in files.get_file_info(fs.FileSelector(""))
        if file.type == fs.FileType.File and file.path.endswith(".parquet") and file.mtime and file.mtime <= cutoff
    ]
    needed = _names(tables.open(name))
    if all(file.base_name in needed for file in old):
        return []
    commits = _commits(tables, name)
    first = _at(commits, cutoff)
    # Appends only add: the states before a commit that took files away, and the newest, have them all.
    states = {first} | {
        number - 1
        for number in commits
        if number > first and any(kind == "remove" for kind, _ in actions(files, number))
    }
    for number in states:
        needed |= _names(tables.open(name, number))
    unneeded = [file for file in old if file.base_name not in needed]
    for file in unneeded:
        with contextlib.suppress(FileNotFoundError):  # another compaction was first
            files.delete_file(file.path)
    return [file.size for file in unneeded]


def _commits(tables: Tables, name: str) -> dict[int, datetime]:
    """The versions that the log still has, and when each was committed."""
    found = {}
    for file in tables.files(name).get_file_info(fs.FileSelector("_delta_log")):
        if match := re.fullmatch(r"(\d{20})\.json", file.base_name):
            found[int(match[1])] = file.mtime
    return found or {tables.open(name).version(): datetime.now(UTC)}  # a checkpoint alone


def _at(commits: dict[int, datetime], moment: datetime) -> int:
    """The version that was current then, or the first that is known."""
    return max((number for number, time in commits.items() if time <= moment), default=min(commits))


def _sizes(table: DeltaTable) -> list[int]:
    return [file.size for file in data_files(table)]


def _names(table: DeltaTable) -> set[str]:
    # Another engine's path may be escaped, or absolute. Names are the safe thing to compare before a file is deleted.
    paths = [file.path for file in data_files(table)]
    return {path.rpartition("/")[2] for path in (*paths, *map(unquote, paths))}


def _files(number: int, size: int) -> str:
    shown = f"{size / 1e6:,.1f} MB" if size >= 1e6 else f"{size / 1e3:.0f} kB"
    return f"{number:,} file{'s' * (number != 1)} ({shown})"
