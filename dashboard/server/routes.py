"""Routes for the maps' pages: what is in view, one event, labels, exports, assets. All are GET and change nothing."""

from __future__ import annotations

import math
import mimetypes
import re
from datetime import date
from pathlib import Path
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from dashboard import maps
from dashboard.errors import DashboardError, QueryError
from dashboard.exporters import geojson_chunks
from dashboard.exporters.geojson import MEDIA_TYPE
from dashboard.query import BBox
from dashboard.records import DATASETS, GEO_PRECISION, TIME_PRECISION
from dashboard.review.detail import raw_columns
from dashboard.server import pages, tiles, timeline_route
from dashboard.server.answers import MAX_ZOOM, Modules, event_query, failed, json_of
from dashboard.server.cells import cell_columns
from dashboard.services import services
from dashboard.store import EventStore

MAX_LISTED = 200
MAX_OFFSET = 20_000
CELL_PX = ("16", "32", "64")
LISTED = ["event_id", "event_date", "event_type", "sub_event_type", "location", "title", "notes", "fatalities",
          "geo_precision", "status"]  # fmt: skip
_MAPS = Path(maps.__file__).parent
# Some systems' registries call scripts plain text, which a browser told not to sniff would refuse to run.
mimetypes.add_type("text/javascript", ".js")


def _view(request: Request) -> BBox:
    return BBox.parse(request.query_params.get("view", "-180,-90,180,90"))


def _zoom(request: Request) -> int:
    text = request.query_params.get("zoom", "2")
    if not re.fullmatch(r"\d{1,2}", text, re.ASCII) or int(text) > MAX_ZOOM:
        raise QueryError(f"The zoom {text[:20]!r} is not a whole number from 0 to {MAX_ZOOM}.")
    return int(text)


def summary(request: Request) -> dict[str, Any]:
    """How many events are selected, and the box around them."""
    query, events = event_query(request), services().events
    box = events.bounds(query)
    return {"count": events.count(query), "bounds": [box.west, box.south, box.east, box.north] if box else None}


def _cell_px(request: Request) -> int:
    text = request.query_params.get("cell", "64")
    if text not in CELL_PX:
        raise QueryError(f"The cell {text[:20]!r} is none of the sizes {', '.join(CELL_PX)} (pixels).")
    return int(text)


def _offset(request: Request) -> int:
    text = request.query_params.get("offset", "0")
    if not re.fullmatch(r"\d{1,5}", text, re.ASCII) or int(text) > MAX_OFFSET:
        raise QueryError(f"The offset {text[:20]!r} is not a whole number from 0 to {MAX_OFFSET:,}.")
    return int(text)


def clusters(request: Request) -> dict[str, Any]:
    """The selected events in view, gathered by cells of the screen (``cell`` pixels wide), column by column."""
    cells = services().events.clusters(event_query(request), _view(request), _zoom(request), cell_px=_cell_px(request))
    return {"cells": cell_columns(cells)}


def listed(request: Request) -> dict[str, Any]:
    """The selected events within a small view, newest first: ``MAX_LISTED`` of them from ``offset`` on."""
    table = services().events.table(
        event_query(request), limit=MAX_LISTED, offset=_offset(request), view=_view(request), columns=LISTED
    )
    return {"events": [{k: _plain(v) for k, v in row.items()} for row in table.to_dict("records")]}


def event(request: Request) -> dict[str, Any] | None:
    """One event, its sentence cut before and after the place's name; None (404) when there is none of that id.

    An imported event has its notes uncut. It, and an event that a person joined to it, has the data set's name, the id
    there, the file it came from, and the original columns: ``raw`` is a list of [column, value].
    """
    shared = services()
    event_id = request.path_params["event_id"]
    found = shared.events.event(event_id)
    if found is None:
        return None
    notes: str = found["notes"]
    start, end = found["location_start"] - found["start"], found["location_end"] - found["start"]
    return (
        {k: _plain(v) for k, v in found.items()}
        | _imported_from(shared.events, event_id)
        | {
            "before": notes[:start],
            "marked": notes[start:end],
            "after": notes[end:],
            "country_name": shared.country_names.get(found["country"], found["country"]),
            "geo_precision_text": GEO_PRECISION[found["geo_precision"]],
            "time_precision_text": TIME_PRECISION[found["time_precision"]],
        }
    )


def _imported_from(events: EventStore, event_id: str) -> dict[str, Any]:
    """Where an imported event, or the first that a person joined to this one, comes from."""
    found = events.reviewed_with([event_id]).events.get(event_id)
    row = next((r.imported for r in found.reports if r.imported), None) if found else None
    if row is None:
        return {"dataset_name": "", "source_id": "", "origin": "", "raw": []}
    name = DATASETS.get(row.dataset, row.dataset)
    return {"dataset_name": name, "source_id": row.source_id, "origin": row.file, "raw": raw_columns(row.raw)}


def labels(request: Request) -> dict[str, Any]:
    """Names for the base map: countries far out, the largest towns near in."""
    view, zoom = _view(request), _zoom(request)
    gazetteer = services().gazetteer
    found = []
    spans = [(view.west, view.east)] if view.west <= view.east else [(view.west, 180.0), (-180.0, view.east)]
    for west, east in spans:
        box = {"west": west, "south": view.south, "east": east, "north": view.north}
        if zoom <= 6:
            found += gazetteer.in_view(**box, limit=60, codes="PCLI")
        if zoom >= 5:
            found += gazetteer.in_view(**box, limit=60, codes="PPL%")
    kinds = {"PCLI": "country", "PPLC": "capital"}
    return {
        "places": [
            {
                "name": p.name,
                "latitude": p.latitude,
                "longitude": p.longitude,
                "kind": kinds.get(p.feature_code, "town"),
            }
            for p in found
        ]
    }


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()[:10]
    missing = isinstance(value, float) and math.isnan(value)  # the table's word for "not given"
    return None if missing else value


async def export_geojson(request: Request) -> Response:
    """The selection as a GeoJSON file, streamed."""
    try:
        query, events = event_query(request), services().events
        bounds = await run_in_threadpool(events.bounds, query)
    except DashboardError as error:
        return failed(error)
    name = f"conflict-events-{date.today().isoformat()}.geojson"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return StreamingResponse(geojson_chunks(events.stream(query), bounds), media_type=MEDIA_TYPE, headers=headers)


async def health(_: Request) -> Response:
    """Whether the server answers."""
    return JSONResponse({"status": "ok"})


def routes() -> list[BaseRoute]:
    """All routes, to stand beside Streamlit's own."""
    return [
        Route("/map", pages.event_map),
        Route("/place-map", pages.place_map),
        Route("/health", health),
        Route("/api/summary", json_of(summary)),
        Route("/api/clusters", json_of(clusters)),
        Route("/api/events", json_of(listed)),
        Route("/api/events/{event_id}", json_of(event)),
        Route("/api/labels", json_of(labels)),
        Route("/export.geojson", export_geojson),
        Route("/tiles.json", tiles.tile_json),
        Route("/tiles/{z}/{x}/{y}.mvt", tiles.vector_tile),
        *timeline_route.routes(),
        Mount("/assets/vendor", StaticFiles(directory=_MAPS / "vendor")),
        Mount("/assets/map", Modules(directory=_MAPS / "static")),
    ]
