"""A person's review: the queue of doubtful events, one event with all its evidence, decisions, their history.

Composition over the store, the extractor and the gazetteer; what decisions make of events is ``dashboard.review``.
Everything that a person gives is checked here: what cannot be used raises ReviewError with a sentence to show.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from dashboard.extraction import Extractor
from dashboard.gazetteer import Gazetteer
from dashboard.gazetteer.corrections import learn, lessons, unlearn
from dashboard.geometry import distance_km
from dashboard.geoparse import explain
from dashboard.geoparse.explain import ScoredPlace
from dashboard.merging import near_misses
from dashboard.merging.doubts import doubt
from dashboard.query import EventQuery
from dashboard.records import Event, Link
from dashboard.review.apply import Taken, scope_of
from dashboard.review.decisions import Decision
from dashboard.review.detail import EventDetail, ReportDetail, report_detail
from dashboard.review.history import HistoryEntry, history
from dashboard.review.making import Signature, decisions_of, undo_of
from dashboard.review.review import Reviewed
from dashboard.store import EventStore, Tables

__all__ = ["EventDetail", "HistoryEntry", "ReportDetail", "Reviewer", "ScoredPlace"]
# Near misses are looked for around an event: days before and after it, kilometres.
SIMILAR_DAYS = 14
SIMILAR_KM = 150.0
SIMILAR = 20
CLOCKS = timedelta(days=1)  # how far another machine's clock is followed


class Reviewer:
    """Safe to share between threads."""

    def __init__(
        self, events: EventStore, tables: Tables, gazetteer: Gazetteer, extractor: Extractor | None = None
    ) -> None:
        self.events, self.tables, self.gazetteer, self.extractor = events, tables, gazetteer, extractor

    def queue(self, query: EventQuery, *, reason: str = "", limit: int = 200) -> list[dict[str, Any]]:
        """The selected unreviewed events that have doubts, worst first: rows with the keys of ``EVENT_COLUMNS``.

        ``reason`` keeps those with this doubt. The query's own ``status`` does not count.
        """
        return self.events.doubtful(query, reason=reason, limit=limit)

    def reasons(self, query: EventQuery) -> list[tuple[str, int]]:
        """The doubts of the selected unreviewed events with their counts, most first."""
        return self.events.doubt_counts(query)

    def detail(self, event_id: str) -> EventDetail | None:
        """One event with its evidence and history; None when there is none of that id (any more)."""
        reviewed = self._reviewed([event_id])
        event = reviewed.events.get(event_id)
        if event is None:
            return None
        read = [r.article_id for r in event.reports if not r.imported]
        articles = self.events.articles(read) if read else {}
        found = (report_detail(r, articles.get(r.article_id), kept=r.report_id in reviewed.kept) for r in event.reports)
        return EventDetail(
            event=event,
            machine=reviewed.machine[event_id],
            doubt=doubt(event) if event.doubts else 0.0,
            reports=tuple(found),
            links=event.links,
            history=tuple(history(reviewed, event_id)),
        )

    def candidates(self, event_id: str) -> list[ScoredPlace]:
        """The places that the event's name may mean in the article of its best report, best first; [] for no such event."""
        event = self._reviewed([event_id]).machine.get(event_id)
        if event is None:
            return []
        best = event.reports[0]
        article = None if best.imported else self.events.articles([best.article_id]).get(best.article_id)
        start, end = best.location_start, best.location_end
        if self.extractor is None or article is None or not 0 <= start < end <= len(article.text):
            return self.search(event.location)
        return explain.explain(self.extractor.geoparser, article.text, article.title, start, end)

    def search(self, name: str, country: str = "") -> list[ScoredPlace]:
        """Places of the gazetteer by name, best first; ``country`` is an ISO code, "" for all."""
        return explain.search(self.gazetteer, name, country)

    def similar(self, event_id: str) -> list[tuple[dict[str, Any], Link]]:
        """Events that may be the same, likeliest first: their rows (``EVENT_COLUMNS``) and why. No rejected ones."""
        reviewed = self._reviewed([event_id])
        event = reviewed.machine.get(event_id)
        if event is None:
            return []
        around = [other for other in reviewed.machine.values() if other is event or _around(event, other)]
        links: dict[str, Link] = {}
        for link in near_misses(around, apart=sorted(reviewed.apart)):
            if event_id in {link.first, link.second}:
                links.setdefault(link.second if link.first == event_id else link.first, link)
        likeliest = dict(sorted(links.items(), key=lambda item: -item[1].score)[:SIMILAR])
        rows = {row["event_id"]: row for row in self.events.rows(likeliest)}
        return [(rows[other], link) for other, link in likeliest.items() if other in rows]

    def name_scope(self, event_id: str) -> dict[str, str] | None:
        """The scope of "apply to all" of an event: {"name": key of the name, "country": code}. None for no such event,
        and for one that was imported."""
        scope = self._scope(event_id)
        return {"name": scope[0], "country": scope[1]} if scope else None

    def count_same_name(self, event_id: str) -> int:
        """How many reports, this event's included, "apply to all" would place: those of its name in its country."""
        scope = self._scope(event_id)
        events = self.events.reviewed.machine.values()
        return sum(scope_of(r) == scope for e in events for r in e.reports) if scope else 0

    def decide(
        self,
        event_ids: Sequence[str],
        action: str,
        *,
        who: str,
        values: Mapping[str, Any] | None = None,
        scope: Mapping[str, str] | None = None,
        note: str = "",
    ) -> str:
        """Append a decision on one or more events; its id, which ``undo`` takes. It is seen at once.

        ``action`` is one of:

        - "confirm" (as shown now), "reject", "reopen": any number of events, no values
        - "edit": any number of events; ``values`` holds what is set, any of
          ``place`` {"name", "latitude", "longitude", "country", "admin1", "admin2", "feature_code", "geonameid",
          "geo_precision"} (the first three are needed, precision is 1 unless given),
          ``event_date`` and ``event_date_end`` ("2016-10-17", or a date) and ``time_precision`` (1 to 3),
          ``event_type`` and ``sub_event_type``, ``actor1`` and ``actor2`` (lists of names),
          ``fatalities``, ``wounded``, ``displaced``, ``fighters`` {"best", "low", "high"} or None for "not told".
          With ``scope`` (see ``name_scope``) the place is set for every report of that name, now and in future.
        - "merge": two events or more become one, no values
        - "split": one event; ``values`` {"groups": [[report_id, ...], ...]}. Reports in no group stay one event
          together, so [["a"]] takes one report out.
        - "note": any number of events; ``note`` alone

        ``who`` must not be empty. Raises ReviewError when something cannot be used, StoreError when nothing can be
        written. A place that is set teaches the gazetteer the event's name.
        """
        reviewed = self._reviewed(event_ids, force=True)
        signature = Signature.of(secrets.token_hex(8), who, self._now(), note)
        rows = decisions_of(reviewed, event_ids, action, signature, values, scope)
        if action == "edit" and "place" in rows[0].values:
            rows = [self._with_lessons(row, reviewed.machine[row.event_id]) for row in rows]
        self._append(rows)
        return signature.decision_id

    def undo(self, decision_id: str, *, who: str) -> str:
        """Take a decision back; undoing an undo does it again. The new decision's id.

        Raises ReviewError when there is no such decision or it has been undone already.
        """
        self.events.refresh(force=True)
        signature = Signature.of(secrets.token_hex(8), who, self._now())
        self._append(undo_of(self.events.reviewed, decision_id, signature))
        return signature.decision_id

    def history(self, event_id: str) -> list[HistoryEntry]:
        """The decisions on an event, newest first, the undone ones too; [] for no such event."""
        return history(self._reviewed([event_id]), event_id)

    def _reviewed(self, event_ids: Sequence[str], *, force: bool = False) -> Reviewed:
        """The newest state of all events that were read or decided on, and of these imported ones."""
        self.events.refresh(force=force)
        return self.events.reviewed_with(event_ids)

    def _scope(self, event_id: str) -> tuple[str, str] | None:
        event = self._reviewed([event_id]).machine.get(event_id)
        scope = scope_of(event.reports[0]) if event else ("", "")
        return scope if scope[0] else None

    def _now(self) -> datetime:
        """Now, and after every decision that is known: who decides after having seen another's decision comes later."""
        now = datetime.now(UTC)
        known = (told.decision.decided for told in self.events.reviewed.taken)
        last = max((decided for decided in known if decided < now + CLOCKS), default=now)
        return max(now, last + timedelta(microseconds=1))

    def _with_lessons(self, row: Decision, event: Event) -> Decision:
        taught = lessons(event.location, row.values["place"], always=row.scope is not None)
        return replace(row, values={**row.values, "taught": taught}) if taught else row

    def _append(self, rows: Sequence[Decision]) -> None:
        """Append the rows, and let the gazetteer learn or forget what stands now, or stands no more."""
        before = _teaching(self.events.reviewed.taken)
        self.tables.decide(rows)
        self.events.refresh(force=True)
        after = _teaching(self.events.reviewed.taken)
        for key in before.keys() - after.keys():
            unlearn(before[key], by=key[0])
        for key in after.keys() - before.keys():
            learn(after[key], by=key[0])


def _teaching(taken: Sequence[Taken]) -> dict[tuple[str, str], list[dict[str, Any]]]:
    """What the standing decisions teach, by (decision, event)."""
    return {
        (told.decision.decision_id, told.decision.event_id): told.decision.values["taught"]
        for told in taken
        if not told.undone and told.decision.values.get("taught")
    }


def _around(event: Event, other: Event) -> bool:
    days = max((other.event_date - event.event_date_end).days, (event.event_date - other.event_date_end).days)
    if other.status == "rejected" or days > SIMILAR_DAYS:
        return False
    here, there = event.place, other.place
    return distance_km(here.latitude, here.longitude, there.latitude, there.longitude) <= SIMILAR_KM
