"""The reviewer on imported events of a store: opened, decided on, joined, taken back."""

from __future__ import annotations

from pathlib import Path

import pytest

from dashboard import settings
from dashboard.errors import ReviewError
from dashboard.gazetteer import Gazetteer, open_gazetteer
from dashboard.gazetteer.rank import search
from dashboard.reviewing import EventDetail, Reviewer
from dashboard.store import EventStore, Tables
from tests.review.desk import BARTELLA, MOSUL, STORY, place_values, report
from tests.store.imported import import_rows, imported_row

ID, TWIN = "acled-IRQ1", "ucdp-ged-244"
READ = report(BARTELLA, 0)


@pytest.fixture
def reviewer(tables: Tables, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, gazetteer: Gazetteer) -> Reviewer:
    """One event of an article in Bartella, and two imported ones."""
    monkeypatch.setenv(settings.GAZETTEER_VARIABLE, str(tmp_path / "lessons"))
    tables.append([STORY], [READ], extractor="test")
    import_rows(tables, [imported_row(), imported_row("244", dataset="ucdp-ged")])
    return Reviewer(EventStore(tables), tables, open_gazetteer())


def detail(reviewer: Reviewer, event_id: str) -> EventDetail:
    found = reviewer.detail(event_id)
    assert found is not None
    return found


def test_an_imported_event_opens_with_its_notes_and_original_columns(reviewer: Reviewer) -> None:
    found = detail(reviewer, ID)
    assert (found.event.event_id, found.doubt, found.history) == (ID, 0.0, ())
    assert found.reports[0].before == "Blue Force clashed with Red Force in Bartella."
    assert ("event_id_cnty", "IRQ1") in found.reports[0].raw
    assert reviewer.detail("acled-nosuch") is None


def test_it_is_confirmed_rejected_reopened_noted_and_its_history_says_so(reviewer: Reviewer) -> None:
    for action in ("confirm", "reject", "reopen"):
        reviewer.decide([ID], action, who="Reviewer A")
    reviewer.decide([ID], "note", who="Reviewer B", note="Two sources agree.")
    assert [entry.action for entry in reviewer.history(ID)] == ["note", "reopen", "reject", "confirm"]
    assert detail(reviewer, ID).event.status == "unreviewed"
    assert reviewer.history(TWIN) == []


def test_a_decision_taken_back_leaves_it_as_it_was_imported(reviewer: Reviewer) -> None:
    before = detail(reviewer, ID).event
    done = reviewer.decide([ID], "edit", who="Reviewer A", values={"fatalities": 50})
    assert detail(reviewer, ID).event.fatalities != before.fatalities
    back = reviewer.undo(done, who="Reviewer B")
    assert detail(reviewer, ID).event == before
    reviewer.undo(back, who="Reviewer B")
    assert detail(reviewer, ID).event.edited == ("fatalities",)


def test_a_person_joins_an_imported_event_to_an_articles_and_takes_it_out_again(reviewer: Reviewer) -> None:
    article = READ.report_id
    reviewer.decide([article, ID], "merge", who="Reviewer A")
    both = detail(reviewer, article)
    assert {found.report.report_id for found in both.reports} == {article, ID}
    assert reviewer.detail(ID) is None
    with pytest.raises(ReviewError, match="not there any more"):
        reviewer.decide([ID], "confirm", who="Reviewer A")
    reviewer.decide([article], "split", who="Reviewer A", values={"groups": [[ID]]})
    assert len(detail(reviewer, article).reports) == 1
    assert detail(reviewer, ID).event.event_id == ID


def test_two_imported_events_that_nobody_had_touched_are_joined(reviewer: Reviewer) -> None:
    reviewer.decide([TWIN, ID], "merge", who="Reviewer A")
    joined = reviewer.detail(ID) or reviewer.detail(TWIN)
    assert joined is not None
    assert {found.report.report_id for found in joined.reports} == {ID, TWIN}


def test_an_edit_to_all_counts_and_moves_articles_reports_alone(reviewer: Reviewer) -> None:
    reviewer.decide([TWIN], "note", who="Reviewer A", note="seen")
    assert reviewer.name_scope(ID) is None
    assert reviewer.count_same_name(ID) == 0
    assert reviewer.count_same_name(READ.report_id) == 1
    scope = reviewer.name_scope(READ.report_id)
    reviewer.decide([READ.report_id], "edit", who="Reviewer A", values=place_values(MOSUL), scope=scope)
    assert [detail(reviewer, i).event.place.name for i in (READ.report_id, ID, TWIN)] == [
        "Mosul",
        "Bartella",
        "Bartella",
    ]


def test_the_places_it_may_mean_are_those_of_its_name(reviewer: Reviewer) -> None:
    found = reviewer.candidates(ID)[0].place
    assert (found.country, found.latitude, found.longitude) == (
        "IQ",
        pytest.approx(36.35, abs=0.1),
        pytest.approx(43.4, abs=0.1),
    )


def test_a_place_that_is_set_on_it_teaches_the_gazetteer_until_it_is_taken_back(reviewer: Reviewer) -> None:
    def known() -> bool:
        return any(place.name == "Zzyzxabad" for place, _ in search(open_gazetteer(), "Zzyzxabad"))

    done = reviewer.decide([ID], "edit", who="Reviewer A", values=place_values(BARTELLA, name="Zzyzxabad"))
    assert known()
    reviewer.undo(done, who="Reviewer A")
    assert not known()


def test_what_looks_like_the_same_is_offered(reviewer: Reviewer) -> None:
    assert [row["event_id"] for row, _ in reviewer.similar(ID)] == [READ.report_id]
    assert reviewer.similar("acled-nosuch") == []
