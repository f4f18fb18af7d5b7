"""The main job in a real browser: look, brush, draw, filter, download, share."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from dashboard.exporters.geojson import PROPERTIES
from tests.browser.conftest import Server, Watched
from tests.browser.dashboard_page import TIMEOUT, DashboardPage

pytestmark = pytest.mark.browser


@pytest.fixture
def dashboard(server: Server, watched: Watched) -> Iterator[DashboardPage]:
    yield DashboardPage(watched.page, server.url)


def test_first_start_shows_the_sample_story_on_the_map(dashboard: DashboardPage) -> None:
    dashboard.open()
    total = dashboard.api("api/summary")["count"]
    assert total >= 60
    dashboard.expect_events(total)
    expect(dashboard.page.get_by_text("Conflict events")).to_be_visible()
    expect(dashboard.page.locator(".timeline .bar").first).to_be_visible(timeout=TIMEOUT)
    expect(dashboard.frame.locator(".place-label").first).to_be_attached(timeout=TIMEOUT)


def test_click_leads_from_cluster_to_the_sentence_with_its_place_marked(dashboard: DashboardPage) -> None:
    dashboard.open("text=ruins+of+the+same+name")
    dashboard.expect_events(1)
    dashboard.frame.locator(".event-icon").first.click()
    details = dashboard.frame.locator(".event-details")
    expect(details.locator("mark")).to_have_text("Hatra", timeout=TIMEOUT)
    expect(details).to_contain_text("2017-04-27")
    expect(details).to_contain_text("sample, published 2017-04-28")


def test_brush_sets_the_dates_everywhere_and_keeps_the_maps_place(dashboard: DashboardPage) -> None:
    dashboard.open()
    dashboard.frame.locator(".leaflet-control-zoom-in").click()
    dashboard.page.wait_for_timeout(800)
    frame_before, view = dashboard.page.frames[-1], dashboard.view()
    dashboard.brush(0.02, 0.3)
    dashboard.wait_for_query("end=")
    dashboard.page.wait_for_url(
        re.compile("start=.*end="), timeout=TIMEOUT
    )  # the map follows before the brush is let go
    start, end = _range_of(dashboard.page.url)
    assert date(2016, 10, 1) <= start < end <= date(2017, 2, 1)
    assert dashboard.shown_date("From") == start.isoformat()
    assert dashboard.shown_date("To") == end.isoformat()
    assert dashboard.view() == view
    assert not frame_before.is_detached()
    dashboard.page.get_by_role("button", name="Whole time").click()
    expect(dashboard.page).not_to_have_url(re.compile("start="), timeout=TIMEOUT)
    assert dashboard.view() == view


def test_download_is_exactly_what_is_selected_by_dates_and_rectangle(dashboard: DashboardPage, tmp_path: Path) -> None:
    dashboard.open("start=2016-10-17&end=2016-12-31")
    whole = dashboard.api("api/summary?start=2016-10-17&end=2016-12-31")["count"]
    dashboard.expect_events(whole)
    dashboard.draw_rectangle(0.3, 0.1, 0.62, 0.55)
    dashboard.wait_for_query("polygon=")
    expect(dashboard.page).to_have_url(re.compile("polygon="), timeout=TIMEOUT)
    query = dashboard.page.url.partition("?")[2]
    expected = dashboard.api(f"api/summary?{query}")["count"]
    assert 0 < expected < whole
    collection = dashboard.download(tmp_path / "events.geojson")
    assert collection["type"] == "FeatureCollection"
    assert len(collection["features"]) == expected
    ring = [tuple(map(float, pair.split("%2C"))) for pair in re.findall(r"polygon=([^&]*)", query)[0].split("%3B")]
    west, east = min(p[0] for p in ring), max(p[0] for p in ring)
    south, north = min(p[1] for p in ring), max(p[1] for p in ring)
    for feature in collection["features"]:
        longitude, latitude = feature["geometry"]["coordinates"]
        assert west <= longitude <= east
        assert south <= latitude <= north
        assert "2016-10-17" <= feature["properties"]["event_date"] <= "2016-12-31"
        assert set(feature["properties"]) == set(PROPERTIES)
        found = dashboard.api(f"api/events/{feature['id']}")
        assert found["notes"] == feature["properties"]["notes"]
        assert (found["longitude"], found["latitude"]) == (longitude, latitude)


def test_filters_narrow_map_table_and_address(dashboard: DashboardPage) -> None:
    dashboard.open()
    total = dashboard.api("api/summary")["count"]
    dashboard.page.get_by_label("Text", exact=True).fill("suicide baghdad")
    dashboard.page.get_by_label("Text", exact=True).press("Enter")
    dashboard.wait_for_query("text=suicide")
    count = dashboard.events_on_map()
    assert 0 < count < total
    expect(dashboard.page.get_by_text(f"{count} of {total} selected")).to_be_visible(timeout=TIMEOUT)
    dashboard.page.get_by_role("button", name="Clear all filters").click()
    dashboard.expect_events(total)


def test_address_carries_the_selection_to_another_browser(
    dashboard: DashboardPage, browser: Browser, server: Server
) -> None:
    query = "start=2016-11-01&end=2017-01-31&type=Battles&country=IQ&text=mosul"
    dashboard.open(query)
    count = dashboard.api(f"api/summary?{query}")["count"]
    assert count > 0
    dashboard.expect_events(count)
    context = browser.new_context()
    other = DashboardPage(context.new_page(), server.url).open(dashboard.page.url.partition("?")[2])
    other.expect_events(count)
    context.close()


def test_map_keeps_its_view_over_a_visit_to_another_page(dashboard: DashboardPage) -> None:
    dashboard.open()
    dashboard.expect_events(dashboard.api("api/summary")["count"])
    dashboard.frame.locator(".leaflet-control-zoom-in").click()
    dashboard.page.wait_for_timeout(800)
    view = dashboard.view()
    dashboard.page.get_by_role("link", name="About").click()
    expect(dashboard.page.get_by_role("heading", name="Fields of the GeoJSON")).to_be_visible(timeout=TIMEOUT)
    dashboard.page.get_by_role("link", name="Events").click()
    expect(dashboard.map).to_be_visible(timeout=TIMEOUT)
    dashboard.page.wait_for_timeout(500)
    assert dashboard.view() == view


def test_selecting_a_row_of_the_table_shows_its_event_on_the_map(dashboard: DashboardPage) -> None:
    dashboard.open("text=ruins+of+the+same+name")
    dashboard.expect_events(1)
    table = dashboard.page.get_by_test_id("stDataFrame")
    table.scroll_into_view_if_needed()
    box = table.bounding_box()
    assert box is not None
    dashboard.page.mouse.click(box["x"] + 16, box["y"] + 52)
    expect(dashboard.frame.locator(".event-details mark")).to_have_text("Hatra", timeout=TIMEOUT)


def test_dates_typed_into_the_inputs_reach_the_map(dashboard: DashboardPage) -> None:
    dashboard.open("start=2017-03-01&end=2017-03-31")
    count = dashboard.api("api/summary?start=2017-03-01&end=2017-03-31")["count"]
    dashboard.expect_events(count)
    assert dashboard.shown_date("From") == "2017-03-01"
    dashboard.type_date("To", "2017", "03", "10")
    dashboard.wait_for_query("end=2017-03-10")
    narrowed = dashboard.api("api/summary?start=2017-03-01&end=2017-03-10")["count"]
    assert narrowed < count
    dashboard.expect_events(narrowed)


def test_a_filter_that_makes_no_sense_is_named_and_the_page_still_works(dashboard: DashboardPage) -> None:
    dashboard.open("start=yesterday")
    expect(dashboard.page.get_by_text("not a day")).to_be_visible(timeout=TIMEOUT)
    dashboard.expect_events(dashboard.api("api/summary")["count"])


def _range_of(url: str) -> tuple[date, date]:
    found = dict(re.findall(r"(start|end)=(\d{4}-\d\d-\d\d)", url))
    return date.fromisoformat(found["start"]), date.fromisoformat(found["end"])


def test_keys_open_and_close_what_a_click_does(dashboard: DashboardPage) -> None:
    dashboard.open("text=ruins+of+the+same+name")
    dashboard.expect_events(1)
    pin = dashboard.frame.locator(".event-icon").first
    pin.focus()
    pin.press("Enter")
    details = dashboard.frame.locator(".event-details")
    expect(details).to_be_visible(timeout=TIMEOUT)
    dashboard.page.keyboard.press("Escape")
    expect(details).to_have_count(0, timeout=TIMEOUT)


def test_arrow_keys_move_the_timelines_handles_and_keep_the_focus(dashboard: DashboardPage) -> None:
    dashboard.open("start=2016-11-03&end=2016-12-31")
    handle = dashboard.page.locator('.timeline [data-side="0"]')
    handle.focus()
    for day in ("2016-11-05", "2016-11-07"):
        dashboard.page.keyboard.press("ArrowRight")
        dashboard.page.keyboard.press("ArrowRight")
        dashboard.wait_for_query(f"start={day}")
        expect(dashboard.page).to_have_url(re.compile(f"start={day}"), timeout=TIMEOUT)


def test_back_undoes_a_filter(dashboard: DashboardPage) -> None:
    dashboard.open()
    total = dashboard.api("api/summary")["count"]
    dashboard.expect_events(total)
    dashboard.page.get_by_label("Text", exact=True).fill("kirkuk")
    dashboard.page.get_by_label("Text", exact=True).press("Enter")
    dashboard.wait_for_query("text=kirkuk")
    expect(dashboard.page).to_have_url(re.compile("text=kirkuk"), timeout=TIMEOUT)
    dashboard.page.wait_for_timeout(6000)  # until the page's own watch has seen the new address
    dashboard.page.go_back()
    dashboard.expect_events(total)
    expect(dashboard.page.get_by_label("Text", exact=True)).to_have_value("")


def test_panning_round_the_world_keeps_the_pins(dashboard: DashboardPage) -> None:
    dashboard.open()
    total = dashboard.api("api/summary")["count"]
    dashboard.expect_events(total)
    zoom_out = dashboard.frame.locator(".leaflet-control-zoom-out")
    while zoom_out.get_attribute("aria-disabled") != "true":
        zoom_out.click()
        dashboard.page.wait_for_timeout(300)
    box = dashboard.frame.locator(".folium-map").bounding_box()
    assert box is not None
    for _ in range(6):
        dashboard.page.mouse.move(box["x"] + box["width"] - 30, box["y"] + 200)
        dashboard.page.mouse.down()
        dashboard.page.mouse.move(box["x"] + 100, box["y"] + 200, steps=4)
        dashboard.page.mouse.up()
        dashboard.page.wait_for_timeout(600)
    assert -180 <= dashboard.view()[1] <= 180
    dashboard.frame.locator(".map-home").click()
    dashboard.expect_events(total)
    expect(dashboard.frame.locator(".map-status")).to_have_count(1)
    expect(dashboard.frame.locator(".map-status")).to_be_hidden()
