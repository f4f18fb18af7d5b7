"""Decisions in words, for the history of an event."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from dashboard.records import COUNTS
from dashboard.review.apply import Taken, by_field

_COUNTED = {"fatalities": "killed", "wounded": "wounded", "displaced": "displaced", "fighters": "fighters"}
_DONE = {"confirm": "Confirmed as shown", "reject": "Rejected", "reopen": "Reopened", "note": "Noted"}


def sentence(told: Taken, describe: Callable[[str], str], undoes: Callable[[Taken], Taken | None]) -> str:
    """What ``told`` did. ``describe`` names the event of a report; ``undoes`` is what an undo takes back."""
    decision = told.decision
    if decision.action == "undo":
        undone = undoes(told)
        if undone is None:
            return "Took back a decision that is not known."
        return f"Took back: {sentence(undone, describe, undoes)}"
    if decision.action == "edit":
        return _edit(decision.values, decision.scope)
    if decision.action == "merge":
        others = list(dict.fromkeys(filter(None, map(describe, told.others))))
        return f"Merged with {_listed(others[:5])}." if others else "Merged with another event."
    if decision.action == "split":
        number = len(decision.values["groups"])
        return f"Split: {number} part{'s' * (number > 1)} taken out as {'events' if number > 1 else 'an event'} of its own."
    return f"{_DONE[decision.action]}."


def _edit(values: Mapping[str, Any], scope: Mapping[str, str] | None) -> str:
    parts = [_field(name, part) for name, part in by_field(values).items() if name != "taught"]
    text = f"Set {_listed(parts)}"
    if scope is not None:
        where = f" in {scope['country']}" if scope["country"] else ""
        text += f", for every report of “{scope['name']}”{where}"
    text += "."
    if values.get("taught"):
        text += f" The gazetteer learned {_listed(sorted({lesson['name'] for lesson in values['taught']}))}."
    return text


def _field(name: str, values: Mapping[str, Any]) -> str:
    given = values[name]
    if name == "place":
        return f"the place to {given['name']} ({given['latitude']:.4f}, {given['longitude']:.4f})"
    if name == "event_date":
        last = values["event_date_end"]
        return f"the day to {given}" if last == given else f"the days to {given} to {last}"
    if name == "event_type":
        return f"the type to {values['sub_event_type']}"
    if name in COUNTS:
        return f"{_COUNTED[name]} to {_count(given)}"
    return f"{name} to {', '.join(given) or 'nobody'}"


def _count(given: Mapping[str, Any] | None) -> str:
    if given is None:
        return "not told"
    low, high = given["low"], given["high"]
    if low == high == given["best"]:
        return str(given["best"])
    bounds = f"at least {low}" if high is None else f"at most {high}" if low is None else f"{low} to {high}"
    return f"{given['best']} ({bounds})" if (low, high) != (None, None) else str(given["best"])


def _listed(parts: Iterable[str]) -> str:
    *first, last = parts
    return f"{', '.join(first)} and {last}" if first else last
