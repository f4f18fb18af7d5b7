"""The review page: the queue of doubtful events, one event with its evidence, what a person decides on it."""

from __future__ import annotations

from urllib.parse import urlencode

import streamlit as st

from dashboard.query import EventQuery
from dashboard.reviewing import EventDetail
from dashboard.services import services
from dashboard.views import (
    filters,
    review_bar,
    review_components,
    review_data,
    review_edit,
    review_history,
    review_place,
    review_same,
    review_state,
    review_who,
    review_words,
    watch,
)
from dashboard.views.components import plain
from dashboard.views.review_state import state

LISTED = 200
_STYLE = """<style>
.stMainBlockContainer {padding: 2rem 2rem 1.5rem}
[data-testid="stBottomBlockContainer"] {padding: .6rem 2rem .7rem; border-top: 1px solid var(--st-border-color, rgb(128 128 128 / 30%))}
@media (max-width: 640px) {
  .stMainBlockContainer {padding: 3.6rem 1rem 1rem}
  [data-testid="stBottomBlockContainer"] {padding: .5rem 1rem}
}
</style>"""
_PANELS = {
    "Edit": review_edit.show,
    "Merge or split": review_same.show,
    "History and notes": review_history.show,
}


def show() -> None:
    """Draw the page."""
    st.html(_STYLE)
    query = filters.show(keep=("event",))
    _follow_link(query)
    rows, reason = _queue(query)
    detail = _event()
    with st.bottom:
        review_bar.show(detail.event if detail else None)
    if detail is None:
        _nothing(query, rows, reason)
    else:
        _show_event(detail, query)
    review_who.show()
    watch.show(services().events.version)


def leave() -> None:
    """To be called when another page is entered: the same link opened again is followed again, and what was said is old."""
    state().link, state().said = "", None


def _follow_link(query: EventQuery) -> None:
    """Show the event that the address names, once; a change of the filter starts at the head of the queue."""
    now, params = state(), urlencode(query.to_params(), doseq=True)
    if params != now.query:
        now.query, now.order, now.event, now.stays = params, [], "", False
    linked = st.query_params.get("event", "")
    if linked and linked != now.link:
        review_state.show_event(linked)
    now.link = linked
    if linked and linked != now.event:
        del st.query_params["event"]


def _queue(query: EventQuery) -> tuple[list[dict[str, object]], str]:
    """Headline, reasons and the strip; the rows of the queue and the reason that was chosen."""
    now, reviewer = state(), services().reviewer
    counts = dict(reviewer.reasons(query))
    headline = st.container(horizontal=True, vertical_alignment="center", key="review_head", gap="medium")
    with headline:
        title = st.empty()
        reason = _reasons(counts)
    rows = reviewer.queue(query, reason=reason, limit=LISTED)
    now.order = [str(row["event_id"]) for row in rows]
    if not now.event or (not now.stays and now.event not in now.order):
        now.event = next((found for found in now.order if found not in now.passed), "")
    left = f"{len(rows):,}{'+' if len(rows) == LISTED else ''} to look at, worst first" if rows else "nothing left"
    done = f", {now.decided:,} decided" if now.decided else ""
    title.subheader(f"Review :small[{left}{done}]", anchor=False, width="content")
    cards = [review_words.card(row) for row in rows]
    review_components.queue({"events": cards, "current": now.event}, on_pick=_pick)
    return rows, reason


def _reasons(counts: dict[str, int]) -> str:
    names = [*(d for d in review_words.DOUBTS if d in counts), *(d for d in counts if d not in review_words.DOUBTS)]
    if not names:
        return ""
    chosen = st.pills(
        "Why to look",
        names,
        key="review_reason",
        format_func=lambda d: f"{plain(review_words.doubt_name(d))} {counts.get(d, 0):,}",
        on_change=_new_reason,
        label_visibility="collapsed",
    )
    return str(chosen or "")


def _new_reason() -> None:
    now = state()
    now.event, now.stays, now.passed = "", False, []


def _pick() -> None:
    if picked := review_components.picked_event():
        review_state.show_event(picked)
        state().said = None


def _event() -> EventDetail | None:
    now = state()
    detail = review_data.detail(now.event) if now.event else None
    if now.event and detail is None:  # merged away or read anew meanwhile
        now.event = next((found for found in now.order if found not in {now.event, *now.passed}), "")
        detail = review_data.detail(now.event) if now.event else None
    return detail


def _nothing(query: EventQuery, rows: list[dict[str, object]], reason: str) -> None:
    """There is nothing to show: everything was looked at, or nothing is doubtful."""
    now = state()
    with st.container(border=True):
        if rows and now.passed:
            st.markdown(f"#### You have seen them all\n{len(rows):,} were left for later.")
            st.button("Start again with those", icon=":material/replay:", on_click=review_state.start_again)
            return
        if reason or query != EventQuery():
            st.markdown(
                "#### Nothing left here\nNo doubtful event is left in this selection. Widen the filter for more."
            )
        else:
            st.markdown("#### All done\nNothing is left to look at. What new articles bring comes here by itself.")
        st.page_link(st.session_state["pages"]["map"], label="See the events on the map", icon=":material/map:")


def _show_event(detail: EventDetail, query: EventQuery) -> None:
    names = services().country_names
    left, right = st.columns([1, 1], gap="medium")
    with left:
        review_components.evidence(review_words.evidence(detail, names))
        labels = _panel_labels(detail)
        panel = st.segmented_control(
            "More", list(_PANELS), key="review_panel", format_func=lambda name: labels.get(name, name),
            label_visibility="collapsed",
        )  # fmt: skip
        if panel:
            _PANELS[panel](detail, query)
    with right:
        review_place.show(detail)


def _panel_labels(detail: EventDetail) -> dict[str, str]:
    reports, history = len(detail.reports), len(detail.history)
    return {
        "Merge or split": f"Merge or split ({reports} reports)" if reports > 1 else "Merge",
        "History and notes": f"History and notes ({history})" if history else "Notes",
    }
