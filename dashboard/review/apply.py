"""What decisions set of one event: the newest wins, field by field."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from dashboard.merging import summarise
from dashboard.merging.doubts import doubts
from dashboard.records import COUNTS, Count, Event, Place, Report
from dashboard.review.decisions import Decision
from dashboard.review.text import key

# What a person can set, each apart: "event_date" with its end and precision, "event_type" with its sub-type.
FIELDS = ("place", "event_date", "event_type", "actor1", "actor2", *COUNTS)
PERSON = "person"  # the source of a place that a person set


@dataclass(frozen=True, slots=True)
class Taken:
    """A decision with the reports it is on today; ``number`` counts all decisions in their order."""

    number: int
    decision: Decision
    reports: tuple[str, ...]
    others: tuple[str, ...]
    undone: bool


class Scopes:
    """The standing edits to all: the newest for each name in each country."""

    def __init__(self, standing: Iterable[Taken]) -> None:
        self._edits: dict[tuple[str, str], Taken] = {}
        for told in standing:
            scope = told.decision.scope
            if told.decision.action == "edit" and scope is not None and "place" in told.decision.values:
                self._edits[scope["name"], scope["country"]] = told

    def __bool__(self) -> bool:
        return bool(self._edits)

    def find(self, report: Report) -> Taken | None:
        """The edit to all that places ``report``."""
        return self._edits.get(scope_of(report))


def scope_of(report: Report) -> tuple[str, str]:
    """What an edit to all goes by: the key of the name as the article has it, the country as the rules resolved it.

    ("", ""), which no edit to all has, for an imported report: its data set has placed it.
    """
    if report.imported is not None:
        return ("", "")
    return (key(report.location), report.place.country)


def shown(event: Event, on: Mapping[str, list[Taken]], status: Mapping[str, Taken], scopes: Scopes) -> Event:
    """``event`` with what the decisions ``on`` its reports, and those to all of its name, set."""
    told = {t.number: t for r in event.reports for t in on.get(r.report_id, ())} if on else {}
    event, edited, newest = _placed_by_scope(event, scopes)
    if not told and not edited and event.status == "unreviewed":
        return event
    setting: dict[str, Decision] = {}
    for number, taken in sorted(told.items()):
        if taken.decision.action == "confirm" and not any(status.get(r) is taken for r in taken.reports):
            continue  # reopened since
        for name in FIELDS:
            if name in taken.decision.values and not (name == "place" and number < newest):
                setting[name] = taken.decision
                if taken.decision.action == "edit":
                    edited.add(name)
    changes = {name: value for field, told_by in setting.items() for name, value in _changes(event, field, told_by)}
    if "actor1" in changes or "actor2" in changes:
        sides = (*event.actors, *changes.get("actor1", ()), *changes.get("actor2", ()))
        changes["actors"] = tuple(dict.fromkeys(sides))
    event = replace(event, **changes, edited=tuple(name for name in FIELDS if name in edited))
    return replace(event, doubts=doubts(event) if event.status == "unreviewed" else ())


def _placed_by_scope(event: Event, scopes: Scopes) -> tuple[Event, set[str], int]:
    """The event placed by edits to all, what that sets, and the number of the newest that does (-1: none does)."""
    found = {r.report_id: told for r in event.reports if (told := scopes.find(r)) is not None} if scopes else {}
    if not found:
        return event, set(), -1
    moved = []
    for report in event.reports:
        if report.report_id in found:
            given = found[report.report_id].decision.values["place"]
            place, precision = person_place(given), given["geo_precision"]
            report = replace(  # noqa: PLW2901
                report, place=place, location=place.name, geo_precision=precision, place_confidence=1.0
            )
        moved.append(report)
    summary = summarise(event.event_id, moved, event.links)
    if summary.place.source != PERSON:
        return event, set(), -1
    placed = replace(event, place=summary.place, location=summary.location, geo_precision=summary.geo_precision)
    numbers = [t.number for t in found.values() if person_place(t.decision.values["place"]) == summary.place]
    return placed, {"place"}, max(numbers, default=-1)


def person_place(given: Mapping[str, Any]) -> Place:
    """The place of checked values."""
    names = ("name", "latitude", "longitude", "country", "admin1", "admin2", "feature_code", "geonameid")
    return Place(**{name: given[name] for name in names}, source=PERSON)


def _changes(event: Event, field: str, decision: Decision) -> Iterable[tuple[str, Any]]:
    """The attributes of the event that a field of a decision sets."""
    values = decision.values
    given = values[field]
    if field == "place":
        place = person_place(given)
        old = event.place
        name = place.name
        if decision.action == "confirm" and (old.latitude, old.longitude) == (place.latitude, place.longitude):
            place, name = old, event.location  # as the rules have it: it keeps its source and population
        yield from {"place": place, "location": name, "geo_precision": given["geo_precision"]}.items()
    elif field == "event_date":
        first, last = date.fromisoformat(given), date.fromisoformat(values["event_date_end"])
        precision = values["time_precision"]
        yield from {"event_date": first, "event_date_end": last, "time_precision": precision}.items()
        if (first, last, precision) != (event.event_date, event.event_date_end, event.time_precision):
            yield "date_prec", date_prec(first, last, precision)
    elif field == "event_type":
        yield from {"event_type": given, "sub_event_type": values["sub_event_type"]}.items()
    elif field in COUNTS:
        yield field, _count(getattr(event, field), given)
    else:
        yield field, tuple(given)


def _count(machine: Count | None, given: Mapping[str, Any] | None) -> Count | None:
    if given is None:
        return None
    if machine is not None and (machine.best, machine.low, machine.high) == tuple(given.values()):
        return machine  # it keeps the words it was read from
    return Count(given["best"], given["low"], given["high"], 0, 0)


def date_prec(first: date, last: date, time_precision: int) -> int:
    """UCDP's code for a span of days that is known as well as ACLED's ``time_precision`` says."""
    days = (last - first).days + 1
    by_length = 1 if days == 1 else 2 if days <= 6 else 3 if days == 7 else 4 if days <= 31 else 5
    return max(by_length, {1: 1, 2: 2 if days > 1 else 3}.get(time_precision, 4))


def snapshot(event: Event) -> dict[str, Any]:
    """What a confirmation of the shown ``event`` pins, in the form that ``values.checked`` takes."""
    p = event.place
    place = {
        "name": event.location, "latitude": p.latitude, "longitude": p.longitude, "country": p.country,
        "admin1": p.admin1, "admin2": p.admin2, "feature_code": p.feature_code, "geonameid": p.geonameid,
        "geo_precision": event.geo_precision,
    }  # fmt: skip
    counts: dict[str, Count | None] = {name: getattr(event, name) for name in COUNTS}
    return {
        "place": place,
        "event_date": event.event_date,
        "event_date_end": event.event_date_end,
        "time_precision": event.time_precision,
        "event_type": event.event_type,
        "sub_event_type": event.sub_event_type,
        "actor1": list(event.actor1),
        "actor2": list(event.actor2),
        **{name: c and {"best": c.best, "low": c.low, "high": c.high} for name, c in counts.items()},
    }


def by_field(values: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """``values`` parted by field: what can be checked, kept or told each by itself."""
    parts: dict[str, dict[str, Any]] = defaultdict(dict)
    members = {"event_date_end": "event_date", "time_precision": "event_date", "sub_event_type": "event_type"}
    for name, value in values.items():
        parts[members.get(name, name)][name] = value
    return dict(parts)
