"""What the recogniser sees of each piece: attributes, as short strings.

Three kinds. Attributes of the form ("Mosul" has a capital, ends in -sul, is a city of millions) depend on the word
alone and are remembered by word. Attributes of the place in the text say what stands around it. Attributes of the
document say what the rest of the article makes of the same word. The model knows, for each attribute, how it weighs
on the labels of the pieces up to three away; ``REACH`` says how far each family is allowed to weigh.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from functools import lru_cache

from dashboard.gazetteer import Gazetteer, NameKind
from dashboard.gazetteer.names import GENERIC_WORDS
from dashboard.geoparse.lexicon import word_class, word_list
from dashboard.geoparse.pieces import Pieces

# How many pieces away each family of attributes may weigh; the family is what stands before "=".
REACH = {"w": 3, "sh": 2, "g": 2, "cw": 2, "ti": 2, "fn": 2, "zS": 2, "zB": 2, "zI": 2, "zE": 2, "zl": 2, "d": 2,
         "k": 3, "k4": 2, "k6": 2, "k10": 2, "l8": 2,
         "s3": 1, "p3": 1, "END": 1}  # fmt: skip
MAX_NAME = 6  # pieces
LOCATIVES = frozenset(["in", "at", "near", "from", "outside", "around", "across", "to", "of", "toward", "towards", "into",
                       "inside", "between", "through"])  # fmt: skip
TITLES = word_class("titles")
_LONG_RUN = re.compile(r"(.)\1{2,}")
_NO_NAME = frozenset(',;:()[]"“”!?')
_DIVISIONS = frozenset({"PCLI", "ADM1"})


@lru_cache(maxsize=50_000)
def shape(word: str) -> str:
    """Capitals as X, small letters as x, digits as d; runs cut to two: "Mosul" -> "Xxx"."""
    letters = ["X" if c.isupper() else "x" if c.islower() else "d" if c.isdigit() else c for c in word]
    return _LONG_RUN.sub(r"\1\1", "".join(letters))


class Features:
    """The attributes of pieces, over one gazetteer. Safe to share between threads."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self._common = word_list("common_words")
        self._given = word_list("given_names")
        self.classes = lru_cache(maxsize=50_000)(self._classes)
        self.form = lru_cache(maxsize=50_000)(self._form)
        self.path = lru_cache(maxsize=50_000)(self._path)

    def _classes(self, name: str) -> tuple[str, ...]:
        """What the gazetteer has under exactly this name: "PCLI", "ADM1a" (a by-name), "P5" (a town of 10^5) ..."""
        found: set[str] = set()
        largest = -1
        for kind, code, population in self._gazetteer.classes(name):
            own = kind is NameKind.NAME
            if kind is NameKind.DEMONYM:
                found.add("DEM")
            elif kind is NameKind.ABBREVIATION:
                found.add("AB" + code)
            elif code.startswith("PPL"):
                # Places that no census has counted come from country dumps: the model was not taught with them.
                largest = max(largest, population)
                found.add(("P0" if own else "PA") if population else "V")
            elif code in {"PCLI", "ADM1", "ADM2"}:
                found.add(code if own else code + "a")
            else:
                found.add("RG")
        if largest > 0:
            found.add(f"P{max(2, min(6, int(math.log10(largest))))}")
        return tuple(sorted(found))

    def _form(self, word: str) -> tuple[str, ...]:
        """The attributes of a word by itself."""
        low = word.lower()
        attributes = [f"w={low}", f"sh={shape(word)}"]
        if len(word) > 1 and word[0].isupper():
            attributes += [f"g={c}" for c in self.classes(word)]
            if low in self._common:
                attributes.append("cw")
            if low in self._given:
                attributes.append("fn")
        attributes += self._kin(word, low)
        if low.rstrip(".") in TITLES:
            attributes.append("ti")
        if len(word) > 2:
            attributes += [f"p2={low[:2]}", f"p3={low[:3]}", f"p4={low[:4]}"]
            attributes += [f"s2={low[-2:]}", f"s3={low[-3:]}", f"s4={low[-4:]}"]
        return tuple(attributes)

    def _kin(self, word: str, low: str) -> list[str]:
        """What words the word is like: its path in the tree of word classes, whole and from the root."""
        path = self.path(word) or (self.path(word.capitalize()) if word.isupper() and len(word) > 3 else "")
        found = [f"k={path}", f"k4={path[:4]}", f"k6={path[:6]}", f"k10={path[:10]}"] if path else []
        if low != word and (other := self.path(low)):
            found.append(f"l8={other[:8]}")
        return found

    def _kind(self, word: str) -> str:
        return self.path(word)[:10] or ("X" if word[0].isupper() else word.lower())

    def _path(self, word: str) -> str:
        number = self._gazetteer.word_class(word)
        return f"{number:b}"[::-1] if number else ""

    def in_context(self, text: str, pieces: Pieces) -> list[list[str]]:
        """For each piece the attributes of its place in the text, those of its form left out."""
        found: list[list[str]] = [[] for _ in pieces.words]
        names = ["" for _ in pieces.words]
        for first, end in pieces.bounds:
            self._names(text, pieces, first, end, found, names)
        self._document(pieces, found)
        for first, end in pieces.bounds:
            self._neighbours(pieces.words, first, end, found, names)
        return found

    def _names(self, text: str, pieces: Pieces, first: int, end: int, found: list[list[str]], names: list[str]) -> None:
        """Mark the longest names that the gazetteer knows."""
        words = pieces.words
        i = first
        while i < end:
            if not words[i][0].isupper():
                i += 1
                continue
            size, classes = self._longest(text, pieces, i, end)
            for j in range(size):
                part = "S" if size == 1 else "B" if j == 0 else "E" if j == size - 1 else "I"
                names[i + j] = "/".join([part, *classes])
                found[i + j] += [f"z{part}={c}" for c in classes]
                found[i + j].append(f"zl={size}")
            i += size or 1

    def _longest(self, text: str, pieces: Pieces, i: int, end: int) -> tuple[int, tuple[str, ...]]:
        words = pieces.words
        most = min(MAX_NAME, end - i)
        for j in range(i + 1, i + most):
            if words[j] in _NO_NAME:
                most = j - i
                break
        if most > 1 and self._gazetteer.longest_name(words[i]) < 2:
            most = 1  # no name in the gazetteer goes on after this word
        for size in range(most, 0, -1):
            last = words[i + size - 1]
            if size > 1 and not (last[0].isupper() or last == "." or last.lower() in GENERIC_WORDS):
                continue
            classes = self.classes(text[pieces.starts[i] : pieces.ends[i + size - 1]])
            if classes:
                return size, classes
        return 0, ()

    def _document(self, pieces: Pieces, found: list[list[str]]) -> None:
        """Say of capitalised words how the article uses them elsewhere."""
        words = pieces.words
        low: set[str] = set()
        after_locative: set[str] = set()
        persons: set[str] = set()
        qualified: set[str] = set()
        capitals: list[tuple[int, str]] = []
        for first, end in pieces.bounds:
            for i in range(first, end):
                word = words[i]
                if not word[0].isupper():
                    if word[0].islower():
                        low.add(word)
                    continue
                if len(word) == 1:
                    continue
                key = word.lower()
                capitals.append((i, key))
                if i > first and words[i - 1].lower() in LOCATIVES:
                    after_locative.add(key)
                if i > first and self._is_person(words, i, first):
                    persons.add(key)
                if i + 2 < end and words[i + 1] == "," and self._qualifies(words[i + 2]):
                    qualified.add(key)
        for i, key in capitals:
            for mark, group in (("d=low", low), ("d=loc", after_locative), ("d=per", persons), ("d=q", qualified)):
                if key in group:
                    found[i].append(mark)

    def _is_person(self, words: Sequence[str], i: int, first: int) -> bool:
        """Whether a title or a given name stands before."""
        before = words[i - 1].lower()
        if before == "." and i > first + 1:
            return words[i - 2].lower() in TITLES
        return before in TITLES or (before in self._given and words[i - 1][0].isupper())

    def _qualifies(self, word: str) -> bool:
        return word[0].isupper() and any(c.rstrip("a").removeprefix("AB") in _DIVISIONS for c in self.classes(word))

    def _neighbours(
        self, words: Sequence[str], first: int, end: int, found: list[list[str]], names: Sequence[str]
    ) -> None:
        """Pairs and triples of what stands beside a capitalised word, and the sentence's own marks."""
        capitals = sum(words[i].isupper() and len(words[i]) > 1 for i in range(first, end))
        letters = sum(words[i][0].isalpha() and len(words[i]) > 1 for i in range(first, end))
        shouted = letters > 3 and capitals / letters > 0.6
        found[first].append("bos")
        found[end - 1].append("eos")
        for i in range(first, end):
            here = found[i]
            word = words[i]
            if shouted:
                here.append("caps")
            if not word[0].isupper():
                continue
            name = names[i]
            mine = shape(word)
            if i > first:
                before = words[i - 1]
                here += [
                    f"a={before.lower()}|{name}",
                    f"b={shape(before)}|{mine}",
                    f"n={self._kind(before)}|{self._kind(word)}",
                ]
                if i + 1 < end:
                    here.append(f"c={shape(before)}|{mine}|{shape(words[i + 1])}")
                if i > first + 1:
                    here.append(f"e={words[i - 2].lower()}|{before.lower()}")
            if i + 1 < end:
                after = words[i + 1]
                here += [
                    f"f={name}|{after.lower()}",
                    f"h={mine}|{shape(after)}",
                    f"i={self._kind(word)}|{self._kind(after)}",
                ]
                if i + 2 < end:
                    here.append(f"j={after.lower()}|{words[i + 2].lower()}")
