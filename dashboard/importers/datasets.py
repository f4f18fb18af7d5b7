"""The data sets that are known: for each its module's columns and its way from cells to events."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

import pyarrow as pa

from dashboard.errors import InputError
from dashboard.importers import acled, gdelt, ged
from dashboard.importers.batches import DATASETS, Became, UnreadableError
from dashboard.importers.cells import Cells, lacking
from dashboard.importers.delimited import is_headless


class EventsOf(Protocol):
    """The events of some rows; rows that cannot be used are refused in the cells."""

    def __call__(self, cells: Cells, *, null_island: bool = False) -> pa.RecordBatch: ...


@dataclass(frozen=True, slots=True)
class Layout:
    """``needed``: columns without which a table is not of the data set. ``marks``: columns of no other data set."""

    needed: Sequence[tuple[str, ...]]
    marks: frozenset[str]
    became: Sequence[Became]
    events_of: EventsOf
    wanted: Callable[[Cells], Cells] | None = None


_LAYOUTS = {
    "ucdp-ged": Layout(ged.NEEDED, ged.MARKS, ged.BECAME, ged.events_of),
    "acled": Layout(acled.NEEDED, acled.MARKS, acled.BECAME, acled.events_of),
    "gdelt": Layout(gdelt.NEEDED, gdelt.MARKS, gdelt.BECAME, gdelt.events_of, gdelt.conflict),
}


def layout_of(dataset: str) -> Layout:
    """The layout of a data set. Raises InputError for a name that is none."""
    if dataset not in _LAYOUTS:
        raise InputError(f"{dataset!r} is no data set that can be imported; choose one of {', '.join(DATASETS)}.")
    return _LAYOUTS[dataset]


def guess(columns: Sequence[str]) -> str | None:
    """The data set whose columns these are, None where they are no data set's. The cells of a row of GDELT's exports,
    which have no header, will do."""
    if is_headless(columns, gdelt.HEADLESS):
        return gdelt.DATASET
    names = {name.strip().lower() for name in columns}
    for dataset, layout in _LAYOUTS.items():
        if not lacking(columns, layout.needed) and names & layout.marks:
            return dataset
    return None


def check(dataset: str, names: Sequence[str]) -> None:
    """Raise UnreadableError unless a table with these columns is of the data set."""
    missing = lacking(names, layout_of(dataset).needed)
    if not missing:
        return
    title, other = DATASETS[dataset].title, guess(names)
    if other is not None and other != dataset:
        raise UnreadableError(f"it is not of {title}: its columns are those of {DATASETS[other].title}")
    raise UnreadableError(f"it is not of {title}: it lacks {', '.join(missing)} (its first row must name the columns)")
