"""Vector tiles as the specification has them, read by a decoder of their own."""

from __future__ import annotations

from typing import Any

import pytest

from dashboard.exporters import mvt
from tests.exporters.tile_decoder import decode


def round_trip(*points: mvt.Point) -> list[tuple[tuple[int, int], dict[str, Any]]]:
    (layer,) = decode(mvt.tile({"events": points})).values()
    return layer.features


def test_the_bytes_are_those_of_the_specification() -> None:
    # By hand after the specification's chapter 4: a layer "a" with a point at (25, 17) and one property, n = 3.
    feature = bytes([0x12, 2, 0, 0, 0x18, 1, 0x22, 3, 9, 50, 34])
    layer = b"\x0a\x01a" + b"\x12" + bytes([len(feature)]) + feature
    layer += b"\x1a\x01n" + b"\x22\x02\x28\x03" + b"\x28\x80\x20" + b"\x78\x02"
    assert mvt.tile({"a": [mvt.Point(25, 17, {"n": 3})]}) == b"\x1a" + bytes([len(layer)]) + layer


def test_layers_keep_their_names_version_and_extent() -> None:
    layers = decode(mvt.tile({"clusters": [], "events": [mvt.Point(0, 0, {})]}))
    assert list(layers) == ["clusters", "events"]
    assert {(layer.version, layer.extent) for layer in layers.values()} == {(2, 4096)}
    assert [len(layer.features) for layer in layers.values()] == [0, 1]


@pytest.mark.parametrize(
    "value",
    [
        "",
        "Sa‘dah \"quoted\" 'single' \\ \n\x00 😀 الموصل </script>",
        "x" * 100_000,
        0,
        1,
        127,
        128,
        2**32,
        2**64 - 1,
        -1,
        -(2**63),
        0.0,
        -2.5,
        1e300,
        True,
        False,
    ],
)
def test_a_property_comes_back_as_it_was(value: mvt.Value) -> None:
    ((_, properties),) = round_trip(mvt.Point(1, 2, {"key ключ": value}))
    assert properties == {"key ключ": value}
    assert type(properties["key ключ"]) is type(value)


def test_values_that_python_calls_equal_stay_apart() -> None:
    ((_, properties),) = round_trip(mvt.Point(0, 0, {"a": 1, "b": 1.0, "c": True, "d": "1"}))
    assert [type(value) for value in properties.values()] == [int, float, bool, str]


def test_null_is_left_out() -> None:
    ((_, properties),) = round_trip(mvt.Point(0, 0, {"fatalities": None, "location": "Mosul"}))
    assert properties == {"location": "Mosul"}


def test_a_half_surrogate_is_no_reason_to_fail() -> None:
    ((_, properties),) = round_trip(mvt.Point(0, 0, {"location": "a\ud800b"}))
    assert properties == {"location": "a?b"}


def test_a_number_that_the_format_does_not_have_is_refused() -> None:
    with pytest.raises(ValueError, match="64 bits"):
        mvt.tile({"events": [mvt.Point(0, 0, {"n": 2**64})]})


def test_points_keep_their_places_also_beyond_the_tile() -> None:
    places = [(0, 0), (4095, 4095), (4096, 1), (-1, -64), (2048, 0)]
    assert [at for at, _ in round_trip(*(mvt.Point(x, y, {}) for x, y in places))] == places


def test_what_many_points_share_is_written_once() -> None:
    points = [mvt.Point(n, n, {"location": "a name of some length", "n": n % 2}) for n in range(1000)]
    assert len(mvt.tile({"events": points})) < 20_000
    assert mvt.tile({"events": points}).count(b"a name of some length") == 1
    assert [properties["n"] for _, properties in round_trip(*points)] == [0, 1] * 500
