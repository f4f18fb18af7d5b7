"""Whose decisions these are: the login, or a name that is asked for once and kept in the browser."""

from __future__ import annotations

import streamlit as st

from dashboard.views import review_components
from dashboard.views.components import plain
from dashboard.views.review_state import MAX_NAME, login, set_who, state, who


def show() -> None:
    """Draw the name in the sidebar, and ask for it where a decision waits for one."""
    with st.sidebar:
        if login():
            st.caption(f"Reviewing as {plain(login())}")
        else:
            _name_field()
    ask()


def ask() -> None:
    """Know the name that the browser keeps, and ask for it where a decision waits for one."""
    now = state()
    review_components.keep_name(who(), save=now.save_name, on_name=_take_kept_name)
    if now.waiting is not None:
        _ask()


def _name_field() -> None:
    key = "review_name"
    st.session_state[key] = state().who
    st.text_input(
        "Reviewing as",
        key=key,
        max_chars=MAX_NAME,
        placeholder="your name",
        help="Every decision carries it. It is kept in this browser.",
        on_change=lambda: set_who(st.session_state[key]),
    )


def _take_kept_name() -> None:
    if not state().who:
        set_who(review_components.kept_name(), save=False)


def _forget_waiting() -> None:
    state().waiting = None


@st.dialog("Your name", on_dismiss=_forget_waiting)
def _ask() -> None:
    st.markdown("Decisions show who took them and when. Your name is asked for once and kept in this browser.")
    with st.form("name", border=False):
        name = st.text_input("Your name", key="asked_name", max_chars=MAX_NAME)
        if st.form_submit_button("Save and go on", type="primary"):
            if name.strip():
                set_who(name)
                st.rerun()
            st.warning("Without a name the decision cannot be kept.")
