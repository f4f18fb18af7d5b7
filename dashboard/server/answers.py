"""What the routes share: the filter that a request carries, answers as JSON, and errors as HTTP status in one table."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.staticfiles import StaticFiles

from dashboard.errors import DashboardError, QueryError, StoreError
from dashboard.query import PARAMS, EventQuery

STATUS: tuple[tuple[type[DashboardError], int], ...] = ((QueryError, 400), (StoreError, 503), (DashboardError, 500))
MAX_ZOOM = 18  # of the map and of vector tiles
Answer = Callable[[Request], Any]


class Modules(StaticFiles):
    """Scripts that import each other: asked for again each time, so that none of an older program is kept among new ones."""

    def file_response(self, *args: Any, **kwargs: Any) -> Response:
        """The file, or 304 where the browser has it as it is."""
        response = super().file_response(*args, **kwargs)
        response.headers["Cache-Control"] = "no-cache"
        return response


def event_query(request: Request) -> EventQuery:
    """The filter that the request's parameters carry. Raises QueryError."""
    return EventQuery.from_params({key: request.query_params.getlist(key) for key in PARAMS})


def json_of(answer: Answer) -> Callable[[Request], Awaitable[Response]]:
    """Run ``answer`` in a worker thread; its value becomes JSON, None a 404, an error its status."""

    def made(request: Request) -> Response:
        try:
            found = answer(request)
        except DashboardError as error:
            return failed(error)
        if found is None:
            return JSONResponse({"error": "There is no such event."}, status_code=404)
        return JSONResponse(found, headers={"Cache-Control": "no-store"})

    async def endpoint(request: Request) -> Response:
        # The text of the JSON is made in the worker too: a large answer would hold up everybody's requests.
        return await run_in_threadpool(made, request)

    return endpoint


def failed(error: DashboardError) -> Response:
    """The status of an error, and its sentence for a person."""
    status = next(code for kind, code in STATUS if isinstance(error, kind))
    return JSONResponse({"error": str(error)}, status_code=status)
