from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from dashboard.importers import guess
from tests.importers.tables import GED, batches, events, refused, table

REAL = Path(__file__).resolve().parents[3] / "shared" / "ged"


def test_a_row_becomes_an_event():
    [event] = events("ucdp-ged", {})
    told = {name: value for name, value in event.items() if name not in {"raw", "digest"}}
    assert told == {
        "event_id": "ucdp-ged-1001", "dataset": "ucdp-ged", "source_id": "1001", "revision": 0,
        "event_date": date(2016, 2, 1), "event_date_end": date(2016, 2, 1), "time_precision": 1, "date_prec": 1,
        "event_type": "Battles", "sub_event_type": "Armed clash", "location": "Sampletown", "country": "SY",
        "admin1": "North province", "admin2": "East district", "latitude": 34.8, "longitude": 36.7,
        "geo_precision": 1, "actors": "Government of X; Y", "actor1": "Government of X", "actor2": "Y",
        "fatalities": 4, "fatalities_low": 2, "fatalities_high": 9,
        "notes": "Government of X - Y, best estimate 4 deaths, Sampletown, by the bridge",
        "title": "A headline", "source": "Invented Agency", "url": "", "published": date(2016, 2, 3), "origin": "sample",
    }  # fmt: skip
    assert event["raw"] == GED


def test_precision_codes_are_mapped_and_kept():
    told = events("ucdp-ged", *({"where_prec": str(code)} for code in range(1, 8)))
    assert [event["geo_precision"] for event in told] == [1, 2, 2, 3, 2, 3, 3]
    assert [event["raw"]["where_prec"] for event in told] == list("1234567")
    told = events("ucdp-ged", *({"date_prec": str(code)} for code in range(1, 6)))
    assert [(event["date_prec"], event["time_precision"]) for event in told] == [(1, 1), (2, 2), (3, 2), (4, 3), (5, 3)]


@pytest.mark.parametrize(("end", "code"), [("01", 1), ("06", 2), ("07", 3), ("08", 4), ("29", 4)])
def test_a_range_tells_the_precision_that_is_not_given(end: str, code: int):
    [event] = events("ucdp-ged", {"date_prec": "", "date_end": f"2016-02-{end}"})
    assert event["date_prec"] == code
    assert event["event_date_end"] == date(2016, 2, int(end))


def test_one_sided_violence_is_against_civilians():
    told = events("ucdp-ged", *({"type_of_violence": code} for code in "123"))
    assert [event["event_type"] for event in told] == ["Battles", "Battles", "Violence against civilians"]
    assert told[2]["sub_event_type"] == "Attack"


def test_the_source_has_a_day_only_where_it_is_one():
    told = events(
        "ucdp-ged",
        {"source_date": "2016-02-03;2016-02-03"},
        {"source_date": "2016-02-03;2016-02-04"},
        {"source_date": "", "source_office": ""},
    )
    assert [event["published"] for event in told] == [date(2016, 2, 3), None, None]
    assert told[2]["source"] == "Invented Agency 3/2-16"


def test_a_version_with_few_columns_is_enough():
    few = {name: GED[name] for name in ("id", "latitude", "longitude", "date_start", "country")}
    [batch], failures = batches("ucdp-ged", ("few.csv", table([few])))
    assert not failures
    [event] = batch.rows.to_pylist()
    assert (event["event_type"], event["geo_precision"], event["fatalities"]) == ("Battles", 2, None)


def test_a_country_goes_by_either_of_its_names():
    told = events("ucdp-ged", {"country": "Yemen (North Yemen)"}, {"country": "Russia (Soviet Union)"})
    assert [event["country"] for event in told] == ["YE", "RU"]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"date_end": "2016-01-31"}, "date_end 2016-01-31 lies before date_start 2016-02-01"),
        ({"date_end": "soon"}, "date_end 'soon' is no day like 2016-10-17 or 17 October 2016"),
        ({"date_start": "2044-03-15 BC"}, "date_start 2044-03-15 BC lies before the common era"),
        ({"date_start": "2044-03-15 x"}, "date_start '2044-03-15 x' is no day like 2016-10-17 or 17 October 2016"),
        ({"date_start": "15 March 0044 BC"}, "date_start 15 March 0044 BC lies before the common era"),
        ({"type_of_violence": "4"}, "type_of_violence '4' is none of 1, 2, 3"),
        ({"where_prec": "8"}, "where_prec '8' is none of 1, 2, 3, 4, 5, 6, 7"),
        ({"id": ""}, "it has no id"),
        ({"high": "-1"}, "high -1 is negative"),
    ],
)
def test_a_wrong_value_is_refused_with_its_reason(change: dict[str, str], reason: str):
    assert refused("ucdp-ged", **change) == reason


def test_real_files_are_read_whole_where_they_are_there():
    for path in REAL.glob("*.csv"):
        found, failures = batches("ucdp-ged", path)
        assert not failures
        assert sum(batch.read for batch in found) == sum(batch.rows.num_rows for batch in found) > 1000
        assert guess(path.open(encoding="utf-8").readline().split(",")) == "ucdp-ged"
