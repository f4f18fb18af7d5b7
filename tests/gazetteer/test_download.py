"""Downloads from a server on this machine: whole, interrupted and taken up, ignored, cut short, changed, refused."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from dashboard.errors import GazetteerError
from dashboard.gazetteer import download
from dashboard.gazetteer.download import check_address, fetch

BODY = bytes(range(256)) * 2_000


class Server(ThreadingHTTPServer):
    """Serves ``body`` under any name; the switches make it a bad server."""

    body = BODY
    etag: str | None = '"one"'
    ranges = True
    status = 200  # of every answer, where it is an error
    cut: int | None = None  # bytes sent before the connection is closed, once
    cut_always = False
    wrong_range = False
    redirect = ""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked: list[tuple[str, str | None]] = []  # (path, Range)
        self.url = f"http://127.0.0.1:{self.server_port}/dump/"


class Handler(BaseHTTPRequestHandler):
    server: Server

    def do_GET(self) -> None:
        s, wanted = self.server, self.headers.get("Range")
        s.asked.append((self.path, wanted))
        if s.redirect or s.status != 200:
            self.send_response(302 if s.redirect else s.status)
            self.send_header("Location", s.redirect)
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        match = re.fullmatch(r"bytes=(\d+)-", wanted or "")
        start = int(match[1]) if match and s.ranges and self.headers.get("If-Range") == s.etag else 0
        if start >= len(s.body):
            self.send_response(416)
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        self.send_response(206 if start else 200)
        if start:
            first = start + 1 if s.wrong_range else start
            self.send_header("Content-Range", f"bytes {first}-{len(s.body) - 1}/{len(s.body)}")
        self.send_header("Content-Length", str(len(s.body) - start))
        if s.etag:
            self.send_header("ETag", s.etag)
        self.end_headers()
        cut, s.cut = s.cut, s.cut if s.cut_always else None
        self.wfile.write(s.body[start:][:cut])
        self.close_connection = True

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    with Server() as running:
        thread = threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield running
        running.shutdown()
        thread.join()


def _fetch(server: Server, target: Path) -> list[float]:
    pauses: list[float] = []
    fetch(server.url + target.name, target, sleep=pauses.append)
    return pauses


def test_a_whole_download_is_there_alone_and_was_told_of(server: Server, tmp_path: Path) -> None:
    told: list[tuple[str, int, int | None]] = []
    target = tmp_path / "IQ.zip"
    fetch(server.url + "IQ.zip", target, progress=lambda *said: told.append(said))
    assert target.read_bytes() == BODY
    assert list(tmp_path.iterdir()) == [target]
    assert told[0] == ("IQ.zip", 0, len(BODY))
    assert told[-1] == ("IQ.zip", len(BODY), len(BODY))
    assert server.asked == [("/dump/IQ.zip", None)]


def test_a_cut_download_is_taken_up_where_it_was(server: Server, tmp_path: Path) -> None:
    server.cut = 100_000
    assert _fetch(server, tmp_path / "IQ.zip") == [1.0]
    assert (tmp_path / "IQ.zip").read_bytes() == BODY
    assert [wanted for _, wanted in server.asked] == [None, "bytes=100000-"]


def test_what_an_interrupted_run_left_is_taken_up_by_the_next(server: Server, tmp_path: Path) -> None:
    _leave_part(server, tmp_path)
    assert _fetch(server, tmp_path / "IQ.zip") == []
    assert server.asked[-1][1] == "bytes=100000-"
    assert (tmp_path / "IQ.zip").read_bytes() == BODY


def _leave_part(server: Server, folder: Path) -> None:
    """Let a run end with 100,000 bytes in its part."""
    server.cut = 100_000

    def stop(_: float) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fetch(server.url + "IQ.zip", folder / "IQ.zip", sleep=stop)
    assert (folder / "IQ.zip.part").read_bytes() == BODY[:100_000]
    assert not (folder / "IQ.zip").exists()


def test_a_server_that_ignores_ranges_starts_over(server: Server, tmp_path: Path) -> None:
    _leave_part(server, tmp_path)
    server.ranges = False
    _fetch(server, tmp_path / "IQ.zip")
    assert server.asked[-1][1] == "bytes=100000-"
    assert (tmp_path / "IQ.zip").read_bytes() == BODY


def test_a_file_that_changed_meanwhile_starts_over(server: Server, tmp_path: Path) -> None:
    _leave_part(server, tmp_path)
    server.etag, server.body = '"two"', BODY[::-1] + b"more"
    _fetch(server, tmp_path / "IQ.zip")
    assert (tmp_path / "IQ.zip").read_bytes() == server.body


def test_a_file_that_became_shorter_starts_over(server: Server, tmp_path: Path) -> None:
    _leave_part(server, tmp_path)
    server.body = BODY[:50_000]
    _fetch(server, tmp_path / "IQ.zip")
    assert (tmp_path / "IQ.zip").read_bytes() == BODY[:50_000]


def test_another_part_than_the_one_asked_for_is_not_put_together(server: Server, tmp_path: Path) -> None:
    _leave_part(server, tmp_path)
    server.wrong_range = True
    _fetch(server, tmp_path / "IQ.zip")
    assert (tmp_path / "IQ.zip").read_bytes() == BODY


@pytest.mark.parametrize("etag", [None, 'W/"weak"'])
def test_without_a_mark_of_the_version_nothing_is_taken_up(server: Server, tmp_path: Path, etag: str | None) -> None:
    server.etag = etag
    _leave_part(server, tmp_path)
    _fetch(server, tmp_path / "IQ.zip")
    assert server.asked[-1][1] is None
    assert (tmp_path / "IQ.zip").read_bytes() == BODY


def test_a_body_that_is_always_cut_short_is_an_error_and_never_a_file(server: Server, tmp_path: Path) -> None:
    server.cut, server.cut_always, server.etag = 1_000, True, None
    pauses: list[float] = []
    with pytest.raises(GazetteerError, match=rf"stopped after 1000 of {len(BODY)} bytes.*Run the command again"):
        fetch(server.url + "IQ.zip", tmp_path / "IQ.zip", sleep=pauses.append)
    assert pauses == [1.0, 3.0, 9.0]
    assert not (tmp_path / "IQ.zip").exists()


def test_a_file_that_is_not_there_is_not_asked_for_again(server: Server, tmp_path: Path) -> None:
    server.status = 404
    with pytest.raises(GazetteerError, match=r"IQ\.zip cannot be had: the server says 404"):
        _fetch(server, tmp_path / "IQ.zip")
    assert len(server.asked) == 1
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("status", [500, 503, 429])
def test_a_busy_server_is_asked_again_and_then_given_up(server: Server, tmp_path: Path, status: int) -> None:
    server.status = status
    with pytest.raises(GazetteerError, match=f"could not be fetched .*{status}"):
        _fetch(server, tmp_path / "IQ.zip")
    assert len(server.asked) == 4


def test_no_server_at_all_is_an_error_with_its_reason(tmp_path: Path) -> None:
    with pytest.raises(GazetteerError, match="could not be fetched"):
        fetch("http://127.0.0.1:9/IQ.zip", tmp_path / "IQ.zip", sleep=lambda _: None)


def test_more_than_a_dump_has_is_refused(server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(download, "MAX_DOWNLOAD", 1_000)
    with pytest.raises(GazetteerError, match="far more than a country's dump"):
        _fetch(server, tmp_path / "IQ.zip")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("address", ["file:///etc/passwd", "ftp://127.0.0.1/x"])
def test_a_redirect_to_another_kind_of_address_is_refused(server: Server, tmp_path: Path, address: str) -> None:
    server.redirect = address
    with pytest.raises(GazetteerError):
        _fetch(server, tmp_path / "IQ.zip")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "url", ["https://dump.example/", "http://127.0.0.1:8000/", "http://localhost/", "http://[::1]/"]
)
def test_https_and_this_machine_are_good_addresses(url: str) -> None:
    check_address(url)


@pytest.mark.parametrize("url", ["http://dump.example/", "file:///tmp/", "ftp://dump.example/", "dump.example", ""])
def test_other_addresses_are_refused(url: str) -> None:
    with pytest.raises(GazetteerError, match="no https address"):
        check_address(url)


def test_plain_http_is_good_where_the_user_set_it() -> None:
    check_address("http://mirror.example/", plain=True)
