"""Middleware over every request, Streamlit's and ours: only known hosts, and headers that keep content in its place."""

from __future__ import annotations

import ipaddress
import re

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
}
# Streamlit's own page is not ours to give a nonce; it may still talk to nobody but its own origin.
PAGE_POLICY = (
    "connect-src 'self' ws: wss: data: blob:; img-src 'self' data: blob:; object-src 'none'; "
    "base-uri 'self'; form-action 'self'; frame-ancestors 'self'"
)


class Guard:
    """Refuses hosts that a page elsewhere may have pointed at this machine (DNS rebinding), and adds ``HEADERS``.

    A server bound to the loopback interface answers only to loopback names; bound elsewhere, the host is whatever
    name its users know it by, and is not checked.
    """

    def __init__(self, app: ASGIApp, *, host: str) -> None:
        self.app = app
        self.local = is_loopback(host)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Check, then pass on."""
        if scope["type"] not in {"http", "websocket"}:
            await self.app(scope, receive, send)
            return
        host = host_name(Headers(scope=scope).get("host", ""))
        if self.local and not is_loopback(host):
            await PlainTextResponse(f"This dashboard does not answer to the host {host!r}.", 421)(scope, receive, send)
            return

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
                if headers.get("content-type", "").startswith("text/html"):
                    headers.setdefault("Content-Security-Policy", PAGE_POLICY)
            await send(message)

        await self.app(scope, receive, send_guarded)


def host_name(header: str) -> str:
    """The name in a Host header, "" when it is none."""
    match = re.fullmatch(r"(?:\[([0-9A-Fa-f:.]+)\]|([\w.-]+))(?::\d{1,5})?", header, re.ASCII)
    return (match[1] or match[2]) if match else ""


def is_loopback(host: str) -> bool:
    """Whether a host name or address is this machine's own."""
    if host.rstrip(".").lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
