"""Recognition and resolution on a gold corpus, and the speed of both.

    python tests/benchmarks/geoparsing.py GOLD.jsonl...

A corpus holds one article a line: {id, title, text, toponyms: [{start, end, latitude, longitude, geonameid}]}.
Recognition counts exact spans. Resolution takes the gold spans: right is within 161 km, or the same GeoNames id.
"""

from __future__ import annotations

import json
import statistics
import sys
import time
from pathlib import Path
from typing import Any

from dashboard.gazetteer import open_gazetteer
from dashboard.gazetteer.geometry import distance_km
from dashboard.geoparse import Geoparser

RIGHT_KM = 161


def main(paths: list[str]) -> None:
    """Print one line a corpus."""
    geoparser = Geoparser(open_gazetteer(print))
    for path in paths:
        articles = [json.loads(line) for line in Path(path).read_text(encoding="utf-8").split("\n") if line.strip()]
        start = time.perf_counter()
        found = [geoparser.parse(a["text"], a.get("title") or "") for a in articles]
        speed = len(articles) / (time.perf_counter() - start)
        hit = false = missed = 0
        for article, toponyms in zip(articles, found, strict=True):
            want = {(t["start"], t["end"]) for t in article["toponyms"]}
            have = {(t.start, t.end) for t in toponyms}
            hit, false, missed = hit + len(want & have), false + len(have - want), missed + len(want - have)
        precision, recall = hit / max(1, hit + false), hit / max(1, hit + missed)
        f1 = 2 * precision * recall / max(1e-9, precision + recall)
        share, median = resolution(articles, geoparser)
        print(
            f"{Path(path).stem}: {len(articles)} articles, recognition P {precision:.3f} R {recall:.3f} F1 {f1:.3f}; "
            f"resolution of gold spans {share:.3f} right, median {median:.1f} km; {speed:.0f} articles a second"
        )


def resolution(articles: list[dict[str, Any]], geoparser: Geoparser) -> tuple[float, float]:
    """(share right, median error in km of the resolved) over gold toponyms that have coordinates."""
    right, total, errors = 0, 0, []
    for article in articles:
        spans = [(t["start"], t["end"]) for t in article["toponyms"]]
        for gold, guess in zip(
            article["toponyms"], geoparser.resolve(article["text"], spans, article.get("title") or ""), strict=True
        ):
            if gold["latitude"] is None:
                continue
            total += 1
            if guess.place is None:
                continue
            p = guess.place
            km = distance_km(p.latitude, p.longitude, gold["latitude"], gold["longitude"])
            errors.append(km)
            right += km <= RIGHT_KM or (p.geonameid is not None and p.geonameid == gold.get("geonameid"))
    return right / max(1, total), statistics.median(errors) if errors else float("nan")


if __name__ == "__main__":
    main(sys.argv[1:])
