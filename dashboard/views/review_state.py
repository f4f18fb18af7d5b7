"""The state of one person's review, and what changes it. All of it lies under one key of the session.

Callbacks of widgets end here: they run before the page is drawn, so a decision and the next event show in one run.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from threading import RLock
from typing import Any

import streamlit as st

from dashboard.errors import DashboardError
from dashboard.records import Event, Place
from dashboard.services import services
from dashboard.views.review_words import STATUS, short

_KEY = "review"
MAX_NAME = 80


@dataclass(frozen=True, slots=True)
class Step:
    """One call of ``Reviewer.decide``."""

    event_ids: tuple[str, ...]
    action: str
    values: Mapping[str, Any] | None = None
    scope: Mapping[str, str] | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """The line after a decision: what was done to which event, and the decisions that Undo takes back."""

    text: str
    event_id: str = ""
    decisions: tuple[str, ...] = ()
    undone: bool = False
    failed: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    """A place that was picked for an event and is not saved yet."""

    event_id: str
    place: Place
    geo_precision: int


@dataclass(slots=True)
class ReviewState:
    """Where one person stands in the queue."""

    event: str = ""  # the id of the event on the page
    stays: bool = False  # it was asked for: it stays although it is not, or no longer, in the queue
    passed: list[str] = field(default_factory=list)  # left for later
    order: list[str] = field(default_factory=list)  # the queue as last shown
    query: str = ""  # the filter under which it was shown
    link: str = ""  # the event of the address as last followed
    who: str = ""
    save_name: bool = False
    waiting: Callable[[str], None] | None = None  # a decision that only lacks a name
    said: Said | None = None
    choice: Choice | None = None
    search: str = ""
    decided: int = 0  # in this visit
    # Streamlit starts a run for a key while the one before it still decides: both must not take the same event.
    lock: RLock = field(default_factory=RLock)


def state() -> ReviewState:
    """The state of this session."""
    found = st.session_state.setdefault(_KEY, ReviewState())
    assert isinstance(found, ReviewState)
    return found


def login() -> str:
    """Who is logged in (their e-mail address or name), "" where the server asks nobody to log in."""
    user = st.user.to_dict()
    return str(user.get("email") or user.get("name") or "") if user.get("is_logged_in") else ""


def who() -> str:
    """The name that decisions carry, "" as long as it is not known."""
    return login() or state().who


def set_who(name: str, *, save: bool = True) -> None:
    """Take a name, and do what was waiting for it."""
    now = state()
    now.who, now.save_name = " ".join(name.split())[:MAX_NAME], save
    if now.who and now.waiting is not None:
        waiting, now.waiting = now.waiting, None
        waiting(now.who)


def _with_name(act: Callable[[str], None]) -> None:
    if name := who():
        act(name)
    else:
        state().waiting = act


def show_event(event_id: str) -> None:
    """Put an event on the page, wherever it stands in the queue."""
    now = state()
    now.event, now.stays, now.choice, now.search = event_id, True, None, ""


def move_on(now: ReviewState) -> None:
    """Leave the event on the page; the next of the queue comes."""
    now.event, now.stays, now.choice, now.search = _following(now), False, None, ""


def _following(now: ReviewState) -> str:
    start = now.order.index(now.event) + 1 if now.event in now.order else 0
    ahead = now.order[start:] + now.order[:start]
    return next((found for found in ahead if found not in {now.event, *now.passed}), "")


def pass_over(event_id: str) -> None:
    """Callback of Next: leave the event for later."""
    now = state()
    if event_id != now.event:
        return
    if event_id not in now.passed:
        now.passed.append(event_id)
    now.said = None
    move_on(now)


def start_again() -> None:
    """Callback: look at what was left for later."""
    now = state()
    now.passed, now.event, now.stays = [], "", False


def decide(steps: Sequence[Step], said: str, event_id: str, *, moves_on: bool = False) -> None:
    """Take a decision of one step or more; it waits for a name where there is none yet."""
    _with_name(lambda name: _take(steps, said, event_id, name, moves_on=moves_on))


def _take(steps: Sequence[Step], said: str, event_id: str, name: str, *, moves_on: bool) -> None:
    now, reviewer = state(), services().reviewer
    done: list[str] = []
    try:
        for step in steps:
            found = reviewer.decide(
                step.event_ids, step.action, who=name, values=step.values, scope=step.scope, note=step.note
            )
            done.append(found)
    except DashboardError as error:
        now.said = Said(str(error), event_id, tuple(done), failed=True)
        return
    now.said = Said(said, event_id, tuple(done))
    now.decided += 1
    now.choice = None
    if moves_on and now.event == event_id:
        move_on(now)  # not by the session: a newer run may end this one at any look at it
    elif now.event == event_id:
        now.event, now.stays = _left([event_id, *(i for step in steps for i in step.event_ids)]), True


def _left(event_ids: Sequence[str]) -> str:
    """The first of these that is still an event: events that were merged go on under the id of one of them."""
    return next((found for found in event_ids if services().reviewer.detail(found) is not None), "")


def undo(decisions: Sequence[str], said: str, event_id: str) -> None:
    """Take decisions back, the last first, and show the event they were about; the line offers to do them again."""
    _with_name(lambda name: _take_back(decisions, said, event_id, name))


def _take_back(decisions: Sequence[str], said: str, event_id: str, name: str) -> None:
    now, reviewer = state(), services().reviewer
    done: list[str] = []
    try:
        done += [reviewer.undo(decision, who=name) for decision in reversed(decisions)]
    except DashboardError as error:
        now.said = Said(str(error), event_id, failed=True)
        return
    again = now.said is not None and now.said.undone and now.said.decisions == tuple(decisions)
    now.said = Said(said, event_id, tuple(done), undone=not again)
    show_event(event_id)


def accept(event: Event, changed: Mapping[str, Any]) -> None:
    """Callback of Accept: confirm the event as it stands on the page, with the picked place and what was ``changed``."""
    now = state()
    with now.lock:
        # else the key was pressed twice, and the next event is not what was meant
        if event.event_id == now.event and _unchanged(now, event):
            values = {**_chosen(event), **changed}
            steps = [Step((event.event_id,), "edit", values)] if values else []
            steps.append(Step((event.event_id,), "confirm"))
            decide(steps, f"Confirmed: {short(event)}", event.event_id, moves_on=True)


def _unchanged(now: ReviewState, event: Event) -> bool:
    """Whether the event still is what the page shows; where another person changed it, the page says so."""
    try:
        services().events.refresh(force=True)
        today = services().reviewer.detail(event.event_id)
    except DashboardError as error:
        now.said = Said(str(error), event.event_id, failed=True)
        return False
    if today is not None and today.event == event:
        return True
    now.said = Said(
        "This event was changed meanwhile. Look at it again before you decide.", event.event_id, failed=True
    )
    return False


def reject(event: Event) -> None:
    """Callback of Reject."""
    now = state()
    with now.lock:
        if event.event_id == now.event and _unchanged(now, event):
            decide([Step((event.event_id,), "reject")], f"Rejected: {short(event)}", event.event_id, moves_on=True)


def reopen(event: Event) -> None:
    """Callback of Reopen: back to unreviewed."""
    said = f"Open again, was {STATUS[event.status].lower()}: {short(event)}"
    decide([Step((event.event_id,), "reopen")], said, event.event_id)


def save_place(event: Event, scope: Mapping[str, str] | None = None, count: int = 1) -> None:
    """Callback: the picked place for this event, or for all reports of its name in its country."""
    now = state()
    if now.choice is None or now.choice.event_id != event.event_id:
        return
    where = f"Placed at {now.choice.place.name}"
    said = (
        f"{where}: {short(event)}"
        if scope is None
        else f"{where}: all {count:,} reports of {event.reports[0].location}"
    )
    decide([Step((event.event_id,), "edit", _chosen(event), scope)], said, event.event_id)


def _chosen(event: Event) -> dict[str, Any]:
    """The picked place as ``Reviewer.decide`` takes it, {} where none is."""
    choice = state().choice
    if choice is None or choice.event_id != event.event_id:
        return {}
    names = ("name", "latitude", "longitude", "country", "admin1", "admin2", "feature_code", "geonameid")
    place = {name: getattr(choice.place, name) for name in names}
    return {"place": {**place, "geo_precision": choice.geo_precision}}
