"""A desk of events made by hand, whose decisions need no store."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from dashboard.records import EVENT_TYPE_OF, Article, Count, Event, Place, Report
from dashboard.review import Reviewed, review
from dashboard.review.decisions import Decision
from dashboard.review.finding import Readings, articles_to_recall
from dashboard.review.history import HistoryEntry, history
from dashboard.review.making import Signature, decisions_of, undo_of
from dashboard.review.settling import Merger
from dashboard.store import EventStore

STORY = Article("The whole story.", date(2016, 10, 22), title="Ten days", source="sample", url="https://a.example/x")
MOSUL = Place("Mosul", 36.335, 43.119, "IQ", "Nineveh", feature_code="PPLA", geonameid=99072)
BARTELLA = Place("Bartella", 36.35, 43.38, "IQ", "Nineveh", feature_code="PPL")
BAGHDAD = Place("Baghdad", 33.34, 44.4, "IQ", "Baghdad", feature_code="PPLC")
START = datetime(2026, 1, 1, tzinfo=UTC)


def report(place: Place, at: int, *, day: str = "2016-10-20", sub: str = "Armed clash", **fields: Any) -> Report:
    """A report whose sentence starts at ``at`` and names ``place`` three characters on."""
    killed: int | None = fields.pop("killed", None)
    name = fields.pop("location", place.name)
    given: dict[str, Any] = {
        "article_id": STORY.article_id,
        "event_date": date.fromisoformat(day),
        "time_precision": 1,
        "event_type": EVENT_TYPE_OF[sub],
        "sub_event_type": sub,
        "location": name,
        "place": place,
        "geo_precision": place.geo_precision,
        "notes": f"In {name} something happened.",
        "start": at,
        "end": at + 23 + len(name),
        "location_start": at + 3,
        "location_end": at + 3 + len(name),
        "confidence": 0.9,
        "published": date(2016, 10, 22),
        "fatalities": None if killed is None else Count(killed, killed, killed, at, at + 10),
    }
    return Report(**(given | fields))


class Desk:
    """Reports and decisions in memory, told as a store would tell them."""

    def __init__(self, *reports: Report) -> None:
        self.readings: list[tuple[datetime, list[Report]]] = []
        self.decisions: list[Decision] = []
        self.recorded: dict[str, datetime] = {}
        self.merger: Merger | None = None
        self.read_again(*reports)

    def _record(self, reports: Iterable[Report]) -> None:
        for r in reports:
            self.recorded.setdefault(r.report_id, START + timedelta(seconds=len(self.recorded)))

    def read_again(self, *reports: Report) -> None:
        """Newer rules find these reports, and no others."""
        self.readings.append((self._now() - timedelta(seconds=1), list(reports)))
        self._record(reports)

    def add(self, *reports: Report) -> None:
        """Further reports, of further articles."""
        self.readings[-1][1].extend(reports)
        self._record(reports)

    def _now(self) -> datetime:
        return START + timedelta(minutes=len(self.decisions))

    @property
    def reviewed(self) -> Reviewed:
        read, reports = self.readings[-1]
        current = {r.report_id: r for r in reports}
        wanted = articles_to_recall(self.decisions, current, {r.article_id: read for r in reports})
        versions: dict[str, list[tuple[datetime, Report]]] = {}
        beside: dict[str, frozenset[str]] = {}
        for stored, reading in self.readings:
            found = [r for r in reading if r.article_id in wanted]
            ids = frozenset(r.report_id for r in found)
            for r in found:
                versions.setdefault(r.report_id, []).append((stored, r))
                beside[r.report_id] = ids | beside.get(r.report_id, frozenset())
        return review(
            current, self.decisions, recorded=self.recorded, old=Readings(versions, beside), merger=self.merger
        )

    def events(self, *, rejected: bool = False) -> list[Event]:
        return [e for e in self.reviewed.events.values() if rejected or e.status != "rejected"]

    def event(self, of: Report) -> Event:
        """The shown event that a report is of."""
        found = self.reviewed
        return found.events[found.event_of[of.report_id]]

    def decide(
        self,
        of: Report | Iterable[Report],
        action: str,
        values: Mapping[str, Any] | None = None,
        *,
        who: str = "Reviewer A",
        note: str = "",
        scope: Mapping[str, str] | None = None,
    ) -> str:
        reports = [of] if isinstance(of, Report) else list(of)
        found = self.reviewed
        events = [found.event_of[r.report_id] for r in reports]
        rows = decisions_of(found, events, action, self._sign(who, note), values, scope)
        self.decisions += rows
        return rows[0].decision_id

    def undo(self, decision_id: str, *, who: str = "Reviewer B") -> str:
        rows = undo_of(self.reviewed, decision_id, self._sign(who))
        self.decisions += rows
        return rows[0].decision_id

    def history(self, of: Report) -> list[HistoryEntry]:
        found = self.reviewed
        return history(found, found.event_of[of.report_id])

    def _sign(self, who: str, note: str = "") -> Signature:
        return Signature.of(f"decision {len(self.decisions):04}", who, self._now(), note)


def decide(store: EventStore, event_ids: Iterable[str], action: str, **given: Any) -> str:
    """A decision on events of a store, seen at once."""
    signature = Signature.of(secrets.token_hex(8), given.pop("who", "Reviewer A"), datetime.now(UTC))
    store.tables.decide(decisions_of(store.reviewed, list(event_ids), action, signature, **given))
    store.refresh(force=True)
    return signature.decision_id


def place_values(place: Place, **changes: Any) -> dict[str, Any]:
    """The values of an edit that moves an event to ``place``."""
    p = replace(place, **changes)
    return {
        "place": {
            "name": p.name, "latitude": p.latitude, "longitude": p.longitude, "country": p.country, "admin1": p.admin1,
            "admin2": p.admin2, "feature_code": p.feature_code, "geonameid": p.geonameid, "geo_precision": 1,
        }
    }  # fmt: skip
