"""A person's review: the queue of doubtful events, one event with all its evidence, decisions, their history.

Composition over the store, the extractor and the gazetteer; what decisions make of events is ``dashboard.review``.
Everything that a person gives is checked here: what cannot be used raises ReviewError with a sentence to show.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from dashboard.extraction import Extractor
from dashboard.gazetteer import Gazetteer
from dashboard.geoparse.explain import ScoredPlace
from dashboard.query import EventQuery
from dashboard.records import Event, Link, Report
from dashboard.store import EventStore, Tables


@dataclass(frozen=True, slots=True)
class ReportDetail:
    """One report (machine values) with its article, its sentence cut where the place is named.

    ``before + marked + after`` is the sentence (``report.notes``). ``paragraph_before`` and ``paragraph_after`` are
    what stands around the sentence in the article, at most 400 characters each ("" where there is none).
    """

    report: Report
    title: str
    source: str
    url: str
    published: date
    before: str
    marked: str
    after: str
    paragraph_before: str = ""
    paragraph_after: str = ""
    kept: bool = False  # today's rules no longer find it: it is kept since a person confirmed or edited it


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One decision in words. ``decided`` is UTC; ``undone`` says that a later decision took it back.

    ``can_undo`` is False for what has been undone. An "undo" that is undone redoes what it had taken back.
    """

    decision_id: str
    action: str
    who: str
    decided: datetime
    sentence: str
    note: str
    undone: bool
    can_undo: bool


@dataclass(frozen=True, slots=True)
class EventDetail:
    """All that the review page shows of one event.

    ``event`` is what is shown (decisions applied; ``event.edited`` names what a person set, of ``review.FIELDS``),
    ``machine`` what the rules alone say of the same reports. ``links`` say why the reports are one event.
    """

    event: Event
    machine: Event
    doubt: float
    reports: tuple[ReportDetail, ...]  # in the order of ``event.reports``, best first
    links: tuple[Link, ...]
    history: tuple[HistoryEntry, ...]  # newest first


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
        raise NotImplementedError

    def reasons(self, query: EventQuery) -> list[tuple[str, int]]:
        """The doubts of the selected unreviewed events with their counts, most first."""
        raise NotImplementedError

    def detail(self, event_id: str) -> EventDetail | None:
        """One event with its evidence and history; None when there is none of that id (any more)."""
        raise NotImplementedError

    def candidates(self, event_id: str) -> list[ScoredPlace]:
        """The places that the event's name may mean in the article of its best report, best first; [] for no such event."""
        raise NotImplementedError

    def search(self, name: str, country: str = "") -> list[ScoredPlace]:
        """Places of the gazetteer by name, best first; ``country`` is an ISO code, "" for all."""
        raise NotImplementedError

    def similar(self, event_id: str) -> list[tuple[dict[str, Any], Link]]:
        """Events that may be the same, likeliest first: their rows (``EVENT_COLUMNS``) and why. No rejected ones."""
        raise NotImplementedError

    def name_scope(self, event_id: str) -> dict[str, str] | None:
        """The scope of "apply to all" of an event: {"name": key of the name, "country": code}. None for no such event."""
        raise NotImplementedError

    def count_same_name(self, event_id: str) -> int:
        """How many reports, this event's included, "apply to all" would place: those of its name in its country."""
        raise NotImplementedError

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
        raise NotImplementedError

    def undo(self, decision_id: str, *, who: str) -> str:
        """Take a decision back; undoing an undo does it again. The new decision's id.

        Raises ReviewError when there is no such decision or it has been undone already.
        """
        raise NotImplementedError

    def history(self, event_id: str) -> list[HistoryEntry]:
        """The decisions on an event, newest first, the undone ones too; [] for no such event."""
        raise NotImplementedError
