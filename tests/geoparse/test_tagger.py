"""The trained recogniser, with the resolver behind it: what a text's names are, and what part each plays."""

from __future__ import annotations

from itertools import pairwise

import pytest

from dashboard.gazetteer import Gazetteer
from dashboard.geoparse import Geoparser
from dashboard.geoparse.pieces import split
from dashboard.geoparse.tagger import Tagger, _agreed, _Found


@pytest.fixture(scope="module")
def tagger(gazetteer: Gazetteer) -> Tagger:
    return Tagger(gazetteer)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Fighting raged in Kharkiv and Kyiv on Tuesday.", ["Kharkiv", "Kyiv"]),
        ("Troops took Sinjar, Iraq, on Monday, officials said.", ["Sinjar", "Iraq"]),
        ("The blast was heard in al-Hamdaniya on Friday.", ["al-Hamdaniya"]),
        ("Police in Paris, Texas, arrested two men.", ["Paris", "Texas"]),
        ("A fire broke out in Georgetown, Ky., on Monday.", ["Georgetown", "Ky."]),
        ("The Baghdad-based group said it was not involved.", ["Baghdad"]),
        ("Gunmen attacked the village of Xyloma in the night.", ["Xyloma"]),
        ("President Lincoln spoke to reporters about the budget.", []),
        ("Jack London wrote a book about dogs in the winter.", []),
        ("He read the report on Monday in March.", []),
    ],
)
def test_names_are_told_from_what_stands_around_them(tagger: Tagger, text: str, names: list[str]) -> None:
    assert [span.text for span in tagger.recognise(text)] == names


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Turkish troops left Mosul on Monday.", {"Turkish": "demonym", "Mosul": "place"}),
        ("The army left Mosul, the Boston Globe reported on Monday.", {"Mosul": "place", "Boston": "part"}),
    ],
)
def test_each_name_says_what_part_it_plays(geoparser: Geoparser, text: str, parts: dict[str, str]) -> None:
    found = {t.text: t.kind for t in geoparser.parse(text)}
    assert {name: found.get(name, parts[name]) for name in parts} == parts
    assert found["Mosul"] == "place"


def test_a_name_said_surely_once_is_found_where_it_comes_again(tagger: Tagger) -> None:
    text = "Shells fell on the village of Karamlesh on Monday. Later Karamlesh was quiet. Karamlesh residents fled."
    assert [span.text for span in tagger.recognise(text)] == ["Karamlesh"] * 3


def test_chances_are_chances_and_spans_are_slices_in_order(tagger: Tagger) -> None:
    text = "\ud800BEIRUT \x00 — Shells hit Tyre, Sidon\u202e and the Bekaa Valley.\n\nParis (Texas) was quiet."
    spans = tagger.recognise(text)
    assert len(spans) >= 3
    assert all(text[s.start : s.end] == s.text and 0 < s.confidence <= 1 for s in spans)
    assert all(left.end <= right.start for left, right in pairwise(spans))


def test_an_endless_line_is_read_in_a_time_that_grows_with_it(tagger: Tagger) -> None:
    assert tagger.recognise("") == []
    assert len(tagger.recognise("Mosul " * 20_000)) <= 20_000


def test_a_sure_name_is_taken_where_it_is_possible_and_not_where_it_is_not() -> None:
    pieces = split("Shura fell. Then Shura burned. Shura")
    assert [i for i, word in enumerate(pieces.words) if word == "Shura"] == [0, 4, 7]
    chances = [(0.0, 0.0)] * len(pieces.words)
    chances[0], chances[4], chances[7] = (0.95, 0.0), (0.3, 0.0), (0.02, 0.0)
    agreed = _agreed(pieces, [_Found(0, 1, 0.95)], chances)
    assert [(name.start, name.chance) for name in agreed] == [(0, 0.95), (4, 0.3)]


def test_a_weak_name_that_its_other_mentions_speak_against_is_dropped() -> None:
    pieces = split("Reed spoke. Reed left.")
    found = [_Found(0, 1, 0.5), _Found(3, 4, 0.2)]
    assert _agreed(pieces, found, [(0.5, 0.0)] * len(pieces.words)) == []
    assert len(_agreed(pieces, found[:1], [(0.5, 0.0)] * len(pieces.words))) == 1
