"""What changes in the store while a page is open shows by itself."""

from __future__ import annotations

import streamlit as st

from dashboard.services import services
from dashboard.views import filters

WATCH_SECONDS = 2
_WHOLE_RUN = "whole_run"  # session state: the watch runs within a run of the page, not by itself


def show(version: str) -> None:
    """Draw the page again when the store has another version than this: a colleague's import, a nightly ingest."""
    st.session_state[_WHOLE_RUN] = True
    _watch(version)


@st.fragment(run_every=WATCH_SECONDS)
def _watch(version: str) -> None:
    if st.session_state.pop(_WHOLE_RUN, False):
        return  # this run wrote the address itself: what stands there tells nothing of the browser
    filters.confirm()
    events = services().events
    events.refresh()
    if events.version != version:
        st.rerun()
