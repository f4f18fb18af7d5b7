"""The command line: machine output on stdout, people's on stderr, one clear line for an error."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from dashboard.cli import main
from dashboard.exporters.geojson import PROPERTIES
from dashboard.gazetteer import Gazetteer
from dashboard.query import EventQuery
from dashboard.records import Article, Place, Report
from dashboard.settings import data_dir
from dashboard.store import EventStore, Tables
from tests.review.desk import decide

TEXT = "Iraqi troops retook Bartella on Thursday after hours of street fighting, the army said."
EVENT_FIELDS = {
    "article_id", "event_date", "time_precision", "event_type", "location", "country", "admin1", "latitude", "longitude",
    "geo_precision", "notes", "start", "end", "confidence", "published",
}  # fmt: skip
TOPONYM_FIELDS = [
    "start", "end", "text", "latitude", "longitude", "geonameid", "feature_code", "country", "confidence", "kind",
]  # fmt: skip
STORY = Article("The whole story.", date(2017, 7, 10), title="Nine months")
EVENTS = (
    ("Mosul", 36.335, 43.119, "IQ", "2016-10-17", "Battles", "Armed clash"),
    ("Baghdad", 33.34, 44.4, "IQ", "2016-10-31", "Explosions/Remote violence", "Suicide bomb"),
    ("Raqqa", 35.95, 39.01, "SY", "2016-11-01", "Battles", "Armed clash"),
    ("Suva", -18.14, 178.44, "FJ", "2017-01-01", "Protests", "Peaceful protest"),
    ("Pristina", 42.67, 21.17, "XK", "2017-02-01", "Riots", "Mob violence"),
)

Capture = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def own_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """No test comes near the user's own store."""
    store = tmp_path / "own-store"
    monkeypatch.setenv("CONFLICT_DASHBOARD_STORE", str(store))
    monkeypatch.delenv("CONFLICT_DASHBOARD_GEOCODER", raising=False)
    return store


@pytest.fixture
def known(own_store: Path) -> Path:
    """A store with ``EVENTS``."""
    reports = [
        Report(
            STORY.article_id, date.fromisoformat(day), 1, kind, sub, name,
            Place(name, latitude, longitude, country, feature_code="PPL"), 1, f"It happened at {name}.", 0, 9, 3, 7, 0.9,
            date(2017, 7, 10), number=number,
        )
        for number, (name, latitude, longitude, country, day, kind, sub) in enumerate(EVENTS)
    ]  # fmt: skip
    Tables(str(own_store)).append([STORY], reports, extractor="test")
    return own_store


def rows(out: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in out.splitlines()]


def write(path: Path, *lines: object) -> str:
    path.write_text(
        "".join(f"{line if isinstance(line, str) else json.dumps(line)}\n" for line in lines), encoding="utf-8"
    )
    return str(path)


def test_extract_prints_one_event_a_line_and_stores_nothing(
    tmp_path: Path, own_store: Path, gazetteer: Gazetteer, capsys: Capture
) -> None:
    file = write(tmp_path / "a.jsonl", {"id": "own-7", "title": "Troops", "text": TEXT, "published": "2016-10-22"})
    assert main(["extract", file]) == 0
    captured = capsys.readouterr()
    (event,) = rows(captured.out)
    assert set(event) >= EVENT_FIELDS
    assert event["article_id"] == "own-7"
    assert (event["event_date"], event["time_precision"]) == ("2016-10-20", 1)
    assert (event["event_type"], event["location"], event["country"]) == ("Battles", "Bartella", "IQ")
    assert event["latitude"] == pytest.approx(36.35, abs=0.05)
    assert event["longitude"] == pytest.approx(43.38, abs=0.05)
    assert event["notes"] == TEXT == TEXT[event["start"] : event["end"]]
    assert TEXT[event["location_start"] : event["location_end"]] == "Bartella"
    assert 0 < event["confidence"] <= 1
    assert event["published"] == "2016-10-22"
    assert not own_store.exists()


def test_extract_without_an_own_id_prints_the_id_of_the_store(
    tmp_path: Path, gazetteer: Gazetteer, capsys: Capture
) -> None:
    file = write(tmp_path / "a.txt", "date: 2016-10-22", "", TEXT)
    assert main(["extract", file]) == 0
    (event,) = rows(capsys.readouterr().out)
    assert event["article_id"] == Article(TEXT, date(2016, 10, 22)).article_id


def test_extract_goes_on_after_a_bad_item(tmp_path: Path, gazetteer: Gazetteer, capsys: Capture) -> None:
    good = {"id": 1, "text": TEXT, "published": "2016-10-22"}
    file = write(tmp_path / "a.jsonl", good, "{broken", {"text": TEXT}, {**good, "id": 2})
    missing = str(tmp_path / "missing.txt")
    assert main(["extract", missing, file]) == 0
    captured = capsys.readouterr()
    assert [event["article_id"] for event in rows(captured.out)] == ["1", "2"]
    said = captured.err.splitlines()
    assert [line.partition(": ")[0] for line in said] == ["failed"] * 3
    assert said[0] == f"failed: {missing}: it cannot be read: no such file or directory."
    assert "line 2" in said[1]
    assert "line 3" in said[2]


def test_extract_takes_the_date_given_and_standard_input(
    gazetteer: Gazetteer, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(TEXT.encode())))
    assert main(["extract", "-", "--published", "22 October 2016"]) == 0
    (event,) = rows(capsys.readouterr().out)
    assert (event["published"], event["event_date"]) == ("2016-10-22", "2016-10-20")


@pytest.mark.parametrize("command", ["extract", "ingest"])
def test_nothing_readable_is_a_failure(tmp_path: Path, gazetteer: Gazetteer, capsys: Capture, command: str) -> None:
    (tmp_path / "empty").mkdir()
    assert main([command, str(tmp_path / "missing.txt"), str(tmp_path / "empty")]) == 1
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.count("failed: ") == 2
    assert "holds no article file" in captured.err


def test_ingest_reads_folders_and_reports_and_adds_nothing_twice(
    tmp_path: Path, own_store: Path, gazetteer: Gazetteer, capsys: Capture
) -> None:
    folder = tmp_path / "news"
    folder.mkdir()
    write(folder / "a.txt", "date: 2016-10-22", "", TEXT)
    write(
        folder / "b.csv",
        "text,date",
        '"A suicide bomber killed 20 people in Baghdad on Monday, police said.",2017-01-03',
        "x,soon",
    )
    assert main(["ingest", str(folder)]) == 0
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "Read 3: added 2 with 2 events, already known 0, without a place 0, failed 1." in captured.err
    assert "b.csv, line 3: 'soon' is not a date" in captured.err
    assert f"Store: {own_store}" in captured.err
    assert main(["ingest", str(folder)]) == 0
    assert "added 0 with 0 events, already known 2" in capsys.readouterr().err
    assert EventStore(Tables(str(own_store), create=False)).count(EventQuery()) == 2


def test_the_store_option_comes_before_the_environment(
    tmp_path: Path, own_store: Path, gazetteer: Gazetteer, capsys: Capture
) -> None:
    file = write(tmp_path / "a.txt", "date: 2016-10-22", "", TEXT)
    assert main(["ingest", file, "--store", str(tmp_path / "other")]) == 0
    assert EventStore(Tables(str(tmp_path / "other"), create=False)).count(EventQuery()) == 1
    assert not own_store.exists()


def test_geoparse_prints_the_toponyms_of_each_article(tmp_path: Path, gazetteer: Gazetteer, capsys: Capture) -> None:
    texts = {"a": "Fighting went on in Mosul and Bartella.", "b": "Nothing happened."}
    file = write(tmp_path / "a.jsonl", *({"id": key, "text": text, "title": ""} for key, text in texts.items()))
    assert main(["geoparse", file]) == 0
    first, second = rows(capsys.readouterr().out)
    assert list(first) == ["id", "toponyms"]
    assert (first["id"], second) == ("a", {"id": "b", "toponyms": []})
    assert [t["text"] for t in first["toponyms"]] == ["Mosul", "Bartella"]
    for toponym in first["toponyms"]:
        assert list(toponym) == TOPONYM_FIELDS
        assert texts["a"][toponym["start"] : toponym["end"]] == toponym["text"]
        assert toponym["country"] == "IQ"
    assert first["toponyms"][0]["latitude"] == pytest.approx(36.34, abs=0.05)
    assert first["toponyms"][0]["longitude"] == pytest.approx(43.12, abs=0.05)
    assert first["toponyms"][0]["geonameid"] == 99072


def test_given_spans_are_resolved_as_given_and_in_their_order(
    tmp_path: Path, gazetteer: Gazetteer, capsys: Capture
) -> None:
    text = "Xqzzvw and Baghdad and Mosul are named."
    spans = [
        {"start": text.index(name), "end": text.index(name) + len(name)} for name in ("Mosul", "Xqzzvw", "Baghdad")
    ]
    file = write(tmp_path / "a.jsonl", {"id": 5, "text": text, "toponyms": spans}, {"text": text, "toponyms": []})
    assert main(["geoparse", "--given-spans", file]) == 0
    first, second = rows(capsys.readouterr().out)
    assert first["id"] == 5
    assert second == {"id": None, "toponyms": []}
    assert [(t["start"], t["end"]) for t in first["toponyms"]] == [(s["start"], s["end"]) for s in spans]
    assert [t["text"] for t in first["toponyms"]] == ["Mosul", "Xqzzvw", "Baghdad"]
    unknown = first["toponyms"][1]
    assert list(unknown) == TOPONYM_FIELDS
    assert [unknown[name] for name in ("latitude", "longitude", "geonameid", "feature_code", "country")] == [None] * 5
    assert [t["country"] for t in first["toponyms"]] == ["IQ", None, "IQ"]


def test_geoparse_says_what_part_each_name_plays(tmp_path: Path, gazetteer: Gazetteer, capsys: Capture) -> None:
    text = "Turkish troops left Mosul, the Boston Globe said."
    kinds = {"Turkish": "demonym", "Mosul": "place", "Boston": "part"}
    spans = [{"start": text.index(name), "end": text.index(name) + len(name)} for name in kinds]
    file = write(tmp_path / "a.jsonl", {"id": 1, "text": text, "toponyms": spans})
    assert main(["geoparse", "--given-spans", file]) == 0
    (article,) = rows(capsys.readouterr().out)
    assert {t["text"]: t["kind"] for t in article["toponyms"]} == kinds


@pytest.mark.parametrize("options", [[], ["--given-spans"]])
def test_geoparse_goes_on_after_a_bad_line(
    tmp_path: Path, gazetteer: Gazetteer, capsys: Capture, options: list[str]
) -> None:
    good = {"id": 1, "text": "In Mosul.", "toponyms": [{"start": 3, "end": 8}]}
    file = write(tmp_path / "a.jsonl", "{broken", {"id": 2}, "[]", "7", {"text": 5, "toponyms": []}, "", good)
    assert main(["geoparse", *options, file]) == 0
    captured = capsys.readouterr()
    (found,) = rows(captured.out)
    assert found["toponyms"][0]["text"] == "Mosul"
    said = captured.err.splitlines()
    assert [f"line {n}:" in line for n, line in enumerate(said, start=1)] == [True] * 5


def test_given_spans_need_spans(tmp_path: Path, gazetteer: Gazetteer, capsys: Capture) -> None:
    file = write(
        tmp_path / "a.jsonl", {"text": "In Mosul."}, {"text": "In Mosul.", "toponyms": [{"start": "x", "end": 8}]}
    )
    assert main(["geoparse", "--given-spans", file]) == 1
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.count("not an article with a text and toponyms") == 2


def test_geocode_prints_candidates_best_first(gazetteer: Gazetteer, capsys: Capture) -> None:
    assert main(["geocode", "Mosul", "--limit", "3"]) == 0
    captured = capsys.readouterr()
    found = rows(captured.out)
    assert 1 < len(found) <= 3
    assert captured.err == ""
    best = found[0]
    assert {
        "name",
        "latitude",
        "longitude",
        "country",
        "admin1",
        "feature_code",
        "population",
        "geonameid",
        "source",
        "score",
    } <= set(best)
    assert (best["name"], best["country"], best["geonameid"]) == ("Mosul", "IQ", 99072)
    scores = [place["score"] for place in found]
    assert scores == sorted(scores, reverse=True)


@pytest.mark.parametrize(
    ("arguments", "country"), [(["Paris"], "FR"), (["Paris", "--country", "US"], "US"), (["Paris, Texas"], "US")]
)
def test_geocode_keeps_to_the_country_asked_for(
    gazetteer: Gazetteer, capsys: Capture, arguments: list[str], country: str
) -> None:
    assert main(["geocode", *arguments]) == 0
    assert rows(capsys.readouterr().out)[0]["country"] == country


def test_an_unknown_name_prints_nothing_and_is_no_error(gazetteer: Gazetteer, capsys: Capture) -> None:
    assert main(["geocode", "Xqzzvw"]) == 0
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "No place called 'Xqzzvw' is known." in captured.err


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ([], {"Mosul", "Baghdad", "Raqqa", "Suva", "Pristina"}),
        (["--start", "2016-10-31"], {"Baghdad", "Raqqa", "Suva", "Pristina"}),
        (["--end", "2016-10-31"], {"Mosul", "Baghdad"}),
        (["--start", "2016-10-31", "--end", "2016-11-01"], {"Baghdad", "Raqqa"}),
        (["--type", "Battles"], {"Mosul", "Raqqa"}),
        (["--type", "Battles", "--type", "Riots"], {"Mosul", "Raqqa", "Pristina"}),
        (["--country", "IQ"], {"Mosul", "Baghdad"}),
        (["--country", "irq", "--country", "Fiji"], {"Mosul", "Baghdad", "Suva"}),
        (["--country", "Iraq"], {"Mosul", "Baghdad"}),
        (["--country", "Kosovo"], {"Pristina"}),
        (["--country", "DE"], set()),
        (["--text", "happened raqqa"], {"Raqqa"}),
        (["--bbox", "43,33,45,37"], {"Mosul", "Baghdad"}),
        (["--bbox", "170,-20,-170,0"], {"Suva"}),
        (["--polygon", "42,36;44,36;44,37;42,37"], {"Mosul"}),
        (["--type", "Battles", "--country", "IQ", "--end", "2016-10-20", "--text", "mosul"], {"Mosul"}),
    ],
)
def test_export_honours_every_filter(
    tmp_path: Path, known: Path, capsys: Capture, options: list[str], expected: set[str]
) -> None:
    target = tmp_path / "events.geojson"
    assert main(["export", "-o", str(target), *options]) == 0
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err == f"Exported {len(expected)} events to {target}.\n"
    found = json.loads(target.read_text(encoding="utf-8"))
    assert found["type"] == "FeatureCollection"
    assert {f["properties"]["location"] for f in found["features"]} == expected
    assert ("bbox" in found) == bool(expected)
    assert all(list(f["properties"]) == list(PROPERTIES) for f in found["features"])


def test_export_to_standard_output_is_json_alone(known: Path, capsys: Capture) -> None:
    assert main(["export", "-o", "-", "--store", str(known)]) == 0
    captured = capsys.readouterr()
    assert len(json.loads(captured.out)["features"]) == len(EVENTS)
    assert captured.err == "Exported 5 events to -.\n"


def test_export_leaves_rejected_events_out_unless_asked_for_them(known: Path, capsys: Capture) -> None:
    store = EventStore(Tables(str(known)))
    suva, mosul = (next(store.stream(EventQuery(text=name)))["event_id"] for name in ("suva", "mosul"))
    decide(store, [suva], "reject")
    decide(store, [mosul], "confirm")

    def exported(*options: str) -> set[str]:
        assert main(["export", "-o", "-", *options]) == 0
        found = json.loads(capsys.readouterr().out)
        return {f["properties"]["location"] for f in found["features"]}

    everything = {name for name, *_ in EVENTS}
    assert exported() == everything - {"Suva"}
    assert exported("--status", "rejected") == {"Suva"}
    assert exported("--status", "confirmed", "--status", "rejected") == {"Suva", "Mosul"}
    assert exported("--status", "Unreviewed") == everything - {"Suva", "Mosul"}


def test_reextract_reads_all_again_and_decisions_hold(
    tmp_path: Path, own_store: Path, gazetteer: Gazetteer, capsys: Capture
) -> None:
    file = write(tmp_path / "a.txt", "date: 2016-10-22", "", TEXT)
    assert main(["ingest", file]) == 0
    store = EventStore(Tables(str(own_store)))
    (event,) = store.stream(EventQuery())
    decide(store, [event["event_id"]], "edit", values={"wounded": 7})
    capsys.readouterr()
    assert main(["reextract"]) == 0
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "Read 1: added 0 with 0 events, read again 1, already known 0" in captured.err
    assert f"Store: {own_store}" in captured.err
    store.refresh(force=True)
    assert list(store.stream(EventQuery())) == [
        {**event, "wounded": 7, "wounded_low": 7, "wounded_high": 7, "edited": "wounded"}
    ]


def test_export_replaces_a_file_whole_and_leaves_nothing_beside_it(
    tmp_path: Path, known: Path, capsys: Capture
) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    target = folder / "events.geojson"
    target.write_text("x" * 1_000_000)
    assert main(["export", "-o", str(target), "--country", "FJ"]) == 0
    assert len(json.loads(target.read_text())["features"]) == 1
    assert list(folder.iterdir()) == [target]


def test_an_export_that_fails_leaves_the_old_file(tmp_path: Path, known: Path, capsys: Capture) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    target = folder / "events.geojson"
    target.write_text("old")
    assert main(["export", "-o", str(target), "--start", "soon"]) == 1
    assert target.read_text() == "old"
    assert list(folder.iterdir()) == [target]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["export", "-o", "OUT", "--start", "soon"], "The start date 'soon' is not a day. Write it as 2016-10-17."),
        (["export", "-o", "OUT", "--end", "2016-02-30"], "The end date '2016-02-30' is not a day."),
        (["export", "-o", "OUT", "--start", "2017-01-02", "--end", "2017-01-01"], "Swap the two dates."),
        (["export", "-o", "OUT", "--bbox", "1,2,3"], "needs four numbers"),
        (["export", "-o", "OUT", "--bbox", "a,b,c,d"], "not a number"),
        (["export", "-o", "OUT", "--polygon", "1,2;3,4"], "needs 3 to 500 corners"),
        (["export", "-o", "OUT", "--type", "Wars"], "Unknown event type 'Wars'."),
        (["export", "-o", "OUT", "--status", "done"], "Unknown status 'done'. Known: unreviewed, confirmed, rejected."),
        (["reextract", "--store", "DIR/nowhere"], "There is no event store at"),
        (["export", "-o", "OUT", "--country", "Atlantis"], "'Atlantis' is no country."),
        (["export", "-o", "DIR/missing/x.geojson"], "cannot be written: no such file or directory."),
        (["export", "-o", "DIR"], "cannot be written: is a directory."),
        (["export", "-o", "OUT", "--store", "DIR/nowhere"], "There is no event store at"),
        (["export", "-o", "OUT", "--store", "FILE"], "is a file, not an event store."),
        (["export", "-o", "OUT", "--store", "DIR"], "is a folder with other things in it"),
        (["ingest", "FILE", "--store", "FILE"], "is a file, not an event store."),
        (["extract", "FILE", "--published", "03/04/2016"], "'03/04/2016' is not a date."),
        (["geoparse", "DIR/missing.jsonl"], "cannot be read: no such file or directory."),
        (["geoparse", "DIR"], "cannot be read: is a directory."),
        (["geocode", "Mosul", "--limit", "0"], "--limit needs a number of at least 1."),
    ],
)
def test_an_error_is_one_clear_line_and_a_status(
    tmp_path: Path, known: Path, gazetteer: Gazetteer, capsys: Capture, arguments: list[str], message: str
) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    file = write(folder / "a.txt", "Body.")
    names = {"OUT": str(tmp_path / "out.geojson"), "FILE": file}
    given = [names.get(a, a.replace("DIR", str(folder), 1) if a.startswith("DIR") else a) for a in arguments]
    assert main(given) == 1
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith("conflict-dashboard: ")
    assert captured.err.count("\n") == 1
    assert message in captured.err
    assert not (tmp_path / "out.geojson").exists()
    assert [path.name for path in folder.iterdir()] == ["a.txt"]
    assert {path.name for path in tmp_path.iterdir()} == {"folder", "own-store"}


@pytest.mark.parametrize(
    "arguments",
    [
        ["extract"],
        ["export"],
        ["geocode"],
        ["dance"],
        ["geocode", "Mosul", "--limit", "many"],
        ["extract", "a", "--bogus"],
    ],
)
def test_wrong_usage_has_a_status_of_its_own(capsys: Capture, arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(arguments)
    assert caught.value.code == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "error:" in captured.err


@pytest.mark.parametrize("command", ["serve", "ingest", "reextract", "extract", "geoparse", "geocode", "export"])
def test_every_command_explains_itself(capsys: Capture, command: str) -> None:
    with pytest.raises(SystemExit) as caught:
        main([command, "--help"])
    assert caught.value.code == 0
    assert f"conflict-dashboard {command}" in capsys.readouterr().out


def run(arguments: list[str], **options: Any) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "dashboard", *arguments], capture_output=True, check=False, timeout=120, **options
    )


def test_the_module_extracts_a_sample_article(gazetteer: Gazetteer) -> None:
    sample = min((data_dir() / "articles").iterdir())
    done = run(["extract", str(sample)], env=os.environ | {"PYTHONIOENCODING": "utf-8"})
    assert done.returncode == 0
    assert done.stderr == b""
    events = rows(done.stdout.decode())
    assert events
    assert all(set(event) >= EVENT_FIELDS for event in events)


def test_the_module_reports_an_error_without_a_traceback(tmp_path: Path) -> None:
    done = run(["export", "-o", str(tmp_path / "x"), "--store", str(tmp_path / "nowhere")])
    assert done.returncode == 1
    assert done.stdout == b""
    assert done.stderr.startswith(b"conflict-dashboard: There is no event store at")
    assert done.stderr.count(b"\n") == 1


def test_a_reader_that_goes_away_ends_the_command_quietly(known: Path) -> None:
    command = [sys.executable, "-m", "dashboard", "export", "-o", "-"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        said = process.stderr.read()
    assert said == b""
    assert process.returncode != 0
