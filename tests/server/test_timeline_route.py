"""The timeline's route as its component calls it, over events from long before 1970 to now."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from dashboard import settings
from dashboard.server.routes import routes
from dashboard.store import Tables
from tests.store.conftest import STORY, report

DAYS = (
    report("Solferino", 45.37, 10.57, day="1859-06-24", country="IT", fatalities=5),
    report("Selma", 32.41, -87.02, day="1965-03-07", country="US", sub="Peaceful protest"),  # a Sunday
    report("Montgomery", 32.38, -86.31, day="1965-03-08", country="US", sub="Peaceful protest"),  # a Monday
    report("Saigon", 10.78, 106.7, day="1968-01-31", country="VN", fatalities=20),
    report("Hue", 16.46, 107.6, day="1968-01-31", country="VN", sub="Attack", fatalities=3),
    report("Mosul", 36.335, 43.119, day="2016-10-17", country="IQ"),
)


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    uri = str(tmp_path_factory.mktemp("days") / "store")
    Tables(uri).append([STORY], DAYS, extractor="test")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(settings.STORE_VARIABLE, uri)
        with TestClient(Starlette(routes=routes())) as running:
            yield running


def get(client: TestClient, params: str) -> Any:
    answer = client.get(f"/api/timeline?{params}")
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_the_whole_span_comes_in_the_unit_that_fits_it(client: TestClient) -> None:
    found = get(client, "")
    assert (found["unit"], found["first"], found["last"]) == ("year", "1859-06-24", "2016-10-17")
    assert (found["from"], found["to"]) == ("1859-01-01", "2016-12-31")
    assert found["bins"]["start"] == ["1859-01-01", "1965-01-01", "1968-01-01", "2016-01-01"]
    assert [sum(counts) for counts in found["bins"]["counts"]] == [1, 2, 2, 1]
    assert found["fatalities"] == [5, 0, 23, 0]


def test_a_shown_range_comes_finer_and_holds_only_its_own_bins(client: TestClient) -> None:
    found = get(client, "from=1965-02-01&to=1965-03-31")
    assert found["unit"] == "day"
    assert found["bins"]["start"] == ["1965-03-07", "1965-03-08"]
    assert (found["from"], found["to"]) == ("1965-02-01", "1965-03-31")
    assert (found["first"], found["last"]) == ("1859-06-24", "2016-10-17")


def test_weeks_start_on_monday_before_1970_too(client: TestClient) -> None:
    found = get(client, "from=1965-03-01&to=1965-03-08&unit=week")
    assert found["bins"]["start"] == ["1965-03-01", "1965-03-08"]
    assert found["to"] == "1965-03-14"


def test_a_bin_at_the_edge_of_the_range_is_whole(client: TestClient) -> None:
    found = get(client, "from=1965-03-08&to=1965-04-30&unit=month")
    assert found["bins"]["start"] == ["1965-03-01"]
    assert sum(found["bins"]["counts"][0]) == 2


def test_the_filters_dates_change_nothing_and_the_rest_of_it_counts(client: TestClient) -> None:
    dated = get(client, "country=VN&start=2000-01-01&end=2000-12-31")
    assert dated == get(client, "country=VN")
    assert (dated["unit"], dated["first"], dated["last"]) == ("day", "1968-01-31", "1968-01-31")
    assert dated["bins"] == {"start": ["1968-01-31"], "counts": [[1, 0, 1, 0, 0, 0]]}
    assert dated["fatalities"] == [23]


def test_a_selection_without_events_has_no_bins_and_no_span(client: TestClient) -> None:
    found = get(client, "text=nosuchword&from=1965-02-01")
    assert found["bins"] == {"start": [], "counts": []}
    assert (found["first"], found["last"], found["from"], found["to"]) == (None, None, None, None)


def test_a_shown_range_without_events_is_shown_empty(client: TestClient) -> None:
    found = get(client, "from=1980-01-01&to=1980-01-31")
    assert found["bins"]["start"] == []
    assert (found["from"], found["to"]) == ("1980-01-01", "1980-01-31")


@pytest.mark.parametrize(
    ("params", "first", "last"),
    [
        ("from=2016-09-20", "2016-09-20", "2016-10-17"),
        ("to=1859-07-01", "1859-06-24", "1859-07-01"),
        ("from=2090-01-01", "2090-01-01", "2090-01-01"),
        ("to=1801-05-06", "1801-05-06", "1801-05-06"),
    ],
)
def test_a_range_of_one_end_runs_to_the_spans_own(client: TestClient, params: str, first: str, last: str) -> None:
    found = get(client, params)
    assert (found["from"], found["to"]) == (first, last)


def test_days_over_centuries_become_a_unit_that_can_be_drawn(client: TestClient) -> None:
    assert get(client, "unit=day&from=1800-01-01&to=2100-12-31")["unit"] == "year"


@pytest.mark.parametrize(
    ("params", "word"),
    [
        ("unit=decade", "Unknown unit"),
        ("from=soon", "not a day"),
        ("to=-0044-03-15", "not a day"),
        ("from=1799-12-31", "outside"),
        ("from=2016-02-01&to=2016-01-01", "after its end"),
        ("type=War", "Unknown event type"),
    ],
)
def test_what_makes_no_sense_is_told_in_a_sentence(client: TestClient, params: str, word: str) -> None:
    answer = client.get(f"/api/timeline?{params}")
    assert answer.status_code == 400
    assert word in answer.json()["error"]


def test_the_components_modules_come_as_scripts(client: TestClient) -> None:
    answer = client.get("/assets/timeline/view.js")
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/javascript")


def test_a_newer_programs_modules_are_not_hidden_by_a_browsers_cache(client: TestClient) -> None:
    answer = client.get("/assets/timeline/view.js")
    assert answer.headers["cache-control"] == "no-cache"
    again = client.get("/assets/timeline/view.js", headers={"If-None-Match": answer.headers["etag"]})
    assert (again.status_code, again.headers["cache-control"]) == (304, "no-cache")
