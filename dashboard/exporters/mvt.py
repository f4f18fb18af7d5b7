"""Mapbox Vector Tiles, version 2.1 of the specification, of points.

https://github.com/mapbox/vector-tile-spec/tree/master/2.1: a tile is a protocol buffer of layers; a layer has features,
and the keys and values of their properties once each. Written by hand: points need forty lines of it, and a library
would bring a protocol buffer compiler's runtime and a geometry engine.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from struct import pack

from dashboard.exporters.tile_grid import EXTENT

MEDIA_TYPE = "application/vnd.mapbox-vector-tile"
VERSION = 2
Value = str | int | float | bool | None

# Wire types of protocol buffers, and the numbers of the specification's fields.
_VARINT, _DOUBLE, _BYTES = 0, 1, 2
_LAYER = 3
_NAME, _FEATURE, _KEY, _VALUE, _EXTENT, _VERSION = 1, 2, 3, 4, 5, 15
_TAGS, _TYPE, _GEOMETRY = 2, 3, 4
_STRING, _FLOAT64, _UNSIGNED, _SIGNED, _BOOLEAN = 1, 3, 5, 6, 7
_POINT = 1
_MOVE_TO_ONCE = 1 << 3 | 1


@dataclass(frozen=True, slots=True)
class Point:
    """A feature: units east (``x``) and south (``y``) of the tile's north-western corner, and properties.

    A property that is None is left out: the format has no null.
    """

    x: int
    y: int
    properties: Mapping[str, Value]


def tile(layers: Mapping[str, Iterable[Point]]) -> bytes:
    """The layers by name as one tile. Raises ValueError for a whole number of more than 64 bits."""
    return b"".join(_bytes(_LAYER, _Layer(name).encoded(points)) for name, points in layers.items())


class _Layer:
    """One layer while it is written: each key and value once, numbered as they come."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.keys: dict[str, int] = {}
        self.values: dict[tuple[type, Value], int] = {}  # by type too: 1, 1.0 and True are three values

    def encoded(self, points: Iterable[Point]) -> bytes:
        features = [_bytes(_FEATURE, self._feature(point)) for point in points]
        return b"".join(
            [
                _bytes(_NAME, _utf8(self.name)),
                *features,
                *(_bytes(_KEY, _utf8(key)) for key in self.keys),
                *(_bytes(_VALUE, _encoded(value)) for _, value in self.values),
                _number(_EXTENT, EXTENT),
                _number(_VERSION, VERSION),
            ]
        )

    def _feature(self, point: Point) -> bytes:
        tags = bytearray()
        for key, value in point.properties.items():
            if value is not None:
                tags += _varint(self.keys.setdefault(key, len(self.keys)))
                tags += _varint(self.values.setdefault((type(value), value), len(self.values)))
        geometry = _varint(_MOVE_TO_ONCE) + _varint(_zigzag(point.x)) + _varint(_zigzag(point.y))
        return _bytes(_TAGS, bytes(tags)) + _number(_TYPE, _POINT) + _bytes(_GEOMETRY, geometry)


def _encoded(value: Value) -> bytes:
    if isinstance(value, bool):
        return _number(_BOOLEAN, int(value))
    if isinstance(value, int):
        if not -(2**63) <= value < 2**64:
            raise ValueError(f"The whole number {value} has more than 64 bits.")
        return _number(_UNSIGNED, value) if value >= 0 else _number(_SIGNED, _zigzag(value))
    if isinstance(value, float):
        return _varint(_FLOAT64 << 3 | _DOUBLE) + pack("<d", value)
    return _bytes(_STRING, _utf8(str(value)))


def _utf8(text: str) -> bytes:
    """A lone surrogate, which UTF-8 does not have, becomes a question mark."""
    return text.encode("utf-8", "replace")


def _number(number: int, value: int) -> bytes:
    return _varint(number << 3 | _VARINT) + _varint(value)


def _bytes(number: int, content: bytes) -> bytes:
    return _varint(number << 3 | _BYTES) + _varint(len(content)) + content


def _zigzag(value: int) -> int:
    return 2 * value if value >= 0 else -2 * value - 1


def _varint(value: int) -> bytes:
    if value < 0x80:
        return bytes((value,))
    found = bytearray()
    while value >= 0x80:
        found.append(value & 0x7F | 0x80)
        value >>= 7
    found.append(value)
    return bytes(found)
