"""Gold events of news articles, and how many of them an extraction finds.

A file of ``tests/extraction/news/`` holds articles parted by a line ``=====``: header lines ``key: value``, an empty line,
the text, a line ``== events``, and one gold event a line (see ``parse_event``). A line that starts with ``? `` is an event
that coders would argue about: finding it counts neither for nor against.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from dashboard.geometry import distance_km
from dashboard.records import EVENT_TYPE_OF, Article, Event

RADIUS_KM = 25.0


@dataclass(frozen=True, slots=True)
class GoldEvent:
    """What a coder would enter. ``killed`` is (low, high), None where the article gives no toll."""

    first: date
    last: date
    place: str
    latitude: float
    longitude: float
    sub_event_types: tuple[str, ...]  # several where coders would differ
    counts: dict[str, tuple[int | None, int | None]]
    actor1: tuple[str, ...] = ()
    actor2: tuple[str, ...] = ()
    optional: bool = False

    @property
    def event_types(self) -> set[str]:
        """The event types of the sub-types."""
        return {EVENT_TYPE_OF[name] for name in self.sub_event_types}


@dataclass(frozen=True, slots=True)
class GoldArticle:
    """An article with its gold events."""

    article: Article
    conflict: str
    continent: str
    events: tuple[GoldEvent, ...]


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


def read_articles(folder: Path) -> list[GoldArticle]:
    """All articles of the folder's files, in order. Raises ValueError that names the file and what is wrong."""
    found = []
    for path in sorted(folder.glob("*.txt")):
        for number, part in enumerate(path.read_text(encoding="utf-8").split("\n=====\n"), start=1):
            try:
                found.append(parse_article(part.strip()))
            except (ValueError, KeyError) as error:
                raise ValueError(f"{path.name}, article {number}: {error}") from error
    return found


def parse_article(text: str) -> GoldArticle:
    """One article with its header and events."""
    body, _, lines = text.partition("\n== events")
    head, _, body = body.strip().partition("\n\n")
    fields = dict(line.split(": ", 1) for line in head.splitlines())
    article = Article(
        text=body.strip(), published=date.fromisoformat(fields["date"]), title=fields["title"], source=fields["source"]
    )
    events = tuple(parse_event(line) for line in lines.splitlines() if line.strip())
    return GoldArticle(article, fields["conflict"], fields["continent"], events)


def parse_event(line: str) -> GoldEvent:
    """``day or first..last | place | lat,lon | type | sub-type | counts | actor 1 | actor 2``."""
    optional = line.startswith("? ")
    parts = [part.strip() for part in line.removeprefix("? ").split("|")]
    days, place, point, event_type, sub, counts = parts[:6]
    sides = [tuple(name.strip() for name in part.split(";") if name.strip()) for part in (parts[6:] + ["", ""])[:2]]
    first, _, last = days.partition("..")
    latitude, longitude = map(float, point.split(","))
    subs = tuple(name.strip() for name in sub.split(";"))
    if {EVENT_TYPE_OF[name] for name in subs} != {name.strip() for name in event_type.split(";")}:
        raise ValueError(f"{sub!r} is no sub-type of {event_type!r}")
    return GoldEvent(
        date.fromisoformat(first), date.fromisoformat(last or first), place, latitude, longitude, subs,
        _counts(counts), sides[0], sides[1], optional,
    )  # fmt: skip


def _counts(text: str) -> dict[str, tuple[int | None, int | None]]:
    found = {}
    for kind, low, dots, high in re.findall(r"(\w+)=(\d*)(\.\.)?(\d*)", text):
        bottom, top = (int(low) if low else None), (int(high) if high else None)
        found[kind] = (bottom, top if dots else bottom)
    return found


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
