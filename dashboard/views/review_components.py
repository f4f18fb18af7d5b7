"""The review page's own widgets: queue, evidence, small map, places, the name kept in the browser.

Their code is ours alone; article text reaches it as data and is set as text. What a person does there comes back as a
value of the session (``picked_event``, ``picked_place``, ``kept_name``), never as a request.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from dashboard.views.components import component, triggered

_queue = component("review_queue", '<nav class="queue" aria-label="Events to look at, worst first"></nav>')
_evidence = component("review_evidence", '<div class="evidence"></div>')
_map = component("review_map", '<div class="place-map"></div>')
_places = component("review_places", '<div class="places"></div>')
_who = component("review_who", "<div></div>", styled=False)


def queue(data: dict[str, Any], *, on_pick: Callable[[], None]) -> None:
    """The strip of events: {"events": [{id, place, date, type, colour, why}], "current": id}."""
    _queue(key="review_queue", data=data, on_pick_change=on_pick)


def picked_event() -> str:
    """The id of the event last clicked in the strip."""
    return str(triggered("review_queue", "pick").get("event", ""))


def evidence(data: dict[str, Any]) -> None:
    """One event with its reports, see ``review_words.evidence``."""
    _evidence(key="review_evidence", data=data)


def place_map(data: dict[str, Any], *, on_place: Callable[[], None]) -> None:
    """The small map: {"event", "pin", "present", "places"}, points in degrees."""
    _map(key="review_map", data=data, on_place_change=on_place)


def places(data: dict[str, Any], *, on_place: Callable[[], None]) -> None:
    """The list of numbered places: {"event", "groups": [{title, places, empty}]}."""
    _places(key="review_places", data=data, on_place_change=on_place)


def picked_place(source: str) -> dict[str, Any]:
    """What was last done in "review_map" or "review_places": {"event", "number"} or {"event", "latitude", "longitude"}."""
    return triggered(source, "place")


def keep_name(name: str, *, save: bool, on_name: Callable[[], None]) -> None:
    """Let the browser remember ``name`` (when ``save``), or tell the one it remembers when there is none."""
    _who(key="review_who", data={"name": name, "save": name if save else ""}, on_name_change=on_name)


def kept_name() -> str:
    """The name that the browser remembered, "" without one."""
    return str(triggered("review_who", "name").get("name", ""))
