"""Nouns of people, from the reviewed list ``data/lexicon/people.txt``, and the counted phrases they head.

The kind of a noun says on whose side its people stand: ``military`` and ``police`` the state's, ``armed`` others under
arms, ``civilian``, ``captive``; ``person`` says nothing. ``animal`` is counted, and is no people.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

from dashboard.extraction.numerals import Number, number_at
from dashboard.extraction.words import Words
from dashboard.geoparse.lexicon import word_classes

ARMED = frozenset({"military", "police", "armed"})
_MODIFIERS = 6  # words between a number and its noun: "12 off-duty Iraqi army special forces soldiers"
_LISTS = word_classes("counting")
_ENDS = _LISTS["ends"] | frozenset(".,;:()[]!?\"“”'‘’—–-/…%&")
_MEASURES = _LISTS["measures"]
# What stands after a noun of people and makes it a thing: "police stations", "army posts", "rebel positions".
_THINGS = _LISTS["things"]
_IDENTIFIERS = _LISTS["identifiers"]
_DEFINITE = frozenset({"the", "his", "her", "its", "their", "another", "a", "an", "one's", "whose"})
_PARTS = frozenset({"including", "include", "included", "includes", "among", "comprising", "amongst", "incl"})


@lru_cache
def people() -> dict[str, tuple[str, bool]]:
    """Each noun form in lower case: (kind, whether it is a plural)."""
    forms: dict[str, tuple[str, bool]] = {}
    for kind, nouns in word_classes("people").items():
        for item in nouns:
            noun, _, plurals = item.partition("/")
            forms |= dict.fromkeys((plurals or f"{noun}s").split(","), (kind, True))
            forms.setdefault(noun, (kind, False))
    return forms


def is_head(words: Words, i: int) -> bool:
    """Whether the noun at word ``i`` heads its phrase: not in "police stations", "army posts"."""
    return words.at(i + 1) not in people() and words.at(i + 1) not in _THINGS


@dataclass(frozen=True, slots=True)
class Phrase:
    """A counted phrase: its number, its noun (``unit``, "" if none) of ``kind``, and its words ``first`` to ``last``.

    ``known`` is true for a noun of the table, ``part`` for what a larger count holds ("including five children").
    """

    number: Number
    unit: str
    kind: str
    last: int
    known: bool = False
    part: bool = False

    @property
    def first(self) -> int:
        return self.number.first

    @property
    def before(self) -> int:
        """The first word of the hedge: what stands before it governs the phrase."""
        return self.number.before


def phrases_of(words: Words, verbs: frozenset[int]) -> list[Phrase]:
    """The counted phrases of a sentence in order. ``verbs`` are words that end a phrase: the predicates."""
    found: list[Phrase] = []
    i = 0
    while i < len(words):
        number = number_at(words, i)
        again = bool(found)
        phrase = _singular(words, i, verbs, again) if number is None else _counted(words, number, verbs, again)
        if phrase is not None:
            found.append(phrase)
        i = max(i + 1, number.last if number else 0, phrase.last if phrase else 0)
    return found


def _counted(words: Words, number: Number, verbs: frozenset[int], again: bool) -> Phrase | None:
    if _counts_nothing(words, number):
        return None
    start, of_them = _noun_start(words, number)
    if of_them:
        return Phrase(number, "", "person", start, part=True)
    if start > number.last and start in verbs and words.at(start - 1) in _DEFINITE:
        return Phrase(number, words.at(start), "person", start + 1, known=True)  # "one of the wounded"
    if start > number.last and start < len(words) and number_at(words, start) is not None:
        return None  # "two of the 12 killed"
    unit, kind, last, known = _noun(words, start, verbs)
    if kind == "thing" or (number.year and not known):
        return None
    if not unit and words.at(number.before - 1) == "," and words.at(last) in {",", "."} and number.best < 120:
        return None  # ", 41, said": an age
    if known and number.best > 1 and not people()[unit][1]:
        if words.at(last) not in {"and", ","}:
            return None
        unit, kind, known = "", "person", False  # "four American and four Nigerien soldiers"
    return Phrase(number, unit, kind or "person", last, known, _is_part(words, number, again))


def _counts_nothing(words: Words, number: Number) -> bool:
    """Whether the number is a measure, an age, a date, or the number of a road, a unit or a house."""
    j, before = number.last, words.at(number.before - 1)
    if before in _IDENTIFIERS or words.at(j) in _MEASURES | {"%", "/"}:
        return True
    if words.at(j) in {"-", "–"} and (words.at(j + 1) in _MEASURES or words.at(j + 1)[:1].isdigit()):
        return True
    if number.vague and before in {"how", "so", "too", "as"}:
        return True
    return before == "of" and people().get(words.at(number.before - 2), ("", True))[1] is False  # "a boy of 14"


def _noun_start(words: Words, number: Number) -> tuple[int, bool]:
    """Where the noun of the number starts, and whether it is a pronoun: "12 of them", "three of whom"."""
    j = number.last
    if words.at(j) == "of":
        if words.at(j + 1) in {"them", "whom", "us", "which"}:
            return j + 2, True
        j += 1 + (words.at(j + 1) in {"the", "its", "their", "his", "her", "our", "those", "these"})
    while words.at(j) in {"more", "further", "additional", "new", "or"}:
        j += 1
    if words.at(j) == "of":
        j += 1
    return j, False


def with_names(words: Words, phrases: list[Phrase], opened: list[int], verbs: frozenset[int]) -> list[Phrase]:
    """With the named before the counted: "killing Mayor Jan Kowal and two guards" is three.

    ``opened`` are the words where the object of a predicate starts.
    """
    starts = {q.before: k for k, q in enumerate(phrases)}
    for first in opened:
        j = first
        while (
            j < first + 7 and j not in verbs and j not in starts and words.at(j)[:1].isalnum() and words.at(j) != "and"
        ):
            j += 1
        k = starts.get(j + 1)
        if j == first or k is None or words.at(j) not in {"and", ","}:
            continue
        plural = people().get(words.at(j - 1), ("", False))[1]
        if plural and j - first <= 3 and words.at(j) == "and":  # "killing civilians and two soldiers": two and more
            phrases[k] = replace(phrases[k], number=replace(phrases[k].number, high=None, before=first))
        elif not plural and j - first > 1 and all(words.written[i][0].isupper() for i in (j - 2, j - 1)):
            phrases.append(Phrase(Number(1, 1, 1, first, j, first), "", "person", j, known=True))
    return sorted(phrases, key=lambda q: q.first)


def _is_part(words: Words, number: Number, again: bool) -> bool:
    before = words.at(number.before - 1)
    if before == "them":
        before = words.at(number.before - 2)  # "among them two policemen"
    if before in {"among", "amongst"} and words.at(number.before - 2) in {"was", "were", "are", "is"}:
        return False  # "ten soldiers were among 20 people killed"
    return before in _PARTS or (again and before in {":", "—", "–", "("})


def _noun(words: Words, start: int, verbs: frozenset[int]) -> tuple[str, str, int, bool]:
    """(unit, kind, the word after it, whether the noun is known) of the noun that starts at or after ``start``."""
    known = people()
    j, thing = start, False
    while j < min(start + _MODIFIERS, len(words)) and j not in verbs and words.lower[j] not in _ENDS:
        noun = known.get(words.lower[j])
        if noun is not None:
            while words.at(j + 1) in known and j + 1 not in verbs:
                j, noun = j + 1, known[words.at(j + 1)]
            if words.at(j + 1) in _THINGS or words.at(j + 1) == "'":
                return "", "thing", j + 1, False
            kind = "thing" if noun[0] == "animal" else noun[0]
            return words.lower[j], kind, j + 1, True
        thing = thing or words.lower[j] in _THINGS  # "two Islamic State fighters" shows its noun last
        j += 1
    if thing or (j > start and words.lower[j - 1] in _MEASURES):
        return "", "thing", j, False
    if j == start or j in verbs:
        return "", "", j, False  # "12 seriously injured"
    plural = words.lower[start].endswith("s") or words.lower[j - 1].endswith("s")
    return words.lower[j - 1], "person" if plural else "thing", j, False


def _singular(words: Words, i: int, verbs: frozenset[int], again: bool) -> Phrase | None:
    """One person: "a Syrian army officer", "his wife", "the deputy mayor"."""
    if words.at(i) not in _DEFINITE:
        return None
    unit, kind, last, known = _noun(words, i + 1, verbs)
    if not known or kind == "thing" or people()[unit][1]:
        return None
    number = Number(1, 1, 1, i, i + 1, i)
    return Phrase(number, unit, kind, last, known=True, part=_is_part(words, number, again))
