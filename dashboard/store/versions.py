"""What became of a table since an older version: so that a reader takes in what was appended, and nothing twice.

Read from the commits of the Delta log (https://github.com/delta-io/delta/blob/master/PROTOCOL.md, "Actions"). A
compaction's actions say ``dataChange: false``: they bring no row and take none away.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

import pyarrow as pa
from pyarrow import dataset as ds
from pyarrow import fs

from dashboard.store.tables import Tables

MAX_COMMITS = 1000  # of more than so many, reading the whole table is the quicker way


@dataclass(frozen=True, slots=True)
class Appended:
    """What a table has more than at an older version.

    ``files`` are the paths of the files appended since, below the table's folder, in the order of their commits: none
    when there were only compactions. A compaction may have joined them into others since; they are still there.
    """

    version: int
    files: tuple[str, ...]


def appended(tables: Tables, name: str, since: int) -> Appended | None:
    """What was appended to the table ``name`` after its version ``since``; ``version`` is the newest.

    None when anything but appends and compactions happened, or when it cannot be told any more (the log or a file of
    that time is gone): then the whole table is to be read. Raises StoreError when the table cannot be opened.
    """
    version = tables.open(name).version()
    if not 0 <= since <= version or version - since > MAX_COMMITS:
        return None
    files = tables.files(name)
    added: list[str] = []
    replaced: set[str] = set()
    try:
        for number in range(since + 1, version + 1):
            for kind, action in actions(files, number):
                path = unquote(action["path"])
                if not action["dataChange"]:
                    replaced |= {path} if kind == "remove" else set()
                elif kind == "remove" or action.get("deletionVector"):
                    return None
                else:
                    added.append(path)
        gone = files.get_file_info([path for path in added if path in replaced])
    except (pa.ArrowException, OSError, ValueError, KeyError, TypeError):
        return None
    return None if any(file.type != fs.FileType.File for file in gone) else Appended(version, tuple(added))


def actions(files: fs.FileSystem, version: int) -> Iterator[tuple[str, dict[str, Any]]]:
    """("add" or "remove", its fields) for each file that the commit ``version`` brings or takes away."""
    with files.open_input_stream(f"_delta_log/{version:020}.json") as commit:
        for line in commit.read().splitlines():
            for kind, action in json.loads(line).items():
                if kind in {"add", "remove"}:
                    yield kind, action


def appended_rows(tables: Tables, name: str, since: Appended) -> ds.Dataset:
    """The rows of ``since.files`` with all columns of the table. Reading them raises OSError when they are gone by then."""
    schema = pa.schema(tables.open(name).schema().to_arrow())
    return ds.dataset(list(since.files), schema=schema, format="parquet", filesystem=tables.files(name))
