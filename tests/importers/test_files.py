from __future__ import annotations

import gzip
import io
import json
import zipfile
from datetime import date, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from dashboard.errors import InputError
from dashboard.importers import Failure, guess, preview, read
from dashboard.importers.delimited import Rows
from dashboard.importers.parquet import parse_parquet
from dashboard.importers.texts import as_json
from tests.importers.tables import ACLED, GDELT, GED, batches, export, refusals, rows_of, table


def zipped(**members: bytes) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return data.getvalue()


def test_all_tables_of_an_archive_are_read_and_named():
    data = zipped(**{"a.csv": rows_of("acled", {}), "b.CSV": rows_of("acled", {"latitude": "95"}), "readme.md": b"x"})
    found, failures = batches("acled", ("all.zip", data))
    assert not failures
    assert [batch.rows["origin"].to_pylist() for batch in found] == [["all.zip!a.csv"], []]
    assert [(refusal.origin, refusal.line) for refusal in found[1].refused] == [("all.zip!b.CSV", 2)]


def test_gdelts_own_archives_and_gzip_are_read():
    packed = zipped(**{"20161017120000.export.CSV": export([GDELT])})
    found, _ = batches("gdelt", ("x.export.CSV.zip", packed), ("y.csv.gz", gzip.compress(export([GDELT]))))
    assert [batch.rows.num_rows for batch in found] == [1, 1]


def test_a_folder_is_read_in_the_order_of_names(tmp_path: Path):
    (tmp_path / "deep").mkdir()
    (tmp_path / "b.csv").write_bytes(rows_of("acled", {"event_id_cnty": "B"}))
    (tmp_path / "deep" / "c.csv").write_bytes(rows_of("acled", {"event_id_cnty": "C"}))
    (tmp_path / "a.zip").write_bytes(zipped(**{"a.csv": rows_of("acled", {"event_id_cnty": "A"})}))
    (tmp_path / "notes.docx").write_bytes(b"x")
    (tmp_path / ".hidden.csv").write_bytes(b"x")
    found, failures = batches("acled", tmp_path)
    assert not failures
    assert [name for batch in found for name in batch.rows["source_id"].to_pylist()] == ["A", "B", "C"]
    total = sum(path.stat().st_size for path in tmp_path.rglob("*.*") if path.suffix in {".csv", ".zip"}) - 1
    assert [batch.bytes_total for batch in found] == [total] * 3
    assert found[-1].bytes_read == total
    assert found[0].bytes_read <= found[1].bytes_read


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("empty.csv", b"", "it is empty"),
        ("blank.csv", b"\n\r\n \n", "it is empty"),
        ("binary.csv", bytes(range(256)) * 10, "it is not of ACLED"),
        ("ged.csv", table([GED]), "it is not of ACLED: its columns are those of UCDP GED"),
        ("gdelt.csv", export([GDELT]), "it is not of ACLED: its columns are those of GDELT"),
        ("other.csv", b"a,b\n1,2\n", "it lacks event_id_cnty or data_id, event_date, event_type"),
        ("open.csv", b'"event_id_cnty,event_date\n', "its first row, which must name the columns, has no end"),
        ("broken.zip", b"PK\x03\x04 and no more", "it cannot be read"),
        ("none.zip", zipped(**{"readme.md": b"x"}), "the archive holds no table"),
        ("broken.parquet", b"PAR1 and no more", "it cannot be read as Parquet"),
        ("wide.csv", b",".join(b"c%d" % n for n in range(9999)), "names 9999 columns"),
    ],
)
def test_a_file_that_cannot_be_read_never_stops_the_rest(name: str, data: bytes, reason: str):
    found, failures = batches("acled", (name, data), ("good.csv", rows_of("acled", {})))
    assert [batch.rows.num_rows for batch in found] == [1]
    [failure] = failures
    assert failure.origin.startswith(name)
    assert reason in failure.reason


def test_a_missing_file_and_an_empty_folder_are_failures(tmp_path: Path):
    found, failures = batches("acled", tmp_path / "none.csv", tmp_path)
    assert not found
    assert ["no such file" in failures[0].reason, "holds no table" in failures[1].reason] == [True, True]


def test_a_damaged_member_gives_what_was_before_it_and_fails():
    data = bytearray(zipped(**{"a.csv": rows_of("acled", *({"event_id_cnty": f"X{n}"} for n in range(500)))}))
    data[len(data) // 2] ^= 0xFF
    _, failures = batches("acled", ("bad.zip", bytes(data)), block_bytes=1000)
    assert [failure.origin for failure in failures] == ["bad.zip!a.csv"]


def test_a_header_alone_is_no_failure():
    found, failures = batches("acled", ("acled.csv", table([ACLED]).splitlines()[0]))
    assert (sum(batch.rows.num_rows for batch in found), failures) == (0, [])


def test_parquet_is_read_with_its_own_types():
    ged = pa.table({
        "id": pa.array([1001, 1002, 1003]), "date_start": pa.array([datetime(2016, 2, 1), datetime(2016, 2, 2), None]),
        "date_end": pa.array([date(2016, 2, 1), date(2016, 2, 2), None]), "latitude": [34.8, 91.0, 1.5],
        "longitude": [36.7, 1.0, 2.0], "country": ["Syria"] * 3, "best": pa.array([4.0, None, 1.0]),
        "type_of_violence": pa.array([1, 2, 3], pa.int8()), "geom": [b"\x01\xff", None, b""], "tags": [["a"], [], None],
        "side_a": pa.array(['A\x00 "x"', "B", "C"]).dictionary_encode(),
    })  # fmt: skip
    sink = io.BytesIO()
    pq.write_table(ged, sink)
    [batch], failures = batches("ucdp-ged", ("ged.parquet", sink.getvalue()))
    assert not failures
    [event] = batch.rows.to_pylist()
    assert (event["event_id"], event["event_date"], event["fatalities"]) == ("ucdp-ged-1001", date(2016, 2, 1), 4)
    assert json.loads(event["raw"])["geom"] == "01ff"
    assert event["actor1"] == 'A "x"'
    assert refusals("ucdp-ged", ("ged.parquet", sink.getvalue())) == [
        (2, "latitude 91 lies outside -90 to 90"),
        (3, "it has no date_start"),
    ]


def test_an_unknown_data_set_is_an_error():
    with pytest.raises(InputError, match="'nothing' is no data set"):
        read("nothing", [], on_failure=print)


def test_columns_tell_the_data_set():
    assert (guess(list(ACLED)), guess(list(GED)), guess(list(GDELT)), guess(["a", "b"])) == (
        "acled", "ucdp-ged", "gdelt", None,
    )  # fmt: skip


def test_a_preview_shows_what_became_of_the_first_rows():
    data = rows_of("ucdp-ged", {}, {"latitude": "91"}, *({"id": str(n)} for n in range(2000, 2100)))
    shown = preview(None, ("ged.csv", data), rows=5)
    assert (shown.dataset, shown.columns, len(shown.rows)) == ("ucdp-ged", tuple(GED), 5)
    assert shown.rows[1][list(GED).index("latitude")] == "91"
    assert shown.events.num_rows == 4
    assert [(refusal.line, refusal.reason) for refusal in shown.refused] == [(3, "latitude 91 lies outside -90 to 90")]
    became = {(entry.original, entry.column): entry.how for entry in shown.became}
    assert "1 -> 1" in became["where_prec", "geo_precision"]
    assert {original for original, _ in became} == set(GED)


@pytest.mark.parametrize("dataset", ["acled", "ucdp-ged", "gdelt"])
def test_a_preview_names_columns_of_events_only(dataset: str):
    shown = preview(dataset, ("sample", rows_of(dataset, {})))
    assert {entry.column for entry in shown.became} - {""} <= set(shown.events.schema.names)


def test_a_preview_of_a_header_alone_has_no_rows():
    shown = preview("acled", ("acled.csv", table([ACLED]).splitlines()[0]))
    assert (shown.rows, shown.events.num_rows, shown.refused) == ([], 0, [])


@pytest.mark.parametrize(("dataset", "reason"), [(None, "no data set that is known"), ("acled", "it is not of ACLED")])
def test_a_preview_of_something_else_is_an_error(dataset: str | None, reason: str):
    with pytest.raises(InputError, match=reason):
        preview(dataset, ("other.csv", b"a,b\n1,2\n"))


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_members_of_an_archive_that_would_be_unpacked_whole_are_refused(method: int):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("a.csv", rows_of("acled", {}), method)
        archive.writestr("b.csv", rows_of("acled", {}), zipfile.ZIP_STORED)
    [batch], failures = batches("acled", ("all.zip", data.getvalue()))
    assert batch.rows["origin"].to_pylist() == ["all.zip!b.csv"]
    assert failures == [Failure("all.zip!a.csv", "it is compressed in a way that is not read (deflate is)")]


def test_carriage_returns_of_parquet_are_line_feeds():
    sink = io.BytesIO()
    pq.write_table(pa.table({name: [value] for name, value in (ACLED | {"notes": "a\rb\r\nc\r"}).items()}), sink)
    [batch], _ = batches("acled", ("acled.parquet", sink.getvalue()))
    assert json.loads(batch.rows["raw"][0].as_py())["notes"] == "a\nb\nc\n"


def test_a_carriage_return_is_escaped_in_json():
    assert as_json(["a"], [pa.array(["x\ry"])]).to_pylist() == [r'{"a":"x\ry"}']


def parquet_of(count: int, **change: str) -> bytes:
    sink = io.BytesIO()
    columns = {name: pa.array([value] * count).dictionary_encode() for name, value in (ACLED | change).items()}
    columns["event_id_cnty"] = pa.array([f"X{n}" for n in range(count)])
    pq.write_table(pa.table(columns), sink)
    return sink.getvalue()


def test_parquet_whose_texts_are_stored_once_is_unpacked_in_small_parts():
    data = parquet_of(500, notes="x" * 20_000)
    found, failures = batches("acled", ("acled.parquet", data), block_bytes=200_000)
    assert (len(data) < 60_000, failures) == (True, [])
    assert [name for batch in found for name in batch.rows["source_id"].to_pylist()] == [f"X{n}" for n in range(500)]
    assert max(batch.rows.num_rows for batch in found) <= 10


def test_a_preview_of_parquet_unpacks_few_rows(monkeypatch: pytest.MonkeyPatch):
    seen: list[int] = []

    def parse(names: tuple[str, ...], before: int, batch: pa.RecordBatch) -> Rows:
        seen.append(batch.num_rows)
        return parse_parquet(names, before, batch)

    monkeypatch.setattr("dashboard.importers.tables.parse_parquet", parse)
    assert len(preview("acled", ("acled.parquet", parquet_of(1000))).rows) == 20
    assert seen == [256]


def test_a_row_of_parquet_that_is_too_long_is_refused_by_its_number(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("dashboard.importers.parquet.MOST_OF_ROW", 5000)
    sink = io.BytesIO()
    rows = [ACLED | {"event_id_cnty": f"X{n}", "notes": "x" * (6000 * (n == 1))} for n in range(3)]
    pq.write_table(pa.Table.from_pylist(rows), sink)
    [batch], _ = batches("acled", ("acled.parquet", sink.getvalue()))
    assert batch.rows["source_id"].to_pylist() == ["X0", "X2"]
    assert [(refusal.line, refusal.reason) for refusal in batch.refused] == [(2, "its row is longer than 64 MB")]
    assert batch.read == 3


def test_hidden_members_of_an_archive_are_told_by_their_own_names():
    hidden = ["dir/._d.csv", ".e.csv", "__MACOSX/f.csv", "a/__MACOSX/._g.csv"]
    data = zipped(**{name: rows_of("acled", {}) for name in ("./a.csv", "../b.csv", ".dir/c.csv", *hidden)})
    found, failures = batches("acled", ("all.zip", data))
    assert not failures
    origins = [origin for batch in found for origin in batch.rows["origin"].to_pylist()]
    assert origins == ["all.zip!./a.csv", "all.zip!../b.csv", "all.zip!.dir/c.csv"]


def test_times_of_parquet_in_an_unknown_zone_are_of_utc():
    times = pa.array([datetime(2016, 10, 17, 23), None], pa.timestamp("us"))
    rows = pa.Table.from_pylist([ACLED | {"event_id_cnty": f"X{n}"} for n in range(2)])
    rows = rows.append_column("seen", times.cast(pa.timestamp("us", "Nowhere/Town")))
    sink = io.BytesIO()
    pq.write_table(rows, sink)
    [batch], failures = batches("acled", ("acled.parquet", sink.getvalue()))
    assert not failures
    assert [json.loads(raw)["seen"] for raw in batch.rows["raw"].to_pylist()] == ["2016-10-17 23:00:00.000000Z", ""]


@pytest.mark.parametrize("dataset", [None, "acled"])
def test_a_preview_of_an_archive_is_of_the_first_table_that_fits(dataset: str | None):
    data = zipped(**{"readme.txt": b"About the table\n", "empty.csv": b"", "z.csv": rows_of("acled", {})})
    shown = preview(dataset, ("all.zip", data))
    assert (shown.dataset, shown.origin, len(shown.rows)) == ("acled", "all.zip!z.csv", 1)


def test_a_preview_of_an_archive_without_a_table_that_fits_tells_of_the_first():
    data = zipped(**{"readme.txt": b"About the table\n", "empty.csv": b""})
    with pytest.raises(InputError, match=r"all\.zip!readme\.txt: its columns are those of no data set that is known"):
        preview(None, ("all.zip", data))
