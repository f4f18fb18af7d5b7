"""The decisions on one event, in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from dashboard.records import Event
from dashboard.review.apply import Taken, scope_of
from dashboard.review.review import Reviewed
from dashboard.review.words import sentence


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One decision in words. ``decided`` is UTC; ``undone`` says that a later decision took it back.

    ``can_undo`` is False for what has been undone. An "undo" that is undone redoes what it had taken back.
    """

    decision_id: str
    action: str
    who: str
    decided: datetime
    sentence: str
    note: str
    undone: bool
    can_undo: bool


def history(reviewed: Reviewed, event_id: str) -> list[HistoryEntry]:
    """The decisions on an event, newest first, with those to all of its name; [] where there is no such event."""
    event = reviewed.machine.get(event_id)
    if event is None:
        return []
    by_id: dict[str, Taken] = {}
    for told in reviewed.taken:
        by_id.setdefault(told.decision.decision_id, told)

    def undoes(told: Taken) -> Taken | None:
        return by_id.get(told.decision.values["decision_id"]) if told.decision.action == "undo" else None

    def describe(report_id: str) -> str:
        shown = reviewed.events.get(reviewed.event_of.get(report_id, ""))
        report = next((r for r in shown.reports if r.report_id == report_id), None) if shown else None
        return f"“{report.location}” of {report.event_date}" if report else ""

    found: dict[str, HistoryEntry] = {}
    for told in reversed([t for t in reviewed.taken if _concerns(t, event, by_id)]):
        d = told.decision
        words = sentence(told, describe, undoes)
        found.setdefault(
            d.decision_id,
            HistoryEntry(d.decision_id, d.action, d.who, d.decided, words, d.reason, told.undone, not told.undone),
        )
    return list(found.values())


def _concerns(told: Taken, event: Event, by_id: dict[str, Taken]) -> bool:
    reports = {r.report_id for r in event.reports}
    seen: set[str] = set()
    while True:
        if not reports.isdisjoint((*told.reports, *told.others)):
            return True
        scope = told.decision.scope
        if scope is not None and (scope["name"], scope["country"]) in _scopes(event):
            return True
        taken_back = by_id.get(told.decision.values["decision_id"]) if told.decision.action == "undo" else None
        if taken_back is None or taken_back.decision.decision_id in seen:
            return False
        told = taken_back
        seen.add(told.decision.decision_id)


def _scopes(event: Event) -> Iterable[tuple[str, str]]:
    return {scope_of(r) for r in event.reports}
