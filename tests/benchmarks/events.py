"""How many events of news articles are found, placed, dated and typed right.

    python tests/benchmarks/events.py [--errors] [--folds N]

The articles of ``tests/extraction/news/development`` were looked at while the rules were made, those of ``held_out`` were
not. Found: an event within 25 km of the gold point on a day that the gold allows. ``--errors`` lists what is missed and
wrong in the development part only, so that the held-out part stays unseen. ``--folds`` measures development and training
articles by cross-validation instead: each is read with weights that were trained on the other folds (extra ``train``).
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))  # so that the script finds its measures, however it is started

from dashboard.extraction import Extractor
from dashboard.extraction.training.gold import GoldArticle, read_articles
from dashboard.extraction.training.lessons import lessons
from dashboard.gazetteer import open_gazetteer
from dashboard.geoparse import Geoparser
from dashboard.merging import merge
from dashboard.settings import data_dir
from tests.benchmarks.event_measures import Score, score

TRAINING = data_dir() / "annotated" / "events"
NEWS = ROOT / "tests" / "extraction" / "news"


def main() -> int:
    """Print the figures of both parts."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--errors", action="store_true", help="list what is missed and wrong in the development part")
    parser.add_argument("--only", default="", help="development articles whose title or conflict holds this text")
    parser.add_argument("--folds", type=int, default=0, help="cross-validate over this many folds instead")
    options = parser.parse_args()
    geoparser = Geoparser(open_gazetteer())
    extractor = Extractor(geoparser)
    print("| part | articles | events | found | printed right | type right | sub-type right | toll right |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- |")
    if options.folds:
        for name, result in cross_validated(geoparser, options.folds).items():
            print(row(f"{name}, cross-validated", result))
        return 0
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


def cross_validated(geoparser: Geoparser, folds: int) -> dict[str, Score]:
    """The scores of development and training articles, each read with weights that have not seen it."""
    from dashboard.extraction.training.fit import fit

    parts = {"development": read_articles(NEWS / "development"), "training": read_articles(TRAINING)}
    articles = [(name, a) for name, found in parts.items() for a in found]
    learned = [list(lessons(geoparser, a)) for _, a in articles]
    printed = []
    for fold in range(folds):
        model = fit([o for i, found in enumerate(learned) if i % folds != fold for o in found])
        extractor = Extractor(geoparser, model)
        printed += [
            (name, a, merge(extractor.extract(a.article).reports))
            for i, (name, a) in enumerate(articles)
            if i % folds == fold
        ]
    return {part: score((a, events) for name, a, events in printed if name == part) for part in parts}


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
