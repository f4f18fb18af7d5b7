"""What a running dashboard shares between its pages and its routes: one store, one gazetteer, one extractor a process."""

from __future__ import annotations

import threading
from functools import cached_property

from dashboard import settings
from dashboard.extraction import Extractor
from dashboard.gazetteer import Gazetteer, open_gazetteer
from dashboard.geoparse import Geoparser
from dashboard.reviewing import Reviewer
from dashboard.store import EventStore, Tables

_lock = threading.Lock()
_services: dict[str, Services] = {}


class Services:
    """Opened when first asked for; safe to share between threads."""

    def __init__(self, store_uri: str) -> None:
        self.store_uri = store_uri

    @cached_property
    def tables(self) -> Tables:
        """The store's tables. Raises StoreError."""
        return Tables(self.store_uri)

    @cached_property
    def events(self) -> EventStore:
        """The event table. Raises StoreError."""
        return EventStore(self.tables)

    @cached_property
    def gazetteer(self) -> Gazetteer:
        """The gazetteer. Raises GazetteerError."""
        return open_gazetteer()

    @cached_property
    def extractor(self) -> Extractor:
        """The extraction rules over the gazetteer."""
        return Extractor(Geoparser(self.gazetteer))

    @cached_property
    def reviewer(self) -> Reviewer:
        """A person's review of the events."""
        return Reviewer(self.events, self.tables, self.gazetteer, self.extractor)

    @cached_property
    def country_names(self) -> dict[str, str]:
        """ISO code -> English name."""
        return self.gazetteer.countries()


def services() -> Services:
    """The services of the store that the environment names (``conflict-dashboard serve`` puts its own there)."""
    uri = settings.store_uri()
    with _lock:
        return _services.setdefault(uri, Services(uri))
