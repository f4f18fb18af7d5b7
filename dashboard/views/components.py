"""Our own widgets: the map's frame, the timeline, the export button. Their code is ours alone; data reach it as JSON."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import streamlit as st

_STATIC = Path(__file__).with_name("static")


def component(name: str, html: str, *, styled: bool = True) -> Callable[..., Any]:
    """The component ``name``, whose code is ``static/name.js`` and, where it is ``styled``, ``static/name.css``."""
    css = (_STATIC / f"{name}.css").read_text(encoding="utf-8") if styled else ""
    js = (_STATIC / f"{name}.js").read_text(encoding="utf-8")
    return st.components.v2.component(f"conflict_dashboard.{name}", html=html, css=css, js=js)


_map_frame = component("map_frame", '<div class="map-frame"></div>')
_timeline = component("timeline", '<div class="timeline"></div>')
_export_button = component("export_button", '<button type="button">Download GeoJSON</button>')


def event_map(
    query: str, *, version: str, focus: str = "", on_area: Callable[[], None], on_review: Callable[[], None]
) -> None:
    """The map; ``on_area`` runs when an area is drawn or deleted (``drawn_area``), ``on_review`` when an event is to be
    reviewed (``event_to_review``)."""
    data = {"query": query, "version": version, "focus": focus}
    _map_frame(key="event_map", data=data, on_area_change=on_area, on_review_change=on_review)


def drawn_area() -> str:
    """The ring last drawn, "lon,lat;..."; "" after it was deleted."""
    return str(triggered("event_map", "area").get("polygon", ""))


def event_to_review() -> str:
    """The id of the event whose details asked for its review."""
    return str(triggered("event_map", "review").get("event", ""))


def timeline(data: dict[str, Any], *, on_range: Callable[[], None]) -> None:
    """The histogram; ``on_range`` runs when its brush sets or clears the range (see ``brushed_range``)."""
    _timeline(key="timeline", data=data, on_range_change=on_range)


def brushed_range() -> str:
    """The range last brushed, "2016-10-17/2016-10-31"; "" after it was cleared."""
    return str(triggered("timeline", "range").get("range", ""))


def export_button(query: str, count: int) -> None:
    """The button "Download GeoJSON" for the selection of ``count`` events."""
    _export_button(key="export", data={"query": query, "count": count})


def triggered(key: str, name: str) -> dict[str, Any]:
    """The value that the component ``key`` last sent under ``name``, {} without one."""
    state = st.session_state.get(key)
    value = state.get(name) if state else None
    return value if isinstance(value, dict) else {}


def plain(text: str) -> str:
    """Text with Markdown's characters escaped: Streamlit's messages read Markdown, and file names are not ours."""
    text = text.replace("://", ":\u2060//").replace("www.", "www\u2060.")  # nor does an address become a link
    return "".join(f"\\{c}" if c in "\\`*_{}[]()<>#+-.!|~$:^&@/\"'" else c for c in text)
