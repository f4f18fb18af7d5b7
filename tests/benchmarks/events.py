"""How many events of news articles are found, placed, dated and typed right.

    python tests/benchmarks/events.py [--errors]

The articles of ``tests/extraction/news/development`` were looked at while the rules were made, those of ``held_out`` were
not. Found: an event within 25 km of the gold point on a day that the gold allows. ``--errors`` lists what is missed and
wrong in the development part only, so that the held-out part stays unseen.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))  # so that the script finds its measures, however it is started

from dashboard.extraction import Extractor
from dashboard.extraction.training.gold import GoldArticle, read_articles
from dashboard.gazetteer import open_gazetteer
from dashboard.geoparse import Geoparser
from dashboard.merging import merge
from tests.benchmarks.event_measures import Score, score

NEWS = ROOT / "tests" / "extraction" / "news"


def main() -> int:
    """Print the figures of both parts."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--errors", action="store_true", help="list what is missed and wrong in the development part")
    parser.add_argument("--only", default="", help="development articles whose title or conflict holds this text")
    options = parser.parse_args()
    extractor = Extractor(Geoparser(open_gazetteer()))
    print("| part | articles | events | found | printed right | type right | sub-type right | toll right |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- |")
    for part in ("development", "held_out"):
        articles = [a for a in read_articles(NEWS / part) if options.only in f"{a.article.title} {a.conflict}"]
        result = measured(extractor, articles)
        print(row(part.replace("_", " "), result))
        if options.errors and part == "development":
            print(listing(result))
            break
    return 0


def measured(extractor: Extractor, articles: list[GoldArticle]) -> Score:
    """The score of an extractor."""
    return score((a, merge(extractor.extract(a.article).reports)) for a in articles)


def row(name: str, s: Score) -> str:
    """One line of the table."""
    typed, sub = s.type_accuracy, s.subtyped / max(1, s.found)
    tolls = s.tolls_right / max(1, s.tolls)
    return f"| {name} | {s.articles} | {s.gold} | {s.recall:.2f} | {s.precision:.2f} | {typed:.2f} | {sub:.2f} | {tolls:.2f} |"


def listing(s: Score) -> str:
    """What went wrong, article by article."""
    lines: dict[str, list[str]] = {}
    for article, gold in s.missed:
        lines.setdefault(article.article.title, []).append(
            f"  MISSED {gold.first}..{gold.last} {gold.place} {gold.latitude},{gold.longitude} {'; '.join(gold.sub_event_types)}"
        )
    for article, event in s.wrong:
        p = event.place
        lines.setdefault(article.article.title, []).append(
            f"  WRONG  {event.event_date} {event.location} ({p.name}, {p.country} {p.latitude:.2f},{p.longitude:.2f}) "
            f"{event.sub_event_type} {event.confidence}: {event.notes}"
        )
    for article, gold, event in s.mistyped:
        lines.setdefault(article.article.title, []).append(
            f"  TYPE   {gold.place}: {'; '.join(gold.sub_event_types)}, not {event.sub_event_type}: {event.notes}"
        )
    for article, gold, event in s.miscounted:
        got = event.fatalities.best if event.fatalities else None
        lines.setdefault(article.article.title, []).append(
            f"  TOLL   {gold.place}: {gold.counts}, not {got}: {event.notes}"
        )
    return "\n".join(f"{title}\n" + "\n".join(found) for title, found in lines.items())


if __name__ == "__main__":
    sys.exit(main())
