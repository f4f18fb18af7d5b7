"""One event or two: merging an event with others that tell of the same, taking reports out of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import streamlit as st

from dashboard.geometry import destination, distance_km
from dashboard.query import FIRST_DAY, LAST_DAY, BBox, EventQuery
from dashboard.records import Event
from dashboard.reviewing import EventDetail
from dashboard.services import services
from dashboard.views import review_state, review_words
from dashboard.views.components import plain
from dashboard.views.review_state import Step

LIKELY, NEARBY = 5, 5
NEAR_KM, NEAR_DAYS = 100.0, 7
_LISTED = 60
_SENTENCE = 220


def show(detail: EventDetail, query: EventQuery) -> None:
    """Draw the likely same events, a search among those nearby, and the event's own reports."""
    event = detail.event
    similar = services().reviewer.similar(event.event_id)[:LIKELY]
    if len(detail.reports) > 1:
        _split(detail)
    st.markdown("**Likely the same**")
    if not similar:
        st.caption("No other event looks like the same.")
    for row, link in similar:
        _offer(event, row, f"{link.score:.0%}: {', '.join(link.reasons)}" if link.reasons else f"{link.score:.0%}")
    st.markdown(f"**Nearby in the selection** (within {NEAR_KM:.0f} km and {NEAR_DAYS} days)")
    words = st.text_input(
        "Words", key=f"same_words_{event.event_id}", placeholder="words in place, title, sentence",
        label_visibility="collapsed", max_chars=200,
    )  # fmt: skip
    known = {event.event_id, *(str(row["event_id"]) for row, _ in similar)}
    found = [(row, km) for row, km in nearby(event, query, words) if row["event_id"] not in known][:NEARBY]
    if not found:
        st.caption("None." if not words else "None with these words.")
    for row, km in found:
        _offer(event, row, f"{km:,.0f} km away")


def nearby(event: Event, query: EventQuery, words: str) -> list[tuple[dict[str, Any], float]]:
    """The selected events around the event in place and time, with their distance in kilometres, nearest first."""
    place, span = event.place, timedelta(days=NEAR_DAYS)
    params = {**query.without("status").to_params()}
    params |= {
        "start": max(FIRST_DAY, event.event_date - span).isoformat(),
        "end": min(LAST_DAY, event.event_date_end + span).isoformat(),
    }
    if words.strip():
        params["text"] = words
    table = services().events.table(EventQuery.from_params(params), limit=_LISTED, view=_around(event))
    rows: list[tuple[dict[str, Any], float]] = [
        (
            {str(k): v for k, v in row.items()},
            distance_km(place.latitude, place.longitude, row["latitude"], row["longitude"]),
        )
        for row in table.to_dict("records")
    ]
    return sorted(rows, key=lambda found: found[1])


def _around(event: Event) -> BBox:
    place = event.place
    ends = [destination(place.latitude, place.longitude, bearing=bearing, km=NEAR_KM) for bearing in (0, 90, 180, 270)]
    (north, _), (_, east), (south, _), (_, west) = ends
    return BBox(west=west, south=min(south, north), east=east, north=max(south, north))


def _offer(event: Event, row: Mapping[str, Any], why: str) -> None:
    other = str(row["event_id"])
    day, kind = str(row["event_date"])[:10], review_words.sub_type(row["event_type"], row["sub_event_type"])
    said = f"Merged: {review_words.short(event)} with {row['location']}, {day}"
    with st.container(border=True, horizontal=True, vertical_alignment="center", key=f"same_{event.event_id}_{other}"):
        with st.container(width="stretch"):
            st.markdown(f"**{plain(row['location'])}**, {day}, {kind}")
            st.caption(f"{plain(why)}  \n{plain(_cut(row['notes']))}")
        st.button("Merge", key=f"merge_{event.event_id}_{other}", width=90,
                  on_click=_merge, args=(event, other, said))  # fmt: skip


def _cut(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _SENTENCE else f"{text[:_SENTENCE].rsplit(' ', 1)[0]} ..."


def _merge(event: Event, other: str, said: str) -> None:
    review_state.decide([Step((event.event_id, other), "merge")], said, event.event_id)


def _split(detail: EventDetail) -> None:
    event = detail.event
    st.markdown(f"**Its {len(detail.reports)} reports.** Tick those that tell of something else.")
    taken = [
        found.report.report_id
        for found in detail.reports
        if st.checkbox(
            f"**{plain(found.report.location)}**, {found.report.event_date}: {plain(_cut(found.report.notes))}",
            wrap=True,
            key=f"split_{event.event_id}_{found.report.report_id}",
        )
    ]
    whole = len(taken) == len(detail.reports)
    said = f"Split {len(taken)} of {len(detail.reports)} reports from {review_words.short(event)}"
    st.button("Take them out", key=f"split_{event.event_id}", disabled=not taken or whole,
              on_click=_take_out, args=(event, taken, said))  # fmt: skip
    if whole:
        st.caption("One at least must stay.")


def _take_out(event: Event, taken: list[str], said: str) -> None:
    step = Step((event.event_id,), "split", {"groups": [taken]})
    review_state.decide([step], said, event.event_id)
