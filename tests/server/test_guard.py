"""The guard in front of every request."""

from __future__ import annotations

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from dashboard.server.guard import Guard, is_loopback


def _client(host: str, base: str) -> TestClient:
    async def page(_: Request) -> HTMLResponse:
        return HTMLResponse("<p>here</p>")

    return TestClient(Starlette(routes=[Route("/", page)], middleware=[Middleware(Guard, host=host)]), base_url=base)


@pytest.mark.parametrize("base", ["http://localhost:8501", "http://127.0.0.1:8501", "http://[::1]:8501"])
def test_local_server_answers_to_local_names(base: str) -> None:
    assert _client("127.0.0.1", base).get("/").status_code == 200


@pytest.mark.parametrize("base", ["http://evil.example", "http://127.0.0.1.evil.example", "http://192.168.1.7"])
def test_local_server_refuses_names_that_were_pointed_at_it(base: str) -> None:
    assert _client("127.0.0.1", base).get("/").status_code == 421


def test_server_on_the_network_answers_to_any_name() -> None:
    assert _client("0.0.0.0", "http://maps.example").get("/").status_code == 200


def test_pages_may_talk_to_nobody_but_their_own_origin() -> None:
    headers = _client("127.0.0.1", "http://localhost").get("/").headers
    assert "connect-src 'self'" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"


@pytest.mark.parametrize(
    ("host", "local"),
    [("localhost", True), ("LOCALHOST.", True), ("127.9.9.9", True), ("::1", True), ("0.0.0.0", False), ("", False)],
)
def test_loopback_names(host: str, local: bool) -> None:
    assert is_loopback(host) is local
