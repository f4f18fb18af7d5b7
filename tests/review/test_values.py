"""What a decision may hold: checked on the way in as on the way out."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import Any

import pytest

from dashboard.errors import ReviewError
from dashboard.review.apply import date_prec
from dashboard.review.decisions import Anchor, Decision
from dashboard.review.standing import undone
from dashboard.review.text import clean, key
from dashboard.review.values import checked, checked_scope

PLACE = {"name": "Mosul", "latitude": 36.3, "longitude": 43.1}
HOSTILE = "\x00\x1b[31m<b>\u202eevil\u2066\ud800\n\r\t; DROP\ufeff"


def test_values_come_out_in_one_form() -> None:
    given = {
        "place": {**PLACE, "country": "iq", "latitude": 36},
        "event_date": date(2016, 10, 17),
        "sub_event_type": "Grenade",
        "actor1": ("A; B", " A, B ", "", "C"),
        "wounded": 5,
        "fighters": {"best": 30, "high": None},
    }
    found = checked("edit", given)
    assert found["place"] == {
        "name": "Mosul", "latitude": 36.0, "longitude": 43.1, "country": "IQ", "admin1": "", "admin2": "",
        "feature_code": "", "geonameid": None, "geo_precision": 1,
    }  # fmt: skip
    assert found["event_date"] == found["event_date_end"] == "2016-10-17"
    assert found["time_precision"] == 1
    assert found["event_type"] == "Explosions/Remote violence"
    assert found["actor1"] == ["A, B", "C"]
    assert found["wounded"] == {"best": 5, "low": 5, "high": 5}
    assert found["fighters"] == {"best": 30, "low": 30, "high": None}
    assert checked("edit", json.loads(json.dumps(found))) == found


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"place": "Mosul"}, "needs a name, a latitude and a longitude"),
        ({"place": {**PLACE, "radius": 3}}, "needs a name, a latitude"),
        ({"place": {**PLACE, "name": " \u200b"}}, "needs a name"),
        ({"place": {**PLACE, "name": 5}}, "is no text"),
        ({"place": {**PLACE, "latitude": 91}}, "latitude must be a number from -90 to 90"),
        ({"place": {**PLACE, "longitude": float("nan")}}, "longitude must be a number"),
        ({"place": {**PLACE, "longitude": True}}, "longitude must be a number"),
        ({"place": {**PLACE, "longitude": None}}, "longitude must be a number"),
        ({"place": {**PLACE, "country": "Iraq"}}, "no ISO code"),
        ({"place": {**PLACE, "feature_code": "'; --"}}, "no kind of place"),
        ({"place": {**PLACE, "geonameid": "7"}}, "GeoNames id is no number"),
        ({"place": {**PLACE, "geonameid": 2**64}}, "GeoNames id is no number"),
        ({"place": {**PLACE, "geo_precision": 4}}, "geo_precision must be a number from 1 to 3"),
        ({"event_date": "17/10/2016"}, "is not a day"),
        ({"event_date": "2016-02-30"}, "not in the calendar"),
        ({"event_date": "0900-01-01"}, "lies outside"),
        ({"event_date_end": "2016-10-17"}, "first day is not a day"),
        ({"event_date": "2016-10-17", "event_date_end": "2016-10-16"}, "Swap the two days"),
        ({"event_date": "2016-10-17", "time_precision": 0.5}, "time_precision must be"),
        ({"event_type": "Riots"}, "needs a sub-event type"),
        ({"sub_event_type": "Tea party"}, "needs a sub-event type"),
        ({"event_type": "Riots", "sub_event_type": "Grenade"}, "Grenade is no kind of Riots"),
        ({"actor1": "one"}, "needs a list"),
        ({"actor1": [5]}, "is no text"),
        ({"actor2": ["x"] * 31}, "at most 30"),
        ({"fatalities": -1}, "must lie between its bounds"),
        ({"fatalities": "many"}, "no whole number"),
        ({"fatalities": 1.5}, "no whole number"),
        ({"fatalities": True}, "no whole number"),
        ({"fatalities": {"best": 5, "low": 6}}, "between its bounds"),
        ({"fatalities": {"best": 5, "high": 4}}, "between its bounds"),
        ({"fatalities": {"best": 5, "low": -4}}, "not below 0"),
        ({"fatalities": 10**12}, "bounds|too large"),
        ({"fatalities": {"best": 1, "high": 10**12}}, "too large"),
        ({"status": "confirmed"}, "'status' is nothing that can be set"),
        ({"x" * 500: 1}, "nothing that can be set"),
    ],
)
def test_what_cannot_be_used_is_refused_with_a_sentence(given: dict[str, Any], reason: str) -> None:
    with pytest.raises(ReviewError, match=reason) as caught:
        checked("edit", given)
    assert len(str(caught.value)) < 200


@pytest.mark.parametrize("groups", [None, [], [[]], ["ab"], [[1]], [["a"], ["a"]], {"a": 1}, [[""]]])
def test_a_split_needs_groups_of_reports(groups: Any) -> None:
    with pytest.raises(ReviewError):
        checked("split", {"groups": groups})


@pytest.mark.parametrize("scope", [{}, {"name": "..."}, {"name": 1, "country": "IQ"}, {"name": "a", "country": "Iraq"}])
def test_a_scope_needs_a_name_and_a_code(scope: dict[str, Any]) -> None:
    with pytest.raises(ReviewError):
        checked_scope(scope)


def test_a_scope_may_lie_in_no_country() -> None:
    assert checked_scope({"name": "Black  SÉA", "country": ""}) == {"name": "black sea", "country": ""}


def test_hostile_text_is_cleaned_and_cut() -> None:
    assert clean(HOSTILE, 100) == "[31m<b> evil ; DROP"
    assert clean("x" * 10**6, 50) == "x" * 50
    assert clean("a\r\n\n\n\nb\x00\n\n", 100, lines=True) == "a\n\nb"
    assert clean("الموصل 😀", 100) == "الموصل 😀"


@pytest.mark.parametrize(
    ("one", "other"), [("Al-Ḩamdānīyah", "al hamdaniyah"), ("Ra'ad", "raad"), ("МОСКВА", "москва"), ("a  b", "A-B")]
)
def test_a_name_has_one_key(one: str, other: str) -> None:
    assert key(one) == key(other)


@pytest.mark.parametrize(
    ("first", "last", "precision", "code"),
    [
        ("2016-10-17", "2016-10-17", 1, 1),
        ("2016-10-17", "2016-10-17", 2, 3),
        ("2016-10-17", "2016-10-17", 3, 4),
        ("2016-10-17", "2016-10-18", 2, 2),
        ("2016-10-17", "2016-10-23", 2, 3),
        ("2016-10-01", "2016-10-31", 3, 4),
        ("2016-10-01", "2016-12-31", 3, 5),
    ],
)
def test_a_span_of_days_has_ucdps_code(first: str, last: str, precision: int, code: int) -> None:
    assert date_prec(date.fromisoformat(first), date.fromisoformat(last), precision) == code


# Rows


NOW = datetime(2026, 1, 1, tzinfo=UTC)
ANCHOR = Anchor("r", "a", 0, 3, 8, 1)
FULL = Decision(
    "d", "e", "merge", "Reviewer A", NOW, (ANCHOR,), {}, None, "two\nlines", (Anchor("s", "a", 10, 13, 18),)
)
EDIT = Decision(
    "d", "e", "edit", "Reviewer A", NOW, (ANCHOR,), checked("edit", {"place": PLACE}), {"name": "x", "country": "IQ"}
)


@pytest.mark.parametrize("decision", [FULL, EDIT])
def test_a_decision_comes_back_from_its_row(decision: Decision) -> None:
    assert Decision.from_row(decision.to_row()) == decision


@pytest.mark.parametrize(
    "damage",
    [
        {"action": "delete"},
        {"action": None},
        {"decision_id": None},
        {"event_id": ""},
        {"decided": None},
        {"targets": "{broken"},
        {"targets": '{"a": 1}'},
        {"targets": '[{"report_id": "x"}]'},
        {
            "targets": '[{"report_id": "x", "article_id": "a", "start": "0", "location_start": 1, "location_end": 2, "number": 0}]'
        },
        {"targets": "[" * 100_000},
        {"values": "[1]"},
        {"values": '{"place": {"name": "x", "latitude": 1e999, "longitude": 0}}'},
        {"values": '{"fatalities": "many"}'},
        {"scope": '{"name": 5}'},
        {"action": "merge", "values": '{"with": 7}'},
        {"action": "undo", "values": "{}"},
        {"action": "split", "values": None},
    ],
)
def test_a_row_that_makes_no_sense_is_refused(damage: dict[str, Any]) -> None:
    with pytest.raises(ReviewError):
        Decision.from_row({**EDIT.to_row(), **damage})


def test_an_older_programs_row_has_no_targets_and_is_read() -> None:
    row = {"decision_id": "d", "event_id": "e", "action": "confirm", "who": None, "reason": None, "decided": NOW}
    decision = Decision.from_row({**row, "targets": None, "scope": None, "values": None})
    assert (decision.targets, decision.values, decision.who) == ((), {}, "")


def undo(name: str, of: str) -> Decision:
    return Decision(name, "e", "undo", "Reviewer A", NOW, (), {"decision_id": of})


def test_what_stands_does_not_depend_on_the_order_and_rings_stand_for_nothing() -> None:
    chain = [EDIT, undo("u1", "d"), undo("u2", "u1"), undo("u3", "u2")]
    for rows in (chain, chain[::-1]):
        assert undone(rows[:]) == {"d", "u2"}
    assert undone([*chain, undo("u4", "u3")]) == {"u3", "u1"}
    assert undone([undo("a", "b"), undo("b", "a"), undo("self", "self")]) == {"a", "b", "self"}
    assert "d" in undone([EDIT, undo("u", "d"), undo("u'", "d"), undo("v", "u")])
    assert undone([undo("u", "of nothing")]) == {"of nothing"}


def test_a_long_chain_of_undos_is_followed() -> None:
    chain = [EDIT, *(undo(f"u{n}", f"u{n - 1}" if n else "d") for n in range(5001))]
    assert "d" in undone(chain)
