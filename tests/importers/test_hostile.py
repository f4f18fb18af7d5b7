from __future__ import annotations

import codecs
import json
import random

import pytest

from dashboard.importers.blocks import MOST_OF_ROW
from tests.importers.tables import ACLED, batches, refusals, rows_of, table

BAD = {"latitude": "91"}
REASON = "latitude 91 lies outside -90 to 90"


def acled(*changes: dict[str, str], **writing: str) -> bytes:
    return table([ACLED | {"event_id_cnty": f"X{n}"} | change for n, change in enumerate(changes)], **writing)


def ids(data: bytes, **how: int) -> list[str]:
    found, failures = batches("acled", ("acled.csv", data), **how)
    assert not failures
    return [name for batch in found for name in batch.rows["source_id"].to_pylist()]


@pytest.mark.parametrize("block_bytes", [1 << 20, 64, 7])
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_lines_are_counted_through_breaks_within_quotes(ending: str, block_bytes: int):
    data = acled({"notes": 'one\ntwo "quoted"\n\nthree'}, BAD, {}, {"notes": "a\nb"} | BAD, BAD)
    data = data.replace(b"\n", ending.encode())
    found = refusals("acled", ("acled.csv", data), block_bytes=block_bytes)
    assert found == [(6, REASON), (8, REASON), (10, REASON)]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_every_unicode_encoding_is_read(encoding: str):
    data = acled({"location": "Ніжин"}, BAD).decode().encode(encoding)
    [batch], failures = batches("acled", ("acled.csv", data))
    assert not failures
    assert batch.rows["location"].to_pylist() == ["Ніжин"]
    assert [refusal.line for refusal in batch.refused] == [3]
    assert "event_id_cnty" in json.loads(batch.rows["raw"][0].as_py())


def test_a_block_may_end_within_a_letter_of_utf_16():
    data = codecs.BOM_UTF16_LE + acled(*({"location": "Ніжин"} for _ in range(20))).decode().encode("utf-16-le")
    assert len(ids(data, block_bytes=33)) == 20


def test_latin_1_is_read_with_its_letters_replaced():
    data = acled({"location": "Köln"}, {}).decode().encode("latin-1")
    [batch], _ = batches("acled", ("acled.csv", data))
    assert batch.rows["location"].to_pylist() == ["K\ufffdln", "Sampletown"]


def test_nul_and_control_characters_are_dropped():
    data = acled({"location": "A\x00B\x1b[31mC", "notes": "x\u009b\u202ey\u2028z"})
    [batch], _ = batches("acled", ("acled.csv", data))
    [event] = batch.rows.to_pylist()
    assert (event["location"], event["notes"]) == ("AB[31mC", "x y z")
    json.loads(event["raw"])


def test_ragged_rows_are_refused_by_line_and_the_rest_goes_on():
    lines = acled({}, {}, {}).decode().splitlines()
    data = "\n".join([lines[0], lines[1], "only,three,cells", lines[2] + ",more", "", "   ", lines[3]]).encode()
    assert ids(data) == ["X0", "X2"]
    assert refusals("acled", ("acled.csv", data)) == [
        (3, f"it has 3 cells, and the columns are {len(ACLED)}"),
        (4, f"it has {len(ACLED) + 1} cells, and the columns are {len(ACLED)}"),
    ]


def test_rows_of_delimiters_alone_are_no_rows():
    [batch], _ = batches("acled", ("acled.csv", acled({}) + b"," * (len(ACLED) - 1) + b"\n"))
    assert (batch.read, batch.refused) == (1, [])


@pytest.mark.parametrize("block_bytes", [1 << 20, 64])
def test_a_quote_that_never_closes_costs_its_own_row_only(block_bytes: int):
    lines = acled(*[{"notes": "no quotes"}] * 3).decode().splitlines()
    broken = lines[2].replace("Army of X", '"Army of X')
    data = "\n".join([lines[0], lines[1], broken, lines[3], lines[3] + ",more"]).encode()
    found, _ = batches("acled", ("acled.csv", data), block_bytes=block_bytes)
    assert [name for batch in found for name in batch.rows["source_id"].to_pylist()] == ["X0", "X2"]
    told = [(refusal.line, refusal.reason) for batch in found for refusal in batch.refused]
    assert [line for line, _ in told] == [3, 5]
    assert told[0][1] == "a quote that opens in this row is never closed"


def test_a_quote_within_a_cell_is_a_letter():
    lines = acled({}, {}, {}).decode()
    data = lines.replace("Front of Y", 'Front 5" of Y').encode()
    [batch], _ = batches("acled", ("acled.csv", data))
    assert batch.rows["actor2"].to_pylist() == ['Front 5" of Y'] * 3
    assert json.loads(batch.rows["raw"][2].as_py())["actor2"] == 'Front 5" of Y'


def test_a_cell_of_megabytes_is_kept_in_raw_and_cut_in_notes():
    long = 'word "and"\n' * 300_000
    data = acled({"notes": long}, {}, BAD)
    found, _ = batches("acled", ("acled.csv", data), block_bytes=1 << 16)
    events = [event for batch in found for event in batch.rows.to_pylist()]
    assert [len(event["notes"]) for event in events] == [4000, len(ACLED["notes"])]
    assert json.loads(events[0]["raw"])["notes"] == long
    assert [refusal.line for batch in found for refusal in batch.refused] == [300_004]
    assert len(data) < MOST_OF_ROW


def test_every_hostile_cell_is_sound_json_and_comes_back_as_it_was():
    random.seed(5)
    letters = ['"', "\\", "\n", "\t", "/", "</script>", "é", "𐀀", "\u2028", "'", ",", ";", "{", "\\u0041", "\x7f"]
    changes = [
        {name: "".join(random.choices(letters, k=9)) for name in ("notes", "actor1", "source", "admin2")}
        for _ in range(200)
    ]
    found, _ = batches("acled", ("acled.csv", acled(*changes)), block_bytes=3000)
    raws = [json.loads(raw) for batch in found for raw in batch.rows["raw"].to_pylist()]
    assert [{name: raw[name] for name in change} for raw, change in zip(raws, changes, strict=True)] == [
        {name: value.replace("\x7f", "") for name, value in change.items()} for change in changes
    ]


def test_columns_of_the_same_name_are_all_kept():
    header, row = acled({}).decode().splitlines()
    [batch], _ = batches("acled", ("acled.csv", f"{header},notes,,notes\n{row},second,third,fourth\n".encode()))
    raw = json.loads(batch.rows["raw"][0].as_py())
    extra = f"column {len(ACLED) + 2}"
    assert [raw[name] for name in ("notes", "notes (2)", extra, "notes (3)")] == [
        ACLED["notes"],
        "second",
        "third",
        "fourth",
    ]
    assert batch.rows["notes"].to_pylist() == [ACLED["notes"]]


@pytest.mark.parametrize("delimiter", [";", "\t", "|"])
def test_other_delimiters_are_told_by_the_header(delimiter: str):
    assert ids(acled({}, {}, delimiter=delimiter)) == ["X0", "X1"]


def test_the_same_row_has_the_same_digest_in_any_file():
    first, _ = batches("acled", ("a.csv", acled({}, {"notes": "other"})))
    second, _ = batches("acled", ("b.tsv", acled({}, {"notes": "changed"}, delimiter="\t")))
    one, two = first[0].rows["digest"].to_pylist(), second[0].rows["digest"].to_pylist()
    assert one[0] == two[0] == 114510473474800607
    assert one[1] != two[1]


def test_refusals_are_told_one_by_one_up_to_a_number_and_all_are_counted():
    data = rows_of("acled", *({"latitude": str(100 + n)} for n in range(1500)), {"event_id_cnty": "last"})
    found, _ = batches("acled", ("acled.csv", data), block_bytes=20_000)
    assert sum(len(batch.refused) for batch in found) == 1000
    counts = sum((batch.refused_reasons for batch in found), start=type(found[0].refused_reasons)())
    assert counts == {"latitude lies outside -90 to 90": 1500}
    assert sum(batch.rows.num_rows for batch in found) == 1


def test_a_flood_of_ragged_rows_is_counted_and_not_kept():
    found, _ = batches("acled", ("acled.csv", acled({}) + b"x\n" * 5000 + acled({}).split(b"\n", 1)[1]))
    [batch] = found
    assert (batch.read, batch.rows.num_rows, len(batch.refused)) == (5002, 2, 1000)
    assert batch.refused_reasons == {"the number of its cells is not that of the columns": 5000}


@pytest.mark.parametrize("blank", [b"\n", b" ", b"\x00"])
def test_a_file_that_begins_with_blanks_without_end_is_given_up(blank: bytes, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("dashboard.importers.delimited.MOST_OF_ROW", 1000)
    found, [failure] = batches("acled", ("acled.csv", blank * 2000 + acled({})), block_bytes=100)
    assert (found, failure.reason) == ([], "it begins with nothing but blank lines")
    assert ids(b"\n" * 900 + acled({}), block_bytes=100) == ["X0"]


@pytest.mark.parametrize("size", [6000, 20_000])
def test_a_row_that_is_too_long_is_given_up_to_its_end(size: int, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("dashboard.importers.blocks.MOST_OF_ROW", 5000)
    data = acled({}, {"notes": "x" * size}, {}, BAD)
    found, failures = batches("acled", ("acled.csv", data), block_bytes=1000)
    assert not failures
    assert [name for batch in found for name in batch.rows["source_id"].to_pylist()] == ["X0", "X2"]
    told = [(refusal.line, refusal.reason) for batch in found for refusal in batch.refused]
    assert told == [(3, "its row is longer than 64 MB"), (5, REASON)]
    assert sum(batch.read for batch in found) == 4
