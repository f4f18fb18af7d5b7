"""The event store: three append-only Delta tables, and the event table that DuckDB derives from them."""

from dashboard.store.events import EventStore
from dashboard.store.reading import stored_articles
from dashboard.store.tables import Tables

__all__ = ["EventStore", "Tables", "stored_articles"]
