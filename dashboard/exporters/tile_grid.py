"""The grid of web map tiles (XYZ, Web Mercator): which tile a point lies in, and where within it.

Every point lies in exactly one tile of a zoom: a tile owns its western and northern edge, not its eastern and southern
one. What lies beyond the map's northern or southern edge belongs to the outermost row, and the meridian 180, which is
-180, to the first column.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from dashboard.geometry import MERCATOR_EDGE
from dashboard.query import BBox

EXTENT = 4096  # units across a tile, as all writers of vector tiles have it
# Rounding must lose no event on an edge: a box is asked for with so much around it, in degrees (a tenth of a metre).
_MARGIN = 1e-6


@dataclass(frozen=True, slots=True)
class Tile:
    """One tile: ``x`` from west to east, ``y`` from north to south, each 0 to 2**z - 1."""

    z: int
    x: int
    y: int

    @property
    def side(self) -> int:
        """How many columns, and rows, the zoom has."""
        return 1 << self.z

    @property
    def exists(self) -> bool:
        """Whether the zoom has such a column and row."""
        return self.z >= 0 and 0 <= self.x < self.side and 0 <= self.y < self.side

    def holds(self, *, longitude: float, latitude: float) -> bool:
        """Whether the point, in degrees, lies in this tile."""
        across, down = _place(longitude, latitude)
        return (self._whole(across), self._whole(down)) == (self.x, self.y)

    def position(self, *, longitude: float, latitude: float) -> tuple[int, int]:
        """The point in units of the tile, east and south of its north-western corner, each 0 to EXTENT - 1.

        A unit is the one that the point lies in. A point of another tile comes to the nearest edge.
        """
        across, down = _place(longitude, latitude)
        return self._units(across - self.x / self.side), self._units(down - self.y / self.side)

    def view(self) -> BBox:
        """A box in degrees that has all points of this tile in it, and a hair's breadth of its neighbours."""
        if not self.z:
            return BBox(-180.0, -90.0, 180.0, 90.0)
        # The first column has the meridian 180 too: its box crosses the antimeridian.
        west = 180.0 if self.x == 0 else self.x * 360 / self.side - 180
        east = (self.x + 1) * 360 / self.side - 180
        south = -90.0 if self.y == self.side - 1 else _latitude((self.y + 1) / self.side) - _MARGIN
        north = 90.0 if self.y == 0 else _latitude(self.y / self.side) + _MARGIN
        return BBox(west - _MARGIN, south, min(east + _MARGIN, 180.0), north)

    def _whole(self, part: float) -> int:
        return min(math.floor(part * self.side), self.side - 1)

    def _units(self, part: float) -> int:
        return min(max(math.floor(part * self.side * EXTENT), 0), EXTENT - 1)


def _place(longitude: float, latitude: float) -> tuple[float, float]:
    """Parts of the world east of -180 and south of the map's northern edge, each 0 to 1."""
    across = ((longitude + 180) % 360) / 360
    if abs(latitude) >= MERCATOR_EDGE:
        return across, 0.0 if latitude > 0 else 1.0
    down = 0.5 - math.asinh(math.tan(math.radians(latitude))) / (2 * math.pi)
    return across, min(max(down, 0.0), 1.0)


def _latitude(down: float) -> float:
    return math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * down))))
