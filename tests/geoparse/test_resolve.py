"""Which of the places that share a name an article means."""

from __future__ import annotations

import pytest

from dashboard.geometry import distance_km
from dashboard.geoparse import Geoparser
from dashboard.geoparse.spans import Span
from dashboard.records import Toponym


def _country(toponyms: list[Toponym], name: str) -> list[str]:
    return [t.place.country if t.place else "" for t in toponyms if t.text == name]


@pytest.mark.parametrize("name", ["Hamdaniya district", "al-Hamdaniya", "Qaraqosh"])
def test_hamdaniya_in_an_article_on_iraq_lies_within_15_km(geoparser: Geoparser, name: str) -> None:
    toponyms = geoparser.parse(f"Iraqi troops left Mosul and made advances in {name} on Monday.")
    place = toponyms[-1].place
    assert toponyms[-1].text in name
    assert place is not None
    assert distance_km(36.27, 43.38, place.latitude, place.longitude) < 15


def test_what_follows_the_comma_decides(geoparser: Geoparser) -> None:
    toponyms = geoparser.parse("Police in Paris, Texas, spoke. Others in Paris, France, did not.")
    assert _country(toponyms, "Paris") == ["US", "FR"]


def test_what_stands_in_brackets_decides(geoparser: Geoparser) -> None:
    assert _country(geoparser.parse("Police in Paris (Texas) spoke."), "Paris") == ["US"]


def test_paris_alone_is_the_capital(geoparser: Geoparser) -> None:
    assert _country(geoparser.parse("Thousands marched in Paris."), "Paris") == ["FR"]


@pytest.mark.parametrize(
    ("text", "name", "country"),
    [
        ("Spanish police spoke in Madrid. The court of Valencia agreed, Spain said.", "Valencia", "ES"),
        ("Venezuelan troops left Caracas. Protests spread to Valencia, Maracay and Barquisimeto.", "Valencia", "VE"),
        ("Syrian forces left Damascus and Homs. Shells fell in Tripoli, Lebanon.", "Tripoli", "LB"),
        ("Libyan militias left Benghazi and Misrata. Shells fell in Tripoli.", "Tripoli", "LY"),
    ],
)
def test_the_article_s_countries_and_neighbours_decide(
    geoparser: Geoparser, text: str, name: str, country: str
) -> None:
    assert _country(geoparser.parse(text), name) == [country]


@pytest.mark.parametrize(
    ("start", "state"), [("Champaign", "Illinois"), ("Worcester", "Massachusetts"), ("Joplin", "Missouri")]
)
def test_a_namesake_near_the_article_s_other_place_is_chosen(geoparser: Geoparser, start: str, state: str) -> None:
    first, second = geoparser.parse(f"Police drove from {start} to Springfield.")
    assert first.place is not None
    assert second.place is not None
    assert (first.place.admin1, second.place.admin1) == (state, state)


def test_the_title_counts_as_context(geoparser: Geoparser) -> None:
    text = "Police left the city of Valencia."
    assert _country(geoparser.parse(text, "Spanish police, Spanish troops"), "Valencia") == ["ES"]
    assert _country(geoparser.parse(text, "Venezuelan police, Venezuelan troops"), "Valencia") == ["VE"]


def test_a_generic_word_beside_a_name_says_what_is_meant(geoparser: Geoparser) -> None:
    toponyms = geoparser.parse("Iraqi troops left Mosul and made advances in the Hamdaniya district on Monday.")
    assert toponyms[-1].place is not None
    assert (toponyms[-1].text, toponyms[-1].place.feature_code) == ("Hamdaniya", "ADM2")


def test_a_small_place_of_a_country_never_spoken_of_is_doubted(geoparser: Geoparser) -> None:
    toponyms = geoparser.parse("Iraqi troops crossed the Old Bridge in Mosul, Iraq.")
    sure = {t.text: t.confidence for t in toponyms}
    assert sure["Mosul"] > 0.8
    assert sure.get("Old Bridge", 0.0) < 0.4


def test_confidence_falls_where_namesakes_compete(geoparser: Geoparser) -> None:
    (alone,) = geoparser.parse("Fighting raged in Kharkiv.")
    (among,) = geoparser.parse("Fighting raged in Springfield.")
    assert among.confidence < alone.confidence <= 1.0


def test_toponyms_equal_their_slices(geoparser: Geoparser) -> None:
    text = "MOSUL, Iraq - Troops left Erbil.\n\nThey entered Mosul (Iraq) near Tal Afar."
    toponyms = geoparser.parse(text)
    assert [t.text for t in toponyms] == ["MOSUL", "Iraq", "Erbil", "Mosul", "Iraq", "Tal Afar"]
    assert all(text[t.start : t.end] == t.text for t in toponyms)


def test_given_spans_are_resolved_in_the_order_given(geoparser: Geoparser) -> None:
    text = "from Xyzzyville to mosul"
    mosul, unknown = geoparser.resolve(text, [(19, 24), (5, 15)])
    assert mosul.place is not None
    assert (mosul.text, mosul.place.name) == ("mosul", "Mosul")
    assert (unknown.text, unknown.place, unknown.confidence) == ("Xyzzyville", None, 0.0)


def test_a_genitive_is_resolved_by_its_stem(geoparser: Geoparser) -> None:
    text = "Mosul's streets"
    (toponym,) = geoparser.resolve(text, [(0, 7)])
    assert toponym.place is not None
    assert toponym.place.name == "Mosul"


def test_another_recogniser_may_take_the_place_of_the_rules(geoparser: Geoparser) -> None:
    class Fixed:
        def recognise(self, text: str) -> list[Span]:
            return [Span(0, 5, text[:5], confidence=0.5)]

    (toponym,) = Geoparser(geoparser.gazetteer, Fixed()).parse("mosul fell")
    assert toponym.place is not None
    assert (toponym.place.country, toponym.confidence <= 0.5) == ("IQ", True)


@pytest.mark.parametrize("text", ["", " ", "\x00", "\ud800", "no names here"])
def test_a_text_without_names_has_no_toponyms(geoparser: Geoparser, text: str) -> None:
    assert geoparser.parse(text) == []
    assert geoparser.resolve(text, []) == []


def test_what_only_the_forgiving_key_gives_must_lie_in_a_country_of_the_article(geoparser: Geoparser) -> None:
    text = "Iraqi troops in Mosul, Iraq, were hit in the al-Abar district of the city."
    start = text.index("al-Abar")
    toponyms = geoparser.resolve(text, [(16, 21), (23, 27), (start, start + 7)])
    assert {c.exact for c in geoparser.gazetteer.lookup("al-Abar")} == {False}
    assert toponyms[2].place is None
