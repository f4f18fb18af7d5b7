"""What the review page asks for at every run although it changes only with the store: kept for as long as that holds."""

from __future__ import annotations

from functools import lru_cache

from dashboard.geoparse.explain import ScoredPlace
from dashboard.reviewing import EventDetail
from dashboard.services import services

_KEPT = 64  # events


def detail(event_id: str) -> EventDetail | None:
    """``Reviewer.detail``."""
    shared = services()
    shared.events.refresh()
    return _detail(shared.store_uri, shared.events.version, event_id)


def candidates(event_id: str) -> list[ScoredPlace]:
    """``Reviewer.candidates``."""
    shared = services()
    shared.events.refresh()
    return _candidates(shared.store_uri, shared.events.version, event_id)


@lru_cache(maxsize=_KEPT)
def _detail(_uri: str, _version: str, event_id: str) -> EventDetail | None:
    return services().reviewer.detail(event_id)


@lru_cache(maxsize=_KEPT)
def _candidates(_uri: str, _version: str, event_id: str) -> list[ScoredPlace]:
    return services().reviewer.candidates(event_id)
