"""How the words beside a place's name tie it to what happened, or to who said it, who did it, where others lie.

Each tie is a feature of a mention (see ``location_features``); what it weighs was learned.
"""

from __future__ import annotations

import re

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
OFFSET = re.compile(
    r"(?:(?P<km>\d+(?:\.\d+)?)\s*(?P<unit>km|kilomet(?:er|re)s?|miles?|mi)\b\s*(?:\([^)]*\)\s*)?(?:to the )?)?"
    r"\b(?P<way>north|south|east|west|north-?east|north-?west|south-?east|south-?west)\s+of\s+(?:the (?:\w+ ){0,3}(?:city|town|village) of )?(?:the )?$",
    re.IGNORECASE,
)
NEAR = re.compile(
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
_SUFFERS = re.compile(
    r"^(?:['’]s [\w'’ -]{3,30})?,? (?:was|were|is|has been|had been|came under|fell|comes under|being)\b", re.IGNORECASE
)
_OPENING = re.compile(r"\W*(?:(?:meanwhile|earlier|later|and|but),? )?in (?:the )?", re.IGNORECASE)
_BEFORE = {
    "preposition": _PREPOSITION,
    "object": _OBJECT,
    "speech": _SPEECH_BEFORE,
    "witness": _WITNESS,
    "ranked": _RANKED,
    "landmark": _LANDMARK,
    "offset": OFFSET,
    "near": NEAR,
}
_SPEAKING_GROUP = re.compile(
    r"^(?:['’]s)? (?:\w+ )?(?:police|officials?|reporters?|authorities|governor|mayor|spokes\w+|ministry|bureau|correspondents?|lawyers?) "
    r"(?:\w+ )?(?:said|says|told|denied|confirmed|announced|added|reported)\b",
    re.IGNORECASE,
)
_AFTER = {
    "speaker": _SPEAKER_AFTER,
    "speaking group": _SPEAKING_GROUP,
    "actor": _ACTOR_NOUN,
    "owner": _OWNER,
    "modifier": _MODIFIER,
    "suffers": _SUFFERS,
}


SPEAKERS = frozenset({"speaker", "speaking group", "speech opens"})  # ties of a place where something is said


def ties(before: str, after: str) -> list[str]:
    """The names of the ties of a name between ``before`` and ``after``, the text of its sentence around it."""
    before, after = before[-REACH:], after[:REACH]
    found = [name for name, pattern in _BEFORE.items() if pattern.search(before)]
    found += [name for name, pattern in _AFTER.items() if pattern.match(after)]
    if _OPENING.fullmatch(before) and _IN_PLACE_SPEECH.match(after):
        found.append("speech opens")
    return found
