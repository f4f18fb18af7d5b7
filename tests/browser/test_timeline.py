"""The timeline in a real browser: brush, zoom, play, and what the map hears of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from playwright.sync_api import Frame, Locator, Route, expect
from streamlit.proto.BackMsg_pb2 import BackMsg

from dashboard.timeline import UNITS, bin_end, bin_start
from tests.browser.conftest import Server, Watched
from tests.browser.dashboard_page import TIMEOUT, DashboardPage

pytestmark = pytest.mark.browser

# In place of the map's page: it notes what it is told, and says that every window is drawn.
LISTENER = """<!doctype html><title>Listener</title><script>
  window.heard = [];
  window.addEventListener("message", ({data}) => {
    if (data?.target !== "conflict-map") return;
    heard.push(data);
    const drawn = {source: "conflict-map", type: "drawn", start: data.start, end: data.end};
    if (data.type === "window" && !window.busy) parent.postMessage(drawn, location.origin);
  });
  parent.postMessage({source: "conflict-map", type: "ready"}, location.origin);
</script>"""


class Timeline:
    """The timeline of a dashboard's page, and the runs of the script that the page asked for."""

    def __init__(self, dashboard: DashboardPage) -> None:
        self.dashboard, self.page = dashboard, dashboard.page
        self.runs = 0
        self.page.on("websocket", lambda socket: socket.on("framesent", self._sent))

    def _sent(self, payload: str | bytes) -> None:
        message = BackMsg.FromString(payload) if isinstance(payload, bytes) else BackMsg()
        # The watch for changes of the store runs by itself, as a fragment.
        self.runs += message.HasField("rerun_script") and not message.rerun_script.fragment_id

    def open(self, query: str = "") -> Timeline:
        self.page.goto(f"{self.dashboard.url}/{'?' + query if query else ''}")
        expect(self.bars.first).to_be_visible(timeout=TIMEOUT)
        return self

    @property
    def root(self) -> Locator:
        return self.page.locator(".timeline")

    @property
    def bars(self) -> Locator:
        return self.root.locator(".bar")

    @property
    def text(self) -> Locator:
        return self.root.locator(".range-text")

    def button(self, name: str) -> Locator:
        return self.root.get_by_role("button", name=name, exact=True)

    def choose(self, label: str, option: str) -> None:
        self.root.get_by_label(label).select_option(option)

    def expect_unit(self, unit: str) -> None:
        picture = self.root.locator("svg")
        expect(picture).to_have_attribute("aria-label", re.compile(f"one bar a {unit}"), timeout=TIMEOUT)

    def expect_state(self, state: str) -> None:
        expect(self.root).to_have_attribute("data-state", state, timeout=TIMEOUT)

    def window(self) -> tuple[str, str]:
        """The days that the player shows on the map."""
        days = re.findall(r"\d{4}-\d\d-\d\d", self.text.text_content() or "")
        return days[0], days[-1]

    def point_at(self, share: float) -> None:
        self.root.locator("svg").scroll_into_view_if_needed()
        box = self.root.locator("svg").bounding_box()
        assert box is not None
        self.page.mouse.move(box["x"] + share * box["width"], box["y"] + 80)


@pytest.fixture
def timeline(server: Server, watched: Watched) -> Iterator[Timeline]:
    yield Timeline(DashboardPage(watched.page, server.url))


@pytest.fixture
def listened(timeline: Timeline) -> Iterator[Timeline]:
    """The same with a listener in place of the map."""
    answer: dict[str, Any] = {"body": LISTENER, "content_type": "text/html"}
    timeline.page.route(re.compile(r"/map$"), lambda route: route.fulfill(**answer))
    yield timeline


def listener(timeline: Timeline) -> Frame:
    return next(frame for frame in timeline.page.frames if frame.url.endswith("/map"))


def heard(timeline: Timeline, kind: str = "") -> list[dict[str, str]]:
    found = listener(timeline).evaluate("window.heard")
    return [message for message in found if not kind or message["type"] == kind]


def until_heard(timeline: Timeline, condition: str) -> None:
    """Until a message ``m`` for which the expression ``condition`` is true has come."""
    listener(timeline).wait_for_function(f"window.heard.some((m) => {condition})", timeout=TIMEOUT)


def _widened(route: Route) -> None:
    """As though the shown time were centuries."""
    route.continue_(url=f"{route.request.url}&from=1800-01-01&to=2100-12-31")


def test_bars_of_a_type_are_one_element_in_the_types_colour(timeline: Timeline) -> None:
    timeline.open()
    colours = timeline.bars.evaluate_all("(bars) => bars.map((b) => b.getAttribute('fill'))")
    assert 3 <= len(colours) == len(set(colours)) <= 6
    assert "#c1272d" in colours


def test_pointing_at_a_bar_tells_its_days_and_counts(timeline: Timeline) -> None:
    timeline.open()
    first = timeline.dashboard.api("api/timeline")
    timeline.point_at(0.06)
    tip = timeline.root.locator(".tip")
    expect(tip).to_contain_text(first["bins"]["start"][0])
    expect(tip).to_contain_text(f"{sum(first['bins']['counts'][0])} events")
    expect(tip).to_contain_text(f"{first['fatalities'][0]} killed")
    timeline.page.mouse.move(5, 5)
    expect(tip).to_be_hidden()


def test_zoom_shows_finer_bars_of_the_range_and_the_whole_time_again(timeline: Timeline) -> None:
    timeline.open("start=2016-11-01&end=2016-12-31")
    timeline.expect_unit("week")
    timeline.button("Zoom to range").click()
    timeline.expect_unit("day")
    expect(timeline.root.locator("svg")).to_have_attribute("aria-label", re.compile("2016-11-01 to 2016-12-31"))
    timeline.button("Zoom out").click()
    timeline.expect_unit("week")
    assert "start=2016-11-01" in timeline.page.url
    timeline.button("Whole time").click()
    expect(timeline.page).not_to_have_url(re.compile("start="), timeout=TIMEOUT)


def test_a_chosen_unit_is_drawn_and_needs_no_run_of_the_script(timeline: Timeline) -> None:
    timeline.open()
    timeline.page.wait_for_timeout(1000)
    before = timeline.runs
    for unit in ("month", "year", "day"):
        timeline.choose("Bars", unit)
        timeline.expect_unit(unit)
    assert timeline.runs == before


def test_a_unit_too_fine_for_the_bars_is_not_passed_off_as_drawn(timeline: Timeline) -> None:
    timeline.page.route(re.compile("/api/timeline.*unit=day"), _widened)
    timeline.open()
    timeline.choose("Bars", "day")
    timeline.expect_unit("year")
    expect(timeline.text).to_contain_text("a bar a day would be too thin")


def test_old_bars_stay_until_the_new_ones_are_there_and_only_the_newest_are_drawn(timeline: Timeline) -> None:
    timeline.open()
    before = timeline.root.locator("svg").get_attribute("aria-label")
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    timeline.page.route(re.compile("/api/timeline.*text=kirkuk"), hold)
    field = timeline.page.get_by_label("Text", exact=True)
    field.fill("kirkuk")
    field.press("Enter")
    expect(timeline.page).to_have_url(re.compile("text=kirkuk"), timeout=TIMEOUT)
    expect(timeline.root).to_have_attribute("aria-busy", "true", timeout=TIMEOUT)
    assert timeline.root.locator("svg").get_attribute("aria-label") == before
    field.fill("mosul")
    field.press("Enter")
    total = timeline.dashboard.api("api/summary?text=mosul")["count"]
    newest = re.compile(f"^{total} events")
    expect(timeline.root.locator("svg")).to_have_attribute("aria-label", newest, timeout=TIMEOUT)
    held[0].abort()
    timeline.page.wait_for_timeout(300)
    expect(timeline.root.locator("svg")).to_have_attribute("aria-label", newest)


def test_the_browser_cuts_time_where_the_server_does(timeline: Timeline) -> None:
    timeline.open()
    days = [date(1800, 1, 1), date(1859, 6, 24), date(1900, 2, 28), date(1969, 12, 29), date(1969, 12, 31)]
    days += [date(1970, 1, 1), date(1970, 1, 4), date(2000, 2, 29), date(2016, 10, 17), date(2100, 12, 31)]
    cases = [(day.isoformat(), unit) for day in days for unit in UNITS]
    found = timeline.page.evaluate(
        """async (cases) => {
            const {add, binStart, day, iso} = await import(new URL("assets/timeline/days.js", document.baseURI));
            return cases.map(([n, unit]) => [iso(binStart(day(n), unit)), iso(add(binStart(day(n), unit), unit) - 1)]);
        }""",
        cases,
    )
    assert found == [
        [bin_start(day, unit).isoformat(), bin_end(day, unit).isoformat()] for day in days for unit in UNITS
    ]


def test_a_selection_without_events_says_so(timeline: Timeline) -> None:
    timeline.page.goto(f"{timeline.dashboard.url}/?text=nosuchword")
    expect(timeline.root.get_by_text("No events to show in time.")).to_be_visible(timeout=TIMEOUT)
    expect(timeline.button("Play")).to_be_hidden()


def test_the_map_follows_the_brush_before_it_is_let_go(listened: Timeline) -> None:
    listened.open()
    listened.point_at(0.3)
    before = listened.runs
    listened.page.mouse.down()
    for share in (0.4, 0.5, 0.6):
        listened.point_at(share)
    until_heard(listened, "m.type === 'window' && m.start")
    assert listened.runs == before
    listened.page.mouse.up()
    expect(listened.page).to_have_url(re.compile("start="), timeout=TIMEOUT)
    until_heard(listened, "m.type === 'window' && !m.start")
    messages = heard(listened)
    window = [m for m in messages if m["type"] == "window"][-2]
    query = [m["query"] for m in messages if m["type"] == "query"][-1]
    assert query == f"start={window['start']}&end={window['end']}"
    kinds = [m["type"] for m in messages]
    assert kinds[-2:] == ["query", "window"], "the window ends only after the filter made of it has come"


def test_a_map_that_is_slow_is_told_of_the_newest_window_only(listened: Timeline) -> None:
    listened.open()
    listener(listened).evaluate("window.busy = true")
    listened.point_at(0.3)
    listened.page.mouse.down()
    for step in range(31, 61):
        listened.point_at(step / 100)
    until_heard(listened, "m.type === 'window' && m.start")
    assert len(heard(listened, "window")) < 15
    listened.page.mouse.up()
    expect(listened.page).to_have_url(re.compile("start="), timeout=TIMEOUT)


def test_playing_moves_a_window_without_a_run_of_the_script(listened: Timeline) -> None:
    listened.open()
    listened.page.wait_for_timeout(1000)
    before = listened.runs
    listened.choose("Speed", "fast")
    listened.choose("Window", "month")
    listened.button("Play").click()
    listened.expect_state("playing")
    listener(listened).wait_for_function("heard.filter((m) => m.type === 'window').length >= 6", timeout=TIMEOUT)
    listened.button("Pause").click()
    listened.expect_state("paused")
    windows = [(m["start"], m["end"]) for m in heard(listened, "window")]
    assert windows[0] == ("2016-10-17", "2016-11-16")
    assert windows[1] == ("2016-10-24", "2016-11-23")
    assert listened.window() == windows[-1]
    assert listened.runs == before
    listened.button("Stop").click()
    until_heard(listened, "m.type === 'window' && m.start === ''")
    listened.expect_state("idle")
    assert "start=" not in listened.page.url


def test_playing_stops_at_the_end_with_the_last_window(listened: Timeline) -> None:
    listened.open("start=2017-06-01&end=2017-06-20")
    listened.button("Zoom to range").click()
    listened.expect_unit("day")
    listened.choose("Speed", "fast")
    listened.choose("Window", "week")
    listened.button("Play").click()
    listened.expect_state("playing")
    listened.expect_state("paused")
    assert listened.window() == ("2017-06-14", "2017-06-20")


def test_cumulative_windows_keep_their_first_day(listened: Timeline) -> None:
    listened.open()
    listened.root.get_by_label("Cumulative").check()
    for _ in range(3):
        listened.button("Step forward").click()
    assert listened.window() == ("2016-10-17", "2016-11-06")
    listened.button("Step back").click()
    assert listened.window() == ("2016-10-17", "2016-10-30")


def test_a_window_as_long_as_the_range_steps_by_bars(listened: Timeline) -> None:
    listened.open("start=2016-11-01&end=2016-11-20")
    listened.choose("Window", "range")
    listened.button("Step forward").click()
    assert listened.window() == ("2016-10-17", "2016-11-05")
    listened.button("Step forward").click()
    assert listened.window() == ("2016-10-24", "2016-11-12")


def test_the_space_bar_plays_and_pauses_on_the_bars(listened: Timeline) -> None:
    listened.open()
    listened.root.locator('[data-side="0"]').focus()
    listened.page.keyboard.press("Space")
    listened.expect_state("playing")
    listened.page.keyboard.press("Space")
    listened.expect_state("paused")


def test_reduced_motion_still_plays_step_by_step(listened: Timeline) -> None:
    listened.page.emulate_media(reduced_motion="reduce")
    listened.open()
    listened.choose("Speed", "fast")
    listened.page.evaluate("""() => {
        const selected = [...document.querySelectorAll('*')].map((e) => e.shadowRoot?.querySelector('.timeline .selected')).find(Boolean);
        window.places = new Set();
        new MutationObserver(() => window.places.add(selected.getAttribute('x'))).observe(selected, {attributes: true});
    }""")
    listened.button("Play").click()
    listener(listened).wait_for_function("heard.filter((m) => m.type === 'window').length >= 8", timeout=TIMEOUT)
    listened.button("Pause").click()
    steps = len({m["start"] for m in heard(listened, "window")})
    assert listened.page.evaluate("window.places.size") <= steps + 1


def test_the_played_window_becomes_the_filter(listened: Timeline) -> None:
    listened.open()
    listened.choose("Window", "month")
    for _ in range(4):
        listened.button("Step forward").click()
    start, end = listened.window()
    listened.button("Use as filter").click()
    expect(listened.page).to_have_url(re.compile(f"start={start}&end={end}"), timeout=TIMEOUT)
    listened.expect_state("idle")
    until_heard(listened, f"m.query === 'start={start}&end={end}'")
    until_heard(listened, "m.type === 'window' && m.start === ''")


def test_dates_set_elsewhere_end_the_played_window(listened: Timeline) -> None:
    listened.open("start=2017-03-01&end=2017-03-31")
    listened.button("Step forward").click()
    listened.expect_state("paused")
    listened.dashboard.type_date("To", "2017", "03", "10")
    until_heard(listened, "m.query === 'start=2017-03-01&end=2017-03-10'")
    listened.expect_state("idle")
    until_heard(listened, "m.type === 'window' && m.start === ''")
    assert listened.window() == ("2017-03-01", "2017-03-10")


def test_another_filter_leaves_the_played_window_as_it_is(listened: Timeline) -> None:
    listened.open()
    for _ in range(2):
        listened.button("Step forward").click()
    window = listened.window()
    field = listened.page.get_by_label("Text", exact=True)
    field.fill("mosul")
    field.press("Enter")
    until_heard(listened, "m.query === 'text=mosul'")
    listened.page.wait_for_timeout(500)
    listened.expect_state("paused")
    assert listened.window() == window
    assert {m["start"] for m in heard(listened, "window")} >= {window[0]}
    assert all(m["start"] for m in heard(listened, "window"))


def test_the_map_shows_the_events_of_the_window_while_time_plays(timeline: Timeline) -> None:
    timeline.open()
    total = timeline.dashboard.api("api/summary")["count"]
    timeline.dashboard.expect_events(total)
    for _ in range(2):
        timeline.button("Step forward").click()
    start, end = timeline.window()
    timeline.dashboard.wait_for_query(f"start={start}&end={end}")
    fewer = timeline.dashboard.api(f"api/summary?start={start}&end={end}")["count"]
    assert 0 < fewer < total
    timeline.dashboard.expect_events(fewer)
    timeline.button("Play").click()
    expect(timeline.dashboard.map).not_to_have_attribute("data-query", re.compile(f"start={start}"), timeout=TIMEOUT)
    timeline.button("Stop").click()
    timeline.dashboard.expect_events(total)


def test_a_range_chosen_while_the_map_was_live_does_not_flicker_back(timeline: Timeline) -> None:
    timeline.open()
    timeline.dashboard.expect_events(timeline.dashboard.api("api/summary")["count"])
    timeline.dashboard.map.evaluate("""(map) => {
        window.drawn = [];
        new MutationObserver(() => window.drawn.push(map.dataset.query)).observe(map, {attributes: true});
    }""")
    timeline.dashboard.brush(0.1, 0.3)
    expect(timeline.page).to_have_url(re.compile("start="), timeout=TIMEOUT)
    chosen = timeline.page.url.partition("?")[2]
    timeline.dashboard.wait_for_query(chosen)
    timeline.page.wait_for_timeout(1000)
    drawn = timeline.dashboard.map.evaluate("() => window.drawn")
    first = drawn.index(chosen)
    assert set(drawn[first:]) == {chosen}
