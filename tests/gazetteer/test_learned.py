"""Places learned from event data and corrections."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from dashboard.errors import GazetteerError, InputError
from dashboard.gazetteer import Gazetteer
from dashboard.gazetteer.event_tables import read_lessons
from dashboard.gazetteer.learned import LearnedPlaces, Level
from dashboard.gazetteer.lessons import MEMBER, Lesson, Point, Refusal, settle
from dashboard.gazetteer.open import gazetteer_path
from dashboard.gazetteer.rank import search
from dashboard.gazetteer.teach import Teacher, forget, teach
from dashboard.geometry import distance_km
from tests.conftest import SHARED
from tests.gazetteer.event_rows import first, ged, learn, point, village


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


def test_what_is_forgotten_was_never_taught(tmp_path: Path) -> None:
    path = tmp_path / "learned.sqlite"
    learned = LearnedPlaces(path)

    def known() -> list[tuple[float, float, float]]:
        learned.refresh()
        return [(t.place.latitude, t.place.longitude, t.taught) for t in learned.find(Level.EXACT, "zqarrab", "IQ")]

    teach("Zqarrab", "IQ", 36.4, 43.5, by="one", path=path)
    before = known()
    teach("Zqarrab", "IQ", 36.4, 43.5, by="two", path=path)
    teach("Zqarrab", "IQ", 32.0, 45.0, by="two", path=path)
    assert len(known()) == 2
    assert forget("Zqarrab", "IQ", 32.0, 45.0, by="two", path=path)
    assert forget("Zqarrab", "IQ", 36.4, 43.5, by="two", path=path)
    assert known() == before
    assert not forget("Zqarrab", "IQ", 36.4, 43.5, by="two", path=path)
    assert not forget("Zqarrab", "IQ", 36.4, 43.5, by="nobody", path=path)
    assert known() == before
    assert forget("Zqarrab", "IQ", 36.4, 43.5, by="one", path=path)
    assert known() == []
    teach("Zqarrab", "IQ", 36.4, 43.5, by="one", path=path)
    assert known() == before
    with pytest.raises(InputError):
        forget("Zqarrab", "Atlantis", 36.4, 43.5, path=path)
