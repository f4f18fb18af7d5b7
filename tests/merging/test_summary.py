"""What an event says, out of what its reports say, and what a person should doubt."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from dashboard.merging import DOUBTS, doubt, doubts, merge, summarise
from dashboard.merging.counts import count_of, count_report
from dashboard.records import Count, Event, Evidence, Link, Report
from tests.merging.made import BABIL, BAGHDAD, FRIDAY, HILLA, HILLA_DISTRICT, IRAQ, KARRADA, THURSDAY, report


def event(*reports: Report, links: tuple[Link, ...] = ()) -> Event:
    return summarise("id", reports, links)


def values(count: Count | None) -> tuple[int, int | None, int | None]:
    assert count is not None
    return count.best, count.low, count.high


def test_the_finest_reliable_place_is_the_events() -> None:
    e = event(report("a", BABIL), report("b", HILLA, confidence=0.5), report("c", HILLA_DISTRICT))
    assert (e.place, e.location, e.geo_precision) == (HILLA, "Hilla", 1)
    assert e.reports[0].place == HILLA
    assert event(report("a", BAGHDAD), report("b", KARRADA, place_confidence=0.4)).place == BAGHDAD
    assert event(report("b", KARRADA, place_confidence=0.4)).place == KARRADA


def test_a_finer_place_that_hardly_any_article_gives_is_left_out() -> None:
    many = [report(f"a{n}", BAGHDAD) for n in range(11)]
    assert event(*many[:3], report("x", KARRADA)).place == KARRADA
    assert event(*many, report("x", KARRADA)).place == BAGHDAD


def test_the_best_told_date_is_the_events() -> None:
    inferred = [report(f"a{n}", day=FRIDAY, time_precision=2, confidence=0.99) for n in range(3)]
    e = event(*inferred, report("b", confidence=0.4))
    assert (e.event_date, e.event_date_end, e.time_precision) == (THURSDAY, THURSDAY, 1)
    told, guessed = Evidence("event_date", 0, 5), Evidence("fatalities", 6, 8)
    guesses = [report(f"a{n}", day=FRIDAY, evidence=(guessed,)) for n in range(3)]
    assert event(*guesses, report("b", evidence=(told, guessed))).event_date == THURSDAY
    weeks = report("w", day=THURSDAY, event_date_end=THURSDAY + timedelta(days=6), time_precision=2, date_prec=3)
    assert event(weeks).event_date_end == THURSDAY + timedelta(days=6)
    assert event(weeks, report("d", day=FRIDAY, time_precision=2, date_prec=2)).event_date == FRIDAY


def test_of_dates_told_as_well_the_one_of_most_articles_is_taken() -> None:
    one_article = [report("a", day=FRIDAY, start=100 * n) for n in range(5)]
    assert event(*one_article, report("b"), report("c")).event_date == THURSDAY


def test_the_more_particular_kind_wins_where_a_good_part_of_the_articles_gives_it() -> None:
    attacks = [report(f"a{n}", sub="Attack") for n in range(6)]
    suicide = report("s")
    assert event(*attacks[:4], suicide).sub_event_type == "Suicide bomb"
    e = event(*attacks, suicide)
    assert (e.event_type, e.sub_event_type) == ("Violence against civilians", "Attack")


def test_actors_are_those_of_all_reports_in_the_order_they_were_told() -> None:
    later = report("b", published=FRIDAY + timedelta(days=1), actors=("Police", "IS"), actor2=("Police",))
    e = event(later, report("a", actors=("IS",), actor1=("IS",)))
    assert (e.actors, e.actor1, e.actor2) == (("IS", "Police"), ("IS",), ("Police",))


# Counts


def test_the_toll_is_what_the_most_recent_articles_agree_on() -> None:
    old = [report(f"old{n}", killed=30, published=FRIDAY) for n in range(5)]
    new = [report(f"new{n}", killed=k, published=FRIDAY + timedelta(days=5)) for n, k in enumerate([80, 77, 80])]
    assert values(event(*old, *new).fatalities) == (80, 30, 80)


def test_of_tolls_that_agree_as_well_the_lower_is_taken() -> None:
    assert values(event(report("a", killed=80), report("b", killed=77)).fatalities) == (77, 77, 80)


def test_a_lower_bound_speaks_for_what_it_allows() -> None:
    e = event(report("a", killed=30, at_least=True), report("b", killed=50, at_least=True), report("c", killed=80))
    assert values(e.fatalities) == (80, 30, 80)
    assert values(event(report("a", killed=30), report("b", killed=50, at_least=True)).fatalities) == (30, 30, 30)


def test_an_article_counts_with_its_highest_number() -> None:
    e = event(report("a", killed=80), report("a", killed=12, start=200))
    assert values(e.fatalities) == (80, 80, 80)


def test_bounds_that_do_not_bound_are_unknown() -> None:
    new = report("new", killed=80, at_least=True, published=FRIDAY + timedelta(days=5))
    assert values(event(report("old", killed=30), new).fatalities) == (80, 30, None)
    most = replace(report("a"), fatalities=Count(40, None, 40, 0, 5))
    assert values(event(most).fatalities) == (40, None, 40)
    assert event(report("a")).fatalities is None


def test_the_offsets_are_those_of_the_report_chosen() -> None:
    chosen = replace(report("a", confidence=0.5), wounded=Count(9, 9, 9, 70, 71))
    reports = [chosen, replace(report("b"), wounded=Count(4, 4, 4, 1, 2), published=THURSDAY - timedelta(days=3))]
    count = count_of(reports, "wounded")
    assert count is not None
    assert (count.start, count.end) == (70, 71)
    assert count_report(reports, "wounded") is chosen
    assert count_report(reports, "displaced") is None


# Doubts


def test_a_plain_event_has_no_doubts() -> None:
    e = event(report("a"), report("b"))
    assert e.doubts == ()
    assert doubt(e) < 0.1


@pytest.mark.parametrize(
    ("reports", "expected"),
    [
        ([report("a", place_confidence=0.3)], "place"),
        ([report("a"), report("b", replace(HILLA, latitude=35.0))], "place"),
        ([report("a", BABIL)], "coarse"),
        ([report("a", HILLA_DISTRICT)], "coarse"),
        ([report("a", time_precision=2)], "date"),
        ([report("a"), report("b", sub="Armed clash"), report("c", sub="Armed clash", confidence=0.1)], "type"),
    ],
)
def test_what_is_unsure_is_doubted(reports: list[Report], expected: str) -> None:
    assert event(*reports).doubts == (expected,)
    assert doubt(event(*reports)) > doubt(event(report("a")))


def test_an_event_that_barely_holds_together_is_doubted() -> None:
    pair = (report("a"), report("b"))
    links = [(Link("a", "b", score),) for score in (0.55, 0.9)]
    assert [event(*pair, links=given).doubts for given in links] == [("merge",), ()]
    barely = merge([report("a", BABIL, "Armed clash"), report("b", HILLA_DISTRICT, "Government regains territory")])
    assert len(barely) == 1
    assert "merge" in barely[0].doubts


def test_doubts_stand_worst_first_and_add_up() -> None:
    e = event(report("a", IRAQ, place_confidence=0.1, time_precision=2))
    assert e.doubts == ("place", "coarse", "date")
    assert set(e.doubts) <= set(DOUBTS)
    assert doubt(event(report("a", IRAQ))) < doubt(e) <= 1


def test_what_a_person_set_is_not_doubted() -> None:
    e = event(report("a", IRAQ, place_confidence=0.1, time_precision=2))
    assert doubts(replace(e, edited=("place",))) == ("date",)
    assert doubts(replace(e, edited=("event_date",))) == ("place", "coarse")
