"""A Streamlit page as one would write it with a library: a filter, and all that it selects sent to the browser's map.

``streamlit run`` starts it with PEER (what draws), PEER_EVENTS (a Parquet file: latitude, longitude, event_type) and
PEER_ASSETS (an address on this machine that serves Leaflet and MarkerCluster).
"""

from __future__ import annotations

import os

import folium
import pandas as pd
import pydeck
import streamlit as st
from folium.plugins import FastMarkerCluster

ASSETS = os.environ["PEER_ASSETS"]
HEIGHT = 560
# Runs after folium's script; two frames later what it made is on the screen. Nothing in it comes from data.
_DONE = """<script>requestAnimationFrame(() => requestAnimationFrame(() => {{
const drawn = document.querySelector(".leaflet-marker-icon, .leaflet-overlay-pane canvas");
document.documentElement.dataset.done = performance.timeOrigin + performance.now();
document.documentElement.dataset.events = drawn ? "{events}" : "none";
}}));</script></html>"""


class Map(folium.Map):
    """Leaflet alone, from this machine: less than folium's page loads as it comes."""

    default_js = [("leaflet", f"{ASSETS}/leaflet.js")]  # noqa: RUF012 - folium's own interface
    default_css = [("leaflet_css", f"{ASSETS}/leaflet.css")]  # noqa: RUF012


class Cluster(FastMarkerCluster):
    """The plugin with its scripts from this machine."""

    default_js = [("markercluster", f"{ASSETS}/leaflet.markercluster.js")]  # noqa: RUF012
    default_css = [("markercluster_css", f"{ASSETS}/MarkerCluster.css")]  # noqa: RUF012


@st.cache_data
def events() -> pd.DataFrame:
    """All events; read once, so that a filter change pays for drawing alone."""
    return pd.read_parquet(os.environ["PEER_EVENTS"])


def show_folium(chosen: pd.DataFrame, layer: folium.map.Layer) -> None:
    """folium's page in a frame, without a base map."""
    drawn = Map(location=(20, 20), zoom_start=3, tiles=None, prefer_canvas=True, maxZoom=18)
    layer.add_to(drawn)
    html = drawn.get_root().render().rstrip().removesuffix("</html>")
    st.iframe(html + _DONE.format(events=len(chosen)), height=HEIGHT)


def fast_marker_cluster(chosen: pd.DataFrame) -> None:
    """Points as a list, clustered in the browser."""
    plain = "function (row) { return L.marker([row[0], row[1]]); }"  # the plugin's own wants another library of icons
    show_folium(chosen, Cluster(chosen[["latitude", "longitude"]].to_numpy().tolist(), callback=plain))


def geojson(chosen: pd.DataFrame) -> None:
    """A GeoJSON layer of circles on one canvas."""
    features = [
        {"type": "Feature", "properties": {}, "geometry": {"type": "Point", "coordinates": point}}
        for point in chosen[["longitude", "latitude"]].to_numpy().tolist()
    ]
    marker = folium.CircleMarker(radius=3, weight=0, fill=True, fill_opacity=0.6)
    show_folium(chosen, folium.GeoJson({"type": "FeatureCollection", "features": features}, marker=marker))


def scatterplot(chosen: pd.DataFrame) -> None:
    """deck.gl's points."""
    layer = pydeck.Layer(
        "ScatterplotLayer",
        chosen[["longitude", "latitude"]],
        get_position="[longitude, latitude]",
        get_fill_color=[193, 39, 45, 160],
        get_radius=3,
        radius_units="'pixels'",
    )
    view = pydeck.ViewState(latitude=20, longitude=20, zoom=2)
    st.pydeck_chart(pydeck.Deck(layers=[layer], initial_view_state=view, map_style=None), height=HEIGHT)


DRAW = {"FastMarkerCluster": fast_marker_cluster, "folium.GeoJson": geojson, "pydeck": scatterplot}
st.set_page_config(layout="wide")
found = events()
st.button("Clear all filters", on_click=lambda: st.session_state.update(types=[]))
types = st.multiselect("Event type", sorted(found["event_type"].unique()), key="types")
selected = found[found["event_type"].isin(types)] if types else found
DRAW[os.environ["PEER"]](selected)
