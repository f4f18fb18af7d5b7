"""Train the event model and write it to ``data/model/events.json``.

    python -m dashboard.extraction.training [FOLDER...]

Learns from ``data/annotated/events`` and from further folders of annotated articles in the same form (see ``gold``); the
project's own development articles are ``tests/extraction/news/development``. Never give it the held-out ones. Needs the
extra ``train``; about a minute on one core.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from dashboard.extraction.event_model import WEIGHTS
from dashboard.extraction.training.fit import fit
from dashboard.extraction.training.gold import read_articles
from dashboard.extraction.training.lessons import lessons
from dashboard.gazetteer import open_gazetteer
from dashboard.geoparse import Geoparser
from dashboard.settings import data_dir


def say(text: str) -> None:
    """Tell how far it has come."""
    print(text, file=sys.stderr, flush=True)


def main(arguments: Sequence[str] | None = None) -> None:
    """Read, train, write."""
    parser = argparse.ArgumentParser(prog="python -m dashboard.extraction.training", description=__doc__)
    parser.add_argument("folders", type=Path, nargs="*", help="further folders of annotated articles")
    folders = [data_dir() / "annotated" / "events", *parser.parse_args(arguments).folders]
    articles = [article for folder in folders for article in read_articles(folder)]
    geoparser = Geoparser(open_gazetteer(say))
    found = [lesson for article in articles for lesson in lessons(geoparser, article)]
    happened = sum(lesson.happened is True for lesson in found)
    say(f"Training on {len(found)} mentions of places, {happened} of them where something happened ...")
    model = fit(found)
    target = data_dir() / "model" / WEIGHTS
    target.write_text(json.dumps({"location": model.location, "type": model.type}, indent=0, ensure_ascii=False) + "\n")
    say(f"Wrote {target.name}: {len(model.location)} and {len(model.type)} features.")


if __name__ == "__main__":
    main()
