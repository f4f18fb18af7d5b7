from __future__ import annotations

import csv
from datetime import date

import pytest

from dashboard.importers import guess
from dashboard.importers.gdelt import HEADLESS
from dashboard.records import EVENT_TYPES
from dashboard.settings import data_dir
from tests.importers.tables import GDELT, batches, events, export, refused, rows_of, table


def test_a_row_becomes_an_event():
    [event] = events("gdelt", {})
    told = {name: value for name, value in event.items() if name not in {"raw", "digest"}}
    assert told == {
        "event_id": "gdelt-1090", "dataset": "gdelt", "source_id": "1090", "revision": 0,
        "event_date": date(2016, 10, 17), "event_date_end": date(2016, 10, 17), "time_precision": 1, "date_prec": 1,
        "event_type": "Battles", "sub_event_type": "Armed clash", "location": "Sampletown", "country": "IQ",
        "admin1": "Ninawa", "admin2": "", "latitude": 36.34, "longitude": 43.13, "geo_precision": 1,
        "actors": "POLICE; PROTESTER", "actor1": "POLICE", "actor2": "PROTESTER", "fatalities": None,
        "fatalities_low": None, "fatalities_high": None,
        "notes": "POLICE - PROTESTER, Use conventional military force (CAMEO 190), in 4 articles", "title": "",
        "source": "news.example", "url": "https://www.news.example/a?b=1", "published": date(2016, 10, 18),
        "origin": "sample",
    }  # fmt: skip
    assert {name: value for name, value in event["raw"].items() if value} == GDELT
    assert list(event["raw"]) == HEADLESS[61]


def test_the_columns_stand_where_the_codebook_has_them():
    assert HEADLESS[61].index("EventCode") == 26
    assert HEADLESS[61].index("ActionGeo_Type") == 51
    assert HEADLESS[61].index("ActionGeo_Lat") == 56
    assert HEADLESS[58].index("ActionGeo_Lat") == 53
    assert (len(HEADLESS[57]), HEADLESS[57][-1]) == (57, "DATEADDED")


@pytest.mark.parametrize("columns", [58, 57])
def test_exports_of_version_1_are_read(columns: int):
    [batch], failures = batches("gdelt", ("v1.csv", export([GDELT | {"DATEADDED": "20161018"}], columns)))
    assert not failures
    [event] = batch.rows.to_pylist()
    assert (event["latitude"], event["published"], bool(event["url"])) == (36.34, date(2016, 10, 18), columns == 58)


def test_a_table_with_a_header_is_read_by_its_names():
    [batch], _ = batches("gdelt", ("query.csv", table([GDELT])))
    assert batch.rows["event_id"].to_pylist() == ["gdelt-1090"]


def test_rows_that_tell_of_no_conflict_are_left_out_and_not_refused():
    kinds = [{"EventRootCode": root, "EventCode": f"{root}0"} for root in ("01", "14", "18", "19", "20", "04")]
    [batch], _ = batches("gdelt", ("gdelt.csv", rows_of("gdelt", *kinds)))
    assert (batch.read, batch.left_out, batch.rows.num_rows, batch.refused) == (6, 2, 4, [])


@pytest.mark.parametrize(
    ("code", "sub_event_type"),
    [
        ("141", "Peaceful protest"),
        ("1451", "Violent demonstration"),
        ("181", "Abduction/forced disappearance"),
        ("1821", "Sexual violence"),
        ("1823", "Attack"),
        ("1831", "Suicide bomb"),
        ("1833", "Remote explosive/landmine/IED"),
        ("186", "Attack"),
        ("193", "Armed clash"),
        ("194", "Shelling/artillery/missile attack"),
        ("1952", "Air/drone strike"),
        ("202", "Attack"),
        ("2041", "Chemical weapon"),
        ("1999", "Armed clash"),
    ],
)
def test_codes_are_event_types(code: str, sub_event_type: str):
    assert events("gdelt", {"EventCode": code, "EventRootCode": code[:2]})[0]["sub_event_type"] == sub_event_type


def test_every_code_of_the_table_is_a_known_type():
    with (data_dir() / "imports" / "cameo.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert len({row["code"] for row in rows}) == len(rows)
    assert all(row["sub_event_type"] in EVENT_TYPES[row["event_type"]] for row in rows)


@pytest.mark.parametrize(
    ("kind", "name", "expected"),
    [
        ("1", "Iraq", ("Iraq", "", 3)),
        ("2", "Texas, United States", ("Texas", "Texas", 3)),
        ("3", "Sampletown, Texas, United States", ("Sampletown", "Texas", 1)),
        ("4", "Singapore, Singapore", ("Singapore", "", 1)),
        ("5", "Ninawa, Iraq", ("Ninawa", "Ninawa", 3)),
    ],
)
def test_the_kind_of_place_tells_its_precision(kind: str, name: str, expected: tuple[str, str, int]):
    [event] = events("gdelt", {"ActionGeo_Type": kind, "ActionGeo_FullName": name})
    assert (event["location"], event["admin1"], event["geo_precision"]) == expected


def test_fips_codes_are_iso_codes():
    codes = {"UP": "UA", "RS": "RU", "GZ": "PS", "KV": "XK", "SU": "SD", "OD": "SS", "ZZ": "", "": ""}
    told = events("gdelt", *({"ActionGeo_CountryCode": code} for code in codes))
    assert [event["country"] for event in told] == list(codes.values())


@pytest.mark.parametrize(
    "given", ["javascript:alert(1)", "BBC Monitoring", "http://a b", 'https://x"onclick', "ftp://x"]
)
def test_only_addresses_of_the_web_are_links(given: str):
    [event] = events("gdelt", {"SOURCEURL": given})
    assert (event["url"], event["source"]) == ("", given)


def test_a_quote_in_a_cell_is_a_letter_like_any_other():
    told = events("gdelt", {"Actor1Name": '"POLICE'}, {"GLOBALEVENTID": "1091", "Actor2Name": 'A "B"'})
    assert [event["actors"] for event in told] == ['"POLICE; PROTESTER', 'POLICE; A "B"']


def test_a_row_without_coordinates_says_so():
    assert refused("gdelt", ActionGeo_Lat="", ActionGeo_Long="") == "it has no coordinates"
    assert refused("gdelt", SQLDATE="20161399") == "SQLDATE 20161399 is not in the calendar"


def test_a_row_without_a_header_tells_its_data_set():
    assert guess(export([GDELT]).decode().rstrip("\n").split("\t")) == "gdelt"
