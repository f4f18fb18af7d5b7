"""Command lines that once ended in a traceback or were misread."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from dashboard.cli import main
from dashboard.store import EventStore


@pytest.mark.parametrize(
    "line",
    [
        '{"text":"In Mosul.","toponyms":[{"start":1e999,"end":8}]}',
        '{"text":"In Mosul.","toponyms":[{"start":-4,"end":8}]}',
        '{"text":"In Mosul.","toponyms":[{"start":3,"end":100}]}',
        '{"text":"In Mosul.","toponyms":[{"start":true,"end":8}]}',
        "[" * 100_000,
    ],
)
def test_given_spans_outside_the_text_fail_alone(line: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "a.jsonl"
    good = '{"id":"good","text":"In Mosul.","toponyms":[{"start":3,"end":8}]}'
    file.write_text(f"\ufeff{line}\n{good}\n", encoding="utf-8")
    assert main(["geoparse", str(file), "--given-spans"]) == 0
    out, err = capsys.readouterr()
    assert [json.loads(answer)["id"] for answer in out.splitlines()] == ["good"]
    assert "line 1" in err


def test_an_id_that_no_encoding_can_carry_does_not_stop_the_rest(tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl"
    file.write_text('{"id":"\\ud800","text":"In Mosul."}\n{"id":"b","text":"In Mosul."}\n')
    command = [sys.executable, "-m", "dashboard", "geoparse", str(file)]
    done = subprocess.run(command, capture_output=True, env=os.environ | {"PYTHONIOENCODING": "ascii"}, check=False)
    assert done.returncode == 0, done.stderr
    assert len(done.stdout.splitlines()) == 2


@pytest.mark.parametrize(
    "name", ["Russia", "Turkey", "UK", "Ivory Coast", "DR Congo", "Palestine", "IRQ", "iq", "Kosovo"]
)
def test_countries_go_by_their_usual_names(name: str, stocked: EventStore, tmp_path: Path) -> None:
    arguments = ["export", "-o", str(tmp_path / "x.geojson"), "--country", name, "--store", stocked.tables.uri]
    assert main(arguments) == 0


def test_a_western_box_is_no_option(stocked: EventStore, tmp_path: Path) -> None:
    target = tmp_path / "x.geojson"
    assert main(["export", "-o", str(target), "--bbox", "-10,-5,50,60", "--store", stocked.tables.uri]) == 0
    assert len(json.loads(target.read_text())["features"]) == 4


def test_geocode_names_a_country_that_is_none(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["geocode", "Mosul", "--country", "ZZ"]) == 1
    assert "no country" in capsys.readouterr().err


def test_a_pipe_is_written_to_and_not_replaced(stocked: EventStore, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    command = [sys.executable, "-m", "dashboard", "export", "-o", str(pipe), "--store", stocked.tables.uri]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as running:
        collection = json.loads(pipe.read_text(encoding="utf-8"))
        assert running.wait(timeout=60) == 0
    assert len(collection["features"]) == 4
    assert stat.S_ISFIFO(pipe.stat().st_mode)


def test_an_empty_path_is_not_this_folder(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert main(["ingest", "", "--store", str(tmp_path / "store")]) == 1
    assert "PATH is empty" in capsys.readouterr().err


def test_a_device_is_no_article(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["extract", "/dev/zero", "--published", "2016-10-17"]) == 1
    assert "device" in capsys.readouterr().err


def test_names_of_files_and_columns_send_no_terminal_escapes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = tmp_path / "e\x1b[31m\n.csv"
    table.write_text("\x1b]0;pwn\x07,x\n1,2\n")
    assert main(["extract", str(table)]) == 1
    err = capsys.readouterr().err
    assert "\x1b" not in err
    assert "\x07" not in err
    assert err.count("\n") == 1


def test_output_that_cannot_be_written_is_one_line(stocked: EventStore) -> None:
    command = [sys.executable, "-m", "dashboard", "export", "-o", "-", "--store", stocked.tables.uri]
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert done.returncode != 0
    assert "Traceback" not in done.stderr


def test_event_types_may_be_written_in_any_case(stocked: EventStore, tmp_path: Path) -> None:
    target = tmp_path / "x.geojson"
    assert main(["export", "-o", str(target), "--type", "battles", "--store", stocked.tables.uri]) == 0
    assert len(json.loads(target.read_text())["features"]) == 1
