"""Forces and groups under their one name."""

from __future__ import annotations

import pytest

from dashboard.extraction.actors import find_actors


@pytest.mark.parametrize(
    ("text", "name", "side"),
    [
        ("ISIS fled", "Islamic State", "non-state"),
        ("Isis fighters fled", "Islamic State", "non-state"),
        ("ISIL fled", "Islamic State", "non-state"),
        ("Daesh fled", "Islamic State", "non-state"),
        ("the Islamic State group fled", "Islamic State", "non-state"),
        ("Iraq's military said so", "Iraqi army", "state"),
        ("Iraqi troops fled", "Iraqi army", "state"),
        ("peshmerga advanced", "Peshmerga", "state"),
        ("Hashd al-Shaabi advanced", "Popular Mobilisation Forces", "state"),
        ("the U.S.-led coalition struck", "US-led coalition", "state"),
        ("Turkish troops crossed", "Turkish forces", "state"),
        ("al-Qaida struck", "Al-Qaeda", "non-state"),
        ("demonstrators marched", "Protesters", "civilian"),
        ("villagers fled", "Civilians", "civilian"),
    ],
)
def test_every_alias_stands_for_one_actor_and_its_side(text: str, name: str, side: str) -> None:
    assert [(a.name, a.side) for a in find_actors(text)] == [(name, side)]


def test_each_mention_is_given_in_order_with_its_offsets() -> None:
    text = "Daesh fired on Iraqi troops; ISIS fled."
    found = find_actors(text)
    assert [text[a.start : a.end] for a in found] == ["Daesh", "Iraqi troops", "ISIS"]
    assert [a.name for a in found] == ["Islamic State", "Iraqi army", "Islamic State"]


def test_the_longest_alias_wins() -> None:
    text = "riot police and Islamic State West Africa Province"
    assert [(text[a.start : a.end], a.name) for a in find_actors(text)] == [
        ("riot police", "Police"),
        ("Islamic State West Africa Province", "ISWAP"),
    ]


@pytest.mark.parametrize("text", ["", "This is crisis.", "policemen", "Isistan", "He is here", "\x00\ud800"])
def test_other_words_are_no_actors(text: str) -> None:
    assert find_actors(text) == []
