"""Which of a sentence's counts belong to which of its places, and which later sentences add to a report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from dashboard.extraction.clauses import clause_of
from dashboard.extraction.counts import CountMention, best_count, find_counts
from dashboard.extraction.telling import Telling
from dashboard.geoparse import Sentence
from dashboard.records import COUNTS, Count, Evidence, Report, Toponym


def counts_of(telling: Telling, places: Sequence[Toponym]) -> dict[int, dict[str, Count]]:
    """For each place, by its offset in the article: kind of count -> count. A count belongs to the place in its own
    clause, the nearest where there are several; the only place of a sentence has all of its counts."""
    mentions = find_counts(telling.sentence.text)
    shares: dict[int, list[CountMention]] = {t.start: [] for t in places}
    for mention in mentions:
        clause = clause_of(telling.clauses, mention.start)
        inside = [t for t in places if clause_of(telling.clauses, telling.at(t)[0]) == clause]
        near = min(inside or places, key=lambda t: _distance(telling.at(t), mention), default=None)
        if near is not None:
            shares[near.start].append(mention)
    return {start: _best(share, telling.sentence.start) for start, share in shares.items()}


def _distance(at: tuple[int, int], mention: CountMention) -> int:
    return max(at[0] - mention.end, mention.start - at[1])


def _best(mentions: Sequence[CountMention], offset: int) -> dict[str, Count]:
    found = {}
    for kind in COUNTS:
        best = best_count(mentions, kind)
        if best is not None:
            found[kind] = Count(best.best, best.low, best.high, offset + best.start, offset + best.end)
    return found


def completed(reports: Sequence[Report], sentence: Sentence) -> list[Report]:
    """The reports of the sentence before, with the counts that ``sentence``, which names no place, adds to what they lack.

    Where they are of several places it is not known whose counts these are: they stay as they were.
    """
    if len({(r.place.latitude, r.place.longitude) for r in reports}) != 1:
        return list(reports)
    added = _best(find_counts(sentence.text), sentence.start)
    return [with_counts(r, {kind: c for kind, c in added.items() if getattr(r, kind) is None}) for r in reports]


def with_counts(report: Report, counts: Mapping[str, Count]) -> Report:
    """The report with these counts in place of its own, and their words as evidence."""
    changes: dict[str, Any] = dict(counts)
    found = tuple(Evidence(kind, count.start, count.end) for kind, count in counts.items())
    return replace(report, evidence=report.evidence + found, **changes)
