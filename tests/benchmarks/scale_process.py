"""Processes of the benchmark: how long they run, how much memory they hold (Linux tells it in /proc), the dashboard's server."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.browser.conftest import Server, start_server, stop_server

_POLL_SECONDS = 0.1
_DASHBOARD = (sys.executable, "-m", "dashboard")
# A process that opens the store as the server does: seconds until it is open, and until the first clusters of the world.
_OPEN = """
import json, sys, time
from dashboard.query import BBox, EventQuery
from dashboard.store import EventStore, Tables
start = time.perf_counter()
store = EventStore(Tables(sys.argv[1], create=False))
opened = time.perf_counter() - start
cells = store.clusters(EventQuery(), BBox(-180, -90, 180, 90), 2)
clusters = time.perf_counter() - start
print(json.dumps({"opened": opened, "clusters": clusters, "events": store.count(EventQuery()), "cells": len(cells)}))
"""


@dataclass(frozen=True, slots=True)
class Run:
    """What a process took: wall seconds, the peak of its resident memory in MB (None where it is not told), its output."""

    seconds: float
    peak_mb: float | None
    output: str


def memory_mb(pid: int, field: str) -> float | None:
    """``VmRSS`` or ``VmHWM`` (the peak) of a process and its children, in MB; None where /proc does not tell."""
    try:
        status = Path(f"/proc/{pid}/status").read_text(encoding="ascii", errors="replace")
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    except OSError:
        return None
    found = re.search(rf"{field}:\s*(\d+) kB", status)
    own = int(found[1]) / 1024 if found else 0.0
    return own + sum(memory_mb(int(child), field) or 0.0 for child in children)


def forget_peak(pid: int) -> None:
    """Let ``VmHWM`` start anew at what the process holds now, where the system allows it."""
    with suppress(OSError):
        Path(f"/proc/{pid}/clear_refs").write_text("5", encoding="ascii")


def run(command: Sequence[str], limit: float) -> Run:
    """Run to the end. Raises RuntimeError with its last words when it fails, TimeoutExpired after ``limit`` seconds."""
    start, peak = time.monotonic(), None
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    try:
        while True:
            try:
                output, _ = process.communicate(timeout=_POLL_SECONDS)
                break
            except subprocess.TimeoutExpired:
                peak = max(peak or 0.0, memory_mb(process.pid, "VmHWM") or 0.0) or None
                if time.monotonic() - start > limit:
                    raise
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()
    if process.returncode:
        raise RuntimeError(f"{' '.join(command[:5])} ... failed: {output[-2000:]}")
    return Run(time.monotonic() - start, peak, output)


def import_file(file: Path, store: Path, limit: float) -> Run:
    """``conflict-dashboard import acled FILE``."""
    return run([*_DASHBOARD, "import", "acled", str(file), "--store", str(store)], limit)


def open_store(store: Path, limit: float) -> tuple[dict[str, Any], float | None]:
    """Seconds until a fresh process has the store open and its first clusters; the peak of its memory in MB."""
    done = run([sys.executable, "-c", _OPEN, str(store)], limit)
    return json.loads(done.output.splitlines()[-1]), done.peak_mb


@contextmanager
def dashboard(store: Path, log: Path) -> Iterator[Server]:
    """A running server, stopped at the end."""
    server = start_server(store, log, "--no-samples")
    try:
        yield server
    finally:
        stop_server(server)


@contextmanager
def started(command: Sequence[str], log: Path, **environment: str) -> Iterator[subprocess.Popen[bytes]]:
    """A process that is ended at the end."""
    with log.open("ab") as output:
        process = subprocess.Popen(command, stdout=output, stderr=output, env=os.environ | environment)
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def machine() -> dict[str, Any]:
    """Processors, their model, and memory in GB: what figures are to be quoted with."""
    model, memory = "unknown", None
    with suppress(OSError):
        found = re.search(r"model name\s*:\s*(.+)", Path("/proc/cpuinfo").read_text(encoding="utf-8", errors="replace"))
        model = found[1].strip() if found else model
    with suppress(OSError, ValueError):
        memory = round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30, 1)
    return {"cpus": os.cpu_count(), "model": model, "memory_gb": memory, "python": sys.version.split()[0]}
