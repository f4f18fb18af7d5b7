"""Classes of words that tell what happened, by whom and to whom: ``data/lexicon/event_words.csv``."""

from __future__ import annotations

import csv
import re
from functools import lru_cache

from dashboard.geoparse.lexicon import word_classes as word_lists
from dashboard.settings import data_dir

HAPPENING = word_lists("mentions")["happening"]  # classes that tell of an event by themselves
VICTIMS = word_lists("mentions")["victims"]  # classes that it may be done to


@lru_cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    with (data_dir() / "lexicon" / "event_words.csv").open(encoding="utf-8", newline="") as lines:
        return tuple(
            (row["class"], re.compile(rf"(?<!\w)(?:{row['pattern']})(?!\w)", re.IGNORECASE))
            for row in csv.DictReader(lines)
        )


@lru_cache(maxsize=2000)
def word_classes(text: str) -> tuple[tuple[int, int, str], ...]:
    """Offsets and name of each word class of ``event_words.csv`` in a text, in order."""
    return tuple(sorted((*m.span(), name) for name, pattern in _patterns() for m in pattern.finditer(text)))
