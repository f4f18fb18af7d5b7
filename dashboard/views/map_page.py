"""The main page: query, map, timeline, table, export."""

from __future__ import annotations

import math
from typing import Any
from urllib.parse import urlencode

import pandas as pd
import streamlit as st

from dashboard.maps import COLOURS
from dashboard.query import EventQuery
from dashboard.records import STATUSES
from dashboard.services import services
from dashboard.views import components, filters, review_bar, review_data, review_state, review_who, watch
from dashboard.views.components import plain

LISTED = 100  # events a page of the table
MAX_PAGES = 100
MAX_SENTENCE = 300  # characters in the table; the event's details have it whole
COLUMNS = (
    "event_id", "status", "event_date", "event_type", "sub_event_type", "location", "country", "fatalities", "notes",
    "title", "source", "url",
)  # fmt: skip
_PAGE = "table_page"  # session state: the query and the page of the table that is shown of it
_STATUS = {"unreviewed": "unreviewed", "confirmed": "✓ confirmed", "rejected": "✕ rejected"}
_TO_REVIEW = "to_review"  # session state: the event whose review was asked for


def show() -> None:
    """Draw the page."""
    _go_to_review()
    query = filters.current()
    events, params = services().events, urlencode(query.to_params(), doseq=True)
    head = st.container()
    # First of all: map and timeline fetch what they show by themselves while the rest is made.
    components.event_map(
        params,
        version=events.version,
        focus=_chosen_event(),
        on_area=lambda: filters.update(polygon=components.drawn_area()),
        on_review=lambda: _review(components.event_to_review()),
    )
    components.timeline(timeline_data(params, query), on_range=lambda: filters.set_range(components.brushed_range()))
    filters.show()
    count = events.count(query)
    with head:
        _headline(query, count, params)
    _table(query, count)
    review_who.ask()
    watch.show(events.version)


def _headline(query: EventQuery, count: int, params: str) -> None:
    left, right = st.columns([2, 1], vertical_alignment="center")
    events = services().events
    known = events.count(EventQuery(status=STATUSES))
    total = known if "rejected" in query.status else events.count(EventQuery())
    if known == 0:
        left.markdown("**No events yet.** Add articles on the page *Add articles*, and they appear here.")
    elif count == 0:
        left.markdown(
            f"**No event matches.** {known:,} are in the store: widen the dates, clear a filter or remove the drawn area."
        )
    else:
        of = "" if query == EventQuery() else f" of {total:,}"
        left.markdown(f"### Conflict events\n**{count:,}**{of} selected")
    with right:
        components.export_button(params, count)


def timeline_data(params: str, query: EventQuery) -> dict[str, Any]:
    """What the timeline asks its bins with, ``params`` being the query's, and the range it marks. It fetches the bins itself."""
    return {
        "query": params,
        "version": services().events.version,
        "types": [{"name": name, "colour": colour} for name, colour in COLOURS.items()],
        "start": query.start.isoformat() if query.start else "",
        "end": query.end.isoformat() if query.end else "",
    }


def _table(query: EventQuery, count: int) -> None:
    if count == 0:
        return
    pages = min(MAX_PAGES, math.ceil(count / LISTED))
    page = min(_page(query), pages - 1)
    table = services().events.table(query, limit=LISTED, offset=page * LISTED, columns=COLUMNS)
    st.session_state["listed"] = table["event_id"].tolist()
    _row_actions(table)
    if pages > 1:
        _turning(page, pages, count)
    names = services().country_names
    shown = pd.DataFrame(
        {
            "Status": [_STATUS[status] for status in table["status"]],
            "Date": table["event_date"],
            "Type": [
                f"{kind}: other" if sub == "Other" else sub
                for kind, sub in zip(table["event_type"], table["sub_event_type"], strict=True)
            ],
            "Place": table["location"],
            "Country": [names.get(code, code) for code in table["country"]],
            "Killed": table["fatalities"],
            "Sentence": table["notes"].str.slice(0, MAX_SENTENCE),
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
            "Status": st.column_config.TextColumn(width=112, help="What a person decided"),
            "Date": st.column_config.DateColumn(format="YYYY-MM-DD", width="small"),
            "Killed": st.column_config.NumberColumn(
                width="small", help="People reported killed, where a number is given"
            ),
            "Sentence": st.column_config.TextColumn(width="large"),
            "Link": st.column_config.LinkColumn(display_text="open", width="small"),
        },
    )


def _page(query: EventQuery) -> int:
    """The page of the table; the first of another selection than before."""
    of, page = st.session_state.get(_PAGE, (None, 0))
    if of != query:
        st.session_state[_PAGE], page = (query, 0), 0
    return int(page)


def _turning(page: int, pages: int, count: int) -> None:
    """Which events are listed, newest first, and the way to older and newer ones."""
    with st.container(horizontal=True, vertical_alignment="center"):
        first = page * LISTED + 1
        rest = "; the download has them all" if count > pages * LISTED else ""
        st.caption(
            f"Newest first: {first:,} to {min(count, first + LISTED - 1):,} of {count:,}{rest}.", width="content"
        )
        st.button("Newer", key="newer", disabled=page == 0, on_click=_turn, args=(page - 1,))
        st.button("Older", key="older", disabled=page == pages - 1, on_click=_turn, args=(page + 1,))


def _turn(page: int) -> None:
    """Callback: another page of the same selection; no row of it is selected yet."""
    st.session_state[_PAGE] = (st.session_state[_PAGE][0], page)
    st.session_state.pop("table", None)


def _row_actions(table: pd.DataFrame) -> None:
    """What can be done with the selected row: its review, and taking back a rejection."""
    chosen = _chosen_event()
    rows = table[table["event_id"] == chosen]
    with st.container(horizontal=True, vertical_alignment="center"):
        if rows.empty:
            st.caption("Select a row to see it on the map.")
        else:
            row = rows.iloc[0]
            st.caption(f"{plain(row['location'])}, {row['event_date']:%Y-%m-%d}", width="content")
            st.button("Review this event", icon=":material/rule:", key="review_row", on_click=_review, args=(chosen,))
            if row["status"] == "rejected":
                st.button(
                    "Undo the rejection", icon=":material/undo:", key="reopen_row", on_click=_reopen, args=(chosen,)
                )
        review_bar.said()


def _reopen(event_id: str) -> None:
    detail = review_data.detail(event_id)
    if detail is not None:
        review_state.reopen(detail.event)


def _review(event_id: str) -> None:
    """Callback: the review page of an event is opened in the run that follows."""
    st.session_state[_TO_REVIEW] = event_id


def _go_to_review() -> None:
    if event_id := st.session_state.pop(_TO_REVIEW, ""):
        st.switch_page(st.session_state["pages"]["review"], query_params={"event": event_id})


def _chosen_event() -> str:
    """The event of the row selected in the table as it was last shown, "" without one."""
    state = st.session_state.get("table")
    rows = state["selection"]["rows"] if state else []
    listed = st.session_state.get("listed", [])
    return str(listed[rows[0]]) if rows and rows[0] < len(listed) else ""
