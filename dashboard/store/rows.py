"""Records as rows of the Delta tables, and back. Rows of an older program lack columns: they read as null."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from dashboard.records import COUNTS, Article, Count, Evidence, Origin, Place, Report

_JOIN = "; "


def article_row(a: Article, extractor: str, extraction: str, now: datetime) -> dict[str, Any]:
    """The row of an article whose reports carry the same ``extraction``."""
    return {
        "article_id": a.article_id, "title": a.title, "text": a.text, "source": a.source, "url": a.url,
        "language": a.language, "external_id": a.external_id, "published": a.published, "retrieved": now,
        "extractor": extractor, "extraction": extraction,
    }  # fmt: skip


def article_of(row: Mapping[str, Any]) -> Article:
    """The article of a row."""
    return Article(
        row["text"], row["published"], title=row["title"] or "", source=row["source"] or "", url=row["url"] or "",
        language=row["language"] or "", external_id=row["external_id"],
    )  # fmt: skip


def report_row(r: Report, extractor: str, extraction: str, now: datetime) -> dict[str, Any]:
    """The row of a report."""
    p = r.place
    row = {
        "report_id": r.report_id, "event_id": r.report_id, "article_id": r.article_id, "event_date": r.event_date,
        "time_precision": r.time_precision, "event_type": r.event_type, "sub_event_type": r.sub_event_type,
        "location": r.location, "country": p.country, "admin1": p.admin1, "admin2": p.admin2, "latitude": p.latitude,
        "longitude": p.longitude, "geo_precision": r.geo_precision, "geonameid": p.geonameid,
        "feature_code": p.feature_code, "actors": _JOIN.join(r.actors), "notes": r.notes, "start": r.start,
        "end": r.end, "location_start": r.location_start, "location_end": r.location_end, "confidence": r.confidence,
        "published": r.published, "extractor": extractor, "recorded": now, "extraction": extraction,
        "number": r.number, "event_date_end": r.event_date_end, "date_prec": r.date_prec,
        "actor1": _JOIN.join(r.actor1), "actor2": _JOIN.join(r.actor2), "place_name": p.name,
        "place_source": p.source, "population": p.population, "place_confidence": r.place_confidence,
        "evidence": json.dumps([[e.field, e.start, e.end] for e in r.evidence]) if r.evidence else None,
    }  # fmt: skip
    for name in COUNTS:
        count: Count | None = getattr(r, name)
        if count is not None:
            row[name] = count.best
            row |= {f"{name}_{part}": getattr(count, part) for part in ("low", "high", "start", "end")}
    return row


def report_of(row: Mapping[str, Any]) -> Report:
    """The report of a row."""
    place = Place(
        row["place_name"] or row["location"], row["latitude"], row["longitude"], row["country"] or "",
        row["admin1"] or "", row["admin2"] or "", row["feature_code"] or "", row["population"] or 0,
        row["geonameid"], row["place_source"] or "",
    )  # fmt: skip
    counts: dict[str, Any] = {name: _count(row, name) for name in COUNTS}
    return Report(
        article_id=row["article_id"],
        event_date=row["event_date"],
        time_precision=row["time_precision"],
        event_type=row["event_type"],
        sub_event_type=row["sub_event_type"],
        location=row["location"],
        place=place,
        geo_precision=row["geo_precision"],
        notes=row["notes"],
        start=row["start"],
        end=row["end"],
        location_start=row["location_start"],
        location_end=row["location_end"],
        confidence=row["confidence"],
        published=row["published"],
        actors=_names(row["actors"]),
        actor1=_names(row["actor1"]),
        actor2=_names(row["actor2"]),
        event_date_end=row["event_date_end"],
        date_prec=row["date_prec"] or {1: 1, 2: 3}.get(row["time_precision"], 4),
        place_confidence=1.0 if row["place_confidence"] is None else row["place_confidence"],
        evidence=tuple(Evidence(*found) for found in json.loads(row["evidence"])) if row["evidence"] else (),
        number=row["number"] or 0,
        **counts,
    )


def imported_report(row: Mapping[str, Any]) -> Report:
    """The report that a row of the table ``imports`` is, as it stands: what a data set says is not the machine's guess."""
    published: date | None = row["published"]
    best = row["fatalities"]
    return Report(
        article_id=row["event_id"],
        event_date=row["event_date"],
        time_precision=row["time_precision"],
        event_type=row["event_type"],
        sub_event_type=row["sub_event_type"],
        location=row["location"] or "",
        place=Place(
            row["location"] or "", row["latitude"], row["longitude"], row["country"] or "", row["admin1"] or "",
            row["admin2"] or "", source=row["dataset"],
        ),
        geo_precision=row["geo_precision"],
        notes=row["notes"] or "",
        start=0,
        end=0,
        location_start=0,
        location_end=0,
        confidence=1.0,
        published=published or row["event_date"],
        actors=_names(row["actors"]),
        actor1=_names(row["actor1"]),
        actor2=_names(row["actor2"]),
        event_date_end=row["event_date_end"],
        date_prec=row["date_prec"] or 1,
        fatalities=None if best is None else Count(best, row["fatalities_low"], row["fatalities_high"], 0, 0),
        imported=Origin(
            row["dataset"], row["source_id"], row["title"] or "", row["source"] or "", row["url"] or "", published,
            row["origin"] or "", row["raw"] or "",
        ),
    )  # fmt: skip


def _names(joined: str | None) -> tuple[str, ...]:
    return tuple(joined.split(_JOIN)) if joined else ()


def _count(row: Mapping[str, Any], name: str) -> Count | None:
    best = row[name]
    if best is None:
        return None
    if row[f"{name}_start"] is None:  # an older program's: one number, read from the sentence
        return Count(best, best, best, row["start"], row["end"])
    return Count(best, row[f"{name}_low"], row[f"{name}_high"], row[f"{name}_start"], row[f"{name}_end"])
