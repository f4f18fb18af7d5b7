"""The folium map and the page it renders."""

from __future__ import annotations

import folium

from dashboard.maps import COLOURS, map_page, place_map_page
from dashboard.maps.page import NONCE, EventLayer, PlaceLayer, build_map, build_place_map
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


def test_place_map_is_a_folium_map_with_its_own_layer_and_only_relative_assets() -> None:
    built = build_place_map()
    assert isinstance(built, folium.Map)
    assert any(isinstance(child, PlaceLayer) for child in built._children.values())
    html = place_map_page()
    assert 'type="module" src="assets/map/place_map.js"' in html
    assert "leaflet.draw" not in html
    assert "://" not in html
    assert html.count("<script") == html.count(f'<script nonce="{NONCE}"')
