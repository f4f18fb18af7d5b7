"""What the user adds is merged with what is there, all of it or nothing."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from dashboard.errors import GazetteerError, InputError
from dashboard.gazetteer import Gazetteer, NameKind, added, open_gazetteer
from dashboard.gazetteer import open as opening
from dashboard.gazetteer.adding import add
from dashboard.gazetteer.merge import agreed_names
from dashboard.gazetteer.rank import search
from dashboard.records import Place

from ..conftest import SHARED
from .conftest import DUMP, dump_row, write_dump

HEADER = "name,latitude,longitude,country,admin1,admin2,alternates,feature_code,population,geonameid\n"


def _add(*items: Path | str) -> Gazetteer:
    add([str(item) for item in items], announce=lambda _: None)
    return open_gazetteer()


def _named(gazetteer: Gazetteer, name: str, code: str = "") -> list[Place]:
    return [c.place for c in gazetteer.lookup(name) if c.exact and c.place.feature_code.startswith(code)]


def _state(*folders: Path) -> dict[str, bytes]:
    return {
        str(p): p.read_bytes()
        for f in folders
        for p in sorted(f.rglob("*"))
        if p.is_file() and "downloads" not in p.parts
    }


def _csv(path: Path, *lines: str) -> Path:
    path.write_text(HEADER + "".join(f"{line}\n" for line in lines), encoding="utf-8")
    return path


@pytest.fixture
def dump(tmp_path: Path) -> Path:
    """``IQ.zip`` with the invented rows, and the names of its divisions beside it."""
    (tmp_path / "admin1CodesASCII.txt").write_text("IQ.15\tNineveh\tNineveh\t9005\nSY.01\tX\tX\t1\n")
    (tmp_path / "admin2Codes.txt").write_text("IQ.15.900\tAl-Hamdaniya District\tAl-Hamdaniya District\t9006\n")
    return write_dump(tmp_path / "IQ.zip")


def test_villages_of_a_dump_are_found_with_their_divisions(own: Path, dump: Path) -> None:
    (village,) = _named(_add(dump), "Testville al-Ulya")
    assert village == Place(
        "Upper Testville", 36.5, 43.5, "IQ", "Nineveh", "Al-Hamdaniya District", "PPL", 120, 9001, "geonames"
    )


def test_history_and_farms_are_left_out(own: Path, dump: Path) -> None:
    gazetteer = _add(dump)
    assert _named(gazetteer, "Old Testville") == _named(gazetteer, "Test Farm") == []
    assert [p.feature_code for p in _named(gazetteer, "Test Brook")] == ["STM"]


def test_a_place_that_is_there_is_one_place_with_all_names(own: Path, dump: Path) -> None:
    gazetteer = _add(dump)
    for name in ("Al-Hamdaniya", "Qaraqosh", "قرقوش", "Bakhdida"):
        (place,) = _named(gazetteer, name, "PP")
        assert (place.name, place.geonameid, place.feature_code) == ("Al-Hamdaniya", 1, "PPLA2")
        assert place.population == 40_000  # the greater
        assert (place.latitude, place.admin2) == (36.5, "Al-Hamdaniya District")
    kinds = {c.kind for c in gazetteer.lookup("Al-Hamdaniya") if c.exact}
    assert kinds == {NameKind.NAME}


def test_divisions_and_the_country_are_not_there_twice(own: Path, dump: Path) -> None:
    gazetteer = _add(dump)
    (first,) = _named(gazetteer, "Nineveh", "ADM1")
    assert first == _named(gazetteer, "Muhafazat Ninawa", "ADM1")[0] == _named(gazetteer, "NIN", "ADM1")[0]
    assert (first.geonameid, first.population) == (9005, 3_000_000)
    (second,) = _named(gazetteer, "Al-Hamdaniya District", "ADM2")
    assert second == _named(gazetteer, "Qada Hamdaniya")[0]
    (country,) = _named(gazetteer, "Republic of Iraq")
    assert (country.name, country.latitude, country.admin1, country.feature_code) == ("Iraq", 33.0, "", "PCLI")
    assert len(gazetteer.countries()) == 2
    assert gazetteer.counts["places"] == 8 + 3  # the village, the brook, the mountain
    assert gazetteer.sources()["added: IQ"] == (3, 4)


@pytest.mark.parametrize("beside", [True, False])
def test_divisions_without_their_files_go_by_the_rows_of_the_dump(own: Path, tmp_path: Path, beside: bool) -> None:
    rows = [dump_row(70_001, "Otherville", country="SY", admin1="01", admin2="")]
    if beside:
        rows.append(dump_row(70_002, "Other Governorate", country="SY", admin1="01", **{"class": "A", "code": "ADM1"}))
    gazetteer = _add(write_dump(tmp_path / "some.txt", *rows))
    (place,) = _named(gazetteer, "Otherville")
    assert place.admin1 == ("Other Governorate" if beside else "")


def test_names_of_divisions_agree_with_those_that_are_there() -> None:
    given = {"IQ.15": "Muhafazat Ninawa", "IQ.05": "Sulaymaniyah", "IQ.19": "Halabja", "IQ.15.1": "Mosul"}
    votes = {
        "IQ.15": Counter({"Nineveh": 40, "Dahuk": 1}),
        "IQ.05": Counter({"Sulaymaniyah": 9}),
        "IQ.19": Counter({"Sulaymaniyah": 2}),  # it was part of it when the embedded places were gathered
        "IQ.15.1": Counter({"Mosul District": 3}),
    }
    agreed = agreed_names(given, votes)
    assert agreed == {
        "IQ.15": "Nineveh", "IQ.05": "Sulaymaniyah", "IQ.19": "Halabja", "IQ.15.1": "Mosul District",
    }  # fmt: skip


def test_a_brook_and_a_hill_do_not_beat_a_town_of_their_name(own: Path, tmp_path: Path) -> None:
    rows = [dump_row(70_001, "Samename"), dump_row(70_005, "Paris", **{"class": "H", "code": "STM"})]
    for number, (letter, code) in enumerate([("H", "STM"), ("T", "HLL"), ("T", "MT"), ("L", "RGN"), ("S", "MSQE")]):
        rows.append(dump_row(70_010 + number, "Samename", **{"class": letter, "code": code}))
    gazetteer = _add(write_dump(tmp_path / "IQ.txt", *rows))
    assert search(gazetteer, "Samename")[0][0].feature_code == "PPL"
    assert search(gazetteer, "Paris")[0][0].country == "FR"


def test_a_table_of_ones_own_is_merged_by_its_ids_and_divisions(own: Path, tmp_path: Path) -> None:
    table = _csv(
        tmp_path / "own.csv",
        "Checkpoint 7,36.1,43.2,Iraq,Nineveh,,Seventh Gate; Gate 7,PSTB,,",
        "Karakosh,36.2,43.3,IQ,,,,,50000,1",
        "Nineveh,36,42,IQ,Nineveh,,Ninua,ADM1,,",
        "Nowhere,-0.0,0,,,,,,,",
    )
    gazetteer = _add(table)
    (checkpoint,) = _named(gazetteer, "Gate 7")
    assert checkpoint == Place("Checkpoint 7", 36.1, 43.2, "IQ", "Nineveh", "", "PSTB", 0, None, "own.csv")
    (town,) = _named(gazetteer, "Karakosh")
    assert (town.name, town.population, town.admin1) == ("Al-Hamdaniya", 50_000, "Nineveh")
    assert [p.name for p in _named(gazetteer, "Ninua")] == ["Nineveh"]
    assert _named(gazetteer, "Nowhere")[0].country == ""


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (",1,2,,,,,,,", "the name is empty"),
        ("x,north,2,,,,,,,", "latitude 'north'"),
        ("x,1,181,,,,,,,", "longitude '181'"),
        ("x,1,,,,,,,,", "longitude ''"),
        ("x,1,2,Narnia,,,,,,", "'Narnia' is no country"),
        ("x,1,2,,,,,p!,,", "no GeoNames feature code"),
        ("x,1,2,,,,,,many,", "population 'many'"),
        ("x,1,2,,,,,,,-1", "geonameid '-1'"),
        ("x,1,2", "3 columns where the first line has 10"),
        ('"x,1,2,,,,,,,', "no CSV"),
    ],
)
def test_a_bad_line_refuses_the_table(own: Path, tmp_path: Path, line: str, reason: str) -> None:
    table = _csv(tmp_path / "own.csv", "Good,1,2,,,,,,,", line)
    with pytest.raises(InputError, match=rf"own\.csv, line \d: .*{reason}"):
        _add(table)
    assert added.load_sources() == []


def test_a_table_needs_its_columns_and_a_place(own: Path, tmp_path: Path) -> None:
    table = tmp_path / "own.csv"
    table.write_text("name,lat,lon\nx,1,2\n")
    with pytest.raises(InputError, match="there is no column latitude or longitude"):
        _add(table)
    table.write_text(HEADER)
    with pytest.raises(InputError, match="holds no places"):
        _add(table)
    table.write_bytes(HEADER.encode() + b"\xe9,1,2,,,,,,,\n")
    with pytest.raises(InputError, match="line 2: it is not UTF-8"):
        _add(table)


def test_a_refused_dump_leaves_everything_as_it_was_byte_for_byte(own: Path, tmp_path: Path, dump: Path) -> None:
    _add(dump)
    before = _state(own, tmp_path / "cache")
    folder = tmp_path / "new"
    folder.mkdir()
    cut, foreign = write_dump(folder / "IQ.txt", *DUMP, DUMP[0][:-5]), write_dump(folder / "SY.zip")
    for bad in (cut, foreign, folder / "missing.zip"):
        with pytest.raises(InputError):
            _add(_csv(tmp_path / "good.csv", "x,1,2,,,,,,,"), bad)
        assert _state(own, tmp_path / "cache") == before
    assert _named(open_gazetteer(), "Upper Testville")


def test_a_build_that_fails_leaves_everything_as_it_was(
    own: Path, tmp_path: Path, dump: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _add(dump)
    before = _state(own, tmp_path / "cache")

    def failing(*_: object) -> None:
        raise GazetteerError("no space left")

    monkeypatch.setattr(opening, "build_file", failing)
    with pytest.raises(GazetteerError, match="no space left"):
        _add(_csv(tmp_path / "own.csv", "x,1,2,,,,,,,"))
    assert _state(own, tmp_path / "cache") == before


def test_adding_again_replaces_and_the_order_of_adding_is_all_one(own: Path, tmp_path: Path, dump: Path) -> None:
    table = _csv(tmp_path / "own.csv", "Oldname,1,2,,,,,,,")
    _add(table)
    _add(dump)
    path = opening.gazetteer_path()
    _add(table, dump)
    assert opening.gazetteer_path() == path
    _csv(table, "Newname,1,2,,,,,,,")
    gazetteer = _add(table)
    assert _named(gazetteer, "Newname")
    assert not _named(gazetteer, "Oldname")
    assert [s.name for s in added.load_sources()] == ["IQ", "own.csv"]
    gazetteer = _add(write_dump(tmp_path / "IQ.txt", dump_row(9001, "Lower Testville")))
    assert not _named(gazetteer, "Upper Testville")
    assert [(s.name, s.rows) for s in added.load_sources()] == [("IQ", 1), ("own.csv", 1)]
    assert len(list(own.glob("*/rows.gz"))) == 2
    assert len(list((tmp_path / "cache").iterdir())) == 1


def test_a_dump_of_several_countries_is_one_source_of_its_files_name(own: Path, tmp_path: Path) -> None:
    rows = [
        dump_row(70_001, "Hereville"),
        dump_row(70_002, "Thereville", country="SY"),
        dump_row(70_003, "Sea", country=""),
    ]
    _add(write_dump(tmp_path / "allCountries.txt", *rows))
    (source,) = added.load_sources()
    assert (source.name, source.countries) == ("allCountries.txt", {"": 1, "IQ": 1, "SY": 1})


def test_a_damaged_list_or_source_is_an_error_that_says_what_to_do(own: Path, tmp_path: Path, dump: Path) -> None:
    _add(dump)
    rows = next(own.glob("*/rows.gz"))
    rows.write_bytes(rows.read_bytes()[:40])
    opening.gazetteer_path().unlink()
    opening._open.clear()
    with pytest.raises(GazetteerError, match="added source IQ is damaged, add it again"):
        open_gazetteer()
    assert _named(_add(dump), "Upper Testville")
    for bad in ("{", "[]", '{"sources": [{"name": "x"}]}', '{"sources": 7}'):
        added.manifest_path().write_text(bad)
        with pytest.raises(GazetteerError, match=r"sources\.json cannot be read.*Delete it"):
            open_gazetteer()


def test_two_additions_at_a_time_are_refused(own: Path, dump: Path) -> None:
    with added.only_one(), pytest.raises(GazetteerError, match="Another command is changing"):
        _add(dump)
    assert _named(_add(dump), "Upper Testville")


def test_a_folder_that_cannot_be_written_is_an_error(
    tmp_path: Path, own: Path, dump: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("CONFLICT_DASHBOARD_GAZETTEER", str(tmp_path / "file"))
    with pytest.raises(GazetteerError, match="cannot be written"):
        _add(dump)


def test_the_manifest_names_no_folder_of_the_machine(own: Path, tmp_path: Path, dump: Path) -> None:
    _add(dump)
    assert str(tmp_path) not in added.manifest_path().read_text()
    assert json.loads(added.manifest_path().read_text())["sources"][0]["licence"].endswith("CC BY 4.0")


@pytest.mark.skipif(not (SHARED / "gazetteer" / "MC.txt").is_file(), reason="the real files are not there")
def test_a_real_dump_is_added_with_the_real_names_of_its_divisions(own: Path) -> None:
    gazetteer = _add(SHARED / "gazetteer" / "MC.txt")
    (place,) = _named(gazetteer, "Port Hercule")
    assert (place.country, place.admin1, place.feature_code) == ("MC", "Municipality of Monaco", "PRT")
    (division,) = _named(gazetteer, "Commune de Monaco")
    assert (division.name, division.geonameid) == ("Municipality of Monaco", 3319178)


def test_the_whole_gazetteer_is_built_with_a_dump(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, dump: Path) -> None:
    """End to end, in a process of its own: Mosul is still the city, and the dump's codes find the embedded divisions."""
    mosul = dump_row(99_072, "Mosul", code="PPLA", latitude=36.335, longitude=43.11889, population=1_500_000)
    brook = dump_row(9_999_001, "Mosul", **{"class": "H", "code": "STM"})
    ninawa = dump_row(9_999_002, "Muhafazat Ninawa", **{"class": "A", "code": "ADM1", "admin2": ""})
    (tmp_path / "admin1CodesASCII.txt").unlink()
    write_dump(tmp_path / "IQ.txt", mosul, brook, ninawa)
    script = (
        "from dashboard.gazetteer.adding import add; from dashboard.gazetteer import open_gazetteer\n"
        "from dashboard.gazetteer.rank import search\n"
        f"add([{str(tmp_path / 'IQ.txt')!r}])\n"
        "for name in ('Mosul', 'Muhafazat Ninawa'): print(repr(search(open_gazetteer(), name)[0][0]))"
    )
    monkeypatch.setenv("CONFLICT_DASHBOARD_GAZETTEER", str(tmp_path / "own"))
    monkeypatch.setenv("CONFLICT_DASHBOARD_CACHE", str(tmp_path / "cache"))
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    city, division = [eval(line, {"Place": Place}) for line in done.stdout.splitlines()[-2:]]
    assert (city.geonameid, city.feature_code, city.population, city.admin1) == (99072, "PPLA", 1_683_000, "Nineveh")
    assert (division.name, division.feature_code, division.geonameid) == ("Nineveh", "ADM1", 9_999_002)
    (file,) = (tmp_path / "cache").iterdir()
    assert sqlite3.connect(file).execute(
        "SELECT count(*) FROM place WHERE name = 'Nineveh' AND country = 'IQ'"
    ).fetchone() == (1,)
