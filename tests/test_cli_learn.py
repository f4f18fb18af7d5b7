"""``conflict-dashboard gazetteer learn``: what it teaches, and what it says."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dashboard.cli import main

HEADER = "id,date_start,where_prec,where_coordinates,adm_1,adm_2,latitude,longitude,country\n"
GOOD = "1,2020-01-01,1,Tell Invented village,Nineveh province,Sample district,36.1,42.9,Iraq\n"
Capture = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A gazetteer folder of the test's own."""
    folder = tmp_path / "own"
    monkeypatch.setenv("CONFLICT_DASHBOARD_GAZETTEER", str(folder))
    return folder


def write(path: Path, *rows: str) -> str:
    path.write_text(HEADER + "".join(rows), encoding="utf-8")
    return str(path)


def test_learn_says_what_was_learned_and_refused_and_geocode_knows_it(
    tmp_path: Path, own_folder: Path, capsys: Capture
) -> None:
    bad = "2,2020-01-01,1,Nowhere village,,,0,0,Iraq\n"
    assert main(["gazetteer", "learn", write(tmp_path / "ged.csv", GOOD, bad)]) == 0
    out, err = capsys.readouterr()
    assert out == ""
    assert "2 rows read: 1 taught, 0 taught before" in err
    assert "1 refused" in err
    assert "3 new names, 0 known" in err
    assert "line 3: 0, 0 is Null Island" in err
    assert str(own_folder / "learned.sqlite") in err
    assert main(["geocode", "Tell Invented", "--country", "IQ", "--limit", "1"]) == 0
    place = json.loads(capsys.readouterr().out)
    assert (place["latitude"], place["longitude"], place["source"]) == (36.1, 42.9, "learned")


def test_learning_again_teaches_nothing_twice_and_is_no_failure(tmp_path: Path, capsys: Capture) -> None:
    file = write(tmp_path / "ged.csv", GOOD)
    assert main(["gazetteer", "learn", file]) == 0
    assert main(["gazetteer", "learn", file, file]) == 0
    assert "0 taught, 1 taught before" in capsys.readouterr().err


def test_a_file_that_cannot_be_used_does_not_stop_the_others(tmp_path: Path, capsys: Capture) -> None:
    other = tmp_path / "notes.txt"
    other.write_text("hello\n")
    files = [str(tmp_path / "missing.csv"), str(other), "", write(tmp_path / "ged.csv", GOOD)]
    assert main(["gazetteer", "learn", *files]) == 0
    err = capsys.readouterr().err
    assert "missing.csv cannot be read" in err
    assert "neither an export of UCDP GED" in err
    assert "1 taught" in err


def test_nothing_usable_is_a_failure(tmp_path: Path, capsys: Capture) -> None:
    rows = [f"{n},2020-01-01,1,,,,36.1,42.9,Iraq\n" for n in range(50)]
    assert main(["gazetteer", "learn", write(tmp_path / "ged.csv", *rows)]) == 1
    err = capsys.readouterr().err
    assert err.count("names no place") == 20
    assert "30 more rows" in err


def test_a_name_that_is_not_ours_sends_nothing_to_the_terminal(tmp_path: Path, capsys: Capture) -> None:
    row = "1,2020-01-01,1,Tell Invented,,,36.1,42.9,\x1b[31mAtlantis\n"
    main(["gazetteer", "learn", write(tmp_path / "ged.csv", row)])
    assert "\x1b" not in capsys.readouterr().err


def test_a_folder_that_cannot_be_written_is_one_clear_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    blocked = tmp_path / "a file"
    blocked.write_text("in the way")
    monkeypatch.setenv("CONFLICT_DASHBOARD_GAZETTEER", str(blocked))
    assert main(["gazetteer", "learn", write(tmp_path / "ged.csv", GOOD)]) == 1
    assert "CONFLICT_DASHBOARD_GAZETTEER" in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [["gazetteer"], ["gazetteer", "learn"], ["gazetteer", "forget"]])
def test_an_incomplete_command_line_shows_its_use(arguments: list[str], capsys: Capture) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(arguments)
    assert stopped.value.code == 2
    assert "usage:" in capsys.readouterr().err
