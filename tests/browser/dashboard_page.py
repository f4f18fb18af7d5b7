"""The dashboard as a reader uses it: what tests do on the page, said once."""

from __future__ import annotations

import json
import urllib.request
from pathlib import Path
from typing import Any

from playwright.sync_api import FrameLocator, Locator, Page, expect

TIMEOUT = 30_000


class DashboardPage:
    """Wraps a Playwright page that shows the Events page."""

    def __init__(self, page: Page, url: str) -> None:
        self.page = page
        self.url = url

    def open(self, query: str = "") -> DashboardPage:
        self.page.goto(f"{self.url}/{'?' + query if query else ''}")
        expect(self.map).to_be_visible(timeout=TIMEOUT)
        return self

    def open_add_page(self) -> None:
        self.page.goto(self.url)
        self.page.get_by_role("link", name="Add articles").click()
        expect(self.page.get_by_label("Article text")).to_be_visible(timeout=TIMEOUT)

    @property
    def frame(self) -> FrameLocator:
        return self.page.frame_locator('iframe[title^="Map of"]')

    @property
    def map(self) -> Locator:
        return self.frame.locator(".folium-map[data-events]")

    def wait_for_query(self, part: str) -> None:
        """Until the map has drawn under a query that contains ``part``."""
        expect(self.map).to_have_attribute("data-query", _containing(part), timeout=TIMEOUT)

    def events_on_map(self) -> int:
        return int(self.map.get_attribute("data-events") or -1)

    def expect_events(self, count: int) -> None:
        expect(self.map).to_have_attribute("data-events", str(count), timeout=TIMEOUT)

    def brush(self, start: float, end: float) -> None:
        """Drag across the timeline from one share of its width to another."""
        picture = self.page.locator(".timeline svg")
        picture.scroll_into_view_if_needed()
        box = picture.bounding_box()
        assert box is not None
        middle = box["y"] + box["height"] / 3
        self.page.mouse.move(box["x"] + start * box["width"], middle)
        self.page.mouse.down()
        self.page.mouse.move(box["x"] + end * box["width"], middle, steps=6)
        self.page.mouse.up()

    def draw_rectangle(self, west: float, north: float, east: float, south: float) -> None:
        """Draw over shares of the map's width and height."""
        self.frame.locator(".leaflet-draw-draw-rectangle").click()
        box = self.frame.locator(".folium-map").bounding_box()
        assert box is not None
        self.page.mouse.move(box["x"] + west * box["width"], box["y"] + north * box["height"])
        self.page.mouse.down()
        self.page.mouse.move(box["x"] + east * box["width"], box["y"] + south * box["height"], steps=6)
        self.page.mouse.up()

    def shown_date(self, label: str) -> str:
        """The day in the date input ``label``, as 2017-03-01."""
        group = self.page.get_by_role("group", name=label, exact=True)
        parts = [group.locator(f'[data-type="{part}"]') for part in ("year", "month", "day")]
        year, month, day = (int(part.get_attribute("aria-valuenow") or 0) for part in parts)
        return f"{year:04}-{month:02}-{day:02}"

    def type_date(self, label: str, year: str, month: str, day: str) -> None:
        group = self.page.get_by_role("group", name=label, exact=True)
        for part, digits in (("year", year), ("month", month), ("day", day)):
            group.locator(f'[data-type="{part}"]').click()
            self.page.keyboard.type(digits)
        self.page.get_by_role("heading", name="Conflict events").click()  # the input takes its value when it is left

    def view(self) -> Any:
        """(latitude, longitude, zoom) of the map."""
        saved = json.loads(self.page.evaluate("sessionStorage.getItem('conflict-dashboard.view')"))
        return saved["lat"], saved["lng"], saved["zoom"]

    def download(self, target: Path) -> dict[str, Any]:
        with self.page.expect_download() as info:
            self.page.get_by_role("button", name="Download GeoJSON").click()
        info.value.save_as(target)
        return json.loads(target.read_text(encoding="utf-8"))  # type: ignore[no-any-return]

    def api(self, path: str) -> Any:
        with urllib.request.urlopen(f"{self.url}/{path}", timeout=20) as answer:
            return json.load(answer)


def _containing(part: str) -> Any:
    import re

    return re.compile(re.escape(part))
