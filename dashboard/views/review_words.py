"""What the review page says of an event: plain values for its components, in words for a person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from dashboard.gazetteer.features import feature_class
from dashboard.geometry import distance_km
from dashboard.geoparse.explain import ScoredPlace
from dashboard.maps import COLOURS
from dashboard.records import DATASETS, GEO_PRECISION, TIME_PRECISION, Count, Event, Link, Place
from dashboard.reviewing import EventDetail, ReportDetail

# doubt: what it is called, in short, and why a person should look
DOUBTS = {
    "place": ("Ambiguous place", "ambiguous", "The name may mean another place, or the reports disagree on it."),
    "coarse": ("Coarse place", "coarse", "Only a district, a region or 'near' a place is known."),
    "date": ("Date unsure", "date", "The day was not told, or only inferred."),
    "merge": ("Merge unsure", "merge", "It may be the same as another event, or two events in one."),
    "type": ("Type unsure", "type", "Its reports give several types of event."),
}
STATUS = {"unreviewed": "Unreviewed", "confirmed": "Confirmed", "rejected": "Rejected"}
SAME_POINT_KM = 0.05
AROUND = 220  # characters of the article before and after a sentence
NEAR_KM = 700.0  # candidates farther from the pin do not set the map's first view
_KINDS = {
    "PCLI": "country",
    "PPLC": "capital",
    "PPLX": "part of a town",
    "ADM1": "province or state",
    "ADM2": "district",
}
_CLASSES = {"P": "town or village", "A": "division", "H": "water", "T": "landform", "S": "site", "L": "area", "R": "road",
            "V": "forest"}  # fmt: skip


def doubt_name(doubt: str) -> str:
    """What a doubt is called."""
    return DOUBTS[doubt][0] if doubt in DOUBTS else doubt.capitalize()


def sub_type(event_type: str, sub_event_type: str) -> str:
    """The sub-type; "Other" says nothing without its type."""
    return f"{event_type}: other" if sub_event_type == "Other" else sub_event_type


def days(first: date, last: date | None) -> str:
    """One day, or "2016-10-17 to 2016-10-20"."""
    return first.isoformat() if last is None or last <= first else f"{first.isoformat()} to {last.isoformat()}"


def count(found: Count | None) -> str:
    """ "12", "12 (at least 10)", "12 (10 to 15)"; "not told" for None."""
    if found is None:
        return "not told"
    low, high = found.low, found.high
    if low is not None and high is not None:
        return f"{found.best:,}" if low == high == found.best else f"{found.best:,} ({low:,} to {high:,})"
    if low is not None:
        return f"{found.best:,} (at least {low:,})"
    return f"{found.best:,}" if high is None else f"{found.best:,} (at most {high:,})"


def area(place: Place, countries: Mapping[str, str]) -> str:
    """The divisions that a place lies in, the smallest first: "Hamdaniya, Nineveh, Iraq"."""
    parts = [place.admin2, place.admin1, countries.get(place.country, place.country)]
    return ", ".join(dict.fromkeys(p for p in parts if p and p != place.name))


def kind(place: Place) -> str:
    """What kind of place it is, "" where that is not known."""
    code = place.feature_code
    return _KINDS.get(code) or ("town or village" if code.startswith("PP") else _CLASSES.get(feature_class(code), ""))


def point(latitude: float, longitude: float) -> str:
    """Degrees to four decimals, about ten metres."""
    return f"{latitude:.4f}, {longitude:.4f}"


def short(event: Event) -> str:
    """One event in a few words."""
    return f"{event.location}, {days(event.event_date, event.event_date_end)}"


def card(row: Mapping[str, Any]) -> dict[str, str]:
    """A row of the queue (``EVENT_COLUMNS``) as the strip shows it."""
    doubts = [doubt for doubt in str(row.get("doubts") or "").split("; ") if doubt]
    return {
        "id": str(row["event_id"]),
        "place": str(row["location"]),
        "date": str(row["event_date"])[:10],
        "type": sub_type(row["event_type"], row["sub_event_type"]),
        "colour": COLOURS.get(row["event_type"], "#777777"),
        "why": ", ".join(DOUBTS[d][1] if d in DOUBTS else d for d in doubts).capitalize(),
        "title": ", ".join(map(doubt_name, doubts)),
    }


def evidence(detail: EventDetail, countries: Mapping[str, str]) -> dict[str, Any]:
    """One event with its reports, as the evidence component shows it."""
    event = detail.event
    links = {link.second: link for link in reversed(detail.links)} | {link.first: link for link in detail.links}
    return {
        "id": event.event_id,
        "place": event.location,
        "where": _where(event, countries),
        "status": event.status,
        "status_text": STATUS[event.status],
        "doubts": [{"label": doubt_name(d), "why": DOUBTS[d][2] if d in DOUBTS else ""} for d in event.doubts],
        "facts": _facts(detail),
        "reports": [_report(r, links.get(r.report.report_id), first=not i) for i, r in enumerate(detail.reports)],
        "more": f"{len(detail.reports) - 1} more {'report' if len(detail.reports) == 2 else 'reports'} of it",
    }


def _where(event: Event, countries: Mapping[str, str]) -> str:
    name = [event.place.name] if event.place.name != event.location else []
    where = ", ".join([*name, *filter(None, [area(event.place, countries)])])
    precision = f" ({GEO_PRECISION[event.geo_precision]})" if event.geo_precision > 1 else ""
    return f"{where or point(event.place.latitude, event.place.longitude)}{precision}"


def _facts(detail: EventDetail) -> list[dict[str, str]]:
    event, machine = detail.event, detail.machine
    when = days(event.event_date, event.event_date_end)
    if event.time_precision > 1:
        when += f" ({TIME_PRECISION[event.time_precision]})"
    rows = [
        ("What", sub_type(event.event_type, event.sub_event_type), "event_type", sub_type(machine.event_type, machine.sub_event_type)),
        ("When", when, "event_date", days(machine.event_date, machine.event_date_end)),
        ("Who", _sides(event), "actor1", _sides(machine)),
        ("Killed", count(event.fatalities), "fatalities", count(machine.fatalities)),
        ("Wounded", count(event.wounded), "wounded", count(machine.wounded)),
    ]  # fmt: skip
    facts = []
    for name, value, field, before in rows:
        set_by_person = field in event.edited or (field == "actor1" and "actor2" in event.edited)
        if value in {"", "not told"} and not set_by_person:
            continue
        facts.append(
            {
                "name": name,
                "value": value or "not told",
                "edited": f"was {before or 'not told'}" if set_by_person else "",
            }
        )
    facts[0]["colour"] = COLOURS.get(event.event_type, "#777777")
    return facts


def _sides(event: Event) -> str:
    sides = " against ".join(", ".join(side) for side in (event.actor1, event.actor2) if side)
    return sides or ", ".join(event.actors)


def _report(found: ReportDetail, link: Link | None, *, first: bool) -> dict[str, Any]:
    """A report with its sentence: the first, which the event is read from, with what stands around it; the others with
    why they are of the same event."""
    why = f"Taken for the same: {', '.join(link.reasons)}." if link and link.reasons and not first else ""
    if found.kept:
        why = "Today's rules no longer find this report; it is kept because a person decided on it."
    title, link_text = found.title or "Untitled article", "open the article"
    source = found.source or "Unknown source"
    if (row := found.report.imported) is not None:
        title, link_text = f"{DATASETS.get(row.dataset, row.dataset)} {row.source_id}", "open the source"
        source = ", ".join(filter(None, [found.title, found.source])) or f"Imported from {row.file}"
    return {
        "title": title,
        "source": f"{source}, published {found.published.isoformat()}" if found.published else source,
        "url": found.url,
        "link_text": link_text,
        "raw": [list(cell) for cell in found.raw],
        "before": found.before,
        "marked": found.marked,
        "after": found.after,
        "paragraph_before": _end(found.paragraph_before) if first else "",
        "paragraph_after": _beginning(found.paragraph_after) if first else "",
        "link": why,
    }


def _beginning(text: str) -> str:
    return text if len(text) <= AROUND else f"{text[:AROUND].rsplit(' ', 1)[0]} ..."


def _end(text: str) -> str:
    return text if len(text) <= AROUND else f"... {text[-AROUND:].partition(' ')[2]}"


def same_point(one: Place, other: Place) -> bool:
    """Whether two places lie on one spot."""
    return distance_km(one.latitude, one.longitude, other.latitude, other.longitude) <= SAME_POINT_KM


def numbered(
    found: Sequence[ScoredPlace], first: int, present: Place, chosen: Place | None, countries: Mapping[str, str]
) -> list[dict[str, Any]]:
    """Candidates as list and map show them, numbered from ``first``; ``chosen`` is picked but not saved."""
    picked = chosen or present
    return [
        {
            "number": number,
            "name": scored.place.name,
            "label": f"{scored.place.name}, {area(scored.place, countries)}",
            "detail": ", ".join(filter(None, [kind(scored.place), area(scored.place, countries)])),
            "latitude": scored.place.latitude,
            "longitude": scored.place.longitude,
            "score": scored.score,
            "reasons": "; ".join(scored.reasons),
            "present": "now" if same_point(scored.place, present) else "",
            "chosen": same_point(scored.place, picked),
            "near": distance_km(scored.place.latitude, scored.place.longitude, present.latitude, present.longitude)
            <= NEAR_KM,
        }
        for number, scored in enumerate(found, start=first)
    ]
