"""The most forgiving comparison of names: consonants first, then how many letters differ.

For names within one country only, and only where better keys find nothing: "Teir Maaleh" is "Tir Malah", and
"Kfar Nbl" is "Kafr Nabil", but "Hama" is also "Homs" to a key like this one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from dashboard.gazetteer.names import ARTICLES, loosen

# Transliterations of one sound: q/k/g/gh/kh/j, dh/d, th/t, sh/ch/s/z, p/b. w, y and vowels are left out.
_DIGRAPHS = (("kh", "k"), ("gh", "k"), ("dh", "d"), ("th", "t"), ("sh", "s"), ("ch", "s"), ("dj", "k"), ("zh", "s"),
             ("ph", "f"))  # fmt: skip
_SOUNDS = str.maketrans("gjqczp", "kkkksb", "aeiouvwy")
# "Eastern Ghouta" and "Western Ghouta" differ by one letter and are two places.
_SIDES = {"north": "1", "south": "2", "east": "3", "west": "4"}
_QUALITY_WORDS = (
    "sharqi sharqiyah gharbi gharbiyah shamali shamaliyah janubi janubiyah qibli qibliyah fawqani fawqaniyah "
    "tahtani tahtaniyah tahta kabir kabirah kebir saghir saghirah wusta wastani jadid jadidah qadim qadimah "
    "north south east west northern southern eastern western upper lower central new old great little big small"
)
_QUALITIES = frozenset(map(loosen, _QUALITY_WORDS.split()))
_DOUBLED = re.compile(r"(.)\1+")
MIN_CONSONANTS = 3
MOST_DIFFERENT = 0.25  # of the letters; with more, nine in ten of GED's names in Syria were other places


@lru_cache(maxsize=20_000)
def skeleton(key: str) -> str:
    """The consonants of a name key, "" for names that are too short or not in Latin letters.

    >>> skeleton("teir maaleh"), skeleton("tir malah"), skeleton("hama")
    ('trml', 'trml', '')
    """
    found = bones(loosen(key))
    if not found:
        return ""
    words = key.split()
    return found + "".join(mark for side, mark in _SIDES.items() if {side, f"{side}ern"} & {*words})


def bones(loose: str) -> str:
    """``skeleton`` of a loose key, without the sides of the compass."""
    if not loose.isascii():
        return ""
    for digraph, sound in _DIGRAPHS:
        if digraph in loose:
            loose = loose.replace(digraph, sound)
    text = (loose[:1] + loose[1:].replace("h", "")).translate(_SOUNDS)
    text = _DOUBLED.sub(r"\1", text)
    return text if len(text) >= MIN_CONSONANTS else ""


def difference(one: str, other: str) -> float:
    """The share of letters (0 to 1) by which two loose keys differ, by edit distance."""
    previous: Sequence[int] = range(len(other) + 1)
    for i, a in enumerate(one, start=1):
        row = [i]
        for j, b in enumerate(other, start=1):
            row.append(min(previous[j] + 1, row[-1] + 1, previous[j - 1] + (a != b)))
        previous = row
    return previous[-1] / max(1, len(one), len(other))


def telling_word(key: str) -> str:
    """The loose key of the first word that tells a name from its neighbours', "" where none does.

    "Hamrat Ghanam" and "Hamrat Nasirah" lie side by side; "Upper", "Little" and "Eastern" lie everywhere.
    """
    for word in key.split():
        loose = loosen(word)
        if len(loose) > 2 and word not in ARTICLES and loose not in _QUALITIES:
            return loose
    return ""
