"""The page "Import data", run without a browser."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import settings
from dashboard.store import Tables

SCRIPT = """
import streamlit as st
from dashboard.views import import_page
pages = {
    "import": st.Page(import_page.show, title="Import data", url_path="import", default=True),
    "map": st.Page(lambda: None, title="Events", url_path="events"),
}
st.session_state["pages"] = pages
st.navigation(list(pages.values())).run()
"""
HEADER = (
    "event_id_cnty,event_date,time_precision,event_type,sub_event_type,actor1,country,location,latitude,longitude,"
    "geo_precision,source,notes,fatalities,timestamp"
)


def table(*latitudes: str, killed: int = 3, header: str = HEADER) -> bytes:
    rows = [
        f"XXX{number},2016-10-20,1,Battles,Armed clash,Army of Ruritania,Iraq,Ruritz,{latitude},43.38,1,Daily Ruritz,"
        f"Clashes near Ruritz.,{killed},1"
        for number, latitude in enumerate(latitudes)
    ]
    return "\n".join([header, *rows, ""]).encode()


@pytest.fixture
def tables(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Tables:
    monkeypatch.setenv(settings.STORE_VARIABLE, str(tmp_path / "store"))
    return Tables(str(tmp_path / "store"))


@pytest.fixture
def page(tables: Tables) -> AppTest:
    return AppTest.from_string(SCRIPT, default_timeout=60).run()


def drop(page: AppTest, *files: tuple[str, bytes]) -> AppTest:
    page.file_uploader[0].set_value([(name, data, "text/csv") for name, data in files]).run()
    assert not page.exception
    return page


def press_import(page: AppTest) -> AppTest:
    page.button(key="import_start").click().run()
    assert not page.exception
    return page


def said(page: AppTest) -> str:
    texts = [element.value for kind in (page.markdown, page.error, page.caption, page.subheader) for element in kind]
    return "\n".join(texts).replace("\\", "").replace("\u2060", "")


def metrics(page: AppTest) -> dict[str, str]:
    return {metric.label: metric.value for metric in page.metric}


def test_the_first_rows_are_shown_before_anything_is_stored(page: AppTest, tables: Tables) -> None:
    drop(page, ("events.csv", table("36.35", "91", "36.5")))
    assert "The first rows, as ACLED" in said(page)
    assert "events.csv: of 3 rows 2 become events, 1 refused." in said(page)
    refused, events, became, original = (element.value for element in page.dataframe)
    assert refused["Line"].tolist() == [3]
    assert "91" in refused["Refused because"][0]
    assert events["latitude"].tolist() == [36.35, 36.5]
    assert dict(zip(became["Column"], became["Became"], strict=True))["fatalities"] == "fatalities"
    assert original["latitude"].tolist() == ["36.35", "91", "36.5"]
    assert tables.dataset("imports").count_rows() == 0


def test_an_import_is_reported_and_a_newer_file_updates(page: AppTest, tables: Tables) -> None:
    press_import(drop(page, ("events.csv", table("36.35", "91", "36.5"))))
    assert metrics(page) == {
        "Rows read": "3", "Added": "2", "Updated": "0", "Unchanged": "0", "Left out": "0", "Refused": "1",
    }  # fmt: skip
    assert page.dataframe[-1].value["Line"].tolist() == [3]
    assert len(page.button) == 0, "the files are let go"
    press_import(drop(page, ("events.csv", table("36.35", "36.4", "36.5", killed=4))))
    assert (metrics(page)["Added"], metrics(page)["Updated"]) == ("1", "2")
    assert tables.dataset("imports").count_rows() == 5


def test_one_bad_file_never_stops_the_rest(page: AppTest, tables: Tables) -> None:
    files = [("a.csv", b"name,colour\nx,red\n"), ("b.zip", b"PK\x03\x04 no archive"), ("c.csv", table("36.35"))]
    press_import(drop(page, *files))
    assert tables.dataset("imports").count_rows() == 1
    assert "a.csv: its columns are those of no data set" in said(page)
    assert "b.zip: it cannot be read" in said(page)
    assert metrics(page)["Added"] == "1"


def test_a_file_of_another_data_set_than_chosen_is_named(page: AppTest) -> None:
    page.selectbox(key="import_dataset").select("acled").run()
    drop(page, ("a.csv", b"name,colour\nx,red\n"))
    assert "a.csv: it is not of ACLED" in said(page)
    press_import(page)
    assert "a.csv: it is not of ACLED" in said(page)


def test_null_island_is_a_place_when_it_is_said_to_be_one(page: AppTest, tables: Tables) -> None:
    data = table("0").replace(b"43.38", b"0")
    press_import(drop(page, ("a.csv", data)))
    assert metrics(page)["Refused"] == "1"
    page.checkbox(key="import_null_island").check().run()
    press_import(drop(page, ("a.csv", data)))
    assert metrics(page)["Added"] == "1"


@pytest.mark.parametrize("column", ["notes", "", "<b>$x$</b>"])
def test_odd_names_of_columns_and_files_are_shown_as_they_are(page: AppTest, column: str) -> None:
    data = table("36.35", header=f"{HEADER},{column}").replace(b",1\n", b",1,more\n")
    drop(page, ("**a**.csv", data))
    assert any(r"\*\*a\*\*\.csv: of 1 rows 1 become events" in text.value.replace("\\:", ":") for text in page.markdown)
    assert page.dataframe[-1].value.iloc[0].tolist()[-1] == "more"


def test_the_command_for_large_files_names_the_store(page: AppTest, tables: Tables) -> None:
    assert page.code[0].value == f"conflict-dashboard import acled FILE --store {tables.uri}"
