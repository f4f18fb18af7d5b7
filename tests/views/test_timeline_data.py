"""What the script sends to the timeline."""

from __future__ import annotations

from datetime import date
from urllib.parse import urlencode

import pytest

from dashboard import settings
from dashboard.query import EventQuery
from dashboard.records import EVENT_TYPES
from dashboard.store import EventStore
from dashboard.views.map_page import timeline_data


@pytest.fixture(autouse=True)
def _served(stocked: EventStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(settings.STORE_VARIABLE, stocked.tables.uri)


def test_the_message_names_the_filter_and_its_range_and_holds_no_bins(stocked: EventStore) -> None:
    query = EventQuery(start=date(1916, 7, 1), countries=("IQ",))
    params = urlencode(query.to_params(), doseq=True)
    data = timeline_data(params, query)
    assert data["query"] == "start=1916-07-01&country=IQ"
    assert (data["start"], data["end"]) == ("1916-07-01", "")
    assert data["version"] == stocked.version
    assert [kind["name"] for kind in data["types"]] == list(EVENT_TYPES)
    assert set(data) == {"query", "version", "types", "start", "end"}
