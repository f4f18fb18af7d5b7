"""Setting right when it happened, what it was, who took part and how many were harmed."""

from __future__ import annotations

from datetime import date
from typing import Any

import streamlit as st

from dashboard.query import FIRST_DAY, LAST_DAY, EventQuery
from dashboard.records import EVENT_TYPES, TIME_PRECISION, Count, Event, stable_id
from dashboard.review.values import MAX_COUNT
from dashboard.reviewing import EventDetail
from dashboard.views import review_state, review_words
from dashboard.views.review_state import Step

_COUNTS = {"fatalities": "Killed", "wounded": "Wounded"}
_BOUNDS = {"best": "", "low": ", at least", "high": ", at most"}
_WHAT = {
    "event_date": "date", "event_type": "type", "actor1": "first side", "actor2": "second side", "fatalities": "killed",
    "wounded": "wounded",
}  # fmt: skip


def show(detail: EventDetail, _: EventQuery) -> None:
    """Draw the fields, filled with what is shown; a button saves what differs."""
    event = detail.event
    key = _key(event)
    _days(event, key)
    _types(event, key)
    _sides(event, key)
    for field, label in _COUNTS.items():
        _bounds(event, field, label, key)
    changed = pending(event)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button("Save changes", type="primary", disabled=not changed, key=f"edit_save_{key}",
                  on_click=_save, args=(event,))  # fmt: skip
        if changed:
            st.caption(f"Changed: {_named(changed)}.")


def pending(event: Event) -> dict[str, Any]:
    """What stands in the fields and is not saved yet, as ``Reviewer.decide`` takes it.

    It is read from the session, not from the last run: a field left by a click on a button counts in that click.
    """
    key = _key(event)
    if f"edit_first_{key}" not in st.session_state:
        return {}  # the fields are not on the page
    given: dict[str, Any] = {name: st.session_state[f"edit_{name}_{key}"] for name in ("actor1", "actor2")}
    given["event_date"], given["event_date_end"] = _ordered(
        event, st.session_state[f"edit_first_{key}"], st.session_state[f"edit_last_{key}"]
    )
    given["time_precision"] = st.session_state[f"edit_precision_{key}"]
    kind = given["event_type"] = st.session_state[f"edit_type_{key}"]
    given["sub_event_type"] = st.session_state.get(f"edit_sub_{key}_{kind}", EVENT_TYPES[kind][0])
    for field in _COUNTS:
        given[field] = _told({bound: st.session_state[f"edit_{field}_{bound}_{key}"] for bound in _BOUNDS})
    return changes(event, given)


def _key(event: Event) -> str:
    """The fields start anew when what is shown changes: after a save, an undo, a colleague's edit."""
    return f"{event.event_id}_{stable_id(*map(repr, _shown(event).values()))}"


def _named(changed: dict[str, Any]) -> str:
    return ", ".join(label for field, label in _WHAT.items() if field in changed)


def _shown(event: Event) -> dict[str, Any]:
    """The fields of the event in the form that ``Reviewer.decide`` takes."""
    return {
        "event_date": event.event_date.isoformat(),
        "event_date_end": event.event_date_end.isoformat(),
        "time_precision": event.time_precision,
        "event_type": event.event_type,
        "sub_event_type": event.sub_event_type,
        "actor1": list(event.actor1),
        "actor2": list(event.actor2),
        "fatalities": _count(event.fatalities),
        "wounded": _count(event.wounded),
    }


def _count(count: Count | None) -> dict[str, int | None] | None:
    return None if count is None else {"best": count.best, "low": count.low, "high": count.high}


def changes(event: Event, given: dict[str, Any]) -> dict[str, Any]:
    """What of ``given`` differs from the event; days go together, and a type with its sub-type."""
    shown = _shown(event)
    found = {name: value for name, value in given.items() if value != shown[name]}
    for group in (("event_date", "event_date_end", "time_precision"), ("event_type", "sub_event_type")):
        if any(name in found for name in group):
            found |= {name: given[name] for name in group}
    return found


def _save(event: Event) -> None:
    if changed := pending(event):
        said = f"Set {_named(changed)}: {review_words.short(event)}"
        review_state.decide([Step((event.event_id,), "edit", changed)], said, event.event_id)


def _ordered(event: Event, begins: date, ends: date) -> tuple[str, str]:
    """The two days; where one was moved past the other, that one goes along."""
    if ends < begins:
        begins, ends = (begins, begins) if begins != event.event_date else (ends, ends)
    return begins.isoformat(), ends.isoformat()


def _days(event: Event, key: str) -> None:
    first, last, precision = st.columns(3)
    limits: dict[str, Any] = {"min_value": FIRST_DAY, "max_value": LAST_DAY, "format": "YYYY-MM-DD"}
    first.date_input("First day", event.event_date, key=f"edit_first_{key}", **limits)
    last.date_input("Last day", event.event_date_end, key=f"edit_last_{key}", **limits)
    precision.selectbox(
        "Date known to", list(TIME_PRECISION), index=event.time_precision - 1, key=f"edit_precision_{key}",
        format_func=lambda code: TIME_PRECISION[code],
    )  # fmt: skip


def _types(event: Event, key: str) -> None:
    left, right = st.columns(2)
    types = list(EVENT_TYPES)
    kind = left.selectbox("Event type", types, index=types.index(event.event_type), key=f"edit_type_{key}")
    subs = EVENT_TYPES[kind]
    at = subs.index(event.sub_event_type) if event.sub_event_type in subs else 0
    right.selectbox("Sub-type", subs, index=at, key=f"edit_sub_{key}_{kind}")


def _sides(event: Event, key: str) -> None:
    names = list(dict.fromkeys([*event.actor1, *event.actor2, *event.actors]))
    sides = {"actor1": "First side (who did it)", "actor2": "Second side (who suffered it)"}
    for column, (field, label) in zip(st.columns(2), sides.items(), strict=True):
        column.multiselect(
            label, names, default=list(getattr(event, field)), key=f"edit_{field}_{key}", accept_new_options=True,
            placeholder="choose or type a name",
        )  # fmt: skip


def _bounds(event: Event, field: str, label: str, key: str) -> None:
    shown = getattr(event, field)
    for column, (bound, words) in zip(st.columns(len(_BOUNDS)), _BOUNDS.items(), strict=True):
        column.number_input(
            f"{label}{words}", min_value=0, max_value=MAX_COUNT, step=1, value=getattr(shown, bound, None),
            key=f"edit_{field}_{bound}_{key}", placeholder="not told",
        )  # fmt: skip


def _told(given: dict[str, int | None]) -> dict[str, int | None] | None:
    """A count, None where all three are empty; without a best estimate the lower bound is it (ACLED counts the least)."""
    best = next((given[bound] for bound in ("best", "low", "high") if given[bound] is not None), None)
    return None if best is None else {**given, "best": best}
