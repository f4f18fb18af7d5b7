"""Places learned from event data and corrections."""

from __future__ import annotations

import csv
import zipfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from dashboard.errors import GazetteerError, InputError
from dashboard.gazetteer import Gazetteer
from dashboard.gazetteer.build import _write
from dashboard.gazetteer.event_tables import read_lessons
from dashboard.gazetteer.forgiving import difference, skeleton, telling_word
from dashboard.gazetteer.geometry import distance_km
from dashboard.gazetteer.lessons import MEMBER, Lesson, Point, Refusal, settle
from dashboard.gazetteer.names import name_key
from dashboard.gazetteer.open import gazetteer_path
from dashboard.gazetteer.rank import search
from dashboard.gazetteer.teach import LearningReport, Teacher, teach
from dashboard.geoparse import Geoparser
from dashboard.records import Place
from tests.conftest import SHARED
from tests.gazetteer.conftest import ENTRIES

GED = ("id", "date_start", "where_prec", "where_coordinates", "adm_1", "adm_2", "latitude", "longitude", "country")
ACLED = ("event_id_cnty", "event_date", "iso", "country", "admin1", "admin2", "location", "latitude", "longitude",
         "geo_precision")  # fmt: skip


@pytest.fixture
def learned(tmp_path: Path) -> Path:
    return tmp_path / "places" / "learned.sqlite"


@pytest.fixture
def taught(small_file: Path, learned: Path) -> Gazetteer:
    """The small gazetteer with a file of learned places that is not there yet."""
    return Gazetteer(small_file, learned)


def ged(path: Path, *rows: Sequence[object], header: Sequence[str] = GED) -> Path:
    with path.open("w", encoding="utf-8", newline="") as lines:
        csv.writer(lines).writerows([header, *rows])
    return path


def village(number: int, name: str, latitude: object, longitude: object, **fields: object) -> tuple[object, ...]:
    row = {"id": number, "date_start": date(2020, 1, 1), "where_prec": 1, "adm_1": "Nineveh province", "adm_2": "",
           "country": "Iraq"} | fields | {"where_coordinates": name, "latitude": latitude, "longitude": longitude}  # fmt: skip
    return tuple(row[column] for column in GED)


def learn(path: Path, file: Path) -> LearningReport:
    with Teacher(path) as teacher:
        return teacher.learn(read_lessons(file))


def first(gazetteer: Gazetteer, name: str, country: str = "IQ") -> Place:
    return search(gazetteer, name, country=country)[0][0]


def point(place: Place) -> tuple[float, float]:
    return round(place.latitude, 2), round(place.longitude, 2)


# --- Without a file -------------------------------------------------------------------------------------------------


def test_without_a_learned_file_nothing_changes_and_none_is_made(
    taught: Gazetteer, small: Gazetteer, learned: Path
) -> None:
    for name in ("Al-Hamdaniya", "Nineveh", "Paris", "Iraqi", "Nowhere at all"):
        assert taught.lookup(name) == small.lookup(name)
    assert not learned.exists()


def test_a_file_made_later_is_seen_without_opening_again(taught: Gazetteer, learned: Path) -> None:
    assert search(taught, "Tell Example", country="IQ") == []
    teach("Tell Example", "IQ", 36.1, 42.9, path=learned)
    assert point(first(taught, "Tell Example")) == (36.1, 42.9)


def test_new_rows_are_seen_by_lookup_after_a_refresh(taught: Gazetteer, learned: Path) -> None:
    teach("Tell Example", "IQ", 36.1, 42.9, path=learned)
    taught.refresh()
    assert not taught.lookup("Tell Another")
    teach("Tell Another", "IQ", 36.2, 42.8, path=learned)
    taught.refresh()
    assert [c.place.source for c in taught.lookup("Tell Another")] == ["learned"]


def test_a_file_that_was_taken_away_is_forgotten(taught: Gazetteer, learned: Path) -> None:
    teach("Tell Example", "IQ", 36.1, 42.9, path=learned)
    assert first(taught, "Tell Example")
    learned.unlink()
    assert search(taught, "Tell Example", country="IQ") == []


@pytest.mark.parametrize("content", [b"not a database at all" * 100, b"\x00" * 5000])
def test_a_corrupt_file_gives_a_gazetteer_error_that_names_it(small_file: Path, learned: Path, content: bytes) -> None:
    learned.parent.mkdir()
    learned.write_bytes(content)
    with pytest.raises(GazetteerError, match=r"learned\.sqlite"):
        Gazetteer(small_file, learned)
    with pytest.raises(GazetteerError, match=r"learned\.sqlite"):
        Teacher(learned)


# --- Reading event data ---------------------------------------------------------------------------------------------


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


# --- Once -----------------------------------------------------------------------------------------------------------


def test_the_same_file_twice_teaches_nothing_twice(learned: Path, tmp_path: Path, taught: Gazetteer) -> None:
    file = ged(tmp_path / "ged.csv", *(village(n, "Tell Example village", 36.1, 42.9) for n in range(5)))
    learn(learned, file)
    before = search(taught, "Tell Example", country="IQ")
    again = learn(learned, file)
    assert (again.taught, again.known_rows, again.new_names, again.known_names) == (0, 5, 0, 0)
    assert search(taught, "Tell Example", country="IQ") == before


def test_rows_without_an_id_are_known_by_what_they_say(learned: Path, tmp_path: Path) -> None:
    rows = [village("", "Tell Example village", 36.1, 42.9), village("", "Tell Example village", 36.2, 42.9)]  # type: ignore[arg-type]
    file = ged(tmp_path / "ged.csv", *rows)
    assert learn(learned, file).taught == 2
    assert learn(learned, file).known_rows == 2


def test_a_second_file_adds_to_names_that_are_known(learned: Path, tmp_path: Path) -> None:
    learn(learned, ged(tmp_path / "a.csv", village(1, "Tell Example village", 36.1, 42.9)))
    report = learn(learned, ged(tmp_path / "b.csv", village(2, "Tell Example village", 36.1, 42.9)))
    assert (report.taught, report.new_names, report.known_names) == (1, 0, 2)


def test_an_error_half_way_leaves_whole_batches_only(learned: Path) -> None:
    def lessons() -> object:
        yield Lesson("Tell Example village", "IQ", 36.1, 42.9, mark="1")
        raise InputError("the file broke off")

    with Teacher(learned) as teacher:
        with pytest.raises(InputError):
            teacher.learn(lessons())  # type: ignore[arg-type]
        assert teacher.learn([Lesson("Tell Example village", "IQ", 36.1, 42.9, mark="1")]).taught == 1


# --- Points ---------------------------------------------------------------------------------------------------------


def test_one_bad_row_does_not_move_a_name(taught: Gazetteer, learned: Path, tmp_path: Path) -> None:
    rows = [village(n, "Tell Example village", 36.1, 42.9) for n in range(9)]
    learn(learned, ged(tmp_path / "ged.csv", *rows, village(10, "Tell Example village", 36.3, 42.9)))
    assert point(first(taught, "Tell Example")) == (36.1, 42.9)


def test_a_precise_row_outweighs_a_vague_one(taught: Gazetteer, learned: Path, tmp_path: Path) -> None:
    learn(learned, ged(
        tmp_path / "ged.csv",
        village(1, "Tell Example village", 36.1, 42.9, where_prec=1),
        village(2, "Tell Example village", 36.2, 42.9, where_prec=5),
    ))  # fmt: skip
    assert point(first(taught, "Tell Example")) == (36.1, 42.9)


def test_distant_places_of_one_name_stay_two_and_the_more_often_taught_comes_first(
    taught: Gazetteer, learned: Path, tmp_path: Path
) -> None:
    rows = [village(n, "Tell Example village", 36.1, 42.9) for n in range(3)]
    learn(learned, ged(tmp_path / "ged.csv", village(9, "Tell Example village", 33.1, 44.9), *rows))
    found = [point(p) for p, _ in search(taught, "Tell Example", country="IQ")]
    assert found == [(36.1, 42.9), (33.1, 44.9)]


def test_a_name_taught_precisely_ranks_above_one_taught_vaguely(
    taught: Gazetteer, learned: Path, tmp_path: Path
) -> None:
    learn(learned, ged(
        tmp_path / "ged.csv",
        village(1, "Tell Example village", 33.1, 44.9, where_prec=5),
        village(2, "Tell Example village", 36.1, 42.9, where_prec=1),
    ))  # fmt: skip
    scores = {point(p): score for p, score in search(taught, "Tell Example village", country="IQ")}
    assert scores[36.1, 42.9] > scores[33.1, 44.9]


def test_a_division_lies_where_it_was_taught_else_at_the_middle_of_its_events() -> None:
    corners = [Point(lat, lon, MEMBER, 1, 0.0) for lat, lon in ((0, 0), (0, 2), (2, 0), (2, 2), (0.1, 0.1), (0.1, 0.2))]
    (middle,) = settle(corners)
    assert (round(middle.latitude, 6), round(middle.longitude, 6)) == (1.0, 1.0)
    (named,) = settle([*corners, Point(1.5, 1.5, 3, 1, 0.6)])
    assert (named.latitude, named.longitude) == (1.5, 1.5)


def test_a_median_is_taken_across_the_antimeridian() -> None:
    (place,) = settle([Point(-17.0, lon, 1, 1, 1.0) for lon in (179.95, -179.95, -179.99)])
    assert abs(place.longitude) > 179.9


def test_a_learned_place_near_a_known_one_is_that_place(taught: Gazetteer, learned: Path, tmp_path: Path) -> None:
    rows = [village(n, "Al-Hamdaniya town", 36.28, 43.39) for n in range(4)]
    before = search(taught, "Al-Hamdaniya", country="IQ")
    learn(learned, ged(tmp_path / "ged.csv", *rows))
    after = search(taught, "Al-Hamdaniya", country="IQ")
    assert [p.geonameid for p, _ in after if p.feature_code == "PPL"] == [1]
    assert after[0][1] > before[0][1]


def test_the_class_that_was_taught_by_its_whole_name_is_the_one_asked_for(
    taught: Gazetteer, learned: Path, tmp_path: Path
) -> None:
    rows = [village(n, "Sample town", 36.1, 42.9, adm_2="Sample region") for n in range(200)]
    learn(learned, ged(tmp_path / "ged.csv", *rows, village(999, "Sample region", 36.6, 42.5, where_prec=3)))
    assert point(first(taught, "Sample region")) == (36.6, 42.5)
    assert point(first(taught, "Sample town")) == (36.1, 42.9)
    assert point(first(taught, "Sample")) == (36.1, 42.9)


# --- Corrections ----------------------------------------------------------------------------------------------------


def test_a_correction_outweighs_all_imported_rows(taught: Gazetteer, learned: Path, tmp_path: Path) -> None:
    learn(learned, ged(tmp_path / "ged.csv", *(village(n, "Tell Example village", 36.1, 42.9) for n in range(3000))))
    teach("Tell Example", "Iraq", 33.1, 44.9, path=learned)
    assert point(first(taught, "Tell Example")) == (33.1, 44.9)
    assert point(first(taught, "Tell Example village")) == (33.1, 44.9)


def test_a_correction_moves_a_known_place(taught: Gazetteer, learned: Path) -> None:
    teach("Paris", "FR", 48.87, 2.36, path=learned)
    place = first(taught, "Paris", "FR")
    assert (point(place), place.geonameid) == ((48.87, 2.36), 2)


def test_a_correction_overrules_the_places_of_its_country_and_no_others(taught: Gazetteer, learned: Path) -> None:
    teach("Paris", "US", 36.3, -88.3, path=learned)
    assert point(first(taught, "Paris", "US")) == (36.3, -88.3)
    assert first(taught, "Paris", "").country == "FR"
    assert first(taught, "Paris, Texas", "US").geonameid == 3


def test_a_correction_of_a_town_leaves_its_district(taught: Gazetteer, learned: Path) -> None:
    teach("Al-Hamdaniya", "IQ", 33.1, 44.9, path=learned)
    assert point(first(taught, "Al-Hamdaniya")) == (33.1, 44.9)
    assert point(first(taught, "Al-Hamdaniya District")) == (36.3, 43.3)


def test_the_same_correction_counts_once(learned: Path, taught: Gazetteer) -> None:
    teach("Tell Example", "IQ", 36.1, 42.9, path=learned)
    before = search(taught, "Tell Example", country="IQ")
    teach("Tell Example", "IQ", 36.1, 42.9, path=learned)
    assert search(taught, "Tell Example", country="IQ") == before


def test_a_correction_lands_in_the_gazetteer_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CONFLICT_DASHBOARD_GAZETTEER", str(tmp_path / "own"))
    teach("Tell Example", "IQ", 36.1, 42.9, admin1="Nineveh", precision=2, by="review")
    assert (tmp_path / "own" / "learned.sqlite").is_file()


@pytest.mark.parametrize(
    ("name", "country", "latitude", "longitude", "precision"),
    [("", "IQ", 1, 1, 1), ("Hit", "Atlantis", 1, 1, 1), ("Hit", "IQ", 91, 1, 1), ("Hit", "IQ", 1, -181, 1),
     ("Hit", "IQ", float("nan"), 1, 1), ("Hit", "IQ", 1, 1, 6)],
)  # fmt: skip
def test_a_correction_that_makes_no_sense_is_an_input_error(
    name: str, country: str, latitude: float, longitude: float, precision: int, learned: Path
) -> None:
    with pytest.raises(InputError):
        teach(name, country, latitude, longitude, precision=precision, path=learned)
    assert not learned.exists()


# --- Names that are not known ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Teir Maaleh", "Tir Malah"), ("Ein Laroz", "Ayn Larawz"), ("Kafr Nabl", "Kfar Nabil"), ("Deir Hafer", "Dayr Hafir"),
        ("Dar'a", "Daraa"), ("Khan Shaykhun", "Khan Sheikhoun"), ("Qamishli", "Kamishly"), ("Jarablus", "Djarabulus"),
        ("Dhahabiyah", "Dahabiyya"), ("Ghouta Sharqiya", "Guta Sharkiyah"), ("Chehba Kasr", "Shahba Qasr"),
        ("Al-Mayadin", "El Meyadeen"), ("Abu Kamal", "Aboukamal"), ("Noubbol Zahraa", "Nubl Zahra"),
    ],
)  # fmt: skip
def test_spellings_of_one_name_share_their_consonants(one: str, other: str) -> None:
    assert skeleton(name_key(one)) == skeleton(name_key(other))


@pytest.mark.parametrize(
    ("one", "other"), [("Eastern Ghouta", "Western Ghouta"), ("Raqqa", "Rastan"), ("Hajin", "Hawl")]
)
def test_other_names_do_not(one: str, other: str) -> None:
    assert skeleton(name_key(one)) != skeleton(name_key(other)) or not skeleton(name_key(one))


def test_difference_is_the_share_of_letters_that_differ() -> None:
    assert difference("tirmala", "tirmala") == 0
    assert difference("abc", "") == difference("", "abc") == 1
    assert difference("tirmala", "tairmala") == pytest.approx(1 / 8)


@pytest.mark.parametrize(
    ("key", "word"), [("hamrat ghanam", "hamrat"), ("upper al kabir", ""), ("as samdaniyah ash sharqiyah", "samdaniya")]
)
def test_the_telling_word_is_the_first_that_is_no_quality(key: str, word: str) -> None:
    assert telling_word(key) == word


@pytest.fixture
def syria(taught: Gazetteer, learned: Path, tmp_path: Path) -> Gazetteer:
    """Invented villages, taught to the small gazetteer."""
    rows = [
        village(1, "Teir Maaleh village", 34.8, 36.7), village(2, "Tabqa Military Airbase", 35.75, 38.56),
        village(3, "Hamrat Nasirah village", 35.92, 39.1), village(4, "Hamrat Buwaytiyah village", 35.9, 39.2),
        village(5, "Palmyra town", 34.55, 38.27), village(6, "Homs town", 34.73, 36.71, adm_1="Homs Governorate"),
        village(7, "Eastern Ghouta", 33.5, 36.45),
    ]  # fmt: skip
    learn(learned, ged(tmp_path / "syria.csv", *((*row[:-1], "Syria") for row in rows)))
    return taught


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Tir Malah", (34.8, 36.7)),
        ("Tayr Maleh town", (34.8, 36.7)),
        ("Tabqa Military Airport", (35.75, 38.56)),
        ("Hamrat Balasim village", (35.92, 39.1)),
        ("Silos east of Palmyra", (34.55, 38.27)),
        ("near Palmyra", (34.55, 38.27)),
        ("Road between Palmyra and Nowhere", (34.55, 38.27)),
        ("Homs - Nowhere highway", (34.73, 36.71)),
        ("Unheard village, Homs city", (34.73, 36.71)),
        ("Ghouta", (33.5, 36.45)),
        ("Palmira/Tadmor town", (34.55, 38.27)),
    ],
)
def test_a_name_never_taught_is_found_by_its_parts_its_consonants_or_its_neighbours(
    syria: Gazetteer, name: str, expected: tuple[float, float]
) -> None:
    place = first(syria, name, "SY")
    assert distance_km(place.latitude, place.longitude, *expected) < 15


def test_what_is_guessed_scores_below_what_is_known(syria: Gazetteer) -> None:
    known = search(syria, "Teir Maaleh village", country="SY")[0][1]
    spelt = search(syria, "Tir Malah", country="SY")[0][1]
    akin = search(syria, "Hamrat Balasim", country="SY")[0][1]
    assert known > 0 > spelt > akin


@pytest.mark.parametrize("country", ["", "IQ", "FR"])
def test_guesses_stay_within_the_country(syria: Gazetteer, country: str) -> None:
    assert search(syria, "Tir Malah", country=country) == []


def test_a_country_behind_the_comma_is_a_country(syria: Gazetteer) -> None:
    assert point(first(syria, "Tir Malah, Syria", "")) == (34.8, 36.7)
    assert search(syria, "Unheardofplace, Syria") == []


def test_lookup_itself_does_not_guess(syria: Gazetteer) -> None:
    syria.refresh()
    assert syria.lookup("Tir Malah") == ()


def test_the_embedded_names_are_searched_by_consonants_too(tmp_path: Path) -> None:
    path = tmp_path / "g.sqlite"
    _write(path, ENTRIES)
    assert first(Gazetteer(path), "Qaraqush", "IQ").name == "Al-Hamdaniya"


def test_an_article_knows_the_names_that_were_taught(gazetteer: Gazetteer, learned: Path) -> None:
    geoparser = Geoparser(Gazetteer(gazetteer_path(), learned))
    text = "Clashes broke out in Kafr Inventabad near Homs, in Syria, on Monday."
    assert "Kafr Inventabad" not in {t.text for t in geoparser.parse(text) if t.place}
    teach("Kafr Inventabad", "SY", 34.8, 36.7, path=learned)
    places = {t.text: t.place for t in geoparser.parse(text)}
    assert point(places["Kafr Inventabad"]) == (34.8, 36.7)  # type: ignore[arg-type]


# --- The figure -----------------------------------------------------------------------------------------------------


@pytest.mark.skipif(not (SHARED / "ged").is_dir(), reason="UCDP GED for Syria is not on this machine")
def test_one_year_of_syria_teaches_four_fifths_of_the_next(gazetteer: Gazetteer, tmp_path: Path) -> None:
    (file,) = (SHARED / "ged").glob("ged_syria_2016_2017*.csv")
    with file.open(encoding="utf-8-sig", newline="") as lines:
        years = [row["year"] for row in csv.DictReader(lines)]
    rows = list(zip(years, read_lessons(file), strict=True))
    with Teacher(tmp_path / "learned.sqlite") as teacher:
        teacher.learn(lesson for year, lesson in rows if year == "2016")
    taught = Gazetteer(gazetteer_path(), tmp_path / "learned.sqlite")
    asked = [row for year, row in rows if year == "2017" and not isinstance(row, Refusal) and row.precision <= 4]
    right = 0
    for lesson in asked:
        found = search(taught, lesson.name, country=lesson.country, limit=1)
        right += (
            bool(found)
            and distance_km(found[0][0].latitude, found[0][0].longitude, lesson.latitude, lesson.longitude) <= 25
        )
    assert len(asked) > 5000
    assert right / len(asked) > 0.81
