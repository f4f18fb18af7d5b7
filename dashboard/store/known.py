"""Which events the store has, and in which version: what an import needs to know, in 24 bytes an event."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeAlias

import duckdb
import numpy as np
import pyarrow as pa

Array: TypeAlias = "np.ndarray[Any, Any]"

# An event is known by 64 bits of its id: of 30 million events two share them once in 40 thousand stores.
_KEY = "hash(event_id)"


@dataclass(frozen=True, slots=True)
class _Versions:
    """Events by key, in its order; of several versions of one the newest stands last."""

    keys: Array
    revisions: Array

    def find(self, keys: Array) -> tuple[Array, Array]:
        """Where the newest version of each key stands, and whether it is there at all."""
        if not len(self.keys):
            return np.zeros(len(keys), np.int64), np.zeros(len(keys), bool)
        places = np.maximum(np.searchsorted(self.keys, keys, side="right") - 1, 0)
        return places, self.keys[places] == keys

    def joined(self, later: _Versions) -> _Versions:
        """Both, with what is ``later`` taken for newer."""
        keys = np.concatenate([self.keys, later.keys])
        order = np.argsort(keys, kind="stable")
        return _Versions(keys[order], np.concatenate([self.revisions, later.revisions])[order])


class Known:
    """The newest version of every event of the imports table, and of what the import went through since."""

    def __init__(self, imports: Any) -> None:
        """Read the imports table, an Arrow dataset, once. Raises duckdb.Error and OSError."""
        self._db = duckdb.connect(":memory:")
        self._stored, self._digests = self._read(imports)
        self._seen: list[_Versions] = []  # later ones are newer; each at least twice as long as the next

    def _read(self, imports: Any) -> tuple[_Versions, Array]:
        rows, at = imports.count_rows(), 0
        keys, revisions, digests = np.empty(rows, np.uint64), np.empty(rows, np.int64), np.empty(rows, np.int64)
        imported = np.empty(rows, np.int64)
        columns = ["event_id", "revision", "digest", "imported"]
        for batch in imports.to_batches(columns=columns, batch_readahead=2, fragment_readahead=1):
            part = slice(at, at := at + batch.num_rows)
            keys[part], revisions[part], digests[part] = self._keys(batch), *map(_numbers, batch.columns[1:3])
            imported[part] = _numbers(batch.column("imported").cast(pa.int64()))
        order = np.argsort(keys)
        if np.any(keys[order[1:]] == keys[order[:-1]]):
            order = np.lexsort((imported, revisions, keys))
        return _Versions(keys[order], revisions[order]), digests[order]

    def sort_out(self, batch: pa.RecordBatch) -> tuple[Array, int]:
        """The places of the rows that have to be written, and how many of them are events that were not known."""
        keys, revisions, digests = (
            self._keys(batch),
            _numbers(batch.column("revision")),
            _numbers(batch.column("digest")),
        )
        order = np.lexsort((-revisions, keys))  # the greatest revision first, of equal ones the first row
        keys = keys[order]
        first = np.append(True, keys[1:] != keys[:-1])[: len(keys)]
        rows, keys = order[first], keys[first]
        revisions, digests = revisions[rows], digests[rows]
        known, later = self._since(keys, revisions)
        places, stored = self._stored.find(keys)
        write = later.copy()
        at = places[stored]
        write[stored] &= (revisions[stored] >= self._stored.revisions[at]) & (digests[stored] != self._digests[at])
        return rows[write], int(np.count_nonzero(write & ~stored & ~known))

    def _since(self, keys: Array, revisions: Array) -> tuple[Array, Array]:
        """Which of these versions are of events that this import met before, and which are newer than it met."""
        known, later = np.zeros(len(keys), bool), np.ones(len(keys), bool)
        for versions in self._seen:
            places, there = versions.find(keys)
            known |= there
            later[there] &= revisions[there] > versions.revisions[places[there]]
        self._seen.append(_Versions(keys[later], revisions[later]))
        while len(self._seen) > 1 and len(self._seen[-2].keys) < 2 * len(self._seen[-1].keys):
            newest = self._seen.pop()
            self._seen.append(self._seen.pop().joined(newest))
        return known, later

    def _keys(self, batch: pa.RecordBatch) -> Array:
        self._db.register("ids", pa.Table.from_batches([batch.select(["event_id"])]))
        keys: Array = np.asarray(self._db.execute(f"SELECT {_KEY} AS key FROM ids").fetchnumpy()["key"])
        self._db.unregister("ids")
        return keys


def _numbers(column: pa.Array) -> Array:
    numbers: Array = column.fill_null(0).to_numpy(zero_copy_only=False)
    return numbers
