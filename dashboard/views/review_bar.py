"""The buttons of a decision with their keys, and the line that says what was decided, with its Undo."""

from __future__ import annotations

import streamlit as st

from dashboard.records import Event
from dashboard.views import review_edit, review_state
from dashboard.views.components import plain
from dashboard.views.review_state import Said, state

_TAKEN_BACK = "Taken back: "


def show(event: Event | None) -> None:
    """Draw both side by side; without an event there is nothing to decide."""
    with st.container(horizontal=True, key="review_bar", gap="small", vertical_alignment="center"):
        if event is not None:
            _buttons(event)
        said()


def _buttons(event: Event) -> None:
    """Each button is one event's own: a key pressed twice in haste cannot decide on an event that was not seen."""
    key = event.event_id
    if event.status != "confirmed":
        st.button("Accept", icon=":material/check:", type="primary", shortcut="A", key=f"accept_{key}",
                  on_click=_accept, args=(event,), help="It is right as shown")  # fmt: skip
    if event.status != "rejected":
        st.button("Reject", icon=":material/close:", shortcut="X", key=f"reject_{key}",
                  on_click=review_state.reject, args=(event,), help="It is no such event")  # fmt: skip
    if event.status != "unreviewed":
        st.button("Reopen", icon=":material/undo:", key=f"reopen_{key}",
                  on_click=review_state.reopen, args=(event,), help="Back to unreviewed")  # fmt: skip
    st.button("Next", icon=":material/arrow_forward:", shortcut="N", key=f"next_{key}",
              on_click=review_state.pass_over, args=(key,), help="Leave it for later")  # fmt: skip


def _accept(event: Event) -> None:
    review_state.accept(event, review_edit.pending(event))


def said() -> None:
    """Draw the line after a decision."""
    done = state().said
    if done is None:
        return
    icon = ":material/error:" if done.failed else (":material/undo:" if done.undone else ":material/check_circle:")
    with st.container(horizontal=True, key="review_said", vertical_alignment="center", gap="small"):
        st.markdown(f"{icon} {plain(done.text)}", width="content")
        if done.decisions:
            label = "Do it again" if done.undone else "Undo"
            st.button(label, key=f"undo_{done.decisions[-1]}", shortcut="U", type="tertiary",
                      on_click=_undo, args=(done,))  # fmt: skip


def _undo(done: Said) -> None:
    if state().said == done:  # else the key reached the button of the line before, which was about to go
        text = done.text.removeprefix(_TAKEN_BACK) if done.undone else f"{_TAKEN_BACK}{done.text}"
        review_state.undo(done.decisions, text, done.event_id)
