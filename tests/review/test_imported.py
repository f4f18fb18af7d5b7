"""Imported events in the review: joined, parted and decided on by persons, never by the machine."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta

import pytest

from dashboard.merging import merge, near_misses
from dashboard.records import Count, Report
from dashboard.review import Reviewed, review
from dashboard.review.decisions import Decision
from dashboard.review.detail import MAX_CELL, raw_columns, report_detail
from dashboard.review.finding import Readings, touched
from dashboard.review.history import history
from dashboard.review.making import Signature, decisions_of, undo_of
from dashboard.review.review import looked_at
from dashboard.store.rows import imported_report
from tests.review.desk import BARTELLA, MOSUL, START, Desk, place_values, report
from tests.store.imported import imported_row

# The same clash, told by two articles and by two data sets.
READ = report(BARTELLA, 0, killed=5, actors=("Blue Force", "Red Force"))
AGAIN = replace(READ, article_id="another article")
CODED = imported_report(imported_row())
TWIN = imported_report(imported_row("244", dataset="ucdp-ged"))
ID = "acled-IRQ1"


@pytest.fixture
def desk() -> Desk:
    return Desk(READ, AGAIN, CODED, TWIN)


def test_a_row_becomes_a_report_of_its_own_id_and_values() -> None:
    assert CODED.report_id == CODED.article_id == ID
    assert (CODED.actor1, CODED.actor2) == (("Blue Force",), ("Red Force",))
    assert CODED.fatalities == Count(5, 3, 8, 0, 0)
    assert CODED.published == date(2016, 10, 20)
    assert CODED.imported is not None
    assert CODED.imported.published is None
    assert (CODED.imported.dataset, CODED.imported.source_id, CODED.imported.file) == ("acled", "IRQ1", "invented.csv")


def test_the_machine_merges_articles_and_leaves_every_imported_event_alone(desk: Desk) -> None:
    assert desk.event(READ).event_id == desk.event(AGAIN).event_id
    for coded in (CODED, TWIN):
        event = desk.event(coded)
        assert (event.event_id, event.reports, event.status) == (coded.report_id, (coded,), "unreviewed")
    assert len(merge([READ, CODED, TWIN])) == 3


def test_a_decision_on_one_event_draws_no_imported_one_into_it(desk: Desk) -> None:
    desk.decide([READ, CODED], "reject")
    assert len({desk.event(r).event_id for r in (READ, CODED, TWIN)}) == 3
    desk.decide([READ, CODED], "reopen")
    desk.decide([READ, CODED], "merge")
    assert {r.report_id for r in desk.event(READ).reports} == {r.report_id for r in (READ, AGAIN, CODED)}
    assert desk.event(TWIN).event_id == TWIN.report_id


def test_what_a_person_joined_can_be_split_and_undone(desk: Desk) -> None:
    joined = desk.decide([CODED, TWIN], "merge")
    assert {r.report_id for r in desk.event(TWIN).reports} == {CODED.report_id, TWIN.report_id}
    desk.decide(CODED, "split", {"groups": [[TWIN.report_id]]})
    assert desk.event(TWIN).event_id == TWIN.report_id
    assert desk.event(CODED).event_id == CODED.report_id
    desk.undo(desk.decisions[-1].decision_id)
    assert len(desk.event(TWIN).reports) == 2
    desk.undo(joined)
    assert len(desk.event(TWIN).reports) == 1


def test_an_article_that_comes_later_joins_the_articles_of_a_mixed_event(desk: Desk) -> None:
    desk.decide([READ, CODED], "merge")
    late = replace(READ, article_id="a third article")
    desk.add(late)
    assert desk.event(late).event_id == desk.event(CODED).event_id == desk.event(READ).event_id


def test_an_event_of_both_keeps_the_articles_id() -> None:
    desk = Desk(READ)
    alone = desk.event(READ).event_id
    desk.readings[-1][1].append(CODED)  # nothing says when it was first stored
    desk.decide([CODED, READ], "merge")
    assert desk.event(CODED).event_id == alone


def test_an_edit_to_all_of_a_name_touches_no_imported_event(desk: Desk) -> None:
    desk.decide(READ, "edit", place_values(MOSUL), scope={"name": "bartella", "country": "IQ"})
    assert desk.event(AGAIN).place.name == "Mosul"
    assert desk.event(CODED).place.name == "Bartella"
    assert desk.history(CODED) == []


def test_an_imported_event_is_edited_like_any_other(desk: Desk) -> None:
    desk.decide(CODED, "edit", {**place_values(MOSUL), "fatalities": 7})
    event = desk.event(CODED)
    assert (event.place.name, event.edited) == ("Mosul", ("place", "fatalities"))
    assert event.fatalities == Count(7, 7, 7, 0, 0)
    assert desk.event(TWIN).place.name == "Bartella"


def test_what_people_coded_is_not_doubted_however_coarse_it_is() -> None:
    coarse = imported_report(imported_row(geo_precision=3, time_precision=3))
    desk = Desk(coarse)
    desk.decide(coarse, "note", note="Look at the source.")
    assert desk.event(coarse).doubts == ()


def _reviewed(now: Report, decisions: list[Decision], *versions: Report) -> Reviewed:
    """What decisions make of an event that was imported once a day, ``now`` last by its revision."""
    told = [(START + timedelta(days=n), version) for n, version in enumerate(versions)]
    return review({ID: now}, decisions, old=Readings().with_imported({ID: told}))


def test_a_confirmed_event_keeps_the_values_it_had_when_a_newer_version_is_imported() -> None:
    newer = imported_report(imported_row(fatalities=50, fatalities_low=50, fatalities_high=50, notes="Coded anew."))
    first = _reviewed(CODED, [], CODED)
    signature = Signature.of("d1", "Reviewer A", START + timedelta(hours=1))
    confirmed = decisions_of(first, [ID], "confirm", signature)
    kept = _reviewed(newer, confirmed, CODED, newer).events[ID]
    assert (kept.notes, kept.fatalities, kept.status) == (CODED.notes, CODED.fatalities, "confirmed")
    later = Signature.of("d2", "Reviewer A", START + timedelta(hours=2))
    reopened = [*confirmed, *decisions_of(first, [ID], "reopen", later)]
    free = _reviewed(newer, reopened, CODED, newer).events[ID]
    assert (free.notes, free.fatalities) == ("Coded anew.", newer.fatalities)


def test_an_edit_stays_on_a_newer_version_whose_other_values_show() -> None:
    newer = imported_report(imported_row(notes="Coded anew."))
    signature = Signature.of("d1", "Reviewer A", START + timedelta(hours=1))
    edit = decisions_of(_reviewed(CODED, [], CODED), [ID], "edit", signature, {"fatalities": 1})
    event = _reviewed(newer, edit, CODED, newer).events[ID]
    assert event.fatalities == Count(1, 1, 1, 0, 0)
    assert event.notes == "Coded anew."


def test_touched_are_the_imported_events_that_any_decision_names(desk: Desk) -> None:
    assert touched(desk.decisions) == set()
    done = desk.decide([READ, CODED], "merge")
    assert touched(desk.decisions) == {ID}
    desk.undo(done)
    desk.decide(TWIN, "note", note="seen")
    assert touched(desk.decisions) == {ID, TWIN.report_id}
    assert touched(map(Decision.from_row, (d.to_row() for d in desk.decisions))) == {ID, TWIN.report_id}


def test_looking_at_an_event_gives_what_reviewing_it_would(desk: Desk) -> None:
    desk.decide(READ, "edit", place_values(MOSUL), scope={"name": "bartella", "country": "IQ"})
    whole = desk.reviewed
    without = review({r.report_id: r for r in (READ, AGAIN)}, desk.decisions, recorded=desk.recorded)
    assert ID not in without.events
    seen = looked_at(without, [CODED, TWIN])
    assert (seen.events, seen.machine, seen.event_of) == (whole.events, whole.machine, whole.event_of)
    assert history(seen, ID) == []
    assert looked_at(seen, [CODED]) is seen
    rows = decisions_of(seen, [ID], "confirm", Signature.of("d9", "Reviewer A", START))
    assert rows[0].targets[0].report_id == ID
    again = looked_at(review({ID: CODED}, rows), [CODED])
    assert again.events[ID].status == "confirmed"
    assert undo_of(again, "d9", Signature.of("d10", "Reviewer A", START))[0].targets == rows[0].targets


def test_an_imported_event_that_looks_like_the_same_is_offered_to_a_person(desk: Desk) -> None:
    offered = {frozenset((link.first, link.second)) for link in near_misses(desk.reviewed.machine.values())}
    article = desk.event(READ).event_id
    assert {frozenset((article, ID)), frozenset((ID, TWIN.report_id))} <= offered
    assert near_misses([desk.event(READ), desk.event(CODED)], apart=[(READ.report_id, ID), (AGAIN.report_id, ID)]) == []


def test_the_detail_of_an_imported_report_is_its_notes_and_its_original_columns() -> None:
    found = report_detail(CODED, None, kept=False)
    assert (found.before, found.marked, found.after) == (CODED.notes, "", "")
    assert (found.source, found.published) == ("An Agency", None)
    assert found.raw == (("event_id_cnty", "IRQ1"), ("iso", "368"), ("notes", "As it was <b>coded</b>."))


@pytest.mark.parametrize("raw", ["", "{", "[1]", "null", "[" * 100_000])
def test_damaged_original_columns_are_none(raw: str) -> None:
    assert raw_columns(raw) == ()


def test_hostile_original_columns_are_cut_and_lose_what_turns_text() -> None:
    raw = json.dumps({"a\u202eb": "x\u0000\u001b[31m" + "y" * 10_000, "none": None, "blank": " ", "deep": {"k": [1]}})
    (name, value), deep = raw_columns(raw)
    assert name == "a b"
    assert value.startswith("x [31my")
    assert len(value) == MAX_CELL
    assert deep == ("deep", '{"k": [1]}')
