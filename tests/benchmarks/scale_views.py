"""What people look at on the map: seeded, all different views of an invented world, and the boxes that a map asks for."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

import numpy as np

from tests.benchmarks.scale_places import World

WIDTH, HEIGHT = 1080, 560  # pixels of the map in a window of 1400 by 1000
ZOOMS = (3, 12)
_MARGIN = 0.1  # a share of the view that the map asks for beyond each edge


@dataclass(frozen=True, slots=True)
class Look:
    """A centre in degrees, a zoom, and how a person came there: "jump", "pan" or "zoom"."""

    latitude: float
    longitude: float
    zoom: int
    how: str

    @property
    def view(self) -> str:
        """west,south,east,north as the map's request carries it."""
        scale = 256 * 2**self.zoom
        wide, tall = (0.5 + _MARGIN) * WIDTH / scale, (0.5 + _MARGIN) * HEIGHT / scale
        west, east = self.longitude - 360 * wide, self.longitude + 360 * wide
        y = _mercator(self.latitude)
        south, north = _latitude(min(1.0, y + tall)), _latitude(max(0.0, y - tall))
        return ",".join(f"{v:.5f}" for v in (west, south, east, north))


def looks(world: World, seed: int, count: int) -> list[Look]:
    """``count`` different views; the same for the same world and seed."""
    return list(islice(_wander(world, np.random.default_rng([seed, 2])), count))


def _wander(world: World, rng: np.random.Generator) -> Iterator[Look]:
    """Jumps to towns that have many events, pans by most of a screen from there, zooms in and out."""
    seen: set[tuple[float, float, int]] = set()
    at = Look(0.0, 0.0, 3, "jump")
    while True:
        how = str(rng.choice(["jump", "pan", "pan", "zoom"])) if seen else "jump"
        at = _next(at, how, world, rng)
        key = (round(at.latitude, 4), round(at.longitude, 4), at.zoom)
        if key not in seen:
            seen.add(key)
            yield at


def _next(at: Look, how: str, world: World, rng: np.random.Generator) -> Look:
    if how == "pan":
        angle, far = rng.uniform(0, 2 * math.pi), rng.uniform(0.5, 1.0)
        scale = 256 * 2**at.zoom
        longitude = at.longitude + 360 * far * WIDTH / scale * math.cos(angle)
        y = _mercator(at.latitude) + far * HEIGHT / scale * math.sin(angle)
        latitude = _latitude(min(0.8, max(0.2, y)))
        if abs(longitude) <= 170:  # round the world the map would turn back by a second move
            return Look(latitude, longitude, at.zoom, how)
    if how == "zoom":
        step = int(rng.choice([-2, -1, 1, 2]))
        if ZOOMS[0] <= at.zoom + step <= ZOOMS[1]:
            return Look(at.latitude, at.longitude, at.zoom + step, how)
    town = int(world.town_slots[rng.integers(0, len(world.town_slots))])
    near = rng.normal(0, 0.05, 2)
    zoom = int(rng.integers(ZOOMS[0], ZOOMS[1] + 1))
    return Look(float(world.latitude[town] + near[0]), float(world.longitude[town] + near[1]), zoom, "jump")


def _mercator(latitude: float) -> float:
    """0 at the north edge of the web map, 1 at its south edge."""
    return 0.5 - math.log(math.tan(math.radians(latitude) / 2 + math.pi / 4)) / (2 * math.pi)


def _latitude(y: float) -> float:
    return math.degrees(2 * math.atan(math.exp((0.5 - y) * 2 * math.pi)) - math.pi / 2)
