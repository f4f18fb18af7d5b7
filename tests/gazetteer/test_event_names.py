"""Names of event data: what they teach, and what they may be looked up as."""

from __future__ import annotations

import pytest

from dashboard.gazetteer.event_names import parse, readings, strip


@pytest.mark.parametrize(
    ("name", "names", "code"),
    [
        ("Teir Maaleh village", ("Teir Maaleh village", "Teir Maaleh"), "PPL"),
        ("Al-Bab city", ("Al-Bab city", "Al-Bab"), "PPL"),
        ("Mosul", ("Mosul",), "PPL"),
        ("Ariha district", ("Ariha district", "Ariha"), "ADM2"),
        ("Homs governorate", ("Homs governorate", "Homs"), "ADM1"),
        ("Mintaqat Markaz Homs district", ("Mintaqat Markaz Homs district", "Homs"), "ADM2"),
        ("Wadi Barada area", ("Wadi Barada area", "Wadi Barada"), "RGN"),
        ("Jabal al Akrad mountain", ("Jabal al Akrad mountain", "Jabal al Akrad"), "MTS"),
        ("Salah ad-Din neighbourhood", ("Salah ad-Din neighbourhood", "Salah ad-Din"), "PPLX"),
    ],
)
def test_a_name_teaches_itself_and_its_head_without_generic_words(name: str, names: tuple[str, ...], code: str) -> None:
    parsed = parse(name)
    assert (parsed.names, parsed.code) == (names, code)


@pytest.mark.parametrize(
    ("name", "head"),
    [
        ("Tabqa Military Airbase", "Tabqa"),
        ("Bab al-Hawa border crossing", "Bab al-Hawa"),
        ("Az Zarah Thermal Power Plant", "Az Zarah"),
        ("Yarmouk refugee camp", "Yarmouk"),
        ("Homs - Salamiyah highway", ""),
    ],
)
def test_a_spot_is_not_the_town_it_is_called_after(name: str, head: str) -> None:
    parsed = parse(name)
    assert parsed.names == (name,)
    assert parsed.heads == ((head,) if head else ())


@pytest.mark.parametrize(
    "name",
    [
        "Northern Aleppo Governorate",
        "near Homs",
        "Road between Homs and Hama",
        "Damascus suburbs",
        "12 km north of Obo",
    ],
)
def test_what_only_says_where_teaches_no_name_but_its_own(name: str) -> None:
    assert (parse(name).names, parse(name).heads) == ((name,), ())


def test_alternatives_and_asides_are_names_of_the_same_place() -> None:
    assert {"Tadmur", "Palmyra"} <= set(parse("Tadmur/Palmyra town").names)
    assert {"As Suwar", "Sur"} <= set(parse("As Suwar town/Sur town").names)
    assert "Cibb El Berazî" in parse("Jubb al-Barazi (Cibb El Berazî) village").names


def test_an_aside_of_a_spot_is_not_its_name() -> None:
    parsed = parse("Military Research Center (Aleppo)")
    assert "Aleppo" not in parsed.names or parsed.code != "S"


def test_the_dataset_says_what_a_division_is() -> None:
    assert parse("Bambari region").code == "RGN"
    assert parse("Bambari region", "ADM2").code == "ADM2"
    assert "Bambari" in parse("Bambari region", "ADM2").names


@pytest.mark.parametrize("nothing", ["", " ", "()", "---", "\x00"])
def test_no_letters_teach_nothing(nothing: str) -> None:
    assert parse(nothing).names == ()


@pytest.mark.parametrize(
    ("name", "first", "then"),
    [
        ("Teir Maaleh village", "Teir Maaleh village", "Teir Maaleh"),
        ("Tabqa Military Airbase", "Tabqa Military Airbase", "Tabqa"),
        ("Eastern Ghouta", "Eastern Ghouta", "Ghouta"),
        ("Northern Homs Governorate", "Northern Homs Governorate", "Homs Governorate"),
        ("Road between As Sukhnah and Tadmur", "Road between As Sukhnah and Tadmur", "As Sukhnah"),
        ("Tallbisah-Al Ghantu road", "Tallbisah-Al Ghantu road", "Tallbisah"),
        ("Homs – Salamiyah road", "Homs – Salamiyah road", "Salamiyah"),
        ("Silos east of Palmyra/Tadmur", "Silos east of Palmyra/Tadmur", "Palmyra"),
        ("Oil company in Daraa", "Oil company in Daraa", "Daraa"),
        ("Western countryside of Raqqa", "Western countryside of Raqqa", "Raqqa"),
        ("12 km north of Obo", "12 km north of Obo", "Obo"),
        ("Damascus suburbs", "Damascus suburbs", "Damascus"),
        ("Tiyas Military Airbase (T4)", "Tiyas Military Airbase (T4)", "T4"),
        ("District of Sinjar", "District of Sinjar", "Sinjar"),
    ],
)
def test_readings_begin_with_the_whole_name_and_go_on_to_its_parts(name: str, first: str, then: str) -> None:
    found = readings(name)
    assert (found[0].text, found[0].cost) == (first, 0.0)
    assert then in [reading.text for reading in found[1:]]
    assert [reading.cost for reading in found] == sorted(reading.cost for reading in found)


def test_what_a_name_mentions_costs_more_than_its_own_head() -> None:
    costs = {reading.text: reading.cost for reading in readings("Silos farm east of Palmyra")}
    assert costs["Palmyra"] > costs["Silos farm east of Palmyra"]
    costs = {reading.text: reading.cost for reading in readings("between Hit and Haditha")}
    assert costs["Hit"] < costs["Haditha"]


@pytest.mark.parametrize(
    ("name", "left"),
    [
        ("oil field", ""),
        ("the City of Hit", "Hit"),
        ("Village", ""),
        ("Kafr Nabl", "Kafr Nabl"),
        ("", ""),
        ("North", ""),
    ],
)
def test_strip_leaves_the_proper_name(name: str, left: str) -> None:
    assert strip(name) == left


@pytest.mark.parametrize(
    "odd", ["a" * 5000, "(" * 500, "/" * 500, "in " * 500, "between " * 200, "x - " * 300 + "road"]
)
def test_odd_names_end(odd: str) -> None:
    readings(odd)
    parse(odd)
