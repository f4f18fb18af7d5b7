"""An imported event in the map's pin and on the review page: every cell of its row is hostile text."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from dashboard.review.making import Signature, decisions_of
from dashboard.store import EventStore, Tables
from tests.browser.conftest import Server, Watched, start_server, stop_server
from tests.browser.dashboard_page import TIMEOUT, DashboardPage
from tests.browser.test_hostile import SCRIPT
from tests.store.imported import THEN, import_rows, imported_row

pytestmark = pytest.mark.browser
ID = "acled-IRQ1"
RAW = {"notes": f"As coded {SCRIPT}", f"<b>{SCRIPT}": "an odd column", "iso": 368, "tags": ""}


@pytest.fixture(scope="module")
def server_with_imports(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A dashboard of two imported events; somebody noted something on them."""
    folder = tmp_path_factory.mktemp("imported")
    tables = Tables(str(folder / "store"))
    hostile = imported_row(
        notes=f"Notes {SCRIPT}", source=f"Agency {SCRIPT}", actor1=f"Blue {SCRIPT}", actors=f"Blue {SCRIPT}; Red Force",
        raw=json.dumps(RAW), url="javascript:alert(6)", geo_precision=2, origin=f"{SCRIPT}.csv",
    )  # fmt: skip
    linked = imported_row("244", dataset="ucdp-ged", location="Erbil", url="https://news.example/a", title="A headline", notes="A clash.",
                          latitude=36.19, longitude=44.0)  # fmt: skip
    import_rows(tables, [hostile, linked])
    events = EventStore(tables)
    ids = [ID, "ucdp-ged-244"]
    tables.decide(
        decisions_of(events.reviewed_with(ids), ids, "note", Signature.of("one", "Reviewer A", THEN, "Seen."))
    )
    running = start_server(folder / "store", folder / "log", "--no-samples")
    yield running
    stop_server(running)


def test_a_pin_tells_sides_numbers_source_and_original_columns_as_text(
    server_with_imports: Server, watched: Watched
) -> None:
    dashboard = DashboardPage(watched.page, server_with_imports.url).open("text=Bartella")
    dashboard.expect_events(1)
    dashboard.frame.locator(".event-icon").first.click()
    details = dashboard.frame.locator(".event-details")
    expect(details.locator("h3")).to_have_text("Armed clash at Bartella", timeout=TIMEOUT)
    expect(details.locator("blockquote")).to_contain_text("<script>alert(2)</script>")
    expect(details.locator(".event-place")).to_contain_text("near a town, or part of a region")
    expect(details.locator(".event-facts")).to_contain_text("against Red Force · 5 reported killed (3 to 8)")
    expect(details.locator(".event-source")).to_contain_text("ACLED IRQ1 · Agency <img src=x")
    columns = details.locator(".event-raw")
    expect(columns.locator("td").first).not_to_be_visible()
    columns.locator("summary").click()
    expect(columns.locator("td").first).to_have_text(f"As coded {SCRIPT}")
    expect(columns.locator("th").nth(1)).to_have_text(f"<b>{SCRIPT}")
    expect(columns.locator("tr")).to_have_count(3)
    assert details.locator("img, script, b, .event-source a, mark").count() == 0


def test_a_pin_links_to_a_source_of_http_alone(server_with_imports: Server, watched: Watched) -> None:
    dashboard = DashboardPage(watched.page, server_with_imports.url).open("text=Erbil")
    dashboard.expect_events(1)
    dashboard.frame.locator(".event-icon").first.click()
    details = dashboard.frame.locator(".event-details")
    expect(details.locator("h3")).to_have_text("A headline", timeout=TIMEOUT)
    expect(details.locator(".event-source a")).to_have_attribute("href", "https://news.example/a")
    expect(details.locator(".event-source")).to_contain_text("UCDP GED 244")


def test_the_review_page_shows_an_imported_event_with_its_original_columns(
    server_with_imports: Server, watched: Watched
) -> None:
    page = watched.page
    dashboard = DashboardPage(page, server_with_imports.url).open("text=Bartella")
    dashboard.expect_events(1)
    dashboard.frame.locator(".event-icon").first.click()
    dashboard.frame.get_by_role("link", name="Review this event").click()
    evidence = page.locator(".evidence")
    expect(evidence.locator(".name")).to_have_text("Bartella", timeout=TIMEOUT)
    report = evidence.locator(".report")
    expect(report.locator(".title")).to_have_text("ACLED IRQ1")
    expect(report.locator(".sentence")).to_have_text(f"Notes {SCRIPT}")
    report.locator("summary").click()
    expect(report.locator("td").first).to_have_text(f"As coded {SCRIPT}")
    expect(report.locator("th").nth(1)).to_have_text(f"<b>{SCRIPT}")
    assert report.locator("img, script, b, a, mark").count() == 0
