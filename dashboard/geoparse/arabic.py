"""Place names in Arabic, which has no capitals: the longest names that the gazetteer knows, weighed by what stands before.

Conjunctions and prepositions are written together with the word that follows ("وبالموصل": and in Mosul) and are no
part of the name. Many villages are called like ordinary words, so a lesser place needs a word that says so.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from dashboard.gazetteer import Gazetteer
from dashboard.gazetteer.names import make_name_key
from dashboard.geoparse.lexicon import word_classes
from dashboard.geoparse.spans import Span
from dashboard.geoparse.standing import named, rank

_WORD = re.compile(r"[\u0620-\u065f\u0670-\u06d3\u06d5\u06ee-\u06ef\u06fa-\u06fc]+")
MAX_WORDS = 4
_CONJUNCTIONS = "وف"
_PREPOSITIONS = frozenset("بلك")
_ARTICLE = "ال"


@dataclass(frozen=True, slots=True)
class _Word:
    start: int
    end: int
    key: str


@dataclass(frozen=True, slots=True)
class _Reading:
    """A name that may stand in the text: from ``start``, ``size`` words long, ``key`` as the gazetteer has it."""

    start: int
    size: int
    key: str
    joined: str = ""  # what was cut off before it: "و", "ب", "وب", "لل"


class ArabicRecogniser:
    """The rules of this module over a gazetteer."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._lookup = gazetteer.lookup
        self._keys = gazetteer.keys_between("\u0600", "\u0780")
        words = {label: frozenset(map(make_name_key, ws)) for label, ws in word_classes("words_ar").items()}
        self._cues, self._locatives, self._stop = words["cues"], words["locatives"], words["stop"]
        # "علي" the name and "على" the preposition have one key: a preposition it is, as it mostly is.
        self._persons = (words["titles"] | words["given"]) - words["locatives"]
        self._given = words["given"]
        # What is a word by itself holds no other behind its first letter: "ولاية" is not "and Lae".
        self._ordinary = self._stop | self._given | self._cues | self._locatives
        self._other = words["not_before"]
        self._classes = {"province": words["province"], "district": words["district"]}

    def recognise(self, text: str, start: int, end: int) -> list[Span]:
        """The place names of ``text[start:end]`` in order, without overlaps."""
        words = [_Word(m.start(), m.end(), make_name_key(m.group())) for m in _WORD.finditer(text, start, end)]
        spans: list[Span] = []
        index = 0
        while index < len(words):
            size = 1
            for reading in self._readings(words, index, text):
                if span := self._accept(reading, words, index, text, spans):
                    spans.append(span)
                    size = reading.size
                    break
            index += size
        return spans

    def _readings(self, words: Sequence[_Word], index: int, text: str) -> Iterator[_Reading]:
        """The known names that may start here, the longest first, and with the least cut off."""
        for size in range(min(MAX_WORDS, len(words) - index), 0, -1):
            run = words[index : index + size]
            if any(not _adjoin(text, a.end, b.start) for a, b in pairwise(run)):
                continue
            rest = "".join(f" {word.key}" for word in run[1:])
            whole = size == 1 and run[0].key in self._ordinary
            for joined, cut, key in _without_proclitics(text[run[0].start : run[0].end], run[0].key):
                if (joined and whole) or (joined[-1:] == "ك" and len(key) < 4):
                    continue  # the name Karim is not "like Rim"
                if key + rest in self._keys:
                    yield _Reading(run[0].start + cut, size, key + rest, joined)

    def _accept(
        self, reading: _Reading, words: Sequence[_Word], index: int, text: str, spans: Sequence[Span]
    ) -> Span | None:
        before = words[index - 1].key if index and _adjoin(text, words[index - 1].end, words[index].start) else ""
        cued = before in self._cues
        if not cued and before in self._other | self._persons:
            return None
        standing = rank([c.place for c in named(self._lookup(reading.key))])
        located = before in self._locatives
        listed = _listed(reading, text, words[index].start, spans)
        joined_on = listed and reading.joined.startswith("و")
        if reading.size == 1 and not self._single(reading, standing, cued=cued, located=located or joined_on):
            return None
        near = located or listed or bool(set(reading.joined) & _PREPOSITIONS)
        enough = 0 if cued else 1 if near or reading.size > 1 else 2
        if standing < enough and not (located and reading.size > 1):
            return None
        asked = next((kind for kind, nouns in self._classes.items() if before in nouns), "")
        end = words[index + reading.size - 1].end
        confidence = 0.9 if cued or standing == 2 else 0.7
        return Span(reading.start, end, text[reading.start : end], False, confidence, f"{reading.key} {asked}".strip())

    def _single(self, reading: _Reading, standing: int, *, cued: bool, located: bool) -> bool:
        """Whether one word may be a name here: not an ordinary word, unless the words before leave nothing else."""
        if reading.key in self._cues | self._locatives:
            return False
        if cued:
            return True
        if reading.key in self._stop:
            return located and standing == 2
        if reading.joined and standing < 2 and (len(reading.key) < 4 or reading.key in self._given):
            return False
        return len(reading.key) > 2


def _listed(reading: _Reading, text: str, start: int, spans: Sequence[Span]) -> bool:
    """Whether the name goes on a list of places: "في الموصل وتلعفر"."""
    if not spans or start - spans[-1].end > 3:
        return False
    gap = text[spans[-1].end : start]
    return "\n" not in gap and (reading.joined.startswith("و") or "،" in gap)


def _without_proclitics(raw: str, key: str) -> Iterator[tuple[str, int, str]]:
    """(what was cut off, how many characters of ``raw`` that are, the rest's key), nothing cut off first."""
    yield "", 0, key
    joined, rest = "", key
    if rest[:1] in _CONJUNCTIONS and len(rest) > 3:
        joined, rest = rest[0], rest[1:]
        yield joined, _raw_length(raw, len(joined)), rest
    if rest.startswith("لل") and len(rest) > 4:
        # The article loses its alef after "for": "للموصل" is ل + الموصل.
        joined += "لل"
        cut = _raw_length(raw, len(joined))
        yield joined, cut, _ARTICLE + rest[2:]
        yield joined[:-1], _raw_length(raw, len(joined) - 1), rest[1:]
    elif rest[:1] in _PREPOSITIONS and rest and len(rest) > 3:
        joined += rest[0]
        yield joined, _raw_length(raw, len(joined)), rest[1:]


def _raw_length(raw: str, letters: int) -> int:
    """How many characters of ``raw`` its first letters take, with their vowel signs and tatweel."""
    seen = position = 0
    while position < len(raw):
        if not unicodedata.combining(raw[position]) and raw[position] != "ـ":
            if seen == letters:
                break
            seen += 1
        position += 1
    return position


def _adjoin(text: str, end: int, start: int) -> bool:
    """Whether only a space (and marks that turn the direction of writing) lies between two words."""
    gap = text[end:start]
    return len(gap) <= 3 and all(c in {" ", "\xa0"} or unicodedata.category(c) == "Cf" for c in gap)
