"""Where an event happened, among the places that its sentence names.

Not every place named is where it happened: the dateline is where it was written, "said in Washington" is where it
was said, "Turkish troops" and "Moscow denied" are who. A coarse place gives way to a finer one in the same sentence.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from dashboard.geometry import destination
from dashboard.records import Place, Toponym

_PREPOSITION = re.compile(
    r"\b(?:in|at|near|inside|outside|around|on|into|toward|towards|through|across|within|from|of|over|between|along|"
    r"to|against|and|or|by|entering|entered|via|off|than|as far as)\s+(?:(?:the|a|central|western|eastern|northern|southern|"
    r"north|south|east|west|downtown|nearby|neighbouring|neighboring|greater|old|rural|iraqi|syrian|(?:[A-Z]\w+(?:an|ian|ish|ese|i)))\s+)*"
    r"(?:(?:city|town|village|district|province|region|area|neighbourhood|neighborhood|outskirts|suburbs?|state|villages|towns|part|parts)\s+(?:of\s+)?)*$",
    re.IGNORECASE,
)
_SPEECH_BEFORE = re.compile(
    r"\b(?:said|says|told|speaking|spoke|speaks|announced|declared|warned|reporters?|conference|spokes(?:man|woman|person)|"
    r"officials?|ministry|minister|ambassador|diplomats?|analysts?|agency|agencies|aid workers?|statement|briefing|interview|headquarters)\b"
    r"[^,.;]{0,25}\b(?:in|at|from|of)\s+(?:the\s+)?$",
    re.IGNORECASE,
)
_SPEAKER_AFTER = re.compile(
    r"^[^,.;]{0,3},? (?:said|says|told|denied|condemned|warned|announced|urged|called|insisted|blamed|accused|declined|rejected|welcomed|gave)\b"
)
_WITNESS = re.compile(
    r"\b(?:residents?|witness(?:es)?|locals|villagers|people|medics|doctors|activists) (?:in|of|from|near|at) (?:the )?$",
    re.IGNORECASE,
)
_IN_PLACE_SPEECH = re.compile(
    r"^\s*,? (?:the |a |an )?(?:[\w'’-]+ ){0,5}(?:said|says|told|denied|gave|declined|warned|announced|condemned|urged|insisted|blamed)\b"
)
_ACTOR_NOUN = re.compile(
    r"^(?:['’]s)?[- ](?:led|backed|based|born|allied|trained|made|supplied|military|forces?|troops|army|soldiers|government|police|aircraft|"
    r"jets|warplanes|coalition|officials?|president|parliament|security|air force|militar\w+|authorities|ambassador|embassy)\b",
    re.IGNORECASE,
)
# "Iraq's request", "Iraq's military": a country's own things are not in a place, but "Iraq's north" is
_OWNER = re.compile(
    r"['’]s (?!(?:\w+ )?(?:north|south|east|west|border|capital|coast|frontier|second|largest|city|province)\w*\b)",
    re.I,
)
# "one of the largest in Iraq": it says how large, not where
_RANKED = re.compile(
    r"\b(?:largest|biggest|oldest|richest|poorest|busiest|worst|deadliest) (?:\w+ ){0,2}in (?:the )?$", re.I
)
_OFFSET = re.compile(
    r"(?:(?P<km>\d+(?:\.\d+)?)\s*(?P<unit>km|kilomet(?:er|re)s?|miles?|mi)\b\s*(?:\([^)]*\)\s*)?(?:to the )?)?"
    r"\b(?P<way>north|south|east|west|north-?east|north-?west|south-?east|south-?west)\s+of\s+(?:the (?:\w+ ){0,3}(?:city|town|village) of )?(?:the )?$",
    re.IGNORECASE,
)
_NEAR = re.compile(
    r"\b(?:near|close to|outside|around|(?:on the )?outskirts of|villages? (?:around|near)|not far from|(?:front|road|way|towards?|toward))\s+(?:the )?(?:\w+ )?$",
    re.IGNORECASE,
)
# A verb that takes a place: "retook", "entered", "striking", "took back", "left"; then articles and adjectives.
_OBJECT = re.compile(
    r"\b(?:\w+(?:ed|ing)|hit|struck|strikes?|took|taken|retook|retaken|rock|back|left|overran|overrun|shook|swept|won|fought|held|enters?|storms?|"
    r"retakes?|recaptures?|captures?|seizes?|reach|attacks?|control|bombs?)\s+(?:(?:the|a|an|central|western|eastern|northern|southern|east|west|north|south|downtown|"
    r"nearby|neighbouring|strategic|key|old|historic|remote|border)\s+)*(?:(?:city|town|village|district|province|area|region)\s+(?:of\s+)?)?$",
    re.IGNORECASE,
)
_LANDMARK = re.compile(
    r"(?:\b(?:north|south|east|west|north-?east|north-?west|south-?east|south-?west)\s+of|\b(?:km|kilomet(?:er|re)s?|miles?)\s+(?:away\s+)?(?:from|of)|,\s+(?:near|close to)|"
    r"\b(?:road|highway|route|way)\s+(?:to|from|between)|\b(?:escaped|fled|fleeing|displaced|arriv\w+|came|come|travel\w+|families|people|residents|drive|march|push|advance)\s+(?:\w+\s+)?(?:from|for))"
    r"\s+(?:the\s+)?(?:\w+\s+(?:city|town|village)\s+of\s+)?$",
    re.IGNORECASE,
)
# "the Mosul operation", "the Mosul front": the name only says which
_MODIFIER = re.compile(r"^ (?:operation|offensive|campaign|front|battle|assault|drive|push|siege)\b", re.IGNORECASE)
REACH = 200  # characters before and after a name that tell its part in the sentence
MAX_PLACES = 40  # a sentence that names more is a list
_BEARINGS = {"north": 0, "northeast": 45, "east": 90, "southeast": 135, "south": 180, "southwest": 225, "west": 270,
             "northwest": 315}  # fmt: skip
# a pin in the middle of one would say nothing
_TOO_COARSE = {"CONT", "OCN", "SEA", "GULF", "STM", "STMI", "STMS", "WAD", "WADS", "RGN", "DSRT", "ERG"}
_COARSE = {
    "CONT": 6,
    "OCN": 6,
    "SEA": 5,
    "RGN": 4,
    "PCLI": 4,
    "DSRT": 4,
    "MTS": 4,
    "STM": 4,
    "ADM1": 3,
    "ADM2": 2,
}


@dataclass(frozen=True, slots=True)
class EventLocation:
    """A toponym that is where something happened; ``place`` is moved where the text gives distance and direction."""

    toponym: Toponym
    place: Place
    geo_precision: int


def event_locations(
    sentence: str, offset: int, toponyms: list[Toponym], dateline: tuple[int, int]
) -> list[EventLocation]:
    """The places of ``sentence`` (which starts at ``offset``) where an event may have happened, in order."""
    kept = []
    for t in toponyms:
        # "Turkish troops", "the Boston Globe": who, not where
        if (
            t.place is None
            or t.kind != "place"
            or t.place.feature_code in _TOO_COARSE
            or dateline[0] <= t.start < dateline[1]
        ):
            continue
        before, after = (
            sentence[max(0, t.start - offset - REACH) : t.start - offset],
            sentence[t.end - offset :][:REACH],
        )
        if _is_speaker_or_actor(before, after, t.place):
            continue
        if t.place.feature_code in _COARSE and _RANKED.search(before):
            continue
        kept.append((t, before))
    kept = _tied(kept, sentence, offset)
    landmarks = {
        t.start for t, before in kept if _LANDMARK.search(before) or _MODIFIER.match(sentence[t.end - offset :][:20])
    }
    if landmarks and len(landmarks) < len(kept):
        # "Bartella, east of Mosul", "al-Alam, near Tikrit", "families from Hawija": it only says where the other lies
        kept = [(t, before) for t, before in kept if t.start not in landmarks]
    return [_locate(t, before) for t, before in _finest(kept)]


def _tied(kept: list[tuple[Toponym, str]], sentence: str, offset: int) -> list[tuple[Toponym, str]]:
    """The places that the grammar ties to an event: by a preposition, as what a verb takes or hits, or joined to such."""
    tied: list[tuple[Toponym, str]] = []
    for t, before in kept[:MAX_PLACES]:
        joined = bool(tied) and re.fullmatch(
            r"(?:,| and| or|, and|\s)+(?:in |at |near )?(?:the )?(?:nearby |neighbou?ring )?",
            sentence[tied[-1][0].end - offset : t.start - offset][-REACH:],
        )
        suffers = re.match(
            r"(?:['’]s [\w'’ -]{3,30})?,? (?:was|were|is|has been|had been|came under|fell|comes under|being)\b",
            sentence[t.end - offset :],
        )
        if joined or suffers or _PREPOSITION.search(before) or _OBJECT.search(before):
            tied.append((t, before))
    return tied


def _is_speaker_or_actor(before: str, after: str, place: Place) -> bool:
    located = _PREPOSITION.search(before) is not None
    witness = _WITNESS.search(before)  # "residents in Sake said": they speak of where they are
    if not witness and (_SPEECH_BEFORE.search(before) or _SPEAKER_AFTER.search(after)):
        return True
    opening = re.fullmatch(r"\W*(?:(?:meanwhile|earlier|later|and|but),? )?in (?:the )?", before, re.IGNORECASE)
    if opening and _IN_PLACE_SPEECH.match(after):
        return True
    if _ACTOR_NOUN.match(after) and place.feature_code in {"PCLI", "ADM1", "PPLC", "RGN", "CONT"}:
        return True
    if place.feature_code == "PCLI" and _OWNER.match(after):
        return True
    # A country that no preposition ties to the event is who acts: "Turkey struck ...", "the United States and Iraq".
    return place.feature_code in {"PCLI", "CONT"} and not located


def _finest(kept: list[tuple[Toponym, str]]) -> list[tuple[Toponym, str]]:
    """Drop a country, region or division where the sentence names a finer place in the same country."""

    def rank(t: Toponym) -> int:
        assert t.place is not None
        return _COARSE.get(t.place.feature_code, 0)

    finest: dict[str, int] = {}
    for t, _ in kept:
        assert t.place is not None
        finest[t.place.country] = min(rank(t), finest.get(t.place.country, 9))
    best_anywhere = min(finest.values(), default=9)
    unique: dict[tuple[object, ...], tuple[Toponym, str]] = {}
    for t, before in kept:
        assert t.place is not None
        limit = best_anywhere if not t.place.country else finest[t.place.country]
        if rank(t) > max(limit, 0) and (rank(t) >= 3 or (limit == 0 and _names_container(t, kept))):
            continue
        unique.setdefault((t.place.name, t.place.latitude, t.place.longitude), (t, before))
    return list(unique.values())


def _names_container(coarse: Toponym, kept: list[tuple[Toponym, str]]) -> bool:
    """Whether a finer place of the sentence lies in the second-order division ``coarse``."""
    assert coarse.place is not None
    return any(
        t.place is not None
        and t is not coarse
        and t.place.admin2 == coarse.place.admin2
        and not t.place.feature_code.startswith("ADM")
        for t, _ in kept
    )


def _km(before: str) -> float | None:
    match = _OFFSET.search(before)
    if match is None or match["km"] is None:
        return None
    return float(match["km"]) * (1.609344 if match["unit"].lower().startswith("mi") else 1.0)


def _locate(t: Toponym, before: str) -> EventLocation:
    assert t.place is not None
    precision = t.place.geo_precision
    relation = _OFFSET.search(before)
    if relation is None:
        near = _NEAR.search(before) is not None
        return EventLocation(t, t.place, max(precision, 2) if near else precision)
    km = _km(before)
    place = t.place
    if km is not None and km <= 500:
        bearing = _BEARINGS[relation["way"].lower().replace("-", "")]
        latitude, longitude = destination(place.latitude, place.longitude, bearing=bearing, km=km)
        place = replace(place, latitude=round(latitude, 5), longitude=round(longitude, 5))
    return EventLocation(t, place, max(precision, 2))
