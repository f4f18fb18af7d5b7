"""How event data names places: "Teir Maaleh village", "Tadmur/Palmyra town", "road between Homs and Salamiyah".

UCDP GED's ``where_coordinates`` and ACLED's ``location`` say in words what the point stands for. ``parse`` tells what
such a name teaches, ``readings`` what it may be looked up as, best first: the name, its head without generic words,
then the places that it mentions.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from dashboard.gazetteer.names import name_key

_SETTLEMENT = "village town city suburb locality municipality hamlet settlement commune township community"
_QUARTER = "neighbourhood neighborhood neighbourhoods neighborhoods quarter ward arrondissement"
_SECOND = "district districts county subdistrict sub-district sub subprefecture sub-prefecture nahiya qada raion rayon"
_FIRST = "governorate province state oblast wilaya wilayat muhafazat prefecture"
_AREA = "area areas region desert pocket plain plains valley triangle front frontline forest swamp coast basin zone"
_AROUND = "suburbs countryside outskirts vicinity surroundings border borders"  # not the town whose they are
_MOUNTAIN = "mountain mountains mount hill hills range heights ridge"
_WAY = "road highway route axis crossroad crossroads roundabout motorway street railway"
_WATER = "river lake canal stream reservoir"
_SPOT = (
    "military army air airbase airport airfield base barracks brigade regiment battalion division checkpoint crossing "
    "post farm farms dam oil gas oilfield oilfields field fields camp camps idp refugee displaced prison hospital "
    "university school mosque church market mine mines quarry factory plant power thermal electricity water pumping "
    "station silo silos junction bridge tower castle ruin ruins island port harbour harbor terminal compound complex "
    "headquarters refinery pipeline academy college defense defence international gate cemetery warehouse warehouses"
)
# Generic word -> GeoNames feature code (S alone: some spot). A spot bears a town's name and lies apart from it.
GENERIC = {
    word: code
    for code, words in {
        "PPL": _SETTLEMENT, "PPLX": _QUARTER, "ADM2": _SECOND, "ADM1": _FIRST, "RGN": f"{_AREA} {_AROUND}", "MTS": _MOUNTAIN,
        "RD": _WAY, "STM": _WATER, "S": _SPOT,
    }.items()
    for word in words.split()
}  # fmt: skip
_DIVISION = {"ADM1", "ADM2", "ADM3"}
_SIDES = "north|south|east|west|northeast|northwest|southeast|southwest|north-?east|north-?west|south-?east|south-?west"
_DIRECTION = re.compile(rf"(?:(?:{_SIDES})(?:ern)?|central|upper|lower|greater|rural)", re.IGNORECASE)
# "Mintaqat Markaz Homs": the central district of Homs.
_PREFIXES = {"mintaqat", "markaz", "muhafazat", "manatiq", "nahiyat", "groupement", "gpt"}
_PARENTHESES = re.compile(r"\s*[(\[]([^()\[\]]*)[)\]]")
_OR = re.compile(r"\s*/\s*|\s*;\s*|\s+(?:or|aka|a\.k\.a\.)\s+", re.IGNORECASE)
_DASH = re.compile(r"\s+[-–—]+\s+|[–—]|(?<=\w{3})-(?=\w)")
_PAIRS = (
    re.compile(r"\bbetween\s+(?:the\s+)?(?P<one>.+?)\s+and\s+(?P<two>.+)$", re.IGNORECASE),
    re.compile(r"\bfrom\s+(?P<one>.+?)\s+(?:to|towards?)\s+(?P<two>.+)$", re.IGNORECASE),
    re.compile(r"\b(?:linkn?ing|connecting)\s+(?P<one>.+?)\s+(?:with|and|to)\s+(?P<two>.+)$", re.IGNORECASE),
)
_BESIDE = re.compile(
    rf"(?:^|(?P<before>.+?)\s+)(?:(?:about|approx\w*|some)\s+)?(?:\d+\s*(?:km|kms|kilomet\w+|miles?|m)\s+)?"
    rf"(?:(?:{_SIDES}|{_AROUND.replace(' ', '|')})(?:ern)?\s+(?:part\s+)?(?:of|from)|near|in|outside|around|along|"
    rf"towards?|inside|within|close\s+to|next\s+to)\s+(?:the\s+)?(?P<after>.+)$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Reading:
    """A text to look up instead of the whole name, and what doing so costs on the ranker's scale."""

    text: str
    cost: float


@dataclass(frozen=True, slots=True)
class EventName:
    """What a name teaches. ``names`` go for the very point; ``heads`` are what it is called after, which may lie apart.

    ``code`` is a GeoNames feature code; S without more for a spot such as a checkpoint or an air base. ``vague`` names
    describe where, beside other places.
    """

    names: tuple[str, ...]
    heads: tuple[str, ...]
    code: str
    vague: bool = False


def generic_code(name: str) -> str:
    """The feature code that the last generic word of ``name`` says, "" where it has none."""
    words = name.split()
    return GENERIC.get(_bare(words[-1]), "") if len(words) > 1 else ""


@lru_cache(maxsize=20_000)
def parse(name: str, code: str = "") -> EventName:
    """What ``name`` teaches; ``code`` says what it is where the dataset knows (the divisions of adm_1, adm_2)."""
    main, asides = _without_asides(name)
    pieces = [p for p in _OR.split(main) if strip(p)] or [main]
    said = generic_code(main)
    vague = _is_vague(main, said)
    code = code or ("RGN" if vague else said or ("RGN" if _leads_with_direction(main) else "PPL"))
    if vague:
        return EventName((main,), (), code, vague=True)
    own = code[:2] not in {"S", "RD", "ST"}
    names, heads = [main], list[str]()
    for piece in (*pieces, *asides):
        (names if own or piece not in asides else heads).append(piece)
        (names if own else heads).append(strip(piece, directions=not own))
        (names if code in _DIVISION else heads).append(strip(piece))
    names_ = _distinct(names)
    return EventName(names_, tuple(head for head in _distinct(heads) if head not in names_), code)


@lru_cache(maxsize=20_000)
def readings(name: str) -> tuple[Reading, ...]:
    """What ``name`` may be looked up as, best first; the first is the name itself at no cost."""
    main, asides = _without_asides(name)
    costs: dict[str, float] = {" ".join(name.split()): 0.0}

    def add(text: str, cost: float) -> None:
        for piece in [text, *_OR.split(text)]:
            head = piece.partition(" ")[2] if _leads_with_direction(piece) else piece
            for reading, more in (
                (piece, 0.0), (strip(piece, directions=False), 0.2), (head, 0.4), (strip(piece), 0.5),
            ):  # fmt: skip
                if strip(reading):
                    costs.setdefault(reading, cost + more)

    add(main, 0.1)
    for aside in asides:
        add(aside, 1.0)
    for text, cost in _mentioned(main):
        add(text, cost)
    costs.pop("", None)
    return tuple(Reading(text, cost) for text, cost in sorted(costs.items(), key=lambda item: item[1]))


def strip(name: str, *, directions: bool = True) -> str:
    """``name`` without generic words at its ends (and leading directions); "" where nothing else is left.

    >>> strip("Northern Homs Governorate"), strip("Tabqa Military Airbase"), strip("oil field")
    ('Homs', 'Tabqa', '')
    """
    words = name.split()
    while words and _bare(words[-1]) in GENERIC:
        words.pop()
    while words:
        first = _bare(words[0])
        if first == "the" or (first in _PREFIXES and len(words) > 1):
            words = words[1:]
        elif first in GENERIC and (len(words) > 2 and words[1].lower() == "of"):
            words = words[2:]
        elif directions and len(words) > 1 and _DIRECTION.fullmatch(words[0]):
            words = words[1:]
        else:
            break
    if all(_bare(word) in GENERIC for word in words) or (len(words) == 1 and _DIRECTION.fullmatch(words[0])):
        return ""
    return " ".join(words).strip(" ,;:-–—")


def _mentioned(main: str) -> list[tuple[str, float]]:
    """The places that a descriptive name speaks of: "X-Y road", "between X and Y", "silos east of X"."""
    pair = _pair(main)
    if pair:
        return [(pair[0], 1.0), (pair[1], 1.3)]
    found: list[tuple[str, float]] = []
    beside = _BESIDE.match(main)
    if beside:
        before, after = beside["before"] or "", beside["after"]
        found += [(before, 1.0)] if strip(before) else []
        found += [(after, 1.5), *_mentioned(after)]
    return found


def _pair(main: str) -> tuple[str, str] | None:
    for pattern in _PAIRS:
        found = pattern.search(main)
        if found:
            return found["one"], found["two"]
    parts = [p for p in _DASH.split(main) if p.strip()]
    if len(parts) > 1 and GENERIC.get(_bare(parts[-1].split()[-1])) in {"RD", "RGN"}:
        return parts[0], parts[1]
    return None


def _is_vague(main: str, said: str) -> bool:
    """Whether a name describes where, beside other places, instead of naming a place."""
    words = [_bare(word) for word in main.split()]
    if len(words) > 2 and words[1] == "of" and words[0] in GENERIC:
        return False
    if len(words) > 1 and words[-1] in _AROUND.split():
        return True
    beside = _pair(main) or _BESIDE.match(main)
    return bool(beside) or (_leads_with_direction(main) and said in _DIVISION)


def _leads_with_direction(main: str) -> bool:
    first, _, rest = main.partition(" ")
    return bool(rest) and _DIRECTION.fullmatch(first) is not None


def _without_asides(name: str) -> tuple[str, list[str]]:
    """The name without what it has in parentheses, and that, where it has letters."""
    name = " ".join(name.split())
    asides = [aside.strip() for aside in _PARENTHESES.findall(name) if strip(aside)]
    return " ".join(_PARENTHESES.sub(" ", name).split()) or name, asides


def _bare(word: str) -> str:
    return word.strip(".,;:'\"").lower()


def _distinct(names: list[str]) -> tuple[str, ...]:
    return tuple({name_key(name): name for name in reversed(names) if name_key(name)}.values())[::-1]
