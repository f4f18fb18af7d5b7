"""Details of an imported event on demand."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from dashboard import settings
from dashboard.server.routes import routes
from dashboard.services import services
from dashboard.store import EventStore
from tests.review.desk import decide
from tests.store.imported import import_rows, imported_row

ID = "acled-IRQ1"


@pytest.fixture
def client(stocked: EventStore, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    hostile = {"notes": "<script>alert(1)</script>", "a\u202eb": "1", "empty": "", "none": None}
    import_rows(
        stocked.tables,
        [imported_row(raw=json.dumps(hostile)), imported_row("9", dataset="gdelt", raw="{", notes="", geo_precision=3)],
    )
    monkeypatch.setenv(settings.STORE_VARIABLE, stocked.tables.uri)
    with TestClient(Starlette(routes=routes())) as running:
        yield running


def test_an_imported_event_has_its_notes_uncut_and_its_original_columns(client: TestClient) -> None:
    event = client.get(f"/api/events/{ID}").json()
    assert (event["before"], event["marked"]) == ("", "")
    assert event["after"] == event["notes"] == "Blue Force clashed with Red Force in Bartella."
    told = (event["dataset"], event["dataset_name"], event["source_id"], event["origin"])
    assert told == ("acled", "ACLED", "IRQ1", "invented.csv")
    assert event["raw"] == [["notes", "<script>alert(1)</script>"], ["a b", "1"]]
    assert (event["published"], event["country_name"], event["fatalities_high"]) == (None, "Iraq", 8)


def test_a_row_of_damaged_original_columns_still_opens(client: TestClient) -> None:
    event = client.get("/api/events/gdelt-9").json()
    assert (event["raw"], event["after"], event["dataset_name"]) == ([], "", "GDELT")
    assert event["geo_precision_text"] == "larger region"


def test_an_articles_event_has_no_original_columns(client: TestClient, stocked: EventStore) -> None:
    event_id = next(iter(stocked.reviewed.events))
    event = client.get(f"/api/events/{event_id}").json()
    assert (event["dataset"], event["source_id"], event["raw"]) == ("", "", [])
    assert event["marked"]


def test_an_articles_event_joined_to_an_imported_one_has_its_columns_too(
    client: TestClient, stocked: EventStore
) -> None:
    event_id = next(e.event_id for e in stocked.reviewed.events.values() if e.location == "Bartella")
    stocked.refresh(force=True)
    stocked.reviewed = stocked.reviewed_with([ID])
    decide(stocked, [event_id, ID], "merge")
    services().events.refresh(force=True)
    event = client.get(f"/api/events/{event_id}").json()
    assert (event["source_id"], event["reports"]) == ("IRQ1", 2)
    assert len(event["raw"]) == 2
    assert client.get(f"/api/events/{ID}").status_code == 404


def test_an_unknown_imported_event_is_not_found(client: TestClient) -> None:
    assert client.get("/api/events/acled-nosuch").status_code == 404
