"""Everything that is measured of one store: opening it, a person at the map, twenty people, a foreign append, an export."""

from __future__ import annotations

import http.client
import json
import sys
import threading
import time
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Error, Page

from tests.benchmarks import scale_browser as browsing
from tests.benchmarks import scale_process as processes
from tests.benchmarks.scale_measures import summary
from tests.benchmarks.scale_peers import CHOSEN, mean
from tests.benchmarks.scale_places import COMMON, World
from tests.benchmarks.scale_stores import add_few, size_mb
from tests.benchmarks.scale_views import looks
from tests.browser.conftest import Server

_EXPORT_BYTES = 5_000_000_000  # read of an export, at most
_LIMIT_SECONDS = 600
_CHANGED = """async ([before, limit]) => {
    const end = performance.now() + limit;
    while (scaleProbe.events === before && performance.now() < end) await new Promise((done) => setTimeout(done, 20));
    return [scaleProbe.map, scaleProbe.events];
}"""
_HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Plan:
    """How much is looked at."""

    visits: int = 5
    looks: int = 90
    types: tuple[str, ...] = ("Battles", "Protests", "Riots", "Explosions/Remote violence")
    countries: tuple[str, ...] = ("Ukraine", "Haiti", "Ethiopia", "Peru")
    common: tuple[int, ...] = (40, 44, 50, 56)  # ranks of words: in a few notes of a hundred
    rare: tuple[int, ...] = (4000, 12000, 25000, 39000)  # in a few notes of ten thousand, or fewer
    brushes: tuple[tuple[float, float], ...] = ((0.2, 0.4), (0.5, 0.52), (0.7, 0.95), (0.9, 0.97))
    people: int = 20
    seconds: float = 20.0

    @classmethod
    def quick(cls) -> Plan:
        """Enough to see that it runs."""
        one = {
            "types": ("Battles",),
            "countries": ("Ukraine",),
            "common": (40,),
            "rare": (300,),
            "brushes": ((0.5, 0.8),),
        }
        return cls(visits=2, looks=8, people=5, seconds=2.0, **one)  # type: ignore[arg-type]


def measure(store: Path, folder: Path, world: World, plan: Plan, say: Callable[[str], None]) -> dict[str, Any]:
    """All figures of a store, as nested dictionaries (see ``scale_measures.FIGURES``)."""
    found: dict[str, Any] = {"store_mb": size_mb(store)}
    opened, peak = processes.open_store(store, _LIMIT_SECONDS)
    found["open"] = opened | {"peak_mb": peak}
    start = time.monotonic()
    with processes.dashboard(store, folder / "server.log") as server:
        count(server)
        found["server"] = {"start": time.monotonic() - start}
        with browsing.chromium() as browser:
            say("  the browser ...")
            found |= _at_the_map(browser, server, world, plan)
            say(f"  {plan.people} people ...")
            found["people"] = _people(server, plan, 0.0)
            found["people_pause"] = _people(server, plan, 1.0)
            found["server"]["rss_mb"] = processes.memory_mb(server.process.pid, "VmRSS")
            peak = processes.memory_mb(server.process.pid, "VmHWM")
            say("  ten rows by another process, and an export ...")
            found["append"] = _append(browser, server, folder)
        found["export"] = _export(server)
        peaks = [peak, found["export"]["peak_mb"]]
        found["server"]["peak_mb"] = max((p for p in peaks if p is not None), default=None)
    return found


def count(server: Server, query: str = "") -> int:
    """How many events the server selects."""
    with urllib.request.urlopen(f"{server.url}/api/summary?{query}", timeout=_LIMIT_SECONDS) as answer:
        return int(json.load(answer)["count"])


def opened(page: Page, url: str) -> None:
    """Open the page and wait until it stands still."""
    page.goto(url, wait_until="commit")
    browsing.still(page)


def _at_the_map(browser: Browser, server: Server, world: World, plan: Plan) -> dict[str, Any]:
    visits = [browsing.first_map(browser, server.url) for _ in range(plan.visits)]
    first: dict[str, Any] = {key: summary([v[key] for v in visits]) for key in ("map", "page")}
    first |= {key: visits[0][key] / 1000 for key in ("data", "socket", "static")}
    first |= {"sum": first["data"] + first["socket"], "answers": visits[0]["answers"]}
    with browsing.new_page(browser) as page:
        opened(page, server.url)
        seen = browsing.pans(page, looks(world, 1, plan.looks))
    found: dict[str, Any] = {"first": first, "looks": seen}
    # What the map had fetched beforehand is left out: it would flatter the figures.
    asked = [s for s in seen if s["fetched"]]
    found["pan"], found["pan_shown"] = summary([s["ms"] for s in asked]), summary([s["shown"] for s in asked])
    with browsing.new_page(browser) as page:
        opened(page, server.url)
        return found | _filters(page, server, world, plan)


def _filters(page: Page, server: Server, world: World, plan: Plan) -> dict[str, Any]:
    """Each deed from a page that shows everything; what the page says is compared with what the server counts.

    What fails, or says something else, is told in "troubles" and counts in no figure.
    """
    person = browsing.Person(page, server.url)
    deeds: list[tuple[str, Callable[[], dict[str, Any]]]] = [
        *(("type", lambda t=t: person.choose("Event type", t)) for t in plan.types),
        *(("country", lambda c=c: person.choose("Country", c)) for c in plan.countries),
        *(("text_common", lambda r=r: person.search(COMMON[r])) for r in plan.common),
        *(("text_rare", lambda r=r: person.search(world.words[r])) for r in plan.rare),
        *(("brush", lambda b=b: person.brush(*b)) for b in plan.brushes),
    ]
    kinds: dict[str, list[dict[str, Any]]] = {}
    troubles = []
    for kind, deed in deeds:
        try:
            done = deed()
            person.check(count(server, done["query"]))
            cleared = person.clear()
        except (RuntimeError, Error) as error:
            troubles.append(f"{kind}: {error}")
            opened(page, server.url)
            continue
        kinds.setdefault(kind, []).append(done)
        kinds.setdefault("clear", []).append(cleared)
    every = [d for of_kind in kinds.values() for d in of_kind]
    parts = ("map", "timeline", "table", "run", "all")
    kinds["filter"] = every
    told = {kind: {part: summary([d[part] for d in done]) for part in parts} for kind, done in kinds.items()}
    return told | {"troubles": troubles}


def _people(server: Server, plan: Plan, think: float) -> dict[str, Any]:
    script = [sys.executable, str(_HERE / "scale_load.py"), server.url, "--people", str(plan.people)]
    seed = ["--seed", str(100 + int(1000 * think))]  # views that the people before them have not seen
    done = processes.run([*script, *seed, "--seconds", str(plan.seconds), "--think", str(think)], _LIMIT_SECONDS)
    return dict(json.loads(done.output.splitlines()[-1]))


def _append(browser: Browser, server: Server, folder: Path) -> dict[str, Any]:
    """Seconds from the end of another process's import of ten rows until the API and an open map have them."""
    with browsing.new_page(browser) as page:
        opened(page, server.url)
        frame = browsing.map_frame(page)
        before, on_map = count(server), frame.evaluate("scaleProbe.events")
        seen: dict[str, float] = {}

        def watch() -> None:
            while count(server) == before and time.time() < end:
                time.sleep(0.05)
            seen["api"] = time.time()

        end = time.time() + _LIMIT_SECONDS
        watcher = threading.Thread(target=watch, daemon=True)
        watcher.start()
        add_few(folder, server.store)
        done = time.time()
        drawn, events = frame.evaluate(_CHANGED, [on_map, 30_000])
        watcher.join()
    return {
        "api": max(0.0, seen["api"] - done),
        "map": max(0.0, drawn / 1000 - done) if events == on_map + 10 else None,
        "added": count(server) - before,
    }


def _export(server: Server) -> dict[str, Any]:
    """All events as GeoJSON, thrown away; the growth of the server's memory over what it held before."""
    pid = server.process.pid
    processes.forget_peak(pid)
    before = processes.memory_mb(pid, "VmRSS")
    connection = http.client.HTTPConnection(urlsplit(server.url).netloc, timeout=_LIMIT_SECONDS)
    start = time.perf_counter()
    connection.request("GET", "/export.geojson")
    answer = connection.getresponse()
    size = len(answer.read(1))
    first = time.perf_counter() - start
    whole = True
    while chunk := answer.read(1 << 20):
        size += len(chunk)
        if size > _EXPORT_BYTES:  # whether memory stays flat is seen by then
            whole = False
            break
    seconds = time.perf_counter() - start if whole else None
    connection.close()
    peak = processes.memory_mb(pid, "VmHWM")
    grown = peak - before if peak is not None and before is not None else None
    return {"first_byte": first, "seconds": seconds, "mb": size / 1e6, "peak_mb": peak, "growth_mb": grown}


def filter_as_peers(store: Path, folder: Path) -> dict[str, Any]:
    """What the peers are measured by: a type chosen, and everything again, until the map shows it; bytes that came."""
    with (
        processes.dashboard(store, folder / "server.log") as server,
        browsing.chromium() as browser,
        browsing.new_page(browser) as page,
    ):
        opened(page, server.url)
        person = browsing.Person(page, server.url)
        changes = []
        for deed in (lambda: person.choose("Event type", CHOSEN), person.clear):
            before = browsing.received(page)
            ms = deed()["map"]
            after = browsing.received(page)
            changes.append({"ms": ms, "bytes": sum(after[k] - before[k] for k in ("data", "socket", "static"))})
    return {"part": changes[0], "all": changes[1], **mean(*changes)}
