"""Decisions, and what they make of events: now, after newer rules, and after being taken back."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from dashboard.errors import ReviewError
from dashboard.merging import merge
from dashboard.records import Count, Event, Place, Report
from dashboard.review import settling
from dashboard.review.settling import Merger
from tests.review.desk import BAGHDAD, BARTELLA, MOSUL, Desk, place_values, report

ONE = report(MOSUL, 0, killed=4)
TWO = report(BARTELLA, 100, day="2016-10-21")
THREE = report(BAGHDAD, 200, sub="Suicide bomb", killed=20)
QARAQOSH = Place("Qaraqosh", 36.27, 43.3775, "IQ", "Nineveh", feature_code="PPL", geonameid=90150)


@pytest.fixture
def desk() -> Desk:
    return Desk(ONE, TWO, THREE)


def test_without_decisions_the_events_are_the_machines(desk: Desk) -> None:
    found = desk.reviewed
    assert len(found.events) == 3
    for event_id, event in found.events.items():
        assert event == found.machine[event_id]
        assert (event.status, event.edited) == ("unreviewed", ())


def test_confirm_reject_and_reopen_set_the_status(desk: Desk) -> None:
    desk.decide(ONE, "confirm")
    desk.decide(TWO, "reject")
    assert [desk.event(r).status for r in (ONE, TWO, THREE)] == ["confirmed", "rejected", "unreviewed"]
    desk.decide(TWO, "reopen")
    desk.decide(ONE, "reopen")
    assert {e.status for e in desk.events()} == {"unreviewed"}


def test_one_decision_on_several_events_is_taken_back_as_one(desk: Desk) -> None:
    done = desk.decide([ONE, TWO, THREE], "reject")
    assert {desk.event(r).status for r in (ONE, TWO, THREE)} == {"rejected"}
    desk.undo(done)
    assert {desk.event(r).status for r in (ONE, TWO, THREE)} == {"unreviewed"}


def test_an_edit_sets_its_fields_and_leaves_the_rest(desk: Desk) -> None:
    before = desk.event(ONE)
    desk.decide(
        ONE,
        "edit",
        {
            **place_values(QARAQOSH),
            "event_date": "2016-10-18",
            "event_date_end": date(2016, 10, 19),
            "sub_event_type": "Suicide bomb",
            "actor1": ["Islamic State"],
            "fatalities": {"best": 7, "low": 7, "high": None},
            "wounded": 3,
        },
    )
    event = desk.event(ONE)
    assert (event.place.name, event.location, event.place.latitude) == ("Qaraqosh", "Qaraqosh", 36.27)
    assert (event.event_date, event.event_date_end) == (date(2016, 10, 18), date(2016, 10, 19))
    assert (event.time_precision, event.date_prec) == (2, 2)
    assert (event.event_type, event.sub_event_type) == ("Explosions/Remote violence", "Suicide bomb")
    assert event.actor1 == ("Islamic State",)
    assert "Islamic State" in event.actors
    assert event.fatalities == Count(7, 7, None, 0, 0)
    assert event.wounded == Count(3, 3, 3, 0, 0)
    assert event.edited == ("place", "event_date", "event_type", "actor1", "fatalities", "wounded")
    assert (event.event_id, event.status, event.reports) == (before.event_id, "unreviewed", before.reports)
    assert desk.reviewed.machine[event.event_id].place == MOSUL


def test_a_count_can_be_set_to_not_told(desk: Desk) -> None:
    desk.decide(ONE, "edit", {"fatalities": None})
    assert desk.event(ONE).fatalities is None
    assert desk.event(ONE).edited == ("fatalities",)


def test_the_newest_edit_wins_field_by_field(desk: Desk) -> None:
    desk.decide(ONE, "edit", {"wounded": 3, "fatalities": 5})
    desk.decide(ONE, "edit", {"fatalities": 6})
    event = desk.event(ONE)
    assert event.fatalities
    assert event.wounded
    assert (event.fatalities.best, event.wounded.best) == (6, 3)


def test_moving_a_pin_neither_merges_nor_splits(desk: Desk) -> None:
    same_day = report(BARTELLA, 300, day="2016-10-20")
    desk.add(same_day)
    before = {e.event_id: {r.report_id for r in e.reports} for e in desk.events()}
    desk.decide(same_day, "edit", place_values(MOSUL))
    assert {e.event_id: {r.report_id for r in e.reports} for e in desk.events()} == before


def test_a_merge_makes_one_event_with_all_reports_and_a_split_parts_them_again(desk: Desk) -> None:
    desk.decide([ONE, TWO], "merge")
    merged = desk.event(ONE)
    assert {r.report_id for r in merged.reports} == {ONE.report_id, TWO.report_id}
    assert len(desk.events()) == 2
    desk.decide(ONE, "split", {"groups": [[TWO.report_id]]})
    assert desk.event(ONE).event_id != desk.event(TWO).event_id
    desk.decide([ONE, TWO, THREE], "merge")
    assert len(desk.events()) == 1


def test_a_split_beats_the_machine_and_keeps_the_rest_together() -> None:
    again, third = report(MOSUL, 300), report(MOSUL, 400)
    desk = Desk(ONE, again, third)
    assert len(desk.events()) == 1
    desk.decide(ONE, "split", {"groups": [[again.report_id]]})
    assert desk.event(ONE).event_id == desk.event(third).event_id != desk.event(again).event_id


def test_an_event_can_be_split_into_several_parts() -> None:
    again, third = report(MOSUL, 300), report(MOSUL, 400)
    desk = Desk(ONE, again, third)
    desk.decide(ONE, "split", {"groups": [[ONE.report_id], [again.report_id], [third.report_id]]})
    assert len(desk.events()) == 3


def test_a_split_lifts_the_confirmation_of_what_was_one(desk: Desk) -> None:
    desk.decide([ONE, TWO], "merge")
    desk.decide(ONE, "confirm")
    desk.decide(ONE, "split", {"groups": [[TWO.report_id]]})
    assert {desk.event(r).status for r in (ONE, TWO)} == {"unreviewed"}
    assert desk.event(TWO).place == BARTELLA


def test_a_report_that_comes_later_is_not_hidden_with_a_rejected_event(desk: Desk) -> None:
    desk.decide(ONE, "reject")
    later = report(MOSUL, 300, article_id="of another article")
    desk.add(later)
    assert desk.event(later).status == "unreviewed"
    assert desk.event(ONE).status == "rejected"


def test_a_report_that_comes_later_joins_a_confirmed_event_and_changes_nothing_of_it(desk: Desk) -> None:
    desk.decide(ONE, "confirm")
    later = report(MOSUL, 300, killed=5, confidence=0.99, article_id="of another article")
    desk.add(later)
    event = desk.event(later)
    assert event.event_id == desk.event(ONE).event_id
    assert event.status == "confirmed"
    assert event.fatalities
    assert event.fatalities.best == 4


def test_two_confirmed_events_stay_two_until_a_person_merges_them() -> None:
    other = report(MOSUL, 300, day="2016-10-21")
    desk = Desk(ONE, other)
    desk.decide([ONE, other], "confirm")
    desk.read_again(ONE, replace(other, event_date=ONE.event_date))
    assert len(desk.events()) == 2
    desk.decide([ONE, other], "merge")
    assert len(desk.events()) == 1


def test_a_confirmation_leaves_why_the_reports_are_one(desk: Desk) -> None:
    again = report(MOSUL, 300, killed=4, article_id="of another article")
    desk.add(again)
    links = desk.event(ONE).links
    assert links
    desk.decide(ONE, "confirm")
    assert desk.event(again).links == links


def test_a_decision_merges_no_event_anew_that_it_does_not_touch(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[set[str]] = []

    def spy(reports: Any, **given: Any) -> list[Event]:
        asked.append({r.location for r in reports})
        return merge(reports, **given)

    monkeypatch.setattr(settling, "merge", spy)
    before = desk.reviewed.events
    desk.merger = Merger()
    assert desk.reviewed.events == before
    for action in ("note", "confirm", "reopen", "reject"):
        desk.decide(ONE, action, note="x")
    desk.decide(TWO, "edit", {**place_values(MOSUL), "wounded": 4})
    desk.decide([ONE, TWO], "reopen")
    desk.decide([ONE, TWO], "merge")
    assert desk.event(THREE) == before[THREE.report_id]
    assert asked[0] == {"Mosul", "Bartella", "Baghdad"}
    assert set(map(frozenset, asked[1:])) <= {
        frozenset({"Mosul", "Bartella"}),
        frozenset({"Mosul", "Bartella", "Baghdad"}),
    }
    assert asked.count({"Mosul", "Bartella", "Baghdad"}) == 2  # once without a merger that remembers


ACTIONS: list[tuple[str, Any]] = [
    ("confirm", lambda d: d.decide(ONE, "confirm")),
    ("reject", lambda d: d.decide([ONE, TWO], "reject")),
    ("edit", lambda d: d.decide(ONE, "edit", {**place_values(QARAQOSH), "fatalities": 9})),
    ("edit to all", lambda d: d.decide(ONE, "edit", place_values(QARAQOSH), scope={"name": "mosul", "country": "IQ"})),
    ("merge", lambda d: d.decide([ONE, TWO, THREE], "merge")),
    ("note", lambda d: d.decide(ONE, "note", note="Ask the desk.")),
]


@pytest.mark.parametrize("act", [act for _, act in ACTIONS], ids=[name for name, _ in ACTIONS])
def test_undo_restores_exactly_and_undoing_it_does_it_again(desk: Desk, act: Callable[[Desk], str]) -> None:
    desk.decide(ONE, "edit", {"wounded": 2})  # what was there before stays
    before = desk.reviewed.events
    done = act(desk)
    after = desk.reviewed.events
    back = desk.undo(done)
    assert desk.reviewed.events == before
    forth = desk.undo(back)
    assert desk.reviewed.events == after
    desk.undo(forth)
    assert desk.reviewed.events == before


def test_undo_of_a_split_and_of_a_reopening(desk: Desk) -> None:
    desk.decide([ONE, TWO], "merge")
    desk.decide(ONE, "confirm")
    before = desk.reviewed.events
    for action, values in (("split", {"groups": [[TWO.report_id]]}), ("reopen", None), ("reject", None)):
        done = desk.decide(ONE, action, values)
        assert desk.reviewed.events != before
        desk.undo(done)
        assert desk.reviewed.events == before


def test_what_is_undone_cannot_be_undone_twice(desk: Desk) -> None:
    done = desk.decide(ONE, "reject")
    desk.undo(done)
    with pytest.raises(ReviewError, match="undone already"):
        desk.undo(done)
    with pytest.raises(ReviewError, match="no such decision"):
        desk.undo("nothing")


def test_two_people_who_undo_at_once_have_both_to_be_redone_by_one_redo(desk: Desk) -> None:
    done = desk.decide(ONE, "reject")
    elsewhere = Desk(ONE, TWO, THREE)
    elsewhere.decisions = list(desk.decisions)
    mine = desk.undo(done, who="Reviewer A")
    elsewhere.undo(done, who="Reviewer B")
    desk.decisions.append(replace(elsewhere.decisions[-1], decision_id="of the other"))
    assert desk.event(ONE).status == "unreviewed"
    desk.undo(mine)
    assert desk.event(ONE).status == "rejected"


def test_an_older_decision_that_is_undone_leaves_the_newer_ones(desk: Desk) -> None:
    first = desk.decide(ONE, "edit", {"fatalities": 5, "wounded": 5})
    desk.decide(ONE, "edit", {"fatalities": 6})
    desk.undo(first)
    event = desk.event(ONE)
    assert event.fatalities
    assert (event.fatalities.best, event.wounded, event.edited) == (6, None, ("fatalities",))


def test_decisions_of_one_time_have_one_order_whatever_the_order_of_their_rows(desk: Desk) -> None:
    for number in range(6):
        desk.decide(ONE, "edit", {"fatalities": number})
    same = [replace(d, decided=desk.decisions[0].decided) for d in desk.decisions]
    seen = set()
    for seed in range(10):
        desk.decisions = random.Random(seed).sample(same, len(same))
        toll = desk.event(ONE).fatalities
        assert toll
        seen.add(toll.best)
    assert seen == {5}


# Newer rules


def changed(r: Report, **fields: Any) -> Report:
    """The same words, read otherwise."""
    return replace(r, **fields)


def moved(r: Report, by: int) -> Report:
    """The sentence is cut elsewhere: another report id, the same words for the place."""
    return replace(r, start=r.start + by, notes=r.notes[by:])


@pytest.mark.parametrize(
    "newer",
    [
        changed(ONE, event_date=date(2016, 10, 1), sub_event_type="Attack", event_type="Violence against civilians"),
        changed(ONE, place=BAGHDAD, confidence=0.2, fatalities=None),
        moved(ONE, 2),
        replace(moved(ONE, 1), location_end=ONE.location_end - 1, number=3, event_date=date(2016, 9, 1)),
    ],
    ids=["other date and type", "other place and toll", "other sentence", "all other"],
)
def test_a_confirmed_event_is_shown_as_it_was_whatever_newer_rules_say(desk: Desk, newer: Report) -> None:
    desk.decide(ONE, "edit", {"wounded": 2})
    desk.decide(ONE, "confirm")
    before = desk.event(ONE)
    desk.read_again(newer, TWO, THREE)
    (event,) = [e for e in desk.events() if e.status == "confirmed"]
    for name in ("event_date", "event_date_end", "event_type", "sub_event_type", "location", "geo_precision", "edited"):
        assert getattr(event, name) == getattr(before, name)
    assert (event.place.latitude, event.place.longitude) == (MOSUL.latitude, MOSUL.longitude)
    assert event.fatalities
    assert event.wounded
    assert (event.fatalities.best, event.wounded.best) == (4, 2)
    assert len(desk.events()) == 3


def test_what_newer_rules_no_longer_find_stays_where_it_was_confirmed_or_edited_and_goes_where_not(desk: Desk) -> None:
    desk.decide(ONE, "confirm")
    desk.decide(TWO, "edit", {"wounded": 2})
    desk.decide(THREE, "note", note="Check.")
    before = (desk.event(ONE), desk.event(TWO))
    desk.read_again()
    assert (desk.event(ONE), desk.event(TWO)) == before
    assert len(desk.events()) == 2
    assert desk.reviewed.kept == {ONE.report_id, TWO.report_id}


def test_what_was_kept_can_be_reopened_and_rejected_and_undone(desk: Desk) -> None:
    done = desk.decide(ONE, "confirm")
    desk.read_again(TWO, THREE)
    rejected = desk.decide(ONE, "reject")
    assert len(desk.events(rejected=True)) == 2
    desk.undo(rejected)
    assert desk.event(ONE).status == "confirmed"
    desk.undo(done)
    assert len(desk.events(rejected=True)) == 2


def test_a_rejection_holds_for_the_same_words_read_anew(desk: Desk) -> None:
    desk.decide(ONE, "reject")
    desk.read_again(moved(ONE, 2), TWO, THREE)
    assert len(desk.events()) == 2


def test_a_report_that_stood_beside_it_is_not_taken_for_its_heir() -> None:
    clash, blast = report(MOSUL, 0), report(MOSUL, 0, sub="Suicide bomb", number=1)
    desk = Desk(clash, blast)
    desk.decide(blast, "reject")
    desk.read_again(clash)
    assert desk.event(clash).status == "unreviewed"


def test_a_merge_and_a_split_hold_after_newer_rules() -> None:
    again = report(MOSUL, 300)
    desk = Desk(ONE, again, TWO, THREE)
    desk.decide(ONE, "split", {"groups": [[again.report_id]]})
    desk.decide([TWO, THREE], "merge")
    newer = [moved(ONE, 1), moved(again, 1), moved(TWO, 1), moved(THREE, 1)]
    desk.read_again(*newer)
    assert len(desk.events()) == 3
    assert desk.event(newer[2]).event_id == desk.event(newer[3]).event_id
    assert desk.event(newer[0]).event_id != desk.event(newer[1]).event_id


# To all


SALAM = Place("Salam", 32.0, 44.9, "IQ", feature_code="PPL")
ELSEWHERE = Place("Salam", 34.5, 38.0, "SY", feature_code="PPL")
MOVED = Place("Hay al-Salam", 36.36, 43.2, "IQ", feature_code="PPLX")
SCOPE = {"name": "salam", "country": "IQ"}


def salam(at: int, place: Place = SALAM, location: str = "Salam", day: int = 1) -> Report:
    return report(place, at, location=location, day=f"2017-01-{day:02}")


def test_an_edit_to_all_places_every_report_of_the_name_in_the_country_now_and_later() -> None:
    one, other, abroad, named = (
        salam(0),
        salam(100, day=2),
        salam(200, ELSEWHERE, day=3),
        salam(300, location="SALÂM", day=4),
    )
    desk = Desk(one, other, abroad, named)
    desk.decide(one, "edit", place_values(MOVED), scope=SCOPE)
    later = salam(400, day=5)
    desk.add(later)
    for r in (one, other, named, later):
        assert desk.event(r).place.latitude == 36.36
        assert desk.event(r).edited == ("place",)
    assert desk.event(abroad).place == ELSEWHERE
    assert desk.event(abroad).edited == ()


def test_an_event_edited_later_wins_over_an_edit_to_all_and_undoing_works_on_both() -> None:
    one, other = salam(0), salam(100, day=2)
    desk = Desk(one, other)
    alone_before = desk.decide(other, "edit", place_values(BAGHDAD))
    to_all = desk.decide(one, "edit", place_values(MOVED), scope=SCOPE)
    assert desk.event(other).place.name == "Hay al-Salam"
    alone_after = desk.decide(other, "edit", place_values(MOSUL))
    assert desk.event(other).place.name == "Mosul"
    assert desk.event(one).place.name == "Hay al-Salam"
    desk.undo(alone_after)
    assert desk.event(other).place.name == "Hay al-Salam"
    desk.undo(to_all)
    assert desk.event(other).place.name == "Baghdad"
    assert desk.event(one).place == SALAM
    desk.undo(alone_before)
    assert desk.event(other).place == SALAM


def test_an_edit_to_all_changes_how_no_event_is_merged() -> None:
    one, other = salam(0), replace(salam(100), place=Place("Salam", 30.6, 47.8, "IQ", feature_code="PPL"))
    desk = Desk(one, other)
    before = len(desk.events())
    desk.decide(one, "edit", place_values(MOVED), scope=SCOPE)
    assert len(desk.events()) == before


def test_an_edit_to_all_does_not_move_an_event_that_another_name_places() -> None:
    quarter = Place("Karaj", 36.34, 43.12, "IQ", feature_code="PPLX")
    named, spot = report(quarter, 0), salam(100)
    desk = Desk(named, spot)
    desk.decide([named, spot], "merge")
    elsewhere = salam(500, day=9)
    desk.add(elsewhere)
    desk.decide(elsewhere, "edit", place_values(MOVED), scope=SCOPE)
    assert desk.event(named).place == quarter
    assert desk.event(named).edited == ()


# History


def test_the_history_is_in_words_newest_first_with_who_and_when(desk: Desk) -> None:
    desk.decide(
        ONE, "edit", {**place_values(QARAQOSH), "fatalities": {"best": 7, "low": 7, "high": None}}, who="Reviewer A"
    )
    note = desk.decide(ONE, "note", note="Two wires say so.", who="Reviewer B")
    desk.decide([ONE, TWO], "merge", who="Reviewer A")
    desk.decide(ONE, "confirm", who="Reviewer C")
    desk.undo(note, who="Reviewer C")
    entries = desk.history(ONE)
    assert [(e.action, e.who) for e in entries] == [
        ("undo", "Reviewer C"), ("confirm", "Reviewer C"), ("merge", "Reviewer A"), ("note", "Reviewer B"),
        ("edit", "Reviewer A"),
    ]  # fmt: skip
    assert [e.decided for e in entries] == sorted((e.decided for e in entries), reverse=True)
    assert [e.sentence for e in entries] == [
        "Took back: Noted.",
        "Confirmed as shown.",
        "Merged with “Bartella” of 2016-10-21.",
        "Noted.",
        "Set the place to Qaraqosh (36.2700, 43.3775) and killed to 7 (at least 7).",
    ]
    assert [(e.undone, e.can_undo) for e in entries] == [(False, True)] * 3 + [(True, False), (False, True)]
    assert entries[3].note == "Two wires say so."


def test_an_edit_to_all_stands_in_the_history_of_every_event_it_places() -> None:
    one, other, abroad = salam(0), salam(100, day=2), salam(200, ELSEWHERE, day=3)
    desk = Desk(one, other, abroad)
    done = desk.decide(one, "edit", place_values(MOVED), scope=SCOPE)
    desk.undo(done)
    assert [e.action for e in desk.history(other)] == ["undo", "edit"]
    assert "for every report of “salam” in IQ" in desk.history(other)[1].sentence
    assert desk.history(abroad) == []


def test_a_merge_stands_in_the_history_of_both_and_once_after_being_undone(desk: Desk) -> None:
    done = desk.decide([ONE, TWO], "merge")
    desk.undo(done)
    assert [e.action for e in desk.history(ONE)] == [e.action for e in desk.history(TWO)] == ["undo", "merge"]
    assert desk.history(THREE) == []
