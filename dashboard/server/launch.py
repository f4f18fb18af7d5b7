"""Start the dashboard: prepare gazetteer and store, bind the port, serve until stopped."""

from __future__ import annotations

import os
import socket
import sys
import threading
import time
import tomllib
import urllib.error
import urllib.request
import webbrowser
from collections.abc import Callable
from pathlib import Path
from typing import Any

import dashboard
from dashboard import settings
from dashboard.articles import read_paths
from dashboard.errors import ServerError
from dashboard.gazetteer import open_gazetteer
from dashboard.ingest import ingest
from dashboard.server.indexing import TextIndexing
from dashboard.server.upkeep import Upkeep
from dashboard.services import Services, services

WAIT_SECONDS = 30


def serve(
    store_uri: str, *, host: str, port: int, browser: bool, samples: bool, announce: Callable[[str], None]
) -> None:
    """Serve the store's dashboard until stopped. Raises ServerError when the port cannot be had."""
    check_port(host, port)
    os.environ[settings.STORE_VARIABLE] = store_uri
    open_gazetteer(announce)
    shared = services()
    if samples:
        load_samples(shared, announce)
    url = f"http://{_shown(host)}:{port}"
    announce(f"Store: {store_uri}")
    announce(f"Dashboard: {url}  (Ctrl+C stops it)")
    if browser:
        threading.Thread(target=_open_when_up, args=(url,), daemon=True).start()
    Upkeep(store_uri).start()
    TextIndexing(shared).start()
    _run(host, port)


def _shown(host: str) -> str:
    """The host as a browser on this machine reaches it."""
    if host in {"0.0.0.0", "::"}:  # noqa: S104 - compared, not bound
        return "localhost"
    return f"[{host}]" if ":" in host else host


def check_port(host: str, port: int) -> None:
    """Raise ServerError, saying why, when ``host``:``port`` cannot be listened on."""
    if not 1 <= port <= 65535:
        raise ServerError(f"{port} is no port. Choose one from 1 to 65535 with --port.")
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
    except (OSError, UnicodeError) as error:
        reason = (getattr(error, "strerror", None) or "it is no host").lower()
        raise ServerError(
            f"Port {port} on {host[:100]} cannot be used: {reason}. "
            f"Another program, perhaps another dashboard, holds it, or the host is not this machine's. "
            f"Choose another port with --port, e.g. --port {port + 1 if port < 65535 else 8501}."
        ) from error


def load_samples(shared: Services, announce: Callable[[str], None]) -> None:
    """Put the sample articles through the pipeline into a store that holds nothing yet."""
    if shared.tables.article_ids() or shared.tables.parquet("imports")[1]:
        return
    announce("A new store: reading the sample articles ...")
    report = ingest(read_paths([settings.data_dir() / "articles"]), shared.extractor, shared.tables)
    announce(report.lines()[0])


def create_app(host: str) -> Any:
    """The ASGI application: Streamlit with our routes, behind the guard."""
    import streamlit as st
    from starlette.middleware import Middleware

    from dashboard.server.guard import Guard
    from dashboard.server.routes import routes

    script = Path(dashboard.__file__).parent / "app.py"
    return st.App(script, routes=routes(), middleware=[Middleware(Guard, host=host)])


def streamlit_options(host: str, port: int) -> dict[str, Any]:
    """``.streamlit/config.toml`` as flat options, with the address to listen on."""
    with settings.streamlit_config().open("rb") as file:
        options = _flat(tomllib.load(file))
    return options | {
        "server.address": host,
        "server.port": port,
        "browser.serverAddress": host,
        "browser.serverPort": port,
    }


def _flat(table: dict[str, Any], prefix: str = "") -> dict[str, Any]:
    flat: dict[str, Any] = {}
    for key, value in table.items():
        flat |= _flat(value, f"{prefix}{key}.") if isinstance(value, dict) else {f"{prefix}{key}": value}
    return flat


def _run(host: str, port: int) -> None:
    import logging

    logging.getLogger("streamlit").setLevel(logging.WARNING)
    # A page's script keeps the interpreter for 5 ms at a time, and a request of the map needs it some ten times.
    sys.setswitchinterval(0.0005)
    create_app(host).run(config=streamlit_options(host, port))


def _open_when_up(url: str) -> None:
    end = time.monotonic() + WAIT_SECONDS
    while time.monotonic() < end:
        try:
            with urllib.request.urlopen(f"{url}/health", timeout=2):  # noqa: S310 - our own http address
                webbrowser.open(url)
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
