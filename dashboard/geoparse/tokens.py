"""Words and sentences with their offsets in the text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from dashboard.geoparse.lexicon import word_class

# "U.S.", "B.C.": letters with points; else words with inner apostrophes, hyphens and points ("al-Jadida", "Ba'aj").
# The possessive is a token of its own: "Mosul's airport" names Mosul.
# "St. Petersburg" keeps its point, and so do the shortened names of states with two parts: "W.Va.".
_WORD = re.compile(
    r"(?:[^\W\d_]\.){2,}|\b(?:St|Ste|Mt|Ft)\.(?= [A-Z])|\b[A-Z]\.[A-Z][a-z]{1,3}\."
    r"|[^\W_]+(?:(?!['’]s\b)[-'’‘ʿ`.][^\W_]+)*|['’]s\b|[^\w\s]|_"
)
POSSESSIVE = frozenset({"'s", "’s"})
_PARAGRAPH = re.compile(r"\n\s*\n")
_STOP = re.compile(r"(?<![.!?…؟。])[.!?…؟。]++[\"'”’»)\]]*(?=\s)|\n")
ABBREVIATIONS = word_class("abbreviations")
MAX_SENTENCE = 1200  # characters: four times a long sentence of a newspaper
NEARBY = 60  # characters
SHORT_LINE = 50  # characters: a line this short was not wrapped, so its end is the end of what it says


@dataclass(frozen=True, slots=True)
class Token:
    """A word or a punctuation mark; ``text == article_text[start:end]``."""

    start: int
    end: int
    text: str

    @property
    def is_word(self) -> bool:
        return self.text[0].isalnum()

    @property
    def capitalised(self) -> bool:
        """Starts with a capital, or has an article in front of one: "Mosul", "al-Jadida"."""
        head = self.text
        if (
            len(head) > 3
            and head[2] in "-'’"
            and head[:2].lower() in {"al", "el", "ad", "an", "ar", "as", "at", "az", "ed"}
        ):
            head = head[3:]
        return head[:1].isupper()

    @property
    def all_caps(self) -> bool:
        letters = [c for c in self.text if c.isalpha()]
        return len(letters) > 1 and all(c.isupper() for c in letters)

    @property
    def other_script(self) -> bool:
        """Whether the word is written in a script without capitals, such as Arabic."""
        return self.text[0].isalpha() and self.text[0].upper() == self.text[0].lower()


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence and the number of its paragraph; ``text == article_text[start:end]``."""

    start: int
    end: int
    text: str
    paragraph: int


def tokenize(text: str, offset: int = 0) -> list[Token]:
    """The words and marks of ``text``, at their offsets plus ``offset``."""
    return [Token(m.start() + offset, m.end() + offset, m.group()) for m in _WORD.finditer(text)]


def sentences(text: str) -> list[Sentence]:
    """Split an article; every sentence is a stretch of the text without the white space around it."""
    found = []
    start = 0
    for number, mark in enumerate([*_PARAGRAPH.finditer(text), None]):
        end = mark.start() if mark else len(text)
        found += [Sentence(s, e, text[s:e], number) for s, e in _split(text, start, end)]
        start = mark.end() if mark else end
    return found


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A stretch without a full stop (a table, a list of names) in pieces, so that no rule looks over a whole page."""
    while end - start > MAX_SENTENCE:
        cut = text.rfind(" ", start + MAX_SENTENCE // 2, start + MAX_SENTENCE)
        cut = cut if cut > 0 else start + MAX_SENTENCE
        if trimmed := _trim(text, start, cut):
            yield trimmed
        start = cut
    if trimmed := _trim(text, start, end):
        yield trimmed


def _split(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    last = start
    for stop in _STOP.finditer(text, start, end):
        if not _ends_sentence(text, last, stop, end):
            continue
        yield from _pieces(text, last, stop.end())
        last = stop.end()
    yield from _pieces(text, last, end)


def _ends_sentence(text: str, last: int, stop: re.Match[str], end: int) -> bool:
    # Only the words beside the stop are looked at: a long article is not copied for each of its stops.
    following = text[stop.end() : min(end, stop.end() + NEARBY)].lstrip()
    if stop.group() == "\n":
        line_start = max(last, text.rfind("\n", last, stop.start()) + 1)
        return stop.start() - line_start < SHORT_LINE
    if not following or following[0].islower():
        return not following
    before = text[max(last, stop.start() - NEARBY) : stop.start()].split()
    word = before[-1].strip("\"'“‘(").lower() if before else ""
    if stop.group()[0] == "." and (word in ABBREVIATIONS or (len(word) == 1 and word.isalpha())):
        # "in the U.S. The army ..." ends; "U.S. Army" does not: a stop before a function word is an end.
        return (
            word in {"u.s", "u.n", "u.k", "a.m", "p.m"}
            and re.match(r"(The|A|An|It|He|She|They|In|On|At|But|And)\b", following) is not None
        )
    return True


def _trim(text: str, start: int, end: int) -> tuple[int, int] | None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return (start, end) if start < end else None
