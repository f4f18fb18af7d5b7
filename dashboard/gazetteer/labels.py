"""The best known towns and countries of a box: every pan of the map asks for them, so their points stay in memory."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

import numpy as np

Rows = Callable[[str, Iterable[object]], list[Any]]


class Labels:
    """The points of all towns and countries, the most prominent first: 20 bytes each."""

    def __init__(self, rows: Rows) -> None:
        found = rows(
            "SELECT id, latitude, longitude, feature_code FROM place "
            "WHERE feature_code LIKE 'PP%' OR feature_code LIKE 'PCL%' ORDER BY prominence DESC",
            (),
        )
        ids, latitudes, longitudes, codes = zip(*found, strict=True) if found else ((), (), (), ())
        self._ids = np.array(ids, np.int64)
        self._latitudes = np.array(latitudes, np.float64)
        self._longitudes = np.array(longitudes, np.float64)
        self._codes, self._code = np.unique(np.array(codes, dtype=str), return_inverse=True)

    def ids(self, *, west: float, south: float, east: float, north: float, limit: int, codes: str) -> list[int]:
        """At most ``limit`` places of a box (west <= east) whose feature code is LIKE ``codes``, best known first."""
        like = re.compile(re.escape(codes).replace("%", ".*"))
        wanted = np.array([like.fullmatch(code) is not None for code in self._codes], bool)
        inside = (self._latitudes >= south) & (self._latitudes <= north)
        inside &= (self._longitudes >= west) & (self._longitudes <= east)
        if not inside.any():
            return []
        found: list[int] = self._ids[np.flatnonzero(inside & wanted[self._code])[:limit]].tolist()
        return found
