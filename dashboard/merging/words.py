"""What the words of two sentences say: what was hit, in which quarter, and whether they are one agency's words."""

from __future__ import annotations

import re
from typing import NamedTuple
from zlib import crc32

from dashboard.merging.signals import Signal

# What was hit, as sentences name it: sites, then people and what moves. Several words for one thing stand on one line.
_SITES = """
market markets marketplace bazaar souk
mosque mosques
church churches cathedral
shrine shrines mausoleum
temple
synagogue
checkpoint checkpoints
school schools
university campus
hospital hospitals clinic
restaurant restaurants cafe café cafes cafés teahouse
hotel hotels
station
embassy consulate
prison jail
bridge
airport airfield airbase airstrip
stadium
courthouse court
camp camps
bakery
barracks
refinery pipeline oilfield
mall
"""
_PEOPLE = """
funeral mourners
wedding
bus buses minibus coach
train railway
convoy convoys motorcade
pilgrims pilgrimage
recruits recruitment recruiting
labourers laborers workers
journalist journalists reporter
students pupils
farmers herders
fishermen
police policemen
politician candidate candidates lawmaker
judge judges
humanitarian
worshippers worshipers
"""


def _canonical(table: str) -> dict[str, str]:
    return {word: line.split()[0] for line in table.strip().splitlines() for word in line.split()}


SITES = frozenset(_canonical(_SITES).values())
TARGETS = _canonical(_SITES) | _canonical(_PEOPLE)
# "Karrada district", "the neighbourhood of Jamila"
_QUARTER = re.compile(
    r"\b((?:[Aa]l-)?[A-Z][\w'’-]{1,30}(?: [A-Z][\w'’-]{1,30})?) (?:quarter|neighbou?rhood|suburb|district)\b"
    r"|\b(?:quarter|neighbou?rhood|suburb|district) of ((?:[Aa]l-)?[A-Z][\w'’-]{1,30}(?: [A-Z][\w'’-]{1,30})?)"
)
_WORD = re.compile(r"[^\W_]{3,}")
MAX_CHARACTERS = 2000  # of a sentence: what is longer is no sentence
BITS = 1021
MIN_WORDS = 6  # fewer are shared by chance
COPIED, ALIKE = 0.75, 0.5  # of the words of the shorter sentence

# Weights in log-odds.
SAME_TARGET, OTHER_TARGET = 0.7, -1.0
SAME_QUARTER, OTHER_QUARTER = 1.2, -2.0
SAME_WORDS, LIKE_WORDS = 1.5, 0.5


class Words(NamedTuple):
    """What a sentence holds beyond what the extractor reads from it."""

    targets: frozenset[str]
    quarters: frozenset[str]
    content: (
        int  # a bit for each longer word, by its hash: small, quick to compare, and a clash in ``BITS`` does no harm
    )


def words_of(sentence: str) -> Words:
    """The targets, quarters and longer words of a sentence."""
    sentence = sentence[:MAX_CHARACTERS]
    words = {w.casefold() for w in _WORD.findall(sentence)}
    quarters = frozenset((m[1] or m[2]).casefold().removeprefix("al-") for m in _QUARTER.finditer(sentence))
    targets = frozenset(TARGETS[w] for w in words if w in TARGETS)
    content = 0
    for word in words:
        content |= 1 << crc32(word.encode("utf-8", "surrogatepass")) % BITS
    return Words(targets, quarters, content)


def compare_words(one: Words, other: Words) -> list[Signal]:
    """What two sentences say by their words."""
    found = []
    for mine, yours, same, different in (
        (one.targets, other.targets, SAME_TARGET, OTHER_TARGET),
        (one.quarters, other.quarters, SAME_QUARTER, OTHER_QUARTER),
    ):
        if not mine or not yours:
            continue
        if shared := mine & yours:
            found.append(Signal(same, "both name {}", (", ".join(sorted(shared)),)))
        else:
            found.append(Signal(different, "one names {}, the other {}", (min(mine), min(yours))))
    shorter = min(one.content.bit_count(), other.content.bit_count())
    if shorter >= MIN_WORDS:
        share = (one.content & other.content).bit_count() / shorter
        if share >= COPIED:
            found.append(Signal(SAME_WORDS, "nearly the same words"))
        elif share >= ALIKE:
            found.append(Signal(LIKE_WORDS, "similar words"))
    return found
