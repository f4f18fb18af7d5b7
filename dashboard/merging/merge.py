"""Which reports are of one event, and which events may be one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from dashboard.merging.blocks import candidate_pairs
from dashboard.merging.clusters import Clusters, Join, Pair
from dashboard.merging.constraints import IdPair, groups_of
from dashboard.merging.pairs import NEAR_MISS, Judge
from dashboard.merging.signals import chance
from dashboard.merging.summary import summarise
from dashboard.records import Event, Link, Report

BY_PERSON = "a person joined them"
IN_ARTICLE = 40  # sentences back that an article's own "another" is read against


def merge(
    reports: Iterable[Report],
    *,
    together: Iterable[IdPair] = (),
    apart: Iterable[IdPair] = (),
    recorded: Mapping[str, datetime] | None = None,
) -> list[Event]:
    """The events that ``reports`` tell of, by their first published reports in the order of the text.

    The order of ``reports`` changes nothing, and a report given twice counts once. ``together`` and ``apart`` are
    pairs of report ids that a person joined or parted: they win over the machine, ``apart`` also through third
    reports, and the later of a list over the earlier (``constraints.settle`` makes both lists out of one history).
    Imported reports are joined by persons alone.
    ``recorded`` says when each report was first stored: an event's id is that of its member stored first (of those
    not in it the one published first), so an event keeps its id when further reports join.

    Each event's ``links`` are the joins that made it, one less than its reports: the best pair of the two groups
    joined, its reasons, and as score the chance that the groups are one.
    """
    scene = _Scene.of(reports)
    groups, parted = groups_of(together, apart)
    positions = {f.report_id: i for i, f in enumerate(scene.judge.facts)}
    joined = [[positions[r] for r in group if r in positions] for group in groups]
    clusters = Clusters(
        scene.judge,
        [(score, pair) for score, pair in scene.scored if not scene.is_imported(pair)],
        together=[group for group in joined if len(group) > 1],
        apart=[*scene.told_apart, *_parted_positions(groups, parted, positions)],
    )
    clusters.run()
    times = recorded or {}
    events = [
        summarise(
            _founder([scene.judge.facts[i].report for i in members], times),
            [scene.judge.facts[i].report for i in members],
            [_link(scene.judge, join) for join in joins],
        )
        for members, joins in clusters.groups()
    ]
    return sorted(events, key=lambda event: min(map(_first, event.reports)))


def near_misses(given: Iterable[Report] | Iterable[Event], *, apart: Iterable[IdPair] = ()) -> list[Link]:
    """Pairs of events that may be one: they scored under the threshold, though not by much; the likeliest first.

    ``Link.first`` and ``second`` are event ids. Reports are merged first. An imported event that scored over the
    threshold is here too: the machine leaves it to persons. What an article or ``apart`` tells apart is
    no near miss, nor what contradicts itself in place, day or kind.
    """
    things = list(given)
    events = [e for e in things if isinstance(e, Event)]
    if loose := [r for r in things if isinstance(r, Report)]:
        events += merge(loose, apart=apart)
    of = {r.report_id: event.event_id for event in events for r in event.reports}
    scene = _Scene.of(r for event in events for r in event.reports)
    positions = {f.report_id: i for i, f in enumerate(scene.judge.facts)}
    clusters = Clusters(
        scene.judge,
        scene.scored,
        together=[[positions[r.report_id] for r in e.reports] for e in events if len(e.reports) > 1],
        apart=[*scene.told_apart, *((positions[a], positions[b]) for a, b in apart if {a, b} <= positions.keys())],
    )
    found = []
    for negative, (i, j) in clusters.left(NEAR_MISS, leaves=scene.is_imported):
        first, second = sorted((of[scene.id(i)], of[scene.id(j)]))
        found.append(Link(first, second, round(chance(-negative), 3), scene.judge.reasons(i, j)))
    return found


@dataclass(frozen=True, slots=True)
class _Scene:
    """The reports in the order of their ids, their scored pairs, and those that an article tells apart."""

    judge: Judge
    scored: list[tuple[float, Pair]]
    told_apart: list[Pair]

    @classmethod
    def of(cls, reports: Iterable[Report]) -> _Scene:
        unique: dict[str, Report] = {}
        for report in reports:
            known = unique.setdefault(report_id := report.report_id, report)
            if known is not report and known != report:
                unique[report_id] = max(
                    known, report, key=repr
                )  # two readings of the same words: either, always the same
        judge = Judge([unique[report_id] for report_id in sorted(unique)])
        scored = []
        for i, j in candidate_pairs(judge.facts):
            if (score := judge.score(i, j)) is not None:
                scored.append((score, (i, j)))
        return cls(judge, scored, _told_apart(judge))

    def id(self, i: int) -> str:
        return self.judge.facts[i].report_id

    def is_imported(self, pair: Pair) -> bool:
        """Whether one of the two comes from a data set."""
        return any(self.judge.facts[i].report.imported is not None for i in pair)


def _told_apart(judge: Judge) -> list[Pair]:
    """The pairs that would fit, were it not that their article tells of two."""
    articles: defaultdict[str, list[int]] = defaultdict(list)
    for i, f in enumerate(judge.facts):
        articles[f.report.article_id].append(i)
    found = []
    for members in articles.values():
        members.sort(key=lambda i: (judge.facts[i].report.start, judge.facts[i].report.location_start, i))
        for n, j in enumerate(members):
            before = members[max(0, n - IN_ARTICLE) : n]
            found += [(i, j) for i in before if judge.score(i, j) is not None and judge.told_apart(i, j)]
    return found


def _parted_positions(
    groups: Sequence[set[str]], parted: Iterable[IdPair], positions: Mapping[str, int]
) -> Iterable[Pair]:
    """The pairs that a person parted; of what has gone since, its companions stand for it."""
    companions = {r: group for group in groups for r in group}
    for pair in parted:
        one, other = (
            next((positions[r] for r in (end, *sorted(companions.get(end, ()))) if r in positions), None)
            for end in pair
        )
        if one is not None and other is not None:
            yield one, other


def _link(judge: Judge, join: Join) -> Link:
    i, j = join.pair
    first, second = judge.facts[i].report_id, judge.facts[j].report_id
    if join.fit is None:
        return Link(first, second, 1.0, (BY_PERSON,))
    return Link(first, second, round(chance(join.fit), 3), judge.reasons(i, j))


def _first(report: Report) -> tuple[object, ...]:
    return (report.published, report.article_id, report.start, report.location_start, report.number)


def _founder(reports: Sequence[Report], recorded: Mapping[str, datetime]) -> str:
    """The id of the report stored first, else of the one published first."""
    ids = {r.report_id: r.published for r in reports}
    stored = [r for r in ids if r in recorded]
    if stored:
        return min(stored, key=lambda r: (recorded[r], ids[r], r))
    return min(ids, key=lambda r: (ids[r], r))
