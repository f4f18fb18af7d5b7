"""Imported events in every question to the store, against a plain reckoning over the same rows."""

from __future__ import annotations

import math
import random
import threading
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from dashboard import settings
from dashboard.query import BBox, EventQuery
from dashboard.records import EVENT_TYPES
from dashboard.store import EventStore, Tables
from dashboard.store.text_index import index_text
from tests.review.desk import decide
from tests.store.conftest import STORY, WORLD
from tests.store.imported import THEN, import_rows, imported_row

EVERYWHERE = BBox(-180, -90, 180, 90)
COUNTRIES = ("IQ", "SY", "UA", "")
SUBS = [(kind, sub) for kind, subs in EVENT_TYPES.items() for sub in subs]
WORDS = ["market", "CHECKPOINT", "Ḥamdāniya", "al-Qa'im", "bridge", "q", "of", "mörser,", "100%", "Strasse"]


def rows(count: int = 1500, seed: int = 5) -> list[dict[str, Any]]:
    """Rows on some 200 points, many on one, at the edges of the world and of the calendar too."""
    chance = random.Random(seed)
    points = [(chance.uniform(-85, 85), chance.uniform(-180, 180)) for _ in range(150)]
    points += [(chance.uniform(33, 37), chance.uniform(40, 46)) for _ in range(50)]
    points += [(90, 10), (-90, -10), (10, 180), (10, -180), (85.06, 179.9999), (0, 0.001)]
    found = []
    for number in range(count):
        latitude, longitude = chance.choice(points)
        kind, sub = chance.choice(SUBS)
        day = date(2014, 1, 1) + timedelta(days=int(chance.random() ** 2 * 2900))
        if number % 97 == 0:
            day = chance.choice([date(1800, 1, 1), date(1969, 12, 31), date(1970, 1, 1), date(2100, 12, 31)])
        found.append(
            imported_row(
                f"N{number}", event_date=day, event_date_end=day, event_type=kind, sub_event_type=sub,
                country=chance.choice(COUNTRIES), latitude=latitude, longitude=longitude,
                geo_precision=chance.choice([1, 1, 2, 3]), fatalities=chance.choice([None, 0, 0, 1, 250]),
                location=f"Town {number % 40}", notes=" ".join(chance.choices(WORDS, k=6)),
            )
        )  # fmt: skip
    return found


ROWS = rows()


@pytest.fixture(scope="module", autouse=True)
def cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A cache of these tests' own: text indexes are written to it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(settings.CACHE_VARIABLE, str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> EventStore:
    """The rows in three files, beside events that were read."""
    tables = Tables(str(tmp_path_factory.mktemp("imported") / "store"))
    tables.append([STORY], WORLD, extractor="test")
    for start in range(0, len(ROWS), 500):
        import_rows(tables, ROWS[start : start + 500])
    return EventStore(tables)


def read_events(store: EventStore) -> list[dict[str, Any]]:
    return [event for event in store.stream(EventQuery()) if "-" not in event["event_id"]]


def selected(store: EventStore, query: EventQuery) -> list[dict[str, Any]]:
    """The events that the query selects, told one by one."""

    def fits(event: dict[str, Any]) -> bool:
        box = query.bbox
        text = f"{event['location']} {event['notes']} {event['sub_event_type']} {event['actors']} {event['admin1']}"
        return (
            (query.start is None or event["event_date"] >= query.start)
            and (query.end is None or event["event_date"] <= query.end)
            and (not query.types or event["event_type"] in query.types)
            and (not query.countries or event["country"] in query.countries)
            and all(plain(word) in plain(text) for word in query.text.split())
            and (box is None or _inside(event, box))
        )

    return [event for event in [*read_events(store), *ROWS] if fits(event)]


def plain(text: str) -> str:
    return text.lower().translate(str.maketrans("ḥāö", "hao"))


def _inside(event: dict[str, Any], box: BBox) -> bool:
    longitude = event["longitude"]
    across = box.west <= longitude <= box.east
    if box.west > box.east:
        across = longitude >= box.west or longitude <= box.east
    elif abs(longitude) == 180:
        across = box.west == -180 or box.east == 180
    return bool(box.south <= event["latitude"] <= box.north and across)


QUERIES = [
    EventQuery(),
    EventQuery(types=("Battles", "Riots")),
    EventQuery(countries=("IQ", "SY")),
    EventQuery(start=date(2015, 3, 7)),
    EventQuery(end=date(2018, 12, 31)),
    EventQuery(start=date(2015, 1, 1), end=date(2019, 6, 2)),
    EventQuery(start=date(2014, 2, 3), end=date(2019, 6, 2), types=("Protests",)),
    EventQuery(start=date(2016, 2, 3), end=date(2016, 2, 29)),
    EventQuery(end=date(1969, 12, 31)),
    EventQuery(start=date(2015, 1, 1), end=date(2019, 6, 2), countries=("UA",), types=("Battles",)),
    EventQuery(text="checkpoint"),
    EventQuery(text="HAMDANIYA market"),
    EventQuery(text="own 1", countries=("IQ",)),
    EventQuery(text="nosuchword"),
    EventQuery(text="100%"),
    EventQuery(bbox=BBox(40, 33, 46, 37)),
    EventQuery(bbox=BBox(150, -90, -150, 90), start=date(2015, 1, 1)),
    EventQuery(bbox=BBox(100, 0, 180, 20)),
    EventQuery(text="q", bbox=BBox(-180, -90, 180, 0), end=date(2017, 5, 5)),
]


@pytest.mark.parametrize("query", QUERIES, ids=lambda q: str(q.to_params()))
def test_counts_choices_timeline_and_bounds_are_those_of_the_rows(store: EventStore, query: EventQuery) -> None:
    expected = selected(store, query)
    assert store.count(query) == len(expected)
    assert {event["event_id"] for event in store.stream(query)} == {event["event_id"] for event in expected}
    types = Counter(event["event_type"] for event in selected(store, query.without("types")))
    assert dict(store.facets(query)["event_type"]) == types
    countries = Counter(event["country"] for event in selected(store, query.without("countries")))
    assert dict(store.facets(query)["country"]) == countries
    bins: Counter[tuple[date, str]] = Counter()
    killed: Counter[tuple[date, str]] = Counter()
    for event in selected(store, query.without("start", "end")):
        key = event["event_date"].replace(day=1), event["event_type"]
        bins[key] += 1
        killed[key] += event["fatalities"] or 0
    told = store.histogram(query, "month")
    assert {(day, kind): n for day, kind, n, _ in told} == bins
    assert {(day, kind): n for day, kind, _, n in told} == dict.fromkeys(bins, 0) | killed
    days = [event["event_date"] for event in expected]
    assert store.span(query) == ((min(days), max(days)) if days else None)
    box = store.bounds(query)
    if expected:
        assert box is not None
        assert (box.south, box.north) == (
            min(e["latitude"] for e in expected),
            max(e["latitude"] for e in expected),
        )
    else:
        assert box is None


@pytest.mark.parametrize("zoom", [0, 2, 3, 5, 6, 8, 9, 13])
@pytest.mark.parametrize("query", QUERIES, ids=lambda q: str(q.to_params()))
def test_the_cells_are_those_of_the_rows_whatever_they_are_read_from(
    store: EventStore, query: EventQuery, zoom: int
) -> None:
    expected: dict[tuple[int, int], list[dict[str, Any]]] = {}
    for event in selected(store, query):
        expected.setdefault(cell_of(event, zoom), []).append(event)
    cells = store.clusters(query, EVERYWHERE, zoom)
    assert {cell_of(cell, zoom) for cell in cells} == set(expected)
    assert len(cells) == len(expected)
    for cell in cells:
        events = expected[cell_of(cell, zoom)]
        assert cell["n"] == len(events) == sum(cell["mix"]) == sum(cell["statuses"])
        assert cell["fatalities"] == sum(event["fatalities"] or 0 for event in events)
        assert cell["coarse"] == sum(event["geo_precision"] > 1 for event in events)
        assert cell["mix"] == [sum(event["event_type"] == kind for event in events) for kind in EVENT_TYPES]
        assert cell["latitude"] == pytest.approx(sum(event["latitude"] for event in events) / len(events))
        assert cell["south"] == min(event["latitude"] for event in events)
        assert cell["west"] == min(-180 if e["longitude"] == 180 else e["longitude"] for e in events)
        if cell["n"] == 1:
            (event,) = events
            for name in ("sub_event_type", "geo_precision", "location"):
                assert cell[name] == event[name]
            assert cell["id"] == event["event_id"]


def cell_of(at: dict[str, Any], zoom: int) -> tuple[int, int]:
    """The cell of 64 pixels, by the formulas of Web Mercator."""
    cells = 2 ** (zoom + 2)
    latitude = max(-85.0511287, min(85.0511287, at["latitude"]))
    x = math.floor((at["longitude"] + 180) / 360 * cells) % cells
    y = math.floor((0.5 - math.asinh(math.tan(math.radians(latitude))) / (2 * math.pi)) * cells)
    return x, max(0, min(cells - 1, y))


@pytest.mark.parametrize(
    "view", [BBox(40, 33, 46, 37), BBox(170, -60, -170, 60), BBox(-180, 80, 180, 90), BBox(10, -90, 10, -80)]
)
def test_points_and_the_table_hold_the_view(store: EventStore, view: BBox) -> None:
    expected = {event["event_id"] for event in selected(store, EventQuery(bbox=view))}
    points = store.points(EventQuery(), view, 5000)
    assert {point["event_id"] for point in points} == expected
    table = store.table(EventQuery(), limit=5000, view=view)
    assert set(table["event_id"]) == expected
    days = list(table["event_date"])
    assert days == sorted(days, reverse=True)
    by_id = {event["event_id"]: event for event in ROWS}
    for point in points:
        if row := by_id.get(point["event_id"]):
            assert point == {name: row.get(name, "unreviewed") for name in point}


def test_a_page_of_the_table_goes_on_where_the_one_before_ended(store: EventStore) -> None:
    whole = store.table(EventQuery(), limit=120)["event_id"].tolist()
    parts = [store.table(EventQuery(), limit=40, offset=start)["event_id"].tolist() for start in (0, 40, 80)]
    assert [name for part in parts for name in part] == whole


def test_an_imported_event_is_found_by_its_id_with_every_value(store: EventStore) -> None:
    event = store.event("acled-N7")
    assert event is not None
    for name, value in ROWS[7].items():
        if name in event:
            assert event[name] == value, name
    assert (event["status"], event["reports"], event["doubts"]) == ("unreviewed", 1, "")
    assert store.event("acled-N99999") is None
    assert [row["event_id"] for row in store.rows(["acled-N7", "acled-nosuch"])] == ["acled-N7"]


def test_rejected_events_alone_hold_no_imported_one(store: EventStore) -> None:
    query = EventQuery(status=("rejected",))
    assert store.count(query) == 0
    assert list(store.stream(query)) == []
    assert store.clusters(query, EVERYWHERE, 3) == []
    assert store.table(query).empty


@pytest.mark.parametrize("word", ["checkpoint", "amdan", "a'im", "q", "own 3", "market bridge", "nosuch", "strasse"])
def test_the_index_finds_what_looking_at_every_text_finds(tmp_path: Path, word: str) -> None:
    tables = Tables(str(tmp_path / "store"))
    import_rows(tables, ROWS[:400])
    store = EventStore(tables)
    slowly = {event["event_id"] for event in store.stream(EventQuery(text=word))}
    assert slowly == {e["event_id"] for e in selected(store, EventQuery(text=word))} & {
        e["event_id"] for e in ROWS[:400]
    }
    assert store.text_missing() == 1
    assert index_text(tables) == 0
    assert store.text_missing() == 0
    indexed = EventStore(tables)
    assert {event["event_id"] for event in indexed.stream(EventQuery(text=word))} == slowly
    indexed.prepare_text()
    indexed._slices.clear()
    assert {event["event_id"] for event in indexed.stream(EventQuery(text=word))} == slowly


def test_a_damaged_text_index_is_passed_over(tmp_path: Path) -> None:
    tables = Tables(str(tmp_path / "store"))
    import_rows(tables, ROWS[:50])
    store = EventStore(tables)
    index_text(tables)
    found = list(settings.cache_dir().glob("text/*/*.arrow"))
    newest = max(found, key=lambda path: path.stat().st_mtime_ns)
    newest.write_bytes(newest.read_bytes()[:100])
    assert EventStore(tables).count(EventQuery(text="checkpoint")) == store.count(EventQuery(text="checkpoint"))


def test_rows_that_come_later_are_there_beside_the_others_or_in_their_place(tmp_path: Path) -> None:
    tables = Tables(str(tmp_path / "store"))
    import_rows(tables, ROWS[:300])
    store = EventStore(tables)
    import_rows(tables, ROWS[300:310])
    store.refresh(force=True)
    assert store.count(EventQuery()) == 310
    assert sum(cell["n"] for cell in store.clusters(EventQuery(), EVERYWHERE, 3)) == 310
    newer = [row | {"revision": 2, "country": "FR", "latitude": 48.0, "longitude": 2.0} for row in ROWS[5:15]]
    import_rows(tables, newer, imported=THEN + timedelta(days=1))
    store.refresh(force=True)
    assert store.count(EventQuery()) == 310
    assert store.count(EventQuery(countries=("FR",))) == 10
    older = [row | {"revision": 0, "country": "DE"} for row in ROWS[5:15]]
    import_rows(tables, older, imported=THEN + timedelta(days=2))
    store.refresh(force=True)
    assert store.count(EventQuery(countries=("DE",))) == 0
    assert EventStore(tables).count(EventQuery(countries=("FR",))) == 10


def test_a_decision_takes_an_event_out_of_the_sums_and_into_the_reviewed_ones(tmp_path: Path) -> None:
    tables = Tables(str(tmp_path / "store"))
    import_rows(tables, ROWS)
    store = EventStore(tables)
    before = {cell["id"]: cell for cell in store.clusters(EventQuery(), EVERYWHERE, 5)}
    store.reviewed = store.reviewed_with(["acled-N3"])
    decide(store, ["acled-N3"], "reject")
    store.refresh(force=True)
    assert store.count(EventQuery()) == len(ROWS) - 1
    assert sum(cell["n"] for cell in store.clusters(EventQuery(), EVERYWHERE, 5)) == len(ROWS) - 1
    assert sum(n for _, _, n, _ in store.histogram(EventQuery(), "year")) == len(ROWS) - 1
    (rejected,) = store.clusters(EventQuery(status=("rejected",)), EVERYWHERE, 5)
    assert (rejected["id"], rejected["n"]) == ("acled-N3", 1)
    after = {cell["id"]: cell for cell in store.clusters(EventQuery(), EVERYWHERE, 5)}
    assert sum(before[name]["n"] != cell["n"] for name, cell in after.items() if name in before) <= 1
    # It holds for who opens the store afterwards, and when the row is imported anew.
    assert EventStore(tables).count(EventQuery()) == len(ROWS) - 1
    import_rows(tables, [ROWS[3] | {"revision": 5}], imported=THEN + timedelta(days=3))
    store.refresh(force=True)
    assert store.count(EventQuery()) == len(ROWS) - 1


def test_many_at_once_get_the_same_answers(store: EventStore) -> None:
    queries = [EventQuery(text=word) for word in ("market", "bridge", "q")] * 4
    expected = {query: store.count(query) for query in queries}
    store._slices.clear()
    wrong: list[EventQuery] = []

    def ask(query: EventQuery) -> None:
        sums = [sum(cell["n"] for cell in store.clusters(query, EVERYWHERE, zoom)) for zoom in (2, 5, 8)]
        if sums != [expected[query]] * 3:
            wrong.append(query)

    threads = [threading.Thread(target=ask, args=(query,)) for query in queries]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
