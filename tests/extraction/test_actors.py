"""Forces and groups under their one name."""

from __future__ import annotations

import csv

import pytest

from dashboard.extraction.actors import find_actors
from dashboard.settings import data_dir


def _names(text: str, country: str = "") -> list[str]:
    return [actor.name for actor in find_actors(text, country)]


@pytest.mark.parametrize(
    ("text", "name", "side"),
    [
        ("ISIS fled", "Islamic State", "non-state"),
        ("Isis fighters fled", "Islamic State", "non-state"),
        ("ISIL fled", "Islamic State", "non-state"),
        ("Daesh fled", "Islamic State", "non-state"),
        ("the Islamic State group fled", "Islamic State", "non-state"),
        ("IS fighters fled", "Islamic State", "non-state"),
        ("peshmerga advanced", "Peshmerga", "state"),
        ("Hashd al-Shaabi advanced", "Popular Mobilisation Forces", "state"),
        ("the U.S.-led coalition struck", "US-led coalition", "state"),
        ("al-Qaida struck", "Al-Qaeda", "non-state"),
        ("demonstrators marched", "Protesters", "civilian"),
        ("villagers fled", "Civilians", "civilian"),
        ("policemen fled", "Police", "state"),
        ("the army fled", "Military", "state"),
        ("unknown gunmen fled", "Gunmen", "non-state"),
        ("bandits fled", "Bandits", "non-state"),
        ("BOKO HARAM FLED", "Boko Haram", "non-state"),
        ("Séléka rebels fled", "Seleka", "non-state"),
        ("Al Shabaab fled", "Al-Shabaab", "non-state"),
        ("the CPI (Maoist) fled", "Communist Party of India (Maoist)", "non-state"),
        ("Hezbollah’s rockets fell", "Hezbollah", "non-state"),
        ("the Kurdistan Workers' Party fled", "PKK", "non-state"),
        ("pro-Russian separatists fled", "Pro-Russian separatists", "non-state"),
        ("Turkish-backed rebels fled", "Syrian National Army", "non-state"),
        ("a MONUSCO convoy fled", "MONUSCO", "state"),
        ("Tamil Tigers fled", "LTTE", "non-state"),
        ("Jalisco New Generation Cartel hitmen fled", "CJNG", "non-state"),
        ("dissident republicans fled", "Dissident republicans", "non-state"),
    ],
)
def test_every_alias_stands_for_one_actor_and_its_side(text: str, name: str, side: str) -> None:
    country = "GB" if "republicans" in text else ""
    assert [(a.name, a.side) for a in find_actors(text, country)] == [(name, side)]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Iraq's military said so", "Military Forces of Iraq"),
        ("Iraqi troops fled", "Military Forces of Iraq"),
        ("Turkish troops crossed", "Military Forces of Turkey"),
        ("Malian army soldiers fled", "Military Forces of Mali"),
        ("Mali’s army fled", "Military Forces of Mali"),
        ("Malian gendarmes fled", "Police Forces of Mali"),
        ("Malian police fled", "Police Forces of Mali"),
        ("Burkina Faso forces fled", "Military Forces of Burkina Faso"),
        ("the Philippine military fled", "Military Forces of Philippines"),
        ("Afghan security forces fled", "Military Forces of Afghanistan"),
        ("South Sudanese soldiers fled", "Military Forces of South Sudan"),
        ("Sudanese fighter jets fled", "Military Forces of Sudan"),
        ("Indian border guards fled", "Military Forces of India"),
        ("the FARDC fled", "Military Forces of Democratic Republic of Congo"),
        ("U.S. forces fled", "Military Forces of United States"),
        ("Israeli air strikes killed 12 people", "Military Forces of Israel"),
        ("Russia has shelled the port", "Military Forces of Russia"),
    ],
)
def test_a_country_s_forces_follow_its_name(text: str, name: str) -> None:
    assert [(a.name, a.side) for a in find_actors(text)] == [(name, "state")]


@pytest.mark.parametrize(
    ("text", "country", "name"),
    [
        ("ADF fighters fled", "CD", "Allied Democratic Forces"),
        ("ADF fighters fled", "", "Allied Democratic Forces"),
        ("ADF fighters fled", "CM", "Ambazonia Defence Forces"),
        ("ADF personnel fled", "AU", "Military Forces of Australia"),
        ("Maoists fled", "IN", "Communist Party of India (Maoist)"),
        ("Maoists fled", "NP", "Communist Party of Nepal (Maoist)"),
        ("PDF fighters fled", "MM", "People's Defence Force"),
        ("the PDF fled", "SD", "Popular Defence Forces"),
        ("SLA fighters fled", "SD", "SLM/A"),
        ("the SLA fled", "LB", "South Lebanon Army"),
        ("NLA fighters fled", "MK", "National Liberation Army (Macedonia)"),
        ("the National Liberation Army fled", "CO", "ELN"),
        ("UPC rebels fled", "CD", "Union of Congolese Patriots"),
        ("UPC rebels fled", "CF", "Union for Peace in the Central African Republic"),
        ("the coalition struck", "YE", "Saudi-led coalition"),
        ("the coalition struck", "IQ", "US-led coalition"),
        ("Congolese soldiers fled", "CD", "Military Forces of Democratic Republic of Congo"),
        ("Congolese soldiers fled", "CG", "Military Forces of Republic of Congo"),
        ("the army fled", "ML", "Military Forces of Mali"),
        ("policemen fled", "ML", "Police Forces of Mali"),
    ],
)
def test_the_country_decides_between_names_that_clash(text: str, country: str, name: str) -> None:
    assert _names(text, country) == [name]


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("RSF, which defends reporters, was there", "FR"),
        ("the NPA runs the port", "NG"),
        ("resistance fighters of 1944", "FR"),
        ("a raid on the BRA shop", "US"),
    ],
)
def test_a_short_or_plain_name_is_no_group_of_another_country(text: str, country: str) -> None:
    assert _names(text, country) == []


@pytest.mark.parametrize(
    ("text", "name", "side"),
    [
        ("Berom farmers fled", "Berom farmers", "civilian"),
        ("Dinka militia fled", "Dinka militia", "non-state"),
        ("Yoruba herders fled", "Yoruba herders", "non-state"),
        ("Habar Gidir clan militia fled", "Habar Gidir clan militia", "non-state"),
        ("the Sikin tribe fled", "Sikin tribe", "non-state"),
        ("Fulani herders fled", "Fulani militia", "non-state"),
    ],
)
def test_groups_of_a_people_go_by_their_own_name(text: str, name: str, side: str) -> None:
    assert [(a.name, a.side) for a in find_actors(text)] == [(name, side)]


@pytest.mark.parametrize(
    "text", ["Armed youths fled", "On Monday farmers fled", "Meanwhile farmers fled", "In Jos youths fled"]
)
def test_days_places_and_openings_are_no_people(text: str) -> None:
    assert not [name for name in _names(text) if name not in {"Militia"}]


def test_each_mention_is_given_in_order_with_its_offsets() -> None:
    text = "Daesh fired on Iraqi troops; ISIS fled."
    found = find_actors(text)
    assert [text[a.start : a.end] for a in found] == ["Daesh", "Iraqi troops", "ISIS"]
    assert [a.name for a in found] == ["Islamic State", "Military Forces of Iraq", "Islamic State"]


def test_the_longest_alias_wins() -> None:
    text = "riot police and Islamic State West Africa Province"
    assert [(text[a.start : a.end], a.name) for a in find_actors(text)] == [
        ("riot police", "Police"),
        ("Islamic State West Africa Province", "ISWAP"),
    ]


def test_a_general_word_after_a_name_belongs_to_it() -> None:
    assert _names("M23 rebels and Boko Haram militants fled") == ["M23", "Boko Haram"]
    assert _names("Houthi protesters marched") == ["Houthis", "Protesters"]


def test_two_countries_share_one_force() -> None:
    assert _names("Iraqi and Kurdish forces advanced") == ["Military Forces of Iraq", "Peshmerga"]
    text = "Syrian and Russian jets bombed the town"
    found = find_actors(text)
    assert [text[a.start : a.end] for a in found] == ["Syrian", "Russian jets"]
    assert [a.name for a in found] == ["Military Forces of Syria", "Military Forces of Russia"]


def test_the_soldiers_of_a_sentence_are_those_it_named_before() -> None:
    assert _names("Turkish troops left, and the soldiers fired", "SY") == ["Military Forces of Turkey"] * 2


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Police said gunmen fled.", ["Gunmen"]),
        ("Police spokesman Ali Musa said gunmen fled.", ["Gunmen"]),
        ("Police said they killed two gunmen.", ["Police", "Gunmen"]),
        ("Gunmen fled, the army said on Monday.", ["Gunmen"]),
        ("ISIS fled, Iraq's military said.", ["Islamic State"]),
        ("Gunmen fled, a survivor told police.", ["Gunmen"]),
    ],
)
def test_who_is_only_quoted_did_nothing(text: str, names: list[str]) -> None:
    assert _names(text) == names


@pytest.mark.parametrize(
    "text",
    ["", "This is crisis.", "Isistan", "He is here", "The adf is", "Let it be", "Give us forces", "pro-Russian forces",
     "A bomb in Iraq", "Turkey said no", "\x00\ud800"],
)  # fmt: skip
def test_other_words_are_no_actors(text: str) -> None:
    assert find_actors(text) == []


def test_the_table_is_whole() -> None:
    with (data_dir() / "lexicon" / "actors.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert len({row["name"] for row in rows}) == len(rows)
    assert {row["side"] for row in rows} == {"state", "non-state", "civilian"}
    for row in rows:
        aliases = row["aliases"].split(";")
        assert len(set(aliases)) == len(aliases) and row["name"] not in aliases, row
        assert all(not code or (len(code) == 2 and code.isupper()) for code in row["countries"].split(";")), row


@pytest.mark.parametrize(
    "piece", ["Iraqi ", "Iraqi and ", "MOSUL ", "A ", "al-", "U.S. ", "the army ", "Fulani herders ", "(", "'s "]
)
def test_a_sentence_without_an_end_comes_to_one(piece: str) -> None:
    text = piece * (20_000 // len(piece))
    for actor in find_actors(text, "IQ"):
        assert 0 <= actor.start < actor.end <= len(text)
