"""Toponym recognition by rule: capitalised spans that the gazetteer knows, less what their surroundings disown.

The longest known name wins. A name is refused where it is part of a person's, an organisation's or a medium's name,
an ordinary word, or page furniture. ``spans.Recogniser`` is the interface that other recognisers share.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from dashboard.gazetteer import Candidate, Gazetteer, NameKind
from dashboard.gazetteer.names import GENERIC_WORDS
from dashboard.geoparse.dateline import find_dateline
from dashboard.geoparse.lexicon import word_class, word_list
from dashboard.geoparse.spans import Span
from dashboard.geoparse.tokens import POSSESSIVE, Token, sentences, tokenize

MAX_WORDS = 5
INNER = word_class("inner")
LOCATIVES = word_class("locatives")
TITLES = word_class("titles")
NOT_PLACES = word_class("not_places")
PLACE_HEADS = frozenset(GENERIC_WORDS) | word_class("place_heads")
CUE_VERBS = word_class("cue_verbs")
LEADING = word_class("leading")
DIRECTIONS = re.compile(r"(?:north|south)-?(?:east|west)?(?:ern)?|east(?:ern)?|west(?:ern)?", re.IGNORECASE)
_CONTRACTION = re.compile(r"(?:I|We|You|They|He|She|It)['’](?:ve|m|ll|d|re)", re.IGNORECASE)
_MEDIUM = re.compile(r"\w*(?:\.com|\.org|\.net|\.co)\b|https?|www|@", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Told:
    """What an article has said so far: surnames of people named in full, places named where a place must stand."""

    people: set[str]
    places: set[str]


class GazetteerRecogniser:
    """The rules of this module over a gazetteer."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._lookup: Callable[[str], tuple[Candidate, ...]] = gazetteer.lookup
        self._common = word_list("common_words")
        self._given = word_list("given_names")
        self._surnames = word_list("surnames")

    def recognise(self, text: str) -> list[Span]:
        """The place names of ``text`` in order, without overlaps; demonyms are no place names."""
        line = find_dateline(text)
        split = [tokenize(sentence.text, sentence.start) for sentence in sentences(text)]
        told = _Told(people=set(), places=set())
        # The first reading learns who and where the article speaks of; the second trusts it: after "near Shura",
        # "Shura" alone is a place, and after "Hillary Clinton", "Clinton" is not.
        self._read(split, text, line, told)
        return self._read(split, text, line, told)

    def _read(self, split: Sequence[Sequence[Token]], text: str, line: tuple[int, int], told: _Told) -> list[Span]:
        spans: list[Span] = []
        for tokens in split:
            index = 0
            while index < len(tokens):
                span, index = self._at(tokens, index, text, line, told)
                if span:
                    spans.append(span)
        return spans

    def _at(
        self, tokens: Sequence[Token], index: int, text: str, line: tuple[int, int], told: _Told
    ) -> tuple[Span | None, int]:
        """The span that starts at ``tokens[index]``, if any, and the index to go on from."""
        token = tokens[index]
        if not token.is_word or not (token.capitalised or token.other_script):
            return None, index + 1
        if end := self._person(tokens, index):
            told.people.update(t.text.casefold() for t in tokens[index + 1 : end])
            return None, end
        dateline = line[0] <= token.start < line[1]
        for size in range(min(MAX_WORDS, len(tokens) - index), 0, -1):
            words = tokens[index : index + size]
            if not _well_formed(words, text):
                continue
            name = text[words[0].start : words[-1].end]
            found = self._lookup(name)
            if not self._accept(name, found, tokens, index, size, dateline=dateline, told=told):
                continue
            end = words[-1].end
            if text[end : end + 1] == "." and any(c.kind is NameKind.ABBREVIATION and c.exact for c in found):
                end += 1  # "Georgetown, Ky.": the point belongs to the name
                name += "."
            if _cued(tokens, index) or dateline:
                told.places.add(name.casefold())
            confidence = 0.9 if any(c.exact for c in found) else 0.6
            return Span(words[0].start, end, name, dateline, confidence), index + size
        return None, index + 1

    def _person(self, tokens: Sequence[Token], index: int) -> int:
        """The index after a person's name that starts here, or 0: a title or a given name, then a capitalised word."""
        word = tokens[index].text.rstrip(".").casefold()
        titled = word in TITLES
        if not (titled or word in self._given) or index + 1 >= len(tokens):
            return 0
        end = index + 1
        if tokens[end].text == "." and titled:
            end += 1
        first = end
        while end < len(tokens) and end - first < 3 and _name_word(tokens, end):
            end += 1
        if end == first or (not titled and self._known_pair(tokens, index, end)):
            return 0
        if not titled and not self._could_be_surname(tokens[end - 1]):
            return 0
        return end

    def _known_pair(self, tokens: Sequence[Token], index: int, end: int) -> bool:
        """ "San Diego", "Santiago Chile": a given name that begins a known place's name of the same length."""
        name = " ".join(t.text for t in tokens[index:end])
        return any(c.exact for c in self._lookup(name))

    def _could_be_surname(self, token: Token) -> bool:
        word = token.text.casefold()
        return word not in PLACE_HEADS and (word in self._surnames or not any(
            c.exact and c.place.population > 100_000 for c in self._lookup(token.text)
        ))  # fmt: skip

    def _accept(
        self,
        name: str,
        found: tuple[Candidate, ...],
        tokens: Sequence[Token],
        index: int,
        size: int,
        *,
        dateline: bool,
        told: _Told,
    ) -> bool:
        if not self._could_be_name(tokens[index : index + size], found):
            return False
        exact = [c for c in found if c.exact and c.kind is not NameKind.DEMONYM]
        if any(c.kind is NameKind.DEMONYM for c in found) and not any(c.kind is NameKind.NAME for c in exact):
            return False
        after = tokens[index + size] if index + size < len(tokens) else None
        cued = _cued(tokens, index) or name.casefold() in told.places
        if not exact:
            # Only the forgiving key knows it: believe it where the sentence says that a place stands here.
            headed = any(
                w in GENERIC_WORDS for w in (name.rsplit(maxsplit=1)[-1].lower(), after.text.lower() if after else "")
            )
            if not found or not (cued or headed or dateline) or len(name) < 5:
                return False
        before_comma = index > 1 and tokens[index - 1].text == "," and tokens[index - 2].capitalised
        if size == 1 and not self._single_word(
            name, exact, tokens[index], cued=cued, dateline=dateline, before_comma=before_comma, told=told
        ):
            return False
        return not _inside_other_name(tokens, index, size, cued=cued, known=self._lookup)

    def _could_be_name(self, words: Sequence[Token], found: tuple[Candidate, ...]) -> bool:
        """Whether the span is more than a function word before, or a generic word after, something else."""
        if DIRECTIONS.fullmatch(words[0].text) and len(words) == 1:
            return False
        if _CONTRACTION.fullmatch(words[0].text):
            return False
        ordinary = len(words) > 1 and all(w.text.casefold() in self._common for w in words)
        if ordinary and all(c.place.population < 200_000 for c in found if c.kind is NameKind.NAME):
            return False  # "White House": a town of that name somewhere does not make it one
        first, last = words[0].text.lower(), words[-1].text
        if len(words) > 1 and first in LEADING:
            return (
                any(
                    c.exact and c.place.feature_code in {"PCLI", "RGN", "ADM1", "CONT"} and first == "the"
                    for c in found
                )
                and len(words) > 2
            )
        if len(words) > 1 and last.islower():
            # "Tal Afar district", not "Christian town" or "Anbar town": only a division takes its generic word along.
            rest = " ".join(w.text for w in words[:-1])
            return GENERIC_WORDS.get(last, "P") != "P" and not any(
                c.kind is NameKind.DEMONYM for c in self._lookup(rest)
            )
        return True

    def _single_word(
        self,
        name: str,
        exact: list[Candidate],
        token: Token,
        *,
        cued: bool,
        dateline: bool,
        before_comma: bool,
        told: _Told,
    ) -> bool:
        if before_comma and any(c.kind is NameKind.ABBREVIATION for c in exact):
            return True  # "Georgetown, Ky."
        word = name.casefold()
        major = any(c.place.feature_code in {"PCLI", "ADM1"} or c.place.population > 200_000 for c in exact)
        if word in told.people and not major:
            return False
        if word in self._common and not (dateline and major):
            return False
        if token.all_caps and not dateline and "." not in name:
            # An acronym, unless it is one of a country ("UK") or division or a name set in capitals in a heading.
            if len(name) <= 4:
                return (
                    any(c.place.feature_code == "PCLI" and c.kind is not NameKind.NAME for c in exact) and len(name) < 4
                )
            return major
        if word in self._given and not cued:
            return major
        if len(word) <= 3 and not token.other_script:
            return major and cued
        small = all(c.place.population < 15_000 for c in exact)
        return not small or cued or dateline or len(word) >= 6


def _cued(tokens: Sequence[Token], index: int) -> bool:
    """Whether the word before says that a place follows."""
    if index == 0:
        return False
    word = tokens[index - 1].text.lower()
    return word in LOCATIVES or word in CUE_VERBS


def _well_formed(words: Sequence[Token], text: str) -> bool:
    """Capitalised at both ends, joined by spaces (or a comma-less hyphen), with only particles in lower case between."""
    for left, right in pairwise(words):
        gap = text[left.end : right.start]
        if right.text in POSSESSIVE:  # "Cox's Bazar"
            if gap:
                return False
        elif not right.is_word or gap not in {" ", "\n"}:
            return False
    last = words[-1]
    if not (last.capitalised or last.other_script or (len(words) > 1 and last.text.lower() in GENERIC_WORDS)):
        return False
    return all(w.capitalised or w.other_script or w.text.lower() in INNER or w.text in POSSESSIVE for w in words[:-1])


def _name_word(tokens: Sequence[Token], index: int) -> bool:
    token = tokens[index]
    joined = token.start - tokens[index - 1].end <= 1
    initial = token.text == "." and len(tokens[index - 1].text) == 1
    return joined and (
        initial
        or (token.is_word and token.capitalised and not token.all_caps)
        or (len(token.text) == 1 and token.text.isupper())
    )


def _inside_other_name(
    tokens: Sequence[Token],
    index: int,
    size: int,
    *,
    cued: bool,
    known: Callable[[str], tuple[Candidate, ...]],
) -> bool:
    """Whether capitalised neighbours make the span a piece of a longer name that is no place: "Boston Globe"."""
    before = tokens[index - 1] if index else None
    after = tokens[index + size] if index + size < len(tokens) else None
    if after is not None and after.is_word and after.capitalised and after.start - tokens[index + size - 1].end == 1:
        word = after.text.lower()
        if word in NOT_PLACES:
            return True
        if word not in PLACE_HEADS and not after.all_caps and not cued and not known(after.text):
            return True
        if re.match(r"(?:al|el|an|ar|as|at|ad)-", word):
            return True  # "Ain al-Tamr": a longer Arabic name that is not known
    if (
        before is not None
        and before.is_word
        and before.capitalised
        and tokens[index].start - before.end == 1
        and index > 1
    ):
        word = before.text.lower().rstrip(".")
        return not (
            word in LOCATIVES
            or word in PLACE_HEADS
            or word in {"mount", "lake", "north", "south", "east", "west", "greater", "new"}
            or any(c.kind is NameKind.DEMONYM for c in known(before.text))
            or _MEDIUM.match(before.text) is not None
        )
    return False
