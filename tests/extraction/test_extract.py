"""Article in, reports out."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from dashboard.extraction import Extractor
from dashboard.extraction.event_model import EventModel
from dashboard.extraction.extract import location_name
from dashboard.extraction.locations import MIN_CONFIDENCE
from dashboard.geometry import distance_km
from dashboard.merging import merge
from dashboard.records import EVENT_TYPES, Article, Extraction, Place, Report, Toponym

MONDAY = date(2016, 10, 17)
SEED = Path(__file__).resolve().parents[3] / "shared" / "seed" / "mosul-article.txt"
OWN = """Watch Our News

Follow MIAMINEWS.COM: Facebook | Twitter

OUTSIDE MOSUL, IRAQ (NewsMiami) – The fight for Mosul has begun, and the U.S. helps from the air. Defense Secretary \
Ashton Carter says it matters.

Just after dawn Monday, Iraqi troops attacked positions of ISIS in Mosul.

On Monday, Iraq's military said it had inflicted losses and made advances in the Hamdaniya district.

Mosul has been under the control of militants since June of 2014.

The United Nations warns that a million people in Mosul may be forced to flee.

View News In
News App Open
Chrome Safari Continue
"""


def _article(text: str, published: date | None = MONDAY) -> Article:
    return Article(text, published)


def _reports(extractor: Extractor, text: str) -> list[Report]:
    return extractor.extract(_article(text)).reports


@pytest.fixture(scope="module", params=["seed", "own"])
def mosul(request: pytest.FixtureRequest, extractor: Extractor) -> Extraction:
    """What is read from the article on the battle for Mosul, published 17 October 2016."""
    if request.param == "seed" and not SEED.is_file():
        pytest.skip("the seed article is not on this machine")
    text = SEED.read_text(encoding="utf-8") if request.param == "seed" else OWN
    return extractor.extract(_article(text))


def test_the_article_gives_events_in_mosul_and_hamdaniya_on_the_day(mosul: Extraction) -> None:
    events = merge(mosul.reports)
    assert {e.event_date for e in events} == {MONDAY}
    near = {
        name
        for name, latitude, longitude in (("Mosul", 36.335, 43.119), ("Hamdaniya", 36.27, 43.38))
        for e in events
        if name in e.location and distance_km(latitude, longitude, e.place.latitude, e.place.longitude) < 15
    }
    assert near == {"Mosul", "Hamdaniya"}


def test_the_article_gives_nothing_for_miami_the_us_or_the_page_s_furniture(mosul: Extraction) -> None:
    assert {r.place.country for r in mosul.reports} == {"IQ"}
    named = {t.text for t in mosul.toponyms}
    assert not named & {"Miami", "CBSMiami", "CBSMIAMI.COM", "Chrome", "Safari", "Carter", "Ashton", "Continue"}
    assert not any(word in r.notes for r in mosul.reports for word in ("Chrome", "Facebook", "2014", "flee"))


def test_the_hamdaniya_event_is_a_battle_with_its_actor_and_precision(mosul: Extraction) -> None:
    (event,) = [e for e in merge(mosul.reports) if "Hamdaniya" in e.location]
    assert (event.event_type, event.geo_precision, event.time_precision) == ("Battles", 2, 1)
    assert "Military Forces of Iraq" in event.actors
    assert event.fatalities is None


def test_offsets_give_back_the_sentence_and_the_mention(mosul: Extraction) -> None:
    text = mosul.article.text
    assert mosul.reports
    for report in mosul.reports:
        assert text[report.start : report.end] == report.notes
        mention = text[report.location_start : report.location_end]
        assert report.location == " ".join(mention.split())
        assert report.start <= report.location_start < report.location_end <= report.end


def test_reports_are_whole(mosul: Extraction) -> None:
    for report in mosul.reports:
        assert report.sub_event_type in EVENT_TYPES[report.event_type]
        assert report.article_id == mosul.article.article_id
        assert report.published == MONDAY
        assert 0 < report.confidence <= 1
    assert len({r.report_id for r in mosul.reports}) == len(mosul.reports)


def test_a_sentence_becomes_a_report(extractor: Extractor) -> None:
    text = "On Sunday an air strike near Bakhmut killed at least 12 militants, Ukrainian troops said."
    (report,) = _reports(extractor, text)
    assert report.event_date == date(2016, 10, 16)
    assert (report.event_type, report.sub_event_type) == ("Explosions/Remote violence", "Air/drone strike")
    assert (report.location, report.place.country, report.geo_precision) == ("Bakhmut", "UA", 2)
    assert report.fatalities and report.fatalities.best == 12
    assert report.actors == ("Militants",)  # the troops only say so
    assert (report.time_precision, report.notes) == (1, text)


def test_each_place_of_a_sentence_gets_its_report(extractor: Extractor) -> None:
    found = _reports(extractor, "Car bombs exploded in Baghdad and Mosul on Monday.")
    assert [(r.location, r.sub_event_type) for r in found] == [
        ("Baghdad", "Remote explosive/landmine/IED"),
        ("Mosul", "Remote explosive/landmine/IED"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "MOSUL, Iraq - Troops clashed with militants on Monday.",
        "Officials said in Washington that troops attacked on Monday.",
        "Turkish troops attacked a village on Monday.",
        "Mosul has been under attack since June of 2014.",
        "People in Mosul may be forced to flee.",
        "Troops withdrew from Mosul nearly five years ago.",
        "Bombs in Mosul",
        "Clashes erupt in Mosul near the old bridge",
        "Mosul bombed.",
        "Shelling in Mosul.",
        "The weather in Mosul was fine on Monday.",
        "Clashes erupted on Monday.",
        "",
    ],
)
def test_what_reports_no_event_at_a_place_gives_no_report(extractor: Extractor, text: str) -> None:
    assert _reports(extractor, text) == []


def test_distance_and_direction_move_the_report_s_point(extractor: Extractor) -> None:
    (report,) = _reports(extractor, "Militants attacked a convoy 25 km south of Mosul on Monday.")
    assert distance_km(36.335, 43.119, report.place.latitude, report.place.longitude) == pytest.approx(25, abs=2)
    assert report.place.latitude < 36.2
    assert (report.location, report.geo_precision) == ("Mosul", 2)


def test_only_the_town_is_reported_where_another_says_where_it_lies(extractor: Extractor) -> None:
    (report,) = _reports(extractor, "Troops retook Bartella, east of Mosul, on Monday.")
    assert report.location == "Bartella"


@pytest.mark.parametrize(
    ("text", "day", "precision"),
    [
        ("Clashes erupted in Mosul on Sunday.", 16, 1),
        ("Clashes erupted in Mosul.", 17, 2),
        ("On Sunday, troops advanced. They clashed with militants in Mosul.", 16, 1),
        ("On Sunday, troops advanced.\n\nThey clashed with militants in Mosul.", 16, 1),
        ("The road was closed since Friday. Clashes erupted in Mosul.", 17, 2),
        ("On Friday he spoke, and on Sunday clashes erupted in Mosul.", 16, 1),
    ],
)
def test_the_date_is_the_nearest_else_the_one_told_last_else_the_published_week(
    extractor: Extractor, text: str, day: int, precision: int
) -> None:
    (report,) = _reports(extractor, text)
    assert (report.event_date, report.time_precision) == (date(2016, 10, day), precision)


@pytest.mark.parametrize(
    ("text", "sub_event_type"),
    [
        ("Daesh fighters seized Ramadi on Monday.", "Non-state actor overtakes territory"),
        ("Iraqi troops seized Ramadi on Monday.", "Government regains territory"),
        ("Iraqi troops drove back ISIS and seized Ramadi on Monday.", "Government regains territory"),
    ],
)
def test_who_seizes_a_town_says_which_way_it_changes_hands(
    extractor: Extractor, text: str, sub_event_type: str
) -> None:
    (report,) = _reports(extractor, text)
    assert report.sub_event_type == sub_event_type


def test_background_does_not_hide_the_news_of_the_same_sentence(extractor: Extractor) -> None:
    text = "Held by the group since June 2014, the town of Bartella was retaken by Iraqi troops on Sunday."
    (report,) = _reports(extractor, text)
    assert (report.location, report.event_date) == ("Bartella", date(2016, 10, 16))


def test_a_place_less_sure_than_the_least_gets_no_report(extractor: Extractor) -> None:
    found = extractor.extract(_article("Iraqi troops in Mosul, Iraq, reached Perry and attacked Perry."))
    assert any(t.confidence < MIN_CONFIDENCE for t in found.toponyms)
    assert {r.location for r in found.reports} <= {"Mosul"}


def test_the_same_article_gives_the_same_ids(extractor: Extractor) -> None:
    text = "Clashes erupted in Mosul on Sunday."
    first, second = _reports(extractor, text), _reports(extractor, text)
    assert first == second
    assert [r.report_id for r in first] == [r.report_id for r in second]


def test_an_article_without_published_day_is_refused(extractor: Extractor) -> None:
    with pytest.raises(ValueError, match="published"):
        extractor.extract(_article("Clashes erupted in Mosul.", None))


@pytest.mark.parametrize(
    ("text", "shown"),
    [("Mosul", "Mosul"), ("MOSUL", "Mosul"), ("Tal\n Afar", "Tal Afar"), ("UK", "UK"), ("QARAQOSH", "Qaraqosh")],
)
def test_a_location_is_named_as_the_article_writes_it_without_capitals_of_a_heading(text: str, shown: str) -> None:
    place = Place("Mosul", 36.335, 43.119, "IQ")
    assert location_name(Toponym(0, len(text), text, place)) == shown


HOSTILE = {
    "brackets": "(" * 100_000,
    "words": "a " * 50_000,
    "capitals": "MOSUL " * 16_667,
    "letters": "a" * 100_000,
    "digits": "1 " * 50_000,
    "newlines": "\n" * 100_000,
    "carriage returns": "\r\n" * 50_000,
    "white space": " \t" * 50_000,
    "quotes": '"' * 100_000,
    "NULs": "\x00" * 100_000,
    "lone surrogates": "\ud800" * 100_000,
    "marks of direction": "\u202e\u200f" * 50_000,
    "combining marks": "e\u0301" * 50_000,
    "emoji": "😀" * 100_000,
    "numbers killed": "20 killed " * 10_000,
    "relations": "25 km south of " * 6_667,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=list(HOSTILE))
def test_hostile_input_is_read_to_its_end_and_reports_nothing(extractor: Extractor, text: str) -> None:
    assert _reports(extractor, text) == []


@pytest.mark.parametrize("mark", ["\ud800", "\x00", "\u202e", "\u200f", "\ufeff"])
def test_an_odd_character_moves_no_offset(extractor: Extractor, mark: str) -> None:
    text = f"{mark} On Sunday clashes erupted in Mosul {mark} and many people left."
    (report,) = _reports(extractor, text)
    assert text[report.start : report.end] == report.notes
    assert text[report.location_start : report.location_end] == "Mosul"
    assert len(report.report_id) == 16


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("Gunmen killed ten people in Mosul on Sunday.", ["Mosul"]),
        ("Gunmen killed ten people in Mosul in 2011.", []),
        ("Gunmen killed ten people in Mosul nearly five years ago.", []),
        ("Militants may attack Mosul on Sunday.", []),
        ("Gunmen killed ten people on Sunday, Mosul police said.", []),
    ],
    ids=["news", "a year", "years ago", "foretold", "the speaker's"],
)
def test_however_sure_the_weights_are_background_plans_and_speakers_give_no_report(
    extractor: Extractor, text: str, places: list[str]
) -> None:
    sure = Extractor(extractor.geoparser, EventModel({"bias": 9.0}, {"bias": {"Attack": 1.0}}))
    assert [r.location for r in sure.extract(_article(text)).reports] == places
