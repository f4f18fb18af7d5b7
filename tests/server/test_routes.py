"""The routes as the map's page calls them, without a browser."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from dashboard import settings
from dashboard.exporters.geojson import MEDIA_TYPE
from dashboard.server import routes as routes_module
from dashboard.server.routes import routes
from dashboard.services import services
from dashboard.store import EventStore
from tests.review.desk import decide


@pytest.fixture
def client(stocked: EventStore, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    monkeypatch.setenv(settings.STORE_VARIABLE, stocked.tables.uri)
    with TestClient(Starlette(routes=routes())) as running:
        yield running


def cells(client: TestClient, parameters: str) -> list[dict[str, Any]]:
    """The cells of an answer, one dictionary each."""
    columns = client.get(f"/api/clusters?{parameters}").json()["cells"]
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


def test_summary_counts_the_selection_and_gives_its_box(client: TestClient) -> None:
    everything = client.get("/api/summary").json()
    assert everything["count"] == 4
    west, _, _, north = everything["bounds"]
    assert (west, north) == (pytest.approx(30.5, abs=0.3), pytest.approx(50.45, abs=0.3))
    assert client.get("/api/summary?country=UA").json()["count"] == 1
    assert client.get("/api/summary?text=nosuchword").json() == {"count": 0, "bounds": None}


def test_clusters_hold_every_selected_event_in_view(client: TestClient) -> None:
    assert sum(cell["n"] for cell in cells(client, "view=-180,-85,180,85&zoom=2")) == 4
    near = cells(client, "view=40,30,50,40&zoom=9&type=Battles")
    assert [(cell["n"], cell["location"]) for cell in near] == [(1, "Bartella")]
    assert sum(near[0]["mix"]) == 1


def test_a_view_panned_round_the_world_finds_the_same_events(client: TestClient) -> None:
    assert sum(cell["n"] for cell in cells(client, "view=400,30,410,40&zoom=6")) == 3


def test_event_is_its_sentence_cut_at_the_places_name(client: TestClient) -> None:
    found = cells(client, "view=40,30,50,40&zoom=9&type=Battles")[0]
    event = client.get(f"/api/events/{found['id']}").json()
    assert event["marked"] == "Bartella"
    assert event["before"] + event["marked"] + event["after"] == event["notes"]
    assert event["country_name"] == "Iraq"
    assert event["event_date"] == "2016-10-20"
    assert event["url"] == "https://news.example/bartella"


def test_events_of_one_spot_are_listed(client: TestClient) -> None:
    listed = client.get("/api/events?view=43,36,44,37").json()["events"]
    assert {event["location"] for event in listed} == {"Bartella", "Mosul"}
    assert listed[0]["event_date"] >= listed[1]["event_date"]


def test_events_of_one_spot_are_listed_page_by_page(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(routes_module, "MAX_LISTED", 1)
    pages = [client.get(f"/api/events?view=43,36,44,37&offset={offset}").json()["events"] for offset in range(3)]
    assert [len(page) for page in pages] == [1, 1, 0]
    assert pages[0] != pages[1]


def test_cells_are_as_fine_as_asked(client: TestClient) -> None:
    far = [len(cells(client, f"view=-180,-85,180,85&zoom=7&cell={pixels}")) for pixels in (64, 16)]
    assert far[0] < far[1]


def test_unknown_event_is_not_found(client: TestClient) -> None:
    answer = client.get("/api/events/nosuch")
    assert answer.status_code == 404
    assert "no such event" in answer.json()["error"]


@pytest.mark.parametrize(
    ("path", "word"),
    [
        ("/api/summary?start=soon", "not a day"),
        ("/api/summary?bbox=1,2,3", "four numbers"),
        ("/api/summary?type=War", "Unknown event type"),
        ("/api/clusters?view=0,0,1,1&zoom=99", "zoom"),
        ("/api/clusters?view=0,80,1,nan&zoom=3", "no coordinate"),
        ("/api/clusters?view=0,0,1,1&zoom=3&cell=1", "16, 32, 64"),
        ("/api/events?view=0,0,1,1&offset=-1", "offset"),
        ("/export.geojson?polygon=1,2;3,4", "polygon"),
    ],
)
def test_bad_parameters_are_named_with_status_400(client: TestClient, path: str, word: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 400
    assert word in answer.json()["error"]


def test_export_streams_the_selection_as_a_geojson_file(client: TestClient) -> None:
    answer = client.get("/export.geojson?country=IQ&end=2016-12-31")
    assert answer.headers["content-type"].startswith(MEDIA_TYPE)
    assert answer.headers["content-disposition"].startswith('attachment; filename="conflict-events-')
    features = json.loads(answer.text)["features"]
    assert [f["properties"]["location"] for f in features] == ["Bartella", "Mosul"]


def test_labels_are_countries_far_out_and_towns_near_in(client: TestClient) -> None:
    far = client.get("/api/labels?view=-180,-85,180,85&zoom=3").json()["places"]
    assert {place["kind"] for place in far} == {"country"}
    near = client.get("/api/labels?view=43,36,44,37&zoom=9").json()["places"]
    assert near[0]["name"] == "Mosul"
    round_the_antimeridian = client.get("/api/labels?view=170,-25,-170,-10&zoom=6").json()["places"]
    assert any(place["name"] == "Fiji" for place in round_the_antimeridian)


@pytest.mark.parametrize("path", ["/map", "/place-map"])
def test_map_pages_run_only_scripts_with_their_nonce_and_load_nothing_from_outside(
    client: TestClient, path: str
) -> None:
    first, second = client.get(path), client.get(path)
    policy = first.headers["content-security-policy"]
    nonce = policy.partition("'nonce-")[2].partition("'")[0]
    assert len(nonce) >= 16
    assert nonce not in second.headers["content-security-policy"]
    assert first.text.count("<script") == first.text.count(f'<script nonce="{nonce}"')
    assert "default-src 'none'" in policy
    assert "https://" not in first.text
    assert "http://" not in first.text


@pytest.mark.parametrize(
    "path", ["/assets/vendor/leaflet.js", "/assets/vendor/countries-50m.json", "/assets/map/event_map.js"]
)
def test_assets_come_from_our_own_origin(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 200


def test_assets_do_not_reach_beyond_their_folder(client: TestClient) -> None:
    assert client.get("/assets/map/..%2f..%2fcli.py").status_code == 404


def test_routes_only_answer_to_get(client: TestClient) -> None:
    assert client.post("/place-map").status_code == 405
    assert client.post("/api/summary").status_code == 405
    assert client.delete("/export.geojson").status_code == 405


def test_rejected_events_are_served_only_to_who_asks_for_them(client: TestClient, stocked: EventStore) -> None:
    cell = cells(client, "view=40,30,50,40&zoom=9&type=Battles")[0]
    decide(stocked, [cell["id"]], "reject")
    services().events.refresh(force=True)
    assert client.get("/api/summary").json()["count"] == 3
    assert client.get("/api/summary?status=rejected").json()["count"] == 1
    assert client.get("/api/summary?status=unreviewed&status=rejected").json()["count"] == 4
    assert len(client.get("/export.geojson?status=rejected").json()["features"]) == 1
    (found,) = cells(client, "view=40,30,50,40&zoom=9&status=rejected")
    assert found["statuses"] == [0, 0, 1]
    assert client.get(f"/api/events/{cell['id']}").json()["status"] == "rejected"
    assert client.get("/api/summary?status=done").status_code == 400
