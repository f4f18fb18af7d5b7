"""Train both models and write them to ``data/model``, with the figures that they reach on what was held out.

    python -m dashboard.geoparse.training GOLD_FOLDER

GOLD_FOLDER holds the gold corpora (``lgl_dev.jsonl``, ``geovirus.jsonl``, ``trnews.jsonl``). About five minutes on one core.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from dashboard.gazetteer import Gazetteer, open_gazetteer
from dashboard.geoparse.features import Features
from dashboard.geoparse.resolve import REASONS, WEIGHTS, Doubts, Resolver
from dashboard.geoparse.spans import Span
from dashboard.geoparse.tagger import MODEL, Tagger
from dashboard.geoparse.training import recogniser, resolver
from dashboard.geoparse.training.corpora import Annotated, is_held_out, read_gold, read_marked
from dashboard.geoparse.training.renamed import Renamer, renamed
from dashboard.settings import data_dir

GOLD = ("lgl_dev", "geovirus", "trnews")
UNMARKED_ADJECTIVES = "geovirus"  # this corpus leaves them out; the others mark them
REPEATED = {
    "lgl_dev": 2
}  # the one corpus of real small-town news, whose rules the marks of the others follow less well
RENAMED = 3  # every third marked article comes again with other places: more of them cost precision on local news
FOLDS = 2  # the doubts are trained on names that a recogniser found in articles that it had not seen

Corpora = dict[str, list[Annotated]]


def say(text: str) -> None:
    """Tell how far it has come."""
    print(text, file=sys.stderr, flush=True)


def main(arguments: Sequence[str] | None = None) -> None:
    """Read, train, write."""
    parser = argparse.ArgumentParser(prog="python -m dashboard.geoparse.training", description=__doc__)
    parser.add_argument("folder", type=Path, help="the folder of the gold corpora")
    folder: Path = parser.parse_args(arguments).folder
    corpora: Corpora = {name: read_gold(folder / f"{name}.jsonl") for name in GOLD}
    corpora |= {path.stem: read_marked(path) for path in sorted((data_dir() / "annotated").glob("*.txt"))}
    kept = {name: [a for a in articles if not is_held_out(name, a)] for name, articles in corpora.items()}
    say(", ".join(f"{name} {len(kept[name])} of {len(a)}" for name, a in corpora.items()))

    gazetteer = open_gazetteer(say)
    features = Features(gazetteer)
    articles = _recogniser_articles(gazetteer, features, kept)
    say(f"Training the recogniser on {len(articles)} articles ...")
    model = recogniser.train(features, articles)
    target = data_dir() / "model"
    target.mkdir(exist_ok=True)
    model.save(target / MODEL)

    say("Training the resolver ...")
    placed = [a for name in GOLD for a in kept[name]]
    ranker = resolver.train_ranker(gazetteer, placed)
    doubts = _train_doubts(gazetteer, features, Resolver(gazetteer, ranker, _undecided()), articles, kept["lgl_dev"])
    (target / WEIGHTS).write_text(
        json.dumps(
            {
                "rounds": ranker.describe(),
                "doubts": {name: round(float(w), 4) for name, w in zip(REASONS, doubts.weights, strict=True)},
                "trained on": {name: len(a) for name, a in kept.items()},
                "held out": {name: len(a) - len(kept[name]) for name, a in corpora.items()},
            },
            indent=1,
        )
        + "\n",
        encoding="utf-8",
    )
    say(f"Written to {target}. python tests/benchmarks/geoparsing.py prints what they reach.")


def _undecided() -> Doubts:
    return Doubts(np.zeros(len(REASONS)))


def _recogniser_articles(gazetteer: Gazetteer, features: Features, kept: Corpora) -> list[Annotated]:
    """All that is kept, the corpus without adjectives as a first model of the others would mark it."""
    others = [
        a for name, articles in kept.items() if name != UNMARKED_ADJECTIVES for a in articles * REPEATED.get(name, 1)
    ]
    say(f"Training a first recogniser on {len(others)} articles ...")
    tagger = Tagger(gazetteer, recogniser.train(features, others))
    marked = [a for name, articles in kept.items() if name not in GOLD for a in articles]
    others += renamed(Renamer(gazetteer, features), marked[::RENAMED])
    return others + [recogniser.with_adjectives(tagger, a) for a in kept[UNMARKED_ADJECTIVES]]


def _train_doubts(
    gazetteer: Gazetteer, features: Features, untrained: Resolver, articles: list[Annotated], judged: list[Annotated]
) -> Doubts:
    """On the names that recognisers find in ``judged`` articles which they were not trained on."""
    reasons: list[list[float]] = []
    right: list[float] = []
    for fold in range(FOLDS):
        unseen = [a for i, a in enumerate(judged) if i % FOLDS == fold]
        hidden = {id(a) for a in unseen}
        say(f"Training recogniser {fold + 1} of {FOLDS} for the doubts ...")
        tagger = Tagger(gazetteer, recogniser.train(features, [a for a in articles if id(a) not in hidden]))
        for article in unseen:
            spans = tagger.recognise(article.text)
            found, marks = _judge(untrained, article, spans)
            reasons += found
            right += marks
    return resolver.train_doubts(np.array(reasons), np.array(right))


def _judge(untrained: Resolver, article: Annotated, spans: list[Span]) -> tuple[list[list[float]], list[float]]:
    """The reasons of each found name, and 1.0 where it is a gold name whose place is right."""
    gold = {(n.start, n.end): n for n in article.names}
    reasons, marks = [], []
    for span, (place, why) in zip(spans, untrained.explain(article.text, spans, article.title), strict=True):
        truth = gold.get((span.start, span.end))
        if place is None or (truth is not None and truth.latitude is None):
            continue  # nobody can say whether it is right
        reasons.append(why)
        marks.append(float(truth is not None and resolver.is_right(place, truth)))
    return reasons, marks


if __name__ == "__main__":
    main()
