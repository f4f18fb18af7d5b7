"""The one exception tree. Every message says what was wrong, where, and what to do.

"Not found" is never an error: functions that look things up return ``None`` or an empty list.
"""

from __future__ import annotations


class DashboardError(Exception):
    """Base of all errors meant for a person; ``str(error)`` is the sentence to show."""


class InputError(DashboardError):
    """An article, file, date or option that cannot be used as given."""


class QueryError(InputError):
    """A filter value that cannot be used: a bad date, box or polygon."""


class StoreError(DashboardError):
    """The event store cannot be opened, read or written."""


class ReviewError(DashboardError):
    """A decision that cannot be taken: no such event, values that are none, nothing to undo."""


class GazetteerError(DashboardError):
    """The gazetteer cannot be built or opened."""


class GeocodingError(DashboardError):
    """A geocoding service is broken or refused; an unknown name is not an error."""


class RecogniserError(DashboardError):
    """A recogniser's package or weights are missing."""


class ServerError(DashboardError):
    """The dashboard's server cannot start, for example because its port is in use."""
