"""Reports to events: the pair of groups that fit best are joined first, never two that must stay apart.

Agglomerative clustering over the scored pairs alone. Two groups fit as well as their best pair and the mean of all
their scored pairs, half and half: the mean alone would leave out the brief that only agrees with the fullest report,
the best pair alone would chain one day's shelling to the next. Constraints (told apart by an article, by a person;
places, days or kinds that exclude each other) hold between whole groups, so no third report bridges them.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from dashboard.merging.days import Days, compare_days
from dashboard.merging.kinds import AGREEMENT
from dashboard.merging.pairs import THRESHOLD, Judge
from dashboard.merging.places import Spot

Pair = tuple[int, int]
DIGITS = 9  # of a fit: what differs by less is the same, in whatever order it was added up


@dataclass(slots=True)
class Edge:
    """The scored pairs between two groups."""

    total: float
    count: int
    best: float
    pair: Pair

    @property
    def fit(self) -> float:
        """Log-odds that the two groups are one."""
        return round((self.best + self.total / self.count) / 2, DIGITS)

    def add(self, other: Edge) -> None:
        """Take in the pairs of another edge."""
        self.total += other.total
        self.count += other.count
        if (-other.best, other.pair) < (-self.best, self.pair):
            self.best, self.pair = other.best, other.pair


@dataclass(frozen=True, slots=True)
class Join:
    """Why two groups became one: the pair that fits best, and the fit of the groups (None: a person joined them)."""

    pair: Pair
    fit: float | None


@dataclass(slots=True)
class _Group:
    members: list[int]
    spots: dict[int, Spot]
    days: set[Days]
    kinds: set[str]
    apart: set[int] = field(default_factory=set)  # numbers of groups
    edges: dict[int, Edge] = field(default_factory=dict)  # by the number of the other group
    joins: list[Join] = field(default_factory=list)
    by_person: bool = False


class Clusters:
    """Groups of positions of ``judge.facts``, each at first of one report or of those that a person joined."""

    def __init__(
        self, judge: Judge, scored: Iterable[tuple[float, Pair]], *,
        together: Iterable[Sequence[int]] = (), apart: Iterable[Pair] = (),
    ) -> None:  # fmt: skip
        """``together`` are disjoint; what they join, ``apart`` no longer parts."""
        self._judge = judge
        facts = judge.facts
        self._of = list(range(len(facts)))
        self._groups: dict[int, _Group] = {
            i: _Group([i], {id(f.spot): f.spot}, {f.days}, {f.report.sub_event_type}) for i, f in enumerate(facts)
        }
        for members in together:
            self._join_by_person(sorted(members))
        for i, j in apart:
            one, other = self._of[i], self._of[j]
            if one != other:
                self._groups[one].apart.add(other)
                self._groups[other].apart.add(one)
        for score, (i, j) in scored:
            one, other = self._of[i], self._of[j]
            if one != other:
                self._link(one, other, Edge(score, 1, score, (i, j)))

    def run(self) -> None:
        """Join groups, the best fit first, until none fits."""
        heap = [self._entry(a, b, e) for a, g in self._groups.items() for b, e in g.edges.items() if a < b]
        heap = [entry for entry in heap if -entry[0] >= THRESHOLD]
        heapq.heapify(heap)
        while heap:
            negative, _, a, b = heapq.heappop(heap)
            edge = self._groups[a].edges.get(b) if a in self._groups and b in self._groups else None
            if edge is None or edge.fit != -negative:
                continue  # joined meanwhile, or fitting otherwise since: then it stands in the heap anew
            if self._must_stay_apart(a, b):
                continue
            kept, changed = self._join(a, b, Join(edge.pair, edge.fit))
            for other in changed:
                if (edge := self._groups[kept].edges[other]).fit >= THRESHOLD:
                    heapq.heappush(heap, self._entry(kept, other, edge))

    def groups(self) -> list[tuple[list[int], list[Join]]]:
        """The members of each group and why they are one, in order of their first members."""
        return sorted((sorted(g.members), g.joins) for g in self._groups.values())

    def left(self, least: float, *, leaves: Callable[[Pair], bool] = lambda _: False) -> list[tuple[float, Pair]]:
        """Fit and best pair of the groups that nothing keeps apart, and that fit by ``least`` yet too little.

        A best pair that ``leaves`` may fit by any more: it is not the machine's to join.
        """
        return sorted(
            (-edge.fit, edge.pair)
            for a, group in self._groups.items()
            for b, edge in group.edges.items()
            if a < b
            and least <= edge.fit
            and (edge.fit < THRESHOLD or leaves(edge.pair))
            and not self._must_stay_apart(a, b)
        )

    @staticmethod
    def _entry(a: int, b: int, edge: Edge) -> tuple[float, Pair, int, int]:
        return (-edge.fit, edge.pair, min(a, b), max(a, b))

    def _link(self, one: int, other: int, edge: Edge) -> None:
        """Add ``edge`` to what links two groups; both of them hold the same object."""
        known = self._groups[one].edges.get(other)
        if known is None:
            self._groups[one].edges[other] = self._groups[other].edges[one] = edge
        else:
            known.add(edge)

    def _must_stay_apart(self, a: int, b: int) -> bool:
        one, other = self._groups[a], self._groups[b]
        if b in one.apart:
            return True
        # What a person joined may contradict itself: then it is enough to fit a part of it.
        enough = any if one.by_person or other.by_person else all
        return not (
            enough(self._judge.places(s, t) is not None for s in one.spots.values() for t in other.spots.values())
            and enough(compare_days(s, t) is not None for s in one.days for t in other.days)
            and enough((s, t) in AGREEMENT for s in one.kinds for t in other.kinds)
        )

    def _join_by_person(self, members: Sequence[int]) -> None:
        kept = members[0]
        for other in members[1:]:
            kept, _ = self._join(kept, other, Join((members[0], other), None))
        self._groups[kept].by_person = True

    def _join(self, a: int, b: int, why: Join) -> tuple[int, list[int]]:
        """Make two groups one; its number (the larger's, so that little is moved), and the groups it fits otherwise now."""
        size_a, size_b = (len(self._groups[x].edges) + len(self._groups[x].members) for x in (a, b))
        kept, gone = (a, b) if (size_a, -a) >= (size_b, -b) else (b, a)
        into, lost = self._groups[kept], self._groups.pop(gone)
        into.members += lost.members
        into.spots |= lost.spots
        into.days |= lost.days
        into.kinds |= lost.kinds
        into.by_person |= lost.by_person
        into.joins += [*lost.joins, why]
        for i in lost.members:
            self._of[i] = kept
        into.edges.pop(gone, None)
        for other, edge in lost.edges.items():
            if other != kept:
                del self._groups[other].edges[gone]
                self._link(kept, other, edge)
        for other in lost.apart:
            self._groups[other].apart.discard(gone)
            self._groups[other].apart.add(kept)
        into.apart |= lost.apart
        return kept, [other for other in lost.edges if other != kept]
