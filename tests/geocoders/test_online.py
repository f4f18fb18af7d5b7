"""An online service behind its cache, against a small server that answers as Nominatim does."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from dashboard.errors import GeocodingError
from dashboard.geocoders import OnlineGeocoder
from dashboard.geocoders.online import OPTIONS_VARIABLE

MOSUL = {"lat": "36.335", "lon": "43.119", "display_name": "Mosul, Nineveh, Iraq"}
HAMMAM = {"lat": "36.16", "lon": "43.26", "display_name": "Hammam al-Alil, Nineveh, Iraq"}


class Service:
    """What the server answers, and what it was asked."""

    def __init__(self) -> None:
        self.status = 200
        self.body: bytes = json.dumps([MOSUL, HAMMAM]).encode()
        self.asked: list[str] = []
        self.agents: list[str] = []
        self.port = 0


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> Iterator[Service]:
    told = Service()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            url = urlsplit(self.path)
            assert url.path == "/search"
            told.asked += parse_qs(url.query)["q"]
            told.agents.append(self.headers["User-Agent"])
            self.send_response(told.status)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(told.body)

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    told.port = server.server_port
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    options = {"domain": f"127.0.0.1:{told.port}", "scheme": "http"}
    monkeypatch.setenv(OPTIONS_VARIABLE, json.dumps(options))
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    yield told
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "new folder" / "geocoded.sqlite"


def _geocoder(cache: Path) -> OnlineGeocoder:
    return OnlineGeocoder("nominatim", cache, min_delay_seconds=0.01)


def test_an_answer_becomes_locations_best_first(service: Service, cache: Path) -> None:
    found = _geocoder(cache).geocode("Mosul")
    assert [(f.address, f.latitude, f.longitude) for f in found] == [
        ("Mosul, Nineveh, Iraq", 36.335, 43.119),
        ("Hammam al-Alil, Nineveh, Iraq", 36.16, 43.26),
    ]
    assert found[0].raw == MOSUL
    assert service.asked == ["Mosul"]


def test_the_service_is_told_who_asks(service: Service, cache: Path) -> None:
    _geocoder(cache).geocode("Mosul")
    assert service.agents[0].startswith("conflict-dashboard/")


def test_a_second_instance_answers_from_the_file_and_asks_nothing(service: Service, cache: Path) -> None:
    first = _geocoder(cache)
    before = first.geocode("الموصل")
    first.close()
    service.body = b"[]"
    second = _geocoder(cache)
    after = second.geocode("الموصل")
    assert [(f.address, f.point, f.raw) for f in after] == [(f.address, f.point, f.raw) for f in before]
    assert service.asked == ["الموصل"]


def test_another_query_is_asked_for_itself(service: Service, cache: Path) -> None:
    geocoder = _geocoder(cache)
    geocoder.geocode("Mosul")
    geocoder.geocode("Hammam al-Alil")
    assert service.asked == ["Mosul", "Hammam al-Alil"]


def test_the_limit_cuts_the_answer_and_not_the_cache(service: Service, cache: Path) -> None:
    geocoder = _geocoder(cache)
    assert len(geocoder.geocode("Mosul", limit=1)) == 1
    assert len(geocoder.geocode("Mosul")) == 2
    assert len(service.asked) == 1


def test_a_name_the_service_does_not_know_is_an_empty_list_that_is_remembered(service: Service, cache: Path) -> None:
    service.body = b"[]"
    geocoder = _geocoder(cache)
    assert geocoder.geocode("Xyzzyville") == []
    assert geocoder.geocode("Xyzzyville") == []
    assert service.asked == ["Xyzzyville"]


@pytest.mark.parametrize(
    ("status", "body"), [(500, b"[]"), (429, b"[]"), (200, b"<html>busy</html>"), (200, b'{"error": "down"}')]
)
def test_a_broken_service_raises_an_error_that_names_it_and_the_query(
    service: Service, cache: Path, status: int, body: bytes
) -> None:
    service.status, service.body = status, body
    with pytest.raises(GeocodingError, match=r"online geocoder 'nominatim' did not answer for 'Mosul': \S+"):
        _geocoder(cache).geocode("Mosul")


def test_the_status_is_in_the_message(service: Service, cache: Path) -> None:
    service.status = 500
    with pytest.raises(GeocodingError, match="500"):
        _geocoder(cache).geocode("Mosul")


def test_a_failure_is_tried_twice_and_not_remembered(service: Service, cache: Path) -> None:
    geocoder = _geocoder(cache)
    service.status = 500
    with pytest.raises(GeocodingError):
        geocoder.geocode("Mosul")
    assert len(service.asked) == 2
    service.status = 200
    assert len(geocoder.geocode("Mosul")) == 2


def test_a_service_that_cannot_be_reached_raises(
    service: Service, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(OPTIONS_VARIABLE, json.dumps({"domain": "127.0.0.1:9", "scheme": "http"}))
    with pytest.raises(GeocodingError, match="did not answer"):
        _geocoder(cache).geocode("Mosul")


@pytest.mark.parametrize("name", ["no-such-service", ""])
def test_an_unknown_service_raises_an_error_that_names_it(cache: Path, name: str) -> None:
    with pytest.raises(GeocodingError, match=f"online geocoder '{name}' cannot be set up"):
        OnlineGeocoder(name, cache)
    assert not cache.exists()


@pytest.mark.parametrize("options", ["{", "[]", "5", '{"no_such_option": 1}', '{"scheme": "gopher"}'])
def test_options_that_cannot_be_used_raise_an_error_that_names_the_variable(
    cache: Path, monkeypatch: pytest.MonkeyPatch, options: str
) -> None:
    monkeypatch.setenv(OPTIONS_VARIABLE, options)
    with pytest.raises(GeocodingError, match=OPTIONS_VARIABLE):
        OnlineGeocoder("nominatim", cache)


def test_a_service_that_lacks_its_key_raises(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(OPTIONS_VARIABLE, raising=False)
    with pytest.raises(GeocodingError, match="cannot be set up"):
        OnlineGeocoder("googlev3", cache)
