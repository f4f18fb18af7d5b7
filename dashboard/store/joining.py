"""Join the small files of a Delta table, row by row the same, in one commit that says so (``dataChange: false``).

deltalake 1.6 has a compaction of its own, but two of these at once both succeed and leave every row there twice: its
commits pass after others that removed the same files. Ours fail when anything was committed since the table was looked
at, and are tried again when the files are still there.
"""

from __future__ import annotations

import contextlib
import json
import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.parquet as pq
from deltalake import CommitProperties, DeltaTable, PostCommitHookProperties
from deltalake.exceptions import CommitFailedError
from deltalake.transaction import AddAction, RemoveAction
from pyarrow import fs

from dashboard.store.schemas import ROW_GROUP
from dashboard.store.tables import Tables

_TARGET_BYTES = 128 * 2**20  # of a joined file; what has half of it is left alone
_GROUP_BYTES = 64 * 2**20
_ATTEMPTS = 20  # at committing while others append


@dataclass(frozen=True, slots=True)
class DataFile:
    """A file of a table: its path below the table's folder, and its size in bytes."""

    path: str
    size: int


def data_files(table: DeltaTable) -> list[DataFile]:
    """The files of this version of the table."""
    rows = pa.table(table.get_add_actions())
    pairs = zip(rows["path"].to_pylist(), rows["size_bytes"].to_pylist(), strict=True)
    return [DataFile(path, size) for path, size in pairs]


def join(tables: Tables, name: str) -> None:
    """Join the small files of the table ``name`` into such of about 128 MB. Where others are quicker, theirs stays.

    Raises StoreError, DeltaError, pa.ArrowException and OSError; the table is then as it was.
    """
    table = tables.open(name)
    for group in _groups(data_files(table)):
        path = f"part-00000-{uuid.uuid4()}-c000.zstd.parquet"
        files = tables.files(name)
        try:
            rows = _write(table, files, group, path)
        except BaseException:
            if files.get_file_info(path).type == fs.FileType.File:
                files.delete_file(path)
            raise
        _commit(tables, name, group, DataFile(path, files.get_file_info(path).size), rows)


def _groups(files: list[DataFile]) -> Iterator[list[DataFile]]:
    group: list[DataFile] = []
    for file in files:
        if file.size >= _TARGET_BYTES // 2:
            continue
        if group and sum(other.size for other in group) + file.size > _TARGET_BYTES:
            yield group
            group = []
        group.append(file)
    if len(group) > 1:
        yield group


def _write(table: DeltaTable, files: fs.FileSystem, group: list[DataFile], path: str) -> int:
    """Write the rows of these files into one; how many there are."""
    schema: pa.Schema = table.to_pyarrow_dataset(filesystem=files).schema  # raises for a table that has more to it
    count = 0
    with (
        files.open_output_stream(path) as sink,
        pq.ParquetWriter(sink, schema, compression="zstd", compression_level=1) as writer,
    ):
        held: list[pa.RecordBatch] = []
        for file in group:
            for batch in _batches(files, file, schema):
                held.append(batch)
                count += batch.num_rows
                if sum(b.num_rows for b in held) >= ROW_GROUP or sum(b.nbytes for b in held) >= _GROUP_BYTES:
                    writer.write_table(pa.Table.from_batches(held), row_group_size=ROW_GROUP)
                    held = []
        if held:
            writer.write_table(pa.Table.from_batches(held), row_group_size=ROW_GROUP)
    return count


def _batches(files: fs.FileSystem, file: DataFile, schema: pa.Schema) -> Iterator[pa.RecordBatch]:
    """The rows of a file with the columns of the table: null where the file is older than a column.

    Not by Arrow's datasets: those read ahead in threads, far, and can abort a process that ends meanwhile.
    """
    with files.open_input_file(file.path) as source, pq.ParquetFile(source, pre_buffer=False) as rows:
        for batch in rows.iter_batches(ROW_GROUP, use_threads=False):
            columns = [
                batch.column(field.name).cast(field.type)
                if field.name in batch.schema.names
                else pa.nulls(batch.num_rows, field.type)
                for field in schema
            ]
            yield pa.RecordBatch.from_arrays(columns, schema=schema)


def _commit(tables: Tables, name: str, group: list[DataFile], joined: DataFile, rows: int) -> None:
    """Put ``joined`` in the place of the others, unless another process was first.

    A file that stays unused is left to the upkeep of another day: of a commit that failed it is not sure that it did.
    """
    now = time.time_ns() // 1_000_000
    removed = [RemoveAction(file.path, False, now, file.size, {}) for file in group]
    added = AddAction(joined.path, joined.size, {}, now, False, json.dumps({"numRecords": rows}))
    # Without retries: one of deltalake's own would not look whether the files are still there.
    commit = CommitProperties(custom_metadata={"userMetadata": "compaction"}, max_commit_retries=0)
    hooks = PostCommitHookProperties(create_checkpoint=False, cleanup_expired_logs=False)
    for _ in range(_ATTEMPTS):
        table = tables.open(name)
        if not set(group) <= set(data_files(table)):
            return
        with contextlib.suppress(CommitFailedError):  # an append was first, or another compaction: look again
            table.create_write_transaction(
                [*removed, added],
                "append",
                table.schema(),
                commit_properties=commit,
                post_commithook_properties=hooks,
            )
            return
