from __future__ import annotations

from datetime import date

import pytest

from dashboard.importers.acled import kind_of
from dashboard.importers.days import RefusedError
from dashboard.records import EVENT_TYPES
from dashboard.store.schemas import IMPORTED
from tests.importers.tables import ACLED, batches, events, refused, rows_of, table


def test_a_row_becomes_an_event_of_the_imports_table():
    [batch], _ = batches("acled", ("acled.csv", rows_of("acled", {})))
    assert batch.rows.schema == IMPORTED
    [event] = events("acled", {})
    raw = event.pop("raw")
    assert raw == ACLED
    assert isinstance(event.pop("digest"), int)
    assert event == {
        "event_id": "acled-XYZ1", "dataset": "acled", "source_id": "XYZ1", "revision": 1700000000,
        "event_date": date(2016, 10, 17), "event_date_end": date(2016, 10, 17), "time_precision": 1, "date_prec": 1,
        "event_type": "Battles", "sub_event_type": "Armed clash", "location": "Sampletown", "country": "IQ",
        "admin1": "Ninewa", "admin2": "Al Hamdaniya", "latitude": 36.34, "longitude": 43.13, "geo_precision": 1,
        "actors": "Army of X; Front of Y; Brigade Z", "actor1": "Army of X", "actor2": "Front of Y", "fatalities": 4,
        "fatalities_low": None, "fatalities_high": None, "notes": "Clashes, it says.", "title": "",
        "source": "Invented Daily", "url": "", "published": None, "origin": "sample",
    }  # fmt: skip


def test_columns_are_found_whatever_their_case_and_order():
    row = {name.upper(): value for name, value in reversed(ACLED.items())}
    [batch], _ = batches("acled", ("acled.csv", table([row])))
    assert batch.rows["source_id"].to_pylist() == ["XYZ1"]


def test_an_export_of_before_2023_goes_by_its_data_id():
    row = {"data_id": "77", **ACLED}
    del row["event_id_cnty"], row["timestamp"]
    [batch], _ = batches("acled", ("acled.csv", table([row])))
    assert batch.rows["event_id"].to_pylist() == ["acled-77"]
    assert batch.rows["revision"].to_pylist() == [0]


@pytest.mark.parametrize(
    "text", ["2016-10-17", "17 October 2016", "17-Oct-2016", "2016-10-17 00:00:00.000", "2016/10/17"]
)
def test_days_are_read_in_every_form_that_means_one_day(text: str):
    assert events("acled", {"event_date": text})[0]["event_date"] == date(2016, 10, 17)


@pytest.mark.parametrize(
    ("precision", "end", "date_prec"),
    [
        ("1", date(2024, 2, 27), 1),
        ("2", date(2024, 3, 4), 3),
        ("3", date(2024, 2, 29), 4),
        ("1.0", date(2024, 2, 27), 1),
    ],
)
def test_a_coarse_day_ends_with_its_week_or_month(precision: str, end: date, date_prec: int):
    [event] = events("acled", {"event_date": "2024-02-27", "time_precision": precision})
    assert (event["event_date_end"], event["date_prec"]) == (end, date_prec)


def test_no_range_ends_after_the_last_day_that_is_kept():
    [event] = events("acled", {"event_date": "2100-12-30", "time_precision": "2"})
    assert event["event_date_end"] == date(2100, 12, 31)


@pytest.mark.parametrize("event_type", EVENT_TYPES)
def test_an_unknown_sub_event_type_is_the_types_general_one(event_type: str):
    found, sub = kind_of(event_type.upper(), "Never heard of")
    assert found == event_type
    assert sub in EVENT_TYPES[event_type]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (("Battle-No change of territory", ""), ("Battles", "Armed clash")),
        (("Battle-Government regains territory", ""), ("Battles", "Government regains territory")),
        (("Remote violence", "Air/drone strike"), ("Explosions/Remote violence", "Air/drone strike")),
        (("Strategic development", ""), ("Strategic developments", "Other")),
        (("Riots/Protests", "", "6"), ("Protests", "Peaceful protest")),
        (("Riots/Protests", "", "5"), ("Riots", "Mob violence")),
        (("protests", "PEACEFUL PROTEST"), ("Protests", "Peaceful protest")),
    ],
)
def test_older_spellings_are_todays_types(given: tuple[str, ...], expected: tuple[str, str]):
    assert kind_of(*given) == expected


def test_an_unknown_type_is_refused():
    with pytest.raises(RefusedError, match=r"'Picnic' is none of ACLED's"):
        kind_of("Picnic", "")


def test_an_unknown_country_is_empty_and_a_number_stands_in_for_a_name():
    told = events("acled", {"country": "Atlantis", "iso": ""}, {"country": "Irak?", "iso": "368"})
    assert [event["country"] for event in told] == ["", "IQ"]
    assert told[0]["raw"]["country"] == "Atlantis"


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"event_date": ""}, "it has no event_date"),
        ({"event_date": "10/11/2016"}, "event_date '10/11/2016' is no day like 2016-10-17 or 17 October 2016"),
        ({"event_date": "17-Oct-16"}, "event_date '17-Oct-16' is no day like 2016-10-17 or 17 October 2016"),
        ({"event_date": "2016-02-30"}, "event_date 2016-02-30 is not in the calendar"),
        ({"event_date": "-0044-03-15"}, "event_date -0044-03-15 lies before the common era"),
        ({"event_date": "0000-03-15"}, "event_date 0000-03-15 lies before the common era"),
        ({"event_date": "1799-12-31"}, "event_date 1799-12-31 lies outside the years 1800 to 2100"),
        ({"event_date": "2101-01-01"}, "event_date 2101-01-01 lies outside the years 1800 to 2100"),
        ({"latitude": "91"}, "latitude 91 lies outside -90 to 90"),
        ({"latitude": ""}, "it has no latitude"),
        ({"latitude": "north"}, "latitude 'north' is no number"),
        ({"latitude": "36,34"}, "latitude '36,34' has a decimal comma, and a point is needed"),
        ({"longitude": "nan"}, "longitude 'nan' is no number"),
        ({"longitude": "-inf"}, "longitude '-inf' is no number"),
        ({"longitude": "180.5"}, "longitude 180.5 lies outside -180 to 180"),
        ({"latitude": "0", "longitude": "0.0"}, "0, 0 is Null Island: the row has no coordinates"),
        ({"fatalities": "-1"}, "fatalities -1 is negative"),
        ({"fatalities": "many"}, "fatalities 'many' is no whole number"),
        ({"fatalities": "2147483648"}, "fatalities 2147483648 is beyond 2147483647"),
        ({"geo_precision": "9"}, "geo_precision '9' is none of 1, 2, 3"),
        ({"event_id_cnty": ""}, "it has no event_id_cnty"),
    ],
)
def test_a_wrong_value_is_refused_with_its_reason(change: dict[str, str], reason: str):
    assert refused("acled", **change) == reason


@pytest.mark.parametrize("name", ["../x", "a b", "x" * 65, "<b>", "é"])
def test_an_id_that_is_not_safe_is_refused(name: str):
    assert "is not of letters, digits" in refused("acled", event_id_cnty=name)


@pytest.mark.parametrize("given", ["", "NA", "NULL", "nan"])
def test_fatalities_that_are_not_told_are_null(given: str):
    assert events("acled", {"fatalities": given})[0]["fatalities"] is None


def test_days_before_1970_and_the_edges_of_the_earth_are_kept():
    [event] = events("acled", {"event_date": "1914-07-28", "latitude": "-90", "longitude": "180"})
    assert (event["event_date"], event["latitude"], event["longitude"]) == (date(1914, 7, 28), -90, 180)


def test_null_island_is_a_place_when_it_is_asked_for():
    [event] = events("acled", {"latitude": "0", "longitude": "0"}, null_island=True)
    assert (event["latitude"], event["longitude"]) == (0, 0)


def test_a_row_with_many_faults_is_refused_once():
    assert refused("acled", event_date="never", latitude="x", fatalities="-3").startswith("event_date 'never'")


def test_spreadsheet_numbers_are_whole_numbers():
    [event] = events("acled", {"fatalities": "4.0", "geo_precision": "2.0", "event_id_cnty": "812.0"})
    assert (event["fatalities"], event["geo_precision"], event["event_id"]) == (4, 2, "acled-812")


def test_rows_without_actors_keep_their_place():
    nobody = dict.fromkeys(("actor1", "assoc_actor_1", "actor2", "assoc_actor_2"), "")
    told = events("acled", nobody, {"actor1": ""}, nobody, {})
    assert [event["actors"] for event in told] == [
        "", "Front of Y; Brigade Z", "", "Army of X; Front of Y; Brigade Z",
    ]  # fmt: skip


def test_a_timestamp_is_a_number_as_spreadsheets_write_it_or_not_told():
    found = events("acled", *({"timestamp": text} for text in ("1600000000.0", " 1600000000 ", "", "NA")))
    assert [event["revision"] for event in found] == [1600000000, 1600000000, 0, 0]


@pytest.mark.parametrize("text", ["yesterday", "1.6e9", "-1", "1600000000.5", "1" * 19])
def test_a_timestamp_that_is_no_number_refuses_the_row(text: str):
    assert refused("acled", timestamp=text) == f"timestamp '{text}' is no whole number"


@pytest.mark.parametrize("text", ["0x10", "0X1f"])
def test_a_count_is_not_read_as_hexadecimal(text: str):
    assert refused("acled", fatalities=text) == f"fatalities '{text}' is no whole number"
