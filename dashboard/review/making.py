"""New decisions: what a person asks for, checked against the events as they are shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from dashboard.errors import ReviewError
from dashboard.records import Event
from dashboard.review import values as values_
from dashboard.review.apply import by_field, snapshot
from dashboard.review.decisions import MAX_NOTE, MAX_REPORTS, MAX_WHO, Anchor, Decision
from dashboard.review.review import Reviewed
from dashboard.review.text import clean

MAX_EVENTS = 1000  # of one decision


@dataclass(frozen=True, slots=True)
class Signature:
    """What every row of one decision shares."""

    decision_id: str
    who: str
    decided: datetime
    reason: str = ""

    @classmethod
    def of(cls, decision_id: str, who: str, decided: datetime, note: str = "") -> Signature:
        """Raises ReviewError when nobody signs."""
        if not clean(who, MAX_WHO):
            raise ReviewError("Write your name first: a decision says who made it.")
        return cls(decision_id, clean(who, MAX_WHO), decided, clean(note, MAX_NOTE, lines=True))


def decisions_of(
    reviewed: Reviewed,
    event_ids: Sequence[str],
    action: str,
    signature: Signature,
    values: Mapping[str, Any] | None = None,
    scope: Mapping[str, str] | None = None,
) -> list[Decision]:
    """The rows of one decision. Raises ReviewError with a sentence when it cannot be taken."""
    events = _events(reviewed, event_ids)
    given = dict(values or {})
    if scope is not None and (action != "edit" or "place" not in given):
        raise ReviewError("Only a place can be set for every report of its name.")
    if action in {"reject", "reopen", "confirm"}:
        return [_row(e, action, signature, _pinned(e) if action == "confirm" else {}) for e in events]
    if action == "edit":
        checked = values_.checked("edit", {k: v for k, v in given.items() if k != "taught"})
        if not checked:
            raise ReviewError("Nothing was changed.")
        to = None if scope is None else values_.checked_scope(scope)
        return [_row(e, action, signature, checked, to) for e in events]
    if action == "note":
        if not signature.reason:
            raise ReviewError("The note is empty.")
        return [_row(e, action, signature) for e in events]
    if action == "merge":
        return [_merge(events, signature)]
    if action == "split":
        return [_split(events, signature, given)]
    raise ReviewError(f"{clean(action, 40)!r} is nothing that can be decided.")


def _events(reviewed: Reviewed, event_ids: Sequence[str]) -> list[Event]:
    ids = list(dict.fromkeys(event_ids))
    if not ids:
        raise ReviewError("Choose an event first.")
    if len(ids) > MAX_EVENTS:
        raise ReviewError(f"One decision takes at most {MAX_EVENTS:,} events.")
    events = [reviewed.events.get(event_id) for event_id in ids]
    if None in events:
        raise ReviewError("The event is not there any more: it was merged, split or read anew meanwhile. Look again.")
    found = [event for event in events if event is not None]
    if any(len(event.reports) > MAX_REPORTS for event in found):
        raise ReviewError(f"An event of more than {MAX_REPORTS:,} reports cannot be decided on.")
    return found


def _pinned(event: Event) -> dict[str, Any]:
    """The snapshot of an event, field by field: what no person could have set is not pinned."""
    pinned: dict[str, Any] = {}
    for part in by_field(snapshot(event)).values():
        try:
            pinned |= values_.checked("confirm", part)
        except ReviewError:
            continue
    return pinned


def _merge(events: Sequence[Event], signature: Signature) -> Decision:
    if len(events) < 2:
        raise ReviewError("Choose two events or more to merge.")
    if any(event.status == "rejected" for event in events):
        raise ReviewError("A rejected event cannot be merged. Reopen it first.")
    first, *others = events
    joined = tuple(Anchor.of(r) for event in others for r in event.reports)
    if len(joined) + len(first.reports) > MAX_REPORTS:
        raise ReviewError(f"The merged event would have more than {MAX_REPORTS:,} reports.")
    return _row(first, "merge", signature, others=joined)


def _split(events: Sequence[Event], signature: Signature, given: Mapping[str, Any]) -> Decision:
    if len(events) != 1:
        raise ReviewError("Choose one event to split.")
    checked = values_.checked("split", given)
    reports = {r.report_id for r in events[0].reports}
    named = {name for group in checked["groups"] for name in group}
    if not named <= reports:
        raise ReviewError("A report is not of this event any more. Look again.")
    if len(checked["groups"]) == 1 and named == reports:
        raise ReviewError("Leave at least one report in the event.")
    return _row(events[0], "split", signature, checked)


def _row(
    event: Event,
    action: str,
    signature: Signature,
    values: Mapping[str, Any] | None = None,
    scope: Mapping[str, str] | None = None,
    others: tuple[Anchor, ...] = (),
) -> Decision:
    targets = tuple(Anchor.of(r) for r in event.reports)
    return Decision(
        signature.decision_id, event.event_id, action, signature.who, signature.decided, targets, values or {}, scope,
        signature.reason, others,
    )  # fmt: skip


def undo_of(reviewed: Reviewed, decision_id: str, signature: Signature) -> list[Decision]:
    """The rows that take a decision back. Raises ReviewError when there is none to take back.

    Undoing an undo takes back every standing undo of the same decision: two people may have undone it at once.
    """
    rows = [told for told in reviewed.taken if told.decision.decision_id == decision_id]
    if not rows:
        raise ReviewError("There is no such decision.")
    if rows[0].undone:
        raise ReviewError("This has been undone already.")
    if rows[0].decision.action == "undo":
        aim = rows[0].decision.values["decision_id"]
        rows = [
            told
            for told in reviewed.taken
            if told.decision.action == "undo" and not told.undone and told.decision.values["decision_id"] == aim
        ]
    unique = {(told.decision.decision_id, told.decision.event_id): told.decision for told in rows}
    return [
        Decision(
            signature.decision_id, row.event_id, "undo", signature.who, signature.decided, row.targets,
            {"decision_id": row.decision_id},
        )
        for row in unique.values()
    ]  # fmt: skip
