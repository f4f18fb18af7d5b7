"""Who decided what on an event, and when; each decision with its Undo. And notes."""

from __future__ import annotations

import streamlit as st

from dashboard.query import EventQuery
from dashboard.records import Event
from dashboard.reviewing import EventDetail, HistoryEntry
from dashboard.views import review_state, review_words
from dashboard.views.components import plain
from dashboard.views.review_state import Step

MAX_NOTE = 2000


def show(detail: EventDetail, _: EventQuery) -> None:
    """Draw the note's field and the history, newest first."""
    event = detail.event
    key = f"note_{event.event_id}_{len(detail.history)}"  # empty again once it is saved
    st.text_area("Note", key=key, height=80, max_chars=MAX_NOTE, placeholder="What the next reader should know",
                 label_visibility="collapsed")  # fmt: skip
    st.button("Add note", key=f"{key}_add", on_click=_add_note, args=(event, key))
    if not detail.history:
        st.caption("Nobody has decided on this event yet.")
    for entry in detail.history:
        _entry(event, entry)


def _add_note(event: Event, key: str) -> None:
    note = str(st.session_state.get(key, "")).strip()
    if note:
        step = Step((event.event_id,), "note", note=note)
        review_state.decide([step], f"Note added: {review_words.short(event)}", event.event_id)


def _entry(event: Event, entry: HistoryEntry) -> None:
    with st.container(horizontal=True, vertical_alignment="center", border=True, key=f"entry_{entry.decision_id}"):
        with st.container(width="stretch"):
            sentence = plain(entry.sentence)
            st.markdown(f"~~{sentence}~~ (undone)" if entry.undone else sentence)
            if entry.note and entry.note not in entry.sentence:
                st.markdown(f"> {plain(' '.join(entry.note.split()))}")
            st.caption(f"{plain(entry.who)}, {entry.decided:%Y-%m-%d %H:%M} UTC")
        if entry.can_undo:
            said = f"Taken back: {entry.sentence}"
            st.button(
                "Do it again" if entry.action == "undo" else "Undo",
                key=f"history_undo_{entry.decision_id}",
                width=110,
                on_click=review_state.undo,
                args=((entry.decision_id,), said, event.event_id),
            )
