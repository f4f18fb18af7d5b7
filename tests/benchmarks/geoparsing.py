"""How well and how fast place names are recognised and resolved, on articles that no weight was trained on.

    python tests/benchmarks/geoparsing.py GOLD_FOLDER [--no-peers] [--list-held-out]

GOLD_FOLDER holds gold corpora (those of lgl_dev.jsonl, trnews.jsonl and geovirus.jsonl that are there), one article a line:
{id, title, text, toponyms: [{start, end, latitude, longitude, geonameid}]}. The project's own marked articles are measured
too; they have no coordinates. Right is within 161 km of the gold point, or the same GeoNames id.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))  # so that the script finds its measures, however it is started

from dashboard.gazetteer import open_gazetteer
from dashboard.geoparse import Geoparser
from dashboard.geoparse.training.corpora import Annotated
from dashboard.records import Toponym
from dashboard.settings import data_dir
from tests.benchmarks.measures import (
    CORPORA,
    RULE,
    Corpus,
    Offsets,
    calibration,
    end_to_end,
    expected_error,
    judged,
    occurrences,
    read_corpora,
    recognition,
    reported_spans,
    resolution,
    table,
)

STARTS = 3  # new processes whose median is taken
# Both run in a process of their own, on one core where the system can say so.
THROUGHPUT = """
import json, os, sys, time
if hasattr(os, "sched_setaffinity"):
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
from dashboard.gazetteer import open_gazetteer
from dashboard.geoparse import Geoparser
articles = json.load(open(sys.argv[1], encoding="utf-8"))
geoparser = Geoparser(open_gazetteer())
for _ in range(2):
    start = time.perf_counter()
    for text, title in articles:
        geoparser.parse(text, title)
    print(time.perf_counter() - start)
"""
FIRST = """
import json, os, sys, time
if hasattr(os, "sched_setaffinity"):
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
from dashboard.gazetteer import open_gazetteer
from dashboard.geoparse import Geoparser
imported = time.time()
text, title = json.load(open(sys.argv[1], encoding="utf-8"))[0]
Geoparser(open_gazetteer()).parse(text, title)
done = time.time()
print(done - float(sys.argv[2]), done - imported)
"""
OURS = "conflict-dashboard"
Extract = Callable[[str], "set[Offsets] | list[Offsets]"]


def main(arguments: Sequence[str] | None = None) -> None:
    """Print all tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, metavar="GOLD_FOLDER", help="the folder of the gold corpora")
    parser.add_argument("--no-peers", action="store_true", help="leave flashgeotext and geotext out")
    parser.add_argument("--list-held-out", action="store_true", help="print the ids of the articles held out")
    options = parser.parse_args(arguments)
    if not options.folder.is_dir():
        parser.error(f"{options.folder} is no folder")
    corpora = read_corpora(options.folder, data_dir() / "annotated")
    if absent := [name for name in CORPORA if name not in {c.name for c in corpora}]:
        print(f"Not in {options.folder}, so not measured: {', '.join(absent)}")
    print(machine())
    print_held_out(corpora, ids=options.list_held_out)
    geoparser = Geoparser(open_gazetteer(print))
    start = time.perf_counter()
    found = {c.name: [geoparser.parse(a.text, a.title) for a in c.held_out] for c in corpora}
    seconds = time.perf_counter() - start
    print_accuracy("Held-out articles", geoparser, [(c.name, c.held_out, found[c.name]) for c in corpora])
    trained = [(c.name, c.trained, [geoparser.parse(a.text, a.title) for a in c.trained]) for c in corpora]
    print_accuracy("Articles trained on, for comparison only", geoparser, trained)
    if not options.no_peers:
        print_peers(corpora, found, seconds)
    print_calibration(corpora, found)
    print_speed(corpora)


def machine() -> str:
    """Cores, processor, Python."""
    name = platform.processor()
    info = Path("/proc/cpuinfo")
    if info.exists() and (model := re.search(r"^model name\s*: (.+)$", info.read_text(encoding="utf-8"), re.MULTILINE)):
        name = model[1]
    python = f"{platform.python_implementation()} {platform.python_version()}"
    return f"Machine: {os.cpu_count()} cores, {name or platform.machine()}, {python}, {platform.system()}"


def print_held_out(corpora: Sequence[Corpus], *, ids: bool) -> None:
    """The rule, the counts and, when asked for, the ids."""
    print(f"\nHeld out: {RULE}.\n")
    rows = [(c.name, len(c.held_out), len(c.trained)) for c in corpora]
    print(table(["corpus", "held out", "trained on"], rows))
    for corpus in corpora if ids else ():
        print(f"\n  held out of {corpus.name}: {' '.join(a.article_id for a in corpus.held_out) or 'none'}")


Group = tuple[str, Sequence[Annotated], Sequence[Sequence[Toponym]]]


def print_accuracy(title: str, geoparser: Geoparser, groups: Sequence[Group]) -> None:
    """A line a corpus."""
    rows = []
    for name, articles, found in groups:
        if not articles:
            continue
        spans = recognition(articles, [_offsets(toponyms) for toponyms in found])
        given = [geoparser.resolve(a.text, [(n.start, n.end) for n in a.names], a.title) for a in articles]
        r = resolution(articles, [[t.place for t in toponyms] for toponyms in given])
        resolved = (
            (r.acc161, r.acc161_or_id, r.coverage, f"{r.median_km:.1f}", f"{r.mean_km:.1f}") if r else (None,) * 5
        )
        names = spans.hit + spans.missed
        rows.append(
            (
                name,
                len(articles),
                names,
                spans.precision,
                spans.recall,
                spans.f1,
                end_to_end(articles, found),
                *resolved,
            )
        )
    print(f"\n{title}: recognition by exact spans; end-to-end is the share of gold names (those with")
    print(
        "coordinates) that were found and placed right; the rest is resolution of given spans, the unresolved counted wrong.\n"
    )
    head = ["corpus", "articles", "names", "precision", "recall", "F1", "end-to-end"]
    print(table([*head, "acc161", "acc161_or_id", "coverage", "median km", "mean km"], rows))


def _offsets(toponyms: Sequence[Toponym]) -> list[Offsets]:
    return [(t.start, t.end) for t in toponyms]


def load_peers() -> dict[str, Extract]:
    """The other geoparsers that are installed; says how to install those that are not."""
    peers: dict[str, Extract] = {}
    try:
        from flashgeotext.geotext import GeoText as FlashGeoText

        flash = FlashGeoText()
        peers["flashgeotext"] = lambda text: reported_spans(flash.extract(text, span_info=True))
    except ImportError:
        print("\nflashgeotext is not installed: pip install flashgeotext geotext")
    try:
        from geotext import GeoText

        def names(text: str) -> list[Offsets]:
            places = GeoText(text)
            return occurrences(text, [*places.cities, *places.countries, *places.nationalities])

        peers["geotext"] = names
    except ImportError:
        print("\ngeotext is not installed: pip install flashgeotext geotext")
    return peers


def print_peers(corpora: Sequence[Corpus], found: dict[str, list[list[Toponym]]], seconds: float) -> None:
    """Recognition of the same held-out articles by all, in this process."""
    spent = {OURS: seconds}
    spans = {OURS: {name: [_offsets(t) for t in articles] for name, articles in found.items()}}
    for peer, extract in load_peers().items():
        start = time.perf_counter()
        spans[peer] = {c.name: [list(extract(a.text)) for a in c.held_out] for c in corpora}
        spent[peer] = time.perf_counter() - start
    rows = []
    for corpus in corpora:
        for peer in spans if corpus.held_out else ():
            r = recognition(corpus.held_out, spans[peer][corpus.name])
            rows.append((corpus.name, peer, r.precision, r.recall, r.f1))
    print(
        "\nSide by side: recognition of the held-out articles by exact spans. geotext gives names only (cities, countries,"
    )
    print(
        "nationalities): every occurrence of each as whole words is taken. The peers place no names; our time includes it.\n"
    )
    print(table(["corpus", "geoparser", "precision", "recall", "F1"], rows))
    total = sum(len(c.held_out) for c in corpora)
    print("\n" + table(["geoparser", "articles a second"], [(p, round(total / s)) for p, s in spent.items()]))


def print_calibration(corpora: Sequence[Corpus], found: dict[str, list[list[Toponym]]]) -> None:
    """Confidence against the truth."""
    results = {c.name: judged(c.held_out, found[c.name]) for c in corpora}
    if not any(results.values()):
        print("\nCalibration: none, for no corpus with coordinates is there.")
        return
    bins = calibration([r for rows in results.values() for r in rows])
    rows = [
        (f"{b.low:.1f} - {b.high:.1f}", b.count, *((b.confidence, b.right) if b.count else (None,) * 2)) for b in bins
    ]
    print(
        "\nCalibration: placed toponyms of the held-out articles of corpora with coordinates, by their confidence. Right is"
    )
    print("an exact gold span and the right place; a name that the corpus leaves unmarked is wrong.\n")
    print(table(["confidence", "toponyms", "mean confidence", "share right"], rows))
    print(f"\n  expected calibration error: {expected_error(bins):.3f}", end="")
    each = [f"{name} {expected_error(calibration(r)):.3f}" for name, r in results.items() if r]
    print(f" ({', '.join(each)})" if each else "")


def print_speed(corpora: Sequence[Corpus]) -> None:
    """Articles a second on one core, and how long a new process takes to its first answer."""
    named = {c.name: c for c in corpora}
    timed = named.get("geovirus") or named["own conflict"]
    articles = [(a.text, a.title) for a in (*timed.held_out, *timed.trained)]
    with tempfile.TemporaryDirectory() as scratch:
        file = Path(scratch) / "articles.json"
        file.write_text(json.dumps(articles), encoding="utf-8")
        cold, warm = run(THROUGHPUT, str(file))
        starts = [run(FIRST, str(file), str(time.time())) for _ in range(STARTS)]
    length = statistics.fmean(len(text) for text, _ in articles)
    core = "one core" if hasattr(os, "sched_setaffinity") else "one process (this system pins none to a core)"
    print(
        f"\nSpeed, end to end, on {core}: {len(articles)} articles of {timed.name}, {length:,.0f} characters on average\n"
    )
    passes = [("first pass in a new process", cold), ("second pass", warm)]
    print(
        table(["pass", "seconds", "articles a second"], [(n, f"{s:.2f}", round(len(articles) / s)) for n, s in passes])
    )
    total, after = (statistics.median(values) for values in zip(*starts, strict=True))
    print(
        f"\n  first answer of a new process, the gazetteer being built: {total:.2f} s from its start, {after:.2f} s of that"
    )
    print(f"  after the imports (the median of {STARTS})")


def run(program: str, *arguments: str) -> list[float]:
    """The numbers that a program prints in a process of its own."""
    path = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))
    command = [sys.executable, "-c", program, *arguments]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, env=os.environ | {"PYTHONPATH": path})
    return [float(number) for number in done.stdout.split()]


if __name__ == "__main__":
    main()
