"""Named forces and groups of a sentence, from the reviewed table ``data/lexicon/actors.csv``."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import lru_cache

from dashboard.settings import data_dir

GENERAL = frozenset({"Rebels", "Militants", "Police", "Civilians", "Protesters", "Rioters"})
# "..., Iraq's military said." at the sentence's end: the source of the report, whoever it is
_SOURCE = re.compile(r"(?: \w+)? (?:said|says)(?: on \w+| in a statement| late \w+)?[.\"”’]*$")
_QUOTED = re.compile(r"(?: \w+){0,2} (?:said|says|told)\b")


@dataclass(frozen=True, slots=True)
class Actor:
    """An actor under its one name; offsets in the sentence; ``side`` is state, non-state or civilian."""

    start: int
    end: int
    name: str
    side: str


@lru_cache
def _table() -> tuple[re.Pattern[str], dict[str, tuple[str, str]]]:
    known: dict[str, tuple[str, str]] = {}
    with (data_dir() / "lexicon" / "actors.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            for alias in (row["name"], *row["aliases"].split(";")):
                if alias:
                    known[alias.casefold()] = (row["name"], row["side"])
    longest_first = sorted(known, key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, longest_first))})\b", re.IGNORECASE), known


def find_actors(sentence: str) -> list[Actor]:
    """The actors that a sentence names, in order, each mention.

    A general word right after a name belongs to it ("M23 rebels"), and who is only quoted did nothing ("police said").
    """
    pattern, known = _table()
    found: list[Actor] = []
    for m in pattern.finditer(sentence):
        actor = Actor(m.start(), m.end(), *known[m.group().casefold()])
        if actor.name in GENERAL and found and sentence[found[-1].end : actor.start] in {" ", "-", " group "}:
            continue
        if actor.name in GENERAL and _QUOTED.match(sentence, actor.end):
            continue
        if _SOURCE.match(sentence, actor.end):
            continue
        found.append(actor)
    return found
