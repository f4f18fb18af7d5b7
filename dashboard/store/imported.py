"""The reports of imported events that a decision is on, or that somebody looks at."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from threading import Lock

from dashboard.records import Report
from dashboard.store.reading import Reader

Versions = Mapping[str, Sequence[tuple[datetime, Report]]]
KEPT = 20_000  # events


class ImportedReports:
    """What was read of them, kept until the table of imports changes. Safe to share between threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._table: int | None = None
        self._known: dict[str, list[tuple[datetime, Report]]] = {}

    def versions(self, ids: Iterable[str], reader: Reader, table: int) -> Versions:
        """The reports of each id with the time they were imported, the one that counts last; unknown ids are left out.

        ``table`` is the version of the table. Raises duckdb.Error and OSError.
        """
        wanted = set(ids)
        with self._lock:
            if table != self._table or len(self._known) > KEPT:
                self._table, self._known = table, {}
            known = dict(self._known)
        found = known | reader.imported_versions(wanted - known.keys())
        with self._lock:
            if table == self._table:
                self._known |= {name: found[name] for name in wanted & found.keys()}
        return {name: found[name] for name in sorted(wanted & found.keys())}


def newest(versions: Versions) -> dict[str, Report]:
    """The reports that count today, by id."""
    return {name: told[-1][1] for name, told in versions.items()}
