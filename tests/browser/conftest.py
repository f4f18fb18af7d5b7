"""A real server in a process of its own, a real Chromium with every outside host unreachable."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Request, sync_playwright

CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # Whatever is not this machine resolves to nothing: the page must do without.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]
START_SECONDS = 120


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Server:
    """A running dashboard."""

    url: str
    store: Path
    process: subprocess.Popen[bytes]


def start_server(store: Path, log: Path, *options: str) -> Server:
    port = free_port()
    command = [sys.executable, "-m", "dashboard", "serve", "--no-browser", "--port", str(port), "--store", str(store)]
    with log.open("ab") as output:
        process = subprocess.Popen(
            [*command, *options], stdout=output, stderr=output, env=os.environ | {"BROWSER": "none"}
        )
    url = f"http://127.0.0.1:{port}"
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end:
        if process.poll() is not None:
            break
        try:
            with urllib.request.urlopen(f"{url}/health", timeout=2):
                return Server(url, store, process)
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    process.kill()
    raise RuntimeError(f"The server did not start:\n{log.read_text(errors='replace')}")


def stop_server(server: Server) -> None:
    server.process.terminate()
    try:
        server.process.wait(timeout=15)
    except subprocess.TimeoutExpired:
        server.process.kill()
        server.process.wait(timeout=15)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A dashboard at its first start: a new store, filled with the sample articles."""
    folder = tmp_path_factory.mktemp("server")
    running = start_server(folder / "store", folder / "log")
    yield running
    stop_server(running)


def chromium_path() -> str | None:
    """The system's Chromium, None where Playwright's own is to be used."""
    return next(
        (found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), None
    )


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium_path(), args=CHROMIUM_ARGUMENTS)
        yield launched
        launched.close()


@dataclass
class Watched:
    """A page, and everything that went wrong on it."""

    page: Page
    troubles: list[str] = field(default_factory=list)


@pytest.fixture
def watched(browser: Browser) -> Iterator[Watched]:
    """A page whose test fails on any console error, page error, failed request or request to another host."""
    context = browser.new_context(viewport={"width": 1400, "height": 1000}, accept_downloads=True)
    page = context.new_page()
    seen = Watched(page)
    page.on("console", lambda m: seen.troubles.append(f"console: {m.text}") if m.type == "error" else None)
    page.on("pageerror", lambda e: seen.troubles.append(f"page error: {e}"))
    page.on("requestfailed", lambda r: None if _called_off(r) else seen.troubles.append(f"failed: {r.url} {r.failure}"))
    page.on("response", lambda r: seen.troubles.append(f"{r.status}: {r.url}") if r.status >= 400 else None)
    page.on("dialog", lambda d: (seen.troubles.append(f"dialog: {d.message}"), d.dismiss()))
    page.on("request", lambda r: seen.troubles.append(f"outside: {r.url}") if _outside(r.url) else None)
    yield seen
    context.close()
    assert seen.troubles == []


def _called_off(request: Request) -> bool:
    """What the browser was still fetching for a page or a frame when that was left."""
    return request.failure == "net::ERR_ABORTED"


def _outside(url: str) -> bool:
    return not url.startswith(("http://127.0.0.1:", "ws://127.0.0.1:", "data:", "blob:", "about:"))
