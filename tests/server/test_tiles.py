"""Vector tiles and their TileJSON over HTTP, as QGIS and MapLibre ask for them."""

from __future__ import annotations

import math
import random
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.testclient import TestClient

from dashboard import settings
from dashboard.exporters.tile_grid import Tile
from dashboard.query import EventQuery
from dashboard.records import EVENT_TYPES, STATUSES
from dashboard.server import tiles
from dashboard.server.guard import Guard
from dashboard.server.routes import routes
from dashboard.services import services
from dashboard.store import EventStore, Tables
from tests.exporters.tile_decoder import Layer, decode
from tests.review.desk import decide
from tests.store.conftest import STORY, report

# Where tiles meet, the ends of the world, the poles, and what lies around one point.
CORNERS = [
    (longitude, latitude)
    for longitude in (-180.0, -90.0, 0.0, 5.625, 179.9999999, 180.0)
    for latitude in (-90.0, -85.0511287, 0.0, 66.51326044311186, 85.05, 85.0511288, 90.0)
]
FILTERS = "start=2016-01-01&type=Battles&type=Riots&country=IQ&text=a%26b+%7Bz%7D&bbox=170,-20,-170,20"


@pytest.fixture(scope="module")
def globe(tmp_path_factory: pytest.TempPathFactory) -> EventStore:
    """Events at ``CORNERS`` and at random."""
    some = random.Random(7)
    places = CORNERS + [(some.uniform(-180, 180), some.uniform(-90, 90)) for _ in range(40)]
    places += [(some.gauss(44, 0.01), some.gauss(33, 0.01)) for _ in range(30)]
    days = [f"20{10 + n // 28 % 10}-{1 + n // 280:02}-{1 + n % 28:02}" for n in range(len(places))]
    made = [
        report(f"Place {n}", lat, lon, day=days[n], fatalities=n % 3 or None, geo_precision=1 + n % 3)
        for n, (lon, lat) in enumerate(places)
    ]
    tables = Tables(str(tmp_path_factory.mktemp("globe") / "store"))
    tables.append([STORY], made, extractor="test")
    events = EventStore(tables)
    assert events.count(EventQuery()) == len(places)
    return events


@pytest.fixture
def client(stocked: EventStore, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    monkeypatch.setenv(settings.STORE_VARIABLE, stocked.tables.uri)
    app = Starlette(routes=routes(), middleware=[Middleware(Guard, host="127.0.0.1")])
    with TestClient(app, base_url="http://127.0.0.1:8501") as running:
        yield running


def layers_of(client: TestClient, path: str) -> dict[str, Layer]:
    answer = client.get(path)
    assert answer.status_code == 200, answer.text
    return decode(answer.content)


def near(events: EventStore, zoom: int) -> list[Tile]:
    """All tiles of a zoom; near in, those around an event."""
    if zoom <= 3:
        return [Tile(zoom, x, y) for x in range(2**zoom) for y in range(2**zoom)]
    found, side = set(), 2**zoom
    for event in events.points(EventQuery(), Tile(0, 0, 0).view(), 10_000):
        latitude = math.radians(max(-85.0511, min(85.0511, event["latitude"])))
        x = int((event["longitude"] + 180) / 360 * side)
        y = int((1 - math.asinh(math.tan(latitude)) / math.pi) / 2 * side)
        found |= {Tile(zoom, (x + dx) % side, y + dy) for dx in (-1, 0, 1) for dy in (-1, 0, 1)}
    return [tile for tile in found if tile.exists]


@pytest.mark.parametrize("zoom", [0, 1, 2, 3, 6])
def test_every_event_is_in_exactly_one_tile(globe: EventStore, zoom: int) -> None:
    found = []
    for tile in near(globe, zoom):
        (points,) = tiles.layers(globe, EventQuery(), tile).values()
        found += [point.properties["event_id"] for point in points]
        assert all(0 <= point.x < 4096 and 0 <= point.y < 4096 for point in points)
    assert len(found) == len(set(found)) == globe.count(EventQuery())


@pytest.mark.parametrize("zoom", [0, 1, 2, 3, 6, 16])
def test_clusters_of_all_tiles_count_every_event_once(
    globe: EventStore, zoom: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tiles, "MAX_EVENTS", -1)  # no tile is small enough
    monkeypatch.setattr(tiles, "MAX_EVENTS_NEAR", -1)
    found = [point for tile in near(globe, zoom) for point in tiles.layers(globe, EventQuery(), tile)["clusters"]]
    rows = list(globe.stream(EventQuery()))
    total = {name: sum(point.properties[name] for point in found) for name in tiles.LAYERS["clusters"]}
    assert total["n"] == total["battles"] == total["unreviewed"] == len(rows)
    assert total["fatalities"] == sum(row["fatalities"] or 0 for row in rows) > 0
    assert total["coarse"] == sum(row["geo_precision"] > 1 for row in rows) > 0


def test_a_tile_with_many_events_has_clusters_where_they_are(
    globe: EventStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tiles, "MAX_EVENTS", 29)
    (layer,) = tiles.layers(globe, EventQuery(), Tile(6, 39, 25)).items()
    assert layer[0] == "clusters"
    assert sum(point.properties["n"] for point in layer[1]) == 30
    monkeypatch.setattr(tiles, "MAX_EVENTS", 30)
    assert list(tiles.layers(globe, EventQuery(), Tile(6, 39, 25))) == ["events"]


def test_near_in_more_events_of_a_tile_are_shown_one_by_one(globe: EventStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tiles, "MAX_EVENTS", 0)
    monkeypatch.setattr(tiles, "MAX_EVENTS_NEAR", 1000)
    assert list(tiles.layers(globe, EventQuery(), Tile(tiles.NEAR_ZOOM - 1, 1274, 824))) == ["clusters"]
    assert list(tiles.layers(globe, EventQuery(), Tile(tiles.NEAR_ZOOM, 2548, 1649))) == ["events"]


def test_a_neighbour_with_many_events_on_the_edge_takes_no_event_away(
    tables: Tables, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = [report(f"Edge {n}", 40.0, 0.0, day=f"2016-01-{n:02}") for n in range(1, 6)]
    tables.append([STORY], [*made, report("Inside", 40.0, -1.0)], extractor="test")
    store = EventStore(tables)
    monkeypatch.setattr(tiles, "MAX_EVENTS", 2)
    for x, expected in ((0, 1), (1, 5)):
        ((_, points),) = tiles.layers(store, EventQuery(), Tile(1, x, 0)).items()
        assert sum(int(point.properties.get("n", 1)) for point in points) == expected
    monkeypatch.setattr(tiles, "MAX_EVENTS", 3)
    (point,) = tiles.layers(store, EventQuery(), Tile(1, 0, 0))["events"]
    assert point.properties["location"] == "Inside"


def test_every_event_type_and_status_has_a_property_of_its_own() -> None:
    assert set(tiles.TYPE_PROPERTIES) == set(EVENT_TYPES)
    assert len(set(tiles.TYPE_PROPERTIES.values())) == len(EVENT_TYPES)
    assert set(STATUSES) < set(tiles.LAYERS["clusters"])


def test_a_tile_is_served_as_a_vector_tile(client: TestClient) -> None:
    answer = client.get("/tiles/6/39/25.mvt?type=Battles")
    assert answer.headers["content-type"] == "application/vnd.mapbox-vector-tile"
    (layer,) = decode(answer.content).values()
    ((at, properties),) = layer.features
    assert properties.pop("event_id") in {row["event_id"] for row in services().events.stream(EventQuery())}
    assert properties == {
        "event_date": "2016-10-20",
        "event_type": "Battles",
        "sub_event_type": "Government regains territory",
        "geo_precision": 1,
        "status": "unreviewed",
        "location": "Bartella",
    }
    # Bartella, 36.35 N 43.38 E, reckoned by hand: 2**6 * (43.38 + 180) / 360 - 39 = 0.712 of the tile.
    assert at == (pytest.approx(0.712 * 4096, abs=10), pytest.approx(0.054 * 4096, abs=10))


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ("", 4),
        ("country=UA", 1),
        ("text=nosuchword", 0),
        ("start=2016-10-21&end=2017-12-31", 2),
        ("bbox=43,36,44,37", 2),
    ],
)
def test_tiles_have_the_selected_events_only(client: TestClient, filters: str, expected: int) -> None:
    (layer,) = layers_of(client, f"/tiles/0/0/0.mvt?{filters}").values()
    assert len(layer.features) == expected


def test_rejected_events_are_in_no_tile_of_who_did_not_ask(client: TestClient, stocked: EventStore) -> None:
    ((_, properties),) = layers_of(client, "/tiles/0/0/0.mvt?type=Battles")["events"].features
    decide(stocked, [properties["event_id"]], "reject")
    services().events.refresh(force=True)
    assert layers_of(client, "/tiles/0/0/0.mvt?type=Battles")["events"].features == []
    ((_, again),) = layers_of(client, "/tiles/0/0/0.mvt?status=rejected")["events"].features
    assert (again["event_id"], again["status"]) == (properties["event_id"], "rejected")


def test_an_empty_tile_is_an_answer_with_content(client: TestClient) -> None:
    answer = client.get("/tiles/3/0/0.mvt")
    assert answer.status_code == 200
    (layer,) = decode(answer.content).values()
    assert (layer.version, layer.features) == (2, [])


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("/tiles/a/0/0.mvt", 400, "three whole numbers"),
        ("/tiles/1/0.5/0.mvt", 400, "three whole numbers"),
        ("/tiles/1/٣/0.mvt", 400, "three whole numbers"),
        ("/tiles/1/0/{y}.mvt", 400, "three whole numbers"),
        ("/tiles/1/99999999999999999999/0.mvt", 400, "three whole numbers"),
        ("/tiles/3/8/0.mvt", 404, "no tile 3/8/0"),
        ("/tiles/3/0/-1.mvt", 404, "no tile 3/0/-1"),
        ("/tiles/-1/0/0.mvt", 404, "no tile -1/0/0"),
        ("/tiles/19/0/0.mvt", 404, "0 to 18"),
        ("/tiles/999999999/0/0.mvt", 404, "0 to 18"),
        ("/tiles/0/0/0.mvt?type=War", 400, "Unknown event type"),
        ("/tiles/0/0/0.mvt?start=soon", 400, "not a day"),
        ("/tiles.json?bbox=1,2", 400, "four numbers"),
    ],
)
def test_what_is_no_tile_is_told_in_a_sentence(client: TestClient, path: str, status: int, words: str) -> None:
    answer = client.get(path)
    assert answer.status_code == status
    assert words in answer.json()["error"]


def test_a_tile_that_did_not_change_is_not_sent_again(client: TestClient, stocked: EventStore) -> None:
    tag = client.get("/tiles/0/0/0.mvt").headers["etag"]
    again = client.get("/tiles/0/0/0.mvt", headers={"If-None-Match": f'"other", {tag}'})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    for path in ("/tiles/1/1/0.mvt", "/tiles/0/0/0.mvt?country=IQ", "/tiles/0/0/0.mvt?text=a"):
        assert client.get(path, headers={"If-None-Match": tag}).status_code == 200
    event_id = next(iter(stocked.stream(EventQuery())))["event_id"]
    decide(stocked, [event_id], "confirm")
    services().events.refresh(force=True)
    fresh = client.get("/tiles/0/0/0.mvt", headers={"If-None-Match": tag})
    assert fresh.status_code == 200
    assert fresh.headers["etag"] != tag
    assert "confirmed" in {properties["status"] for _, properties in decode(fresh.content)["events"].features}


def test_another_store_has_other_tags(client: TestClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tag = client.get("/tiles/0/0/0.mvt").headers["etag"]
    other = Tables(str(tmp_path / "other"))
    other.append([STORY], [report("Mosul", 36.3, 43.1)], extractor="test")
    monkeypatch.setenv(settings.STORE_VARIABLE, other.uri)
    answer = client.get("/tiles/0/0/0.mvt", headers={"If-None-Match": tag})
    assert answer.status_code == 200
    assert len(decode(answer.content)["events"].features) == 1


def test_tiles_are_for_this_dashboards_user_alone(client: TestClient) -> None:
    for path in ("/tiles/0/0/0.mvt", "/tiles.json"):
        answer = client.get(path, headers={"Origin": "https://elsewhere.example"})
        assert "access-control-allow-origin" not in answer.headers
        assert answer.headers["cross-origin-resource-policy"] == "same-origin"
        assert "public" not in answer.headers["cache-control"]
    assert client.get("/tiles.json", headers={"Host": "elsewhere.example"}).status_code == 421


def test_tile_json_describes_the_tiles(client: TestClient, globe: EventStore) -> None:
    document = client.get("/tiles.json").json()
    assert document["tilejson"] == "3.0.0"
    assert document["tiles"] == ["http://127.0.0.1:8501/tiles/{z}/{x}/{y}.mvt"]
    assert (document["minzoom"], document["maxzoom"]) == (0, 18)
    assert "GeoNames" in document["attribution"]
    fields = {layer["id"]: set(layer["fields"]) for layer in document["vector_layers"]}
    (points,) = tiles.layers(globe, EventQuery(), Tile(0, 0, 0)).values()
    assert all(set(point.properties) == fields["events"] for point in points)
    west, south, east, north = document["bounds"]
    assert (west, east, south) == (-180, 180, -north)


def test_tile_json_carries_the_filter_into_the_tiles(client: TestClient) -> None:
    (url,) = client.get(f"/tiles.json?{FILTERS}&unknown=1").json()["tiles"]
    path, _, parameters = url.partition("?")
    assert path.endswith("/tiles/{z}/{x}/{y}.mvt")
    assert "{" not in parameters
    assert "unknown" not in parameters
    assert "text=a&b {z}" in unquote(parameters.replace("+", " "))
    answer = client.get(path.replace("{z}/{x}/{y}", "0/0/0") + "?" + parameters)
    direct = client.get(f"/tiles/0/0/0.mvt?{FILTERS}")
    assert (answer.status_code, answer.headers["etag"]) == (200, direct.headers["etag"])


def test_a_host_that_is_none_writes_no_address(stocked: EventStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(settings.STORE_VARIABLE, stocked.tables.uri)
    app = Starlette(routes=routes(), middleware=[Middleware(Guard, host="0.0.0.0")])
    with TestClient(app, base_url="http://maps.example") as open_to_all:
        (url,) = open_to_all.get("/tiles.json").json()["tiles"]
        assert url.startswith("http://maps.example/tiles/")
        answer = open_to_all.get("/tiles.json", headers={"Host": 'a"><script>.example'})
        assert answer.status_code == 400
        assert "host" in answer.json()["error"]


def test_routes_only_answer_to_get(client: TestClient) -> None:
    assert client.post("/tiles/0/0/0.mvt").status_code == 405
    assert client.post("/tiles.json").status_code == 405
