"""Find the reports that decisions were made on among those of today, after their articles were read anew."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from dashboard.records import Report, is_imported
from dashboard.review.decisions import Anchor, Decision


@dataclass(frozen=True, slots=True)
class Readings:
    """What was read of some articles over time.

    ``versions`` holds the reports of each id with the time they were stored, oldest first; ``beside`` the ids that stood
    in the same readings.
    """

    versions: Mapping[str, Sequence[tuple[datetime, Report]]] = field(default_factory=dict)
    beside: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def with_imported(self, versions: Mapping[str, Sequence[tuple[datetime, Report]]]) -> Readings:
        """These and the versions of imported reports, the one that counts today last."""
        return replace(self, versions={**self.versions, **versions}) if versions else self

    def as_of(self, report_id: str, when: datetime) -> Report | None:
        """The report as it was at that time, the oldest where all are newer; None where it is not known."""
        known = self.versions.get(report_id, ())
        return next((r for stored, r in reversed(known) if stored <= when), known[0][1] if known else None)


class Finder:
    """Anchors to today's reports."""

    def __init__(self, reports: Mapping[str, Report], old: Readings) -> None:
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


def touched(decisions: Iterable[Decision]) -> set[str]:
    """The ids of the imported events that decisions name, undone ones too: ``review`` needs their reports."""
    return {a.report_id for d in decisions for a in (*d.targets, *d.others) if is_imported(a.report_id)}


def articles_to_recall(
    decisions: Iterable[Decision], reports: Mapping[str, Report], read: Mapping[str, datetime]
) -> set[str]:
    """The articles whose earlier readings ``review`` needs.

    Those of which a decision names a report that is not there today, and those that were read again (``read`` says
    when) after a report of theirs was confirmed.
    """
    return {
        anchor.article_id
        for decision in decisions
        for anchor in (*decision.targets, *decision.others)
        if anchor.report_id not in reports
        or (decision.action == "confirm" and (at := read.get(anchor.article_id)) is not None and at > decision.decided)
    }
