"""A sentence with all that was read from it: its places, days, triggers and words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from dashboard.extraction.clauses import clause_of, clauses
from dashboard.extraction.dates import DateMention
from dashboard.extraction.event_types import Trigger, all_triggers, find_triggers, is_unreal
from dashboard.extraction.event_words import HAPPENING, word_classes
from dashboard.extraction.ties import SPEAKERS, ties
from dashboard.geoparse.lexicon import word_classes as word_lists
from dashboard.geoparse.tokens import Sentence, Token, tokenize
from dashboard.records import Toponym

_COMMON = word_lists("mentions")["common"]
_STEM = re.compile(r"(?:ing|ed|es|s)$")


@dataclass(frozen=True)
class Telling:
    """A sentence with what was read from it; offsets of toponyms count in the article, all others in the sentence."""

    sentence: Sentence
    toponyms: Sequence[Toponym]
    dates: Sequence[DateMention]
    number: int  # of the sentence in its article
    dateline: tuple[int, int]
    title: str

    @cached_property
    def tokens(self) -> list[Token]:
        return tokenize(self.sentence.text)

    @cached_property
    def clauses(self) -> list[tuple[int, int]]:
        return clauses(self.sentence.text)

    @cached_property
    def triggers(self) -> list[Trigger]:
        return all_triggers(self.sentence.text)

    def at(self, toponym: Toponym) -> tuple[int, int]:
        """The toponym's offsets in the sentence."""
        return toponym.start - self.sentence.start, toponym.end - self.sentence.start

    def clause(self, toponym: Toponym) -> tuple[int, int]:
        """The clause in which the toponym stands."""
        return self.clauses[clause_of(self.clauses, self.at(toponym)[0])]

    @cached_property
    def classes(self) -> list[tuple[int, str]]:
        """Offset and name of each word class of ``event_words.csv`` in the sentence, outside names, in order."""
        spans = [self.at(t) for t in self.toponyms]
        return [
            (at, name) for at, _, name in word_classes(self.sentence.text) if not any(s <= at < e for s, e in spans)
        ]

    def trigger(self, toponym: Toponym, sub_event_type: str) -> tuple[int, int] | None:
        """Offsets in the sentence of the words that tell of the event at a mention: a trigger of its kind, else any
        real one, else a word of an event; those of the mention's clause first, then the nearest. None without any."""
        start, _ = self.at(toponym)
        clause = self.clause(toponym)
        words = [
            *((t.sub_event_type == sub_event_type, True, t.start, t.end) for t in find_triggers(self.sentence.text)),
            *((False, False, at, end) for at, end, name in word_classes(self.sentence.text) if name in HAPPENING),
        ]
        if not words:
            return None
        best = max(words, key=lambda w: (clause[0] <= w[2] < clause[1], w[0], w[1], -abs(w[2] - start)))
        return best[2], best[3]

    def speaks(self, toponym: Toponym) -> bool:
        """Whether the place only says where those are who say it: "Moscow denied", "Mosul police said"."""
        start, end = self.at(toponym)
        tied = set(ties(self.sentence.text[:start], self.sentence.text[end:]))
        return bool(tied & SPEAKERS) and "witness" not in tied

    def foretold(self, toponym: Toponym) -> bool:
        """Whether all that the mention's clause tells of is planned, feared, denied or foretold."""
        clause = self.clause(toponym)
        told = [w for w in word_classes(self.sentence.text) if w[2] in HAPPENING and clause[0] <= w[0] < clause[1]]
        return bool(told) and all(is_unreal(self.sentence.text, at, end) for at, end, _ in told)

    @property
    def happens(self) -> bool:
        """Whether a word of the sentence tells of an event."""
        return any(name in HAPPENING for _, name in self.classes)

    def classes_in(self, clause: tuple[int, int]) -> list[str]:
        """The classes of one clause in order, each run of one class once."""
        names = [name for at, name in self.classes if clause[0] <= at < clause[1]]
        return [name for name, _ in groupby(names)]

    @cached_property
    def words(self) -> list[tuple[int, str]]:
        """Offset and stem of each word that is no part of a place's name; numbers are one word."""
        spans = [self.at(t) for t in self.toponyms]
        return [
            (t.start, stem(t.text))
            for t in self.tokens
            if t.is_word and t.text.lower() not in _COMMON and not any(s <= t.start < e for s, e in spans)
        ]


def stem(word: str) -> str:
    """The word in lower case without its ending; "#" for a number."""
    word = word.lower()
    if word[0].isdigit():
        return "#"
    return _STEM.sub("", word) if len(word) > 5 else word


def kind_of(toponym: Toponym) -> str:
    """GeoNames' code of the place, "PPL" for every town but a capital, "unknown" for a name that was not placed."""
    if toponym.place is None:
        return "unknown"
    code = toponym.place.feature_code
    return "PPL" if code.startswith("PP") and code != "PPLC" else code
