"""The map: folium builds the page once; our layer's JavaScript fetches what is in view for itself."""

from dashboard.maps.page import COLOURS, map_page, place_map_page

__all__ = ["COLOURS", "map_page", "place_map_page"]
