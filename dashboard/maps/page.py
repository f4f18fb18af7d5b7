"""The pages of the two maps, made by folium out of assets of our own origin: all events, and the one under review.

A page holds no article text and no filter: both come as JSON while it runs, so it is built once, cached, and
never remounted. It is shown in a frame beside the Streamlit widgets, under a content security policy that lets
nothing run but our own scripts.
"""

from __future__ import annotations

from functools import lru_cache

import folium
from branca.element import Element, Figure, MacroElement
from folium.elements import JSCSSMixin
from folium.template import Template

from dashboard.records import EVENT_TYPES

# Chosen to be told apart with the common kinds of colour blindness and on grey paper.
COLOURS = dict(zip(EVENT_TYPES, ("#c1272d", "#e69f00", "#7b3294", "#0072b2", "#56b4e9", "#009e73"), strict=True))
ATTRIBUTION = "Leaflet | Outlines: Natural Earth | Names: GeoNames, CC BY 4.0"
PIN_COLOUR = "#b4232a"
NONCE = "{{NONCE}}"  # replaced in each response
_START = Template(
    "{% macro script(this, kwargs) %}\n"
    "window.conflictMap = {map: {{ this._parent.get_name() }}, options: {{ this.options|tojson }}};\n"
    "{% endmacro %}"
)


class EventMap(folium.Map):
    """A folium map without folium's outside scripts and styles: only Leaflet, from our own origin."""

    default_js = [("leaflet", "assets/vendor/leaflet.js")]  # noqa: RUF012 - folium's own interface
    default_css = [("leaflet_css", "assets/vendor/leaflet.css")]  # noqa: RUF012


class EventLayer(JSCSSMixin, MacroElement):
    """Our layer as a folium plugin: base map, clusters, points, drawing, details."""

    _template = _START
    default_js = [  # noqa: RUF012
        ("leaflet_draw", "assets/vendor/leaflet.draw.js"),
        ("topojson", "assets/vendor/topojson-client.js"),
    ]
    default_css = [  # noqa: RUF012
        ("leaflet_draw_css", "assets/vendor/leaflet.draw.css"),
        ("event_map_css", "assets/map/event_map.css"),
    ]

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "EventLayer"
        self.options = {
            "types": [{"name": name, "colour": colour} for name, colour in COLOURS.items()],
            "attribution": ATTRIBUTION,
        }


class PlaceLayer(JSCSSMixin, MacroElement):
    """Our layer of the small map: base map, the pin to be moved, numbered candidates."""

    _template = _START
    default_js = [("topojson", "assets/vendor/topojson-client.js")]  # noqa: RUF012
    default_css = [  # noqa: RUF012
        ("event_map_css", "assets/map/event_map.css"),
        ("place_map_css", "assets/map/place_map.css"),
    ]

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "PlaceLayer"
        self.options = {"colour": PIN_COLOUR, "attribution": ATTRIBUTION}


def build_map() -> folium.Map:
    """The folium map with the event layer on it; latitude, longitude of the first view are replaced by the events' own."""
    event_map = _bare_map()
    EventLayer().add_to(event_map)
    return event_map


def build_place_map() -> folium.Map:
    """The folium map of one event under review, its pin and candidates sent to it while it runs."""
    place_map = _bare_map()
    PlaceLayer().add_to(place_map)
    return place_map


def _bare_map() -> folium.Map:
    return EventMap(location=(25.0, 20.0), zoom_start=3, tiles=None, zoom_control=True, attribution_control=True)


@lru_cache(maxsize=1)
def map_page() -> str:
    """The HTML of the map's page; ``NONCE`` stands where a response puts its own."""
    return _page(build_map(), "Event map", "event_map")


@lru_cache(maxsize=1)
def place_map_page() -> str:
    """The HTML of the small map of one event under review; ``NONCE`` stands where a response puts its own."""
    return _page(build_place_map(), "Place map", "place_map")


def _page(built: folium.Map, title: str, module: str) -> str:
    figure = Figure(title=title)
    # A module runs once the page is read, when folium's script has made the map.
    figure.header.add_child(Element(f'<script type="module" src="assets/map/{module}.js"></script>'), name=module)
    built.add_to(figure)
    html = str(figure.render())
    return html.replace("<script", f'<script nonce="{NONCE}"')
