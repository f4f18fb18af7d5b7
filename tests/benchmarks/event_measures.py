"""How many gold events of news articles an extraction finds, and how many of those that it prints are right."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from dashboard.extraction.training.gold import GoldArticle, GoldEvent
from dashboard.geometry import distance_km
from dashboard.records import Event

RADIUS_KM = 25.0


@dataclass(slots=True)
class Score:
    """Counts over articles; ``missed`` and ``wrong`` name the articles for a person to look at."""

    articles: int = 0
    gold: int = 0
    found: int = 0
    typed: int = 0
    subtyped: int = 0
    printed: int = 0
    right: int = 0
    tolls: int = 0
    tolls_right: int = 0
    sides: int = 0
    sides_right: int = 0
    missed: list[tuple[GoldArticle, GoldEvent]] = field(default_factory=list)
    wrong: list[tuple[GoldArticle, Event]] = field(default_factory=list)
    mistyped: list[tuple[GoldArticle, GoldEvent, Event]] = field(default_factory=list)
    miscounted: list[tuple[GoldArticle, GoldEvent, Event]] = field(default_factory=list)

    @property
    def recall(self) -> float:
        """Share of gold events found at the right place and day."""
        return self.found / self.gold if self.gold else 1.0

    @property
    def precision(self) -> float:
        """Share of printed events that are gold events at the right place and day; optional ones are left out."""
        return self.right / self.printed if self.printed else 1.0

    @property
    def type_accuracy(self) -> float:
        """Share of found events with the right event type."""
        return self.typed / self.found if self.found else 1.0


def matches(gold: GoldEvent, event: Event) -> bool:
    """Within 25 km, on a day that the gold allows."""
    p = event.place
    near = distance_km(gold.latitude, gold.longitude, p.latitude, p.longitude) <= RADIUS_KM
    return near and gold.first <= event.event_date <= gold.last


def score(pairs: Iterable[tuple[GoldArticle, Sequence[Event]]]) -> Score:
    """How the printed events of each article agree with its gold; every event is matched once, the surest pair first."""
    total = Score()
    for article, events in pairs:
        total.articles += 1
        total.gold += sum(not g.optional for g in article.events)
        options = [
            (g.optional, e.event_type not in g.event_types, e.sub_event_type not in g.sub_event_types, n, m)
            for n, e in enumerate(events)
            for m, g in enumerate(article.events)
            if matches(g, e)
        ]
        matched: dict[int, int] = {}
        for _, _, _, n, m in sorted(options):
            if n not in matched and m not in matched.values():
                matched[n] = m
        for n, event in enumerate(events):
            gold = article.events[matched[n]] if n in matched else None
            if gold is None or not gold.optional:
                total.printed += 1
            if gold is None:
                total.wrong.append((article, event))
            elif not gold.optional:
                _count(total, article, gold, event)
        found = set(matched.values())
        total.missed += [(article, g) for m, g in enumerate(article.events) if m not in found and not g.optional]
    return total


def _count(total: Score, article: GoldArticle, gold: GoldEvent, event: Event) -> None:
    total.found += 1
    total.right += 1
    total.typed += event.event_type in gold.event_types
    total.subtyped += event.sub_event_type in gold.sub_event_types
    if event.event_type not in gold.event_types:
        total.mistyped.append((article, gold, event))
    low, high = gold.counts.get("killed", (None, None))
    total.tolls += 1
    toll = event.fatalities.best if event.fatalities else None
    bounds = [n for n in (low, high) if n is not None]
    right = toll is not None and min(bounds) <= toll <= max(bounds) if bounds else not toll
    total.tolls_right += right
    if not right:
        total.miscounted.append((article, gold, event))
