"""Setting right when it happened, what it was, who took part and how many were harmed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import streamlit as st

from dashboard.query import FIRST_DAY, LAST_DAY, EventQuery
from dashboard.records import EVENT_TYPES, TIME_PRECISION, Count, Event, stable_id
from dashboard.reviewing import EventDetail
from dashboard.views import review_state, review_words
from dashboard.views.review_state import Step

_COUNTS = {"fatalities": "Killed", "wounded": "Wounded"}
_BOUNDS = {"best": "best", "low": "at least", "high": "at most"}
MAX_COUNT = 10_000_000
_WHAT = {
    "event_date": "date", "event_type": "type", "actor1": "first side", "actor2": "second side", "fatalities": "killed",
    "wounded": "wounded",
}  # fmt: skip


def show(detail: EventDetail, _: EventQuery) -> None:
    """Draw the fields, filled with what is shown; a button saves what differs."""
    event = detail.event
    # The fields start anew when what is shown changes: after a save, an undo, a colleague's edit.
    key = f"{event.event_id}_{stable_id(*map(repr, _shown(event).values()))}"
    given = _days(event, key) | _types(event, key) | _sides(event, key) | _counts(event, key)
    changed = changes(event, given)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button("Save changes", type="primary", disabled=not changed, key=f"edit_save_{key}",
                  on_click=_save, args=(event, changed))  # fmt: skip
        if changed:
            st.caption(f"Changed: {', '.join(label for field, label in _WHAT.items() if field in changed)}.")


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


def _save(event: Event, changed: dict[str, Any]) -> None:
    what = ", ".join(label for field, label in _WHAT.items() if field in changed)
    said = f"Set {what}: {review_words.short(event)}"
    review_state.decide([Step((event.event_id,), "edit", changed)], said, event.event_id)


def _days(event: Event, key: str) -> dict[str, Any]:
    first, last, precision = st.columns(3)
    limits: dict[str, Any] = {"min_value": FIRST_DAY, "max_value": LAST_DAY, "format": "YYYY-MM-DD"}
    begins = first.date_input("First day", event.event_date, key=f"edit_first_{key}", **limits)
    ends = last.date_input("Last day", event.event_date_end, key=f"edit_last_{key}", **limits)
    known = precision.selectbox(
        "Date known to", list(TIME_PRECISION), index=event.time_precision - 1, key=f"edit_precision_{key}",
        format_func=lambda code: TIME_PRECISION[code],
    )  # fmt: skip
    assert isinstance(begins, date) and isinstance(ends, date)
    if ends < begins:  # one of the two was moved past the other, which goes along
        begins, ends = (begins, begins) if begins != event.event_date else (ends, ends)
    return {"event_date": begins.isoformat(), "event_date_end": ends.isoformat(), "time_precision": known}


def _types(event: Event, key: str) -> dict[str, Any]:
    left, right = st.columns(2)
    types = list(EVENT_TYPES)
    kind = left.selectbox("Event type", types, index=types.index(event.event_type), key=f"edit_type_{key}")
    subs = EVENT_TYPES[kind]
    at = subs.index(event.sub_event_type) if event.sub_event_type in subs else 0
    sub = right.selectbox("Sub-type", subs, index=at, key=f"edit_sub_{key}_{kind}")
    return {"event_type": kind, "sub_event_type": sub}


def _sides(event: Event, key: str) -> dict[str, Any]:
    left, right = st.columns(2)
    names = list(dict.fromkeys([*event.actor1, *event.actor2, *event.actors]))
    return {
        "actor1": _side(left, "First side (who did it)", names, event.actor1, f"edit_actor1_{key}"),
        "actor2": _side(right, "Second side (who suffered it)", names, event.actor2, f"edit_actor2_{key}"),
    }


def _side(column: Any, label: str, names: list[str], chosen: Sequence[str], key: str) -> list[str]:
    return list(
        column.multiselect(
            label, names, default=list(chosen), key=key, accept_new_options=True, placeholder="choose or type a name"
        )
    )


def _counts(event: Event, key: str) -> dict[str, Any]:
    found = {}
    columns = st.columns(6)
    for number, (field, label) in enumerate(_COUNTS.items()):
        shown = getattr(event, field)
        given = {}
        for place, (bound, words) in enumerate(_BOUNDS.items()):
            given[bound] = columns[3 * number + place].number_input(
                label if bound == "best" else words.capitalize(),
                min_value=0, max_value=MAX_COUNT, step=1, value=getattr(shown, bound, None),
                key=f"edit_{field}_{bound}_{key}", placeholder="not told",
            )  # fmt: skip
        found[field] = _told(given)
    return found


def _told(given: dict[str, int | None]) -> dict[str, int | None] | None:
    """A count, None where all three are empty; without a best estimate the lower bound is it (ACLED counts the least)."""
    best = next((given[bound] for bound in ("best", "low", "high") if given[bound] is not None), None)
    return None if best is None else {**given, "best": best}
