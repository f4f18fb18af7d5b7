"""How the map answers at hundreds of thousands to tens of millions of events, beside other ways to draw them.

    python tests/benchmarks/map_scale.py [--sizes 300000 3000000] [--peers 400000] [--plot FILE] [--json FILE] [--quick]

Each size gets a store of invented events, a server of its own and a real Chromium in which views are looked at that nobody
saw before; times are the page's own clock, from a person's deed to what is drawn. The peers run in the same run. Everything is
put into a temporary folder, or into ``--work FOLDER``, which keeps files and stores for another run. Needs the extra ``test``,
and Linux for figures of memory.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))  # so that the script finds its modules, however it is started

from tests.benchmarks.scale_measures import growth, peer_table, shown, size_table, value, words
from tests.benchmarks.scale_peers import measure as measure_peers
from tests.benchmarks.scale_places import build_world
from tests.benchmarks.scale_plot import plot
from tests.benchmarks.scale_process import machine
from tests.benchmarks.scale_session import Plan, filter_as_peers, measure
from tests.benchmarks.scale_stores import fill

PLOTTED = {
    "pan or zoom, median": "pan.median",
    "pan or zoom, 95th percentile": "pan.p95",
    "filter, brush, search, median": "filter.all.median",
    "filter, brush, search, 95th percentile": "filter.all.p95",
}


def main() -> int:
    """Print the tables."""
    options = _options()
    with tempfile.TemporaryDirectory(prefix="map-scale-") as temporary:
        folder = Path(options.work or temporary)
        folder.mkdir(parents=True, exist_ok=True)
        results: dict[str, Any] = {"machine": machine(), "sizes": {}}
        world = build_world()
        plan = Plan.quick() if options.quick else Plan()
        for size in options.sizes:
            say(f"{words(size)} events: filling a store ...")
            store, imported = fill(folder, size)
            results["sizes"][size] = {"import": imported, **measure(store, Path(temporary), world, plan, say)}
            _write(options.json, results)
        if options.peers:
            say(f"Peers at {words(options.peers)} events ...")
            store, _ = fill(folder, options.peers)
            results["peers"] = {"events": options.peers, "ours": filter_as_peers(store, Path(temporary))}
            results["peers"]["others"] = measure_peers(Path(temporary), options.peers)
        _write(options.json, results)
    print(report(results))
    if options.plot and len(options.sizes) > 1:
        Path(options.plot).write_text(plot(_series(results["sizes"]), "What a person waits for"), encoding="utf-8")
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=[300_000, 3_000_000])
    parser.add_argument("--peers", type=int, default=400_000, help="events for the comparison with others, 0 for none")
    parser.add_argument("--plot", help="write the growth of the times as an SVG picture")
    parser.add_argument("--json", help="write all figures")
    parser.add_argument("--work", help="a folder for files and stores, kept and used again")
    parser.add_argument("--quick", action="store_true", help="few looks at small sizes: whether it runs, not how fast")
    options = parser.parse_args()
    if options.quick:
        options.sizes, options.peers = [2_000, 20_000], 2_000 if options.peers else 0
    return options


def report(results: dict[str, Any]) -> str:
    """The tables as Markdown, with the machine they were measured on."""
    told = results["machine"]
    lines = [
        f"Measured on {told['cpus']} processors ({told['model']}), {told['memory_gb']} GB of memory, Python {told['python']}, "
        "headless Chromium on the same machine. Bold: more than it should be.",
        "",
        size_table(results["sizes"]),
        "",
        *(f"- {words(size)}: {found['import']['how']}" for size, found in results["sizes"].items()),
        *(f"- {words(size)}: FAILED {t}" for size, found in results["sizes"].items() for t in found["troubles"]),
    ]
    for name, line in _series(results["sizes"]).items():
        if len(line) > 1:
            power = growth([n for n, _ in line], [ms for _, ms in line])
            lines.append(f"- {name}: grows with the number of events to the power {shown(power)}")
    if "peers" in results:
        peers = results["peers"]
        lines += ["", f"At {words(peers['events'])} events, a type chosen and cleared again, mean of both:", ""]
        lines.append(peer_table(peers["others"], peers["ours"]))
    return "\n".join(lines)


def _series(sizes: dict[int, dict[str, Any]]) -> dict[str, list[tuple[float, float]]]:
    """The lines of the plot that were measured at all."""
    found = {
        name: [(float(size), ms) for size, results in sizes.items() if (ms := value(results, path)) is not None]
        for name, path in PLOTTED.items()
    }
    return {name: sorted(line) for name, line in found.items() if line}


def _write(target: str | None, results: dict[str, Any]) -> None:
    if target:
        Path(target).write_text(json.dumps(results, indent=1), encoding="utf-8")


def say(message: str) -> None:
    """Tell how far it is."""
    print(message, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
