"""Review in a real browser: correct, decide, take back, and see it kept."""

from __future__ import annotations

import json
import re
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from dashboard.records import Place
from dashboard.store import Tables
from tests.browser.conftest import Server, Watched, start_server, stop_server
from tests.browser.dashboard_page import TIMEOUT
from tests.browser.review_page import ReviewPage, Told, fill
from tests.browser.test_hostile import SCRIPT
from tests.review.desk import BAGHDAD, BARTELLA, MOSUL

pytestmark = pytest.mark.browser

HATRA = Place("Hatra", 35.588, 42.718, "IQ", "Nineveh", feature_code="PPL")
TIKRIT = Place("Tikrit", 34.607, 43.678, "IQ", "Salah ad Din", feature_code="PPL")
STORIES = [
    Told("dragging", HATRA, "Clashes broke out in Hatra in October, residents said.", day="2016-10-11"),
    Told("elsewhere", HATRA, "A second clash was reported from Hatra in October.", day="2016-10-29"),
    *(
        Told("keyboard", place, f"Clashes broke out in {place.name} in October, police said.", day=f"2016-10-0{n}")
        for n, place in enumerate((MOSUL, BARTELLA, BAGHDAD, TIKRIT), start=1)
    ),
    Told("rejecting", TIKRIT, "Clashes broke out in Tikrit in October, an officer said.", day="2016-05-05"),
    Told("rejecting", BAGHDAD, "Clashes broke out in Baghdad in October, an officer said.", day="2016-05-06"),
    Told("editing", MOSUL, "Clashes broke out in Mosul in October, a medic said.", day="2016-04-04"),
    Told("merging", MOSUL, "Shelling hit Mosul in October, a farmer said.", day="2016-03-03"),
    Told("merging", BARTELLA, "Shells fell on Bartella in October, a teacher said.", day="2016-03-04"),
    Told(
        "hostile",
        TIKRIT,
        f"Gunmen {SCRIPT} attacked Tikrit in October {SCRIPT}.",
        title=f"{SCRIPT} [link](javascript:alert(5)) **bold**",
        source=f"Source {SCRIPT}",
        url="javascript:alert(6)",
        day="2016-02-02",
    ),
]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("review")
    fill(Tables(str(folder / "store")), STORIES)
    running = start_server(folder / "store", folder / "log", "--no-samples")
    yield running
    stop_server(running)


def test_a_dragged_pin_applied_to_all_of_its_name_is_taken_back_and_outlives_a_restart(
    desk: Server, watched: Watched, tmp_path: Path
) -> None:
    review = ReviewPage(watched.page, desk.url, name="").open("text=dragging")
    page, moved = watched.page, review.event
    other = review.dashboard.api("api/events?text=elsewhere")["events"][0]["event_id"]
    review.drag_pin(60, -50)
    expect(page.get_by_text("km from the present pin")).to_be_visible(timeout=TIMEOUT)
    page.get_by_role("button", name="Save for all 2 reports of “Hatra” in Iraq").click()
    page.get_by_role("dialog").get_by_label("Your name").fill("First Reader")
    page.get_by_role("button", name="Save and go on").click()
    expect(page.get_by_role("dialog")).to_have_count(0, timeout=TIMEOUT)
    review.expect_said("all 2 reports of Hatra")
    found = review.api_event(moved)
    assert found["longitude"] > HATRA.longitude + 0.01
    assert found["latitude"] > HATRA.latitude + 0.01
    assert review.api_event(other)["longitude"] == found["longitude"]

    review.press("u")
    review.expect_said("Taken back")
    for event in (moved, other):
        assert (review.api_event(event)["latitude"], review.api_event(event)["longitude"]) == (35.588, 42.718)
    review.press("u")
    expect(page.get_by_role("button", name="Undo")).to_be_visible(timeout=TIMEOUT)  # no longer "Do it again"
    assert review.api_event(other)["latitude"] == found["latitude"]

    review.panel("History and notes")
    expect(page.get_by_text(re.compile("^First Reader, .* UTC")).first).to_be_visible(timeout=TIMEOUT)
    page.reload()
    expect(page.get_by_label("Reviewing as", exact=True)).to_have_value("First Reader", timeout=TIMEOUT)

    again = start_server(desk.store, tmp_path / "log", "--no-samples")
    try:
        with urllib.request.urlopen(f"{again.url}/api/events/{other}", timeout=20) as answer:
            kept = json.load(answer)
    finally:
        stop_server(again)
    assert (kept["latitude"], kept["longitude"]) == (found["latitude"], found["longitude"])
    watched.troubles[:] = [t for t in watched.troubles if "404" not in t]  # Streamlit looks for itself below /review


def test_keys_accept_pass_over_reject_and_take_back(desk: Server, watched: Watched) -> None:
    review = ReviewPage(watched.page, desk.url).open("text=keyboard")
    page = watched.page
    review.expect_left(4)
    accepted = review.event
    review.press("a")
    review.expect_said("Confirmed")
    review.expect_left(3)
    passed = review.event
    assert passed != accepted
    review.map_shows(passed)
    review.frame.locator(".folium-map").focus()
    page.keyboard.press("n")  # with the focus on the map
    expect(review.evidence).not_to_have_attribute("data-event", passed, timeout=TIMEOUT)
    review.expect_left(3)
    rejected = review.event
    review.press("x")
    review.expect_said("Rejected")
    review.expect_left(2)
    statuses = {event: review.api_event(event)["status"] for event in (accepted, passed, rejected)}
    assert statuses == {accepted: "confirmed", passed: "unreviewed", rejected: "rejected"}
    review.press("u")
    expect(review.evidence).to_have_attribute("data-event", rejected, timeout=TIMEOUT)
    assert review.api_event(rejected)["status"] == "unreviewed"

    review.panel("Notes")
    note = page.get_by_placeholder("What the next reader should know")
    note.fill("")
    note.press_sequentially("a next axe 1")
    page.get_by_role("button", name="Add note").click()
    review.expect_said("Note added")  # the letters were a note, and nothing else
    assert review.event == rejected
    review.expect_left(3)


def test_a_digit_picks_a_candidate_and_the_pin_moves_with_the_arrow_keys(desk: Server, watched: Watched) -> None:
    review = ReviewPage(watched.page, desk.url).open("text=editing")
    page = watched.page
    shown = review.map_shows(review.event)
    page.get_by_label("Another place").fill("Tikrit")
    page.get_by_label("Another place").press("Enter")
    number = (
        page.locator(".places .list")
        .nth(1)
        .locator("[data-number]")
        .first.get_attribute("data-number", timeout=TIMEOUT)
    )
    review.press(str(number))
    expect(shown).to_have_attribute("data-latitude", re.compile(r"^34\.6"), timeout=TIMEOUT)
    page.get_by_role("button", name="Cancel").click()
    expect(shown).to_have_attribute("data-latitude", re.compile(r"^36\.3"), timeout=TIMEOUT)
    review.frame.locator(".place-pin").focus()
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    expect(page.get_by_text("km from the present pin")).to_be_visible(timeout=TIMEOUT)
    expect(shown).not_to_have_attribute("data-longitude", f"{MOSUL.longitude:.5f}", timeout=TIMEOUT)
    assert float(shown.get_attribute("data-longitude") or 0) > MOSUL.longitude


def test_a_rejected_event_leaves_map_and_export_and_comes_back_from_the_status_filter(
    desk: Server, watched: Watched, tmp_path: Path
) -> None:
    review = ReviewPage(watched.page, desk.url).open("text=rejecting")
    page, dashboard = watched.page, review.dashboard
    rejected = review.event
    review.press("x")
    review.expect_said("Rejected")
    page.get_by_role("link", name="Events", exact=True).click()
    dashboard.expect_events(1)
    features = dashboard.download(tmp_path / "events.geojson")["features"]
    assert rejected not in [f["id"] for f in features]
    assert len(features) == 1

    page.get_by_label("Status", exact=True).click()
    page.get_by_role("option", name="Rejected").click()
    page.keyboard.press("Escape")
    dashboard.wait_for_query("status=rejected")
    dashboard.expect_events(1)
    pin = dashboard.frame.locator(".event-icon")
    expect(pin).to_have_class(re.compile("event-rejected"))
    expect(dashboard.frame.locator(".map-legend-rejected")).to_be_visible()
    pin.click()
    expect(dashboard.frame.locator(".event-status")).to_have_text("rejected", timeout=TIMEOUT)
    dashboard.frame.get_by_role("link", name="Review this event").click()
    expect(review.evidence).to_have_attribute("data-event", rejected, timeout=TIMEOUT)
    expect(page).to_have_url(re.compile(f"review.*event={rejected}"), timeout=TIMEOUT)
    page.get_by_role("button", name="Reopen").click()
    review.expect_said("Open again")
    assert review.api_event(rejected)["status"] == "unreviewed"


def test_an_edit_of_date_and_type_shows_in_the_table(desk: Server, watched: Watched) -> None:
    review = ReviewPage(watched.page, desk.url).open("text=editing")
    page, edited = watched.page, review.event
    review.panel("Edit")
    page.get_by_label("Event type").nth(1).click()
    page.get_by_role("option", name="Riots").click()
    expect(page.get_by_text("Changed: type.")).to_be_visible(timeout=TIMEOUT)
    page.get_by_role("group", name="First day").locator('[data-type="day"]').click()
    page.keyboard.type("02")
    review.evidence.locator("h3").click()  # the input takes its value when it is left
    expect(page.get_by_text("Changed: date, type.")).to_be_visible(timeout=TIMEOUT)
    page.get_by_role("button", name="Save changes").click()
    review.expect_said("Set date, type")
    expect(review.evidence).to_contain_text("2016-04-02 to 2016-04-04")
    expect(review.evidence).to_contain_text("was Armed clash")
    found = review.api_event(edited)
    assert (found["event_date"], found["event_type"]) == ("2016-04-02", "Riots")
    page.get_by_role("link", name="Events", exact=True).click()
    cells = page.get_by_test_id("stDataFrame").locator("td")
    expect(cells.filter(has_text="2016-04-02")).to_have_count(1, timeout=TIMEOUT)
    expect(cells.filter(has_text="Violent demonstration")).to_have_count(1)


def test_two_events_are_merged_and_split_again(desk: Server, watched: Watched) -> None:
    review = ReviewPage(watched.page, desk.url).open("text=merging")
    page = watched.page
    review.expect_left(2)
    review.panel("Merge")
    page.get_by_role("button", name="Merge", exact=True).first.click()
    review.expect_said("Merged")
    expect(review.evidence.locator(".report")).to_have_count(2, timeout=TIMEOUT)
    expect(review.evidence).to_contain_text("1 more report of it")
    page.locator('[data-testid="stCheckbox"]').nth(1).click()
    page.get_by_role("button", name="Take them out").click()
    review.expect_said("Split 1 of 2 reports")
    expect(review.evidence.locator(".report")).to_have_count(1, timeout=TIMEOUT)
    review.expect_left(2)


def test_script_in_article_note_and_name_shows_as_text(desk: Server, watched: Watched) -> None:
    hostile = "<img src=x onerror=alert(8)> [x](javascript:alert(9)) **b**"
    review = ReviewPage(watched.page, desk.url, name="").open("text=hostile")
    page = watched.page
    expect(review.evidence.locator(".title")).to_contain_text("<script>alert(2)</script>${alert(3)}", timeout=TIMEOUT)
    expect(review.evidence.locator(".sentence")).to_contain_text("<img src=x onerror=alert(1)>")
    expect(review.evidence.locator("mark")).to_have_text("Tikrit")
    assert review.evidence.locator("img, script, a").count() == 0
    page.get_by_label("Reviewing as", exact=True).fill(hostile)
    page.get_by_label("Reviewing as", exact=True).press("Enter")
    review.panel("Notes")
    page.get_by_placeholder("What the next reader should know").fill(hostile)
    page.get_by_role("button", name="Add note").click()
    review.expect_said("Note added")
    expect(page.get_by_text(hostile).first).to_be_visible(timeout=TIMEOUT)
    review.panel("Merge")
    expect(page.get_by_text("Nearby in the selection")).to_be_visible(timeout=TIMEOUT)
    assert page.locator('img[src="x"]').count() == 0
    assert page.locator('a[href^="javascript"]').count() == 0
