"""What ``conflict-dashboard compact`` does. As in ``commands``, every function returns the exit status."""

from __future__ import annotations

from dashboard import settings
from dashboard.commands import Options, say
from dashboard.store import Tables
from dashboard.store.upkeep import compact as compact_tables


def compact(options: Options) -> int | None:
    """Join the small files of the store, and remove those that only states before the last days need."""
    tables = Tables(settings.store_uri(options.store), create=False)
    for table in compact_tables(tables, keep_days=options.keep_days):
        say(table.line())
    say(f"Store: {tables.uri}")
    return 0
