"""The review page as a reviewer uses it, and a store of hand-made events to review."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from playwright.sync_api import FrameLocator, Locator, Page, expect

from dashboard.records import Article, Place
from dashboard.store import Tables
from tests.browser.dashboard_page import TIMEOUT, DashboardPage
from tests.review.desk import report

KEY = "conflict-dashboard.reviewer"


@dataclass(frozen=True)
class Told:
    """One sentence of one article, which names a place where something happened; its date is unsure."""

    word: str  # stands in the title: filters for it find it alone
    place: Place
    sentence: str
    day: str = "2016-10-18"
    title: str = ""
    source: str = "wire"
    url: str = ""
    sub: str = "Armed clash"


def fill(tables: Tables, told: list[Told]) -> None:
    """One article and one report for each; all are in the queue."""
    for n, t in enumerate(told):
        title = f"{t.word} {t.title}".strip()
        article = Article(t.sentence, date(2016, 10, 22), title=title, source=f"{t.source} {n}", url=t.url)
        start = t.sentence.index(t.place.name)
        made = report(t.place, 0, day=t.day, sub=t.sub, article_id=article.article_id, time_precision=3)
        made = replace(made, notes=t.sentence, end=len(t.sentence), location_start=start,
                       location_end=start + len(t.place.name))  # fmt: skip
        tables.append([article], [made], extractor="test")


class ReviewPage:
    """Wraps a Playwright page that shows the review page."""

    def __init__(self, page: Page, url: str, *, name: str = "Reader") -> None:
        self.page = page
        self.dashboard = DashboardPage(page, url)
        if name:
            page.add_init_script(f"try {{ localStorage.setItem('{KEY}', '{name}') }} catch {{}}")

    def open(self, query: str) -> ReviewPage:
        """Through the Events page and its link, as the filter carries over."""
        self.dashboard.open(query)
        self.page.get_by_role("link", name="Review", exact=True).click()
        expect(self.page.get_by_text("to look at, worst first")).to_be_visible(timeout=TIMEOUT)
        return self

    @property
    def evidence(self) -> Locator:
        return self.page.locator(".evidence")

    @property
    def frame(self) -> FrameLocator:
        return self.page.frame_locator('iframe[title="Map of the event under review"]')

    @property
    def event(self) -> str:
        return self.page.locator(".evidence[data-event]").get_attribute("data-event", timeout=TIMEOUT) or ""

    def expect_place(self, name: str) -> None:
        expect(self.evidence.locator(".name")).to_have_text(name, timeout=TIMEOUT)

    def expect_left(self, count: int) -> None:
        text = f"{count} to look at" if count else "nothing left"
        expect(self.page.get_by_text(re.compile(text))).to_be_visible(timeout=TIMEOUT)

    def expect_said(self, text: str) -> None:
        expect(self.page.locator(".st-key-review_said")).to_contain_text(text, timeout=TIMEOUT)

    def press(self, key: str) -> None:
        """A key, with no field in focus and the page drawn: what comes sooner is meant for nothing on the page."""
        expect(self.page.get_by_role("dialog")).to_have_count(0, timeout=TIMEOUT)
        drawn = self.page.locator('[data-test-script-state="notRunning"]')
        expect(drawn.first).to_be_attached(timeout=TIMEOUT)
        self.page.evaluate("document.activeElement && document.activeElement.blur()")
        self.page.keyboard.press(key)

    def map_shows(self, event: str) -> Locator:
        """The small map, once it shows this event."""
        shown = self.frame.locator(f'.folium-map[data-event="{event}"]')
        expect(shown).to_be_visible(timeout=TIMEOUT)
        return shown

    def drag_pin(self, right: int, down: int) -> None:
        self.map_shows(self.event)
        pin = self.frame.locator(".place-pin")
        pin.scroll_into_view_if_needed()
        box = pin.bounding_box()
        assert box is not None
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        self.page.mouse.move(x, y)
        self.page.mouse.down()
        self.page.mouse.move(x + right, y + down, steps=8)
        self.page.mouse.up()

    def panel(self, name: str) -> None:
        self.page.locator('[data-variant="segmented_control"]').get_by_text(name).click()

    def api_event(self, event_id: str) -> Any:
        return self.dashboard.api(f"api/events/{event_id}")
