"""The machine's events, brought in line with what persons joined, parted, confirmed and rejected.

Only the events that a decision touches are merged anew, by themselves: that a person takes a report out of one event
moves nothing in another.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import combinations

from dashboard.merging import merge
from dashboard.records import Event, Report
from dashboard.review.apply import Taken
from dashboard.review.grouping import Groups

Pairs = list[tuple[str, str]]
Recorded = Mapping[str, datetime]


class Merger:
    """Merges, and remembers the last result: most decisions leave the reports as they are."""

    def __init__(self) -> None:
        self._last: tuple[Mapping[str, Report], Recorded, list[Event]] | None = None

    def __call__(self, reports: Mapping[str, Report], recorded: Recorded) -> list[Event]:
        """The machine's events of these reports."""
        if self._last is None or self._last[0] != reports or self._last[1] != recorded:
            self._last = (reports, recorded, merge(list(reports.values()), recorded=recorded))
        return self._last[2]


def settled(events: Iterable[Event], status: Mapping[str, Taken], groups: Groups, recorded: Recorded) -> list[Event]:
    """``events`` as decisions leave them, with their status.

    Rejected reports stand apart from all others. What was confirmed, or rejected, as one stays one, and what was
    confirmed as two stays two, until a person says otherwise.
    """
    decided: dict[int, list[str]] = defaultdict(list)
    for report, told in status.items():
        if told.decision.action != "reopen":
            decided[told.number].append(report)
    whole = [sorted(members) for members in decided.values() if len(members) > 1]
    parted = groups.apart()
    # The decided groups first, so that a person's own merges and splits come after and win.
    keeping = _Keeping([pair for one in whole for pair in _chain(one)], groups, parted, status)
    found: list[Event] = []
    for together in _united(events, [*whole, *map(list, groups.together())]):
        found += keeping.settle(together, recorded)
    return [e if (now := _event_status(e, status)) == e.status else replace(e, status=now) for e in found]


def _chain(members: Sequence[str]) -> Pairs:
    return [(members[0], other) for other in members[1:]]


def _united(events: Iterable[Event], groups: Iterable[Sequence[str]]) -> list[list[Event]]:
    """The events in the lists that one of the groups of reports runs through, each event once."""
    lists = [[event] for event in events]
    of = {r.report_id: n for n, (event,) in enumerate(lists) for r in event.reports}
    joined = list(range(len(lists)))

    def root(n: int) -> int:
        while joined[n] != n:
            n = joined[n]
        return n

    for group in groups:
        numbers = sorted({root(of[r]) for r in group if r in of})
        for other in numbers[1:]:
            joined[other] = numbers[0]
            lists[numbers[0]] += lists[other]
            lists[other] = []
    return [found for found in lists if found]


class _Keeping:
    """What holds within some events."""

    def __init__(self, whole: Pairs, groups: Groups, parted: Pairs, status: Mapping[str, Taken]) -> None:
        self._groups, self._status = groups, status
        apart = set(parted)
        self._together = [pair for pair in whole if pair not in apart] + groups.together()
        self._apart = parted
        self._by_report: dict[str, list[tuple[bool, tuple[str, str]]]] = defaultdict(list)
        for kind, pairs in ((True, self._together), (False, self._apart)):
            for pair in pairs:
                self._by_report[pair[0]].append((kind, pair))
        self._touched = {*status, *self._by_report}

    def settle(self, events: list[Event], recorded: Recorded) -> list[Event]:
        """These events, merged anew where they are not as decided."""
        reports = [r for event in events for r in event.reports]
        inside = {r.report_id for r in reports}
        if len(events) == 1 and self._touched.isdisjoint(inside):
            return events
        pairs = [(kind, pair) for name in sorted(inside) for kind, pair in self._by_report.get(name, ())]
        together = [pair for kind, pair in pairs if kind and pair[1] in inside]
        apart = [pair for kind, pair in pairs if not kind and pair[1] in inside]
        hidden = {name for name in inside if self._action(name) == "reject"}
        if len(events) == 1 and not apart and hidden in (set(), inside):
            found = events
        else:
            found = []
            for some in (
                [r for r in reports if r.report_id not in hidden],
                [r for r in reports if r.report_id in hidden],
            ):
                if some:
                    kept = [p for p in together if (p[0] in hidden) == (p[1] in hidden)]
                    found += merge(some, together=kept, apart=apart, recorded=recorded)
        return [part for event in found for part in self._confirmed_apart(event, together, apart, recorded)]

    def _confirmed_apart(self, event: Event, together: Pairs, apart: Pairs, recorded: Recorded) -> list[Event]:
        confirmed: dict[int, list[str]] = defaultdict(list)
        for report in event.reports:
            if self._action(report.report_id) == "confirm":
                confirmed[self._status[report.report_id].number].append(report.report_id)
        conflicts = [
            (a, b)
            for one, other in combinations(confirmed.values(), 2)
            if not self._groups.joined(one[0], other[0])
            for a in one
            for b in other
        ]
        return (
            merge(event.reports, together=together, apart=[*apart, *conflicts], recorded=recorded)
            if conflicts
            else [event]
        )

    def _action(self, report_id: str) -> str:
        told = self._status.get(report_id)
        return told.decision.action if told else ""


def _event_status(event: Event, status: Mapping[str, Taken]) -> str:
    actions = {told.decision.action for r in event.reports if (told := status.get(r.report_id)) is not None}
    return "confirmed" if "confirm" in actions else "rejected" if "reject" in actions else "unreviewed"
