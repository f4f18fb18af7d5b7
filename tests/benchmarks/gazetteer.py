"""Time and memory of the gazetteer: how long it takes to build and to open, what it holds, what it costs.

python tests/benchmarks/gazetteer.py
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

PROBE = """
import resource, sys, time
start = time.perf_counter()
from pathlib import Path
from dashboard.gazetteer import Gazetteer
gazetteer = Gazetteer(Path(sys.argv[1]))
found = gazetteer.lookup("Hamdaniya")
opened = time.perf_counter() - start
names = ["Mosul", "al-Hamdaniya", "Qaraqosh", "Paris", "Springfield", "Nosuchplace"] * 2000
start = time.perf_counter()
for number, name in enumerate(names):
    gazetteer.lookup(f"{name} {number}" if number % 2 else name)
print(opened, (time.perf_counter() - start) / len(names) * 1e6, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""


def main() -> None:
    """Build in a scratch folder, open in a fresh process, print the figures."""
    with tempfile.TemporaryDirectory() as scratch:
        path = Path(scratch) / "gazetteer.sqlite"
        start = time.perf_counter()
        subprocess.run([sys.executable, "-m", "dashboard.gazetteer.build", str(path)], check=True)
        built = time.perf_counter() - start
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        size = path.stat().st_size / 1e6
        probe = subprocess.run([sys.executable, "-c", PROBE, str(path)], check=True, capture_output=True, text=True)
        opened, lookup, memory = map(float, probe.stdout.split())
    print(f"machine: {os.cpu_count()} cores")
    print(f"build: {built:.1f} s, peak {peak:.0f} MB in a process of its own, file {size:.0f} MB")
    print(f"open and first lookup in a new process: {opened:.2f} s")
    print(f"lookup: {lookup:.0f} microseconds; memory of the process after 12,000 lookups: {memory:.0f} MB")


if __name__ == "__main__":
    main()
