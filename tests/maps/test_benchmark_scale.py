"""What the benchmark of the map invents and reckons; nothing here is timed."""

from __future__ import annotations

import csv
import math
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from dashboard.query import BBox
from dashboard.records import EVENT_TYPE_OF
from dashboard.store import Tables
from dashboard.store.schemas import SCHEMAS
from tests.benchmarks.scale_data import BLOCK, FIRST, LAST, Rows, write_csv
from tests.benchmarks.scale_measures import growth, peer_table, quantile, size_table, summary, words
from tests.benchmarks.scale_places import COUNTRIES, build_world
from tests.benchmarks.scale_plot import plot
from tests.benchmarks.scale_stores import write_imports
from tests.benchmarks.scale_views import ZOOMS, looks

ACLED = (
    "event_id_cnty,event_date,year,time_precision,disorder_type,event_type,sub_event_type,actor1,assoc_actor_1,inter1,actor2,"
    "assoc_actor_2,inter2,interaction,civilian_targeting,iso,region,country,admin1,admin2,admin3,location,latitude,longitude,"
    "geo_precision,source,source_scale,notes,fatalities,tags,timestamp"
)
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def rows() -> Rows:
    return Rows()


def test_a_written_file_has_the_columns_of_acled_and_one_line_a_row(tmp_path: Path) -> None:
    write_csv(tmp_path / "few.csv", 300)
    with (tmp_path / "few.csv").open(encoding="utf-8", newline="") as file:
        read = list(csv.reader(file))
    assert read[0] == ACLED.split(",")
    assert len(read) == 301
    assert {len(row) for row in read} == {31}


def test_invented_rows_keep_to_the_codebook_and_to_their_country(rows: Rows) -> None:
    boxes = {c[0]: c for c in COUNTRIES}
    found = rows.block(0, 3000).to_pylist()
    for row in found:
        name, iso3, iso, region, west, south, east, north = boxes[row["country"]]
        assert (row["event_id_cnty"][:3], row["iso"], row["region"]) == (iso3, iso, region), name
        assert west <= row["longitude"] <= east
        assert south <= row["latitude"] <= north
        assert EVENT_TYPE_OF[row["sub_event_type"]] == row["event_type"]
        assert row["geo_precision"] in {1, 2, 3}
        assert row["time_precision"] in {1, 2, 3}
        assert FIRST.item() <= row["event_date"] <= LAST.item()
        assert row["year"] == row["event_date"].year
        assert 180 <= len(row["notes"]) <= 480
    fatalities = [row["fatalities"] for row in found]
    assert min(fatalities) == 0
    assert 0.6 < fatalities.count(0) / len(found) < 0.9
    assert len({row["country"] for row in found}) > 40


def test_few_places_hold_many_of_the_events(rows: Rows) -> None:
    places = rows.block(0, BLOCK).column("location").value_counts().to_pylist()
    counts = sorted((place["counts"] for place in places), reverse=True)
    assert len(counts) > 10_000
    assert sum(counts[:100]) > 0.15 * BLOCK


def test_the_same_seed_gives_the_same_rows_and_a_small_file_is_the_start_of_a_large_one(rows: Rows) -> None:
    assert Rows().block(2, 40).equals(rows.block(2, 40))
    assert rows.block(0, 40).equals(rows.block(0, 400).slice(0, 40))
    assert not Rows(seed=6).block(0, 40).equals(rows.block(0, 40))


def test_no_id_comes_twice(rows: Rows) -> None:
    ids = [i for block in rows.blocks(BLOCK + 500) for i in block.column("event_id_cnty").to_pylist()]
    assert len(set(ids)) == len(ids) == BLOCK + 500


def test_rows_written_straight_are_rows_of_the_imports_table(tmp_path: Path) -> None:
    write_imports(tmp_path / "store", 700)
    table = Tables(str(tmp_path / "store")).dataset("imports").to_table()
    assert table.num_rows == 700
    assert table.schema.names == SCHEMAS["imports"].names
    assert len(set(table.column("event_id").to_pylist())) == 700
    assert {len(code) for code in table.column("country").to_pylist()} == {2}
    assert set(table.column("dataset").to_pylist()) == {"gdelt"}


def test_every_look_is_another_view_that_the_api_can_read() -> None:
    world = build_world()
    found = looks(world, 1, 200)
    assert found == looks(world, 1, 200)
    assert found != looks(world, 2, 200)
    assert len({(look.view, look.zoom) for look in found}) == 200
    assert {look.how for look in found} == {"jump", "pan", "zoom"}
    for look in found:
        box = BBox.parse(look.view)
        assert box.south < look.latitude < box.north
        assert ZOOMS[0] <= look.zoom <= ZOOMS[1]


@pytest.mark.parametrize(
    ("values", "share", "expected"),
    [
        ([4.0, 1.0, 3.0, 2.0], 0.5, 2.5),
        ([float(n) for n in range(101)], 0.95, 95.0),
        ([7.0], 0.95, 7.0),
        ([1, 2], 1, 2),
    ],
)
def test_quantile(values: list[float], share: float, expected: float) -> None:
    assert quantile(values, share) == pytest.approx(expected)


def test_of_nothing_there_is_no_quantile() -> None:
    assert math.isnan(quantile([], 0.5))
    assert summary([])["count"] == 0


@pytest.mark.parametrize("power", [0.0, 0.5, 1.0])
def test_growth_is_the_power_of_the_size(power: float) -> None:
    sizes = [3e5, 3e6, 3e7]
    assert growth(sizes, [2 * n**power for n in sizes]) == pytest.approx(power)
    assert math.isnan(growth([3e5], [10.0]))


def test_sizes_are_told_in_words() -> None:
    assert [words(n) for n in (20, 2_000, 300_000, 3_000_000, 30_000_000)] == ["20", "2k", "300k", "3M", "30M"]


def test_the_table_marks_what_misses_its_goal() -> None:
    table = size_table({300_000: {"pan": {"median": 61.0}}, 3_000_000: {"pan": {"median": 61.0, "p95": 100.0}}})
    assert "| pan or zoom, median | 61 ms | **61 ms** | 60 ms at 3M, 150 ms at 30M |" in table
    assert "| pan or zoom, 95th percentile | - | 100 ms | 120 ms at 3M |" in table
    assert "export" not in table


def test_peers_stand_beside_ours_with_their_ratio_or_the_reason_why_not() -> None:
    table = peer_table(
        {"slow": {"ms": 4000.0, "bytes": 90_000}, "none": {"note": "not done"}}, {"ms": 200.0, "bytes": 9000}
    )
    assert "| slow | 4,000 ms | 20 | 90 kB | 10 |  |" in table
    assert "| none | - | - | - | - | not done |" in table


def test_the_plot_sets_more_events_to_the_right_and_longer_waits_higher() -> None:
    made = ET.fromstring(
        plot({"pan": [(3e5, 20.0), (3e6, 40.0), (3e7, 90.0)], "<b>filter": [(3e5, 21.0), (3e7, 95.0)]}, "Waits")
    )
    circles = made.findall(f"{SVG}circle")
    xs, ys = [float(c.get("cx", "")) for c in circles], [float(c.get("cy", "")) for c in circles]
    assert len(circles) == 5
    assert xs[0] < xs[1] < xs[2]
    assert ys[0] > ys[1] > ys[2]
    assert xs[1] - xs[0] == pytest.approx(xs[2] - xs[1], abs=0.2)  # logarithmic
    texts = {t.text: float(t.get("y", "")) for t in made.findall(f"{SVG}text")}
    labels = [y for text, y in texts.items() if text and "events^" in text]
    assert len(labels) == 2
    assert abs(labels[0] - labels[1]) >= 14
    assert any(text and text.startswith("<b>filter") for text in texts)


def test_nothing_cannot_be_plotted() -> None:
    with pytest.raises(ValueError, match="nothing to plot"):
        plot({"pan": []}, "Waits")
