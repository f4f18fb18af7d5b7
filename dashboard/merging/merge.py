"""Which reports are of one event."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard.merging.summary import summarise
from dashboard.records import Event, Report


def merge(reports: Sequence[Report]) -> list[Event]:
    """The events that ``reports`` tell of, in the order of their first reports."""
    grouped: dict[tuple[object, ...], list[Report]] = {}
    for report in reports:
        place = report.place
        where = place.geonameid or (round(place.latitude, 4), round(place.longitude, 4))
        key = (report.article_id, report.event_type, report.event_date, where)
        grouped.setdefault(key, []).append(report)
    return [summarise(min(r.report_id for r in group), group) for group in grouped.values()]
