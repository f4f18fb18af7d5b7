"""A reader of Mapbox Vector Tiles after the specification's text, apart from the writer: what it refuses is no tile."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Layer:
    version: int = 0
    extent: int = 0
    features: list[tuple[tuple[int, int], dict[str, Any]]] = field(default_factory=list)  # (x, y), properties


def decode(tile: bytes) -> dict[str, Layer]:
    layers: dict[str, Layer] = {}
    for number, content in fields(tile):
        assert number == 3
        name, layer = read_layer(content)
        assert name not in layers
        layers[name] = layer
    return layers


def read_layer(content: bytes) -> tuple[str, Layer]:
    parts: dict[int, list[Any]] = {1: [], 2: [], 3: [], 4: [], 5: [], 15: []}
    for number, value in fields(content):
        parts[number].append(value)
    (name,), (extent,), (version,) = parts[1], parts[5], parts[15]
    keys, values = [key.decode() for key in parts[3]], [read_value(value) for value in parts[4]]
    assert len(set(keys)) == len(keys)
    layer = Layer(version, extent)
    for feature in parts[2]:
        found = dict(fields(feature))
        assert found[3] == 1  # a point
        command, x, y = varints(found[4])
        assert command == 9  # MoveTo, once
        tags = list(varints(found.get(2, b"")))
        names = [keys[k] for k in tags[::2]]
        assert len(set(names)) == len(names)
        properties = dict(zip(names, (values[v] for v in tags[1::2]), strict=True))
        layer.features.append(((zigzag(x), zigzag(y)), properties))
    return name.decode(), layer


def read_value(content: bytes) -> Any:
    ((number, value),) = fields(content)
    readers = {
        1: bytes.decode,
        2: lambda v: struct.unpack("<f", v)[0],
        3: lambda v: struct.unpack("<d", v)[0],
        4: int,
        5: int,
        6: zigzag,
        7: bool,
    }
    return readers[number](value)


def fields(message: bytes) -> Iterator[tuple[int, Any]]:
    at = 0
    while at < len(message):
        key, at = varint(message, at)
        number, wire = key >> 3, key & 7
        if wire == 0:
            value, at = varint(message, at)
            yield number, value
            continue
        size = {1: 8, 5: 4}.get(wire)
        if size is None:
            assert wire == 2
            size, at = varint(message, at)
        assert at + size <= len(message)
        yield number, message[at : at + size]
        at += size


def varints(packed: bytes) -> Iterator[int]:
    at = 0
    while at < len(packed):
        value, at = varint(packed, at)
        yield value


def varint(message: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while message[at] & 0x80:
        value |= (message[at] & 0x7F) << shift
        at, shift = at + 1, shift + 7
    return value | message[at] << shift, at + 1


def zigzag(value: int) -> int:
    return value >> 1 if value % 2 == 0 else -(value >> 1) - 1
