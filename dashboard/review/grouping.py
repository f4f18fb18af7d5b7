"""Which reports a person's decisions join, and which they keep apart."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import combinations


class Groups:
    """Decisions told in their order: a later one takes back what contradicts it."""

    def __init__(self) -> None:
        self._group: dict[str, set[str]] = {}
        self._apart: set[tuple[str, str]] = set()

    def join(self, reports: Iterable[str]) -> None:
        """These are one event."""
        joined: set[str] = set()
        for report in set(reports):
            joined |= self._group.get(report, {report})
        self._group.update(dict.fromkeys(joined, joined))
        if self._apart:
            self._apart = {pair for pair in self._apart if not joined.issuperset(pair)}

    def part(self, groups: Sequence[Iterable[str]]) -> None:
        """These groups of reports are events of their own."""
        parts = [set(group) for group in groups]
        for one, other in combinations(parts, 2):
            self._apart |= {_pair(a, b) for a in one for b in other if a != b}
        for part in parts:
            for whole in {id(g): g for r in part if (g := self._group.get(r)) is not None}.values():
                inside = whole & part
                whole.difference_update(inside)
                self._group.update(dict.fromkeys(inside, inside))

    def together(self) -> list[tuple[str, str]]:
        """Pairs that link each group."""
        found = []
        for group in {id(g): g for g in self._group.values()}.values():
            first, *others = sorted(group)
            found += [(first, other) for other in others]
        return sorted(found)

    def apart(self) -> list[tuple[str, str]]:
        """Pairs that are of different events."""
        return sorted(self._apart)

    def joined(self, one: str, other: str) -> bool:
        """Whether a person said that the two are of one event."""
        return one == other or other in self._group.get(one, ())


def _pair(a: str, b: str) -> tuple[str, str]:
    return (a, b) if a < b else (b, a)
