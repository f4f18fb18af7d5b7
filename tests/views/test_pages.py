"""The Streamlit script, run without a browser."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

import dashboard
from dashboard import settings
from dashboard.query import EventQuery
from dashboard.store import EventStore
from dashboard.views.components import plain
from tests.review.desk import decide

APP = str(Path(dashboard.__file__).parent / "app.py")


def _run(uri: str, monkeypatch: pytest.MonkeyPatch, **params: str) -> AppTest:
    monkeypatch.setenv(settings.STORE_VARIABLE, uri)
    app = AppTest.from_file(APP, default_timeout=60)
    for key, value in params.items():
        app.query_params[key] = value
    return app.run()


def test_address_becomes_filter_table_and_headline(stocked: EventStore, monkeypatch: pytest.MonkeyPatch) -> None:
    app = _run(stocked.tables.uri, monkeypatch, country="IQ", end="2016-12-31")
    assert not app.exception
    assert app.multiselect(key="widget_country").value == ["IQ"]
    assert app.date_input(key="widget_end").value.isoformat() == "2016-12-31"
    assert len(app.dataframe[0].value) == 2
    assert any("**2** of 4 selected" in m.value for m in app.markdown)


def test_widgets_change_the_address(stocked: EventStore, monkeypatch: pytest.MonkeyPatch) -> None:
    app = _run(stocked.tables.uri, monkeypatch)
    app.multiselect(key="widget_type").select("Battles").run()
    assert app.query_params["type"] == "Battles"
    assert len(app.dataframe[0].value) == 1
    app.text_input(key="widget_text").set_value("bartella").run()
    assert app.query_params["text"] == "bartella"


def test_crossed_dates_move_along_instead_of_failing(stocked: EventStore, monkeypatch: pytest.MonkeyPatch) -> None:
    app = _run(stocked.tables.uri, monkeypatch, start="2017-01-01", end="2017-02-01")
    app.date_input(key="widget_end").set_value("2016-10-31").run()
    assert not app.exception
    assert app.query_params["start"] == "2016-10-31"
    assert app.query_params["end"] == "2016-10-31"


def test_a_bad_address_is_named_and_everything_shown(stocked: EventStore, monkeypatch: pytest.MonkeyPatch) -> None:
    app = _run(stocked.tables.uri, monkeypatch, bbox="here")
    assert "cannot be used" in app.warning[0].value
    assert len(app.dataframe[0].value) == 4


def test_empty_store_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = _run(str(tmp_path / "new"), monkeypatch)
    assert not app.exception
    assert any("No events yet" in m.value for m in app.markdown)


def test_a_store_that_is_none_is_a_sentence_not_a_traceback(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("x")
    app = _run(str(tmp_path / "file"), monkeypatch)
    assert not app.exception
    assert "not an event store" in app.error[0].value.replace("\\", "")


def test_names_of_files_cannot_use_markdown() -> None:
    assert plain("[a](javascript:b) <c> $x$ :red[d]") == (r"\[a\]\(javascript\:b\) \<c\> \$x\$ \:red\[d\]")


def test_a_run_that_still_carries_the_old_address_does_not_lose_the_filter(
    stocked: EventStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = _run(stocked.tables.uri, monkeypatch)
    app.text_input(key="widget_text").set_value("bartella").run()
    del app.query_params["text"]  # asked for before the browser had the new address
    app.multiselect(key="widget_type").select("Battles").run()
    assert app.query_params["text"] == "bartella"
    assert app.query_params["type"] == "Battles"


def test_an_address_that_changes_after_it_was_seen_is_followed(
    stocked: EventStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = _run(stocked.tables.uri, monkeypatch)
    app.text_input(key="widget_text").set_value("bartella").run()
    app.run()  # the browser shows the address
    del app.query_params["text"]
    app.run()  # Back
    assert app.text_input(key="widget_text").value == ""
    assert len(app.dataframe[0].value) == 4


def test_rejected_events_are_listed_only_when_their_status_is_asked_for(
    stocked: EventStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    event_id = stocked.table(EventQuery(text="kyiv"))["event_id"].iloc[0]
    decide(stocked, [event_id], "reject")
    app = _run(stocked.tables.uri, monkeypatch)
    assert "✕ rejected" not in app.dataframe[0].value["Status"].tolist()
    assert len(app.dataframe[0].value) == 3
    app.multiselect(key="widget_status").select("rejected").run()
    assert app.query_params["status"] == "rejected"
    assert app.dataframe[0].value["Status"].tolist() == ["✕ rejected"]
    assert app.dataframe[0].value["Place"].tolist() == ["Kyiv"]
    assert any("**1** of 4 selected" in m.value for m in app.markdown)
