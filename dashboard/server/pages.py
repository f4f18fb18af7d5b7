"""The two maps' pages, each under a policy that lets nothing run but our own scripts."""

from __future__ import annotations

import secrets

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from dashboard import maps
from dashboard.maps.page import NONCE


async def event_map(_: Request) -> Response:
    """The map of the selected events."""
    return _guarded(maps.map_page())


async def place_map(_: Request) -> Response:
    """The small map of the event under review."""
    return _guarded(maps.place_map_page())


def _guarded(html: str) -> Response:
    nonce = secrets.token_urlsafe(16)
    policy = (
        f"default-src 'none'; script-src 'self' 'nonce-{nonce}'; style-src 'self' 'unsafe-inline'; "
        "img-src 'self' data:; connect-src 'self'; frame-ancestors 'self'; base-uri 'none'; form-action 'none'"
    )
    return HTMLResponse(html.replace(NONCE, nonce), headers={"Content-Security-Policy": policy})
