"""Which reports become one event."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from dashboard.merging import merge, near_misses
from dashboard.merging.blocks import candidate_pairs
from dashboard.merging.merge import BY_PERSON
from dashboard.merging.pairs import Judge
from dashboard.records import Place, Report
from tests.merging.made import (
    BABIL,
    BAGHDAD,
    BARTELLA,
    FRIDAY,
    HILLA,
    HILLA_DISTRICT,
    IRAQ,
    KARAMLESH,
    KARRADA,
    MOSUL,
    MUSAYYIB,
    SADR_CITY,
    THURSDAY,
    report,
)

CAR_BOMB = "Remote explosive/landmine/IED"


def articles(reports: Sequence[Report]) -> list[set[str]]:
    """The articles of each event."""
    return [set(event.articles) for event in merge(reports)]


def are_one(*reports: Report) -> bool:
    return len(merge(reports)) == 1


def forty() -> list[Report]:
    """Forty articles on one bombing: tolls rise, and places, dates, kinds and actors are told as they come."""
    places = [HILLA, HILLA, HILLA_DISTRICT, HILLA, BABIL]
    kinds = ["Suicide bomb", CAR_BOMB, "Suicide bomb", "Attack"]
    reports = []
    for n in range(40):
        inferred = n % 7 == 3
        reports.append(
            report(
                f"article {n:02}",
                places[n % len(places)],
                kinds[n % len(kinds)],
                day=FRIDAY if inferred else THURSDAY,
                time_precision=2 if inferred else 1,
                killed=None if n % 6 == 5 else 30 + n * 50 // 39,
                at_least=n % 2 == 0,
                published=FRIDAY + timedelta(days=n // 20),
                actors=("Islamic State",) if n % 3 == 0 else (),
                confidence=0.9 - n / 100,
            )
        )
    return reports


def test_forty_articles_on_one_bombing_are_one_event() -> None:
    (event,) = merge(forty())
    assert len(event.reports) == 40
    assert len(event.articles) == 40
    assert len(event.links) == 39
    assert (event.place, event.event_date, event.time_precision) == (HILLA, THURSDAY, 1)
    assert event.sub_event_type == "Suicide bomb"
    assert event.actors == ("Islamic State",)
    assert event.fatalities is not None
    assert (event.fatalities.low, event.fatalities.best) == (30, 80)


def test_the_order_of_the_reports_changes_nothing() -> None:
    reports = [*forty(), *two_bombings(), *campaign()]
    expected = merge(reports)
    for seed in range(5):
        mixed = reports + reports[:10]  # and a report given twice counts once
        random.Random(seed).shuffle(mixed)
        assert merge(mixed) == expected


def campaign() -> list[Report]:
    """Battles of a campaign: towns and days of their own."""
    gain = "Government regains territory"
    return [
        report("c1", BARTELLA, gain, day=THURSDAY),
        report("c2", KARAMLESH, gain, day=THURSDAY),
        report("c3", BARTELLA, gain, day=THURSDAY + timedelta(days=9)),
        report("c4", MOSUL, "Armed clash", day=THURSDAY),
        report("c5", MOSUL, "Armed clash", day=FRIDAY),
    ]


def test_towns_and_days_of_a_campaign_stay_apart() -> None:
    assert len(merge(campaign())) == 5


def two_bombings() -> list[Report]:
    """One article that tells of two bombings in Baghdad on one day, and others that tell of either."""
    return [
        report("both", BAGHDAD, CAR_BOMB, killed=11, notes="A car bomb killed 11 people at a market in Baghdad."),
        report("both", BAGHDAD, CAR_BOMB, killed=4, start=200, notes="Another bomb killed 4 near a mosque in Baghdad."),
        report("first", BAGHDAD, CAR_BOMB, killed=11, notes="Eleven people died in a bombing in Baghdad."),
        report("second", BAGHDAD, CAR_BOMB, killed=4, notes="Four people died in a bombing in Baghdad."),
        report("market", BAGHDAD, "Attack", notes="The attack hit a crowded market."),
        report("mosque", BAGHDAD, "Suicide bomb", notes="A man blew himself up outside a mosque."),
    ]


def test_an_article_that_tells_of_two_bombings_parts_those_of_all_articles() -> None:
    assert articles(two_bombings()) == [{"both", "first", "market"}, {"both", "second", "mosque"}]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"notes": "A bomb went off."}, {"notes": "Hours later a car bomb exploded in the city."}),
        ({"notes": "A bomb went off."}, {"notes": "The second blast was in the west of the city."}),
        ({"notes": "A bomb went off in the Karrada district."}, {"notes": "It hit the Jamila district."}),
        ({"killed": 20, "notes": "A bomb killed 20."}, {"killed": 3, "notes": "A car bomb killed 3."}),
        ({"notes": "A bomb hit a market."}, {"notes": "A bomb went off at a hospital."}),
        ({"sub": "Shelling/artillery/missile attack"}, {}),
        ({"actor1": ("Islamic State",)}, {"actor1": ("Peshmerga",)}),
        ({"place": KARRADA}, {"place": SADR_CITY}),
        ({"day": THURSDAY}, {"day": FRIDAY}),
        ({}, {"start": 0, "number": 1}),
    ],
    ids=["later", "second", "quarters", "tolls", "sites", "kinds", "sides", "points", "days", "number"],
)  # fmt: skip
def test_one_article_tells_its_events_apart(first: dict[str, object], second: dict[str, object]) -> None:
    common = {"place": BAGHDAD, "sub": CAR_BOMB}
    assert not are_one(report("a", **(common | first)), report("a", **(common | {"start": 200} | second)))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "detail",
    [
        {"notes": "The blast tore through a market."},
        {"killed": 12, "notes": "Twelve of the dead were children."},
        {"killed": 77, "notes": "Doctors said 77 people had died."},
        {"place": KARRADA, "sub": "Attack", "notes": "The bomb went off in Karrada."},
        {"time_precision": 2, "day": FRIDAY, "notes": "Islamic State claimed the attack."},
        {"notes": "A lorry had been packed with explosives."},
    ],
    ids=["site", "part of the toll", "toll", "quarter", "inferred date", "indefinite"],
)
def test_a_lead_and_its_details_are_one_event(detail: dict[str, object]) -> None:
    lead = report("a", BAGHDAD, killed=80, notes="A suicide bomber killed 80 people in Baghdad on Thursday.")
    assert are_one(lead, report("a", **({"place": BAGHDAD, "start": 200} | detail)))  # type: ignore[arg-type]


def test_one_sentence_that_names_two_towns_tells_of_two_events_yet_a_town_and_its_quarter_are_one() -> None:
    near = replace(KARAMLESH, latitude=BARTELLA.latitude + 0.03, longitude=BARTELLA.longitude)
    one, other = report("a", BARTELLA, killed=5), report("a", near, killed=5, location_start=60)
    assert not are_one(one, replace(other, geo_precision=2))
    assert are_one(report("a", BAGHDAD), report("a", KARRADA, location_start=60))


def test_the_sentence_after_another_bombing_goes_on_about_it() -> None:
    reports = two_bombings()[:2]
    after = report("both", BAGHDAD, CAR_BOMB, start=400, notes="The bomb near the mosque was hidden in a minibus.")
    assert sorted(len(event.reports) for event in merge([*reports, after])) == [1, 2]
    assert articles([*reports, after])[1] == {"both"}
    assert {after, reports[1]} <= set(merge([*reports, after])[1].reports)


@pytest.mark.parametrize(
    ("place", "fields"),
    [
        (HILLA, {"killed": 30}),
        (HILLA_DISTRICT, {}),
        (BABIL, {}),
        (replace(HILLA, latitude=HILLA.latitude + 0.2), {"geo_precision": 2}),  # 22 km
        (replace(HILLA, latitude=HILLA.latitude + 0.2, name="Village"), {"geo_precision": 2}),
        (HILLA, {"sub": "Attack"}),
        (HILLA, {"sub": CAR_BOMB, "killed": 77}),
        (HILLA, {"day": THURSDAY + timedelta(days=2), "time_precision": 2}),
        (HILLA, {"day": THURSDAY - timedelta(days=1), "event_date_end": FRIDAY, "time_precision": 2}),
        (HILLA, {"actors": ("Islamic State",), "actor1": ("Islamic State",)}),
        (HILLA, {"day": FRIDAY, "killed": 80}),
        (IRAQ, {"killed": 80}),
    ],
    ids=["toll", "district", "province", "offset", "near", "kind", "bomb", "inferred", "range", "actor", "next day", "country"],
)  # fmt: skip
def test_what_another_article_may_tell_otherwise(place: Place, fields: dict[str, object]) -> None:
    other = report("b", place, **fields)  # type: ignore[arg-type]
    assert are_one(report("a", killed=80), other)


@pytest.mark.parametrize(
    ("place", "fields"),
    [
        (MUSAYYIB, {}),
        (replace(HILLA, latitude=HILLA.latitude + 0.3, name="Elsewhere"), {"geo_precision": 2, "killed": 80}),  # 33 km
        (replace(BABIL, admin1="Nineveh"), {"killed": 80}),
        (replace(BAGHDAD, country="SY"), {"killed": 80}),
        (HILLA, {"sub": "Peaceful protest"}),
        (HILLA, {"day": THURSDAY + timedelta(days=2), "killed": 80}),
        (HILLA, {"day": THURSDAY + timedelta(days=7), "time_precision": 2, "killed": 80}),
        (HILLA, {"day": FRIDAY}),
        (HILLA, {"sub": "Shelling/artillery/missile attack", "killed": 2}),
        (IRAQ, {}),
    ],
    ids=["town", "far", "province", "country", "kind", "days", "week", "next day", "shelling", "vague"],
)  # fmt: skip
def test_what_is_another_event(place: Place, fields: dict[str, object]) -> None:
    assert not are_one(report("a", killed=80), report("b", place, **fields))  # type: ignore[arg-type]


def test_reports_of_a_border_town_find_each_other_across_the_antimeridian() -> None:
    west = Place("Date Line", -16.80, -179.999, "FJ", feature_code="PPL", geonameid=1)
    east = replace(west, longitude=179.999, geonameid=2)
    assert are_one(report("a", west), report("b", east))


def test_one_name_that_was_resolved_to_two_places_is_one_event_where_all_else_agrees() -> None:
    wrong = replace(HILLA, latitude=35.0, longitude=42.0, geonameid=9)
    (event,) = merge([report("a", killed=80), report("b", wrong, killed=80, actors=("X",))])
    assert "place" in event.doubts
    assert not are_one(report("a"), report("b", wrong))


def test_links_say_why_in_words() -> None:
    (event,) = merge([report("a", killed=80), report("b", killed=77, actors=("X",)), report("a", start=200)])
    said = {reason for link in event.links for reason in link.reasons}
    assert {"same place (Hilla)", "same day", "both suicide bombs", "tolls 80 and 77 agree", "same article"} <= said
    assert all(0.5 <= link.score <= 1 for link in event.links)
    assert {r.report_id for r in event.reports} == {i for link in event.links for i in (link.first, link.second)}


def test_hostile_names_are_only_values_of_the_words() -> None:
    hostile = replace(HILLA, name="{0.__class__} %s {")
    (event,) = merge([report("a", hostile), report("b", hostile)])
    assert "same place ({0.__class__} %s {)" in event.links[0].reasons


def test_the_event_keeps_the_id_of_its_first_recorded_report() -> None:
    early, late = report("a", published=THURSDAY), report("b", published=FRIDAY)
    assert merge([late, early])[0].event_id == early.report_id
    times = {late.report_id: datetime(2020, 1, 1, tzinfo=UTC), early.report_id: datetime(2021, 1, 1, tzinfo=UTC)}
    assert merge([late, early], recorded=times)[0].event_id == late.report_id
    assert merge([late, early], recorded={late.report_id: times[late.report_id]})[0].event_id == late.report_id


def test_no_reports_are_no_events() -> None:
    assert merge([]) == []
    assert near_misses([]) == []


# What a person says


def test_a_person_joins_what_the_machine_keeps_apart() -> None:
    a, b, c = report("a"), report("b", MOSUL, "Peaceful protest"), report("c", MOSUL, "Peaceful protest")
    (event,) = merge([a, b, c], together=[(b.report_id, a.report_id)])
    assert len(event.reports) == 3  # and what belongs to either still joins
    assert [link.score for link in event.links if link.reasons == (BY_PERSON,)] == [1.0]


def test_a_person_parts_what_the_machine_joins() -> None:
    a, b = report("a", killed=80), report("b", killed=80)
    assert are_one(a, b)
    assert len(merge([a, b], apart=[(a.report_id, b.report_id)])) == 2


def test_no_third_report_bridges_a_parted_pair() -> None:
    reports = [report(str(n), killed=80) for n in range(30)]
    first, last = reports[0], reports[-1]
    events = merge(reports, apart=[(first.report_id, last.report_id)])
    assert len(events) == 2
    assert not any({first, last} <= set(event.reports) for event in events)
    assert sum(len(event.reports) for event in events) == 30


def test_a_joined_to_b_and_b_to_c_leave_a_parted_from_c() -> None:
    a, b, c = (report(name, killed=80) for name in "abc")
    ids = [r.report_id for r in (a, b, c)]
    events = merge([a, b, c], together=[(ids[0], ids[1]), (ids[1], ids[2])], apart=[(ids[0], ids[2])])
    # The later of the two joins stands.
    assert sorted(sorted(r.article_id for r in e.reports) for e in events) == [["a"], ["b", "c"]]


def test_a_report_that_is_gone_still_joins_and_parts_its_companions() -> None:
    a, b = report("a"), report("b", MOSUL)
    gone = "report that is no more"
    assert len(merge([a, b], together=[(a.report_id, gone), (gone, b.report_id)])) == 1
    same = report("b")
    assert len(merge([a, same], together=[(same.report_id, gone)], apart=[(a.report_id, gone)])) == 2
    assert len(merge([a], together=[(a.report_id, gone)], apart=[("x", "y")])) == 1


# Near misses


def test_events_that_may_be_one_are_near_misses_with_their_reasons() -> None:
    a = report("a", killed=80)
    b = report("b", BABIL, "Attack", day=THURSDAY + timedelta(days=2), time_precision=2)
    events = merge([a, b])
    assert len(events) == 2
    (link,) = near_misses(events)
    assert {link.first, link.second} == {e.event_id for e in events}
    assert 0 < link.score < 0.5
    assert "Hilla lies in Babil" in link.reasons
    assert near_misses([a, b]) == [link]
    assert near_misses([a, b], apart=[(b.report_id, a.report_id)]) == []
    assert near_misses(events, apart=[(b.report_id, a.report_id)]) == []


def test_what_an_article_tells_apart_is_no_near_miss() -> None:
    assert near_misses(two_bombings()) == []
    assert near_misses([report("a"), report("b", MOSUL)]) == []


# The work


def compared(reports: Sequence[Report]) -> int:
    return sum(1 for _ in candidate_pairs(Judge(reports).facts))


def test_the_pairs_compared_grow_with_the_reports_of_a_city_and_day_and_not_with_their_square() -> None:
    def city_day(n: int) -> list[Report]:
        kinds = ["Suicide bomb", CAR_BOMB, "Attack", "Armed clash"]
        places = [BAGHDAD, KARRADA, SADR_CITY]
        return [report(f"a{i}", places[i % 3], kinds[i % 4], killed=i % 50, time_precision=1 + i % 2) for i in range(n)]

    few, many = compared(city_day(500)), compared(city_day(2000))
    assert few <= 500 * 50
    assert many <= 5 * few


def test_reports_of_other_regions_and_weeks_are_not_compared() -> None:
    towns = [replace(HILLA, latitude=HILLA.latitude - n, name=f"Town {n}") for n in range(10)]
    reports = [
        report(f"a{n}", towns[n % 10], day=THURSDAY + timedelta(days=20 * (n // 10)), time_precision=1 + n % 2)
        for n in range(200)
    ]
    assert compared(reports) == 0


def test_a_crowded_day_still_becomes_one_event() -> None:
    (event,) = merge([report(f"a{n}", killed=80, notes=f"Report {n}.") for n in range(400)])
    assert len(event.reports) == 400


@pytest.mark.parametrize("piece", ["another-", "another ", "hours later ", "the a a a ", "A-", "Al-A "])
def test_a_hostile_sentence_is_read_no_further_than_a_sentence_goes(piece: str) -> None:
    # Would not come to an end, were the patterns to try every way of cutting it into words.
    notes = piece * (1_000_000 // len(piece))
    assert len(merge([report("a", notes=notes), report("a", start=200, notes=notes)])) in {1, 2}
