"""What the reports of one event say together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dashboard.records import COUNTS, Count, Event, Link, Report


def summarise(event_id: str, reports: Sequence[Report], links: Iterable[Link] = ()) -> Event:
    """One event of ``reports`` (at least one): the surest report's values, all actors, the highest toll."""
    ordered = tuple(sorted(reports, key=lambda r: (-r.confidence, r.published, r.article_id, r.start)))
    best = ordered[0]
    return Event(
        event_id=event_id,
        reports=ordered,
        event_date=best.event_date,
        event_date_end=best.last_day,
        time_precision=min(r.time_precision for r in ordered),
        date_prec=min(r.date_prec for r in ordered),
        event_type=best.event_type,
        sub_event_type=best.sub_event_type,
        location=best.location,
        place=best.place,
        geo_precision=best.geo_precision,
        actors=_all(ordered, "actors"),
        actor1=_all(ordered, "actor1"),
        actor2=_all(ordered, "actor2"),
        confidence=best.confidence,
        links=tuple(links),
        **{name: _highest(ordered, name) for name in COUNTS},
    )


def _all(reports: Sequence[Report], field: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for r in reports for name in getattr(r, field)))


def _highest(reports: Sequence[Report], field: str) -> Count | None:
    counts: list[Count] = [c for r in reports if (c := getattr(r, field)) is not None]
    return max(counts, key=lambda c: c.best, default=None)
