"""Forces of a country and groups of a people, which follow a pattern and need no row of their own.

"Malian troops" and "Mali's army" are the Military Forces of Mali, "Malian gendarmes" its Police Forces: the names that ACLED
gives state forces. "Israeli air strikes" and "Russia shelled" show who acted. "Berom farmers", "Dinka militia" are
groups under their own name.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import lru_cache

from babel import Locale

from dashboard.extraction.names import Names, Token, joined
from dashboard.geoparse.lexicon import word_classes, word_list
from dashboard.settings import data_dir

# Where Unicode's short English name is not the customary one.
_CUSTOMARY = {"CD": "Democratic Republic of Congo", "CG": "Republic of Congo", "CI": "Ivory Coast", "MM": "Myanmar",
              "PS": "Palestine", "TR": "Turkey", "HK": "Hong Kong", "MO": "Macao"}  # fmt: skip
_SHARED = {"congolese": "CG", "congo": "CG", "guinean": "GQ", "korean": "KP", "sudanese": "SS", "dominican": "DM"}
_NO_AIR_FORCE = frozenset({"PS", "LB"})  # "Palestinian rockets" are not its government's
_HEADS = 4  # words from the country to the end of its force
_AUXILIARIES = frozenset({"has", "have", "had", "also", "again", "then"})


@dataclass(frozen=True, slots=True)
class Found:
    """A mention: its name and side, and the word and the offset after it."""

    name: str
    side: str
    after: int
    end: int


@dataclass(frozen=True, slots=True)
class _Country:
    code: str
    adjective: bool


def country_name(code: str) -> str:
    """The customary English name of a country by its ISO code; the code itself where it is none."""
    name = _CUSTOMARY.get(code) or str(Locale.parse("en").territories.get(code, code))
    return name.replace("&", "and").replace("’", "'")


def military_of(code: str) -> str:
    """The name of a country's military."""
    return f"Military Forces of {country_name(code)}"


def police_of(code: str) -> str:
    """The name of a country's police."""
    return f"Police Forces of {country_name(code)}"


@lru_cache
def _countries() -> Names[_Country]:
    names: Names[_Country] = Names()
    lexicon = data_dir() / "lexicon"
    for code, name in Locale.parse("en").territories.items():
        if len(code) == 2 and code not in {"EU", "UN", "ZZ", "QO"}:
            names.add(str(name), _Country(code, adjective=False))
            names.add(country_name(code), _Country(code, adjective=False))
    with (lexicon / "country_aliases.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            names.add(row["name"], _Country(row["country"], adjective=False))
    names.add("Congo", _Country("CD", adjective=False))
    with (lexicon / "demonyms.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            names.add(row["demonym"], _Country(row["country"], adjective=True))
    return names


@lru_cache
def _words() -> dict[str, frozenset[str]]:
    return word_classes("forces")


def find_force(text: str, tokens: list[Token], i: int, country: str) -> Found | None:
    """The force of a country whose name starts at token ``i``; ``country`` is where the text is about."""
    match = _countries().longest(text, tokens, i)
    if match is None:
        return None
    after, end, values = match
    code, adjective = values[-1].code, values[-1].adjective
    if _SHARED.get(tokens[after - 1].key) == country:
        code = country
    words, before = _words(), tokens[i - 1] if i else None
    if before is not None and before.key in words["distant"] and joined(text, before, tokens[i]):
        return None
    owned = adjective or text[end : end + 1] in {"'", "’"} or tokens[after - 1].text.replace(".", "").isupper()
    force = _force(text, tokens, after)
    if force is not None:
        last, police = force
        name = police_of(code) if police else military_of(code)
        return Found(name, "state", last, _end(tokens[last - 1]))
    if owned and _strikes(text, tokens, after, abroad=bool(country) and country != code) and code not in _NO_AIR_FORCE:
        return Found(military_of(code), "state", after, end)
    if not adjective and _acts(text, tokens, i, after):
        return Found(military_of(code), "state", after, end)
    shared = _shared_force(text, tokens, after) if adjective else None
    if shared is not None:
        return Found(police_of(code) if shared else military_of(code), "state", after, end)
    return None


def _shared_force(text: str, tokens: list[Token], after: int) -> bool | None:
    """Whether it is police that the next country shares: "Syrian and Russian jets"; None where it shares none."""
    if after + 1 >= len(tokens) or tokens[after].key != "and":
        return None
    other = _countries().longest(text, tokens, after + 1)
    force = _force(text, tokens, other[0] if other is not None else after + 2)  # "Iraqi and Kurdish forces"
    return None if force is None else force[1]


def _end(token: Token) -> int:
    return token.end - 2 if token.key.endswith("'s") else token.end


def _force(text: str, tokens: list[Token], start: int) -> tuple[int, bool] | None:
    """(the word after the force, whether it is police) of a force that starts at ``start``."""
    words, last, police = _words(), 0, False
    j = start
    while j < min(start + _HEADS, len(tokens)) and joined(text, tokens[j - 1], tokens[j]):
        key = tokens[j].key.removesuffix("'s")
        if key in words["police"]:
            last, police = j + 1, True
        elif key in words["military"]:
            last = j + 1
        elif key not in words["modifiers"]:
            break
        j += 1
    return (last, police) if last else None


def _strikes(text: str, tokens: list[Token], start: int, *, abroad: bool) -> bool:
    words = _words()
    for j in range(start, min(start + _HEADS, len(tokens))):
        if not joined(text, tokens[j - 1], tokens[j]) and text[tokens[j - 1].end : tokens[j].start].strip():
            return False
        if tokens[j].key in words["strikes"] or (abroad and tokens[j].key in words["incursions"]):
            return True
        if tokens[j].key not in words["striking"]:
            return False
    return False


def _acts(text: str, tokens: list[Token], i: int, after: int) -> bool:
    """Whether a country that is named by itself does something: "Russia has shelled", "blamed on Israel" does not."""
    words, before = _words(), tokens[i - 1].key if i else ""
    if before in words["places"]:
        return False
    for j in range(after, min(after + 3, len(tokens))):
        if not joined(text, tokens[j - 1], tokens[j]):
            return False
        if tokens[j].key in words["acts"]:
            return True
        if tokens[j].key not in _AUXILIARIES:
            return False
    return False


def find_group(text: str, tokens: list[Token], i: int) -> Found | None:
    """The group of a people that starts at token ``i``: one or two capitalised words and what they are."""
    words = _words()
    if not tokens[i].text[0].isupper():
        return None
    for size in (2, 1):
        after = i + size
        if after >= len(tokens) or not all(joined(text, tokens[j], tokens[j + 1]) for j in range(i, after)):
            continue
        kinds = words["armed_groups"] | words["unarmed_groups"]
        named = tokens[i:after]
        if (
            tokens[after].key not in kinds
            or not tokens[after].text.islower()
            or not all(_is_name(token) for token in named)
        ):
            continue
        local = i and tokens[i - 1].key in words["places"] and tokens[after].key in words["unarmed_groups"]
        if local or any(_countries().longest(text, tokens, j) for j in range(i, after)):
            return None
        armed = tokens[after].key in words["armed_groups"]
        after += 1
        while after < len(tokens) and tokens[after].key in kinds and joined(text, tokens[after - 1], tokens[after]):
            armed, after = armed or tokens[after].key in words["armed_groups"], after + 1
        name = " ".join([*(t.text for t in named), *(t.key for t in tokens[i + size : after])])
        return Found(name, "non-state" if armed else "civilian", after, tokens[after - 1].end)
    return None


def _is_name(token: Token) -> bool:
    if not token.text[0].isupper() or not token.text[0].isalpha() or token.key.endswith("'s"):
        return False
    words = _words()
    return token.key not in word_list("common_words") | words["calendar"] | words["openers"]
