"""Why a person should look at an event."""

from __future__ import annotations

from dashboard.records import Event

UNSURE = 0.7  # a place less sure than this


def doubts(event: Event) -> tuple[str, ...]:
    """The reasons, worst first."""
    found = []
    if min(r.place_confidence for r in event.reports) < UNSURE:
        found.append("place")
    if event.geo_precision == 3:
        found.append("coarse")
    if event.time_precision > 1:
        found.append("date")
    return tuple(found)


def doubt(event: Event) -> float:
    """How much a person should look, 0 to 1."""
    return min(1.0, 0.3 * len(doubts(event)) + 0.1 * (1 - event.confidence))
