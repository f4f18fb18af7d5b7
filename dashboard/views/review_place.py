"""Where it happened: the small map, the places that the name may mean, another place by name or degrees."""

from __future__ import annotations

from typing import Any

import streamlit as st

from dashboard.gazetteer.around import place_at
from dashboard.geometry import distance_km, parse_point
from dashboard.records import GEO_PRECISION, Event, Place
from dashboard.reviewing import EventDetail
from dashboard.services import services
from dashboard.views import review_components, review_data, review_state, review_words
from dashboard.views.components import plain
from dashboard.views.review_state import Choice, state

_PRECISION = {1: "Town or spot", 2: "Near, or district", 3: "Region"}


def show(detail: EventDetail) -> None:
    """Draw map, choice and candidates of one event."""
    event, now = detail.event, state()
    if now.choice is not None and now.choice.event_id != event.event_id:
        now.choice = None
    chosen = now.choice.place if now.choice else None
    groups = _groups(event, now.search, chosen)
    pin = chosen or event.place
    st.session_state["review_numbers"] = {row["number"]: row["place"] for _, rows, _ in groups for row in rows}
    shown = [
        {"title": title, "places": [{k: v for k, v in row.items() if k != "place"} for row in rows], "empty": empty}
        for title, rows, empty in groups
    ]
    review_components.place_map(
        {
            "event": event.event_id,
            "pin": _spot(pin),
            "present": _spot(event.place) if chosen else None,
            "places": [row for group in shown for row in group["places"]],
        },
        on_place=lambda: _pick("review_map", event),
    )
    if now.choice is not None:
        _offer(event, now.choice)
    _search_box(event)
    review_components.places({"event": event.event_id, "groups": shown}, on_place=lambda: _pick("review_places", event))


def _spot(place: Place) -> dict[str, Any]:
    return {"latitude": place.latitude, "longitude": place.longitude, "label": place.name}


def _groups(event: Event, search: str, chosen: Place | None) -> list[tuple[str, list[dict[str, Any]], str]]:
    """(title, rows, what to say when there are none): the candidates, and what was searched."""
    reviewer, names = services().reviewer, services().country_names
    found = [
        (
            f"“{event.reports[0].location}” may mean",
            review_data.candidates(event.event_id),
            "The gazetteer knows no such name.",
        )
    ]
    if search:
        found.append((f"Found for “{search}”", reviewer.search(search), "The gazetteer knows no such place."))
    groups, first = [], 1
    for title, places, empty in found:
        rows = review_words.numbered(places, first, event.place, chosen, names)
        for row, scored in zip(rows, places, strict=True):
            row["place"] = scored.place
        groups.append((title, rows, empty))
        first += len(rows)
    return groups


def _pick(source: str, event: Event) -> None:
    """Callback: a candidate was picked, or the pin moved."""
    done = review_components.picked_place(source)
    if done.get("event") != event.event_id:
        return  # meant for an event that has left the page
    if "number" in done:
        place = st.session_state.get("review_numbers", {}).get(done["number"])
        if isinstance(place, Place):
            choose(event, place, place.geo_precision)
    else:
        choose_point(event, float(done["latitude"]), float(done["longitude"]))


def choose(event: Event, place: Place, geo_precision: int) -> None:
    """Pick a place, without saving it; the place that the event has already takes the choice back."""
    same = review_words.same_point(place, event.place) and place.name == event.place.name
    same = same and geo_precision == event.geo_precision
    state().choice = None if same else Choice(event.event_id, place, geo_precision)


def choose_point(event: Event, latitude: float, longitude: float) -> None:
    """Pick a point of the map."""
    place = place_at(services().gazetteer, event.location, latitude, longitude)
    state().choice = Choice(event.event_id, place, 1)


def _offer(event: Event, choice: Choice) -> None:
    """What is picked, how precise it is, and the buttons that save it."""
    place, reviewer = choice.place, services().reviewer
    far = distance_km(place.latitude, place.longitude, event.place.latitude, event.place.longitude)
    where = review_words.area(place, services().country_names)
    with st.container(border=True, key="review_choice"):
        st.markdown(
            f"**{plain(place.name)}**{', ' + plain(where) if where else ''}  \n"
            f":small[{review_words.point(place.latitude, place.longitude)}, {far:,.1f} km from the present pin]"
        )
        key = f"review_precision_{event.event_id}_{place.latitude}_{place.longitude}"
        st.segmented_control(
            "How precise is it?",
            list(GEO_PRECISION),
            label_visibility="collapsed",
            default=choice.geo_precision,
            required=True,
            key=key,
            format_func=lambda code: _PRECISION[code],
            on_change=lambda: choose(event, place, int(st.session_state[key])),
        )
        with st.container(horizontal=True):
            st.button("Save place", type="primary", shortcut="S", key=f"save_{event.event_id}",
                      on_click=review_state.save_place, args=(event,))  # fmt: skip
            scope, count = reviewer.name_scope(event.event_id), reviewer.count_same_name(event.event_id)
            if scope is not None and count > 1:
                country = services().country_names.get(scope["country"], scope["country"])
                st.button(
                    f"Save for all {count:,} reports of “{plain(event.reports[0].location)}” in {plain(country)}",
                    key=f"save_all_{event.event_id}",
                    on_click=review_state.save_place,
                    args=(event, scope, count),
                    help="Those that come later too",
                )
            st.button("Cancel", type="tertiary", key=f"cancel_{event.event_id}", on_click=_cancel)


def _cancel() -> None:
    state().choice = None


def _search_box(event: Event) -> None:
    key = f"review_search_{event.event_id}"
    st.text_input(
        "Another place",
        key=key,
        placeholder="another place: a name, or latitude, longitude",
        label_visibility="collapsed",
        max_chars=120,
        on_change=lambda: _look_for(event, st.session_state[key]),
    )


def _look_for(event: Event, text: str) -> None:
    """Callback: degrees put the pin there, anything else is searched in the gazetteer."""
    found = parse_point(text)
    if found is None:
        state().search = " ".join(text.split())
    else:
        state().search = ""
        choose_point(event, *found)
