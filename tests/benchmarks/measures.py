"""What ``geoparsing.py`` reckons: recognition, resolution and calibration over annotated articles. Nothing here prints."""

from __future__ import annotations

import math
import re
import statistics
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from dashboard.geometry import distance_km
from dashboard.geoparse.training.corpora import Annotated, Gold, is_held_out, read_gold, read_marked
from dashboard.records import Place, Toponym

CORPORA = ("lgl_dev", "trnews", "geovirus")
RIGHT_KM = 161.0  # a hundred miles, as the published geoparsers are measured
BINS = 10
# ``is_held_out`` in words; the counts beside it come from the function itself.
RULE = (
    "no weight was trained on any article of trnews, on every sixth of lgl_dev, every second of geovirus and every third of "
    "each own conflict file, from the first on"
)

Offsets = tuple[int, int]
Spans = Iterable[Offsets]


@dataclass(frozen=True, slots=True)
class Corpus:
    """Annotated articles, those that no weight was trained on apart."""

    name: str
    held_out: tuple[Annotated, ...]
    trained: tuple[Annotated, ...]


def read_corpora(folder: Path, annotated: Path) -> list[Corpus]:
    """The gold corpora that are in ``folder``, then the project's own articles, the conflict files as one corpus."""
    files = {name: [folder / f"{name}.jsonl"] for name in CORPORA if (folder / f"{name}.jsonl").exists()}
    own = sorted(annotated.glob("*.txt"))
    files["own conflict"] = [p for p in own if p.stem.startswith("conflict")]
    files["own other"] = [p for p in own if not p.stem.startswith("conflict")]
    corpora = []
    for name, paths in files.items():
        read = [(p.stem, a) for p in paths for a in (read_gold(p) if p.suffix == ".jsonl" else read_marked(p))]
        held = tuple(a for stem, a in read if is_held_out(stem, a))
        trained = tuple(a for stem, a in read if not is_held_out(stem, a))
        if read:
            corpora.append(Corpus(name, held, trained))
    return corpora


@dataclass(frozen=True, slots=True)
class Recognition:
    """How many exact spans were found, found wrongly, and missed."""

    hit: int
    false: int
    missed: int

    @property
    def precision(self) -> float:
        return self.hit / (self.hit + self.false) if self.hit + self.false else 0.0

    @property
    def recall(self) -> float:
        return self.hit / (self.hit + self.missed) if self.hit + self.missed else 0.0

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def recognition(articles: Sequence[Annotated], found: Sequence[Spans]) -> Recognition:
    """Exact spans, counted once each."""
    hit = false = missed = 0
    for article, spans in zip(articles, found, strict=True):
        want, have = {(n.start, n.end) for n in article.names}, set(spans)
        hit, false, missed = hit + len(want & have), false + len(have - want), missed + len(want - have)
    return Recognition(hit, false, missed)


@dataclass(frozen=True, slots=True)
class Resolution:
    """Of gold names that have coordinates; those that were given no place count as wrong in every share."""

    names: int
    coverage: float
    acc161: float
    acc161_or_id: float
    median_km: float  # of the placed ones, like the mean; not a number where there are none
    mean_km: float


def resolution(articles: Sequence[Annotated], placed: Sequence[Sequence[Place | None]]) -> Resolution | None:
    """``placed`` holds a place or None for each gold name, in their order. None where no name has coordinates."""
    names = near = right = 0
    errors = []
    for article, places in zip(articles, placed, strict=True):
        for gold, place in zip(article.names, places, strict=True):
            if gold.latitude is None:
                continue
            names += 1
            if place is None:
                continue
            errors.append(error_km(place, gold))
            near += errors[-1] <= RIGHT_KM
            right += is_right(place, gold)
    if not names:
        return None
    median, mean = (statistics.median(errors), statistics.fmean(errors)) if errors else (math.nan, math.nan)
    return Resolution(names, len(errors) / names, near / names, right / names, median, mean)


def error_km(place: Place, gold: Gold) -> float:
    """How far from its gold point a place lies; not a number where there is none."""
    if gold.latitude is None or gold.longitude is None:
        return math.nan
    return distance_km(place.latitude, place.longitude, gold.latitude, gold.longitude)


def is_right(place: Place, gold: Gold) -> bool:
    """Within ``RIGHT_KM``, or the same GeoNames place: a country has no agreed point."""
    same = gold.geonameid is not None and place.geonameid == gold.geonameid
    return gold.latitude is not None and (same or error_km(place, gold) <= RIGHT_KM)


def end_to_end(articles: Sequence[Annotated], found: Sequence[Sequence[Toponym]]) -> float | None:
    """The share of gold names with coordinates that were found with the exact span and placed right."""
    names = right = 0
    for article, toponyms in zip(articles, found, strict=True):
        places = {(t.start, t.end): t.place for t in toponyms}
        for gold in article.names:
            if gold.latitude is not None:
                place = places.get((gold.start, gold.end))
                names += 1
                right += place is not None and is_right(place, gold)
    return right / names if names else None


Judged = tuple[float, bool]  # a confidence, and whether it was right


def judged(articles: Sequence[Annotated], found: Sequence[Sequence[Toponym]]) -> list[Judged]:
    """Every placed toponym whose truth is known: right is an exact gold span with the right place.

    A span that is no gold name is wrong; a gold name without coordinates is left out, and so are articles without any.
    """
    results = []
    for article, toponyms in zip(articles, found, strict=True):
        gold = {(n.start, n.end): n for n in article.names}
        if gold and all(n.latitude is None for n in article.names):
            continue
        for t in toponyms:
            truth = gold.get((t.start, t.end))
            if t.place is not None and (truth is None or truth.latitude is not None):
                results.append((t.confidence, truth is not None and is_right(t.place, truth)))
    return results


@dataclass(frozen=True, slots=True)
class Bin:
    """Toponyms of like confidence; the means are 0 where there are none."""

    low: float
    high: float
    count: int
    confidence: float
    right: float


def calibration(results: Sequence[Judged]) -> list[Bin]:
    """Ten bins of equal width; 1.0 belongs to the last, any other bound to the bin above it."""
    bins: list[list[Judged]] = [[] for _ in range(BINS)]
    for confidence, right in results:
        # Rounded first: 0.3 * 10 is less than 3 in binary, and a bound must not fall below itself.
        bins[min(BINS - 1, int(round(confidence * BINS, 9)))].append((confidence, right))
    return [
        Bin(i / BINS, (i + 1) / BINS, len(b), _mean(c for c, _ in b), _mean(float(r) for _, r in b))
        for i, b in enumerate(bins)
    ]


def expected_error(bins: Sequence[Bin]) -> float:
    """The expected calibration error: |mean confidence - share right|, weighed by the bins' counts."""
    total = sum(b.count for b in bins)
    return sum(b.count * abs(b.confidence - b.right) for b in bins) / total if total else 0.0


def _mean(values: Iterable[float]) -> float:
    listed = list(values)
    return statistics.fmean(listed) if listed else 0.0


def occurrences(text: str, names: Iterable[str]) -> list[Offsets]:
    """Every place where one of the names stands as whole words; of two that overlap the longer, or else the earlier."""
    longest_first = sorted({n for n in names if n}, key=lambda n: (-len(n), n))
    if not longest_first:
        return []
    pattern = "|".join(map(re.escape, longest_first))
    return [m.span() for m in re.finditer(rf"(?<!\w)(?:{pattern})(?!\w)", text)]


def reported_spans(report: Mapping[str, Mapping[str, Mapping[str, Sequence[Offsets]]]]) -> set[Offsets]:
    """The spans in what flashgeotext's ``extract`` returns, of cities and countries alike."""
    return {(span[0], span[1]) for found in report.values() for name in found.values() for span in name["span_info"]}


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Plain columns: the first to the left, the others to the right."""
    shown = [list(head), *([cell(value) for value in row] for row in rows)]
    widths = [max(map(len, column)) for column in zip(*shown, strict=True)]
    lines = [
        "  ".join(v.ljust(w) if i == 0 else v.rjust(w) for i, (v, w) in enumerate(zip(row, widths, strict=True)))
        for row in shown
    ]
    return "\n".join(f"  {line.rstrip()}" for line in [lines[0], "-" * len(lines[0]), *lines[1:]])


def cell(value: object) -> str:
    """A number as a table shows it: shares with three digits, "-" for none."""
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return "-"
    if isinstance(value, float):
        return f"{value:.3f}" if abs(value) <= 1 else f"{value:,.1f}"
    return f"{value:,}" if isinstance(value, int) else str(value)
