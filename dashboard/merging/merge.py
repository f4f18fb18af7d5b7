"""Which reports are of one event."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from dashboard.merging.summary import summarise
from dashboard.records import Event, Link, Report


def merge(
    reports: Sequence[Report],
    *,
    together: Iterable[tuple[str, str]] = (),
    apart: Iterable[tuple[str, str]] = (),
    recorded: Mapping[str, datetime] | None = None,
) -> list[Event]:
    """The events that ``reports`` tell of, in the order of their first reports.

    ``together`` and ``apart`` are pairs of report ids that a person joined or kept apart; ``recorded`` says when each
    was first stored: the first founds the event and gives it its id.
    """
    kept = {frozenset(pair) for pair in apart}
    group_of: dict[str, list[Report]] = {}
    machine: dict[tuple[object, ...], list[Report]] = {}

    def join(one: list[Report], other: list[Report]) -> None:
        if one is other or any(frozenset((a.report_id, b.report_id)) in kept for a in one for b in other):
            return
        one.extend(other)
        for report in other:
            group_of[report.report_id] = one

    for report in reports:
        group_of[report.report_id] = [report]
    for one, other in together:
        if one in group_of and other in group_of:
            join(group_of[one], group_of[other])
    for report in reports:
        place = report.place
        where = place.geonameid or (round(place.latitude, 4), round(place.longitude, 4))
        key = (report.article_id, report.event_type, report.event_date, where)
        machine.setdefault(key, []).append(report)
    for group in machine.values():
        for report in group[1:]:
            join(group_of[group[0].report_id], group_of[report.report_id])
    found: dict[int, list[Report]] = {id(group_of[r.report_id]): group_of[r.report_id] for r in reports}

    def founding(r: Report) -> tuple[float, object, str]:
        at = (recorded or {}).get(r.report_id)
        return (at.timestamp() if at else float("inf"), r.published, r.report_id)

    return [summarise(min(group, key=founding).report_id, group) for group in found.values()]


def near_misses(given: Iterable[Event], *, apart: Iterable[tuple[str, str]] = ()) -> list[Link]:
    """Pairs of events that may be one, likeliest first; ``Link.first`` and ``second`` are event ids."""
    found, events, kept = [], list(given), set(map(frozenset, apart))
    for i, one in enumerate(events):
        for other in events[i + 1 :]:
            near = abs(one.place.latitude - other.place.latitude) + abs(one.place.longitude - other.place.longitude)
            same = one.event_date == other.event_date and one.event_type == other.event_type and near < 0.5
            pairs = (frozenset((a.report_id, b.report_id)) for a in one.reports for b in other.reports)
            if same and not any(pair in kept for pair in pairs):
                found.append(Link(one.event_id, other.event_id, 0.4, ("the same day", "near each other")))
    return found
