"""Searching on for names that are not known."""

from __future__ import annotations

from pathlib import Path

import pytest

from dashboard.gazetteer import Gazetteer
from dashboard.gazetteer.build import _write
from dashboard.gazetteer.forgiving import difference, skeleton, telling_word
from dashboard.gazetteer.names import name_key
from dashboard.gazetteer.open import gazetteer_path
from dashboard.gazetteer.rank import search
from dashboard.gazetteer.teach import teach
from dashboard.geometry import distance_km
from dashboard.geoparse import Geoparser
from tests.gazetteer.conftest import ENTRIES
from tests.gazetteer.event_rows import first, ged, learn, point, village


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
