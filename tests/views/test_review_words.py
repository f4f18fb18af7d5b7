"""What the review page says of an event."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from dashboard.geoparse.explain import ScoredPlace
from dashboard.records import Count, Link, Place
from dashboard.review.detail import report_detail
from dashboard.reviewing import EventDetail, ReportDetail
from dashboard.store.rows import imported_report
from dashboard.views import review_words
from dashboard.views.review_edit import changes
from tests.review.desk import BARTELLA, MOSUL, Desk, report
from tests.store.imported import imported_row

NAMES = {"IQ": "Iraq", "TR": "Türkiye"}


def detail(**fields: object) -> EventDetail:
    told = report(MOSUL, 0)
    event = Desk(told).event(told)
    found = ReportDetail(told, "Title", "wire", "https://a.example/1", told.published, "In ", "Mosul", " it was.")
    return EventDetail(replace(event, **fields), event, 0.5, (found,), (), ())  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (None, "not told"),
        (Count(0, 0, 0, 0, 1), "0"),
        (Count(12, 10, 15, 0, 1), "12 (10 to 15)"),
        (Count(40, 40, None, 0, 1), "40 (at least 40)"),
        (Count(40, None, 40, 0, 1), "40 (at most 40)"),
    ],
)
def test_counts_keep_their_bounds(count: Count | None, words: str) -> None:
    assert review_words.count(count) == words


def test_days_of_one_day_are_one() -> None:
    first = date(2016, 10, 17)
    assert review_words.days(first, first) == "2016-10-17"
    assert review_words.days(first, date(2016, 10, 20)) == "2016-10-17 to 2016-10-20"


def test_evidence_says_what_a_person_changed_and_what_it_was() -> None:
    told = review_words.evidence(
        detail(edited=("event_type",), event_type="Riots", sub_event_type="Mob violence"), NAMES
    )
    what = next(fact for fact in told["facts"] if fact["name"] == "What")
    assert (what["value"], what["edited"]) == ("Mob violence", "was Armed clash")
    assert told["where"] == "Nineveh, Iraq"
    assert "Killed" not in {fact["name"] for fact in told["facts"]}


def test_a_place_set_by_a_person_is_named_beside_the_articles_name() -> None:
    told = review_words.evidence(detail(place=BARTELLA, geo_precision=2), NAMES)
    assert told["where"] == "Bartella, Nineveh, Iraq (near a town, or part of a region)"


def test_further_reports_say_why_they_are_of_the_same_event_and_leave_out_what_stands_around() -> None:
    one = replace(detail().reports[0], paragraph_before="Before it.")
    other = replace(one, report=report(BARTELLA, 40), url="")
    link = Link(other.report.report_id, one.report.report_id, 0.8, ("the same day", "2 km apart"))
    told = review_words.evidence(replace(detail(), reports=(one, other), links=(link,)), NAMES)["reports"]
    assert [r["link"] for r in told] == ["", "Taken for the same: the same day, 2 km apart."]
    assert [r["paragraph_before"] for r in told] == ["Before it.", ""]


def test_candidates_are_numbered_as_on_the_map_and_say_which_is_now() -> None:
    far = Place("Mosul", 38.0, 27.0, "TR", feature_code="PPL")
    found = [ScoredPlace(MOSUL, 0.8, ("the largest town",)), ScoredPlace(far, 0.1)]
    rows = review_words.numbered(found, 3, MOSUL, far, NAMES)
    assert [(r["number"], r["present"], r["chosen"], r["near"]) for r in rows] == [
        (3, "now", False, True),
        (4, "", True, False),
    ]
    assert rows[1]["label"] == "Mosul, Türkiye"


def test_only_what_differs_is_saved_and_days_go_together() -> None:
    event = detail().event
    given = {
        "event_date": "2016-10-20",
        "event_date_end": "2016-10-22",
        "time_precision": 1,
        "actor1": [],
        "wounded": None,
    }
    assert changes(event, given) == {
        "event_date": "2016-10-20",
        "event_date_end": "2016-10-22",
        "time_precision": 1,
    }
    assert changes(event, {"wounded": None, "actor1": []}) == {}


def test_an_imported_report_is_named_by_its_data_set_and_shows_its_columns() -> None:
    told = imported_report(imported_row(title="A headline", published=date(2016, 10, 21), url="https://a.example/2"))
    event = Desk(told).event(told)
    shown = review_words.evidence(
        EventDetail(event, event, 0.0, (report_detail(told, None, kept=False),), (), ()), NAMES
    )["reports"][0]
    assert (shown["title"], shown["source"]) == ("ACLED IRQ1", "A headline, An Agency, published 2016-10-21")
    assert (shown["before"], shown["marked"], shown["link_text"]) == (told.notes, "", "open the source")
    assert ["iso", "368"] in shown["raw"]


def test_an_imported_report_without_a_source_says_its_file_and_no_day() -> None:
    told = imported_report(imported_row("7", dataset="gdelt", source=""))
    event = Desk(told).event(told)
    detail = EventDetail(event, event, 0.0, (report_detail(told, None, kept=False),), (), ())
    shown = review_words.evidence(detail, NAMES)["reports"][0]
    assert (shown["title"], shown["source"]) == ("GDELT 7", "Imported from invented.csv")
