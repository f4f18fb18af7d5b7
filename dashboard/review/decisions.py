"""Decisions as they are stored: what a person did, to which reports, when.

A decision names reports, not events: events come and go with the rules of merging. An anchor holds enough of a report
to find it again when the article was read anew. Rows of one decision on several events share its id.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from dashboard.errors import ReviewError
from dashboard.records import Report
from dashboard.review import values as values_
from dashboard.review.text import clean

ACTIONS = ("confirm", "reject", "reopen", "edit", "merge", "split", "note", "undo")
MAX_WHO = 100  # characters
MAX_NOTE = 2000
MAX_REPORTS = 2_000  # of one event: splitting it makes a pair of any two
_NUMBERS = ("start", "location_start", "location_end", "number")


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where a report stands in its article: offsets of the sentence and of the place's name."""

    report_id: str
    article_id: str
    start: int
    location_start: int
    location_end: int
    number: int = 0

    @classmethod
    def of(cls, report: Report) -> Anchor:
        """The anchor of a report."""
        return cls(
            report.report_id, report.article_id, report.start, report.location_start, report.location_end, report.number
        )

    @classmethod
    def read(cls, given: object) -> Anchor:
        """The anchor of a stored JSON object. Raises ReviewError when it is none."""
        if not isinstance(given, dict):
            raise ReviewError("a report is named by no object")
        words: list[Any] = [given.get(name) for name in ("report_id", "article_id")]
        numbers: list[Any] = [given.get(name) for name in _NUMBERS]
        if not all(isinstance(w, str) and w for w in words) or not all(type(n) is int for n in numbers):
            raise ReviewError("a report is named without its ids or offsets")
        return cls(*words, *numbers)

    def to_json(self) -> dict[str, Any]:
        """The object to store."""
        return {
            "report_id": self.report_id, "article_id": self.article_id, "start": self.start,
            "location_start": self.location_start, "location_end": self.location_end, "number": self.number,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Decision:
    """One row. ``decided`` is UTC; ``others`` are the reports that a merge joins to ``targets``."""

    decision_id: str
    event_id: str
    action: str
    who: str
    decided: datetime
    targets: tuple[Anchor, ...] = ()
    values: Mapping[str, Any] = field(default_factory=dict)
    scope: Mapping[str, str] | None = None
    reason: str = ""
    others: tuple[Anchor, ...] = ()

    @property
    def order(self) -> tuple[datetime, str, str]:
        """Newer is greater, and equal times have one order everywhere."""
        return (self.decided, self.decision_id, self.event_id)

    @classmethod
    def from_row(cls, row: Mapping[str, Any]) -> Decision:
        """The decision of a stored row; an older program's has no targets. Raises ReviewError when it makes no sense."""
        ids = [row[name] for name in ("decision_id", "event_id", "action")]
        decided = row["decided"]
        if not all(isinstance(name, str) and name for name in ids) or not isinstance(decided, datetime):
            raise ReviewError("it lacks its id, event, action or time")
        if row["action"] not in ACTIONS:
            raise ReviewError(f"its action {clean(row['action'], 40)!r} is not known")
        given = _json(row["values"], dict)
        others = given.pop("with", []) if row["action"] == "merge" else []
        scope = _json(row["scope"], dict) or None
        return cls(
            decision_id=row["decision_id"],
            event_id=row["event_id"],
            action=row["action"],
            who=clean(row["who"] or "", MAX_WHO),
            decided=decided if decided.tzinfo else decided.replace(tzinfo=UTC),
            targets=_anchors(_json(row["targets"], list)),
            values=values_.checked(row["action"], given),
            scope=None if scope is None else values_.checked_scope(scope),
            reason=clean(row["reason"] or "", MAX_NOTE, lines=True),
            others=_anchors(others),
        )

    def to_row(self) -> dict[str, Any]:
        """The row to append."""
        stored = dict(self.values)
        if self.others:
            stored["with"] = [anchor.to_json() for anchor in self.others]
        return {
            "decision_id": self.decision_id, "event_id": self.event_id, "action": self.action, "who": self.who,
            "reason": self.reason, "decided": self.decided,
            "targets": json.dumps([anchor.to_json() for anchor in self.targets]),
            "scope": None if self.scope is None else json.dumps(dict(self.scope)),
            "values": json.dumps(stored) if stored else None,
        }  # fmt: skip


def _anchors(given: object) -> tuple[Anchor, ...]:
    if not isinstance(given, list) or len(given) > MAX_REPORTS:
        raise ReviewError("its reports are no list, or too many")
    return tuple(dict.fromkeys(map(Anchor.read, given)))


def _json(text: str | None, kind: type) -> Any:
    if not text:
        return kind()
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        raise ReviewError("it holds damaged JSON") from None
    if not isinstance(found, kind):
        raise ReviewError("it holds JSON of another shape")
    return found
