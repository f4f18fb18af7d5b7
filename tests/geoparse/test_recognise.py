"""Which spans are place names, and which only look like them."""

from __future__ import annotations

from itertools import pairwise

import pytest

from dashboard.gazetteer import Gazetteer
from dashboard.geoparse.dateline import find_dateline
from dashboard.geoparse.recognise import GazetteerRecogniser


@pytest.fixture(scope="module")
def recogniser(gazetteer: Gazetteer) -> GazetteerRecogniser:
    return GazetteerRecogniser(gazetteer)


def _names(recogniser: GazetteerRecogniser, text: str) -> list[str]:
    return [span.text for span in recogniser.recognise(text)]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Fighting raged in Kharkiv and Kyiv.", ["Kharkiv", "Kyiv"]),
        ("Troops took Sinjar, Iraq.", ["Sinjar", "Iraq"]),
        ("The army advanced in the Hamdaniya district.", ["Hamdaniya district"]),
        ("They came from New York to São Paulo.", ["New York", "São Paulo"]),
        ("The blast was heard in al-Hamdaniya.", ["al-Hamdaniya"]),
        ("Clashes broke out near Ain al-Tamr.", ["Ain al-Tamr"]),
        ("The U.S. and the UK agreed.", ["U.S.", "UK"]),
        ("قتل عشرة في بغداد", ["بغداد"]),
        ("Сегодня Харьков и Москва", ["Харьков", "Москва"]),
        ("Police in Paris, Texas, spoke.", ["Paris", "Texas"]),
    ],
)
def test_place_names_are_recognised(recogniser: GazetteerRecogniser, text: str, names: list[str]) -> None:
    assert _names(recogniser, text) == names


@pytest.mark.parametrize(
    "text",
    [
        "Paris Hilton arrived.",
        "A reporter met Paris Hilton.",
        "Defense Secretary Ashton Carter says so.",
        "Ashton Carter says so.",
        "The praise of Michael Jordan was loud.",
        "Then Jack London wrote a book.",
        "Gen. Mosul spoke.",
        "President Lincoln spoke.",
    ],
)
def test_persons_are_no_places(recogniser: GazetteerRecogniser, text: str) -> None:
    assert _names(recogniser, text) == []


def test_a_surname_alone_is_no_place_after_the_full_name(recogniser: GazetteerRecogniser) -> None:
    assert _names(recogniser, "A crowd greeted Trenton.") == ["Trenton"]
    assert _names(recogniser, "Hillary Trenton spoke. A crowd greeted Trenton.") == []


@pytest.mark.parametrize(
    "text",
    [
        "The Boston Globe reported it.",
        "It was in the Chicago Tribune today.",
        "A Washington Post story said so.",
        "Follow CBSMIAMI.COM: Facebook | Twitter",
        "OUTSIDE (CBSMiami) – The battle is underway.",
    ],
)
def test_media_are_no_places(recogniser: GazetteerRecogniser, text: str) -> None:
    assert _names(recogniser, text) == []


@pytest.mark.parametrize(
    "text", ["Chrome Safari Continue", "View CBS News In\nCBS News App Open\nChrome Safari Continue", "Read More"]
)
def test_page_furniture_is_no_place(recogniser: GazetteerRecogniser, text: str) -> None:
    assert _names(recogniser, text) == []


@pytest.mark.parametrize(
    "text", ["The Geneva Convention holds.", "The Paris Agreement holds.", "The Dayton Accords hold."]
)
def test_treaties_named_after_places_are_no_places(recogniser: GazetteerRecogniser, text: str) -> None:
    assert _names(recogniser, text) == []


@pytest.mark.parametrize(
    "text", ["Turkish troops left.", "An Iraqi died.", "Nice work.", "troops entered mosul", "The North won."]
)
def test_demonyms_ordinary_words_and_directions_are_no_places(recogniser: GazetteerRecogniser, text: str) -> None:
    assert _names(recogniser, text) == []


def test_a_place_beside_its_namesake_is_still_found(recogniser: GazetteerRecogniser) -> None:
    spans = recogniser.recognise("New York Times reporters flew to New York.")
    assert [(s.start, s.text) for s in spans] == [(33, "New York")]


@pytest.mark.parametrize(
    "text",
    [
        "Troops near Sinjar, Mosul and Tal Afar district.\n\nIn Erbil (Iraq) too.",
        "\ud800Mosul\x00 in \u202eMosul\u202c.",
    ],
)
def test_spans_equal_their_slices_in_order_without_overlap(recogniser: GazetteerRecogniser, text: str) -> None:
    spans = recogniser.recognise(text)
    assert len(spans) >= 2
    assert [s.text for s in spans] == [text[s.start : s.end] for s in spans]
    assert all(left.end <= right.start for left, right in pairwise(spans))


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("MOSUL, Iraq - Troops moved.", "MOSUL, Iraq - "),
        ("ERBIL, Iraq (AP) — Troops moved.", "ERBIL, Iraq (AP) — "),
        ("OUTSIDE MOSUL, IRAQ (CBSMiami) – The battle", "OUTSIDE MOSUL, IRAQ (CBSMiami) – "),
        ("Follow us\n\nBAGHDAD (Reuters) - A bomb", "BAGHDAD (Reuters) - "),
        ("KYIV, Feb. 24 - A column", "KYIV, Feb. 24 - "),
        ("Iraqi forces - backed by jets - moved.", ""),
        ("Troops moved in Mosul.", ""),
        ("", ""),
    ],
)
def test_find_dateline_gives_its_stretch_or_nothing(text: str, line: str) -> None:
    start, end = find_dateline(text)
    assert text[start:end] == line


def test_names_in_the_dateline_are_marked_and_others_are_not(recogniser: GazetteerRecogniser) -> None:
    spans = recogniser.recognise("ERBIL, Iraq (AP) — Troops entered Mosul.")
    assert [(s.text, s.dateline) for s in spans] == [("ERBIL", True), ("Iraq", True), ("Mosul", False)]


def test_a_name_that_only_the_forgiving_key_knows_is_less_sure(recogniser: GazetteerRecogniser) -> None:
    exact, loose = recogniser.recognise("Troops moved from Mosul to Bartalla.")
    assert exact.confidence > loose.confidence


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Police in St. Petersburg closed a square.", ["St. Petersburg"]),
        ("A fire broke out in Georgetown, Ky., on Monday.", ["Georgetown", "Ky."]),
        ("Officers went to Charleston, W.Va., on Monday.", ["Charleston", "W.Va."]),
        ("The White House and City Hall gave no answer.", []),
        ("I’ve never met him, and I've no wish to.", []),
    ],
)
def test_points_contractions_and_common_pairs(text: str, names: list[str], gazetteer: Gazetteer) -> None:
    assert [span.text for span in GazetteerRecogniser(gazetteer).recognise(text)] == names
