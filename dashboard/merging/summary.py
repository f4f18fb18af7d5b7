"""What the reports of one event say together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import replace
from typing import TypeVar

from dashboard.merging.counts import count_of
from dashboard.merging.doubts import doubts
from dashboard.merging.kinds import specificity
from dashboard.merging.places import level_of
from dashboard.records import EVENT_TYPES, Event, Link, Report

RELIABLE = 0.5  # ``place_confidence`` under which a place is a guess
HEARD = 0.1  # of the articles: a finer place that fewer give is one desk's slip, not the others' haste
ENOUGH = 0.25  # of the commonest kind's articles: then the more particular word is meant
DATED = "event_date"  # the evidence of a date that was told; without it, the day of publication was taken
_ORDER = {sub: n for n, sub in enumerate(sub for subs in EVENT_TYPES.values() for sub in subs)}

T = TypeVar("T", bound=Hashable)


def summarise(event_id: str, reports: Sequence[Report], links: Iterable[Link] = ()) -> Event:
    """One event of ``reports`` (at least one), with its doubts.

    - place: the finest that is reliable (``RELIABLE``, ``HEARD``), of equals the one that most articles give;
    - date: the smallest uncertainty, told before inferred, of equals the one that most articles give;
    - kind: the most particular that a good part of the articles gives (``ENOUGH``);
    - counts: see ``counts.count_of``; actors: of all reports, in the order they were told.

    Articles count once, by the confidence of their surest report. ``reports`` come out best first: those that give the
    place, then those that give most of the other values, the surest of equals.
    """
    told = sorted(reports, key=lambda r: (r.published, r.article_id, r.start, r.location_start, r.number))
    sited = _at_best_place(told)
    days = _best_days(told)
    sub = _best_kind(told)

    def values_given(r: Report) -> int:
        return (_days(r) == days) + (r.sub_event_type == sub) + (r.fatalities is not None)

    at = {id(r) for r in sited}
    ordered = sorted(told, key=lambda r: (id(r) not in at, -values_given(r), -r.confidence))
    best = ordered[0]
    dated = next(r for r in ordered if _days(r) == days)
    kind = next(r for r in ordered if r.sub_event_type == sub)
    event = Event(
        event_id=event_id,
        reports=tuple(ordered),
        event_date=dated.event_date,
        event_date_end=dated.last_day,
        time_precision=dated.time_precision,
        date_prec=dated.date_prec,
        event_type=kind.event_type,
        sub_event_type=sub,
        location=best.location,
        place=best.place,
        geo_precision=best.geo_precision,
        actors=_all(told, "actors"),
        actor1=_all(told, "actor1"),
        actor2=_all(told, "actor2"),
        confidence=max(r.confidence for r in told),
        links=tuple(links),
        fatalities=count_of(told, "fatalities"),
        wounded=count_of(told, "wounded"),
        displaced=count_of(told, "displaced"),
        fighters=count_of(told, "fighters"),
    )
    return replace(event, doubts=doubts(event))


def _at_best_place(reports: Sequence[Report]) -> list[Report]:
    def where(r: Report) -> tuple[float, float]:
        return (r.place.latitude, r.place.longitude)

    support = _support(reports, where, lambda r: r.place_confidence)
    total = sum(_support(reports, lambda _: True, lambda _: 1.0).values())
    reliable = [r for r in reports if r.place_confidence >= RELIABLE and support[where(r)] >= HEARD * total]
    fineness = {id(r): level_of(r) for r in reports}
    first = min(
        reliable or reports,
        key=lambda r: (fineness[id(r)], -support[where(r)], -r.place_confidence, where(r)),
    )
    here = (where(first), first.geo_precision, fineness[id(first)])
    return [r for r in reports if (where(r), r.geo_precision, fineness[id(r)]) == here]


def _days(r: Report) -> tuple[int, int, int, int]:
    return (r.event_date.toordinal(), r.last_day.toordinal(), r.time_precision, r.date_prec)


def _best_days(reports: Sequence[Report]) -> tuple[int, int, int, int]:
    support = _support(reports, _days, lambda r: r.confidence)

    def uncertainty(r: Report) -> tuple[int, int, bool, int, float, tuple[int, int, int, int]]:
        inferred = bool(r.evidence) and all(e.field != DATED for e in r.evidence)
        first, last, *_ = days = _days(r)
        return (r.time_precision, r.date_prec, inferred, last - first, -support[days], days)

    return _days(min(reports, key=uncertainty))


def _best_kind(reports: Sequence[Report]) -> str:
    support = _support(reports, lambda r: r.sub_event_type, lambda r: r.confidence)
    most = max(support.values())
    return min(
        (sub for sub, weight in support.items() if weight >= ENOUGH * most),
        key=lambda sub: (-specificity(sub), -support[sub], _ORDER.get(sub, len(_ORDER)), sub),
    )


def _support(
    reports: Sequence[Report], value: Callable[[Report], T], weight: Callable[[Report], float]
) -> dict[T, float]:
    """Value -> the sum over the articles that give it of their greatest weight."""
    greatest: defaultdict[T, dict[str, float]] = defaultdict(dict)
    for r in reports:
        known = greatest[value(r)]
        known[r.article_id] = max(known.get(r.article_id, 0.0), weight(r))
    return {v: round(sum(by_article.values()), 6) for v, by_article in greatest.items()}


def _all(reports: Sequence[Report], field: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for r in reports for name in getattr(r, field)))
