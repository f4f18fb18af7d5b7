"""The sidebar's filter. Its one state is the plain parameters of an EventQuery; widgets and URL only mirror it."""

from __future__ import annotations

from typing import Any

import streamlit as st

from dashboard.errors import QueryError
from dashboard.query import FIRST_DAY, LAST_DAY, PARAMS, EventQuery
from dashboard.records import EVENT_TYPES, STATUSES
from dashboard.services import services
from dashboard.views.components import plain

_FILTER = "filter"  # session state: the parameters
_CONFIRMED = "filter_confirmed"  # session state: whether the browser has shown that address since
_WRITTEN = "filter_written"  # session state: the parameters as last put into the address


def current() -> EventQuery:
    """The query of this session: the URL's at first, then what the widgets make of it."""
    given = {key: st.query_params.get_all(key) for key in PARAMS if key in st.query_params}
    if _FILTER not in st.session_state or _navigated(given):
        try:
            st.session_state[_FILTER] = EventQuery.from_params(given).to_params()
        except QueryError as error:
            st.session_state[_FILTER] = {}
            st.warning(f"The address carries a filter that cannot be used, so everything is shown. {plain(str(error))}")
    return EventQuery.from_params(st.session_state[_FILTER])


def update(**changes: Any) -> None:
    """Put plain values into the filter; a range whose ends are crossed moves the other end along."""
    params = {**st.session_state.get(_FILTER, {}), **changes}
    if params.get("start") and params.get("end") and params["start"] > params["end"]:
        params["end" if "start" in changes else "start"] = changes.get("start") or changes["end"]
    st.session_state[_FILTER] = EventQuery.from_params(params).to_params()


def set_range(text: str) -> None:
    """The range that the timeline's brush sets: "2016-10-17/2016-10-31", "" for the whole time."""
    start, _, end = text.partition("/")
    update(start=start, end=end)


def show(keep: tuple[str, ...] = ()) -> EventQuery:
    """Draw the widgets in the sidebar, bring the URL up to date, and return the query.

    ``keep`` names parameters of the page's own that stay in the URL.
    """
    query = current()
    with st.sidebar:
        _dates(query)
        facets = services().events.facets(query)
        counts, names = dict(facets["event_type"]), services().country_names
        _many("type", "Event type", list(EVENT_TYPES), query.types, lambda t: f"{t} ({counts.get(t, 0):,})")
        found = dict(facets["country"])
        codes = list(dict.fromkeys([code for code in (*found, *query.countries) if code]))
        _many("country", "Country", codes, query.countries, lambda c: f"{names.get(c, c)} ({found.get(c, 0):,})")
        _status(query, dict(facets["status"]))
        _text(query)
        if query.polygon:
            st.button("Remove the drawn area", on_click=update, kwargs={"polygon": ""}, width="stretch")
        if query != EventQuery():
            st.button("Clear all filters", on_click=_clear, width="stretch")
    own = {k: st.query_params.get_all(k) for k in keep if k in st.query_params}
    if {k: st.query_params.get_all(k) for k in st.query_params} != _listed(query) | own:
        st.query_params.from_dict(_listed(query) | own)
    if st.session_state.get(_WRITTEN) != _listed(query):
        st.session_state[_WRITTEN] = _listed(query)
        st.session_state[_CONFIRMED] = False
    return query


def confirm() -> None:
    """Note that the browser shows the address as it was last written; to be called by whatever runs now and then."""
    if {k: st.query_params.get_all(k) for k in PARAMS if k in st.query_params} == st.session_state.get(_WRITTEN):
        st.session_state[_CONFIRMED] = True


def _navigated(given: dict[str, list[str]]) -> bool:
    """Whether the address changed under us: Back, Forward, or a link opened in this tab.

    A run that was asked for before the browser got our last address still carries the one before. So an address counts
    as changed only once the browser has shown that it had the one we wrote.
    """
    written = st.session_state.get(_WRITTEN)
    if written is None:
        return False
    confirm()
    return given != written and bool(st.session_state.get(_CONFIRMED))


def leave() -> None:
    """To be called by every other page: its address carries no filter, and coming back must not take that for an empty one."""
    st.session_state.pop(_WRITTEN, None)


def _listed(query: EventQuery) -> dict[str, list[str]]:
    return {k: [v] if isinstance(v, str) else v for k, v in query.to_params().items()}


def _clear() -> None:
    st.session_state[_FILTER] = {}


def _dates(query: EventQuery) -> None:
    for name, label in (("start", "From"), ("end", "To")):
        key = f"widget_{name}"
        st.session_state[key] = getattr(query, name)

        def change(name: str = name, key: str = key) -> None:
            chosen = st.session_state[key]
            update(**{name: chosen.isoformat() if chosen else ""})

        st.date_input(label, key=key, on_change=change, format="YYYY-MM-DD", min_value=FIRST_DAY, max_value=LAST_DAY)


def _status(query: EventQuery, counts: dict[str, int]) -> None:
    def text(status: str) -> str:
        return f"{status.capitalize()} ({counts.get(status, 0):,})"

    _many("status", "Status", list(STATUSES), query.status, text, everything="All but rejected")


def _many(
    name: str, label: str, options: list[str], chosen: tuple[str, ...], text: Any, *, everything: str = "All"
) -> None:
    key = f"widget_{name}"
    st.session_state[key] = [c for c in chosen if c in options]
    st.multiselect(
        label,
        options,
        key=key,
        format_func=text,
        on_change=lambda: update(**{name: st.session_state[key]}),
        placeholder=everything,
    )


def _text(query: EventQuery) -> None:
    key = "widget_text"
    st.session_state[key] = query.text
    st.text_input(
        "Text",
        key=key,
        on_change=lambda: update(text=st.session_state[key]),
        placeholder="words in place, title, sentence",
        max_chars=200,
    )
