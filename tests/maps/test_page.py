"""The folium map and the page it renders."""

from __future__ import annotations

import folium

from dashboard.maps import COLOURS, map_page
from dashboard.maps.page import NONCE, EventLayer, build_map
from dashboard.records import EVENT_TYPES


def test_map_is_a_folium_map_with_the_event_layer() -> None:
    built = build_map()
    assert isinstance(built, folium.Map)
    assert any(isinstance(child, EventLayer) for child in built._children.values())


def test_page_starts_the_layer_and_loads_only_relative_assets() -> None:
    html = map_page()
    assert "window.conflictMap = {map: map_" in html
    assert 'type="module" src="assets/map/event_map.js"' in html
    assert 'src="assets/vendor/leaflet.js"' in html
    assert "://" not in html
    assert html.count("<script") == html.count(f'<script nonce="{NONCE}"')


def test_page_is_built_once_so_that_a_filter_never_remounts_it() -> None:
    assert map_page() is map_page()


def test_every_event_type_has_a_colour_of_its_own() -> None:
    assert list(COLOURS) == list(EVENT_TYPES)
    assert len(set(COLOURS.values())) == len(EVENT_TYPES)
