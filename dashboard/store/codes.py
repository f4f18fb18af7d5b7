"""Numbers in place of texts and degrees: what the tables in memory are filtered and gathered by."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from dashboard.geometry import MERCATOR_EDGE
from dashboard.query import BBox
from dashboard.records import EVENT_TYPES, STATUSES

TYPES = tuple(EVENT_TYPES)
SUB_TYPES = tuple(sub for subs in EVENT_TYPES.values() for sub in subs)
STATUS = {name: number for number, name in enumerate(STATUSES)}
WORLD_BITS = 24  # the web map's world is 2**24 pixels wide at zoom 16
_SIZE = 1 << WORLD_BITS


def country_code(code: str) -> int:
    """An ISO 3166-1 alpha-2 code as a number, 0 for none: compared faster than text, and half its size."""
    return (ord(code[0]) << 8) + ord(code[1]) if len(code) == 2 and code.isascii() else 0


def country_of(number: int) -> str:
    """The code that ``country_code`` made a number of."""
    return chr(number >> 8) + chr(number & 255) if number else ""


def world_pixels(
    longitude: npt.NDArray[np.float64], latitude: npt.NDArray[np.float64]
) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int32]]:
    """Web Mercator pixels, 0 to 2**24 - 1 each. 180 degrees is the meridian of -180; the poles fall to the outermost row."""
    x = np.floor((longitude + 180) / 360 * _SIZE).astype(np.int64) % _SIZE
    angle = np.radians(np.clip(latitude, -MERCATOR_EDGE, MERCATOR_EDGE))
    y = np.floor((0.5 - np.arcsinh(np.tan(angle)) / (2 * np.pi)) * _SIZE)
    return x.astype(np.int32), np.clip(y, 0, _SIZE - 1).astype(np.int32)


def pixel_box(view: BBox, shift: int) -> tuple[list[tuple[int, int]], tuple[int, int]]:
    """The cells, ``2**shift`` pixels wide, that a view meets: first and last pixel of each span of x, and of y.

    A view that crosses the antimeridian has two spans of x. Its eastern and southern borders do not belong to it, so
    that views which share a border share no cell.
    """
    west, east = _across(view.west), _across(view.east)
    spans = [(west, east)] if view.west <= view.east else [(west, float(_SIZE)), (0.0, east)]
    return [_cells(*span, shift) for span in spans], _cells(_down(view.north), _down(view.south), shift)


def _across(longitude: float) -> float:
    return (longitude + 180) / 360 * _SIZE


def _down(latitude: float) -> float:
    angle = math.radians(min(MERCATOR_EDGE, max(-MERCATOR_EDGE, latitude)))
    return (0.5 - math.asinh(math.tan(angle)) / (2 * math.pi)) * _SIZE


def _cells(first: float, end: float, shift: int) -> tuple[int, int]:
    # A border between cells that comes as degrees with five decimals lies some pixels off: it is still that border.
    slack = min(4.0, (1 << shift) / 16)
    low = min(_SIZE - 1, max(0, math.floor(first + slack)))
    high = min(_SIZE - 1, max(low, math.ceil(end - slack) - 1))
    return low >> shift << shift, ((high >> shift) + 1 << shift) - 1


def along_curve(x: npt.NDArray[np.int32], y: npt.NDArray[np.int32]) -> npt.NDArray[np.int32]:
    """The place on a Z-order curve over 4,096 x 4,096 cells: near points stand near each other in a table sorted by it."""
    return (_spread(x >> (WORLD_BITS - 12)) | (_spread(y >> (WORLD_BITS - 12)) << 1)).astype(np.int32)


def _spread(value: npt.NDArray[np.int32]) -> npt.NDArray[np.int32]:
    """Twelve bits with a zero after each."""
    for shift, mask in ((8, 0x00FF00FF), (4, 0x0F0F0F0F), (2, 0x33333333), (1, 0x55555555)):
        value = (value | (value << shift)) & mask
    return value
