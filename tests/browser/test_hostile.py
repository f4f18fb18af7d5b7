"""Script in any field of an article shows as text, and only http and https are links."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Server, Watched, start_server, stop_server
from tests.browser.dashboard_page import TIMEOUT, DashboardPage

pytestmark = pytest.mark.browser

SCRIPT = "<img src=x onerror=alert(1)><script>alert(2)</script>${alert(3)}`${alert(4)}`{{7*7}}"
ARTICLES = [
    {
        "title": f"Title {SCRIPT} [link](javascript:alert(5)) ![i](https://evil.example/a.png)",
        "text": f"Gunmen {SCRIPT} attacked a police post in Mosul on Monday, killing four officers {SCRIPT} there.",
        "published": "2016-10-18",
        "source": f"Source {SCRIPT}",
        "url": "javascript:alert(6)",
    },
    {
        "title": "Harmless",
        "text": "A car bomb exploded in Tikrit on Monday, police said.",
        "published": "2016-10-18",
        "url": "https://news.example/a?b=1&c=<2>",
    },
    {
        "title": "Linked",
        "text": "A car bomb exploded in Fallujah on Monday, police said.",
        "published": "2016-10-18",
        "url": "https://news.example/story?id=1",
    },
]


@pytest.fixture(scope="module")
def empty_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("hostile")
    running = start_server(folder / "store", folder / "log", "--no-samples")
    yield running
    stop_server(running)


def test_script_shows_as_text_on_upload_report_map_table_and_details(
    empty_server: Server, watched: Watched, tmp_path: Path
) -> None:
    page = watched.page
    DashboardPage(page, empty_server.url).open_add_page()
    page.get_by_role("tab", name="Drop files").click()
    good = tmp_path / "articles.jsonl"
    good.write_text("\n".join(map(json.dumps, ARTICLES)) + "\nnot json\n", encoding="utf-8")
    evil = tmp_path / "<img src=x onerror=alert(7)>.txt"
    evil.write_bytes(b"")
    page.locator('input[type="file"]').set_input_files([good, evil])
    expect(page.get_by_text("articles.jsonl")).to_be_visible(timeout=TIMEOUT)
    page.get_by_role("button", name="Add these files").click()
    expect(page.get_by_text("What became of them")).to_be_visible(timeout=TIMEOUT)
    expect(page.get_by_test_id("stMetricValue").nth(1)).to_have_text("3", timeout=TIMEOUT)
    expect(page.get_by_test_id("stMetricValue").nth(5)).to_have_text("2")

    page.get_by_role("link", name="See them on the map").click()
    dashboard = DashboardPage(page, empty_server.url)
    dashboard.expect_events(3)  # drawn: what is typed while the page still arrives may be lost
    page.get_by_label("Text", exact=True).fill("officers")
    page.get_by_label("Text", exact=True).press("Enter")
    dashboard.expect_events(1)
    dashboard.frame.locator(".event-icon").first.click()
    details = dashboard.frame.locator(".event-details")
    expect(details.locator("h3")).to_contain_text("<script>alert(2)</script>${alert(3)}", timeout=TIMEOUT)
    expect(details.locator("blockquote")).to_contain_text("<img src=x onerror=alert(1)>")
    expect(details.locator("mark")).to_have_text("Mosul")
    assert details.locator("img, script, .event-source a").count() == 0
    assert page.locator('img[src="x"]').count() == 0
    assert page.locator('a[href^="javascript"]').count() == 0


def test_only_http_and_https_addresses_are_links(empty_server: Server, watched: Watched) -> None:
    dashboard = DashboardPage(watched.page, empty_server.url).open("text=Fallujah")
    dashboard.expect_events(1)
    dashboard.frame.locator(".event-icon").first.click()
    link = dashboard.frame.locator(".event-source a")
    expect(link).to_have_attribute("href", "https://news.example/story?id=1", timeout=TIMEOUT)
    expect(link).to_have_attribute("rel", "noopener noreferrer nofollow")


def test_an_address_with_odd_characters_is_shown_as_no_link(empty_server: Server, watched: Watched) -> None:
    dashboard = DashboardPage(watched.page, empty_server.url).open("text=Tikrit")
    dashboard.expect_events(1)
    dashboard.frame.locator(".event-icon").first.click()
    expect(dashboard.frame.locator(".event-details")).to_contain_text("Harmless", timeout=TIMEOUT)
    assert dashboard.frame.locator(".event-source a").count() == 0


def test_what_another_process_ingests_appears_by_itself(empty_server: Server, watched: Watched, tmp_path: Path) -> None:
    article = tmp_path / "late.txt"
    article.write_text("date: 2016-10-18\nClashes broke out in Kirkuk on Tuesday, residents said.", encoding="utf-8")
    dashboard = DashboardPage(watched.page, empty_server.url).open("text=Kirkuk")
    dashboard.expect_events(0)
    command = [sys.executable, "-m", "dashboard", "ingest", str(article), "--store", str(empty_server.store)]
    subprocess.run(command, check=True, capture_output=True)
    dashboard.expect_events(1)


def test_pasted_article_is_added_once_and_needs_its_date(empty_server: Server, watched: Watched) -> None:
    page = watched.page
    DashboardPage(page, empty_server.url).open_add_page()
    page.get_by_label("Article text").fill("Clashes broke out in Ramadi on Tuesday, residents said.")
    page.get_by_role("button", name="Add article").click()
    expect(page.get_by_test_id("stMetricValue").nth(5)).to_have_text("1", timeout=TIMEOUT)
    page.get_by_label("Article text").fill("date: 2016-10-18\nClashes broke out in Ramadi on Tuesday, residents said.")
    page.get_by_role("button", name="Add article").click()
    expect(page.get_by_test_id("stMetricValue").nth(1)).to_have_text("1", timeout=TIMEOUT)
    expect(page.get_by_label("Article text")).to_have_value("", timeout=TIMEOUT)  # ready for the next
    page.get_by_label("Article text").fill("date: 2016-10-18\nClashes broke out in Ramadi on Tuesday, residents said.")
    page.get_by_role("button", name="Add article").click()
    expect(page.get_by_test_id("stMetricValue").nth(3)).to_have_text("1", timeout=TIMEOUT)
    page.get_by_role("link", name="Events", exact=True).click()
    page.get_by_label("Text", exact=True).fill("Ramadi")
    page.get_by_label("Text", exact=True).press("Enter")
    DashboardPage(page, empty_server.url).expect_events(1)
