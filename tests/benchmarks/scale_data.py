"""Invented event data of any size: a CSV file in ACLED's layout, or rows put straight into a store's ``imports`` table.

    python tests/benchmarks/scale_data.py FILE ROWS

Rows come in blocks that are seeded one by one, so the first rows of a large file are those of a small one. Towns and words
are drawn by Zipf's law, days from a slowly growing base with bursts a zone, and the rows stand in no order.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pacsv

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))  # so that the script finds its modules, however it is started

from dashboard.records import EVENT_TYPE_OF, EVENT_TYPES
from tests.benchmarks.scale_places import COUNTRIES, SEED, World, build_world

BLOCK = 50_000
FIRST, LAST = np.datetime64("1997-01-01"), np.datetime64("2025-12-31")
DAYS = int((LAST - FIRST).astype(int)) + 1
# Shares of the sub-event types, in the order of the codebook: clashes, shelling and peaceful protests are most of it.
SUB_TYPES = tuple(EVENT_TYPE_OF)
_SUB_SHARES = np.array(
    [20, 1, 1, 8, 14, 6, 0.4, 1, 0.1, 12, 3, 0.8, 19, 2, 0.4, 3, 3, 0.3, 1, 0.6, 1, 0.1, 1.2, 0.2, 0.9]
)
_INTERS = ("State forces", "Rebel group", "Political militia", "Identity militia", "Protesters", "Civilians")
_SCALES = ("National", "Subnational", "International", "Local partner-National", "Other")
Ints = npt.NDArray[np.int64]


class Rows:
    """Blocks of rows, the same for the same seed."""

    def __init__(self, seed: int = SEED) -> None:
        self.seed = seed
        self.world: World = build_world(seed)

    def blocks(self, rows: int, *, notes: bool = True) -> Iterator[pa.RecordBatch]:
        """``rows`` rows in ACLED's 31 columns, ``BLOCK`` a batch; without ``notes`` that column is empty."""
        for number, start in enumerate(range(0, rows, BLOCK)):
            yield self.block(number, min(BLOCK, rows - start), notes=notes)

    def block(self, number: int, rows: int, *, notes: bool = True) -> pa.RecordBatch:
        """The first ``rows`` rows of block ``number``."""
        rng, world = np.random.default_rng([self.seed, 1, number]), self.world
        # Whole blocks are drawn, whatever is asked of them: a cut block starts like the whole one.
        town = world.town_slots[rng.integers(0, len(world.town_slots), BLOCK)].astype(np.int64)
        country, zone = world.country[town], world.zone[town]
        day = _days(rng, world, zone)
        sub = rng.choice(len(SUB_TYPES), BLOCK, p=_SUB_SHARES / _SUB_SHARES.sum())
        actors = (rng.integers(0, len(world.groups), (2, BLOCK)) // 7 + country * 29) % len(world.groups)
        inter = rng.integers(0, len(_INTERS), (2, BLOCK))
        geo, near = _precisions(rng, (0.72, 0.23, 0.05)), _precisions(rng, (0.78, 0.17, 0.05))
        deaths = _fatalities(rng, sub)
        source, scale = rng.integers(0, len(world.sources), BLOCK), rng.integers(0, len(_SCALES), BLOCK)
        stamp = 1_600_000_000 + rng.integers(0, 160_000_000, BLOCK)
        dates = pa.array(FIRST + day)
        admin1, actor1, actor2 = (
            _take(world.divisions, zone),
            _take(world.groups, actors[0]),
            _take(world.groups, actors[1]),
        )
        location = _take(world.towns, town)
        number_of = np.arange(BLOCK) + number * BLOCK
        texts = _notes(rng, world, dates, actor1, actor2, location) if notes else _same("")
        columns: dict[str, Any] = {
            "event_id_cnty": pc.binary_join_element_wise(
                _take([c[1] for c in COUNTRIES], country), pa.array(number_of).cast(pa.string()), ""
            ),
            "event_date": dates,
            "year": pc.year(dates),
            "time_precision": near,
            "disorder_type": _take(_disorders(), sub),
            "event_type": _take([EVENT_TYPE_OF[s] for s in SUB_TYPES], sub),
            "sub_event_type": _take(SUB_TYPES, sub),
            "actor1": actor1,
            "assoc_actor_1": _same(""),
            "inter1": _take(_INTERS, inter[0]),
            "actor2": actor2,
            "assoc_actor_2": _same(""),
            "inter2": _take(_INTERS, inter[1]),
            "interaction": _take([f"{a}-{b}" for a in _INTERS for b in _INTERS], inter[0] * len(_INTERS) + inter[1]),
            "civilian_targeting": _take(("", "Civilian targeting"), (inter[1] == 5).astype(np.int64)),
            "iso": np.array([c[2] for c in COUNTRIES])[country],
            "region": _take([c[3] for c in COUNTRIES], country),
            "country": _take([c[0] for c in COUNTRIES], country),
            "admin1": admin1,
            "admin2": pc.binary_join_element_wise(admin1, _take(("North", "South", "East", "West"), town % 4), " "),
            "admin3": _same(""),
            "location": location,
            "latitude": world.latitude[town],
            "longitude": world.longitude[town],
            "geo_precision": geo,
            "source": _take(world.sources, source),
            "source_scale": _take(_SCALES, scale),
            "notes": texts,
            "fatalities": deaths,
            "tags": _take(("", "", "", "crowd size=no report"), sub % 4),
            "timestamp": stamp,
        }
        return pa.RecordBatch.from_pydict(columns).slice(0, rows)


def write_csv(path: Path, rows: int, *, seed: int = SEED) -> None:
    """Write ``rows`` invented rows in ACLED's layout; a block is in memory at a time."""
    made = Rows(seed)
    first = made.block(0, 1)
    with pacsv.CSVWriter(path, first.schema) as writer:
        for block in made.blocks(rows):
            writer.write_batch(block)


def _days(rng: np.random.Generator, world: World, zone: Ints) -> Ints:
    """Half of the days from a base that grows with time, half from one of the three bursts of the zone."""
    base = np.sqrt(rng.random(BLOCK)) * DAYS
    burst = world.bursts[zone, rng.integers(0, 3, BLOCK)]
    near = burst[:, 0] * DAYS + rng.standard_normal(BLOCK) * burst[:, 1]
    chosen = np.where((rng.random(BLOCK) < 0.5) & (near >= 0) & (near < DAYS), near, base)
    return chosen.astype(np.int64)


def _precisions(rng: np.random.Generator, shares: tuple[float, float, float]) -> Ints:
    return rng.choice(np.array([1, 2, 3]), BLOCK, p=shares)


def _fatalities(rng: np.random.Generator, sub: Ints) -> Ints:
    """Mostly 0, with a heavy tail where there is violence."""
    violent = np.isin(sub, [i for i, s in enumerate(SUB_TYPES) if EVENT_TYPE_OF[s] in _VIOLENT])
    some = rng.random(BLOCK) < np.where(violent, 0.34, 0.02)
    return np.where(some, 1 + rng.pareto(1.4, BLOCK) * 1.5, 0).clip(0, 1500).astype(np.int64)


_VIOLENT = frozenset(EVENT_TYPES) - {"Protests", "Riots", "Strategic developments"}


def _notes(
    rng: np.random.Generator, world: World, dates: pa.Array, actor1: pa.Array, actor2: pa.Array, location: pa.Array
) -> pa.Array:
    """A first sentence that names day, sides and place, then words by Zipf's law: 250 to 350 characters for most."""
    lengths = rng.integers(19, 31, BLOCK)
    offsets = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int32)
    drawn = world.word_slots[rng.integers(0, len(world.word_slots), int(offsets[-1]), dtype=np.int32)]
    words = pc.take(pa.array(world.words), pa.array(drawn))
    filler = pc.binary_join(pa.ListArray.from_arrays(pa.array(offsets), words), " ")
    day = pc.strftime(dates, format="%d %B %Y")
    return pc.binary_join_element_wise(
        "On ", day, ", ", actor1, " clashed with ", actor2, " in ", location, ": ", filler, ".", ""
    )


def _disorders() -> list[str]:
    protests = {
        "Protests": "Demonstrations",
        "Riots": "Demonstrations",
        "Strategic developments": "Strategic developments",
    }
    return [protests.get(EVENT_TYPE_OF[s], "Political violence") for s in SUB_TYPES]


def _take(names: Any, index: Ints) -> pa.Array:
    return pc.take(pa.array(list(names), pa.string()), pa.array(index))


def _same(text: str) -> pa.Array:
    return pa.repeat(pa.scalar(text), BLOCK)


def main() -> int:
    """Write a file."""
    start = time.monotonic()
    write_csv(Path(sys.argv[1]), int(sys.argv[2]))
    print(f"{sys.argv[1]}: {Path(sys.argv[1]).stat().st_size:,} bytes in {time.monotonic() - start:.1f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
