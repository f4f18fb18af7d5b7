"""A dump is read as it should be, or refused with file, line and reason."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import pytest

from dashboard.errors import InputError
from dashboard.gazetteer import geonames
from dashboard.gazetteer.features import FEATURES, feature_class, is_kept
from dashboard.gazetteer.geonames import open_dump, parse_row, read_divisions, read_rows
from dashboard.records import Place

from ..conftest import SHARED
from .conftest import DUMP, dump_row, write_dump


def _read(path: Path, country: str = "") -> list[geonames.Row]:
    with open_dump(path) as (stream, file, packed):
        return list(read_rows(stream, file, country=country, packed=packed))


@pytest.mark.parametrize("name", ["IQ.txt", "IQ.zip"])
def test_a_dump_is_read_row_by_row(tmp_path: Path, name: str) -> None:
    rows = _read(write_dump(tmp_path / name), "IQ")
    assert len(rows) == len(DUMP)
    first = rows[0]
    assert (first.geonameid, first.name, first.latitude, first.longitude) == (1, "Qaraqosh", 36.5, 43.5)
    assert (first.feature_code, first.country, first.population) == ("PPLA2", "IQ", 30_000)
    assert first.names == ["Qaraqosh", "Bakhdida", "Hamdaniyah"]
    assert (first.admin1_code, first.admin2_code) == ("IQ.15", "IQ.15.900")
    assert [row.division for row in rows if row.division] == ["IQ.15", "IQ.15.900"]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("", "1 columns where a GeoNames dump has 19"),
        (DUMP[1] + "\tmore", "20 columns"),
        (DUMP[1].rpartition("\t")[0], "18 columns"),
        (DUMP[1][:-4], "is it cut short|cut short"),
        (dump_row(0, "x"), "geonameid is 0"),
        (dump_row(1, "x").replace("1", "one", 1), "geonameid 'one'"),
        (dump_row(1, "x").replace("1", "١", 1), "geonameid"),
        (dump_row(1, ""), "name is empty"),
        (dump_row(1, "\u202e"), "name is empty"),
        (dump_row(1, "x", latitude=90.1), "latitude '90.1'"),
        (dump_row(1, "x", latitude="nan"), "latitude 'nan'"),
        (dump_row(1, "x", latitude=""), "latitude ''"),
        (dump_row(1, "x", longitude=-180.5), "longitude"),
        (dump_row(1, "x", longitude="1e9"), "longitude"),
        (dump_row(1, "x", country="SY"), "a place of SY in the dump of IQ"),
        (dump_row(1, "x", country=""), "a place of no country"),
        (dump_row(1, "x", country="Iraq"), "'Iraq' is no country code"),
        (dump_row(1, "x", code="../x"), "no feature class and code"),
        (dump_row(1, "x", population=-5), "population"),
    ],
)
def test_a_bad_row_refuses_the_file_with_its_line_and_reason(tmp_path: Path, row: str, reason: str) -> None:
    path = write_dump(tmp_path / "IQ.txt", DUMP[0], row, DUMP[2])
    with pytest.raises(InputError, match=rf"IQ\.txt, line 2: .*(?:{reason}).*Nothing of the file was added"):
        _read(path, "IQ")


def test_rows_at_the_edges_of_the_earth_and_of_every_script_are_good() -> None:
    row = parse_row(dump_row(1, "الموصل\u200e", latitude=-90, longitude=180, alternates="a\x85b,Мосул"))
    assert (row.name, row.latitude, row.longitude, row.alternates) == ("الموصل", -90, 180, "ab,Мосул")
    assert parse_row(dump_row(1, "x", country="", **{"class": "", "code": ""})).kept is False


def test_a_byte_order_mark_and_windows_line_ends_are_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "IQ.txt"
    path.write_bytes(b"\xef\xbb\xbf" + "\r\n".join(DUMP).encode())
    assert len(_read(path)) == len(DUMP)


@pytest.mark.parametrize("content", [b"\xff\xfe1\t2\n", b"\x00" * 300_000, b"<html>busy</html>\n"])
def test_what_is_no_dump_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "IQ.txt"
    path.write_bytes(content)
    with pytest.raises(InputError, match=r"IQ\.txt, line 1: "):
        _read(path)


def test_an_empty_dump_is_refused(tmp_path: Path) -> None:
    (tmp_path / "IQ.txt").touch()
    with pytest.raises(InputError, match=r"IQ\.txt is empty"):
        _read(tmp_path / "IQ.txt")


def test_a_damaged_zip_is_refused(tmp_path: Path) -> None:
    path = write_dump(tmp_path / "IQ.zip")
    good = path.read_bytes()
    path.write_bytes(good[: len(good) // 2])
    with pytest.raises(InputError, match=r"IQ\.zip is no zip archive, or a damaged one"):
        _read(path)
    middle = 60  # in the packed text
    path.write_bytes(good[:middle] + bytes([good[middle] ^ 0xFF]) + good[middle + 1 :])
    with pytest.raises(InputError, match=r"IQ\.zip \(IQ\.txt\), line \d+: "):
        _read(path)


def test_a_wrong_checksum_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "IQ.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("IQ.txt", "".join(f"{row}\n" for row in DUMP))
    path.write_bytes(path.read_bytes().replace(b"Upper Testville", b"Lower Testville", 1))
    with pytest.raises(InputError, match="the archive is damaged"):
        _read(path)


def test_only_the_text_of_the_archives_own_name_is_read(tmp_path: Path) -> None:
    path = tmp_path / "IQ.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("../../evil.txt", "evil")
        archive.writestr("/etc/evil", "evil")
        archive.writestr("readme.txt", "read me")
        archive.writestr("IQ.txt", DUMP[0] + "\n")
    assert len(_read(path)) == 1
    assert [p.name for p in tmp_path.iterdir()] == ["IQ.zip"]


@pytest.mark.parametrize("names", [["../IQ.txt"], ["SY.txt"], [], ["IQ.txt", "iq.txt"]])
def test_an_archive_without_one_text_of_its_name_is_refused(tmp_path: Path, names: list[str]) -> None:
    with zipfile.ZipFile(tmp_path / "IQ.zip", "w") as archive:
        for name in names:
            archive.writestr(name, DUMP[0] + "\n")
    with pytest.raises(InputError, match=r"IQ\.zip does not hold one IQ\.txt"):
        _read(tmp_path / "IQ.zip")


def test_a_bomb_is_refused_by_its_size_and_by_its_ratio(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write_dump(tmp_path / "IQ.zip", *[DUMP[1]] * 5_000)
    monkeypatch.setattr(geonames, "RATIO_FREE", 1_000)
    monkeypatch.setattr(geonames, "MAX_RATIO", 10)
    with pytest.raises(InputError, match="unpacks to far more"):
        _read(path)
    monkeypatch.undo()
    monkeypatch.setattr(geonames, "MAX_BYTES", 10_000)
    with pytest.raises(InputError, match="unpacks to far more"):
        _read(path)


def test_a_line_without_end_is_refused_before_it_fills_the_memory() -> None:
    with pytest.raises(InputError, match="line 1: the line is longer"):
        list(read_rows(io.BytesIO(b"x" * (geonames.MAX_LINE * 3)), "IQ.txt"))


def test_names_of_divisions_are_read_for_the_countries_asked(tmp_path: Path) -> None:
    path = tmp_path / "admin1CodesASCII.txt"
    path.write_text("IQ.15\tNineveh\tNineveh\t92877\nSY.09\tAleppo\tAleppo\t170062\n")
    assert read_divisions(path, {"IQ"}) == {"IQ.15": "Nineveh"}
    path.write_text("IQ.15\tNineveh\n")
    with pytest.raises(InputError, match="line 1: 2 columns where a file of divisions has 4"):
        read_divisions(path, {"IQ"})


def test_kinds_of_place_are_those_that_the_news_names() -> None:
    kept = {code for codes in FEATURES.values() for code in codes}
    assert {"PPL", "PPLX", "ADM3", "STM", "MT", "ISL", "RGN", "AIRP", "CMPRF", "DAM", "MSQE", "PRN", "MILB"} <= kept
    assert not kept & {"PPLH", "ADM1H", "ADM2H", "PCLH", "FRM", "WLL", "TREE", "HTL", "RD", "RR"}
    assert is_kept("P", "PPL")
    assert not is_kept("S", "PPL")
    assert (feature_class("STM"), feature_class("FRM")) == ("H", "")


def test_every_site_is_a_point_and_no_code_of_another_class_passes_for_a_town() -> None:
    assert {Place("x", 0, 0, feature_code=code).geo_precision for code in FEATURES["S"]} == {1}
    for letter, codes in FEATURES.items():
        assert letter == "P" or not [code for code in codes if code.startswith("PP")]


@pytest.mark.skipif(not (SHARED / "gazetteer" / "MC.txt").is_file(), reason="the real files are not there")
def test_a_real_dump_and_its_real_divisions_are_read() -> None:
    folder = SHARED / "gazetteer"
    rows = _read(folder / "MC.txt", "MC")
    assert len(rows) == 99
    assert {row.name for row in rows if row.kept} >= {"Monaco", "Monte-Carlo", "Port Hercule"}
    assert not any(re.fullmatch("HTL|MUS|CSNO", row.feature_code) for row in rows if row.kept)
    assert read_divisions(folder / "admin1CodesASCII.txt", {"MC"}) == {"MC.00": "Municipality of Monaco"}
    assert read_divisions(folder / "admin2Codes_sample.txt", {"IQ"})["IQ.15.90392"] == "Tel Afar District"
