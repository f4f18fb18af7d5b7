"""One event a line, as ``conflict-dashboard extract`` prints it."""

from __future__ import annotations

from typing import Any

from dashboard.records import COUNTS, Count, Event


def event_line(event: Event, article_id: str) -> dict[str, Any]:
    """The event of one article with the offsets of the words that every value was read from."""
    p, best = event.place, event.reports[0]
    evidence: dict[str, list[list[int]]] = {}
    for found in best.evidence:
        evidence.setdefault(found.field, []).append([found.start, found.end])
    return {
        "article_id": article_id,
        "event_date": event.event_date.isoformat(),
        "event_date_end": event.event_date_end.isoformat(),
        "time_precision": event.time_precision,
        "date_prec": event.date_prec,
        "event_type": event.event_type,
        "sub_event_type": event.sub_event_type,
        "location": event.location,
        "country": p.country,
        "admin1": p.admin1,
        "admin2": p.admin2,
        "latitude": p.latitude,
        "longitude": p.longitude,
        "geo_precision": event.geo_precision,
        "geonameid": p.geonameid,
        "actors": list(event.actors),
        "actor1": list(event.actor1),
        "actor2": list(event.actor2),
        **{key: value for name in COUNTS for key, value in _count(name, getattr(event, name)).items()},
        "notes": event.notes,
        "start": best.start,
        "end": best.end,
        "location_start": best.location_start,
        "location_end": best.location_end,
        "evidence": evidence,
        "confidence": event.confidence,
        "published": best.published.isoformat(),
    }


def _count(name: str, count: Count | None) -> dict[str, int | None]:
    if count is None:
        return {name: None, f"{name}_low": None, f"{name}_high": None}
    return {name: count.best, f"{name}_low": count.low, f"{name}_high": count.high}
