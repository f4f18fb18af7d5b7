"""What a decision may set: checked once, on the way in as on the way out of the store. All of it is JSON.

The values of an edit and the snapshot of a confirmation have one form (see ``Reviewer.decide``). The "low" and "high"
of a count are null where there is no bound.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from dashboard.errors import ReviewError
from dashboard.query import FIRST_DAY, LAST_DAY
from dashboard.records import COUNTS, EVENT_TYPE_OF
from dashboard.review.text import clean, key

MAX_NAME = 200  # characters
MAX_ACTORS = 30
MAX_COUNT = 2_000_000_000  # the columns hold 32 bits
_PLACE = ("name", "latitude", "longitude", "country", "admin1", "admin2", "feature_code", "geonameid", "geo_precision")


def checked(action: str, given: Mapping[str, Any]) -> dict[str, Any]:
    """The values of a decision in their one form. Raises ReviewError that names what is wrong."""
    if action in {"edit", "confirm"}:
        return _fields(given)
    if action == "split":
        return {"groups": _groups(given.get("groups"))}
    if action == "undo":
        decision_id = given.get("decision_id")
        if not isinstance(decision_id, str) or not decision_id:
            raise ReviewError("Nothing is named to be undone.")
        return {"decision_id": decision_id}
    return {}


def checked_scope(given: Mapping[str, Any]) -> dict[str, str]:
    """The scope of an edit to all. Raises ReviewError when it is none."""
    name, country = given.get("name"), given.get("country", "")
    if not isinstance(name, str) or not key(name) or not isinstance(country, str):
        raise ReviewError("To change all, a name and its country are needed.")
    return {"name": key(name[:MAX_NAME]), "country": _country(country)}


def _fields(given: Mapping[str, Any]) -> dict[str, Any]:
    days = ("event_date", "event_date_end", "time_precision")
    types = ("event_type", "sub_event_type")
    known = {"place", *days, *types, "actor1", "actor2", *COUNTS, "taught"}
    for name in given:
        if name not in known:
            raise ReviewError(f"{clean(str(name), 40)!r} is nothing that can be set.")
    found: dict[str, Any] = {}
    if "place" in given:
        found["place"] = _place(given["place"])
    if any(given.get(name) is not None for name in days):
        found |= _days(given)
    if any(given.get(name) for name in types):
        found |= _types(given)
    single: dict[str, Callable[[Any, str], Any]] = {
        "actor1": _actors,
        "actor2": _actors,
        **dict.fromkeys(COUNTS, _count),
    }
    found |= {name: check(given[name], name) for name, check in single.items() if name in given}
    if "taught" in given:
        found["taught"] = _taught(given["taught"])
    return found


def _place(given: object) -> dict[str, Any]:
    if not isinstance(given, Mapping) or not set(given) <= set(_PLACE):
        raise ReviewError("A place needs a name, a latitude and a longitude.")
    name = _text(given.get("name"), "place's name")
    if not name:
        raise ReviewError("The place needs a name.")
    code = _text(given.get("feature_code") or "", "kind of place")
    if not re.fullmatch(r"[A-Z0-9]{0,10}", code):
        raise ReviewError(f"{code!r} is no kind of place: write GeoNames' code, such as PPL.")
    number = given.get("geonameid")
    if number is not None and not (type(number) is int and 0 < number < 2**63):
        raise ReviewError("The GeoNames id is no number.")
    return {
        "name": name,
        "latitude": _degrees(given.get("latitude"), "latitude", 90.0),
        "longitude": _degrees(given.get("longitude"), "longitude", 180.0),
        "country": _country(given.get("country") or ""),
        "admin1": _text(given.get("admin1") or "", "division"),
        "admin2": _text(given.get("admin2") or "", "division"),
        "feature_code": code,
        "geonameid": number,
        "geo_precision": _one_of(given.get("geo_precision") or 1, "geo_precision"),
    }


def _days(given: Mapping[str, Any]) -> dict[str, Any]:
    first = _day(given.get("event_date"), "first day")
    last = first if given.get("event_date_end") is None else _day(given["event_date_end"], "last day")
    if last < first:
        raise ReviewError(f"The event ends on {last}, before it begins on {first}. Swap the two days.")
    length = (last - first).days + 1
    usual = 1 if length == 1 else 2 if length <= 7 else 3
    precision = _one_of(given.get("time_precision") or usual, "time_precision")
    return {"event_date": first.isoformat(), "event_date_end": last.isoformat(), "time_precision": precision}


def _day(given: object, name: str) -> date:
    if isinstance(given, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", given, re.ASCII):
        try:
            given = date.fromisoformat(given)
        except ValueError:
            raise ReviewError(f"The {name} {given!r} is not in the calendar.") from None
    if type(given) is not date:
        raise ReviewError(f"The {name} is not a day. Write it as 2016-10-17.")
    if not FIRST_DAY <= given <= LAST_DAY:
        raise ReviewError(f"The {name} {given} lies outside {FIRST_DAY} to {LAST_DAY}.")
    return given


def _types(given: Mapping[str, Any]) -> dict[str, Any]:
    sub, event_type = given.get("sub_event_type"), given.get("event_type")
    if not isinstance(sub, str) or sub not in EVENT_TYPE_OF:
        raise ReviewError("The event needs a sub-event type of ACLED's.")
    if event_type and event_type != EVENT_TYPE_OF[sub]:
        raise ReviewError(f"{sub} is no kind of {clean(str(event_type), 60)}, but of {EVENT_TYPE_OF[sub]}.")
    return {"event_type": EVENT_TYPE_OF[sub], "sub_event_type": sub}


def _actors(given: object, name: str) -> list[str]:
    if not isinstance(given, (list, tuple)) or len(given) > MAX_ACTORS:
        raise ReviewError(f"{name} needs a list of at most {MAX_ACTORS} names.")
    # "; " joins names in a column.
    names = [_text(actor.replace(";", ",") if isinstance(actor, str) else actor, name) for actor in given]
    return list(dict.fromkeys(filter(None, names)))


def _count(given: object, name: str) -> dict[str, int | None] | None:
    if given is None:
        return None
    if type(given) is int:
        given = {"best": given}
    if not isinstance(given, Mapping) or type(given.get("best")) is not int:
        raise ReviewError(f"The number of {name} is no whole number.")
    best: int = given["best"]
    low, high = given.get("low", best), given.get("high", best)
    if any(n is not None and type(n) is not int for n in (low, high)):
        raise ReviewError(f"The bounds of {name} are no whole numbers.")
    if not (0 if low is None else low) <= best <= (MAX_COUNT if high is None else high) or min(best, low or 0) < 0:
        raise ReviewError(f"The number of {name} must lie between its bounds, and not below 0.")
    if max(best, high or 0) > MAX_COUNT:
        raise ReviewError(f"The number of {name} is too large.")
    return {"best": best, "low": low, "high": high}


def _taught(given: object) -> list[dict[str, Any]]:
    """What was taught to the gazetteer by an edit, to be forgotten when it is undone."""
    if not isinstance(given, list) or not all(isinstance(lesson, Mapping) for lesson in given):
        raise ReviewError("What it taught is no list.")
    names = ("name", "country", "admin1", "admin2")
    return [
        {name: _text(lesson.get(name, ""), name) for name in names}
        | {
            "latitude": _degrees(lesson.get("latitude"), "latitude", 90.0),
            "longitude": _degrees(lesson.get("longitude"), "longitude", 180.0),
            "precision": _one_of(lesson.get("precision"), "precision", 7),
        }
        for lesson in given
    ]


def _groups(given: object) -> list[list[str]]:
    good = isinstance(given, (list, tuple)) and given and all(isinstance(g, (list, tuple)) and g for g in given)
    if not good or not all(isinstance(name, str) and name for group in given for name in group):  # type: ignore[attr-defined]
        raise ReviewError("To split an event, say which of its reports belong together.")
    groups = [list(dict.fromkeys(group)) for group in given]  # type: ignore[attr-defined]
    if sum(map(len, groups)) != len({name for group in groups for name in group}):
        raise ReviewError("A report can belong to one part only.")
    return groups


def _text(given: object, name: str) -> str:
    if not isinstance(given, str):
        raise ReviewError(f"The {name} is no text.")
    return clean(given, MAX_NAME)


def _country(given: object) -> str:
    if not isinstance(given, str) or not re.fullmatch(r"[A-Za-z]{2}|", given, re.ASCII):
        raise ReviewError("The country is no ISO code of two letters.")
    return given.upper()


def _degrees(given: object, name: str, limit: float) -> float:
    if isinstance(given, bool) or not isinstance(given, (int, float)) or not -limit <= given <= limit:
        raise ReviewError(f"The {name} must be a number from -{limit:.0f} to {limit:.0f}.")
    return float(given)


def _one_of(given: object, name: str, most: int = 3) -> int:
    if type(given) is not int or not 1 <= given <= most:
        raise ReviewError(f"{name} must be a number from 1 to {most}.")
    return given
