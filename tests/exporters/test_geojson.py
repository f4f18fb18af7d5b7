"""GeoJSON as RFC 7946 has it."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from dashboard.exporters import geojson_chunks
from dashboard.exporters.geojson import CHUNK, PROPERTIES
from dashboard.query import BBox, EventQuery
from dashboard.records import COUNTS
from dashboard.store import EventStore

EVENT: dict[str, Any] = {
    "event_id": "00ff00ff00ff00ff",
    "latitude": 36.335,
    "longitude": 43.11889,
    "event_date": date(2016, 10, 17),
    "event_date_end": date(2016, 10, 18),
    "time_precision": 1,
    "date_prec": 2,
    "event_type": "Battles",
    "sub_event_type": "Armed clash",
    "location": "Mosul",
    "country": "IQ",
    "admin1": "Nineveh",
    "admin2": "",
    "geo_precision": 1,
    "geonameid": 99072,
    "actors": "Iraqi army; Peshmerga",
    "actor1": "Iraqi army",
    "actor2": "",
    **{f"{name}{part}": None for name in COUNTS for part in ("", "_low", "_high")},
    "wounded": 3,
    "notes": "Clashes broke out.",
    "confidence": 0.9,
    "status": "unreviewed",
    "edited": "place",
    "doubts": "date",
    "doubt": 0.2,
    "reports": 2,
    "articles": 1,
    "title": "Troops",
    "source": "sample",
    "url": "",
    "sources": "sample",
    "urls": "",
    "published": date(2016, 10, 18),
    "article_id": "aa00aa00aa00aa00",
    "dataset": "",
}
HOSTILE = "</script><b>\"'\\ \n\r\t\u2028\u0000 😀 الموصل ]}],"


def collection(events: list[dict[str, Any]], bounds: BBox | None = None) -> dict[str, Any]:
    found: dict[str, Any] = json.loads("".join(geojson_chunks(events, bounds)))
    return found


def test_no_events_are_a_valid_empty_collection() -> None:
    assert collection([]) == {"type": "FeatureCollection", "features": []}


def test_the_collection_has_the_members_of_the_standard_and_no_crs() -> None:
    found = collection([EVENT, EVENT], BBox(43.1, 33.3, 44.4, 36.4))
    assert list(found) == ["type", "bbox", "features"]
    assert found["type"] == "FeatureCollection"
    assert found["bbox"] == [43.1, 33.3, 44.4, 36.4]
    assert len(found["features"]) == 2


def test_a_feature_has_its_id_beside_its_properties_and_longitude_first() -> None:
    (found,) = collection([EVENT])["features"]
    assert set(found) == {"type", "id", "geometry", "properties"}
    assert (found["type"], found["id"]) == ("Feature", "00ff00ff00ff00ff")
    assert found["geometry"] == {"type": "Point", "coordinates": [43.11889, 36.335]}
    assert not {"id", "event_id", "latitude", "longitude"} & set(found["properties"])


def test_every_documented_property_is_there_and_no_other() -> None:
    properties = collection([EVENT])["features"][0]["properties"]
    assert list(properties) == list(PROPERTIES)
    assert properties["event_date"] == "2016-10-17"
    assert properties["event_date_end"] == properties["published"] == "2016-10-18"
    assert (properties["fatalities"], properties["wounded"]) == (None, 3)
    assert properties["reports"] == 2
    assert all(PROPERTIES.values())


@pytest.mark.parametrize("missing", ["latitude", "longitude"])
def test_an_event_without_coordinates_has_a_null_geometry(missing: str) -> None:
    (found,) = collection([EVENT | {missing: None}])["features"]
    assert found["geometry"] is None


def test_null_island_has_a_geometry() -> None:
    (found,) = collection([EVENT | {"latitude": 0.0, "longitude": 0.0}], BBox(0, 0, 0, 0))["features"]
    assert found["geometry"] == {"type": "Point", "coordinates": [0.0, 0.0]}


@pytest.mark.parametrize("name", ["location", "notes", "title", "source", "actors"])
def test_hostile_strings_come_back_as_they_were(name: str) -> None:
    (found,) = collection([EVENT | {name: HOSTILE}])["features"]
    assert found["properties"][name] == HOSTILE


@pytest.mark.parametrize("number", [float("nan"), float("inf"), float("-inf")])
def test_numbers_that_json_does_not_have_become_null(number: float) -> None:
    text = "".join(geojson_chunks([EVENT | {"confidence": number}], None))
    assert "NaN" not in text
    assert "Infinity" not in text
    assert json.loads(text)["features"][0]["properties"]["confidence"] is None


@pytest.mark.parametrize("number", [None, float("nan"), float("inf")])
def test_a_point_that_is_none_has_a_null_geometry(number: float | None) -> None:
    (found,) = collection([EVENT | {"latitude": number}])["features"]
    assert found["geometry"] is None


@pytest.mark.parametrize("value", [True, 0, -7, 10**20, 0.1, -0.0, 1e-7, 1e22, 12.0, "", "100%", "%s", None])
def test_values_are_written_as_the_library_writes_them(value: Any) -> None:
    text = "".join(geojson_chunks([EVENT | {"wounded": value, "notes": value}], None))
    assert f'"wounded":{json.dumps(value)},' in text
    assert f'"notes":{json.dumps(value)},' in text


def test_each_feature_stands_on_a_line_of_its_own_without_spaces() -> None:
    first, *lines, last = "".join(geojson_chunks([EVENT, EVENT | {"event_id": "second"}], None)).splitlines()
    assert (first, last) == ('{"type":"FeatureCollection","features":[', "]}")
    assert [json.loads(line.rstrip(","))["id"] for line in lines] == ["00ff00ff00ff00ff", "second"]
    assert [line.endswith(",") for line in lines] == [True, False]
    assert lines[1] == json.dumps(json.loads(lines[1]), ensure_ascii=False, separators=(",", ":"))


@pytest.mark.parametrize("name", ["event_id", "notes", "latitude"])
def test_what_is_no_value_of_an_event_is_refused(name: str) -> None:
    with pytest.raises(TypeError):
        collection([EVENT | {name: object()}])


def test_the_opening_comes_before_any_event_is_asked_for() -> None:
    def events() -> Any:
        raise AssertionError
        yield

    assert next(geojson_chunks(events(), None)).startswith("{")


def test_the_text_comes_in_large_pieces_while_the_events_come() -> None:
    taken = 0

    def events() -> Any:
        nonlocal taken
        for _ in range(1000):
            taken += 1
            yield EVENT

    _, *chunks = geojson_chunks(events(), None)
    assert all(CHUNK <= len(chunk) < 1.1 * CHUNK for chunk in chunks[:-1])
    assert len(chunks) >= 4
    taken = 0
    pieces = geojson_chunks(events(), None)
    next(pieces)
    next(pieces)
    assert 0 < taken < 300


def test_a_stored_selection_is_exported_whole(stocked: EventStore) -> None:
    query = EventQuery()
    found = collection(list(stocked.stream(query)), stocked.bounds(query))
    assert len(found["features"]) == stocked.count(query) >= 3
    longitudes = [f["geometry"]["coordinates"][0] for f in found["features"]]
    latitudes = [f["geometry"]["coordinates"][1] for f in found["features"]]
    assert found["bbox"] == [min(longitudes), min(latitudes), max(longitudes), max(latitudes)]
    assert len({f["id"] for f in found["features"]}) == len(found["features"])
    assert all(list(f["properties"]) == list(PROPERTIES) for f in found["features"])
