"""The map's layer in a real browser, over a small store of events at known points: what is drawn, hovered, opened, remembered."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from typing import Any

import pytest
import uvicorn
from playwright.sync_api import Locator, Page, expect
from starlette.applications import Starlette
from starlette.responses import Response
from starlette.routing import Route

from dashboard import settings
from dashboard.server import routes
from dashboard.store import Tables
from tests.browser.conftest import Watched, free_port
from tests.store.conftest import STORY, report

pytestmark = pytest.mark.browser
TIMEOUT = 30_000
DATE_LINE = re.compile("Date Line$")
HOSTILE = "<img src=x onerror=alert(1)>"
# Far apart in time, so that no two are taken for one event.
EVENTS = (
    *(report("Hub", 10.0, 20.0, day=f"20{10 + i}-03-01", fatalities=2) for i in range(5)),
    *(report("Crowd", 12.0, 24.0, day=f"19{60 + i}-03-01") for i in range(14)),
    report(HOSTILE, -10.0, 20.0, day="2016-05-05", sub="Suicide bomb", fatalities=20),
    report("Somewhere", -10.5, 26.0, day="2016-06-06", sub="Attack", geo_precision=3),
    report("Suva", -18.14, 178.44, day="2017-01-01", sub="Peaceful protest"),
    report("Apia", -13.83, -171.77, day="2017-01-02", sub="Mob violence"),
    report("Date Line", -16.8, 180.0, day="2017-01-03", sub="Agreement"),
    report("Date Line West", -15.8, -180.0, day="2018-01-03", sub="Agreement"),
    report("North Pole", 90.0, 10.0, day="2017-06-01"),
    report("South Pole", -90.0, 10.0, day="2017-06-02"),
)


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The map's own page, as it stands in the frame, without Streamlit around it."""
    tables = Tables(str(tmp_path_factory.mktemp("layer") / "store"))
    tables.append([STORY], EVENTS, extractor="test")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(settings.STORE_VARIABLE, tables.uri)
        patch.setattr(routes, "MAX_LISTED", 13)
        no_icon = Route("/favicon.ico", lambda _: Response(status_code=204))
        port = free_port()
        app = Starlette(routes=[*routes.routes(), no_icon])
        running = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=port, log_level="warning"))
        thread = threading.Thread(target=running.run)
        thread.start()
        yield f"http://127.0.0.1:{port}"
        running.should_exit = True
        thread.join()


class Layer:
    """The map's page, looked at from a place."""

    def __init__(self, page: Page, address: str) -> None:
        self.page, self.address = page, address
        self.map = page.locator(".folium-map")
        self.marks = page.locator(".event-icon")

    def open(self, query: str = "") -> Layer:
        self.page.goto(f"{self.address}/map{'?' + query if query else ''}")
        expect(self.map).to_have_attribute("data-drawn", re.compile(r"\d"), timeout=TIMEOUT)
        return self

    def look(self, latitude: float, longitude: float, zoom: int) -> Layer:
        # void: the map itself would come back with all that hangs on it.
        self.page.evaluate(f"void conflictMap.map.setView([{latitude}, {longitude}], {zoom}, {{animate: false}})")
        self.page.wait_for_timeout(300)
        return self

    def data(self, name: str) -> str:
        return self.map.get_attribute(f"data-{name}") or ""

    def mark(self, part: str | re.Pattern[str]) -> Locator:
        return self.page.get_by_role("button", name=part)

    def choose(self, name: str) -> None:
        self.page.get_by_role("radio", name=name).check(force=True)


@pytest.fixture
def layer(watched: Watched, address: str) -> Layer:
    return Layer(watched.page, address)


def _left(found: Locator) -> float:
    box = found.bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2


def test_few_events_on_one_point_spread_on_legs_that_open(layer: Layer) -> None:
    layer.open().look(10, 20, 12)
    layer.mark("5 events").click()
    legs = layer.page.locator(".event-leg")
    expect(legs).to_have_count(5, timeout=TIMEOUT)
    legs.first.click()
    expect(layer.page.locator(".event-details mark")).to_be_visible(timeout=TIMEOUT)


def test_keys_go_from_mark_to_mark_and_into_the_spread_and_back(layer: Layer) -> None:
    layer.open().look(0, 22, 5)
    expect(layer.mark("5 events")).to_have_count(1, timeout=TIMEOUT)
    assert layer.page.locator('.event-icon[tabindex="0"]').count() == 1
    names = [mark.get_attribute("aria-label") or "" for mark in layer.marks.all()]
    layer.page.locator('.event-icon[tabindex="0"]').focus()
    seen = []
    for _ in names:
        seen.append(layer.page.evaluate("document.activeElement.getAttribute('aria-label')"))
        layer.page.keyboard.press("ArrowRight")
    assert sorted(seen) == sorted(names)
    layer.look(10, 20, 12).mark("5 events").focus()
    layer.page.keyboard.press("Home")
    layer.page.keyboard.press("Enter")
    expect(layer.page.locator(".event-leg").first).to_be_focused(timeout=TIMEOUT)
    layer.page.keyboard.press("Enter")
    expect(layer.page.locator(".event-details")).to_be_visible(timeout=TIMEOUT)
    layer.page.keyboard.press("Escape")
    expect(layer.page.locator(".event-leg").first).to_be_focused(timeout=TIMEOUT)
    layer.page.keyboard.press("Escape")
    expect(layer.page.locator(".event-leg")).to_have_count(0)
    expect(layer.mark("5 events")).to_be_focused()


def test_many_events_on_one_point_are_listed_page_by_page(layer: Layer) -> None:
    layer.open().look(12, 24, 12)
    layer.mark("14 events").click()
    rows = layer.page.locator(".event-row")
    expect(rows).to_have_count(13, timeout=TIMEOUT)
    expect(layer.page.locator(".event-list h3")).to_have_text("14 events at Crowd")
    layer.page.get_by_role("button", name="1 more of 1").click()
    expect(rows).to_have_count(14, timeout=TIMEOUT)
    expect(layer.page.locator(".event-more")).to_be_hidden()
    assert len({row.inner_text() for row in rows.all()}) == 14


def test_the_pointer_is_told_type_day_and_place_as_text(layer: Layer) -> None:
    layer.open("text=img").look(-10, 20, 8)
    layer.mark("Suicide bomb").hover()
    tip = layer.page.locator(".map-tip")
    expect(tip).to_contain_text("2016-05-05", timeout=TIMEOUT)
    expect(tip).to_contain_text(f"Suicide bomb{HOSTILE}20 reported killed")
    assert layer.page.locator("img[src=x]").count() == 0
    layer.page.mouse.move(5, 700)
    expect(tip).to_be_hidden()


def test_a_cluster_tells_its_numbers_without_asking(layer: Layer) -> None:
    layer.open().look(10, 20, 12)
    asked: list[str] = []
    layer.page.on("request", lambda request: asked.append(request.url))
    layer.mark("5 events").hover()
    expect(layer.page.locator(".map-tip")).to_contain_text("10 reported killed", timeout=TIMEOUT)
    assert asked == []


def test_size_by_fatalities_is_said_drawn_and_remembered(layer: Layer) -> None:
    layer.open().look(0, 22, 6)
    before = _ink(layer)
    layer.choose("Fatalities")
    expect(layer.map).to_have_attribute("data-by", "fatalities")
    assert _ink(layer) != before
    expect(layer.page.locator(".map-legend")).to_contain_text("people reported killed")
    layer.open()
    expect(layer.map).to_have_attribute("data-by", "fatalities")
    assert layer.page.get_by_role("radio", name="Fatalities").is_checked()


def test_a_place_known_roughly_is_drawn_otherwise_and_said(layer: Layer) -> None:
    layer.open("text=somewhere").look(-10.5, 26, 8)
    expect(layer.mark("place known roughly")).to_have_count(1, timeout=TIMEOUT)
    rough = layer.mark("Somewhere").bounding_box()
    layer.open("text=apia").look(-13.83, -171.77, 8)
    exact = layer.mark("Apia").bounding_box()
    assert rough is not None
    assert exact is not None
    assert rough["width"] > 1.5 * exact["width"]


def test_heat_is_a_surface_that_tells_its_numbers(layer: Layer) -> None:
    layer.open().look(0, 22, 5)
    layer.choose("Heat")
    expect(layer.map).to_have_attribute("data-view", "heat", timeout=TIMEOUT)
    expect(layer.page.locator(".map-legend")).to_contain_text("few to many events")
    assert _ink(layer) > 0
    layer.mark("5 events").click()
    expect(layer.page.locator(".event-spot")).to_contain_text("5 events", timeout=TIMEOUT)
    layer.page.get_by_role("button", name="Zoom in here").click()
    layer.page.wait_for_function("conflictMap.map.getZoom() > 5")


def _ink(layer: Layer) -> int:
    """A sum over the canvas of the layer, 0 where nothing is painted."""
    found: Any = layer.page.evaluate(
        """() => { const c = document.querySelector(".event-canvas");
        return c.getContext("2d").getImageData(0, 0, c.width, c.height).data.reduce((a, b) => a + b, 0); }"""
    )
    return int(found)


def test_both_sides_of_the_antimeridian_stand_side_by_side_in_one_answer(layer: Layer) -> None:
    layer.open()
    asked: list[str] = []
    layer.page.on("request", lambda r: asked.append(r.url) if "/clusters" in r.url and "cell=64" in r.url else None)
    for longitude in (179.0, -179.0):
        layer.look(-16, longitude, 6)
        expect(layer.mark("Apia")).to_have_count(1, timeout=TIMEOUT)
        places = [_left(layer.mark(name)) for name in ("Suva", DATE_LINE, "Apia")]
        assert places == sorted(places)
        assert _left(layer.mark("Date Line West")) == pytest.approx(places[1], abs=2)
    assert len(asked) <= 2


def test_a_world_that_shows_twice_has_its_events_twice(layer: Layer) -> None:
    layer.page.set_viewport_size({"width": 1600, "height": 700})
    layer.open().look(0, 180, 2)
    expect(layer.mark("Somewhere")).to_have_count(2, timeout=TIMEOUT)
    assert layer.data("events") == str(len(EVENTS) - 2)  # the poles lie beyond the view
    left, right = sorted(_left(mark) for mark in layer.mark("Somewhere").all())
    assert right - left == pytest.approx(1024, abs=2)


@pytest.mark.parametrize(("latitude", "name"), [(85, "North Pole"), (-85, "South Pole")])
def test_events_beyond_the_maps_edge_stand_whole_at_it(layer: Layer, latitude: float, name: str) -> None:
    layer.open().look(latitude, 10, 6)
    expect(layer.mark(name)).to_have_count(1, timeout=TIMEOUT)
    layer.mark(name).click()
    expect(layer.page.locator(".event-details")).to_contain_text(name, timeout=TIMEOUT)


def test_panned_round_the_world_the_map_goes_on_in_the_first(layer: Layer) -> None:
    layer.open().look(10, 20 + 360, 12)
    expect(layer.mark("5 events")).to_have_count(1, timeout=TIMEOUT)
    assert layer.page.evaluate("conflictMap.map.getCenter().lng") == pytest.approx(20, abs=1e-6)


def test_an_area_across_the_antimeridian_selects_and_shows_on_both_sides(layer: Layer) -> None:
    layer.open("polygon=170,-25;195,-25;195,-10;170,-10")
    expect(layer.map).to_have_attribute("data-events", "4", timeout=TIMEOUT)
    for longitude in (175, -175):
        layer.look(-16, longitude, 5)
        shape = layer.page.locator(".leaflet-overlay-pane path").bounding_box()
        assert shape is not None
        assert 0 < shape["x"] + shape["width"] / 2 < 1400


def test_a_window_of_days_is_drawn_without_moving_the_map_and_told_back(layer: Layer) -> None:
    layer.open().look(0, 22, 4)
    layer.page.evaluate("""() => { window.told = []; addEventListener("message",
        (event) => event.data.source === "conflict-map" && told.push(event.data)); }""")
    _send(layer, "2012-01-01", "2012-12-31")
    expect(layer.page.locator(".map-window")).to_have_text("2012-01-01 to 2012-12-31", timeout=TIMEOUT)
    expect(layer.map).to_have_attribute("data-events", "1", timeout=TIMEOUT)
    layer.page.wait_for_function("told.length")
    assert layer.page.evaluate("told[0]") == {
        "source": "conflict-map", "type": "drawn", "start": "2012-01-01", "end": "2012-12-31",
    }  # fmt: skip
    _send(layer, "", "")
    expect(layer.page.locator(".map-window")).to_be_hidden()
    expect(layer.map).to_have_attribute("data-query", "", timeout=TIMEOUT)
    assert layer.page.evaluate("conflictMap.map.getZoom()") == 4


def _send(layer: Layer, start: str, end: str) -> None:
    message = {"target": "conflict-map", "type": "window", "start": start, "end": end}
    layer.page.evaluate("(message) => window.postMessage(message, location.origin)", message)


def test_what_is_in_view_already_is_not_asked_for_again(layer: Layer) -> None:
    layer.open().look(0, 22, 5)
    asked: list[str] = []
    layer.page.on("request", lambda request: asked.append(request.url) if "/clusters" in request.url else None)
    drawn = int(layer.data("drawn"))
    layer.page.evaluate("void conflictMap.map.panBy([20, 10], {animate: false})")
    expect(layer.map).to_have_attribute("data-drawn", str(drawn + 1))
    assert asked == []
