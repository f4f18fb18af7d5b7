"""Reading the place columns of UCDP GED and ACLED exports."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest

from dashboard.errors import InputError
from dashboard.gazetteer import Gazetteer
from dashboard.gazetteer.event_tables import read_lessons
from dashboard.gazetteer.lessons import Lesson
from dashboard.gazetteer.rank import search
from tests.gazetteer.event_rows import ACLED, first, ged, learn, point, village


def test_a_ged_export_teaches_names_and_divisions(taught: Gazetteer, learned: Path, tmp_path: Path) -> None:
    report = learn(learned, ged(
        tmp_path / "ged.csv",
        village(1, "Tell Example village", 36.1, 42.9, adm_2="Sample district"),
        village(2, "Tell Example village", 36.1, 42.9, adm_2="Sample district"),
        village(3, "Wadi Sample town", 36.3, 42.7, adm_2="Sample district"),
    ))  # fmt: skip
    assert (report.rows, report.taught, report.refused, report.known_rows) == (3, 3, 0, 0)
    assert (report.new_names, report.known_names) == (4, 0)
    place = first(taught, "Tell Example")
    assert (place.name, place.country, place.admin1, place.admin2) == (
        "Tell Example", "IQ", "Nineveh province", "Sample district")  # fmt: skip
    assert first(taught, "Sample district").feature_code == "ADM2"
    assert point(first(taught, "Sample district")) == (36.2, 42.8)


def test_an_acled_export_teaches_too(taught: Gazetteer, learned: Path, tmp_path: Path) -> None:
    row = ("IRQ1", "2020-01-01", "368", "Iraq", "Nineveh", "Sample", "Tell Example", 36.1, 42.9, 1)
    assert learn(learned, ged(tmp_path / "acled.csv", row, header=ACLED)).taught == 1
    assert point(first(taught, "Tell Example")) == (36.1, 42.9)
    assert "ADM2" in {p.feature_code for p, _ in search(taught, "Sample", country="IQ")}


def test_columns_are_read_by_name_whatever_their_case_and_order(learned: Path, tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text(
        "\ufeffLongitude;COUNTRY;where_coordinates;latitude;extra\n42.9;Iraq;Tell Example village;36.1;x\n",
        encoding="utf-8",
    )
    assert learn(learned, file).taught == 1


def test_a_zip_of_one_table_is_read(learned: Path, tmp_path: Path) -> None:
    table = ged(tmp_path / "ged.csv", village(1, "Tell Example village", 36.1, 42.9))
    with zipfile.ZipFile(tmp_path / "ged.zip", "w") as archive:
        archive.write(table, "folder/ged.csv")
        archive.writestr("readme.txt", "hello")
    assert learn(learned, tmp_path / "ged.zip").taught == 1


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (village(2, "Tell Example", "north", 42.9), "latitude 'north' is no number"),
        (village(2, "Tell Example", "", 42.9), "it has no latitude"),
        (village(2, "Tell Example", 36.1, 190), "longitude 190 lies outside"),
        (village(2, "Tell Example", "nan", 42.9), "latitude nan lies outside"),
        (village(2, "Tell Example", 0, 0.0), "Null Island"),
        (village(2, "", 36.1, 42.9), "names no place"),
        (village(2, "()", 36.1, 42.9), "no name of a place"),
        (village(2, "Tell Example", 36.1, 42.9, country="Atlantis"), "'Atlantis' is no country"),
        (("2", "2020-01-01"), "it has no latitude"),
    ],
)
def test_a_bad_row_is_refused_with_its_line_and_reason_and_stops_nothing(
    row: Sequence[object], reason: str, learned: Path, tmp_path: Path
) -> None:
    good = village(1, "Tell Example village", 36.1, 42.9), village(3, "Tell Other village", 36.2, 42.8)
    report = learn(learned, ged(tmp_path / "ged.csv", good[0], row, good[1]))
    assert (report.taught, report.refused) == (2, 1)
    assert report.refusals[0].line == 3
    assert reason in report.refusals[0].reason


def test_rows_that_know_only_their_country_teach_nothing(learned: Path, tmp_path: Path) -> None:
    report = learn(learned, ged(tmp_path / "ged.csv", village(1, "Iraq", 33.0, 44.0, where_prec=6)))
    assert (report.rows, report.vague, report.taught, report.new_names) == (1, 1, 0, 0)


@pytest.mark.parametrize(
    ("country", "code"),
    [("Yemen (North Yemen)", "YE"), ("DR Congo (Zaire)", "CD"), ("Russia (Soviet Union)", "RU"), ("Myanmar (Burma)", "MM"),
     ("Bosnia-Herzegovina", "BA"), ("Ivory Coast", "CI"), ("Cambodia (Kampuchea)", "KH"), ("Syria", "SY"),
     ("Serbia (Yugoslavia)", "RS"), ("Zimbabwe (Rhodesia)", "ZW")],
)  # fmt: skip
def test_countries_by_the_names_that_ged_gives_them(country: str, code: str, tmp_path: Path) -> None:
    row = village(1, "Tell Example village", 16.1, 42.9, country=country)
    (lesson,) = read_lessons(ged(tmp_path / "ged.csv", row))
    assert isinstance(lesson, Lesson)
    assert lesson.country == code


@pytest.mark.parametrize("content", ["", "a,b\n1,2\n", "latitude,longitude,country\n1,2,Iraq\n", "\x00\x00\x00"])
def test_other_tables_are_told_from_event_data(content: str, tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match="neither an export of UCDP GED"):
        list(read_lessons(file))


def test_a_missing_file_a_folder_and_a_zip_without_a_table_are_input_errors(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "empty.zip", "w") as archive:
        archive.writestr("readme.txt", "hello")
    for path in (tmp_path / "missing.csv", tmp_path, tmp_path / "empty.zip"):
        with pytest.raises(InputError):
            list(read_lessons(path))


def test_odd_bytes_and_quotes_refuse_a_row_and_no_more(learned: Path, tmp_path: Path) -> None:
    file = ged(tmp_path / "ged.csv", village(1, "Tell Example village", 36.1, 42.9))
    file.write_bytes(file.read_bytes() + b'2,2020-01-01,1,"Tell \xff\xfe \x00 Odd\nline",,,36.2,42.8,Iraq\r\n\r\n')
    report = learn(learned, file)
    assert report.rows == 2
    assert report.taught >= 1
