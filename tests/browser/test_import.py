"""Import a file in a real browser: drop it, look at its first rows, import it, read the report."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from dashboard.store import Tables
from tests.browser.conftest import Server, Watched
from tests.browser.dashboard_page import TIMEOUT

pytestmark = pytest.mark.browser

_ROWS = """event_id_cnty,event_date,event_type,sub_event_type,actor1,country,location,latitude,longitude,notes,fatalities,timestamp
XXX1,2016-10-20,Battles,Armed clash,Army of Ruritania,Iraq,Ruritz,36.35,43.38,<script>alert(1)</script>,3,1
XXX2,2016-10-21,Battles,Armed clash,Army of Ruritania,Iraq,Ruritz,91,43.38,Too far north.,1,1
"""


def test_a_dropped_file_is_previewed_imported_and_reported(server: Server, watched: Watched) -> None:
    page = watched.page
    page.goto(server.url)
    page.get_by_role("link", name="Import data").click()
    expect(page.get_by_role("heading", name="Import data")).to_be_visible(timeout=TIMEOUT)
    name = "<img src=x onerror=alert(1)>.csv"
    page.locator("input[type=file]").set_input_files({"name": name, "mimeType": "text/csv", "buffer": _ROWS.encode()})
    expect(page.get_by_text(f"{name}: of 2 rows 1 become events, 1 refused.")).to_be_visible(timeout=TIMEOUT)
    page.get_by_role("button", name="Import this file").click()
    expect(page.get_by_text("What became of them")).to_be_visible(timeout=TIMEOUT)
    expect(page.get_by_test_id("stMetric").filter(has_text="Added")).to_contain_text("1")
    expect(page.get_by_test_id("stMetric").filter(has_text="Refused")).to_contain_text("1")
    expect(page.get_by_role("link", name="See them on the map")).to_be_visible()
    (row,) = Tables(str(server.store)).dataset("imports").to_table().to_pylist()
    assert (row["event_id"], row["origin"]) == ("acled-XXX1", name)
