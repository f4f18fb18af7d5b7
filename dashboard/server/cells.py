"""Cells of the map as columns: the shortest plain JSON of hundreds of them, which the map's layer reads."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Any

_PLACES = 100_000  # five decimals of a degree, about a metre
_COLUMNS = ("n", "fatalities", "coarse", "mix", "statuses", "geo_precision")
_OF_ONE = ("id", "sub_event_type", "location")  # of the one event; "" where a cell has more


def cell_columns(cells: Iterable[Mapping[str, Any]]) -> dict[str, list[Any]]:
    """``EventStore.clusters`` column by column, coordinates in degrees with five decimals.

    The box of a cell (``west``, ``south``, ``east``, ``north``) is rounded outwards: it holds all its events.
    """
    rows = list(cells)
    columns: dict[str, list[Any]] = {name: [row[name] for row in rows] for name in _COLUMNS}
    for name in _OF_ONE:
        columns[name] = [row[name] if row["n"] == 1 else "" for row in rows]
    for name in ("longitude", "latitude"):
        columns[name] = [round(row[name], 5) for row in rows]
    for name in ("west", "south"):
        columns[name] = [_down(row[name]) for row in rows]
    for name in ("east", "north"):
        columns[name] = [-_down(-row[name]) for row in rows]
    return columns


def _down(degrees: float) -> float:
    # What already has five decimals stays: 43.119 * 100000 is a hair above 4311900.
    return math.floor(round(degrees * _PLACES, 3)) / _PLACES
