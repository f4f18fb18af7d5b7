"""Which decisions stand: all that no standing undo takes back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from dashboard.review.decisions import Decision


def undone(decisions: Iterable[Decision]) -> frozenset[str]:
    """The ids of the decisions that are taken back. An undo that is itself undone takes nothing back.

    It does not matter when each was made: clocks of two machines differ. Undos that undo each other in a ring (which no
    program of ours writes) count as taken back.
    """
    takes: dict[str, set[str]] = {}
    taken_by: dict[str, set[str]] = defaultdict(set)
    for decision in decisions:
        targets = takes.setdefault(decision.decision_id, set())
        if decision.action == "undo":
            targets.add(decision.values["decision_id"])
            taken_by[decision.values["decision_id"]].add(decision.decision_id)
    waiting = {name: len(undos) for name, undos in taken_by.items()}
    ready = [name for name in takes if not waiting.get(name)]
    back: set[str] = set()
    settled: set[str] = set()
    while ready:
        name = ready.pop()
        settled.add(name)
        for target in takes.get(name, ()):
            if name not in back:
                back.add(target)
            waiting[target] -= 1
            if not waiting[target]:
                ready.append(target)
    return frozenset(back | (takes.keys() - settled))
