"""Requests and hosts that once ended in a traceback."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from dashboard import settings
from dashboard.errors import ServerError
from dashboard.server.guard import host_name
from dashboard.server.launch import check_port
from dashboard.server.routes import routes
from dashboard.store import EventStore


@pytest.fixture
def client(stocked: EventStore, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    monkeypatch.setenv(settings.STORE_VARIABLE, stocked.tables.uri)
    with TestClient(Starlette(routes=routes())) as running:
        yield running


@pytest.mark.parametrize("zoom", ["9" * 5000, "-1", "1e3", "²"])
def test_a_zoom_that_is_none_is_a_bad_request(client: TestClient, zoom: str) -> None:
    assert client.get("/api/clusters", params={"zoom": zoom}).status_code == 400


@pytest.mark.parametrize("day", ["1700-01-01", "0001-01-01", "9999-12-31"])
def test_days_that_no_date_input_can_show_are_a_bad_request(client: TestClient, day: str) -> None:
    answer = client.get("/api/summary", params={"start": day})
    assert answer.status_code == 400
    assert "outside" in answer.json()["error"]


def test_a_view_far_round_the_world_still_answers(client: TestClient) -> None:
    answer = client.get("/api/clusters?view=9000,-60,9700,80&zoom=2")
    assert sum(answer.json()["cells"]["n"]) == 4


@pytest.mark.parametrize("header", ["[::1", "[[", "a]b", "evil.example\\@localhost", "localhost:abc", "", "a b"])
def test_a_host_header_that_is_none_names_no_host(header: str) -> None:
    assert host_name(header) == ""


@pytest.mark.parametrize("host", ["..", "a" * 300, "no such host"])
def test_a_host_that_is_none_is_said(host: str) -> None:
    with pytest.raises(ServerError, match="cannot be used"):
        check_port(host, 8501)
