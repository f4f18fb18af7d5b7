"""Who acts and suffers in a sentence: named forces and groups, a country's forces, groups of a people, and in general.

Names come from the reviewed table ``data/lexicon/actors.csv`` (name, side, aliases, and the countries where it acts), the
regular ones from ``forces``. Where one name is that of several groups ("ADF", "Maoists") the country decides.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass, replace
from functools import lru_cache

from dashboard.extraction.forces import Found, find_force, find_group, military_of, police_of
from dashboard.extraction.names import Names, Token, tokens_of
from dashboard.settings import data_dir

# Words that say what somebody is, not who: right after a name they belong to it ("M23 rebels").
GENERAL = frozenset(
    {"Rebels", "Militants", "Gunmen", "Bandits", "Militia", "Vigilantes", "Herders", "Gang", "Pirates", "Mercenaries",
     "Peacekeepers", "Police", "Military", "Protesters", "Rioters", "Civilians"}
)  # fmt: skip
_PEACEFUL = frozenset({"Protesters", "Rioters", "Civilians"})
_SELF = r"(?! (?:on \w+ |late \w+ )?(?:that )?(?:it|its|they|their)\b)"  # "police said they killed two": they did
# "..., Iraq's military said." at the sentence's end: the source of the report, whoever it is
_SOURCE = re.compile(r"(?: \w+)? (?:said|says)(?: on \w+| in a statement| late \w+)?[.\"”’]*$")
_QUOTED = re.compile(
    rf"(?: [\w.]+){{0,3}} (?:said|says|told|confirmed|announced|reported){_SELF}\b(?! no)"
    r"|(?:['’]s)? (?:spokes\w+|sources?|officials?|statement|reports?)\b"
)
_TOLD = re.compile(r"\b(?:told|according to|quot(?:ed|ing)) (?:the )?(?:\w+ )?$")
_SHORT = 4  # letters of an acronym that too many bodies of the world share
_LENGTH = 80  # characters around a mention that tell whether it only speaks


@dataclass(frozen=True, slots=True)
class Actor:
    """An actor under its one name; offsets in the sentence; ``side`` is state, non-state or civilian."""

    start: int
    end: int
    name: str
    side: str


@dataclass(frozen=True, slots=True)
class _Row:
    name: str
    side: str
    countries: frozenset[str]
    local: bool = False  # plain words ("village guards") are this group's name in its countries only


@lru_cache
def _table() -> Names[_Row]:
    names: Names[_Row] = Names()
    with (data_dir() / "lexicon" / "actors.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            value = _Row(row["name"], row["side"], frozenset(filter(None, row["countries"].split(";"))))
            for alias in dict.fromkeys((row["name"], *filter(None, row["aliases"].split(";")))):
                plain = alias.islower() and " " in alias and bool(value.countries)
                names.add(alias, replace(value, local=plain))
    return names


def find_actors(sentence: str, country: str = "") -> list[Actor]:
    """The actors that a sentence names, in order, each mention.

    ``country`` is the ISO code of the country that it is about, "" if unknown: it tells groups of one name apart and makes
    "the army" that of the country. A general word right after a name belongs to it ("M23 rebels"), and who is only
    quoted did nothing ("police said").
    """
    tokens, table = tokens_of(sentence), _table()
    found: list[Actor] = []
    i = 0
    while i < len(tokens):
        possible = tokens[i].text[0].isupper() or table.may_start(tokens[i])
        mention = _longest(sentence, tokens, i, country) if possible else None
        if mention is None:
            i += 1
            continue
        actor = Actor(tokens[i].start, mention.end, mention.name, mention.side)
        i = mention.after
        if not _is_said_already(sentence, actor, found) and not _only_speaks(sentence, actor):
            found.append(actor)
    return _in_country(sentence, found, country)


def _longest(sentence: str, tokens: list[Token], i: int, country: str) -> Found | None:
    named = None
    match = _table().longest(sentence, tokens, i)
    if match is not None:
        after, end, rows = match
        row = _choose(rows, sentence[tokens[i].start : end], country)
        if row is not None:
            end += sentence[tokens[i].start : end].count("(") and sentence[end : end + 1] == ")"
            named = Found(row.name, row.side, after, end)
    if not tokens[i].text[0].isupper():
        return named
    force = find_force(sentence, tokens, i, country)
    if named is None or (force is not None and force.after > named.after):
        return force or find_group(sentence, tokens, i)
    return named


def _choose(rows: list[_Row], text: str, country: str) -> _Row | None:
    """The row that is meant in ``country``: one that acts there, else one that acts anywhere, else the first."""
    here = next((row for row in rows if country in row.countries), None)
    rows = [row for row in rows if not row.local or row is here]
    anywhere = next((row for row in rows if not row.countries), None)
    if here or anywhere:
        return here or anywhere
    short = text.isupper() and len(text) <= _SHORT
    if not rows or (country and (short or len(rows) > 1)):
        return None
    return rows[0] if len(text) > 2 or not text.isalpha() else None


def _is_said_already(sentence: str, actor: Actor, found: list[Actor]) -> bool:
    if actor.name not in GENERAL - _PEACEFUL or not found:
        return False
    return sentence[found[-1].end : actor.start] in {" ", "-", " group "} and found[-1].side != "civilian"


def _only_speaks(sentence: str, actor: Actor) -> bool:
    after = sentence[actor.end : actor.end + _LENGTH]
    told = _TOLD.search(sentence[max(0, actor.start - _LENGTH) : actor.start])
    if actor.name in GENERAL and (told or _QUOTED.match(after)):
        return True
    return len(sentence) - actor.end < _LENGTH and _SOURCE.match(after) is not None


def _in_country(sentence: str, found: list[Actor], country: str) -> list[Actor]:
    """With "the army" and "police" under the name of their country's forces."""
    named: list[Actor] = []
    for actor in found:
        name = _forces_of(sentence, actor, named, country)
        named.append(actor if name == actor.name else replace(actor, name=name))
    return named


def _forces_of(sentence: str, actor: Actor, before: list[Actor], country: str) -> str:
    if actor.name not in {"Military", "Police"}:
        return actor.name
    back = next((a.name for a in reversed(before) if a.name.startswith(f"{actor.name} Forces of")), "")
    again = re.match(r"soldier|troops|forces|police", sentence[actor.start : actor.end])
    if (
        back
        and again
        and (not country or re.search(r"\b(?:the|its|their) $", sentence[max(0, actor.start - 8) : actor.start]))
    ):
        return back  # "Turkish troops ... the soldiers"
    if not country:
        return actor.name
    return military_of(country) if actor.name == "Military" else police_of(country)
