"""What a person waits for, measured in a real Chromium by the page's own clock (``scale_probe.js`` notes the moments)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Frame, Page, sync_playwright

from tests.benchmarks.scale_views import Look
from tests.browser.conftest import CHROMIUM_ARGUMENTS, chromium_path
from tests.browser.dashboard_page import DashboardPage

PROBE = Path(__file__).with_name("scale_probe.js").read_text(encoding="utf-8")
LIMIT_MS = 120_000
_FIND_MS = 30_000  # for something on the page to be found
_QUIET_MS = 400  # nothing was drawn for so long: the selection stands
_STATIC = ("/static/", "/assets/", "/_stcore/", "/favicon", "/component")
_FIRST = """async (limit) => {
    const start = performance.now();
    while (!window.scaleProbe.firstMap && performance.now() - start < limit) await new Promise(requestAnimationFrame);
    return window.scaleProbe.firstMap;
}"""
_ALL_QUIET = """async (quiet) => {
    const latest = () => Math.max(scaleProbe.timeline, scaleProbe.table, scaleProbe.runEnd);
    while (scaleProbe.running || performance.timeOrigin + performance.now() - latest() < quiet)
        await new Promise(requestAnimationFrame);
}"""


@contextmanager
def chromium(*, webgl: bool = False) -> Iterator[Browser]:
    """A browser without any outside host; ``webgl`` draws it in software."""
    arguments = [a for a in CHROMIUM_ARGUMENTS if not (webgl and a == "--disable-gpu")]
    if webgl:
        arguments += ["--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--ignore-gpu-blocklist"]
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium_path(), args=arguments)
        yield launched
        launched.close()


@contextmanager
def new_page(browser: Browser) -> Iterator[Page]:
    """A page with an empty cache and the probe in all its frames."""
    context = browser.new_context(viewport={"width": 1400, "height": 1000})
    context.add_init_script(PROBE)
    page = context.new_page()
    page.set_default_timeout(_FIND_MS)
    try:
        yield page
    finally:
        context.close()


def map_frame(page: Page) -> Frame:
    """The frame that holds the map."""
    handle = page.locator('iframe[title^="Map of"]').element_handle()
    frame = handle.content_frame() if handle else None
    assert frame is not None
    # A script in the empty page that a frame starts with would keep the probe from the page that follows.
    frame.wait_for_url(re.compile(r"/map$"), wait_until="domcontentloaded")
    return frame


def first_map(browser: Browser, url: str) -> dict[str, Any]:
    """A first visit: ms from opening the page to the first drawn clusters, and to a page that stands still; bytes."""
    with new_page(browser) as page:
        page.goto(url, wait_until="commit")
        drawn = still(page)
        opened = page.evaluate("performance.timeOrigin")
        whole = page.evaluate("Math.max(scaleProbe.timeline, scaleProbe.table, scaleProbe.runEnd)")
        return {"map": drawn - opened, "page": max(drawn, whole) - opened, **received(page)}


def still(page: Page) -> float:
    """Wait until map, timeline and table stand; the moment at which the map had its first clusters (ms of the epoch)."""
    drawn = map_frame(page).evaluate(_FIRST, LIMIT_MS)
    if not drawn:
        raise RuntimeError(f"The map drew nothing within {LIMIT_MS / 1000:.0f} s.")
    page.evaluate(_ALL_QUIET, 1000)
    return float(drawn)


def received(page: Page) -> dict[str, Any]:
    """Bytes that have come to the page and its frames: answers with data, the socket's messages, what never changes."""
    data: dict[str, int] = {}
    static = socket = 0
    for frame in page.frames:
        probe = frame.evaluate(
            "window.scaleProbe ? {socket: scaleProbe.socket, resources: scaleProbe.resources} : null"
        )
        socket += probe["socket"] if probe else 0
        for path, size in probe["resources"] if probe else []:
            if path.startswith("/api/"):
                data[path] = data.get(path, 0) + size
            else:
                static += size
    return {"data": sum(data.values()), "socket": socket, "static": static, "answers": data}


def pans(page: Page, looks: Sequence[Look]) -> list[dict[str, Any]]:
    """Each look: ms from the map's ``setView`` to its clusters drawn ("ms") and on the screen ("shown")."""
    frame, found = map_frame(page), []
    for look in looks:
        arguments = [look.latitude, look.longitude, look.zoom, LIMIT_MS]
        answer = frame.evaluate("(a) => scaleProbe.look(...a)", arguments)
        if answer is None:
            raise RuntimeError(f"The map drew nothing for {look} within {LIMIT_MS / 1000:.0f} s.")
        found.append(answer | {"how": look.how, "zoom": look.zoom})
    return found


class Person:
    """Someone at the sidebar and the timeline; every deed tells how long map, timeline and table took to show it (ms)."""

    def __init__(self, page: Page, url: str) -> None:
        self.page = page
        self.shown = DashboardPage(page, url)

    def choose(self, label: str, option: str) -> dict[str, Any]:
        """One option of a list of the sidebar, e.g. "Event type", "Battles"."""
        box = self.page.get_by_role("combobox", name=label)
        box.click()
        box.fill(option)
        self.page.get_by_role("option", name=option).first.wait_for()
        found = self._timed(lambda: self.page.keyboard.press("Enter"))
        # An open list would swallow the next click, and a box that is left grows smaller: the button below it moves.
        self.page.keyboard.press("Escape")
        box.blur()
        self.page.get_by_role("listbox").wait_for(state="detached")
        return found

    def search(self, words: str) -> dict[str, Any]:
        """Words into the text filter."""
        box = self.page.get_by_label("Text", exact=True)
        box.fill(words)
        return self._timed(lambda: box.press("Enter"))

    def brush(self, start: float, end: float) -> dict[str, Any]:
        """Drag over shares of the timeline's width: the time counts from letting go."""
        return self._timed(lambda: self.shown.brush(start, end))

    def clear(self) -> dict[str, Any]:
        """Back to everything."""
        return self._timed(self.page.get_by_role("button", name="Clear all filters").click)

    def check(self, count: int) -> None:
        """Raise RuntimeError unless the page says that so many events are selected."""
        told = self.page.locator("strong").filter(has_text=re.compile(r"^[\d,]+$|^No event matches")).first.inner_text()
        if int(re.sub(r"\D", "", told) or 0) != count:
            raise RuntimeError(f"The page tells of {told} events where {count} are selected.")

    def _timed(self, deed: Callable[[], object]) -> dict[str, Any]:
        before = map_frame(self.page).evaluate("scaleProbe.query")
        deed()
        found = self.page.evaluate("(a) => scaleProbe.settled(...a)", [before, _QUIET_MS, LIMIT_MS])
        if found is None:
            raise RuntimeError(f"Map and page did not come to rest within {LIMIT_MS / 1000:.0f} s.")
        found["all"] = max(found["map"], found["timeline"], found["table"])
        return dict(found)
