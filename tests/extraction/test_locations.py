"""Where an event happened, among the places that its sentence names."""

from __future__ import annotations

from datetime import date

import pytest

from dashboard.extraction.dates import find_dates
from dashboard.extraction.event_model import event_model
from dashboard.extraction.extract import MIN_CHANCE, location_chances
from dashboard.extraction.locations import EventLocation, settle
from dashboard.extraction.reading import Reading
from dashboard.extraction.telling import Telling
from dashboard.geometry import distance_km
from dashboard.geoparse import Geoparser, Sentence
from dashboard.geoparse.dateline import find_dateline
from dashboard.records import Place, Toponym

MONDAY = date(2016, 10, 17)

MOSUL = Place("Mosul", 36.335, 43.119, "IQ", "Nineveh", "Mosul", "PPL", 1_700_000)
KNOWN = {
    "Mosul": MOSUL,
    "Bartella": Place("Bartella", 36.35, 43.38, "IQ", "Nineveh", "Al-Hamdaniya District", "PPL", 15_000),
    "Erbil": Place("Erbil", 36.19, 44.01, "IQ", "Arbil", "Arbil", "PPL", 900_000),
    "Kirkuk": Place("Kirkuk", 35.47, 44.39, "IQ", "Kirkuk", "Kirkuk", "PPL", 600_000),
    "Nineveh": Place("Nineveh", 36.0, 42.5, "IQ", "Nineveh", "", "ADM1", 3_000_000),
    "Hamdaniya": Place("Hamdaniya", 36.3, 43.3, "IQ", "Nineveh", "Al-Hamdaniya District", "ADM2", 90_000),
    "Iraq": Place("Iraq", 33.0, 44.0, "IQ", feature_code="PCLI", population=38_000_000),
    "Turkey": Place("Turkey", 39.0, 35.0, "TR", feature_code="PCLI", population=80_000_000),
    "Washington": Place("Washington", 38.9, -77.04, "US", "Washington, D.C.", "", "PPLC", 600_000),
    "Moscow": Place("Moscow", 55.75, 37.62, "RU", "Moscow", "", "PPLC", 10_000_000),
    "Aleppo": Place("Aleppo", 36.2, 37.16, "SY", "Aleppo", "", "PPL", 1_600_000),
    "Tigris": Place("Tigris", 35.0, 43.5, "", feature_code="STM"),
    "Africa": Place("Africa", 7.0, 21.0, "", feature_code="CONT"),
    "Bakhmut": Place("Bakhmut", 48.59, 38.0, "UA", "Donetsk", "", "PPL", 73_000),
}


def _located(sentence: str, *, offset: int = 0, dateline: tuple[int, int] = (0, 0)) -> list[EventLocation]:
    """The event locations of a sentence in which every name of ``KNOWN`` is a toponym; news says when."""
    sentence = sentence if "Monday" in sentence else f"{sentence[:-1]} on Monday."
    found = []
    for name, place in KNOWN.items():
        at = sentence.find(name)
        if at >= 0:
            found.append(Toponym(at + offset, at + offset + len(name), name, place, 0.9))
    return _where(sentence, sorted(found, key=lambda t: t.start), offset, dateline)


def _where(
    sentence: str, toponyms: list[Toponym], offset: int = 0, dateline: tuple[int, int] = (0, 0)
) -> list[EventLocation]:
    whole = Sentence(offset, offset + len(sentence), sentence, 0)
    telling = Telling(whole, toponyms, find_dates(sentence, MONDAY), 1, dateline, "")
    reading = Reading(telling, MONDAY, None, None, None)
    chances = location_chances(reading, event_model())
    chosen = [t for t in reading.candidates if chances[t.start] >= MIN_CHANCE]
    return settle(telling, chosen, lambda name, division: None, None)


def _names(sentence: str) -> list[str]:
    return [found.toponym.text for found in _located(sentence)]


@pytest.mark.parametrize(
    ("sentence", "names"),
    [
        ("Clashes erupted in Mosul on Monday.", ["Mosul"]),
        ("Troops entered Mosul on Monday.", ["Mosul"]),
        ("Troops retook the strategic town of Bartella on Monday.", ["Bartella"]),
        ("Mosul was bombed on Monday.", ["Mosul"]),
        ("Bombs exploded in Mosul and Kirkuk.", ["Mosul", "Kirkuk"]),
        ("Bombs exploded in Mosul, Erbil and Kirkuk.", ["Mosul", "Erbil", "Kirkuk"]),
    ],
)
def test_a_place_tied_to_the_event_is_where_it_happened(sentence: str, names: list[str]) -> None:
    assert _names(sentence) == names


@pytest.mark.parametrize(
    "sentence",
    [
        "Officials said in Washington that troops attacked on Monday.",
        "In Washington, officials said that troops attacked on Monday.",
        "Troops attacked on Monday, a spokesman in Washington said.",
        "Moscow denied that it attacked.",
        "Turkey struck on Monday.",
        "Turkey's military struck on Monday.",
        "Washington-backed forces attacked on Monday.",
        "A bomb exploded, Mosul reporters told the paper.",
    ],
)
def test_where_it_was_said_and_who_acted_are_not_where_it_happened(sentence: str) -> None:
    assert _names(sentence) == []


def test_the_speaker_s_place_gives_way_to_the_event_s() -> None:
    assert _names("Moscow denied that it had shelled Aleppo.") == ["Aleppo"]
    assert _names("Troops attacked Mosul on Monday, officials said in Washington.") == ["Mosul"]


def test_turkish_troops_are_no_place(geoparser: Geoparser) -> None:
    sentence = "Turkish troops attacked a village on Monday."
    assert _where(sentence, geoparser.parse(sentence)) == []


def test_a_dateline_gives_no_place(geoparser: Geoparser) -> None:
    text = "MOSUL, Iraq - Troops clashed with militants in Kirkuk on Monday."
    toponyms = geoparser.parse(text)
    assert [t.text for t in toponyms] == ["MOSUL", "Iraq", "Kirkuk"]
    assert [e.toponym.text for e in _where(text, toponyms, 0, find_dateline(text))] == ["Kirkuk"]


@pytest.mark.parametrize(
    ("sentence", "names"),
    [
        ("Troops retook Bartella, east of Mosul, on Monday.", ["Bartella"]),
        ("Troops retook Bartella, 20 km east of Mosul, on Monday.", ["Bartella"]),
        ("Troops retook Bartella, near Mosul.", ["Bartella"]),
        ("Families from Mosul were attacked in Kirkuk.", ["Kirkuk"]),
        ("A bomb exploded in Bartella on the road to Mosul.", ["Bartella"]),
        ("The Mosul operation began with clashes in Bartella.", ["Bartella"]),
    ],
)
def test_a_landmark_only_says_where_the_other_place_lies(sentence: str, names: list[str]) -> None:
    assert _names(sentence) == names


@pytest.mark.parametrize(
    ("sentence", "names"),
    [
        ("A bomb exploded in Mosul, Iraq, on Monday.", ["Mosul"]),
        ("A bomb exploded in Mosul in Nineveh.", ["Mosul"]),
        ("A bomb exploded in Bartella in Hamdaniya.", ["Bartella"]),
        ("Bombs exploded in Mosul and in Hamdaniya.", ["Mosul", "Hamdaniya"]),
        ("Bombs exploded in Iraq and in Aleppo.", ["Aleppo"]),
        ("Clashes erupted in Hamdaniya in Nineveh.", ["Hamdaniya"]),
    ],
)
def test_a_coarse_place_gives_way_to_a_finer_one_that_it_holds(sentence: str, names: list[str]) -> None:
    assert _names(sentence) == names


@pytest.mark.parametrize(
    "sentence", ["Clashes erupted in Africa.", "Clashes erupted on the Tigris.", "Clashes erupted in Iraq."]
)
def test_rivers_countries_and_continents_get_no_pin(sentence: str) -> None:
    assert _names(sentence) == []


@pytest.mark.parametrize(
    ("sentence", "km", "south", "east"),
    [
        ("Militants attacked a convoy 25 km south of Mosul.", 25, 1, 0),
        ("Militants attacked a convoy 25km south of Mosul.", 25, 1, 0),
        ("Militants attacked a convoy 40 kilometres (25 miles) to the east of Mosul.", 40, 0, 1),
        ("Militants attacked a convoy 10 miles north-west of the city of Mosul.", 16.1, -1, -1),
        ("Militants attacked a convoy 12.5 kilometers southeast of Mosul.", 12.5, 1, 1),
    ],
)
def test_distance_and_direction_move_the_point(sentence: str, km: float, south: int, east: int) -> None:
    (found,) = _located(sentence)
    assert distance_km(36.335, 43.119, found.place.latitude, found.place.longitude) == pytest.approx(km, abs=0.1)
    for moved, sign in ((36.335 - found.place.latitude, south), (found.place.longitude - 43.119, east)):
        assert abs(moved) < 0.01 if sign == 0 else moved * sign > 0.05
    assert found.geo_precision == 2
    assert found.toponym.place == MOSUL


@pytest.mark.parametrize("way", ["900 km south of", "south of", "north-east of"])
def test_a_direction_alone_or_a_great_distance_leaves_the_point_with_precision_2(way: str) -> None:
    (found,) = _located(f"Militants attacked a convoy {way} Mosul.")
    assert (found.place, found.geo_precision) == (MOSUL, 2)


@pytest.mark.parametrize(
    ("sentence", "precision"),
    [
        ("Heavy fighting raged in Bakhmut.", 1),
        ("Heavy fighting raged near Bakhmut.", 2),
        ("Heavy fighting raged outside Bakhmut.", 2),
        ("Heavy fighting raged on the outskirts of Bakhmut.", 2),
        ("Heavy fighting raged in Hamdaniya.", 2),
        ("Heavy fighting raged near Nineveh.", 3),
    ],
)
def test_precision_says_how_near_the_point_is(sentence: str, precision: int) -> None:
    (found,) = _located(sentence)
    assert found.geo_precision == precision


def test_offsets_count_from_the_start_of_the_text() -> None:
    (found,) = _located("Clashes erupted near Bakhmut.", offset=1000, dateline=(0, 40))
    assert (found.toponym.start, found.geo_precision) == (1021, 2)


def test_a_toponym_without_place_is_left_out() -> None:
    assert _where("Clashes erupted in Xyzzy.", [Toponym(19, 24, "Xyzzy")]) == []
