"""Importing files: what becomes of each row, told in a report, and on the command line."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from dashboard import importing
from dashboard.cli import main
from dashboard.errors import InputError
from dashboard.importers import Batch, Failure, read
from dashboard.importing import LISTED, by_dataset, import_files
from dashboard.store import Tables

Capture = pytest.CaptureFixture[str]
HEADER = (
    "event_id_cnty,event_date,time_precision,event_type,sub_event_type,actor1,country,location,latitude,longitude,"
    "geo_precision,source,notes,fatalities,timestamp"
)


def line(number: int, *, day: str = "2016-10-20", latitude: str = "36.35", killed: int = 3, stamp: int = 1) -> str:
    return (
        f"XXX{number},{day},1,Battles,Armed clash,Army of Ruritania,Iraq,Ruritz,{latitude},43.38,1,Daily Ruritz,"
        f"Clashes near Ruritz.,{killed},{stamp}"
    )


def table(path: Path, *lines: str) -> Path:
    path.write_text("\n".join([HEADER, *lines, ""]), encoding="utf-8")
    return path


def stored(tables: Tables) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = tables.dataset("imports").to_table().to_pylist()
    return rows


def test_every_row_is_accounted_for(tables: Tables, tmp_path: Path) -> None:
    import_files("acled", [table(tmp_path / "a.csv", line(1), line(2))], tables)
    rows = [line(1), line(2, killed=7), line(3), line(4, latitude="91"), line(5, day="soon"), line(3)]
    report = import_files("acled", [table(tmp_path / "b.csv", *rows)], tables)
    assert (report.read, report.added, report.updated, report.unchanged) == (6, 1, 1, 2)
    assert [(Path(r.origin).name, r.line) for r in report.refused] == [("b.csv", 5), ("b.csv", 6)]
    assert report.reasons.total() == 2
    assert {row["source_id"] for row in stored(tables)} == {"XXX1", "XXX2", "XXX3"}


def test_of_two_files_that_do_not_say_which_is_newer_the_later_counts(tables: Tables, tmp_path: Path) -> None:
    table(tmp_path / "v19.csv", line(1, killed=1), line(2))
    table(tmp_path / "v23.csv", line(1, killed=2))
    report = import_files("acled", [tmp_path], tables)
    assert (report.added, report.unchanged) == (2, 1)
    assert {row["fatalities"] for row in stored(tables) if row["source_id"] == "XXX1"} == {2}
    assert import_files("acled", [tmp_path], tables).unchanged == 3


def test_a_newer_file_counts_wherever_it_stands(tables: Tables, tmp_path: Path) -> None:
    files = [table(tmp_path / "new.csv", line(1, killed=2, stamp=2)), table(tmp_path / "old.csv", line(1, killed=1))]
    import_files("acled", files, tables)
    assert max(stored(tables), key=lambda row: row["revision"])["fatalities"] == 2


def test_one_bad_file_never_stops_the_rest(tables: Tables, tmp_path: Path) -> None:
    (tmp_path / "b.zip").write_bytes(b"PK\x03\x04 no archive")
    (tmp_path / "c.csv").write_text("name,colour\nx,red\n")
    files = [tmp_path / "gone.csv", tmp_path / "b.zip", tmp_path / "c.csv", table(tmp_path / "d.csv", line(1))]
    report = import_files("acled", files, tables)
    assert report.added == 1
    assert {Path(failure.origin).name for failure in report.failed} == {"gone.csv", "b.zip", "c.csv"}


def test_a_file_that_breaks_the_reader_never_stops_the_rest(
    tables: Tables, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(dataset: str, sources: list[Path], **options: Any) -> Iterator[Batch]:
        yield from read(dataset, sources, **options)
        if sources[0].name == "bad.csv":
            raise ZeroDivisionError("of all things\nhere")

    monkeypatch.setattr(importing, "read", broken)
    files = [table(tmp_path / name, line(number)) for number, name in enumerate(("a.csv", "bad.csv", "c.csv"))]
    report = import_files("acled", files, tables)
    assert report.added == 3
    assert report.failed == [
        Failure(str(files[1]), "it cannot be processed (ZeroDivisionError: of all things here)"),
    ]


def test_files_are_told_apart_by_their_columns(tmp_path: Path) -> None:
    ours, other = ("ours.csv", table(tmp_path / "a.csv", line(1)).read_bytes()), ("other.csv", b"name,colour\nx,red\n")
    found, unknown = by_dataset([other, ours])
    assert found == {"acled": [ours]}
    assert len(unknown) == 1
    assert unknown[0].startswith("other.csv: ")


def test_uploaded_bytes_are_known_by_their_name(tables: Tables, tmp_path: Path) -> None:
    data = table(tmp_path / "x.csv", line(1), line(2, latitude="north")).read_bytes()
    report = import_files("acled", [("mine.csv", data)], tables)
    assert report.refused[0].origin == "mine.csv"
    assert stored(tables)[0]["origin"] == "mine.csv"


def test_a_report_lists_some_refused_rows_and_counts_all(tables: Tables, tmp_path: Path) -> None:
    rows = [line(number, latitude="91") for number in range(LISTED + 50)]
    report = import_files("acled", [table(tmp_path / "a.csv", *rows)], tables)
    assert len(report.refused) == LISTED
    assert report.reasons.total() == LISTED + 50
    told = report.lines()
    assert sum(text.startswith("refused: ") and ", line " in text for text in told) == 20
    assert "refused: 230 more rows." in told
    assert any(text.startswith("refused in all: 250 times ") for text in told)


def test_progress_goes_up_to_the_whole(tables: Tables, tmp_path: Path) -> None:
    files = [table(tmp_path / f"{name}.csv", *(line(number) for number in range(5))) for name in "ab"]
    seen: list[tuple[int, int, int]] = []
    import_files("acled", files, tables, progress=lambda *given: seen.append(given))
    size = sum(file.stat().st_size for file in files)
    assert seen[-1] == (size, size, 10)
    assert seen == sorted(seen)


def test_a_data_set_that_is_none_is_refused(tables: Tables, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="is no data set that can be imported"):
        import_files("gtd", [table(tmp_path / "a.csv", line(1))], tables)


def test_command_imports_and_tells_what_became_of_the_rows(tmp_path: Path, capsys: Capture) -> None:
    file = table(tmp_path / "events.csv", line(1), line(2, latitude="0").replace("43.38", "0"), line(3, latitude="91"))
    store = str(tmp_path / "store")
    assert main(["import", "acled", str(file), "--store", store]) == 0
    out, errors = capsys.readouterr()
    assert out == ""
    assert "Read 3 rows of ACLED: added 1 events, updated 0, unchanged 0, refused 2." in errors
    assert "events.csv, line 3: " in errors
    assert "events.csv, line 4: " in errors
    assert "its terms of use forbid passing the data on" in errors
    assert "gazetteer learn" in errors
    assert f"Store: {store}" in errors
    assert main(["import", "acled", str(file), "--store", store, "--null-island"]) == 0
    assert "added 1 events, updated 0, unchanged 1, refused 1." in capsys.readouterr().err
    assert (0.0, 0.0) in {(row["latitude"], row["longitude"]) for row in stored(Tables(store))}


@pytest.mark.parametrize(
    "content", [None, "", "name,colour\nx,red\n", f"{HEADER}\n", f"{HEADER}\n{line(1, day='?')}\n"]
)
def test_command_fails_when_nothing_can_be_used(tmp_path: Path, capsys: Capture, content: str | None) -> None:
    if content is not None:
        (tmp_path / "a.csv").write_text(content)
    assert main(["import", "acled", str(tmp_path / "a.csv"), "--store", str(tmp_path / "store")]) == 1
    assert "Read " in capsys.readouterr().err


def test_command_cleans_names_and_cells(tmp_path: Path, capsys: Capture) -> None:
    file = table(tmp_path / "a\x1b[31m\n.csv", line(1, day="\x1b]0;x\x07"))
    assert main(["import", "acled", str(file), "--store", str(tmp_path / "store")]) == 1
    errors = capsys.readouterr().err
    assert not {"\x1b", "\x07"} & set(errors)
    assert all(text.startswith(("Read ", "refused", "Source: ", "Store: ")) for text in errors.splitlines())


def test_command_takes_no_empty_name_for_a_folder(tmp_path: Path, capsys: Capture) -> None:
    assert main(["import", "acled", "", "--store", str(tmp_path / "store")]) == 1
    assert "A FILE is empty" in capsys.readouterr().err


def test_command_says_that_a_store_is_none(tmp_path: Path, capsys: Capture) -> None:
    file = table(tmp_path / "a.csv", line(1))
    assert main(["import", "acled", str(file), "--store", str(file)]) == 1
    assert "is a file, not an event store" in capsys.readouterr().err


def test_command_that_is_broken_off_says_that_nothing_was_stored(
    tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*given: Any, **options: Any) -> Iterator[Batch]:
        yield from read(*given, **options)
        raise KeyboardInterrupt

    monkeypatch.setattr(importing, "read", interrupted)
    store = str(tmp_path / "store")
    assert main(["import", "acled", str(table(tmp_path / "a.csv", line(1))), "--store", store]) == 130
    assert "Broken off: nothing was stored." in capsys.readouterr().err
    assert stored(Tables(store)) == []
