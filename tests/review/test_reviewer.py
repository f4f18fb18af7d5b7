"""The reviewer over a real store: what the review page asks for."""

from __future__ import annotations

import logging
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, cast

import pytest

from dashboard import reviewing, settings
from dashboard.articles import Item
from dashboard.errors import ReviewError
from dashboard.extraction import Extractor
from dashboard.gazetteer import Gazetteer, open_gazetteer
from dashboard.gazetteer.rank import search
from dashboard.ingest import ingest, reextract
from dashboard.query import EventQuery
from dashboard.records import Article, Event, Extraction, Link, Place, Report
from dashboard.review.decisions import Decision
from dashboard.reviewing import Reviewer
from dashboard.store import EventStore, Tables
from tests.conftest import ARTICLES
from tests.review.desk import BAGHDAD, BARTELLA, MOSUL, place_values, report

EVERYTHING = EventQuery(status=("unreviewed", "confirmed", "rejected"))
TEXT = "In Mosul something happened. In Bartella something happened. In Baghdad something happened."
NEWS = Article(TEXT, date(2016, 10, 22), title="A day", source="wire", url="https://a.example/1")
QARAQOSH = Place("Qaraqosh", 36.27, 43.3775, "IQ", "Nineveh", feature_code="PPL")


def reports_of(article: Article, **fields: Any) -> list[Report]:
    found = [report(p, TEXT.index(f"In {p.name}"), article_id=article.article_id) for p in (MOSUL, BARTELLA, BAGHDAD)]
    return [replace(r, **fields) for r in found]


class Rules:
    """Rules made by hand: what they find can be changed."""

    def __init__(self, **fields: Any) -> None:
        self.fields = fields
        self.keep = 3

    def extract(self, article: Article) -> Extraction:
        return Extraction(article, [], reports_of(article, **self.fields)[: self.keep])


@pytest.fixture(autouse=True)
def own_lessons(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """No test teaches the gazetteer of another."""
    monkeypatch.setenv(settings.GAZETTEER_VARIABLE, str(tmp_path / "lessons"))
    return tmp_path / "lessons"


@pytest.fixture
def gazetteer_here(gazetteer: Gazetteer, own_lessons: Path) -> Gazetteer:
    """The gazetteer with the lessons of this test."""
    return open_gazetteer()


@pytest.fixture
def rules() -> Rules:
    return Rules()


@pytest.fixture
def reviewer(tables: Tables, rules: Rules, gazetteer_here: Gazetteer) -> Reviewer:
    """Three events: Mosul, Bartella, Baghdad."""
    ingest([Item("news", NEWS)], cast("Extractor", rules), tables)
    return Reviewer(EventStore(tables), tables, gazetteer_here)


def at(reviewer: Reviewer, name: str) -> str:
    """The id of the event whose report names this place."""
    reviewer.events.refresh(force=True)
    found = reviewer.events.reviewed.events.values()
    return next(e.event_id for e in found if any(r.location == name for r in e.reports))


def shown(reviewer: Reviewer) -> list[dict[str, Any]]:
    reviewer.events.refresh(force=True)
    return list(reviewer.events.stream(EVERYTHING))


def test_a_decision_is_seen_at_once_in_the_table_and_outlives_a_restart(reviewer: Reviewer, tables: Tables) -> None:
    reviewer.decide([at(reviewer, "Mosul")], "edit", who="Reviewer A", values=place_values(QARAQOSH))
    reviewer.decide([at(reviewer, "Mosul")], "confirm", who="Reviewer A")
    reviewer.decide([at(reviewer, "Baghdad")], "reject", who="Reviewer B", note="A duplicate.")
    again = Reviewer(EventStore(Tables(tables.uri, create=False)), tables, reviewer.gazetteer)
    assert shown(again) == shown(reviewer)
    row = next(r for r in shown(again) if r["location"] == "Qaraqosh")
    assert (row["status"], row["edited"], row["latitude"], row["doubts"]) == ("confirmed", "place", 36.27, "")
    assert again.events.count(EventQuery()) == 2
    assert again.history(at(again, "Baghdad"))[0].note == "A duplicate."


def test_decisions_outlive_a_second_ingest_and_a_reading_by_newer_rules(
    reviewer: Reviewer, rules: Rules, tables: Tables
) -> None:
    reviewer.decide([at(reviewer, "Mosul")], "confirm", who="Reviewer A")
    reviewer.decide([at(reviewer, "Bartella")], "edit", who="Reviewer A", values={"wounded": 3})
    reviewer.decide([at(reviewer, "Baghdad")], "reject", who="Reviewer A")
    before = shown(reviewer)
    ingest([Item("news", NEWS)], cast("Extractor", rules), tables)
    assert shown(reviewer) == before
    rules.keep = 0
    report = reextract(cast("Extractor", rules), tables)
    assert (report.read, report.again, report.added) == (1, 1, 0)
    assert [r for r in before if r["status"] != "rejected"] == shown(reviewer)
    assert shown(Reviewer(EventStore(Tables(tables.uri)), tables, reviewer.gazetteer)) == shown(reviewer)
    rules.keep = 3
    rules.fields = {"event_date": date(2016, 1, 1), "event_type": "Riots", "sub_event_type": "Mob violence"}
    reextract(cast("Extractor", rules), tables)
    rows = {r["location"]: r for r in shown(reviewer)}
    assert rows["Mosul"] == next(r for r in before if r["location"] == "Mosul")
    assert (rows["Bartella"]["event_type"], rows["Bartella"]["wounded"]) == ("Riots", 3)
    assert rows["Baghdad"]["status"] == "rejected"


def test_a_reading_again_lets_the_event_keep_its_id(reviewer: Reviewer, rules: Rules, tables: Tables) -> None:
    before = [r["event_id"] for r in shown(reviewer)]
    rules.fields = {"event_date": date(2016, 10, 19)}
    reextract(cast("Extractor", rules), tables)
    assert sorted(r["event_id"] for r in shown(reviewer)) == sorted(before)


def test_the_queue_holds_the_doubtful_events_worst_first_without_the_decided_ones(tables: Tables) -> None:
    sure, *doubtful = reports_of(NEWS)
    vague = replace(doubtful[0], time_precision=3, date_prec=4, place_confidence=0.5)
    undated = replace(doubtful[1], time_precision=2, date_prec=3)
    tables.append([NEWS], [sure, vague, undated], extractor="test")
    reviewer = Reviewer(EventStore(tables), tables, cast("Gazetteer", None))
    assert [row["location"] for row in reviewer.queue(EventQuery())] == ["Bartella", "Baghdad"]
    assert reviewer.reasons(EventQuery()) == [("date", 2), ("place", 1)]
    assert [row["location"] for row in reviewer.queue(EventQuery(), reason="place")] == ["Bartella"]
    assert [row["location"] for row in reviewer.queue(EventQuery(text="baghdad"))] == ["Baghdad"]
    assert len(reviewer.queue(EventQuery(), limit=1)) == 1
    assert reviewer.queue(EventQuery(), reason="'; DROP TABLE event") == []
    reviewer.decide([at(reviewer, "Bartella")], "confirm", who="Reviewer A")
    reviewer.decide([at(reviewer, "Baghdad")], "edit", who="Reviewer A", values={"event_date": "2016-10-20"})
    assert reviewer.queue(EventQuery()) == []
    assert reviewer.reasons(EventQuery(status=("confirmed",))) == []


def test_the_detail_shows_each_report_with_its_article_and_its_words(reviewer: Reviewer) -> None:
    reviewer.decide([at(reviewer, "Bartella")], "edit", who="Reviewer A", values=place_values(QARAQOSH))
    detail = reviewer.detail(at(reviewer, "Bartella"))
    assert detail is not None
    assert (detail.event.place.name, detail.machine.place) == ("Qaraqosh", BARTELLA)
    (found,) = detail.reports
    assert (found.before, found.marked, found.after) == ("In ", "Bartella", " something happened.")
    assert (found.title, found.source, found.url) == ("A day", "wire", "https://a.example/1")
    assert found.paragraph_before == "In Mosul something happened. "
    assert found.paragraph_after == " In Baghdad something happened."
    assert not found.kept
    assert [entry.who for entry in detail.history] == ["Reviewer A"]
    assert reviewer.detail("0123456789abcdef") is None
    assert reviewer.history("0123456789abcdef") == []


def test_what_is_kept_after_newer_rules_is_said(reviewer: Reviewer, rules: Rules, tables: Tables) -> None:
    reviewer.decide([at(reviewer, "Mosul")], "confirm", who="Reviewer A")
    rules.keep = 0
    reextract(cast("Extractor", rules), tables)
    detail = reviewer.detail(at(reviewer, "Mosul"))
    assert detail is not None
    assert detail.reports[0].kept


def test_candidates_and_search_offer_places(tables: Tables, extractor: Extractor, gazetteer_here: Gazetteer) -> None:
    ingest([Item("news", ARTICLES[0])], extractor, tables)
    reviewer = Reviewer(EventStore(tables), tables, gazetteer_here, extractor)
    found = reviewer.candidates(at(reviewer, "Mosul"))
    assert found[0].place.country == "IQ"
    assert found[0].place.name == "Mosul"
    assert reviewer.candidates("0123456789abcdef") == []
    assert {scored.place.country for scored in reviewer.search("Paris", "US")} == {"US"}
    assert reviewer.search("Xqzzvw") == []


def test_similar_events_are_near_misses_and_not_those_that_a_person_parted(tables: Tables) -> None:
    articles = [Article(f"{n}. {TEXT}", date(2016, 10, 22), title=f"Article {n}") for n in range(2)]
    one, other = (
        report(MOSUL, 0, article_id=a.article_id, day=day)
        for a, day in zip(articles, ("2016-10-20", "2016-10-21"), strict=True)
    )
    tables.append(articles, [one, other], extractor="test")
    reviewer = Reviewer(EventStore(tables), tables, cast("Gazetteer", None))
    if len(shown(reviewer)) == 2:
        reviewer.decide([r["event_id"] for r in shown(reviewer)], "merge", who="Reviewer A")
    (event_id,) = reviewer.events.reviewed.events
    reviewer.decide([event_id], "split", who="Reviewer A", values={"groups": [[other.report_id]]})
    assert len(shown(reviewer)) == 2
    assert reviewer.similar(event_id) == []
    assert reviewer.similar("0123456789abcdef") == []


def test_similar_events_come_with_their_rows_and_only_from_around(
    reviewer: Reviewer, monkeypatch: pytest.MonkeyPatch
) -> None:
    mosul, bartella, baghdad = (at(reviewer, name) for name in ("Mosul", "Bartella", "Baghdad"))
    asked: list[set[str]] = []

    def near_misses(events: list[Event], *, apart: Any) -> list[Link]:
        asked.append({e.event_id for e in events})
        return [Link(bartella, mosul, 0.4, ("the same day",)), Link(baghdad, bartella, 0.9)]

    monkeypatch.setattr(reviewing, "near_misses", near_misses)
    ((row, link),) = reviewer.similar(mosul)
    assert asked == [{mosul, bartella}]
    assert (row["event_id"], row["location"], link.reasons) == (bartella, "Bartella", ("the same day",))
    assert [row["event_id"] for row, _ in reviewer.similar(bartella)] == [baghdad, mosul]
    reviewer.decide([bartella], "reject", who="Reviewer A")
    assert asked[-1] == {mosul, bartella}
    reviewer.similar(mosul)
    assert asked[-1] == {mosul}


def test_to_all_counts_what_it_changes_and_changes_as_much(tables: Tables, gazetteer_here: Gazetteer) -> None:
    articles = [Article(f"{n}. {TEXT}", date(2016, 10, n), title=f"Article {n}") for n in (20, 22, 24)]
    reports = [
        report(MOSUL, 0, article_id=a.article_id, day=f"2016-10-{a.published.day}") for a in articles if a.published
    ]
    tables.append(
        articles, [*reports, replace(reports[0], place=BAGHDAD, location="Baghdad", number=5)], extractor="test"
    )
    reviewer = Reviewer(EventStore(tables), tables, gazetteer_here)
    event_id = at(reviewer, "Mosul")
    scope = reviewer.name_scope(event_id)
    assert scope == {"name": "mosul", "country": "IQ"}
    assert reviewer.count_same_name(event_id) == 3
    done = reviewer.decide([event_id], "edit", who="Reviewer A", values=place_values(QARAQOSH), scope=scope)
    assert {r["latitude"] for r in shown(reviewer)} == {36.27, 33.34}
    assert reviewer.count_same_name(event_id) == 3
    reviewer.undo(done, who="Reviewer A")
    assert {r["latitude"] for r in shown(reviewer)} == {36.335, 33.34}
    assert reviewer.name_scope("0123456789abcdef") is None
    assert reviewer.count_same_name("0123456789abcdef") == 0


# Teaching


def first(gazetteer: Gazetteer, name: str) -> Place | None:
    found = search(gazetteer, name, country="IQ")
    return found[0][0] if found and found[0][1] >= 0 else None


def test_a_moved_place_teaches_its_name_and_undoing_it_makes_it_unknown_again(
    reviewer: Reviewer, gazetteer_here: Gazetteer
) -> None:
    village = replace(QARAQOSH, name="Tell Zqarrab", latitude=36.4, longitude=43.5)
    assert first(gazetteer_here, "Tell Zqarrab") is None
    done = reviewer.decide([at(reviewer, "Mosul")], "edit", who="Reviewer A", values=place_values(village))
    learned = first(gazetteer_here, "Tell Zqarrab")
    assert learned is not None
    assert (learned.latitude, learned.longitude) == (36.4, 43.5)
    assert "The gazetteer learned Tell Zqarrab." in reviewer.history(at(reviewer, "Mosul"))[0].sentence
    back = reviewer.undo(done, who="Reviewer A")
    assert first(gazetteer_here, "Tell Zqarrab") is None
    reviewer.undo(back, who="Reviewer A")
    assert first(gazetteer_here, "Tell Zqarrab") == learned


def test_what_two_decisions_taught_is_known_until_both_are_undone(
    reviewer: Reviewer, gazetteer_here: Gazetteer
) -> None:
    village = place_values(replace(QARAQOSH, name="Tell Zqarrab", latitude=36.4, longitude=43.5))
    ids = [at(reviewer, name) for name in ("Mosul", "Bartella")]
    one, other = (reviewer.decide([event_id], "edit", who="Reviewer A", values=village) for event_id in ids)
    reviewer.undo(one, who="Reviewer A")
    assert first(gazetteer_here, "Tell Zqarrab") is not None
    reviewer.undo(other, who="Reviewer A")
    assert first(gazetteer_here, "Tell Zqarrab") is None


def test_another_place_for_one_event_leaves_the_articles_name_where_it_is(
    reviewer: Reviewer, gazetteer_here: Gazetteer
) -> None:
    before = first(gazetteer_here, "Baghdad")
    reviewer.decide([at(reviewer, "Baghdad")], "edit", who="Reviewer A", values=place_values(QARAQOSH))
    assert first(gazetteer_here, "Baghdad") == before
    scope = reviewer.name_scope(at(reviewer, "Bartella"))
    reviewer.decide([at(reviewer, "Bartella")], "edit", who="Reviewer A", values=place_values(QARAQOSH), scope=scope)
    moved = first(gazetteer_here, "Bartella")
    assert moved is not None
    assert moved.latitude == 36.27


def test_a_place_in_no_country_is_set_and_teaches_nothing(reviewer: Reviewer, own_lessons: Path) -> None:
    sea = place_values(Place("Open Sea", 0.0, 0.0))
    reviewer.decide([at(reviewer, "Mosul")], "edit", who="Reviewer A", values=sea)
    assert {(r["latitude"], r["country"]) for r in shown(reviewer)} >= {(0.0, "")}
    assert not own_lessons.exists()


def test_lessons_that_cannot_be_written_leave_the_decision(
    reviewer: Reviewer, own_lessons: Path, caplog: pytest.LogCaptureFixture
) -> None:
    own_lessons.write_text("in the way")
    reviewer.decide([at(reviewer, "Mosul")], "edit", who="Reviewer A", values=place_values(QARAQOSH))
    assert "A correction was not learned" in caplog.text
    assert {r["location"] for r in shown(reviewer)} >= {"Qaraqosh"}


# What cannot be decided


@pytest.mark.parametrize(
    ("names", "action", "given", "reason"),
    [
        ([], "confirm", {}, "Choose an event first"),
        (["gone"], "confirm", {}, "is not there any more"),
        (["Mosul"], "delete", {}, "'delete' is nothing that can be decided"),
        (["Mosul"], "undo", {}, "'undo' is nothing that can be decided"),
        (["Mosul"], "edit", {}, "Nothing was changed"),
        (["Mosul"], "edit", {"values": {"taught": [{"name": "x"}]}}, "Nothing was changed"),
        (["Mosul"], "edit", {"values": {"fatalities": "many"}}, "no whole number"),
        (["Mosul"], "edit", {"values": {"wounded": 1}, "scope": {"name": "mosul", "country": "IQ"}}, "Only a place"),
        (["Mosul"], "reject", {"scope": {"name": "mosul", "country": "IQ"}}, "Only a place"),
        (["Mosul"], "merge", {}, "two events or more"),
        (["Mosul", "Mosul"], "merge", {}, "two events or more"),
        (["Mosul", "Baghdad"], "split", {"values": {"groups": [["x"]]}}, "Choose one event"),
        (["Mosul"], "split", {"values": {"groups": [["x"]]}}, "not of this event"),
        (["Mosul"], "split", {}, "which of its reports belong together"),
        (["Mosul"], "note", {"note": " \n"}, "note is empty"),
        (["Mosul"], "confirm", {"who": " \u200b"}, "Write your name first"),
    ],
)
def test_what_cannot_be_decided_is_said_and_stores_nothing(
    reviewer: Reviewer, tables: Tables, names: list[str], action: str, given: dict[str, Any], reason: str
) -> None:
    ids = [at(reviewer, name) if name != "gone" else "0123456789abcdef" for name in names]
    before = tables.versions()
    with pytest.raises(ReviewError, match=reason):
        reviewer.decide(ids, action, **{"who": "Reviewer A", **given})
    assert tables.versions() == before


def test_the_whole_event_is_no_part_and_a_rejected_event_is_not_merged(reviewer: Reviewer) -> None:
    mosul = at(reviewer, "Mosul")
    detail = reviewer.detail(mosul)
    assert detail is not None
    group = [r.report.report_id for r in detail.reports]
    with pytest.raises(ReviewError, match="Leave at least one"):
        reviewer.decide([mosul], "split", who="Reviewer A", values={"groups": [group]})
    reviewer.decide([mosul], "reject", who="Reviewer A")
    with pytest.raises(ReviewError, match="Reopen it first"):
        reviewer.decide([mosul, at(reviewer, "Baghdad")], "merge", who="Reviewer A")


def test_hostile_words_of_a_person_are_cleaned_and_cut(reviewer: Reviewer) -> None:
    mosul = at(reviewer, "Mosul")
    who, note = "\x1b[2J\u202eReviewer\x00 " + "A" * 500, "<script>\x07\nline\u2028two " + "x" * 5000
    reviewer.decide([mosul], "note", who=who, note=note)
    values = {**place_values(replace(QARAQOSH, name="<b>\x1b Q\u202e" + "q" * 999)), "actor1": ["\x00A;B\n"]}
    reviewer.decide([mosul], "edit", who="Reviewer A", values=values)
    entry = reviewer.history(mosul)[1]
    assert entry.who.startswith("[2J Reviewer A")
    assert len(entry.who) <= 100
    assert len(entry.note) <= 2000
    assert entry.note.startswith("<script>\nline\ntwo x")
    row = reviewer.events.event(mosul)
    assert row is not None
    assert row["location"].startswith("<b> Q q")
    assert len(row["location"]) <= 200
    assert row["actor1"] == "A,B"


# Several people, older programs, damage


DECIDE = """
import sys
from datetime import UTC, datetime
from dashboard.review.making import Signature, decisions_of
from dashboard.store import EventStore, Tables
uri, who, event_id = sys.argv[1:]
store = EventStore(Tables(uri))
sys.stdin.readline()
for number in range(5):
    signature = Signature.of(f"{who} {number}", who, datetime.now(UTC), f"Note {number}")
    store.tables.decide(decisions_of(store.reviewed, [event_id], "note", signature))
"""


def test_decisions_of_two_processes_at_once_both_land(reviewer: Reviewer, tables: Tables) -> None:
    mosul = at(reviewer, "Mosul")
    pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    names = ("Reviewer A", "Reviewer B")
    deciding = [subprocess.Popen([sys.executable, "-c", DECIDE, tables.uri, name, mosul], **pipes) for name in names]
    for process in deciding:
        process.stdin.write("go\n")
        process.stdin.flush()
    for process in deciding:
        _, errors = process.communicate(timeout=120)
        assert process.returncode == 0, errors
    at(reviewer, "Mosul")
    entries = reviewer.history(mosul)
    assert sorted(e.decision_id for e in entries) == [f"{name} {n}" for name in names for n in range(5)]


def test_who_decides_after_having_seen_a_decision_comes_after_it_whatever_the_clocks_say(
    reviewer: Reviewer, tables: Tables
) -> None:
    mosul = at(reviewer, "Mosul")
    done = reviewer.decide([mosul], "reject", who="Reviewer A")
    (row,) = [t.decision for t in reviewer.events.reviewed.taken]
    fast = replace(row, decision_id="fast clock", decided=datetime.now(UTC) + timedelta(hours=1))
    tables.decide([fast])
    reviewer.decide([mosul], "confirm", who="Reviewer B")
    assert [e.action for e in reviewer.history(mosul)] == ["confirm", "reject", "reject"]
    assert next(r["status"] for r in shown(reviewer) if r["event_id"] == mosul) == "confirmed"
    assert done in {e.decision_id for e in reviewer.history(mosul)}


def test_a_damaged_decision_is_ignored_and_told_once_in_the_log(
    reviewer: Reviewer, tables: Tables, caplog: pytest.LogCaptureFixture
) -> None:
    mosul = at(reviewer, "Mosul")
    reviewer.decide([mosul], "confirm", who="Reviewer A")
    good = reviewer.events.reviewed.taken[0].decision.to_row()
    rows = [
        {**good, "decision_id": "bad json", "values": "{broken"},
        {**good, "decision_id": "bad\x1b action", "action": "explode"},
        {**good, "decision_id": "bad type", "targets": '[{"report_id": 7}]'},
        {**good, "decision_id": None},
        {**good, "decision_id": "no time", "decided": None},
    ]
    with caplog.at_level(logging.WARNING):
        tables._append("decisions", rows)
        assert next(r["status"] for r in shown(reviewer) if r["event_id"] == mosul) == "confirmed"
        reviewer.decide([mosul], "reject", who="Reviewer A")
    said = [record.getMessage() for record in caplog.records]
    assert len(said) == 5
    assert all("\x1b" not in line and "is ignored" in line for line in said)
    assert next(r["status"] for r in shown(reviewer) if r["event_id"] == mosul) == "rejected"


def test_an_undo_of_what_is_not_known_harms_nothing(reviewer: Reviewer, tables: Tables) -> None:
    now = datetime.now(UTC)
    tables.decide([Decision("u", "e", "undo", "Reviewer A", now, (), {"decision_id": "never made"})])
    assert len(shown(reviewer)) == 3


def test_an_event_can_be_confirmed_whatever_it_is_called(tables: Tables) -> None:
    odd = replace(reports_of(NEWS)[0], location="\u200b" * 5, event_date=date(1700, 1, 1), place=Place("", 0.0, 0.0))
    tables.append([NEWS], [odd], extractor="test")
    reviewer = Reviewer(EventStore(tables), tables, cast("Gazetteer", None))
    (event_id,) = reviewer.events.reviewed.events
    reviewer.decide([event_id], "confirm", who="Reviewer A")
    (row,) = shown(reviewer)
    assert (row["status"], row["event_date"]) == ("confirmed", date(1700, 1, 1))


def test_a_confirmed_event_keeps_the_name_that_the_article_uses(reviewer: Reviewer) -> None:
    event = next(e for e in reviewer.events.reviewed.events.values() if e.location == "Mosul")
    reviewer.decide([event.event_id], "confirm", who="A")
    after = reviewer.detail(event.event_id)
    assert after is not None
    assert (after.event.location, after.event.date_prec, after.event.place) == (
        event.location,
        event.date_prec,
        event.place,
    )


def test_an_undone_undo_says_what_it_took_back(reviewer: Reviewer) -> None:
    event_id = next(iter(reviewer.events.reviewed.events))
    undone = reviewer.undo(reviewer.decide([event_id], "reject", who="A"), who="A")
    reviewer.undo(undone, who="A")
    assert reviewer.history(event_id)[0].sentence == "Took back: Took back: Rejected."
