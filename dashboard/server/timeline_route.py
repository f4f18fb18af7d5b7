"""The timeline's own routes: its histogram, and the modules of its component."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.routing import BaseRoute, Mount, Route

from dashboard import timeline, views
from dashboard.query import EventQuery
from dashboard.server.answers import Modules, event_query, json_of
from dashboard.services import services

_MODULES = Path(views.__file__).parent / "static" / "timeline"


def histogram(request: Request) -> dict[str, Any]:
    """The bins of the shown range, and the span of the query without its dates.

    Parameters: those of the filter (its dates do not matter here), ``unit`` (auto, day, week, month, year; a coarser one
    is answered where more than MAX_BINS would be shown), ``from`` and ``to`` (days, the span's without them).
    """
    query, params = event_query(request).without("start", "end"), request.query_params
    shown = EventQuery.from_params({"start": params.get("from", ""), "end": params.get("to", "")})
    unit = params.get("unit", "auto")
    events = services().events
    span = events.span(query)
    if span is None:
        return {"unit": unit, "first": None, "last": None, "from": None, "to": None, **timeline.columns([])}
    first, last = span
    start = shown.start or (min(first, shown.end) if shown.end else first)
    bins = timeline.frame(start, shown.end or max(last, start), unit)
    rows = events.histogram(query, bins.unit, within=(bins.first, bins.last))
    return {
        "unit": bins.unit,
        "first": first.isoformat(),
        "last": last.isoformat(),
        "from": bins.first.isoformat(),
        "to": bins.last.isoformat(),
        **timeline.columns(rows),
    }


def routes() -> list[BaseRoute]:
    """``/api/timeline`` and the component's modules."""
    return [
        Route("/api/timeline", json_of(histogram)),
        Mount("/assets/timeline", Modules(directory=_MODULES)),
    ]
