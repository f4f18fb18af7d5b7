"""Reports and decisions in, the shown events out. Pure: the same rows give the same events in every process.

- A rejected event stands by itself: a report that comes later is never hidden with it.
- A confirmation holds until the event is reopened, rejected or split. It keeps the event's reports as they were read
  then and together, its values as they were shown, and itself apart from other confirmed events, until a person edits
  or merges.
- What was edited stays when today's rules no longer find its reports.
- An imported report is an event by itself until a person joins it to others.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from dashboard.merging import summarise
from dashboard.records import Event, Report
from dashboard.review.apply import Scopes, Taken, shown
from dashboard.review.decisions import Anchor, Decision
from dashboard.review.finding import Finder, Readings
from dashboard.review.grouping import Groups
from dashboard.review.settling import Merger, settled
from dashboard.review.standing import undone


@dataclass(frozen=True, slots=True)
class Reviewed:
    """The events by id, as shown and as the rules have them; every decision with the reports it is on today."""

    events: Mapping[str, Event]
    machine: Mapping[str, Event]
    event_of: Mapping[str, str]  # report id -> event id
    kept: frozenset[str]  # reports that today's rules do not find
    taken: tuple[Taken, ...]  # oldest first
    scopes: Scopes
    apart: frozenset[tuple[str, str]] = frozenset()  # sorted pairs of report ids that a person parted


def review(
    reports: Mapping[str, Report],
    decisions: Iterable[Decision],
    *,
    recorded: Mapping[str, datetime] | None = None,
    old: Readings | None = None,
    merger: Merger | None = None,
) -> Reviewed:
    """What ``decisions`` make of today's ``reports`` (by id).

    ``old`` holds all readings of the articles that ``finding.articles_to_recall`` names, ``recorded`` when each report
    was first stored. A ``merger`` that is given again merges no more than it must.
    """
    old, merger = old or Readings(), merger or Merger()
    ordered = sorted(decisions, key=lambda d: d.order)
    back = undone(ordered)
    everything, kept = _recalled([d for d in ordered if d.decision_id not in back], reports, old)
    finder = Finder(everything, old)

    def ids(anchors: Iterable[Anchor]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(found for a in anchors if (found := finder.find(a)) is not None))

    taken = tuple(Taken(i, d, ids(d.targets), ids(d.others), d.decision_id in back) for i, d in enumerate(ordered))
    standing = [t for t in taken if not t.undone]
    status = _status(standing)
    groups = _groups(standing, finder)
    machine = settled(_alone(everything, merger, recorded or {}), status, groups, recorded or {})
    scopes = Scopes(standing)
    on: dict[str, list[Taken]] = defaultdict(list)
    for told in standing:
        if told.decision.action in {"edit", "confirm"}:
            for report in told.reports:
                on[report].append(told)
    return Reviewed(
        events={e.event_id: shown(e, on, status, scopes) for e in machine},
        machine={e.event_id: e for e in machine},
        event_of={r.report_id: e.event_id for e in machine for r in e.reports},
        kept=kept,
        taken=taken,
        scopes=scopes,
        apart=frozenset(groups.apart()),
    )


def looked_at(reviewed: Reviewed, reports: Iterable[Report]) -> Reviewed:
    """``reviewed`` with imported ``reports`` that no decision is on: what ``review`` of them all gives, without the work."""
    found = {r.report_id: summarise(r.report_id, [r]) for r in reports if r.report_id not in reviewed.event_of}
    if not found:
        return reviewed
    return replace(
        reviewed,
        events={**reviewed.events, **found},
        machine={**reviewed.machine, **found},
        event_of={**reviewed.event_of, **{name: name for name in found}},
    )


def _alone(reports: Mapping[str, Report], merger: Merger, recorded: Mapping[str, datetime]) -> list[Event]:
    """The machine's events of articles' reports, and each imported report by itself."""
    imported = [r for r in reports.values() if r.imported]
    read = reports if not imported else {name: r for name, r in reports.items() if not r.imported}
    return [*merger(read, recorded), *(summarise(r.report_id, [r]) for r in imported)]


def _recalled(
    standing: Sequence[Decision], reports: Mapping[str, Report], old: Readings
) -> tuple[dict[str, Report], frozenset[str]]:
    """Today's reports with those of confirmed events as they were then, and those of edited events that are lost.

    The second are the ids of reports that today's rules do not find in any form.
    """
    finder = Finder(reports, old)
    last: dict[str, str] = {}
    for decision in standing:
        if decision.action in {"confirm", "reject", "reopen", "split"}:
            last.update(dict.fromkeys((a.report_id for a in decision.targets), decision.action))
    everything, kept = dict(reports), set[str]()
    for decision in standing:
        if decision.action not in {"confirm", "edit"}:
            continue
        today = {a.report_id: finder.find(a) for a in decision.targets}
        lost = not any(today.values())
        for name, heir in today.items():
            confirmed = decision.action == "confirm" and last[name] == "confirm"
            if confirmed or (decision.action == "edit" and lost and last.get(name) != "reject"):
                then = old.as_of(name, decision.decided)
                if then is not None:
                    if heir is not None:
                        everything.pop(heir, None)
                    else:
                        kept.add(name)
                    everything[name] = then
    return everything, frozenset(kept)


def _status(standing: Iterable[Taken]) -> dict[str, Taken]:
    """The newest of confirm, reject and reopen on each report. A split reopens what was confirmed as one."""
    status: dict[str, Taken] = {}
    for told in standing:
        if told.decision.action in {"confirm", "reject", "reopen"}:
            status.update(dict.fromkeys(told.reports, told))
        elif told.decision.action == "split":
            for report in told.reports:
                if report in status and status[report].decision.action == "confirm":
                    del status[report]
    return status


def _groups(standing: Iterable[Taken], finder: Finder) -> Groups:
    """What persons joined and parted; see ``_settled`` for what confirmations keep."""
    groups = Groups()
    for told in standing:
        if told.decision.action == "merge":
            groups.join((*told.reports, *told.others))
        elif told.decision.action == "split":
            now = {a.report_id: finder.find(a) for a in told.decision.targets}
            parts = [{found for r in part if (found := now.get(r))} for part in told.decision.values["groups"]]
            groups.part([*parts, set(told.reports).difference(*parts)])
    return groups
