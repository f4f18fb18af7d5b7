"""Find the reports that decisions were made on among those of today, after their articles were read anew."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from dashboard.records import Report
from dashboard.review.decisions import Anchor, Decision


@dataclass(frozen=True, slots=True)
class Superseded:
    """Reports of earlier readings, the newest of each id; ``beside`` holds the ids that stood in the same reading."""

    reports: Mapping[str, Report] = field(default_factory=dict)
    beside: Mapping[str, frozenset[str]] = field(default_factory=dict)


class Finder:
    """Anchors to today's reports."""

    def __init__(self, reports: Mapping[str, Report], old: Superseded) -> None:
        self._reports, self._old = reports, old
        self._by_article: dict[str, list[Report]] = defaultdict(list)
        for report in reports.values():
            self._by_article[report.article_id].append(report)

    def find(self, anchor: Anchor) -> str | None:
        """The id of the report that ``anchor`` means today: itself, or the one that names the same words as the place.

        The same sentence comes first, then the nearest name. A report that stood beside it in its own reading was
        another then, and is no successor.
        """
        if anchor.report_id in self._reports:
            return anchor.report_id
        beside = self._old.beside.get(anchor.report_id, frozenset())
        heirs = [
            r
            for r in self._by_article.get(anchor.article_id, ())
            if max(r.location_start, anchor.location_start) < min(r.location_end, anchor.location_end)
            and r.report_id not in beside
        ]

        def distance(r: Report) -> tuple[bool, int, bool, str]:
            away = abs(r.location_start - anchor.location_start)
            return (r.start != anchor.start, away, r.number != anchor.number, r.report_id)

        return min(heirs, key=distance).report_id if heirs else None


def lost_articles(decisions: Iterable[Decision], reports: Mapping[str, Report]) -> set[str]:
    """The articles of which a decision names a report that is not there today: their earlier readings are needed."""
    return {
        anchor.article_id
        for decision in decisions
        for anchor in (*decision.targets, *decision.others)
        if anchor.report_id not in reports
    }
