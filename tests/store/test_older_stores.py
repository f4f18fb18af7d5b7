"""Stores of older programs: they open, show what they hold, take new rows, and their decisions hold."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, cast

import pyarrow as pa
import pytest
from deltalake import write_deltalake

from dashboard.articles import Item
from dashboard.extraction import Extractor
from dashboard.extraction.extract import VERSION
from dashboard.gazetteer import Gazetteer
from dashboard.ingest import ingest, reextract
from dashboard.query import EventQuery
from dashboard.records import Article, Count, Extraction, Report
from dashboard.reviewing import Reviewer
from dashboard.store import EventStore, Tables
from tests.review.desk import BAGHDAD, BARTELLA, MOSUL, report

ALL = EventQuery(status=("unreviewed", "confirmed", "rejected"))
THEN = datetime(2025, 6, 1, 12, tzinfo=UTC)
TEXT = "In Mosul something happened. In Bartella something happened. In Baghdad something happened."
NEWS = Article(TEXT, date(2016, 10, 22), title="A day", source="wire", url="https://a.example/1")
_TIME = pa.timestamp("us", tz="UTC")
# As version 0.1.0 wrote them.
OLD = {
    "articles": pa.schema(
        [(n, pa.string()) for n in ("article_id", "title", "text", "source", "url", "language", "external_id")]
        + [("published", pa.date32()), ("retrieved", _TIME)]
    ),
    "reports": pa.schema(
        [
            ("report_id", pa.string()), ("event_id", pa.string()), ("article_id", pa.string()),
            ("event_date", pa.date32()), ("time_precision", pa.int32()), ("event_type", pa.string()),
            ("sub_event_type", pa.string()), ("location", pa.string()), ("country", pa.string()),
            ("admin1", pa.string()), ("admin2", pa.string()), ("latitude", pa.float64()), ("longitude", pa.float64()),
            ("geo_precision", pa.int32()), ("geonameid", pa.int64()), ("feature_code", pa.string()),
            ("actors", pa.string()), ("fatalities", pa.int32()), ("notes", pa.string()), ("start", pa.int32()),
            ("end", pa.int32()), ("location_start", pa.int32()), ("location_end", pa.int32()),
            ("confidence", pa.float64()), ("published", pa.date32()), ("extractor", pa.string()), ("recorded", _TIME),
        ]
    ),
    "decisions": pa.schema(
        [(n, pa.string()) for n in ("decision_id", "event_id", "action", "who", "reason")] + [("decided", _TIME)]
    ),
}  # fmt: skip
REPORTS = [
    replace(report(place, TEXT.index(f"In {place.name}")), article_id=NEWS.article_id)
    for place in (MOSUL, BARTELLA, BAGHDAD)
]


def old_report(r: Report, *, extractor: str = "1") -> dict[str, Any]:
    p = r.place
    return {
        "report_id": f"old report of {r.location}", "event_id": f"old event at {r.location}",
        "article_id": r.article_id, "event_date": r.event_date, "time_precision": 2, "event_type": r.event_type,
        "sub_event_type": r.sub_event_type, "location": r.location, "country": p.country, "admin1": p.admin1,
        "admin2": "", "latitude": p.latitude, "longitude": p.longitude, "geo_precision": 1, "geonameid": None,
        "feature_code": p.feature_code, "actors": "Iraqi army; Peshmerga", "fatalities": 4, "notes": r.notes,
        "start": r.start, "end": r.end, "location_start": r.location_start, "location_end": r.location_end,
        "confidence": 0.9, "published": r.published, "extractor": extractor, "recorded": THEN,
    }  # fmt: skip


def decision(name: str, action: str, minute: int) -> dict[str, Any]:
    return {
        "decision_id": f"{action} {name}", "event_id": f"old event at {name}", "action": action, "who": "Reviewer A",
        "reason": "", "decided": THEN.replace(minute=minute),
    }  # fmt: skip


def write(uri: str, name: str, rows: list[dict[str, Any]]) -> None:
    write_deltalake((Path(uri) / name).as_uri(), pa.Table.from_pylist(rows, schema=OLD[name]), mode="append")


@pytest.fixture
def old(tmp_path: Path) -> str:
    """A store of version 0.1.0 with three events: Mosul confirmed, Bartella rejected, Baghdad rejected and reopened."""
    uri = str(tmp_path / "store")
    Path(uri).mkdir()
    article = {
        "article_id": NEWS.article_id, "title": NEWS.title, "text": NEWS.text, "source": NEWS.source, "url": NEWS.url,
        "language": "", "external_id": None, "published": NEWS.published, "retrieved": THEN,
    }  # fmt: skip
    write(uri, "reports", [old_report(r) for r in REPORTS])
    write(uri, "articles", [article])
    told = [decision("Mosul", "confirm", 1), decision("Bartella", "reject", 2), decision("Baghdad", "reject", 3)]
    write(uri, "decisions", [*told, decision("Baghdad", "reopen", 4), decision("Nowhere", "reject", 5)])
    return uri


class Rules:
    """Rules that find these reports."""

    def __init__(self, *reports: Report) -> None:
        self.reports = list(reports)

    def extract(self, article: Article) -> Extraction:
        return Extraction(article, [], self.reports if article == NEWS else [])


def statuses(store: EventStore) -> dict[str, str]:
    store.refresh(force=True)
    return {e["location"]: e["status"] for e in store.stream(ALL)}


HELD = {"Mosul": "confirmed", "Bartella": "rejected", "Baghdad": "unreviewed"}


def test_an_older_store_opens_and_shows_its_events_and_its_decisions(old: str) -> None:
    tables = Tables(old, create=False)
    before = tables.versions()
    store = EventStore(tables)
    assert statuses(store) == HELD
    (event,) = store.stream(EventQuery(text="mosul"))
    assert (event["fatalities"], event["fatalities_low"], event["fatalities_high"]) == (4, 4, 4)
    assert (event["actors"], event["time_precision"], event["date_prec"]) == ("Iraqi army; Peshmerga", 2, 3)
    assert (event["event_date_end"], event["wounded"], event["actor1"]) == (date(2016, 10, 20), None, "")
    assert tables.versions() == before
    assert tables.extractors() == {NEWS.article_id: "1"}


def test_an_older_store_takes_new_articles_and_new_decisions(old: str, make_report: Any) -> None:
    tables = Tables(old)
    store = EventStore(tables)
    other = Article("Another story.", date(2016, 11, 2), title="Other")
    raqqa = make_report("Raqqa", 35.95, 39.01, article=other, wounded=Count(3, 3, None, 0, 5))
    tables.append([other], [raqqa], extractor=VERSION)
    assert statuses(store) == {**HELD, "Raqqa": "unreviewed"}
    (event,) = store.stream(EventQuery(text="raqqa"))
    assert (event["wounded"], event["wounded_high"]) == (3, None)
    reviewer = Reviewer(store, tables, cast("Gazetteer", None))
    (mosul,) = (e["event_id"] for e in store.stream(EventQuery(text="mosul")))
    assert [(e.action, e.sentence) for e in reviewer.history(mosul)] == [("confirm", "Confirmed as shown.")]
    reviewer.undo("confirm Mosul", who="Reviewer B")
    assert statuses(store)["Mosul"] == "unreviewed"
    assert statuses(EventStore(Tables(old)))["Mosul"] == "unreviewed"


def test_old_decisions_hold_when_the_articles_are_read_by_newer_rules(old: str) -> None:
    tables = Tables(old)
    store = EventStore(tables)
    newer = [replace(r, start=r.start + 1, notes=r.notes[1:], event_date=date(2016, 10, 19)) for r in REPORTS]
    report_ = ingest([Item("news", NEWS)], cast("Extractor", Rules(*newer)), tables)
    assert (report_.again, report_.known, report_.added) == (1, 0, 0)
    assert "read again 1" in report_.lines()[0]
    assert statuses(store) == HELD
    days = {e["location"]: e["event_date"] for e in store.stream(ALL)}
    assert days == {"Mosul": date(2016, 10, 20), "Bartella": date(2016, 10, 19), "Baghdad": date(2016, 10, 19)}
    report_ = ingest([Item("news", NEWS)], cast("Extractor", Rules(*newer)), tables)
    assert (report_.again, report_.known) == (0, 1)


def test_what_was_confirmed_in_an_older_store_stays_when_newer_rules_lose_it(old: str) -> None:
    tables = Tables(old)
    assert reextract(cast("Extractor", Rules()), tables).again == 1
    assert statuses(EventStore(tables)) == {"Mosul": "confirmed"}


def test_of_an_older_programs_readings_the_newest_counts(old: str) -> None:
    late = {**old_report(REPORTS[2], extractor="2"), "recorded": THEN.replace(hour=13), "fatalities": 5}
    write(old, "reports", [late])
    store = EventStore(Tables(old))
    assert {e["location"]: e["fatalities"] for e in store.stream(ALL)} == {"Mosul": 4, "Baghdad": 5}
    assert statuses(store) == {"Mosul": "confirmed", "Baghdad": "unreviewed"}  # what was confirmed stays


APPEND = """
import sys
from datetime import date
from dashboard.records import Article, Place, Report
from dashboard.store import Tables
uri, name, south = sys.argv[1:]
tables = Tables(uri)
sys.stdin.readline()
article = Article(f"Story of {name}.", date(2016, 10, 20), title=name)
tables.append([article], [Report(article.article_id, date(2016, 10, 20), 1, "Battles", "Armed clash", name,
    Place(name, float(south), 2.0), 1, "Something happened.", 0, 5, 0, 5, 0.9, date(2016, 10, 20))], extractor="9")
"""


def test_processes_that_are_the_first_to_add_columns_at_once_all_land(old: str) -> None:
    pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    names = ["First", "Second", "Third"]
    running = [
        subprocess.Popen([sys.executable, "-c", APPEND, old, name, str(10 * n)], **pipes)
        for n, name in enumerate(names)
    ]
    for process in running:
        process.stdin.write("go\n")
        process.stdin.flush()
    for process in running:
        _, errors = process.communicate(timeout=120)
        assert process.returncode == 0, errors
    assert statuses(EventStore(Tables(old))) == {**HELD, **dict.fromkeys(names, "unreviewed")}
