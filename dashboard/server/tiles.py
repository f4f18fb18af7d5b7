"""Vector tiles of the selected events, for QGIS, MapLibre and whatever else reads the format.

A tile with many events has the layer ``clusters``, one with few, or one near in, the layer ``events``; never both, so
that each selected event is in exactly one tile of a zoom and counts once. An empty tile is an answer of 200 with an
empty layer: QGIS reports an answer without content as an error, and older map libraries do so too, unless it is a 204.
Streamlit's middleware compresses what is larger than a kilobyte.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from typing import Any
from urllib.parse import urlencode

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from dashboard.errors import DashboardError, QueryError
from dashboard.exporters import mvt
from dashboard.exporters.tile_grid import Tile
from dashboard.gazetteer.geonames import ATTRIBUTION
from dashboard.geometry import MERCATOR_EDGE
from dashboard.query import EventQuery
from dashboard.records import EVENT_TYPES, STATUSES
from dashboard.server.answers import MAX_ZOOM, event_query, failed
from dashboard.server.guard import host_name
from dashboard.services import services
from dashboard.store import EventStore

MAX_EVENTS = 500  # of a tile far out: 30 kB, compressed 8
NEAR_ZOOM = 12  # a town fills a tile
MAX_EVENTS_NEAR = 5000  # one point of a town may have as many in a data set of years: 300 kB, compressed 80
# Clusters' names for the event types: they outlive a change of the wording, and do as columns of a table.
TYPE_PROPERTIES = {
    "Battles": "battles",
    "Explosions/Remote violence": "explosions",
    "Violence against civilians": "civilians",
    "Protests": "protests",
    "Riots": "riots",
    "Strategic developments": "strategic",
}
LAYERS: dict[str, dict[str, str]] = {
    "clusters": {
        "n": "Number: events",
        "fatalities": "Number: people reported killed in all of them",
        "coarse": "Number: events placed coarser than the town",
        **{short: f"Number: events of type {name}" for name, short in TYPE_PROPERTIES.items()},
        **{status: f"Number: {status} events" for status in STATUSES},
    },
    "events": {
        "event_id": "String: the event's id",
        "event_date": "String: first day it may have happened, ISO 8601",
        "event_type": "String: ACLED's event type",
        "sub_event_type": "String: ACLED's sub-event type",
        "fatalities": "Number: people reported killed, left out where no number is given",
        "geo_precision": "Number: 1 the town, 2 near it or a part of a region, 3 a larger region",
        "status": "String: unreviewed, confirmed or rejected",
        "location": "String: the place's name",
    },
}
# A tag is good for this process only: another may serve another store, or draw otherwise.
_PROCESS = secrets.token_hex(8)


async def vector_tile(request: Request) -> Response:
    """The tile of the path, of the filter that the parameters carry; 304 to who has it already."""
    try:
        tile, query = _tile(request), event_query(request)
        if tile.z > MAX_ZOOM or not tile.exists:
            message = f"There is no tile {tile.z}/{tile.x}/{tile.y}: zooms go from 0 to {MAX_ZOOM}, columns and rows of"
            return JSONResponse({"error": f"{message} a zoom z from 0 to 2^z - 1."}, status_code=404)
        return await run_in_threadpool(_answer, request, tile, query)
    except DashboardError as error:
        return failed(error)


def _tile(request: Request) -> Tile:
    parts = [request.path_params[name] for name in "zxy"]
    if not all(re.fullmatch(r"-?\d{1,9}", part, re.ASCII) for part in parts):
        shown = "/".join(part[:20] for part in parts)
        raise QueryError(f"The tile {shown!r} is not three whole numbers. Ask for /tiles/{{z}}/{{x}}/{{y}}.mvt.")
    return Tile(*map(int, parts))


def _answer(request: Request, tile: Tile, query: EventQuery) -> Response:
    shared = services()
    events = shared.events
    # Before the tag is made: a tile may be newer than its tag says, never older.
    events.refresh()
    drawn = (_PROCESS, shared.store_uri, events.version, tile, query)
    tag = f'W/"{hashlib.blake2b(repr(drawn).encode(), digest_size=16).hexdigest()}"'
    headers = {"ETag": tag, "Cache-Control": "private, no-cache"}
    if tag in re.split(r"\s*,\s*", request.headers.get("if-none-match", "").strip()):
        return Response(status_code=304, headers=headers)
    return Response(mvt.tile(layers(events, query, tile)), media_type=mvt.MEDIA_TYPE, headers=headers)


def layers(events: EventStore, query: EventQuery, tile: Tile) -> dict[str, list[mvt.Point]]:
    """The one layer that the tile of these events has. Raises StoreError."""
    view, limit = tile.view(), MAX_EVENTS_NEAR if tile.z >= NEAR_ZOOM else MAX_EVENTS
    # The cells of the next zoom, 32 pixels of a tile of 256: tiles are drawn at twice that size.
    cells = [
        cell
        for cell in events.clusters(query, view, tile.z + 1)
        # Cells lie whole in one tile: the centre of a cell's box is in the tile of all its events.
        if tile.holds(longitude=(cell["west"] + cell["east"]) / 2, latitude=(cell["south"] + cell["north"]) / 2)
    ]
    count = sum(cell["n"] for cell in cells)
    if count <= limit:
        found = events.points(query, view, 2 * limit) if cells else []
        own = [e for e in found if tile.holds(longitude=e["longitude"], latitude=e["latitude"])]
        # Fewer, where a neighbour has very many on the very edge, or the store changed meanwhile.
        if len(own) == count:
            return {"events": [_event(event, tile) for event in own]}
    return {"clusters": [_cluster(cell, tile) for cell in cells]}


def _event(event: dict[str, Any], tile: Tile) -> mvt.Point:
    properties = {name: event[name] for name in LAYERS["events"]} | {"event_date": event["event_date"].isoformat()}
    return mvt.Point(*tile.position(longitude=event["longitude"], latitude=event["latitude"]), properties)


def _cluster(cell: dict[str, Any], tile: Tile) -> mvt.Point:
    properties = {
        "n": cell["n"],
        "fatalities": cell["fatalities"],
        "coarse": cell["coarse"],
        **{TYPE_PROPERTIES[name]: n for name, n in zip(EVENT_TYPES, cell["mix"], strict=True)},
        **dict(zip(STATUSES, cell["statuses"], strict=True)),
    }
    return mvt.Point(*tile.position(longitude=cell["longitude"], latitude=cell["latitude"]), properties)


async def tile_json(request: Request) -> Response:
    """TileJSON 3.0.0 (https://github.com/mapbox/tilejson-spec/tree/master/3.0.0) of the tiles under the same filter."""
    try:
        query = event_query(request)
        if not host_name(request.headers.get("host", "")):
            raise QueryError("The request names no host that the tiles' address could be written with.")
    except DashboardError as error:
        return failed(error)
    parameters = urlencode(query.to_params(), doseq=True)
    document = {
        "tilejson": "3.0.0",
        "name": "Conflict events",
        "description": "The selected events: clusters where a tile has many, single events where it has few.",
        "version": "1.0.0",
        "attribution": f"Places: {ATTRIBUTION}",
        "scheme": "xyz",
        "tiles": [f"{request.base_url}tiles/{{z}}/{{x}}/{{y}}.mvt{'?' if parameters else ''}{parameters}"],
        "minzoom": 0,
        "maxzoom": MAX_ZOOM,
        "bounds": [-180, -MERCATOR_EDGE, 180, MERCATOR_EDGE],
        "vector_layers": [
            {"id": name, "fields": fields, "minzoom": 0, "maxzoom": MAX_ZOOM} for name, fields in LAYERS.items()
        ],
    }
    return JSONResponse(document, headers={"Cache-Control": "no-store"})
