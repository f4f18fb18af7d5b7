"""Whether one article tells two of its reports apart: "another", "hours later", two tolls, a mortar and a car bomb."""

from __future__ import annotations

import re

from dashboard.merging.days import Days, gap
from dashboard.merging.kinds import are_different
from dashboard.merging.places import Spot, named_apart
from dashboard.merging.sides import Sides, contradict
from dashboard.merging.tolls import conflict
from dashboard.merging.words import SITES, Words
from dashboard.records import Report

_EVENT = (
    r"(?:attack(?:er)?|bomb(?:er|ing)?|blast|explosion|strike|airstrike|raid|clash|ambush|device|incident|assault|"
    r"shooting|protest|demonstration|rally|mortar|rocket|missile|shell|car|vehicle|truck|suicide|mine|grenade|battle|"
    r"kidnapping|abduction|killing|shelling)s?\b"
)
# Up to four words between: "another deadly car bomb", yet not "another 40 people" or "the second day of the battle".
_REACH = r"(?:[ -](?!\d|(?:of|in|at|on|after|by|day|time|week|month|year|phase|largest|city)\b)[a-z]{1,20}){0,4}?[ -]"
_ORDINALS = {1: "first", 2: "second", 3: "third", 4: "fourth", 5: "fifth"}
_ORDINAL = {n: re.compile(rf"\b{word}{_REACH}{_EVENT}", re.IGNORECASE) for n, word in _ORDINALS.items()}
_ANOTHER = re.compile(rf"\b(?:another|a (?:separate|different|further)|separate){_REACH}{_EVENT}", re.IGNORECASE)
_INDEFINITE = rf"(?:\b(?:an?|two|three|twin|several)(?:{_REACH}| ){_EVENT}|\bgunmen\b|\bmilitants\b)"
_ELSEWHERE = re.compile(
    rf"^\W*(?:(?:separately|elsewhere)\b|(?:hours|minutes|days) (?:later|earlier|before)\b.*?{_INDEFINITE}"
    rf"|(?:earlier|later)\b[^,]{{0,30}},.*?{_INDEFINITE})"
    rf"|\b(?:in|at) (?:a|another) (?:separate|different|second)\b|\b(?:hours|minutes) (?:later|earlier)\b.*?{_INDEFINITE}",
    re.IGNORECASE,
)
_NEW = re.compile(_INDEFINITE, re.IGNORECASE)
# It goes on about what was told before: "the blast", "of the dead", "the toll".
_SAME = re.compile(
    rf"\bth(?:e|is|at|ose|ese){_REACH}{_EVENT}|\bth(?:e|is|at) {_EVENT}"
    r"|\b(?:death )?toll\b|\bof (?:the|those) (?:dead|killed|victims)|\bof them\b|\bamong (?:the|them|those)\b|\bincluding\b"
    r"|\bthe (?:dead|victims|wounded|injured|survivors|casualties)\b|\bsurvivors?\b|\bearlier (?:put|said|reported)\b",
    re.IGNORECASE,
)
NO_ORDINAL, ANOTHER = 0, 9
MAX_CHARACTERS = 2000


def ordinal_of(sentence: str) -> int:
    """Which of the article's events a sentence says it is about: 1 to 5, ``ANOTHER`` than before, or ``NO_ORDINAL``."""
    sentence = sentence[:MAX_CHARACTERS]
    for n, pattern in _ORDINAL.items():
        if pattern.search(sentence):
            return n
    return ANOTHER if _ANOTHER.search(sentence) or _ELSEWHERE.search(sentence) else NO_ORDINAL


def told_apart(
    first: Report, second: Report, *, spots: tuple[Spot, Spot], ordinals: tuple[int, int], days: tuple[Days, Days],
    sides: tuple[Sides, Sides], words: tuple[Words, Words],
) -> bool:  # fmt: skip
    """Whether the article tells of two events; ``first`` stands before ``second`` in its text."""
    if first.start == second.start:
        # One mention of a place that gives two reports, or two things or two places in one sentence.
        twice = first.location_start == second.location_start and first.number != second.number
        return twice or named_apart(*spots) or are_different(first.sub_event_type, second.sub_event_type)
    if are_different(first.sub_event_type, second.sub_event_type) or _other_ordinal(*ordinals):
        return True
    if not days[0].slack and not days[1].slack and gap(*days):
        return True
    if words[0].quarters and words[1].quarters and not words[0].quarters & words[1].quarters:
        return True
    if contradict(*sides):
        return True
    if _SAME.search(second.notes[:MAX_CHARACTERS]):
        return False
    if named_apart(*spots):
        return True
    new = bool(_NEW.search(second.notes[:MAX_CHARACTERS]))
    mine, yours = words[0].targets & SITES, words[1].targets & SITES
    return conflict(first, second) or (new and bool(mine and yours) and not mine & yours)


def _other_ordinal(first: int, second: int) -> bool:
    if second in {NO_ORDINAL, ANOTHER}:
        return second == ANOTHER  # whatever stood before; a sentence without one may go on about any
    return second == 1 if first == ANOTHER else max(first, 1) != second
