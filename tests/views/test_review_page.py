"""The review page as a script, without a browser: the queue, decisions, names, undo."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import settings
from dashboard.gazetteer import open_gazetteer
from dashboard.query import EventQuery
from dashboard.records import STATUSES, Article, Report
from dashboard.reviewing import EventDetail, HistoryEntry, Reviewer
from dashboard.store import EventStore, Tables
from dashboard.views.review_state import ReviewState
from tests.review.desk import BAGHDAD, BARTELLA, MOSUL, report
from tests.store.imported import import_rows, imported_row
from tests.views.test_pages import APP

TEXT = "In Mosul something happened. In Bartella something happened. In Baghdad something happened."
NEWS = Article(TEXT, date(2016, 10, 22), title="A [day](javascript:x)", source="wire", url="https://a.example/1")
EVERYTHING = EventQuery(status=STATUSES)


def reports() -> list[Report]:
    """Mosul may be another place, Bartella's date is unsure, Baghdad is beyond doubt."""
    doubts: dict[str, dict[str, Any]] = {"Mosul": {"place_confidence": 0.2}, "Bartella": {"time_precision": 2}}
    return [
        report(p, TEXT.index(f"In {p.name}"), article_id=NEWS.article_id, **doubts.get(p.name, {}))
        for p in (MOSUL, BARTELLA, BAGHDAD)
    ]


@pytest.fixture
def desk(tables: Tables, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Reviewer:
    """A reviewer beside the page, on the store that the page shows."""
    monkeypatch.setenv(settings.STORE_VARIABLE, tables.uri)
    monkeypatch.setenv(settings.GAZETTEER_VARIABLE, str(tmp_path / "lessons"))
    tables.append([NEWS], reports(), extractor="test")
    return Reviewer(EventStore(tables), tables, open_gazetteer())


def open_page(name: str = "Reader", event: str = "") -> AppTest:
    app = AppTest.from_file(APP, default_timeout=60)
    app.session_state["review"] = ReviewState(who=name)
    app.session_state["to_review"] = event or "none"  # as the map's "Review this event" does
    app.run()
    assert not app.exception
    return app


def state(app: AppTest) -> ReviewState:
    found = app.session_state["review"]
    assert isinstance(found, ReviewState)
    return found


def event_at(desk: Reviewer, name: str) -> str:
    desk.events.refresh(force=True)
    return next(r["event_id"] for r in desk.events.stream(EVERYTHING) if r["location"] == name)


def shown(desk: Reviewer, event_id: str) -> EventDetail:
    desk.events.refresh(force=True)
    found = desk.detail(event_id)
    assert found is not None
    return found


def decisions(desk: Reviewer, event_id: str) -> list[HistoryEntry]:
    desk.events.refresh(force=True)
    return desk.history(event_id)


def press(app: AppTest, name: str) -> AppTest:
    """Press the button of the event on the page."""
    app.button(key=f"{name}_{state(app).event}").click().run()
    assert not app.exception
    return app


def said(app: AppTest) -> str:
    now = state(app).said
    return now.text if now else ""


def test_the_queue_starts_with_the_worst_and_a_decision_brings_the_next(desk: Reviewer) -> None:
    app = open_page()
    assert state(app).event == event_at(desk, "Mosul")
    assert "2 to look at" in app.subheader[0].value
    press(app, "accept")
    assert shown(desk, event_at(desk, "Mosul")).event.status == "confirmed"
    assert state(app).event == event_at(desk, "Bartella")
    assert "1 to look at, worst first, 1 decided" in app.subheader[0].value
    press(app, "reject")
    assert shown(desk, event_at(desk, "Bartella")).event.status == "rejected"
    assert any("All done" in m.value for m in app.markdown)


def test_a_reason_narrows_the_queue(desk: Reviewer) -> None:
    app = open_page()
    app.button_group(key="review_reason").set_value("date").run()
    assert state(app).event == event_at(desk, "Bartella")
    assert "1 to look at" in app.subheader[0].value


def test_the_shared_filter_narrows_the_queue(desk: Reviewer) -> None:
    app = open_page()
    app.text_input(key="widget_text").set_value("bartella").run()
    assert state(app).event == event_at(desk, "Bartella")
    app.text_input(key="widget_text").set_value("baghdad").run()
    assert any("Nothing left here" in m.value for m in app.markdown)


def test_next_leaves_an_event_for_later_and_offers_it_at_the_end(desk: Reviewer) -> None:
    app = press(press(open_page(), "next"), "next")
    assert any("You have seen them all" in m.value for m in app.markdown)
    app.button[0].click().run()
    assert state(app).event == event_at(desk, "Mosul")
    assert decisions(desk, event_at(desk, "Mosul")) == []


def test_a_decision_without_a_name_waits_for_it(desk: Reviewer) -> None:
    app = press(open_page(name=""), "accept")
    mosul = event_at(desk, "Mosul")
    assert decisions(desk, mosul) == []
    assert state(app).event == mosul
    app.text_input(key="asked_name").set_value("  A.  Reader ")
    next(b for b in app.button if b.label == "Save and go on").click().run()
    assert [(entry.action, entry.who) for entry in decisions(desk, mosul)] == [("confirm", "A. Reader")]
    assert state(app).event == event_at(desk, "Bartella")
    press(app, "accept")  # the name is asked for once
    assert decisions(desk, event_at(desk, "Bartella"))[0].who == "A. Reader"


def test_undo_takes_a_decision_back_and_shows_its_event_and_can_be_undone(desk: Reviewer) -> None:
    app = press(open_page(), "reject")
    mosul = event_at(desk, "Mosul")
    undo = next(b for b in app.button if b.label == "Undo")
    undo.click().run()
    assert shown(desk, mosul).event.status == "unreviewed"
    assert state(app).event == mosul
    assert said(app).startswith("Taken back: Rejected")
    next(b for b in app.button if b.label == "Do it again").click().run()
    assert shown(desk, mosul).event.status == "rejected"
    assert said(app).startswith("Rejected")


def test_typed_degrees_move_the_pin_and_accept_saves_and_confirms_it(desk: Reviewer) -> None:
    app = open_page()
    mosul = event_at(desk, "Mosul")
    app.text_input(key=f"review_search_{mosul}").set_value("36.27, 43.3775").run()
    assert any("36.2700, 43.3775" in m.value for m in app.markdown)
    press(app, "accept")
    event = shown(desk, mosul).event
    assert (event.place.latitude, event.place.longitude, event.place.country) == (36.27, 43.3775, "IQ")
    assert (event.status, event.geo_precision) == ("confirmed", 1)
    next(b for b in app.button if b.label == "Undo").click().run()  # one press takes back both
    event = shown(desk, mosul).event
    assert (event.status, event.place.latitude) == ("unreviewed", MOSUL.latitude)


def test_a_place_applied_to_all_says_how_many_and_moves_them_all(desk: Reviewer) -> None:
    second = Article("In Mosul something happened.", date(2016, 12, 1), title="Later", source="wire")
    later = report(MOSUL, 0, day="2016-11-30", article_id=second.article_id, published=second.published)
    desk.tables.append([second], [later], extractor="test")
    app = open_page()
    mosul = state(app).event
    app.text_input(key=f"review_search_{mosul}").set_value("36.27, 43.3775").run()
    button = app.button(key=f"save_all_{mosul}")
    assert button.label == "Save for all 2 reports of “Mosul” in Iraq"
    button.click().run()
    desk.events.refresh(force=True)
    moved = [r for r in desk.events.stream(EVERYTHING) if r["latitude"] == 36.27]
    assert len(moved) == 2
    assert state(app).event == mosul  # a place that is saved confirms nothing yet


def test_an_edit_of_date_type_and_counts_is_saved_as_it_stands(desk: Reviewer) -> None:
    app = open_page()
    mosul = event_at(desk, "Mosul")
    app.button_group(key="review_panel").set_value("Edit").run()
    field(app.date_input, "First day").set_value(date(2016, 10, 18)).run()
    field(app.selectbox, "Event type").set_value("Riots").run()
    assert field(app.selectbox, "Sub-type").options == ["Violent demonstration", "Mob violence"]
    field(app.selectbox, "Sub-type").set_value("Mob violence").run()
    field(app.number_input, "Killed, at least").set_value(3).run()
    assert any("Changed: date, type, killed." in c.value for c in app.caption)
    next(b for b in app.button if b.label == "Save changes").click().run()
    event = shown(desk, mosul).event
    assert (event.event_date.isoformat(), event.event_date_end.isoformat()) == ("2016-10-18", "2016-10-20")
    assert (event.event_type, event.sub_event_type) == ("Riots", "Mob violence")
    assert event.fatalities is not None
    assert (event.fatalities.best, event.fatalities.low, event.fatalities.high) == (3, 3, None)
    assert next(b for b in app.button if b.label == "Save changes").disabled


def test_accept_takes_along_what_stands_in_the_fields(desk: Reviewer) -> None:
    app = open_page()
    mosul = event_at(desk, "Mosul")
    app.button_group(key="review_panel").set_value("Edit").run()
    field(app.number_input, "Wounded").set_value(4)  # not drawn again before the button
    press(app, "accept")
    event = shown(desk, mosul).event
    assert event.status == "confirmed"
    assert event.wounded is not None
    assert event.wounded.best == 4


def test_what_cannot_be_saved_is_said_and_the_fields_keep_it(desk: Reviewer) -> None:
    app = open_page()
    app.button_group(key="review_panel").set_value("Edit").run()
    field(app.number_input, "Killed, at least").set_value(9).run()
    field(app.number_input, "Killed").set_value(2).run()
    next(b for b in app.button if b.label == "Save changes").click().run()
    assert "must lie between its bounds" in said(app)
    assert field(app.number_input, "Killed").value == 2


def test_merge_with_a_nearby_event_and_split_again(desk: Reviewer) -> None:
    app = open_page()
    mosul, bartella = event_at(desk, "Mosul"), event_at(desk, "Bartella")
    app.button_group(key="review_panel").set_value("Merge or split").run()
    app.button(key=f"merge_{mosul}_{bartella}").click().run()
    assert not app.exception
    merged = state(app).event
    assert len(shown(desk, merged).reports) == 2
    taken = next(r.report.report_id for r in shown(desk, merged).reports if r.report.location == "Bartella")
    app.checkbox(key=f"split_{merged}_{taken}").check().run()
    app.button(key=f"split_{merged}").click().run()
    assert not app.exception
    assert len(shown(desk, event_at(desk, "Bartella")).reports) == 1


def test_notes_and_decisions_stand_in_the_history_each_with_its_undo(desk: Reviewer) -> None:
    app = open_page()
    mosul = event_at(desk, "Mosul")
    app.button_group(key="review_panel").set_value("History and notes").run()
    app.text_area[0].set_value("See <b>the</b> photo [x](javascript:y)").run()
    next(b for b in app.button if b.label == "Add note").click().run()
    assert decisions(desk, mosul)[0].note == "See <b>the</b> photo [x](javascript:y)"
    assert app.text_area[0].value == ""
    assert any(r"\[x\]\(javascript" in m.value for m in app.markdown)
    assert any("Reader, " in c.value and "UTC" in c.value for c in app.caption)
    decision = decisions(desk, mosul)[0].decision_id
    app.button(key=f"history_undo_{decision}").click().run()
    assert next(e for e in decisions(desk, mosul) if e.decision_id == decision).undone


def test_an_event_opened_from_the_map_shows_whatever_its_status(desk: Reviewer) -> None:
    baghdad = event_at(desk, "Baghdad")
    desk.decide([baghdad], "reject", who="A colleague")
    app = open_page(event=baghdad)
    assert state(app).event == baghdad
    press(app, "reopen")
    assert shown(desk, baghdad).event.status == "unreviewed"


def test_a_key_pressed_twice_passes_over_no_event_that_was_not_seen() -> None:
    def script() -> None:
        import streamlit as st

        from dashboard.views import review_state
        from dashboard.views.review_state import ReviewState

        st.session_state["review"] = ReviewState(event="a", order=["a", "b", "c"])
        review_state.pass_over("a")
        review_state.pass_over("a")  # pressed before the page showed b
        st.text(review_state.state().event)

    assert AppTest.from_function(script).run().text[0].value == "b"


def field(found: Any, label: str) -> Any:
    """The first widget of that label."""
    return next(widget for widget in found if widget.label == label)


def test_what_another_person_changed_is_not_confirmed_unseen(desk: Reviewer) -> None:
    app = open_page()
    event = shown(desk, state(app).event).event
    desk.decide([event.event_id], "edit", who="Another", values={"sub_event_type": "Mob violence"})
    press(app, "accept")
    assert "changed meanwhile" in said(app)
    assert shown(desk, event.event_id).event.status == "unreviewed"
    press(app, "accept")  # it was shown as it is now
    assert shown(desk, event.event_id).event.status == "confirmed"


def test_an_imported_event_opens_by_its_id_and_is_decided_on(desk: Reviewer) -> None:
    import_rows(desk.tables, [imported_row(notes="<b>Blue</b> clashed with Red [here](javascript:x).")])
    app = open_page(event="acled-IRQ1")
    assert state(app).event == "acled-IRQ1"
    app.button_group(key="review_panel").set_value("Edit").run()
    press(app, "accept")
    assert shown(desk, "acled-IRQ1").event.status == "confirmed"
    app = open_page(event="acled-IRQ1")
    app.button_group(key="review_panel").set_value("Merge or split").run()
    app.button(key=f"merge_acled-IRQ1_{event_at(desk, 'Bartella')}").click().run()
    assert not app.exception
    both = shown(desk, event_at(desk, "Bartella"))
    assert {found.report.imported is None for found in both.reports} == {True, False}
    assert state(app).event == both.event.event_id
