"""Which pairs of reports are worth scoring: those of one neighbourhood and a few days.

Every report lies on a shelf for each area that something may be looked for in, by its day. It looks on the shelves
that its own precision asks for: the cells around it; the division or country, where that is all it names; the name,
where that name was resolved to several places. A shelf that holds more than a handful of one day is not read whole
but around the report's own place in it, sorted once by place and once by toll (the sorted neighbourhood of Hernández
and Stolfo, 1995), so that the work grows with the reports and not with their pairs.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence

from dashboard.merging.days import NEXT_DAY
from dashboard.merging.pairs import Facts
from dashboard.merging.places import DISTRICT, NEAR_KM, PROVINCE, WIDE, Spot

CELL_DEGREES = 0.3  # of latitude, 33 km: more than points may lie apart (``NEAR_KM``, and the radius of a large city)
KM_PER_DEGREE = 111.2
PER_DAY = 40  # compared of one shelf and day: more than the different things that are told of one place on one day
PER_REPORT = 200  # compared in all, the nearest days first
MAX_RANGE = 92  # days of a range that are looked at: longer than a quarter is no event
assert CELL_DEGREES * KM_PER_DEGREE > NEAR_KM

Key = tuple[object, ...]


class _Day:
    """The reports of one shelf and day, in two orders."""

    def __init__(self) -> None:
        self.members: list[int] = []
        self._orders: list[list[tuple[Key, int]]] | None = None

    def near(self, i: int, facts: Sequence[Facts]) -> Iterable[int]:
        if len(self.members) <= PER_DAY:
            return self.members
        if self._orders is None:
            self._orders = [sorted((key(facts[j]), j) for j in self.members) for key in (_by_place, _by_toll)]
        found: dict[int, None] = {}
        for order, key in zip(self._orders, (_by_place, _by_toll), strict=True):
            at = bisect_left(order, (key(facts[i]), i))
            found |= dict.fromkeys(j for _, j in order[max(0, at - PER_DAY // 4) : at + PER_DAY // 4 + 1])
        return found


def _toll(facts: Facts) -> int:
    return -1 if facts.report.fatalities is None else facts.report.fatalities.best


def _by_place(facts: Facts) -> Key:
    return (facts.spot.latitude, facts.spot.longitude, facts.report.sub_event_type, _toll(facts), facts.report_id)


def _by_toll(facts: Facts) -> Key:
    return (facts.report.sub_event_type, _toll(facts), facts.spot.latitude, facts.spot.longitude, facts.report_id)


def candidate_pairs(facts: Sequence[Facts]) -> Iterator[tuple[int, int]]:
    """Each pair (i, j), i < j, of positions in ``facts`` that is worth scoring, once."""
    shelves = _shelve(facts)
    seen: set[int] = set()
    for i in range(len(facts)):
        for j in _around(i, facts, shelves):
            pair = min(i, j) * len(facts) + max(i, j)
            if i != j and pair not in seen:
                seen.add(pair)
                yield min(i, j), max(i, j)


Shelves = dict[Hashable, dict[int, _Day]]


def _shelve(facts: Sequence[Facts]) -> tuple[Shelves, dict[int, list[Hashable]]]:
    """The shelves, and for each place (by identity) those to look on."""
    spots = {id(f.spot): f.spot for f in facts}
    cells: defaultdict[str, set[Hashable]] = defaultdict(set)
    for spot in spots.values():
        cells[spot.called].add(_cell(spot))
    wanted = {key: _looks_on(spot, len(cells[spot.called]) > 1) for key, spot in spots.items()}
    asked = {key for keys in wanted.values() for key in keys}
    lies_on = {key: [k for k in _lies_on(spot) if k in asked] for key, spot in spots.items()}
    shelves: Shelves = {}
    for i, f in enumerate(facts):
        for key in lies_on[id(f.spot)]:
            shelves.setdefault(key, {}).setdefault(f.days.first, _Day()).members.append(i)
    return shelves, {key: [k for k in keys if k in shelves] for key, keys in wanted.items()}


def _around(i: int, facts: Sequence[Facts], shelved: tuple[Shelves, dict[int, list[Hashable]]]) -> Iterator[int]:
    shelves, wanted = shelved
    mine = facts[i]
    looked = [shelves[key] for key in wanted[id(mine.spot)]]
    left = PER_REPORT
    last = min(mine.days.last, mine.days.first + MAX_RANGE)
    days = [*range(mine.days.first, last + 1)]
    for off in range(1, max(mine.days.slack, NEXT_DAY) + 1):
        days += [mine.days.first - off, last + off]
    for day in days:
        for shelf in looked:
            if day in shelf:
                near = list(shelf[day].near(i, facts))
                left -= len(near)
                yield from near
        if left <= 0:
            return


def _lies_on(spot: Spot) -> list[Hashable]:
    return [
        _cell(spot),
        ("district", spot.country, spot.admin1, spot.admin2),
        ("province", spot.country, spot.admin1),
        ("country", spot.country),
        ("name", spot.called),
    ]


def _looks_on(spot: Spot, ambiguous: bool) -> list[Hashable]:
    keys: list[Hashable] = _cells(spot)
    if ambiguous:
        keys.append(("name", spot.called))
    if spot.level == DISTRICT:
        keys.append(("district", spot.country, spot.admin1, spot.admin2))
    elif spot.level == PROVINCE:
        # Also what lies in no known division: its distance tells.
        keys += [("province", spot.country, spot.admin1), ("province", spot.country, "")]
    elif spot.level == WIDE:
        keys.append(("country", spot.country))
    return keys


def _cell(spot: Spot) -> Hashable:
    row = math.floor(spot.latitude / CELL_DEGREES)
    return (row, math.floor((spot.longitude + 180) % 360 / _width(row)))


def _width(row: int) -> float:
    """Degrees of longitude that a cell of this row of latitude spans: as many kilometres everywhere."""
    edge = min(89.0, max(abs(row), abs(row + 1)) * CELL_DEGREES)
    return 360 / max(1, math.floor(360 * math.cos(math.radians(edge)) / CELL_DEGREES))


def _cells(spot: Spot) -> list[Hashable]:
    """The cell of a place and those around it, across the antimeridian too."""
    row = math.floor(spot.latitude / CELL_DEGREES)
    found: dict[Hashable, None] = {}
    for r in (row - 1, row, row + 1):
        width = _width(r)
        columns = round(360 / width)
        at = math.floor((spot.longitude + 180) % 360 / width)
        for column in range(at - 1, at + 2):
            found[r, column % columns] = None
    return list(found)
