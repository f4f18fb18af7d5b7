"""The score of a pair of reports: how likely they are of one thing, from place, day, kind, numbers, actors and words.

Each of them gives its natural log-odds, set by hand as a naive Bayes would: how much oftener two reports of one event
agree so than two of different events do that lie in the same block (``blocks``). They are summed with ``PRIOR``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.merging.days import Days, compare_days, compare_published, days_of
from dashboard.merging.kinds import AGREEMENT, compare_kinds
from dashboard.merging.places import Spot, compare_places, spot_of
from dashboard.merging.sides import Sides, compare_sides, sides_of
from dashboard.merging.signals import Signal
from dashboard.merging.telling import ordinal_of, told_apart
from dashboard.merging.tolls import compare_tolls
from dashboard.merging.words import Words, compare_words, words_of
from dashboard.records import Report

PRIOR = -3.6  # of the pairs of a neighbourhood and week, one in forty is of one event
THRESHOLD = 0.0  # as likely one as two: above it, a person who looks at the map expects one pin
NEAR_MISS = -1.5  # a chance of one in five or more: worth a person's look
SAME_ARTICLE, FURTHER = 1.0, 0.6  # a lead and its details; less where other sentences stand between
BESIDE = 200  # characters between two sentences that go on about one thing
SHOWN = 6  # reasons of a link


@dataclass(frozen=True, slots=True, eq=False)
class Facts:
    """A report and what scoring needs of it, reckoned once."""

    report: Report
    report_id: str
    spot: Spot
    days: Days
    sides: Sides
    words: Words
    ordinal: int
    published: int


class Judge:
    """Scores pairs of ``facts`` by their positions; keeps what it found of places, which are far fewer than reports."""

    def __init__(self, reports: Sequence[Report]) -> None:
        """``reports`` in the order that the positions count."""
        self._spots: dict[tuple[object, ...], Spot] = {}
        self._places: dict[tuple[int, int], Signal | None] = {}
        self._words: dict[str, tuple[Words, int]] = {}
        self.facts = [self._describe(report) for report in reports]

    def _describe(self, report: Report) -> Facts:
        key = (report.place, report.location, report.geo_precision)
        if key not in self._spots:
            self._spots[key] = spot_of(report)
        if report.notes not in self._words:
            self._words[report.notes] = words_of(report.notes), ordinal_of(report.notes)
        words, ordinal = self._words[report.notes]
        return Facts(
            report=report,
            report_id=report.report_id,
            spot=self._spots[key],
            days=days_of(report),
            sides=sides_of(report),
            words=words,
            ordinal=ordinal,
            published=report.published.toordinal(),
        )

    def places(self, one: Spot, other: Spot) -> Signal | None:
        """``compare_places``, once for each pair of places."""
        key = (id(one), id(other)) if id(one) <= id(other) else (id(other), id(one))
        if key not in self._places:
            first, second = sorted((one, other), key=lambda s: (s.name, s.latitude, s.longitude, s.called, s.level))
            self._places[key] = compare_places(first, second)
        return self._places[key]

    def score(self, i: int, j: int) -> float | None:
        """The log-odds that reports ``i`` and ``j`` are of one event; None where they contradict each other."""
        signals = self._signals(i, j)
        return None if signals is None else PRIOR + sum(s.weight for s in signals)

    def reasons(self, i: int, j: int) -> tuple[str, ...]:
        """What was seen, in words: what speaks most for one event first, then what speaks against it."""
        signals = sorted(self._signals(i, j) or (), key=lambda s: -s.weight)
        return tuple(s.words if s.weight >= 0 else f"but {s.words}" for s in signals[:SHOWN])

    def _signals(self, i: int, j: int) -> list[Signal] | None:
        # In this order whatever the caller's: sums of floats must not depend on it.
        a, b = (self.facts[i], self.facts[j]) if i <= j else (self.facts[j], self.facts[i])
        if (a.report.sub_event_type, b.report.sub_event_type) not in AGREEMENT:
            return None
        days = compare_days(a.days, b.days)
        place = self.places(a.spot, b.spot) if days else None
        kind = compare_kinds(a.report.sub_event_type, b.report.sub_event_type)
        if days is None or place is None or kind is None:
            return None
        signals = [place, days, kind]
        same_article = a.report.article_id == b.report.article_id
        if not (same_article and a.report.start == b.report.start):  # one sentence agrees with itself
            signals += [*compare_tolls(a.report, b.report), *compare_words(a.words, b.words)]
        if (actors := compare_sides(a.sides, b.sides)) is not None:
            signals.append(actors)
        if same_article:
            between = max(a.report.start, b.report.start) - min(a.report.end, b.report.end)
            signals.append(Signal(SAME_ARTICLE if between <= BESIDE else FURTHER, "same article"))
        elif (early := compare_published(a.days, a.published, b.days, b.published)) is not None:
            signals.append(early)
        return signals

    def told_apart(self, i: int, j: int) -> bool:
        """Whether two reports of one article are of two events, by what it says."""
        first, second = sorted((self.facts[i], self.facts[j]), key=lambda f: (f.report.start, f.report.location_start))
        return told_apart(
            first.report,
            second.report,
            spots=(first.spot, second.spot),
            ordinals=(first.ordinal, second.ordinal),
            days=(first.days, second.days),
            sides=(first.sides, second.sides),
            words=(first.words, second.words),
        )
