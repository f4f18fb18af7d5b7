"""What ``map_scale.py`` reckons and how it is told: quantiles, a table with goals, how a cost grows. Nothing here measures."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass


def quantile(values: Sequence[float], share: float) -> float:
    """The value below which ``share`` of the values lie, between two neighbours in proportion. Not a number of none."""
    if not values:
        return math.nan
    ordered = sorted(values)
    at = share * (len(ordered) - 1)
    low = math.floor(at)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (at - low)


def summary(values: Sequence[float]) -> dict[str, float]:
    """Count, median, 95th percentile and greatest."""
    return {
        "count": len(values),
        "median": quantile(values, 0.5),
        "p95": quantile(values, 0.95),
        "most": max(values, default=math.nan),
    }


def growth(sizes: Sequence[float], costs: Sequence[float]) -> float:
    """The exponent of the power of the number of events by which a cost grows: the least squares line of the logarithms.

    1 is in proportion, 0 is not at all. Not a number where there are fewer than two sizes.
    """
    points = [(math.log(n), math.log(c)) for n, c in zip(sizes, costs, strict=True) if n > 0 and c > 0]
    if len({x for x, _ in points}) < 2:
        return math.nan
    middle = sum(x for x, _ in points) / len(points)
    height = sum(y for _, y in points) / len(points)
    return sum((x - middle) * (y - height) for x, y in points) / sum((x - middle) ** 2 for x, _ in points)


@dataclass(frozen=True, slots=True)
class Figure:
    """A row of the table: where it stands in the results, what it is, its unit, and the most it should be at a size."""

    path: str  # keys joined by dots
    name: str
    unit: str
    goals: Mapping[int, float]


_3M, _30M = 3_000_000, 30_000_000
FIGURES = (
    Figure("import.seconds", "import of the file", "s", {_3M: 60}),
    Figure("import.peak_mb", "import, peak memory", "MB", {}),
    Figure("open.opened", "opening the store in a new process", "s", {_3M: 3}),
    Figure("open.clusters", "... and the first clusters", "s", {}),
    Figure("server.start", "server from start to first count", "s", {}),
    Figure("first.map.median", "first map after opening the page", "ms", {_3M: 2500}),
    Figure("first.data", "first view, answers with data", "kB", {}),
    Figure("first.socket", "first view, Streamlit's messages", "kB", {}),
    Figure("first.sum", "first view, both", "kB", {_3M: 100}),
    Figure("first.static", "first view, scripts and outlines", "kB", {}),
    Figure("pan.median", "pan or zoom, median", "ms", {_3M: 60, _30M: 150}),
    Figure("pan.p95", "pan or zoom, 95th percentile", "ms", {_3M: 120}),
    Figure("pan_shown.median", "... on the screen, median", "ms", {}),
    Figure("type.all.median", "type chosen: map, timeline, table", "ms", {_3M: 250, _30M: 500}),
    Figure("country.all.median", "country chosen: all three", "ms", {_3M: 250, _30M: 500}),
    Figure("text_common.all.median", "common word searched: all three", "ms", {_3M: 250, _30M: 500}),
    Figure("text_rare.all.median", "rare word searched: all three", "ms", {_3M: 250, _30M: 500}),
    Figure("brush.all.median", "brush let go: all three", "ms", {_3M: 250, _30M: 500}),
    Figure("clear.all.median", "filters cleared: all three", "ms", {_3M: 250, _30M: 500}),
    Figure("filter.all.median", "any of these, median", "ms", {_3M: 250, _30M: 500}),
    Figure("filter.all.p95", "any of these, 95th percentile", "ms", {}),
    Figure("filter.map.median", "... the map alone, median", "ms", {}),
    Figure("people.p95", "20 people, no pause, 95th percentile", "ms", {_3M: 300}),
    Figure("people.errors", "20 people, no pause, errors", "", {_3M: 0}),
    Figure("people.answers_a_second", "20 people, no pause, answers a second", "", {}),
    Figure("people_pause.p95", "20 people, 1 s between pans, 95th percentile", "ms", {_3M: 300}),
    Figure("people_pause.errors", "20 people, 1 s between pans, errors", "", {_3M: 0}),
    Figure("append.api", "10 rows of another process, in the API", "s", {}),
    Figure("append.map", "... on an open map", "s", {_3M: 5}),
    Figure("export.first_byte", "export of everything, first byte", "s", {_3M: 1}),
    Figure("export.seconds", "export of everything", "s", {}),
    Figure("export.mb", "export of everything, size", "MB", {}),
    Figure("export.growth_mb", "export, growth of the server's memory", "MB", {}),
    Figure("server.rss_mb", "server memory at the end", "MB", {}),
    Figure("server.peak_mb", "server memory, peak", "MB", {_3M: 1536}),
    Figure("store_mb", "the store's files", "MB", {}),
)  # fmt: skip


def value(results: Mapping[str, object], path: str) -> float | None:
    """The number at a path of nested dictionaries, None where it was not measured."""
    found: object = results
    for key in path.split("."):
        found = found.get(key) if isinstance(found, Mapping) else None
    return float(found) if isinstance(found, int | float) and not math.isnan(found) else None


def shown(number: float | None, unit: str = "") -> str:
    """A number as a person reads it, three digits at most of a fraction; "-" for none."""
    if number is None:
        return "-"
    text = f"{number:,.0f}" if abs(number) >= 100 or number == int(number) else f"{number:.3g}"
    return f"{text} {unit}".strip()


def markdown(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table, numbers to the right."""
    lines = [head, ["---", *["---:"] * (len(head) - 1)], *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def size_table(by_size: Mapping[int, Mapping[str, object]]) -> str:
    """Every figure that was measured at one size or more, beside its goals; what misses a goal is bold."""
    rows = []
    for figure in FIGURES:
        numbers = {size: value(results, figure.path) for size, results in by_size.items()}
        if all(number is None for number in numbers.values()):
            continue
        cells = [_judged(number, figure, size) for size, number in numbers.items()]
        goals = ", ".join(f"{shown(goal, figure.unit)} at {words(size)}" for size, goal in figure.goals.items())
        rows.append([figure.name, *cells, goals or "-"])
    return markdown(["", *[f"{words(size)} events" for size in by_size], "at most"], rows)


def _judged(number: float | None, figure: Figure, size: int) -> str:
    text = shown(number, figure.unit)
    goal = figure.goals.get(size)
    return f"**{text}**" if number is not None and goal is not None and number > goal else text


def words(size: int) -> str:
    """30000000 as "30M", 300000 as "300k"."""
    for unit, letter in ((1_000_000, "M"), (1000, "k")):
        if size >= unit:
            return f"{size / unit:g}{letter}"
    return str(size)


def peer_table(peers: Mapping[str, Mapping[str, object]], ours: Mapping[str, object]) -> str:
    """Filter change to map redrawn, and bytes sent, of each way beside ours, as many times as ours."""
    rows = []
    own = value(ours, "ms"), value(ours, "bytes")
    for name, found in {"this dashboard": ours, **peers}.items():
        ms, sent = value(found, "ms"), value(found, "bytes")
        times = [shown(n / o) if n and o else "-" for n, o in ((ms, own[0]), (sent, own[1]))]
        note = str(found.get("note", ""))
        rows.append([name, shown(ms, "ms"), times[0], shown(sent / 1000 if sent else None, "kB"), times[1], note])
    return markdown(["", "filter to map", "times ours", "sent", "times ours", "note"], rows)
