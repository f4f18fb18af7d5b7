"""What the models learn from: the mentions of places in annotated articles, each with what it is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dashboard.extraction.reading import Reading, read_sentences
from dashboard.extraction.training.gold import GoldArticle, GoldEvent
from dashboard.geometry import distance_km
from dashboard.geoparse import Geoparser
from dashboard.records import Toponym

SAME_KM = 25.0


@dataclass(frozen=True, slots=True)
class Lesson:
    """Features of one mention; ``happened`` is None where it must not be learned (an event coders argue about)."""

    location: list[str]
    type: list[str]
    happened: bool | None
    sub_event_type: str | None


def lessons(geoparser: Geoparser, article: GoldArticle) -> Iterator[Lesson]:
    """A lesson for every mention of a place in the article."""
    readings = list(read_sentences(geoparser, article.article))
    events = _marked(article, readings) if article.marks else _guessed(article, readings)
    for reading in readings:
        for toponym in reading.candidates:
            found = events.get((toponym.start, toponym.end), ())
            gold = [article.events[n] for n in found]
            required = [g for g in gold if not g.optional]
            happened = bool(required) if required or not gold else None
            sub = next(iter(required or gold), None)
            yield Lesson(
                reading.location_features(toponym),
                reading.type_features(toponym),
                happened,
                sub.sub_event_types[0] if sub else None,
            )


Key = tuple[int, int]


def _marked(article: GoldArticle, readings: Sequence[Reading]) -> dict[Key, tuple[int, ...]]:
    return {
        (t.start, t.end): numbers
        for reading in readings
        for t in reading.candidates
        for start, end, numbers in article.marks
        if t.start < end and start < t.end
    }


def _guessed(article: GoldArticle, readings: Sequence[Reading]) -> dict[Key, tuple[int, ...]]:
    """Where an article is not marked: mentions of the gold place in sentences of its day, else its first such mention."""
    found: dict[Key, tuple[int, ...]] = {}
    for number, gold in enumerate(article.events):
        named = [(r, t) for r in readings for t in r.candidates if _names(t, gold)]
        dated = [(r, t) for r, t in named if gold.first <= r.days(t).day <= gold.last]
        for _, t in dated or named[:1]:
            found[t.start, t.end] = (*found.get((t.start, t.end), ()), number)
    return found


def _names(toponym: Toponym, gold: GoldEvent) -> bool:
    if toponym.text.casefold() == gold.place.casefold():
        return True
    p = toponym.place
    if p is None or p.feature_code.startswith(("ADM1", "PCL")):
        return False
    near = distance_km(p.latitude, p.longitude, gold.latitude, gold.longitude) <= SAME_KM
    return near and (toponym.text in gold.place or gold.place in toponym.text)
