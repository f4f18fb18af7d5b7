"""The main page: query, map, timeline, table, export."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import pandas as pd
import streamlit as st

from dashboard import timeline
from dashboard.maps import COLOURS
from dashboard.query import EventQuery
from dashboard.services import services
from dashboard.views import components, filters, watch

LISTED = 1000


def show() -> None:
    """Draw the page."""
    query = filters.show()
    events = services().events
    count, params = events.count(query), urlencode(query.to_params(), doseq=True)
    _headline(query, count, params)
    components.event_map(
        params,
        version=events.version,
        focus=_chosen_event(),
        on_area=lambda: filters.update(polygon=components.drawn_area()),
    )
    components.timeline(timeline_data(query), on_range=lambda: filters.set_range(components.brushed_range()))
    _table(query, count)
    watch.show(events.version)


def _headline(query: EventQuery, count: int, params: str) -> None:
    left, right = st.columns([2, 1], vertical_alignment="center")
    total = services().events.count(EventQuery())
    if total == 0:
        left.markdown("**No events yet.** Add articles on the page *Add articles*, and they appear here.")
    elif count == 0:
        left.markdown(
            f"**No event matches.** {total:,} are in the store: widen the dates, clear a filter or remove the drawn area."
        )
    else:
        of = "" if query == EventQuery() else f" of {total:,}"
        left.markdown(f"### Conflict events\n**{count:,}**{of} selected")
    with right:
        components.export_button(params, count)


def timeline_data(query: EventQuery) -> dict[str, Any]:
    """What the timeline draws: bins over the whole time of the query's other filters, and its range."""
    events = services().events
    span = events.span(query.without("start", "end"))
    types = [{"name": name, "colour": colour} for name, colour in COLOURS.items()]
    if span is None:
        return {"bins": [], "types": types}
    first, last = span
    unit = timeline.unit_for(first, last)
    return {
        "bins": timeline.bins(events.histogram(query, unit)),
        "unit": unit,
        "types": types,
        "first": first.isoformat(),
        "last": last.isoformat(),
        "start": query.start.isoformat() if query.start else "",
        "end": query.end.isoformat() if query.end else "",
    }


def _table(query: EventQuery, count: int) -> None:
    if count == 0:
        return
    table = services().events.table(query, limit=LISTED)
    st.session_state["listed"] = table["event_id"].tolist()
    if count > LISTED:
        st.caption(f"The newest {LISTED:,} of {count:,}; the download has them all.")
    st.caption("Select a row to see it on the map.")
    names = services().country_names
    shown = pd.DataFrame(
        {
            "Date": table["event_date"],
            "Type": [
                f"{kind}: other" if sub == "Other" else sub
                for kind, sub in zip(table["event_type"], table["sub_event_type"], strict=True)
            ],
            "Place": table["location"],
            "Country": [names.get(code, code) for code in table["country"]],
            "Killed": table["fatalities"],
            "Sentence": table["notes"],
            "Article": table["title"],
            "Source": table["source"],
            "Link": [url or None for url in table["url"]],
        }
    )
    st.dataframe(
        shown,
        key="table",
        hide_index=True,
        height=360,
        on_select="rerun",
        selection_mode="single-row",
        placeholder="",
        column_config={
            "Date": st.column_config.DateColumn(format="YYYY-MM-DD", width="small"),
            "Killed": st.column_config.NumberColumn(
                width="small", help="People reported killed, where a number is given"
            ),
            "Sentence": st.column_config.TextColumn(width="large"),
            "Link": st.column_config.LinkColumn(display_text="open", width="small"),
        },
    )


def _chosen_event() -> str:
    """The event of the row selected in the table as it was last shown, "" without one."""
    state = st.session_state.get("table")
    rows = state["selection"]["rows"] if state else []
    listed = st.session_state.get("listed", [])
    return str(listed[rows[0]]) if rows and rows[0] < len(listed) else ""
